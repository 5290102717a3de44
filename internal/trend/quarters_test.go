package trend

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Purchases of a quarter are those of its own point. A quarter that Git does not know is left
// out, not shown as nothing; where it knows none, today's contracts stand in from the first
// purchase on.
func TestPurchasesAreOfTheirQuarter(t *testing.T) {
	q := func(n int, amount money.Amount) measure.QuarterTurnover {
		return measure.QuarterTurnover{Quarter: date.Quarter{Year: 2026, Q: n}, Amount: amount}
	}
	now := &measure.Figures{Totals: measure.Totals{Quarters: []measure.QuarterTurnover{q(1, 0), q(2, 20), q(3, 30), q(4, 40)}}}
	point := func(n int, amount money.Amount, revision string) Point {
		return Point{Quarter: date.Quarter{Year: 2026, Q: n}, Revision: revision, Preliminary: revision == "", Totals: measure.Totals{Quarters: []measure.QuarterTurnover{q(n-1, 999), q(n, amount)}}}
	}
	for _, x := range []struct {
		name   string
		points []Point
		want   string
	}{
		{"recorded", []Point{point(1, 700, "a"), point(2, 500, "b"), point(3, 600, "c")}, "q1 7.00, q2 5.00, q3 6.00, q4 0.40"},
		{"the last is preliminary", []Point{point(2, 500, "b"), point(3, 31, "")}, "q2 5.00, q3 0.31 preliminary, q4 0.40"},
		{"no history", nil, "q2 0.20, q3 0.30, q4 0.40"},
		{"no history, open books", []Point{point(3, 31, "")}, "q2 0.20, q3 0.31 preliminary, q4 0.40"},
		{"begun lately", []Point{point(3, 600, "c")}, "q3 6.00, q4 0.40"},
	} {
		var got []string
		for _, p := range Purchases(x.points, now) {
			text := p.Quarter.String()[5:] + " " + p.Amount.Rat().FloatString(2)
			if p.Preliminary {
				text += " preliminary"
			}
			got = append(got, text)
		}
		if s := strings.Join(got, ", "); s != x.want {
			t.Errorf("%s: %s, want %s", x.name, s, x.want)
		}
	}
}
