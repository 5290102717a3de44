package templates_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/forvalt/forvalt/templates"
)

func trendsView() Trends {
	return Trends{ID: "utvikling", Title: "Utvikling", KPIs: kpis(), Notes: []string{"Historikken begynner 2025-07-09."},
		Table: Table{Caption: "Utvikling", Columns: []Column{{Head: "Kvartal"}, {Head: "Høy risiko", Numeric: true}}, Rows: [][]Cell{{{Text: "3. kvartal 2026"}, {Text: "54"}}, {{Text: "Nå"}, {Text: "114"}}}}}
}

func TestTrends(t *testing.T) {
	draw := func(v Trends) string {
		var b strings.Builder
		frame := Frame{T: func(key string, _ map[string]any) string { return key }, Name: func(key string) string { return key }}
		if err := DrawBenefits(frame, Benefits{Trends: v}).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	none := draw(Trends{})
	full := draw(trendsView())
	for _, part := range []string{`id="utvikling"`, "Utvikling", "<details", "3. kvartal 2026", "Historikken begynner"} {
		if !strings.Contains(full, part) || strings.Contains(none, part) {
			t.Errorf("%q must be there with trends, and only then", part)
		}
	}
	if got := draw(Trends{ID: "utvikling", Title: "Utvikling", Notes: []string{"Kuttet."}}); !strings.Contains(got, "Kuttet.") || strings.Contains(got, "<details") {
		t.Error("only a note: the note, and no table")
	}
}
