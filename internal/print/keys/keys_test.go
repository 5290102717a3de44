package keys

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
)

var update = flag.Bool("update", false, "write docs/keys.md")

// docs/keys.md says what the model is now.
func TestReferenceIsNotStale(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../../docs/keys.md"
	for _, lang := range message.Languages {
		var b bytes.Buffer
		if err := Markdown(&b, model.Files(), cat.Printer(lang)); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "⟦") {
			t.Errorf("%s: words are missing", lang)
		}
		if lang != message.Source {
			continue
		}
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(file); err != nil || !bytes.Equal(have, b.Bytes()) {
			t.Errorf("docs/keys.md is stale (%v): go test ./internal/print/keys -update", err)
		}
	}
}
