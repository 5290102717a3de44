package admit

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/exchange/eforms"
	"github.com/forvalt/forvalt/internal/store"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// Each file has the fate that what stands in it asks for, and only what differs is edited.
func TestOf(t *testing.T) {
	named := func(id, title string) *contract.Contract { return &contract.Contract{ID: id, Title: title} }
	says := func(title, status string) *contract.Contract {
		return &contract.Contract{Title: title, Status: contract.Status(status)}
	}
	files := fstest.MapFS{
		"portfolio.toml":                   file("# ours\nschema = 1\n"),
		"agreements/known/contract.toml":   file("# ours\ntitle = \"Vask\" # agreed\nstatus = \"ended\"\n"),
		"agreements/same/contract.toml":    file("title = \"Renhold\"\n"),
		"agreements/damaged/contract.toml": file("<<<<<<<\n"),
		"agreements/broken/contract.toml":  file("title = \"\n"),
	}
	known := named("known", "Vask")
	known.Status = "ended"
	got, err := Of(files, eforms.Plan{
		New:       []*contract.Contract{named("new", "Renhold"), named("damaged", "Renhold")},
		News:      []eforms.News{{Known: known, Says: says("Renhold", "active")}, {Known: named("same", "Renhold"), Says: says("Renhold", "")}, {Known: named("broken", "Vask"), Says: says("Renhold", "")}},
		Suppliers: []*contract.Supplier{{ID: "313000028", Name: "Firma AS"}},
		Buyers:    []contract.Organisation{{ID: "313000044", Name: "Nabo kommune"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name string
		fate Fate
		data string // "": the file is left alone
	}{
		{"agreements/new/contract.toml", Created, "title = \"Renhold\"\n"},
		{"agreements/damaged/contract.toml", Unreadable, ""},
		{"agreements/known/contract.toml", Differs, "# ours\ntitle = \"Renhold\" # agreed\nstatus = \"ended\"\n"},
		{"agreements/same/contract.toml", Unchanged, ""},
		{"agreements/broken/contract.toml", ByHand, ""},
		{"suppliers/313000028.toml", Created, string(store.Encode(&contract.Supplier{Name: "Firma AS"}))},
	}
	if len(got) != len(want)+1 {
		t.Fatalf("%d files: %+v", len(got), got)
	}
	for i, w := range want {
		if f := got[i]; f.Name != w.name || f.Fate != w.fate || string(f.Data) != w.data {
			t.Errorf("%s: %s\n%s", f.Name, f.Fate, f.Data)
		}
	}
	last := got[len(want)]
	if last.Fate != Extended || !strings.HasPrefix(string(last.Data), "# ours\nschema = 1\n") || !strings.Contains(string(last.Data), "313000044") {
		t.Errorf("%s: %s\n%s", last.Name, last.Fate, last.Data)
	}
	if n := Count(got); n[Created] != 2 || n[Unreadable] != 1 || n[Differs] != 1 || n[Unchanged] != 1 {
		t.Errorf("%v", n)
	}
}

// A file that is gone between reading and importing is named, and nothing is planned.
func TestOfWhatIsGone(t *testing.T) {
	plan := eforms.Plan{News: []eforms.News{{Known: &contract.Contract{ID: "gone", Title: "A"}, Says: &contract.Contract{Title: "B"}}}}
	got, err := Of(fstest.MapFS{}, plan)
	var unread *FileError
	if got != nil || !errors.As(err, &unread) || unread.Name != "agreements/gone/contract.toml" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%+v, %v", got, err)
	}
}
