package deviations

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
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
	rows := Rows(s, "avvik/", cf, true)
	for _, r := range rows {
		if r.Status.Tone == templates.Danger {
			open++
		}
	}
	if open != cf.Open().V || open != 3 || len(rows) != 4 {
		t.Errorf("%d open of %d rows, measure has %v and %v", open, len(rows), cf.OpenDevs, cf.OpenFindings)
	}
}
