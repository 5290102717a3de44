package gather

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/trend"
)

var q3 = date.Quarter{Year: 2026, Q: 3}

// portfolio of two contracts: one past its ceiling and without a manager, one in order
// with an option to decide; the spent of the first is given.
func portfolio(spent int64) *contract.Portfolio {
	d := date.MustParse
	over := &contract.Contract{ID: "over", Title: "Over", Status: "active", Kind: "contract", IDWas: []string{"gammel"},
		Value:      contract.Value{Maximum: contract.Some(money.NOK(1000))},
		Period:     contract.Period{Start: d("2025-01-01"), End: d("2028-12-31")},
		Turnover:   &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 5), Total: money.NOK(spent)}}},
		Deviations: []contract.Deviation{{ID: "a", Severity: "minor", Reported: d("2026-09-20"), Deadline: d("2026-09-25")}, {ID: "b", Severity: "major", Reported: d("2026-01-01")}, {ID: "c", Severity: "minor", Reported: d("2026-01-01"), Closed: d("2026-09-30")}, {ID: "d", Severity: "minor", Reported: d("2026-10-01")}}}
	fine := &contract.Contract{ID: "fine", Title: "I orden", Status: "active", Kind: "contract", Manager: "kari",
		Value:       contract.Value{Maximum: contract.Some(money.NOK(1000))},
		Period:      contract.Period{Start: d("2025-01-01"), End: d("2027-12-31"), Renewal: "options"},
		Options:     []contract.Option{{ID: "ett", ExtendsTo: d("2028-12-31"), DecideBy: d("2026-11-30"), Status: "open"}},
		Inspections: []contract.Inspection{{ID: "x", Date: d("2026-08-01"), Status: "closed", Area: "Vakt", Themes: []string{"pay", "miljø"}, Extensive: true, Findings: []contract.Finding{{ID: "f", Severity: "minor", Closed: d("2026-08-20")}}}, {ID: "y", Date: d("2026-07-01"), Status: "performed", Area: "Vakt"}, {ID: "z", Date: d("2026-10-02"), Status: "planned", Area: "Vakt"}, {ID: "w", Date: d("2026-04-01"), Status: "closed", Area: "Vakt"}}}
	free := &contract.Contract{ID: "free", Title: "Uten tak", Status: "active", Kind: "contract", Manager: "kari",
		Period:   contract.Period{Start: d("2026-07-01"), End: d("2027-12-31")},
		Turnover: &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 8), Total: money.NOK(9000)}}}}
	p := &contract.Portfolio{Contracts: []*contract.Contract{fine, free, over}, People: []*contract.Person{{ID: "kari", Name: "Kari"}},
		Requirements: []*contract.Requirement{{ID: "pay", Title: contract.Text{"nb": "Lønn"}}}}
	return p.Index()
}

func input(spent int64) Input {
	p := portfolio(spent)
	return Input{Quarter: q3, Portfolio: p, Figures: figures.Of(p, q3.Last()), Lang: "nb", Source: report.Source{Kind: "today"}}
}

func TestMake(t *testing.T) {
	r := Report(input(1200))
	if len(r.Ceilings) != 1 || r.Ceilings[0].ID != "over" || !r.Ceilings[0].Passed || !r.Ceilings[0].Reached.IsZero() {
		t.Errorf("ceilings %+v", r.Ceilings)
	}
	var kinds []string
	for _, d := range r.Decisions {
		kinds = append(kinds, string(d.Kind)+" "+d.ID)
	}
	if want := []string{"ceiling-passed over", "manager over", "option fine"}; !cmp.Equal(kinds, want) {
		t.Errorf("decisions %v, want %v", kinds, want)
	}
	// c closed on the last day; d came later
	want := report.Deviations{Opened: 2, Closed: 2, Late: 1, Open: []report.OpenAge{{Severity: "critical", To30: 0, To90: 0, Older: 0}, {Severity: "major", To30: 0, To90: 0, Older: 1}, {Severity: "minor", To30: 1, To90: 0, Older: 0}}}
	if diff := cmp.Diff(want, r.Deviations); diff != "" || r.Open != 2 {
		t.Errorf("open %d\n%s", r.Open, diff)
	}
	if diff := cmp.Diff([]report.Inspected{{Name: "Vakt", Held: 2, Extensive: 1, WithFindings: 1, Findings: 1, Open: 0}}, r.Areas); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]report.Inspected{{Name: "Lønn", Held: 1, Extensive: 1, WithFindings: 1, Findings: 1, Open: 0}, {Name: "miljø", Held: 1, Extensive: 1, WithFindings: 1, Findings: 1, Open: 0}}, r.Themes); diff != "" || *r.Planned != 1 {
		t.Errorf("planned %d\n%s", *r.Planned, diff)
	}
	if len(r.Started) != 1 || r.Started[0].ID != "free" || len(r.Ended) != 0 {
		t.Errorf("started %v, ended %v", r.Started, r.Ended)
	}
	if r.Before != nil || len(r.Movements) != 0 {
		t.Errorf("before %v, movements %v", r.Before, r.Movements)
	}
	if in := Report(input(100)); len(in.Ceilings) != 0 {
		t.Errorf("within the ceiling: %+v", in.Ceilings)
	}
}

