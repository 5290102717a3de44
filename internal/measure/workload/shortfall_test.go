package workload_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/money"
)

// byCriticality is a model that scores criticality alone: none 0, nuisance 6.25, delay
// 25, affects-users 56.25, critical 100. Bands need 1, 3, 8 and 20 hours.
func byCriticality() *contract.RiskModel {
	m := &contract.RiskModel{ID: "m", From: measuretest.Day("2020-01-01")}
	for i, b := range []string{"low", "moderate", "high", "critical"} {
		m.Bands = append(m.Bands, contract.Band{ID: contract.BandID(b), From: contract.Some(money.NewDecimal(int64(20*i), 0)), Hours: []int{1, 3, 8, 20}[i]})
	}
	for _, axis := range []string{"consequence", "likelihood"} {
		m.Factors = append(m.Factors, contract.Factor{ID: axis, Axis: contract.Axis(axis), Weight: 1, Measure: "criticality"})
	}
	return m
}

func TestShortfalls(t *testing.T) {
	t.Parallel()
	p := &contract.Portfolio{Models: []*contract.RiskModel{byCriticality()}, People: []*contract.Person{
		{ID: "ada", Capacity: contract.Some(29)}, {ID: "bo", Capacity: contract.Some(8)}, {ID: "cy"}, {ID: "di", Capacity: contract.Some(0)}}}
	add := func(id, manager, criticality string, plan ...contract.PlanItem) {
		p.Contracts = append(p.Contracts, &contract.Contract{ID: id, Status: "active", Manager: manager, Criticality: contract.Criticality(criticality), Plan: plan,
			Period: contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day("2030-12-31")}})
	}
	quarterly := func(hours int, responsible string) contract.PlanItem {
		return contract.PlanItem{Every: "quarter", Hours: contract.Some(hours), Responsible: responsible}
	}
	add("a", "ada", "none")                                        // 1
	add("b", "ada", "affects-users")                               // 8
	add("c", "ada", "critical")                                    // 20
	add("d", "ada", "affects-users")                               // 8
	add("e", "ada", "delay", quarterly(4, "bo"), quarterly(2, "")) // 3 + 2, and 4 for bo
	add("f", "bo", "affects-users", quarterly(5, "gone"))          // 8 + 5: who is not known does nothing
	add("g", "cy", "critical")                                     // capacity not known
	add("h", "di", "none")
	add("i", "", "delay")
	add("j", "ada", "critical")
	p.Contracts[9].Status = "planned"
	f := figures.Of(p.Index(), measuretest.AsOf)
	var got []string
	for _, s := range workload.Shortfalls(f) {
		line := fmt.Sprintf("%s %d/%d:", s.Person, s.Need, s.Capacity)
		for _, u := range s.Outside {
			line += fmt.Sprintf(" %s %d of %d", u.Contract.Contract.ID, u.Missing, u.Hours)
		}
		got = append(got, line)
	}
	// ada: c 20, b 8, then 1 hour for d; e and a outside. bo: 13 for f (56.25) before 4 for e (25).
	want := []string{"ada 42/29: d 7 of 8 e 5 of 5 a 1 of 1", "bo 17/8: f 5 of 13 e 4 of 4", "di 1/0: h 1 of 1", " 3/0: i 3 of 3"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What is missing is need less capacity, for exactly those who are over, and nobody's
// work is all missing.
func TestShortfallsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := figures.Of(measuretest.Random(30, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed"))), measuretest.AsOf)
		missing := map[string]int{}
		for _, s := range workload.Shortfalls(f) {
			for i, u := range s.Outside {
				missing[s.Person] += u.Missing
				if u.Missing < u.Hours && i > 0 || u.Missing > u.Hours {
					rt.Fatalf("%s: only the first is begun: %+v", s.Person, s.Outside)
				}
				if i > 0 && lower(s.Outside[i-1].Contract.Risk, u.Contract.Risk) {
					rt.Fatalf("%s: not by level and score", s.Person)
				}
			}
		}
		for _, w := range f.Workload {
			want := 0
			if w.Person == "" || w.Capacity.Set {
				want = max(w.Follow+w.Plan-w.Capacity.V, 0)
			}
			if missing[w.Person] != want || (w.Over != (want > 0) && w.Person != "") {
				rt.Fatalf("%q: %d hours are missing, want %d (%+v)", w.Person, missing[w.Person], want, w)
			}
		}
	})
}

// lower tells whether a is to be followed up after b.
func lower(a, b *measure.Risk) bool {
	return b != nil && (a == nil || a.Order().Cmp(b.Order()) < 0)
}
