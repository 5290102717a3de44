package inspections

import (
	"context"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/templates"
)

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
		s := kittest.Site(t, contract.Internal, "2026-09-30")
		f := templates.Frame{T: func(key string, args map[string]any) string { return s.Pr.Text(key, args) }, Name: s.Name, Lang: "nb"}
		sec := findings(s, f, "kontroller/", &tc.in)
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
		s.P = s.P.PublicPart(s.F.AsOf)
		if sec := findings(s, f, "kontroller/", &tc.in); len(sec.Blocks) != 0 || !strings.Contains(sec.Conclusion, "ikke offentlig") {
			t.Errorf("%s, to the public: %+v", name, sec)
		}
	}
}

// What an inspection finds is known when it has been held; a finding without a severity says
// what it counts as.
func TestInspectionToCome(t *testing.T) {
	s := kittest.Site(t, contract.Internal, "2026-09-30")
	c := &contract.Contract{ID: "a", Title: "A"}
	for day, held := range map[string]bool{"2026-09-30": true, "2026-10-01": false} {
		i := &contract.Inspection{ID: "x", Date: date.MustParse(day), Status: "performed", Result: "major", Findings: []contract.Finding{{ID: "f"}}}
		row, out := Row(s, "kontroller/", c, i, false), data(s, c, i)
		if (row.Findings != "") != held || (row.Result.Text == "Planlagt") == held || (len(out.Findings) == 1) != held || held && out.Findings[0].CountsAs != "major" {
			t.Errorf("%s: %+v, %+v", day, row, out)
		}
	}
}
