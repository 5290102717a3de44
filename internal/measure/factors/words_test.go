package factors_test

import (
	"os"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/measure/facts"
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

// Every name, measure and kind of deadline has its words.
func TestNamesHaveWords(t *testing.T) {
	t.Parallel()
	for _, lang := range message.Languages {
		p := catalogue(t).Printer(lang)
		var keys []string
		for _, n := range factors.Floors.Names {
			keys = append(keys, "subject."+n.Name)
			if n.Kind == facts.KindTruth {
				keys = append(keys, "flag."+n.Name+"-yes", "flag."+n.Name+"-no")
			}
			if n.Kind == facts.KindDay {
				keys = append(keys, "name."+n.Name)
			}
		}
		for _, m := range factors.Measures() {
			keys = append(keys, "measure."+m)
		}
		for _, k := range keys {
			if !p.Has("figures." + k) {
				t.Errorf("%s: figures.%s is missing", lang, k)
			}
		}
	}
}
