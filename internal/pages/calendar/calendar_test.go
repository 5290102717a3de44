package calendar

import (
	"testing"

	"github.com/forvalt/forvalt/templates"
)

// Forty rows of evidence stand in a month and the next is counted; what is no evidence stays.
func TestEvidenceShown(t *testing.T) {
	for n, want := range map[int]int{0: 0, evidenceShown: 0, evidenceShown + 1: 1, evidenceShown + 7: 7} {
		rows := []templates.Deadline{{Kind: "Opsjon"}}
		for range n {
			rows = append(rows, templates.Deadline{Kind: "Dokumentasjon"})
		}
		rows = append(rows, templates.Deadline{Kind: "Utløp"})
		out, left := fewer(rows, "Dokumentasjon")
		if left != want || len(out) != n+2-want || out[len(out)-1].Kind != "Utløp" {
			t.Errorf("%d rows of evidence: %d of %d shown, %d left", n, len(out), len(rows), left)
		}
	}
}
