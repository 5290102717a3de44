package duties_test

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/terms"
)

// evidence reads "state received expires approved [supplier]".
func evidence(s string) contract.Evidence {
	f := strings.Fields(s)
	e := contract.Evidence{State: contract.EvidenceState(f[0]), Received: measuretest.Day(f[1]), Expires: measuretest.Day(f[2]), Approved: measuretest.Day(f[3])}
	if len(f) > 4 {
		e.Supplier = f[4]
	}
	return e
}

func TestEvidence(t *testing.T) {
	const asOf = "2026-06-30"
	for _, tc := range []struct {
		name, every, start string
		own                []string // of the contract
		shared             []string // of the suppliers: "a" and "b" at the end
		suppliers          string
		state, due         string
		debt               bool
	}{
		{"nothing yet, not due", "year", "2026-01-01", nil, nil, "a", "missing", "2027-01-01", false},
		{"nothing, due today", "half-year", "2025-12-30", nil, nil, "a", "missing", "2026-06-30", false},
		{"nothing, due yesterday", "half-year", "2025-12-29", nil, nil, "a", "overdue", "2026-06-29", true},
		{"nothing, no start", "year", "-", nil, nil, "a", "missing", "", false},
		{"nothing, at each event", "event", "2020-01-01", nil, nil, "a", "missing", "", false},
		{"nothing, once: due at the start", "once", "2026-01-01", nil, nil, "a", "overdue", "2026-01-01", true},
		{"once, and approved", "once", "2020-01-01", []string{"approved 2020-01-10 - -"}, nil, "a", "approved", "", false},
		{"approved", "year", "2024-01-01", []string{"approved 2026-02-28 - -"}, nil, "a", "approved", "2027-02-28", false},
		{"approved on another day than received", "month", "2024-01-01", []string{"approved 2026-01-28 - 2026-06-15"}, nil, "a", "approved", "2026-07-15", false},
		{"received, to be approved tomorrow", "year", "2026-01-01", []string{"approved 2026-06-28 - 2026-07-01"}, nil, "a", "received", "2027-01-01", false},
		{"to be received tomorrow", "year", "2026-01-01", []string{"approved 2026-07-01 - -"}, nil, "a", "missing", "2027-01-01", false},
		{"approved too long ago", "quarter", "2024-01-01", []string{"approved 2026-03-01 - -"}, nil, "a", "overdue", "2026-06-01", true},
		{"received in time but not approved", "quarter", "2024-01-01", []string{"approved 2026-03-01 - -", "received 2026-05-30 - -"}, nil, "a", "overdue", "2026-06-01", true},
		{"from the end of a month", "month", "2026-05-31", nil, nil, "a", "missing", "2026-06-30", false},
		{"rejected", "year", "2026-01-01", []string{"rejected 2026-02-01 - -"}, nil, "a", "rejected", "2026-02-01", true},
		{"rejected after an approval", "year", "2025-01-01", []string{"approved 2025-12-01 - -", "rejected 2026-02-01 - -"}, nil, "a", "rejected", "2026-02-01", true},
		{"approved after a rejection", "year", "2025-01-01", []string{"approved 2026-03-01 - -", "rejected 2026-02-01 - -"}, nil, "a", "approved", "2027-03-01", false},
		{"expired", "year", "2025-01-01", []string{"approved 2026-01-01 2026-06-29 -"}, nil, "a", "expired", "2026-06-29", true},
		{"expires today: still good", "year", "2025-01-01", []string{"approved 2026-01-01 2026-06-30 -"}, nil, "a", "approved", "2026-06-30", false},
		{"expires before the next is due", "year", "2025-01-01", []string{"approved 2026-03-01 2026-09-01 -"}, nil, "a", "approved", "2026-09-01", false},
		{"a newer approval has expired, an older one had no end", "year", "2025-01-01", []string{"approved 2025-12-01 - -", "approved 2026-03-01 2026-05-31 -"}, nil, "a", "expired", "2026-05-31", true},
		{"a rejection without a day", "year", "2026-01-01", []string{"approved 2026-02-01 - -", "rejected - - -"}, nil, "a", "rejected", "2026-06-30", true},
		{"expired, and a new one received", "year", "2025-01-01", []string{"approved 2025-12-01 2026-05-31 -", "received 2026-06-15 - -"}, nil, "a", "expired", "2026-05-31", true},
		{"expired, and noted as missing", "year", "2025-01-01", []string{"approved 2025-12-01 2026-05-31 -", "missing 2026-06-15 - -"}, nil, "a", "expired", "2026-05-31", true},
		{"not applicable", "year", "2020-01-01", []string{"not-applicable 2024-06-15 - -"}, nil, "a", "not-applicable", "", false},
		{"shared by the supplier", "year", "2024-01-01", nil, []string{"approved 2026-03-01 2026-09-01 - a"}, "a", "approved", "2026-09-01", false},
		{"another supplier's does not help", "year", "2024-01-01", nil, []string{"approved 2026-03-01 2026-09-01 - b"}, "a", "overdue", "2025-01-01", true},
		{"of two suppliers the worst counts", "year", "2024-01-01", nil, []string{"approved 2026-03-01 2026-09-01 - a", "rejected 2026-04-01 - - b"}, "a b", "rejected", "2025-01-01", true},
		{"of two suppliers one is missing", "year", "2026-01-01", nil, []string{"approved 2026-03-01 - - a"}, "a b", "missing", "2027-01-01", false},
		{"one piece for the contract serves both", "year", "2024-01-01", []string{"approved 2026-03-01 - -"}, nil, "a b", "approved", "2027-03-01", false},
		{"the contract's piece of one supplier", "year", "2024-01-01", []string{"approved 2026-03-01 - - a"}, nil, "a b", "overdue", "2025-01-01", true},
		{"no supplier at all", "year", "2024-01-01", []string{"approved 2026-03-01 - -"}, nil, "", "approved", "2027-03-01", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := &contract.Contract{ID: "c", Status: "active", Suppliers: strings.Fields(tc.suppliers), Period: contract.Period{Start: measuretest.Day(tc.start)}}
			a := contract.AppliedRequirement{ID: "r"}
			for _, s := range tc.own {
				a.Evidence = append(a.Evidence, evidence(s))
			}
			c.Requirements = []contract.AppliedRequirement{a}
			p := &contract.Portfolio{
				Contracts: []*contract.Contract{c}, Suppliers: []*contract.Supplier{{ID: "a"}, {ID: "b"}},
				Requirements: []*contract.Requirement{{ID: "r", Weight: 1, Every: contract.Every(tc.every)}},
			}
			for _, s := range tc.shared {
				e := evidence(s)
				owner := p.Suppliers[0]
				if e.Supplier == "b" {
					owner = p.Suppliers[1]
				}
				e.Supplier, e.Requirement = "", "r"
				owner.Evidence = append(owner.Evidence, e)
			}
			got := figures.Of(p.Index(), measuretest.Day(asOf)).Of("c").Requirements[0]
			if string(got.State) != tc.state || got.State != got.Evidence || got.Due != measuretest.Day(tc.due) || got.InDebt() != measure.TriOf(tc.debt) {
				t.Errorf("%s, evidence %s, due %s, in debt %d; want %s, due %s, in debt %t", got.State, got.Evidence, got.Due, got.InDebt(), tc.state, tc.due, tc.debt)
			}
		})
	}
}

