package matters_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
)

var day = date.MustParse

// A matter is known from the day on which it is reported, closed on the day of its closing,
// and late the day after its deadline.
func TestMatters(t *testing.T) {
	asOf := day("2026-09-30")
	for name, tc := range map[string]struct {
		in         contract.Deviation
		known      bool
		open, late bool
		age, band  int
	}{
		"today":            {contract.Deviation{Reported: asOf}, true, true, false, 0, 0},
		"tomorrow":         {contract.Deviation{Reported: day("2026-10-01")}, false, false, false, 0, 0},
		"undated":          {contract.Deviation{}, true, true, false, -1, 3},
		"29 days":          {contract.Deviation{Reported: day("2026-09-01")}, true, true, false, 29, 0},
		"30 days":          {contract.Deviation{Reported: day("2026-08-31")}, true, true, false, 30, 1},
		"89 days":          {contract.Deviation{Reported: day("2026-07-03")}, true, true, false, 89, 1},
		"90 days":          {contract.Deviation{Reported: day("2026-07-02")}, true, true, false, 90, 2},
		"179 days":         {contract.Deviation{Reported: day("2026-04-04")}, true, true, false, 179, 2},
		"180 days":         {contract.Deviation{Reported: day("2026-04-03")}, true, true, false, 180, 3},
		"due today":        {contract.Deviation{Reported: asOf, Deadline: asOf}, true, true, false, 0, 0},
		"due yesterday":    {contract.Deviation{Reported: asOf, Deadline: day("2026-09-29")}, true, true, true, 0, 0},
		"closed today":     {contract.Deviation{Reported: asOf, Deadline: day("2026-09-29"), Closed: asOf}, true, false, false, 0, 0},
		"closed tomorrow":  {contract.Deviation{Reported: asOf, Deadline: day("2026-09-29"), Closed: day("2026-10-01")}, true, true, true, 0, 0},
		"undated and late": {contract.Deviation{Deadline: day("2026-09-29")}, true, true, true, -1, 3},
	} {
		c := &contract.Contract{Deviations: []contract.Deviation{tc.in}}
		got := slices.Collect(matters.Of(c, asOf))
		if len(got) != 1 {
			if tc.known {
				t.Errorf("%s: not known", name)
			}
			continue
		}
		m := got[0]
		if !tc.known || m.Open != tc.open || m.Late != tc.late || m.Age != tc.age || m.AgeBand() != tc.band || m.Deviation == nil || m.Contract != c {
			t.Errorf("%s: %+v, band %d", name, m, m.AgeBand())
		}
	}
}

// Findings are of inspections that were held, and as old as they are.
func TestMattersOfInspections(t *testing.T) {
	asOf := day("2026-09-30")
	found := []contract.Finding{{ID: "open", Severity: "minor", Deadline: day("2026-09-01")}, {ID: "closed", Closed: day("2026-09-20")}}
	c := &contract.Contract{Inspections: []contract.Inspection{
		{ID: "held", Date: day("2026-09-10"), Status: "performed", Findings: found},
		{ID: "planned", Date: day("2026-09-10"), Status: "planned", Findings: found},
		{ID: "tomorrow", Date: day("2026-10-01"), Status: "performed", Findings: found},
		{ID: "undated", Findings: found},
	}}
	var got []string
	for m := range matters.Of(c, asOf) {
		got = append(got, m.Inspection.ID+" "+m.Finding.ID)
		if held := m.Inspection.ID == "held"; (m.Age == 20) != held || m.Late != m.Open || m.Late && m.Overdue(asOf) != 29 {
			t.Errorf("%+v", m)
		}
	}
	if want := []string{"held open", "held closed", "undated open", "undated closed"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for range matters.Of(c, asOf) {
		break // a reader may stop
	}
}

func TestMatterQuarters(t *testing.T) {
	q := day("2026-09-30").QuarterOf()
	for _, tc := range []struct {
		m                matters.Matter
		reported, closed bool
	}{
		{matters.Matter{}, false, false},
		{matters.Matter{Reported: day("2026-07-01"), Closed: day("2026-09-30")}, true, true},
		{matters.Matter{Reported: day("2026-06-30"), Closed: day("2026-10-01")}, false, false},
	} {
		if tc.m.ReportedIn(q) != tc.reported || tc.m.ClosedIn(q) != tc.closed {
			t.Errorf("%+v", tc.m)
		}
	}
}

// What has no severity counts as major (FIGURES.md D3), and what is closed is not counted.
func TestCountOpen(t *testing.T) {
	f := &measure.Figures{AsOf: day("2026-09-30")}
	for _, d := range []contract.Deviation{
		{Severity: "minor", Reported: day("2026-09-29")}, {Severity: "critical", Reported: day("2026-08-01")}, {Reported: day("2026-09-29")}, {Severity: "dire"},
		{Severity: "major", Reported: day("2026-05-01")}, {Severity: "minor", Reported: day("2026-09-29"), Closed: day("2026-09-30")}, {Severity: "minor", Reported: day("2026-10-01")},
	} {
		f.Contracts = append(f.Contracts, &measure.ContractFigures{Contract: &contract.Contract{Deviations: []contract.Deviation{d}}})
	}
	want := []matters.OpenAges{{"critical", [4]int{0, 1, 0, 0}}, {"major", [4]int{1, 0, 1, 1}}, {"minor", [4]int{1, 0, 0, 0}}}
	if got := matters.CountOpen(matters.OfAll(f)); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
