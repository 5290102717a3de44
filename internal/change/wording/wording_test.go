package wording

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
)

// Every kind of effect has its words, in all languages, and there are no others.
func TestEffectsHaveWords(t *testing.T) {
	src, err := os.ReadFile("../effect.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`EffectKind = "(.+)"`).FindAllStringSubmatch(string(src), -1)
	for _, lang := range message.Languages {
		p, _ := speaker(t, lang)
		if keys := p.Keys("changes.effect."); len(keys) != len(kinds) {
			t.Errorf("%s: %d sentences of %d kinds", lang, len(keys), len(kinds))
		}
		for _, k := range kinds {
			if !p.Has("changes.effect." + k[1]) {
				t.Errorf("%s: %s has no words", lang, k[1])
			}
		}
	}
}

func TestTexts(t *testing.T) {
	long := strings.Repeat("ord ", 40)
	for _, tc := range []struct{ a, b, wantA, wantB string }{
		{"kort", "kortere", "kort", "kortere"},
		{long + "gammel " + long, long + "ny " + long, "… ord ord ord gammel ord ord ord …", "… ord ord ord ny ord ord ord …"},
		{"", long, "", short(long)},
	} {
		a, b := excerpt(plain.Line(tc.a), plain.Line(tc.b))
		if a != tc.wantA || tc.a != "" && b != tc.wantB {
			t.Errorf("%q %q", a, b)
		}
	}
	for in, want := range map[string]string{"Verdi": "verdi", "CPV": "CPV", "Øvre": "øvre", "": "", "A": "a"} {
		if got := lower(in); got != want {
			t.Errorf("lower(%q) = %q", in, got)
		}
	}
}