// When a contract has ended and nobody follows it up, nothing is due or late on it any more, and
// approvals had to hold until it ended.
func TestEvidenceOfClosed(t *testing.T) {
	for _, tc := range []struct{ status, handed, state, due string }{
		{"active", "", "overdue", "2024-01-01"},
		{"ended", "", "missing", ""},
		{"ended", "approved 2023-06-01 2024-06-01 -", "approved", ""},
		{"ended", "approved 2023-01-10 2023-06-01 -", "expired", ""},
		{"ended", "received 2024-02-01 - -", "received", ""}, // after the end, and it is there
	} {
		a := contract.AppliedRequirement{ID: "r"}
		if tc.handed != "" {
			a.Evidence = []contract.Evidence{evidence(tc.handed)}
		}
		c := &contract.Contract{ID: "c", Status: contract.Status(tc.status), Requirements: []contract.AppliedRequirement{a},
			Period: contract.Period{Start: measuretest.Day("2023-01-01"), End: measuretest.Day("2023-12-31")}}
		p := &contract.Portfolio{Contracts: []*contract.Contract{c}, Requirements: []*contract.Requirement{{ID: "r", Weight: 1, Every: contract.EveryYear}}}
		f := figures.Of(p.Index(), measuretest.Day("2026-06-30")).Of("c")
		if got := f.Requirements[0]; string(got.State) != tc.state || got.Due != measuretest.Day(tc.due) || f.Closed() != (tc.status == "ended") {
			t.Errorf("%s, %q: %s, due %s, closed %t; want %s, due %s", tc.status, tc.handed, got.State, got.Due, f.Closed(), tc.state, tc.due)
		}
	}
}

