package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

const asOfNow = "2026-11-01"

func TestDays(t *testing.T) {
	if Late(measuretest.Day(""), measuretest.Day(asOfNow)) || Late(measuretest.Day(asOfNow), measuretest.Day(asOfNow)) || !Late(measuretest.Day("2026-10-31"), measuretest.Day(asOfNow)) {
		t.Error("Late")
	}
	for _, x := range []struct {
		from, to string
		want     bool
	}{{"", "", true}, {asOfNow, "", true}, {"2026-11-02", "", false}, {"", asOfNow, true}, {"", "2026-10-31", false}} {
		if got := InForce(measuretest.Day(x.from), measuretest.Day(x.to), measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}
