package report

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// portfolio of two contracts: one past its ceiling and without a manager, one in order
// with an option to decide; the spent of the first is given.
func portfolio(spent int64) *contract.Portfolio {
	d := date.MustParse
	over := &contract.Contract{ID: "over", Title: "Over", Status: "active", Kind: "contract", IDWas: []string{"gammel"},
		Value:      contract.Value{Maximum: contract.Some(money.NOK(1000))},
		Period:     contract.Period{Start: d("2025-01-01"), End: d("2028-12-31")},
		Turnover:   &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 5), Total: money.NOK(spent)}}},
		Deviations: []contract.Deviation{{ID: "a", Severity: "minor", Reported: d("2026-09-20"), Deadline: d("2026-09-25")}, {ID: "b", Severity: "minor", Reported: d("2026-01-01")}, {ID: "c", Severity: "minor", Reported: d("2026-01-01"), Closed: d("2026-09-30")}, {ID: "d", Severity: "minor", Reported: d("2026-10-01")}}}
	fine := &contract.Contract{ID: "fine", Title: "I orden", Status: "active", Kind: "contract", Manager: "kari",
		Value:       contract.Value{Maximum: contract.Some(money.NOK(1000))},
		Period:      contract.Period{Start: d("2025-01-01"), End: d("2027-12-31"), Renewal: "options"},
		Options:     []contract.Option{{ID: "ett", ExtendsTo: d("2028-12-31"), DecideBy: d("2026-11-30"), Status: "open"}},
		Inspections: []contract.Inspection{{ID: "x", Date: d("2026-08-01"), Status: "closed", Area: "Vakt", Findings: []contract.Finding{{ID: "f", Severity: "minor", Closed: d("2026-08-20")}}}, {ID: "y", Date: d("2026-07-01"), Status: "performed", Area: "Vakt"}, {ID: "z", Date: d("2026-09-01"), Status: "planned", Area: "Vakt"}, {ID: "w", Date: d("2026-04-01"), Status: "closed", Area: "Vakt"}}}
	p := &contract.Portfolio{Contracts: []*contract.Contract{fine, over}, People: []*contract.Person{{ID: "kari", Name: "Kari"}}}
	return p.Index()
}

func TestMake(t *testing.T) {
	q := date.Quarter{Year: 2026, Q: 3}
	r := Make(q, measure.Measure(portfolio(1200), q.Last()), nil)
	if len(r.Ceilings) != 1 || r.Ceilings[0].Contract.ID != "over" {
		t.Errorf("ceilings %+v", r.Ceilings)
	}
	var kinds []string
	for _, d := range r.Decisions {
		kinds = append(kinds, d.Kind+" "+d.Contract.ID)
	}
	want := []string{"ceiling-passed over", "manager over", "option fine"}
	if len(kinds) != len(want) || kinds[0] != want[0] || kinds[1] != want[1] || kinds[2] != want[2] {
		t.Errorf("decisions %v, want %v", kinds, want)
	}
	if r.OpenByAge != [3]int{1, 0, 1} || r.Late != 1 { // c closed on the last day; d came later
		t.Errorf("open %v, %d late", r.OpenByAge, r.Late)
	}
	if len(r.Areas) != 1 || r.Areas[0] != (Area{"Vakt", 2, 1}) {
		t.Errorf("areas %+v", r.Areas)
	}
	if r.Before != nil || r.Movements != nil || r.Use.FloatString(2) != "0.60" {
		t.Errorf("before %v, movements %v, use %v", r.Before, r.Movements, r.Use)
	}
	if in := Make(q, measure.Measure(portfolio(100), q.Last()), nil); len(in.Ceilings) != 0 {
		t.Errorf("within the ceiling: %+v", in.Ceilings)
	}
}

// A contract that has another id now is the same contract.
func TestMovementsFollowRenames(t *testing.T) {
	q := date.Quarter{Year: 2026, Q: 3}
	with := func(p *contract.Portfolio, floor string) *contract.Portfolio {
		p.Models = []*contract.RiskModel{{ID: "m", From: date.MustParse("2020-01-01"),
			Bands:  []contract.Band{{ID: "low", From: some(0)}, {ID: "moderate", From: some(20)}, {ID: "high", From: some(40)}, {ID: "critical", From: some(60)}},
			Floors: []contract.Floor{{ID: "f", When: floor, Band: "high"}}}}
		return p.Index()
	}
	old := with(portfolio(500), "spent > maximum")
	old.Contracts[1].ID = "gammel"
	before := measure.Measure(old.Index(), q.Add(-1).Last())
	r := Make(q, measure.Measure(with(portfolio(1200), "spent > maximum"), q.Last()), before)
	if len(r.Movements) != 1 || r.Movements[0].From != "low" || r.Movements[0].To != "high" || r.Movements[0].Contract.ID != "over" {
		t.Errorf("%+v", r.Movements)
	}
	if r.Before["low"] != 2 {
		t.Errorf("before %v", r.Before)
	}
}

func some(n int64) contract.Maybe[money.Decimal] { return contract.Some(money.NewDecimal(n, 0)) }