func TestPlan(t *testing.T) {
	for _, tc := range []struct {
		name, every, from, start, end, done, asOf string
		due                                       string // of an item done once
		next                                      string
		debt, inQuarter                           int
	}{
		{"first quarter under way", "quarter", "-", "2026-01-15", "2027-12-31", "", "2026-02-01", "", "2026-03-31", 0, 1},
		{"due today", "quarter", "-", "2026-01-15", "2027-12-31", "", "2026-03-31", "", "2026-03-31", 0, 1},
		{"late", "quarter", "-", "2026-01-15", "2027-12-31", "", "2026-04-10", "", "2026-03-31", 10, 1},
		{"done in the quarter", "quarter", "-", "2026-01-15", "2027-12-31", "2026-03-01", "2026-04-10", "", "2026-06-30", 0, 1},
		{"done later settles what was before", "quarter", "-", "2025-01-15", "2027-12-31", "2026-04-02", "2026-04-10", "", "2026-09-30", 0, 1},
		{"done tomorrow is not done", "quarter", "-", "2026-01-15", "2027-12-31", "2026-04-11", "2026-04-10", "", "2026-03-31", 10, 1},
		{"from a later day", "quarter", "2026-07-01", "2026-01-15", "2027-12-31", "", "2026-04-10", "", "2026-09-30", 0, 0},
		{"the last quarter ends after the term", "quarter", "-", "2026-01-15", "2026-11-15", "2026-09-01", "2026-10-10", "", "", 0, 0},
		{"monthly", "month", "-", "2026-01-15", "2027-12-31", "2026-03-05", "2026-04-10", "", "2026-04-30", 0, 3},
		{"half-yearly", "half-year", "-", "2026-01-15", "2027-12-31", "", "2026-04-10", "", "2026-06-30", 0, 1},
		{"half-yearly, nothing this quarter", "half-year", "-", "2026-01-15", "2027-12-31", "2026-06-01", "2026-07-10", "", "2026-12-31", 0, 0},
		{"yearly", "year", "-", "2025-06-15", "2027-12-31", "2025-07-01", "2026-11-10", "", "2026-12-31", 0, 1},
		{"once", "once", "-", "2026-01-15", "2027-12-31", "", "2026-04-10", "2026-04-01", "2026-04-01", 9, 1},
		{"once, done", "once", "-", "2026-01-15", "2027-12-31", "2026-03-01", "2026-04-10", "2026-04-01", "", 0, 1},
		{"at events", "event", "-", "2026-01-15", "2027-12-31", "", "2026-04-10", "", "", 0, 0},
		{"no start", "quarter", "-", "-", "2027-12-31", "", "2026-04-10", "", "", 0, 0},
		{"indefinite", "year", "-", "2020-06-15", "-", "2025-07-01", "2026-11-10", "", "2026-12-31", 0, 1},
	} {
		item := contract.PlanItem{Every: contract.Every(tc.every), From: measuretest.Day(tc.from), Due: measuretest.Day(tc.due)}
		for _, s := range strings.Fields(tc.done) {
			item.Done = append(item.Done, measuretest.Day(s))
		}
		c := &contract.Contract{Plan: []contract.PlanItem{item}, Period: contract.Period{Start: measuretest.Day(tc.start), End: measuretest.Day(tc.end)}}
		term := terms.Of(c, measuretest.Day(tc.asOf))
		plan := duties.Plan(c, &term, measuretest.Day(tc.asOf))
		q := measuretest.Day(tc.asOf).QuarterOf()
		if plan[0].Next != measuretest.Day(tc.next) || duties.FollowUpDebt(plan, measuretest.Day(tc.asOf)) != tc.debt || duties.DueBetween(&item, &term, q.First(), q.Last()) != tc.inQuarter {
			t.Errorf("%s: next %s, debt %d, %d this quarter; want %s, %d, %d", tc.name, plan[0].Next, duties.FollowUpDebt(plan, measuretest.Day(tc.asOf)),
				duties.DueBetween(&item, &term, q.First(), q.Last()), tc.next, tc.debt, tc.inQuarter)
		}
	}
}

// What is due on a contract past its end is what its evidence lacks for as long as it is followed
// up, and nothing once somebody has declared it ended.
func TestEvidenceAfterTheEnd(t *testing.T) {
	for _, x := range []struct{ status, end, due string }{
		{"active", "2027-03-31", "2026-12-05"},
		{"active", "2026-11-30", ""},           // it would be due after the end
		{"active", "2026-08-31", "2026-12-05"}, // lapsed
		{"ended", "2026-08-31", ""},
	} {
		c := &contract.Contract{ID: "c", Status: contract.Status(x.status), Period: contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day(x.end)}}
		c.Requirements = []contract.AppliedRequirement{{ID: "r", Evidence: []contract.Evidence{evidence("approved 2026-09-05 - -")}}}
		p := &contract.Portfolio{Contracts: []*contract.Contract{c}, Requirements: []*contract.Requirement{{ID: "r", Weight: 1, Every: "quarter"}}}
		for _, asOf := range []string{"2026-11-15", "2026-12-15"} {
			got := figures.Of(p.Index(), measuretest.Day(asOf)).Of("c")
			want := x.due
			if asOf > x.end && x.status == "active" {
				want = "2026-12-05"
			}
			n := 0
			for _, d := range got.Deadlines {
				if d.Kind == measure.DeadlineEvidence {
					n++
				}
			}
			if due := got.Requirements[0].Due; due != measuretest.Day(want) || n != len(want)/len("2026-12-05") {
				t.Errorf("%s, end %s, as of %s: due %s, in %d deadlines; want %s", x.status, x.end, asOf, due, n, want)
			}
		}
	}
}