// What is bought where no ceiling is known is no part of how far the ceilings are used:
// 1200 of 1000, though 10,200 was bought.
func TestCeilingUse(t *testing.T) {
	r := Report(input(1200))
	if r.Use != "1.200000" || r.Turnover != "10200.00" || r.Maximum != "2000.00" {
		t.Errorf("use %s, turnover %s, maximum %s", r.Use, r.Turnover, r.Maximum)
	}
}

// What is for the house is in no public report.
func TestPublic(t *testing.T) {
	in := input(1200)
	for _, c := range in.Portfolio.Contracts {
		c.Visibility = contract.Public
	}
	in.Portfolio = in.Portfolio.PublicPart(in.Quarter.Last())
	in.Figures = figures.Of(in.Portfolio, q3.Last())
	data, err := report.Indented(Report(in))
	if err != nil {
		t.Fatal(err)
	}
	for _, inner := range []string{"Kari", `"ceiling-passed"`, `"major"`} {
		if strings.Contains(string(data), inner) {
			t.Errorf("%s is in the public report", inner)
		}
	}
	if !strings.Contains(string(data), `"ceiling_use": 1.200000`) {
		t.Errorf("the figures are not:\n%s", data)
	}
}

// A contract that has another id now is the same contract; reasons are told.
func TestMovementsFollowRenames(t *testing.T) {
	with := func(p *contract.Portfolio) *contract.Portfolio {
		p.Models = []*contract.RiskModel{{ID: "m", From: date.MustParse("2020-01-01"),
			Bands:  []contract.Band{{ID: "low", From: some(0)}, {ID: "moderate", From: some(20)}, {ID: "high", From: some(40)}, {ID: "critical", From: some(60)}},
			Floors: []contract.Floor{{ID: "f", When: "spent > maximum", Band: "high", Title: contract.Text{"nb": "Over taket"}}}}}
		return p.Index()
	}
	old := with(portfolio(500))
	old.Contracts[2].ID = "gammel"
	in := input(0)
	in.Portfolio = with(portfolio(1200))
	in.Figures = figures.Of(in.Portfolio, q3.Last())
	in.Past = old.Index()
	in.Before = figures.Of(in.Past, q3.Add(-1).Last())
	in.Because = func(m trend.Movement) []string { return []string{fmt.Sprint(len(m.Causes), " causes")} }
	r := Report(in)
	want := []report.Movement{{ID: "over", Title: "Over", From: "low", To: "high", Up: true, Before: "0.0000", Score: "0.0000", Reasons: []string{"1 causes"}, ToFloor: contract.Text{"nb": "over taket"}}}
	if diff := cmp.Diff(want, r.Movements); diff != "" {
		t.Error(diff)
	}
	if r.Before == nil || r.Before.Bands["low"] != 2 || r.Model != "m" {
		t.Errorf("before %v", r.Before)
	}
	in.Frozen = &report.Status{Bands: map[contract.BandID]int{"low": 7}}
	if r := Report(in); r.Before.Bands["low"] != 7 {
		t.Errorf("a frozen quarter before is told as it was reported: %v", r.Before.Bands)
	}
}

func TestAny(t *testing.T) {
	p := portfolio(1)
	for day, want := range map[string]bool{"2024-12-31": false, "2025-01-01": true} {
		if got := Any(figures.Of(p, date.MustParse(day))); got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
}

var sameDates = cmp.Comparer(func(a, b date.Date) bool { return a == b })

func some(n int64) contract.Maybe[money.Decimal] { return contract.Some(money.NewDecimal(n, 0)) }
