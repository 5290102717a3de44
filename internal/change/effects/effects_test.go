package effects

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// figures with a given risk and money, without a portfolio behind them.
func risky(score int64, band string, points map[string]int, floors ...string) *measure.Risk {
	r := &measure.Risk{Score: big.NewRat(score, 1), Band: contract.BandID(band)}
	for _, id := range []string{"a", "b", "c"} {
		if n, ok := points[id]; ok {
			r.Factors = append(r.Factors, measure.FactorScore{Factor: &contract.Factor{ID: id, Weight: map[string]int{"a": 1, "b": 10, "c": 5}[id]}, Points: n})
		}
	}
	for _, id := range floors {
		r.Floors = append(r.Floors, measure.FloorHit{Floor: &contract.Floor{ID: id, Band: "high"}})
	}
	return r
}

func heavier(r *measure.Risk) *measure.Risk {
	r.Factors[0].Factor.Weight++
	return r
}

func TestRiskReasons(t *testing.T) {
	show := func(es []change.Effect) string {
		var b strings.Builder
		for _, e := range es {
			fmt.Fprintf(&b, "%s %v→%v", e.Kind, change.Machine(e.Old), change.Machine(e.New))
			for _, r := range e.Because {
				fmt.Fprintf(&b, " [%s %v %v→%v]", r.Kind, r.Args["id"], r.Old, r.New)
			}
		}
		return b.String()
	}
	for _, tc := range []struct {
		a, b *measure.Risk
		want string
	}{
		{risky(34, "moderate", map[string]int{"a": 1}), risky(34, "moderate", map[string]int{"a": 1}), ""},
		{risky(34, "moderate", map[string]int{"a": 0, "b": 1, "c": 2}), risky(52, "high", map[string]int{"a": 4, "b": 2, "c": 2}),
			"risk 34.0000→52.0000 [factor b 1→2] [factor a 0→4]"},
		{risky(34, "moderate", nil), risky(34, "high", nil, "f"), "band 34.0000→34.0000 [floor-gained f <nil>→<nil>]"},
		{risky(34, "high", nil, "f", "g"), risky(30, "high", nil, "g"), "risk-same-band 34.0000→30.0000 [floor-lost f <nil>→<nil>]"},
		{risky(3, "low", map[string]int{"a": 1, "c": 1}), risky(4, "low", map[string]int{"b": 1, "c": 1}), "risk-same-band 3.0000→4.0000 [factor-new b <nil>→1] [factor-gone a 1→<nil>]"},
		{risky(3, "low", map[string]int{"a": 1}), heavier(risky(4, "low", map[string]int{"a": 1})), "risk-same-band 3.0000→4.0000 [model-changed <nil> <nil>→<nil>]"},
		{nil, risky(9, "low", nil), "risk-new <nil>→9.0000"},
		{risky(9, "low", nil), nil, "risk-gone 9.0000→<nil>"},
	} {
		if got := show(risk(tc.a, tc.b, nil, nil)); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

func TestCeilingOutlook(t *testing.T) {
	day := date.MustParse
	at := func(spent int64, exhausted string) *measure.ContractFigures {
		m := measure.Money{Ceiling: big.NewRat(100, 1), Spent: big.NewRat(spent, 1), Projected: big.NewRat(spent, 1), Horizon: day("2028-01-01")}
		if exhausted != "" {
			m.Exhaustion = day(exhausted)
		}
		return &measure.ContractFigures{Money: m}
	}
	unknown := &measure.ContractFigures{}
	for _, tc := range []struct {
		name string
		a, b *measure.ContractFigures
		want []string
	}{
		{"nothing", at(10, ""), at(10, ""), nil},
		{"earlier", at(10, "2027-09-01"), at(10, "2027-03-01"), []string{"ceiling-earlier"}},
		{"later", at(10, "2027-03-01"), at(10, "2027-09-01"), []string{"ceiling-later"}},
		{"now forecast", at(10, ""), at(10, "2027-03-01"), []string{"ceiling-will-pass"}},
		{"first known", unknown, at(10, "2027-03-01"), []string{"ceiling-will-pass"}},
		{"not known any more", at(10, "2027-03-01"), unknown, nil},
		{"beyond the horizon is not passed", at(10, "2027-03-01"), at(10, "2029-03-01"), []string{"ceiling-holds"}},
		{"on the horizon", at(10, ""), at(10, "2028-01-01"), []string{"ceiling-will-pass"}},
		{"passed", at(10, "2027-03-01"), at(110, "2026-09-01"), []string{"ceiling-passed"}},
		{"passed no more", at(110, "2026-09-01"), at(10, ""), []string{"ceiling-not-passed"}},
		{"passed later", at(110, "2026-09-01"), at(10, "2027-03-01"), []string{"ceiling-passed-later"}},
	} {
		var got []string
		for _, e := range ceiling(tc.a, tc.b, day("2026-11-01"), nil) {
			got = append(got, string(e.Kind))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestDeadlines(t *testing.T) {
	due := func(day, kind, key, what string) measure.Deadline {
		return measure.Deadline{Date: date.MustParse(day), Kind: measure.DeadlineKind(kind), Title: measure.Reason{Key: key, Args: map[string]any{"what": what}}}
	}
	plan, expiry := due("2026-12-31", "plan", "deadline.plan", "møte"), due("2027-04-30", "expiry", "deadline.expiry", "")
	later := due("2027-03-31", "plan", "deadline.plan", "møte")
	for _, tc := range []struct {
		a, b []measure.Deadline
		want string
	}{
		{[]measure.Deadline{plan, expiry}, []measure.Deadline{expiry, plan}, ""},
		{[]measure.Deadline{plan}, []measure.Deadline{later}, "deadline-moved"},
		{[]measure.Deadline{plan}, []measure.Deadline{plan, later}, "deadline-new"},
		{[]measure.Deadline{plan, expiry}, []measure.Deadline{expiry}, "deadline-gone"},
		{[]measure.Deadline{due("2027-01-31", "notice", "deadline.notice", "2027")}, []measure.Deadline{due("2028-01-31", "notice", "deadline.notice", "2028")}, "deadline-moved"},
	} {
		var got []string
		for _, e := range deadlines(tc.a, tc.b) {
			got = append(got, string(e.Kind))
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%v, want %s", got, tc.want)
		}
	}
}
