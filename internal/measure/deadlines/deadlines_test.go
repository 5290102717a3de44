package deadlines_test

import (
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestDeadlinesOfAContract(t *testing.T) {
	p := measuretest.Portfolio()
	p.Requirements = p.Requirements[:1]
	c := measuretest.Contract(p)
	c.Period = contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day("2027-04-30"), Renewal: "options"}
	c.Options = []contract.Option{{ExtendsTo: measuretest.Day("2028-04-30"), DecideBy: measuretest.Day("2026-12-31"), Status: "open"}, {ExtendsTo: measuretest.Day("2029-04-30"), DecideBy: measuretest.Day("2027-12-31"), Status: "declined", Decided: measuretest.Day("2026-01-01")}}
	c.Value.Maximum = contract.Some(c.Value.Maximum.V * 10)
	c.Plan = []contract.PlanItem{{What: "Statusmøte", Every: "quarter", Done: []date.Date{measuretest.Day("2026-07-14")}, Responsible: "person-2"}}
	c.Deviations = []contract.Deviation{{Title: "Vakt møtte ikke", Reported: measuretest.Day("2026-10-12"), Deadline: measuretest.Day("2026-11-12"), Owner: "person-3", Severity: "minor"}, {Title: "Lukket", Closed: measuretest.Day("2026-10-01")}}
	c.Inspections = []contract.Inspection{{Date: measuretest.Day("2026-09-14"), Status: "performed", Findings: []contract.Finding{{ID: "overtid", Description: "Overtid", Deadline: measuretest.Day("2026-12-01"), Severity: "minor"}}}}
	given := *c // notice was given: there is nothing to extend
	given.ID, given.Period.Terminated, given.Plan, given.Deviations, given.Inspections = "stopped", measuretest.Day("2027-04-30"), nil, nil, nil
	p.Contracts = append(p.Contracts, &given)
	for _, x := range figures.Of(p.Index(), measuretest.AsOf).Deadlines {
		if x.Contract == &given && x.Kind == measure.DeadlineOption {
			t.Errorf("an option of a contract that was terminated is due: %+v", x)
		}
	}
	p.Contracts = p.Contracts[:1]
	var got []string
	for _, x := range figures.Of(p.Index(), measuretest.AsOf).Deadlines {
		got = append(got, strings.Join([]string{x.Date.String(), string(x.Kind), x.Manager}, " "))
	}
	want := []string{
		"2025-01-01 evidence person-1", "2026-11-12 deviation person-3", "2026-12-01 inspection-finding person-1", "2026-12-16 tender-start person-1",
		"2026-12-31 option person-1", "2026-12-31 plan person-2", "2027-04-30 expiry person-1", "2027-12-21 tender-start person-1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
