package slug

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"Vektertjenester 2024":       "vektertjenester-2024",
		"Kjøp av ÆRLIGE «blåbær»":    "kjop-av-aerlige-blabaer",
		"Idé & plan – Müller/Öberg":  "ide-plan-muller-oberg",
		"  -- 24/1234 (kopi)  ":      "24-1234-kopi",
		"株式会社":                       "",
		"":                           "",
		"a\x00b\u00adc":              "a-b-c",
		"Åpning, ærlighet og øvelse": "apning-aerlighet-og-ovelse",
	} {
		if got := Of(text); got != want {
			t.Errorf("Of(%q) = %q, want %q", text, got, want)
		}
	}
}

// A slug is its own slug, and so is its start.
func TestForm(t *testing.T) {
	form := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	rapid.Check(t, func(t *rapid.T) {
		s := Of(rapid.String().Draw(t, "text"))
		short := Cut(s, rapid.IntRange(0, 20).Draw(t, "n"))
		if !form.MatchString(s) || Of(s) != s || !form.MatchString(short) || len(short) > 20 {
			t.Fatalf("slug %q, cut %q", s, short)
		}
	})
}
