package gather

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/report"
)

// made is the report of the third quarter of 2026 on some contracts, with the quarter before.
func made(p *contract.Portfolio) *report.Report {
	p.Index()
	return Report(Input{Quarter: q3, Portfolio: p, Figures: figures.Of(p, q3.Last()), Past: p, Before: figures.Of(p, q3.Add(-1).Last()), Lang: "nb"})
}

func contractOf(id, start, end string, change func(*contract.Contract)) *contract.Contract {
	c := &contract.Contract{ID: id, Title: id, Status: "active", Kind: "contract", Manager: "kari"}
	if start != "" {
		c.Period.Start = date.MustParse(start)
	}
	if end != "" {
		c.Period.End = date.MustParse(end)
	}
	if change != nil {
		change(c)
	}
	return c
}

var kari = []*contract.Person{{ID: "kari", Name: "Kari"}}

// A quarter begins with the active contracts that the one before ended with, and what
// begins and ends in it leads to those that it ends with.
func TestComings(t *testing.T) {
	d := date.MustParse
	p := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{
		contractOf("last-day-before", "2024-01-01", "2026-06-30", nil), // in force on the last day of the quarter before
		contractOf("in", "2024-01-01", "2026-08-15", nil),
		contractOf("last-day", "2024-01-01", "2026-09-30", nil), // in force still
		contractOf("long-gone", "2020-01-01", "2026-06-29", nil),
		contractOf("short", "2026-07-15", "2026-09-01", nil), // began and ended
		contractOf("new", "2026-09-30", "2028-12-31", nil),
		contractOf("coming", "2026-10-01", "2028-12-31", nil),
		contractOf("plan", "2026-08-01", "2028-12-31", func(c *contract.Contract) { c.Status = "planned" }),
		contractOf("stopped", "2024-01-01", "2027-12-31", func(c *contract.Contract) {
			c.Status, c.Period.Terminated = "terminated", d("2026-07-31")
		}),
		contractOf("to-stop", "2024-01-01", "2027-12-31", func(c *contract.Contract) {
			c.Status, c.Period.Terminated = "terminated", d("2026-10-31")
		}),
		contractOf("in-use", "2024-01-01", "2026-07-31", func(c *contract.Contract) { // ended, and bought on
			c.Turnover = &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 9), Total: money.NOK(1)}}}
		}),
	}}
	r := made(p)
	for _, d := range r.Deadlines {
		if d.ID == "last-day" { // it ends the quarter: what comes is after it
			t.Errorf("%s of %s is still to come", d.Kind, d.Date)
		}
	}
	ids := func(list []report.Contract) (out []string) {
		for _, c := range list {
			out = append(out, c.ID+" "+c.Date.String())
		}
		return out
	}
	if diff := cmp.Diff([]string{"short 2026-07-15", "new 2026-09-30"}, ids(r.Started)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"last-day-before 2026-06-30", "in-use 2026-07-31", "stopped 2026-07-31", "in 2026-08-15", "short 2026-09-01"}, ids(r.Ended)); diff != "" {
		t.Error(diff)
	}
	if got := r.Before.Contracts["active"] + len(r.Started) - len(r.Ended); got != r.Contracts["active"] {
		t.Errorf("%d before, %d began, %d ended, but %d are active", r.Before.Contracts["active"], len(r.Started), len(r.Ended), r.Contracts["active"])
	}
}

