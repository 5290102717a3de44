package templates

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSoft(t *testing.T) {
	for _, c := range [][2]string{
		{"Tilgjengelighetserklæring", "Tilgjengelighets|erklæring"},
		{"Kontraktsporteføljen", "Kontrakts|porteføljen"},
		{"Fare for arbeidslivskriminalitet", "Fare for arbeidslivs|kriminalitet"},
		{"Organisasjonsnummer, sist", "Organisasjons|nummer, sist"},
		{"Leverandørkontraktsoppfølging", "Leverandør|kontrakts|oppfølging"},
		{"Kontrakter", "Kontrakter"},
		{"Leverandørkjede", "Leverandørkjede"},               // short enough for a phone
		{"vintervedlikeholdet av", "vintervedlikeholdet av"}, // begins with no part of ours
		{"kontraktsoppfølging-2024", "kontrakts|oppfølging-2024"},
		{"Accessibility statement", "Accessibility statement"},
	} {
		if got := strings.ReplaceAll(soft(c[0]), "\u00AD", "|"); got != c[1] {
			t.Errorf("soft(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// TestSoftAddsOnlyHyphens: without the soft hyphens the text is what it was.
func TestSoftAddsOnlyHyphens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			if rapid.Bool().Draw(t, "known") {
				text.WriteString(rapid.SampledFrom(joints).Draw(t, "joint"))
			} else {
				text.WriteString(strings.ReplaceAll(rapid.String().Draw(t, "any"), "\u00AD", ""))
			}
		}
		if got := strings.ReplaceAll(soft(text.String()), "\u00AD", ""); got != text.String() {
			t.Fatalf("soft(%q) = %q", text.String(), got)
		}
	})
}
