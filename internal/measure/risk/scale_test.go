package risk

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestScales(t *testing.T) {
	t.Parallel()
	byID := map[string]*scale{}
	m := measuretest.Model()
	for i := range m.Factors {
		sc := newScale(&m.Factors[i])
		byID[m.Factors[i].ID] = &sc
	}
	for _, tc := range []struct {
		factor, value string
		works         bool
		want          int
	}{
		{"value", "0", false, 0}, {"value", "499999.99", false, 0}, {"value", "500000", false, 1}, {"value", "2499999.99", false, 1},
		{"value", "2500000", false, 2}, {"value", "10000000", false, 3}, {"value", "49999999.99", false, 3}, {"value", "50000000", false, 4},
		{"bids", "9", false, 0}, {"bids", "6", false, 0}, {"bids", "5", false, 1}, {"bids", "4", false, 1}, {"bids", "3", false, 2}, {"bids", "2", false, 3}, {"bids", "1", false, 4}, {"bids", "0", false, 4},
		{"exposure", "0", false, 0}, {"exposure", "1", false, 1}, {"exposure", "3", false, 1}, {"exposure", "4", false, 2}, {"exposure", "6", false, 2},
		{"exposure", "7", false, 3}, {"exposure", "9", false, 3}, {"exposure", "10", false, 4},
		{"ceiling", "0.6999", false, 0}, {"ceiling", "0.70", false, 1}, {"ceiling", "0.85", false, 2}, {"ceiling", "0.95", false, 3}, {"ceiling", "1.0499", false, 3}, {"ceiling", "1.05", false, 4},
		{"debt", "0", false, 0}, {"debt", "0.0001", false, 1}, {"debt", "0.10", false, 2}, {"debt", "0.25", false, 3}, {"debt", "0.4999", false, 3}, {"debt", "0.50", false, 4}, {"debt", "1", false, 4},
		{"deviations", "0", false, 0}, {"deviations", "1", false, 1}, {"deviations", "2", false, 1}, {"deviations", "3", false, 2}, {"deviations", "8", false, 2},
		{"deviations", "9", false, 3}, {"deviations", "17", false, 3}, {"deviations", "18", false, 4},
		{"labour", "0", false, 0}, {"labour", "3", false, 3}, {"labour", "4", false, 4},
		{"amendments", "0", false, 0}, {"amendments", "0.029", false, 1}, {"amendments", "0.03", false, 2}, {"amendments", "0.07", false, 3}, {"amendments", "0.0999", false, 3}, {"amendments", "0.10", false, 4},
		{"amendments", "0.10", true, 3}, {"amendments", "0.1499", true, 3}, {"amendments", "0.15", true, 4},
		{"signs", "0", false, 0}, {"signs", "3", false, 3}, {"signs", "4", false, 4}, {"signs", "5", false, 4},
		{"follow-up", "0", false, 0}, {"follow-up", "1", false, 1}, {"follow-up", "29", false, 1}, {"follow-up", "30", false, 2}, {"follow-up", "60", false, 3}, {"follow-up", "89", false, 3}, {"follow-up", "90", false, 4},
		{"data", "0", false, 0}, {"data", "4", false, 4}, {"data", "10", false, 4},
	} {
		if got := byID[tc.factor].points(facts.Number(measuretest.Decimal(tc.value).Rat()), tc.works); got != tc.want {
			t.Errorf("%s %s (works %t): %d points, want %d", tc.factor, tc.value, tc.works, got, tc.want)
		}
	}
	for i, w := range []string{"none", "nuisance", "delay", "affects-users", "critical"} {
		if got := byID["criticality"].points(facts.Text(w), false); got != i {
			t.Errorf("%s: %d points, want %d", w, got, i)
		}
	}
	if got := byID["criticality"].points(facts.Text("grave"), false); got != -1 {
		t.Errorf("an unknown word has %d points", got)
	}
}

// The root has nine decimals, half up.
func TestRoot(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b int64
		want string
	}{{0, 1, "0.000000000"}, {1, 1, "1.000000000"}, {1, 4, "0.500000000"}, {2, 1, "1.414213562"}, {505, 1600, "0.561805126"}, {1, 3, "0.577350269"}, {25, 10_000_000_000_000_000, "0.000000050"}, {1, 4_000_000_000_000_000_000, "0.000000001"}} {
		if got := root(big.NewRat(tc.a, tc.b)).FloatString(9); got != tc.want {
			t.Errorf("√%d/%d is %s, want %s", tc.a, tc.b, got, tc.want)
		}
	}
}
