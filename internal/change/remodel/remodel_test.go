package remodel_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/change/remodel"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// A factor's shift is the difference of its shares of the axis; a factor that one model
// lacks counts whole, one whose share is the same not at all.
func TestShifts(t *testing.T) {
	t.Parallel()
	factor := func(id string, weight, points int) measure.FactorScore {
		return measure.FactorScore{Factor: &contract.Factor{ID: id, Axis: "likelihood", Weight: weight}, Points: points}
	}
	m := remodel.Move{
		Before: &measure.Risk{Band: "low", Factors: []measure.FactorScore{factor("same", 50, 2), factor("gone", 25, 4), factor("more", 25, 1)}},
		After:  &measure.Risk{Band: "high", Factors: []measure.FactorScore{factor("more", 40, 4), factor("same", 50, 2), factor("new", 10, 0)}},
	}
	want := []struct{ id, by string }{{"more", "27/20"}, {"gone", "1"}} // 4·40/100 − 1·25/100; 4·25/100
	got := m.Shifts()
	if len(got) != len(want) {
		t.Fatalf("%d shifts", len(got))
	}
	for i, s := range got {
		if s.Factor().ID != want[i].id || s.By.RatString() != want[i].by {
			t.Errorf("%s by %s, want %v", s.Factor().ID, s.By.RatString(), want[i])
		}
	}
	if was, is := m.Bands(); was != "low" || is != "high" {
		t.Errorf("%s %s", was, is)
	}
	m.After = nil
	if _, is := m.Bands(); is != "" || m.Shifts() != nil {
		t.Error("a contract that is not scored has shifts")
	}
}
