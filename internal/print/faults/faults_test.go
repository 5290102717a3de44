package faults

import (
	"os"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
)

// Every rule is explained in every language, and a finding's hint is the nearest known word
// where there is one.
func TestWords(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"nb", "nn", "en"} {
		p := cat.Printer(lang)
		var all strings.Builder
		if err := Rules(&all, p); err != nil {
			t.Fatal(err)
		}
		for i := range check.Rules {
			if err := Rule(&all, &check.Rules[i], p); err != nil {
				t.Fatal(err)
			}
		}
		w := Words{p}
		near := w.Hint(diag.Finding{Code: "FV031", Args: diag.Args{"closest": "kari-lie", "name": "Kari Lie"}})
		far := w.Hint(diag.Finding{Code: "FV031"})
		if !strings.Contains(near, "kari-lie (Kari Lie)") || far == "" || far == near {
			t.Errorf("%s: %q, %q", lang, near, far)
		}
		all.WriteString(near + w.Summary(3, 1, 2))
		if strings.Contains(all.String(), "⟦") {
			t.Errorf("%s lacks words\n%s", lang, all.String())
		}
	}
}
