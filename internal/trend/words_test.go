package trend

import (
	"testing"
)

func TestFirstSentence(t *testing.T) {
	for text, want := range map[string]string{
		"Taket er 95 % innen 30.03.2030. Så langt er 16 % brukt.": "Taket er 95 % innen 30.03.2030",
		"Brukt 12 mill. kr av 20 mill. kr. Ærlig.":                "Brukt 12 mill. kr av 20 mill. kr",
		"Ett avvik.":   "Ett avvik",
		"uten punktum": "uten punktum",
		"":             "",
		"Slutt. ":      "Slutt. ",
	} {
		if got := firstSentence(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