// What is open is what measure, and so the site's pages, call open.
func TestOpenAgrees(t *testing.T) {
	d := date.MustParse
	p := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{contractOf("a", "2025-01-01", "2028-12-31", func(c *contract.Contract) {
		c.Deviations = []contract.Deviation{
			{ID: "undated", Severity: "major"},
			{ID: "30", Severity: "minor", Reported: d("2026-08-31")}, {ID: "29", Severity: "minor", Reported: d("2026-09-01")},
			{ID: "89", Severity: "minor", Reported: d("2026-07-03")}, {ID: "90", Severity: "minor", Reported: d("2026-07-02")},
			{ID: "due-today", Reported: d("2026-09-30"), Deadline: q3.Last()},
			{ID: "closed-later", Severity: "critical", Reported: d("2026-01-01"), Deadline: d("2026-02-01"), Closed: d("2026-10-01")},
		}
		c.Inspections = []contract.Inspection{
			{ID: "plan", Date: d("2026-09-01"), Status: "planned", Findings: []contract.Finding{{ID: "f"}}},
			{ID: "held", Date: d("2026-09-30"), Status: "performed", Themes: []string{"pay", "hms"}, Findings: []contract.Finding{
				{ID: "f", Severity: "major", Requirement: "pay"}, {ID: "g", Severity: "major", Requirement: "pay", Closed: q3.Last()}, {ID: "h", Severity: "major"}}},
			{ID: "later", Date: d("2026-10-01"), Status: "performed", Findings: []contract.Finding{{ID: "f"}}},
		}
	})}}
	r := made(p)
	want := report.Deviations{Opened: 8, Closed: 1, Late: 1, Unstated: 1, Open: []report.OpenAge{{Severity: "critical", To30: 0, To90: 0, Older: 1}, {Severity: "major", To30: 3, To90: 0, Older: 1}, {Severity: "minor", To30: 1, To90: 2, Older: 1}}}
	if diff := cmp.Diff(want, r.Deviations); diff != "" {
		t.Error(diff)
	}
	sum := 0
	for _, o := range r.Deviations.Open {
		sum += o.To30 + o.To90 + o.Older
	}
	if sum != r.Open || sum != 9 {
		t.Errorf("%d by age, %d open", sum, r.Open)
	}
	// one finding is of neither theme; the two of pay are not of hms
	if diff := cmp.Diff([]report.Inspected{{Name: "hms", Held: 1, Extensive: 0, WithFindings: 1, Findings: 1, Open: 1}, {Name: "pay", Held: 1, Extensive: 0, WithFindings: 1, Findings: 3, Open: 2}}, r.Themes); diff != "" || *r.Planned != 1 {
		t.Errorf("planned %d\n%s", *r.Planned, diff)
	}
}

// The leadership is asked about what is its to decide: not about options of what is
// terminated, nor for a competition where a successor is named from either side, but for
// one where notice is given of what would have gone on.
func TestDecisions(t *testing.T) {
	d := date.MustParse
	lead := func(c *contract.Contract) { c.Procurement.LeadDays = contract.Some(180) }
	option := func(c *contract.Contract) {
		c.Options = []contract.Option{{ID: "o", ExtendsTo: d("2029-12-31"), DecideBy: d("2026-12-31"), Status: "open"}}
	}
	tacit := func(c *contract.Contract) {
		lead(c)
		c.Period.Renewal, c.Period.Tacit.Months, c.Period.NoticeMonths = "tacit", 12, contract.Some(3)
	}
	p := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{
		contractOf("ends", "2024-01-01", "2027-01-31", lead),
		contractOf("ends-later", "2024-01-01", "2027-12-31", lead),
		contractOf("call-off", "2024-01-01", "2027-01-31", func(c *contract.Contract) { lead(c); c.Parent = "ends" }),
		contractOf("has-next", "2024-01-01", "2027-01-31", func(c *contract.Contract) { lead(c); c.Successor = "next" }),
		contractOf("named-by-next", "2024-01-01", "2027-01-31", lead),
		contractOf("next", "2027-02-01", "2029-01-31", func(c *contract.Contract) { c.Status, c.Predecessor = "planned", "named-by-next" }),
		contractOf("renews", "2024-01-01", "2026-12-31", tacit),
		contractOf("not-renewed", "2024-01-01", "2026-12-31", func(c *contract.Contract) { tacit(c); c.Period.NoticeGiven = d("2026-09-01") }),
		contractOf("option", "2024-01-01", "2027-06-30", option),
		contractOf("stopped", "2024-01-01", "2027-06-30", func(c *contract.Contract) {
			option(c)
			lead(c)
			c.Period.NoticeGiven, c.Period.Terminated = d("2026-08-01"), d("2026-12-31")
		}),
		contractOf("nothing", "2024-01-01", "2029-06-30", func(c *contract.Contract) { // a ceiling of zero, and something bought
			c.Value.Maximum = contract.Some(money.NOK(0))
			c.Turnover = &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 9), Total: money.NOK(1)}}}
		}),
	}}
	r := made(p)
	got := map[string]string{}
	for _, d := range r.Decisions {
		got[d.ID] += string(d.Kind) + " "
	}
	want := map[string]string{"ends": "tender ", "not-renewed": "tender ", "option": "option ", "stopped": "tender ", "nothing": "ceiling-passed "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(r.Ceilings) != r.Passed || r.Passed != 1 || r.Ceilings[0].Use != "" {
		t.Errorf("%d passed, told of %+v", r.Passed, r.Ceilings)
	}
	for _, d := range r.Deadlines {
		if d.Kind == "option" && d.ID != "option" {
			t.Errorf("an option of %s is asked for", d.ID)
		}
	}
}

