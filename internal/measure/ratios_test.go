package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestRatios(t *testing.T) {
	for _, x := range []struct{ now, before, excess, difference, growth string }{
		{"", "1", "", "", ""},
		{"1", "", "", "", ""},
		{"1", "0", "", "1", ""},
		{"3", "2", "2", "1", "1/2"},
		{"1", "2", "", "-1", "-1/2"},
		{"1", "-2", "", "3", ""},
	} {
		now, before := measuretest.Rat(x.now), measuretest.Rat(x.before)
		if !measuretest.Same(Excess(now), measuretest.Rat(x.excess)) || !measuretest.Same(Difference(now, before), measuretest.Rat(x.difference)) || !measuretest.Same(Growth(now, before), measuretest.Rat(x.growth)) {
			t.Errorf("%+v: %v %v %v", x, Excess(now), Difference(now, before), Growth(now, before))
		}
	}
	if Percent(nil) != nil || !measuretest.Same(Percent(measuretest.Rat("1/8")), measuretest.Rat("25/2")) || Ratio(measuretest.Rat("1"), measuretest.Rat("0")) != nil {
		t.Error("Percent or Ratio")
	}
}
