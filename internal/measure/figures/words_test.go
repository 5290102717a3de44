package figures_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/message"
)

func catalogue(t *testing.T) *message.Catalogue {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// Every sentence that a portfolio can bring about has its words and arguments, in
// every language.
func TestEverySentence(t *testing.T) {
	t.Parallel()
	p := measuretest.Random(300, measuretest.Seeded(11))
	f := figures.Of(p, date.MustParse("2026-11-23"))
	var reasons []measure.Reason
	for _, c := range f.Contracts {
		for _, d := range c.Deadlines {
			reasons = append(reasons, d.Title)
		}
		for _, r := range c.Requirements {
			reasons = append(reasons, r.Why()...)
		}
		if c.Risk == nil {
			continue
		}
		for _, s := range c.Risk.Factors {
			reasons = append(reasons, s.Reason)
		}
		for _, h := range append(c.Risk.Floors, c.Risk.Unsure...) {
			reasons = append(reasons, h.Why...)
		}
	}
	seen := map[string]string{}
	for _, lang := range message.Languages {
		printer := catalogue(t).Printer(lang)
		for _, r := range reasons {
			s := measure.Sentence(printer, r)
			if strings.Contains(s, "⟦") || strings.Contains(s, "map[") || strings.Contains(s, "{") || s == "" {
				t.Fatalf("%s: %s: %s", lang, r.Key, s)
			}
			if lang == "nb" {
				seen[r.Key] = s
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%s: %s", key, seen[key])
	}
	var rare []string
	for _, key := range catalogue(t).Printer("nb").Keys("figures.factor.") {
		if k := strings.TrimPrefix(key, "figures."); seen[k] == "" {
			rare = append(rare, k)
		}
	}
	if len(rare) > 2 { // factor.value is for a model's own expressions
		t.Errorf("the portfolio did not bring about %v", rare)
	}
}
