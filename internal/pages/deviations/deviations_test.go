package deviations

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/templates"
)

// The page about deviations knows what measure knows: nothing that came after the day,
// and no findings of an inspection that is only planned.
func TestDeviationRowsOfTheDay(t *testing.T) {
	d := date.MustParse
	c := &contract.Contract{ID: "a", Title: "A", Status: "active", Period: contract.Period{Start: d("2025-01-01")},
		Deviations: []contract.Deviation{{ID: "then", Reported: d("2026-09-30")}, {ID: "later", Reported: d("2026-10-01")}, {ID: "undated"}, {ID: "closed", Reported: d("2026-01-01"), Closed: d("2026-09-30")}},
		Inspections: []contract.Inspection{
			{ID: "held", Date: d("2026-09-01"), Status: "performed", Findings: []contract.Finding{{ID: "x"}}},
			{ID: "plan", Date: d("2026-09-02"), Status: "planned", Findings: []contract.Finding{{ID: "x"}}},
			{ID: "later", Date: d("2026-10-01"), Status: "performed", Findings: []contract.Finding{{ID: "x"}}}}}
	s := kittest.Site(t, contract.Internal, "2026-09-30", c)
	cf := s.F.Of("a")
	open := 0
	for m := range matters.Of(cf.Contract, s.F.AsOf) {
		if m.Open {
			open++
		}
	}
	rows := Rows(s, "avvik/", cf)
	if open != cf.OpenMatters().V || open != 3 || len(rows) != 4 {
		t.Errorf("%d open of %d rows, measure has %d", open, len(rows), cf.OpenMatters().V)
	}
	for _, r := range rows[:3] {
		if r.Severity.Text != "Ikke oppgitt (teller som alvorlig)" || (r.Severity.Tone == templates.Warning) != (r.ID != "avvik-closed") {
			t.Errorf("without a severity: %+v", r)
		}
	}
	if pages := records(s); len(pages) != 6 { // with their twins
		t.Errorf("%d pages", len(pages))
	}
	if got := data(c, &c.Deviations[0]); got.Severity != "" || got.CountsAs != "major" {
		t.Errorf("%+v", got)
	}
	if got := facts(s, "avvik/", c, &c.Deviations[0]); !slices.ContainsFunc(got, func(f templates.Fact) bool { return f.Value == "Ikke oppgitt (teller som alvorlig)" }) {
		t.Errorf("%+v", got)
	}
}

// What has no severity stands among the major ones, so that the figure adds up to what is
// open.
func TestAgeChartAddsUp(t *testing.T) {
	s := kittest.Site(t, contract.Internal, "2026-09-30")
	open := []matters.Matter{{Open: true, Age: 3}, {Open: true, Age: -1, Severity: "minor"}, {Open: true, Age: 45, Severity: "critical"}}
	got := ""
	for _, r := range ageChart(s, "", open).Table.Rows {
		for _, c := range r[1:] { // minor, major, critical
			got += c.Count.Text
		}
	}
	if got != "010001000100" {
		t.Error(got)
	}
}

// A matter's page says how late it is and whose; where nobody is named, among whom.
func TestLateAndWhose(t *testing.T) {
	c := &contract.Contract{ID: "a", Suppliers: []string{"s", "r"}, Deviations: []contract.Deviation{
		{ID: "late", Supplier: "s", Deadline: date.MustParse("2026-08-23")}, {ID: "nobody", Deadline: date.MustParse("2026-11-01")}}}
	s := kittest.Site(t, contract.Internal, "2026-11-01", c)
	s.P.Suppliers = []*contract.Supplier{{ID: "s", Name: "Sol AS"}, {ID: "r", Name: "Regn AS"}}
	s.P.Index()
	for i, want := range [][2]string{{"70 dager over fristen", "Sol AS"}, {"", "Ikke oppgitt: kontrakten deles av Sol AS og Regn AS"}} {
		m := matters.OfDeviation(c, &c.Deviations[i], s.F.AsOf)
		if got := [2]string{lateBy(s, &m), whose(s, "avvik/", &m).Text}; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