// Who has left has no hours to give.
func TestCapacityOfLeavers(t *testing.T) {
	hours := func(id, left string) *contract.Person {
		n := &contract.Person{ID: id, Name: id, Capacity: contract.Some(100)}
		if left != "" {
			n.Left = date.MustParse(left)
		}
		return n
	}
	r := made(&contract.Portfolio{People: []*contract.Person{hours("here", ""), hours("gone", "2026-08-31"), hours("going", "2026-09-30")}})
	if r.Capacity != 200 || r.Before.Capacity != 300 {
		t.Errorf("%d hours, %d before", r.Capacity, r.Before.Capacity)
	}
}

// Money of a contract under another is counted once, and foreign money in no sum, but
// each stands in the list of ceilings, in its own currency.
func TestMoneyOnce(t *testing.T) {
	bought := func(ceiling, spent int64) func(*contract.Contract) {
		return func(c *contract.Contract) {
			c.Value.Maximum = contract.Some(money.NOK(ceiling))
			c.Turnover = &contract.Turnover{Months: []contract.MonthTurnover{{Month: date.NewMonth(2026, 8), Total: money.NOK(spent)}}}
		}
	}
	p := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{
		contractOf("frame", "2026-01-01", "2029-12-31", bought(1_000_000, 100)),
		contractOf("call", "2026-01-01", "2026-12-31", func(c *contract.Contract) { bought(200, 300)(c); c.Parent = "frame" }),
		contractOf("euro", "2026-01-01", "2026-12-31", func(c *contract.Contract) { bought(10, 20)(c); c.Value.Currency = "EUR" }),
	}}
	p.Settings.Defaults.Currency = "NOK"
	r := made(p)
	if r.Turnover != "400.00" || r.Maximum != "1000000.00" || r.Use != "0.000400" || r.LastYear != "400.00" || r.Contracts["active"] != 3 {
		t.Errorf("turnover %s, ceiling %s, use %s, year %s of %v", r.Turnover, r.Maximum, r.Use, r.LastYear, r.Contracts)
	}
	got := map[string]string{}
	for _, c := range r.Ceilings {
		got[c.ID] = string(c.Spent) + " " + c.Currency
	}
	if want := map[string]string{"call": "300.00 NOK", "euro": "20.00 EUR"}; !maps.Equal(got, want) {
		t.Errorf("ceilings %v", got)
	}
}

// What has been taken out of the register since the quarter before has ended too, and
// what was terminated without a date; one that has another id has not.
func TestUndated(t *testing.T) {
	before := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{
		contractOf("archived", "2024-01-01", "2026-08-31", nil), contractOf("struck", "2024-01-01", "2029-12-31", nil),
		contractOf("old-name", "2024-01-01", "2029-12-31", nil), contractOf("dropped", "2024-01-01", "2029-12-31", nil), contractOf("over", "2020-01-01", "2021-12-31", nil),
	}}
	now := &contract.Portfolio{People: kari, Contracts: []*contract.Contract{
		contractOf("dropped", "2024-01-01", "2029-12-31", func(c *contract.Contract) { c.Status = "terminated" }),
		contractOf("new-name", "2024-01-01", "2029-12-31", func(c *contract.Contract) { c.IDWas = []string{"old-name"} }),
	}}
	in := Input{Quarter: q3, Portfolio: now.Index(), Figures: figures.Of(now, q3.Last()), Past: before.Index(), Before: figures.Of(before, q3.Add(-1).Last())}
	r := Report(in)
	want := []report.Contract{{ID: "archived", Title: "archived", Date: date.MustParse("2026-08-31")}, {ID: "dropped", Title: "dropped"}, {ID: "struck", Title: "struck"}}
	if diff := cmp.Diff(want, r.Ended, sameDates); diff != "" || r.Before.Contracts["active"] != 4 || r.Contracts["active"] != 1 {
		t.Errorf("%v before, %v\n%s", r.Before.Contracts, r.Contracts, diff)
	}
	// to the public, one that is gone may have become internal, and is left out
	for _, c := range slices.Concat(before.Contracts, now.Contracts) {
		c.Visibility = contract.Public
	}
	in.Portfolio, in.Past = now.PublicPart(in.Quarter.Last()), before.PublicPart(in.Quarter.Last())
	in.Figures, in.Before = figures.Of(in.Portfolio, q3.Last()), figures.Of(in.Past, q3.Add(-1).Last())
	if r := Report(in); !r.Public || len(r.Ended) != 0 || r.Before.Contracts["active"] != 4 {
		t.Errorf("to the public: %v of %v", r.Ended, r.Before.Contracts)
	}
}
