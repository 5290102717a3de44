package render

import (
	"context"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/templates"
)

// siteOf is a site of contracts as it is on a day, without anything else.
func siteOf(t *testing.T, profile, day string, contracts ...*contract.Contract) *site {
	t.Helper()
	p := (&contract.Portfolio{Contracts: contracts, People: []*contract.Person{{ID: "kari", Name: "Kari Lie"}}}).Index()
	return newSite(p, figures.Of(p, date.MustParse(day)), nil, Options{Printer: printerOf(t, "nb"), Profile: profile})
}

// What an inspection found is told as it is: nothing is made of silence, and a sum stands
// after the measure that it belongs to, or alone.
func TestInspectionFindings(t *testing.T) {
	d := date.MustParse
	for name, tc := range map[string]struct {
		in   contract.Inspection
		says string
		not  string
	}{
		"planned":     {contract.Inspection{Status: "planned"}, "planlagt", "ingen"},
		"in order":    {contract.Inspection{Status: "closed", Result: "conform"}, "fant ingen avvik", "registrert"},
		"not told":    {contract.Inspection{Status: "performed", Result: "minor"}, "Ingen funn er registrert", "fant ingen"},
		"sum alone":   {contract.Inspection{Findings: []contract.Finding{{ID: "a", BackPay: contract.Some(money.NOK(500))}}}, "<td>Etterbetaling: 500", ". Etter"},
		"sum after":   {contract.Inspection{Findings: []contract.Finding{{ID: "a", Action: "Retting.", BackPay: contract.Some(money.NOK(500))}}}, "Retting. Etterbetaling: 500", ".."},
		"closed then": {contract.Inspection{Findings: []contract.Finding{{ID: "a", Closed: d("2026-09-30"), VerifiedBy: "kari"}}}, "Kari Lie", "Åpent"},
		"closed soon": {contract.Inspection{Findings: []contract.Finding{{ID: "a", Closed: d("2026-10-01"), Description: "<b>x</b>"}}}, "&lt;b&gt;", "<b>x"},
	} {
		s := siteOf(t, contract.Internal, "2026-09-30")
		f := templates.Frame{T: func(key string, args map[string]any) string { return s.pr.Text(key, args) }, Lang: "nb"}
		sec := s.inspectionFindings(f, "kontroller/", &tc.in)
		var b strings.Builder
		b.WriteString(sec.Conclusion)
		for _, block := range sec.Blocks {
			if err := block.Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
		}
		text := strings.ReplaceAll(b.String(), "\u00a0", " ")
		text = strings.NewReplacer(` data-l="Tiltak"`, "", ` class="wide"`, "").Replace(text)
		if !strings.Contains(text, tc.says) || strings.Contains(text, tc.not) || strings.Contains(text, "⟦") {
			t.Errorf("%s: %s", name, text)
		}
		s.public = true
		if sec := s.inspectionFindings(f, "kontroller/", &tc.in); len(sec.Blocks) != 0 || !strings.Contains(sec.Conclusion, "ikke offentlig") {
			t.Errorf("%s, to the public: %+v", name, sec)
		}
	}
}

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
	s := siteOf(t, contract.Internal, "2026-09-30", c)
	cf := s.f.Of("a")
	open := 0
	rows := s.deviationRows("avvik/", cf, true)
	for _, r := range rows {
		if r.Status.Tone == templates.Danger {
			open++
		}
	}
	if open != cf.OpenDevs+cf.OpenFindings || open != 3 || len(rows) != 4 {
		t.Errorf("%d open of %d rows, measure has %d and %d", open, len(rows), cf.OpenDevs, cf.OpenFindings)
	}
}
