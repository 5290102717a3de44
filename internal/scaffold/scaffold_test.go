package scaffold

import (
	"iter"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/store"
)

func tree(files iter.Seq2[string, []byte]) fstest.MapFS {
	out := fstest.MapFS{}
	for name, data := range files {
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

// Every choice gives data that can be read, and only the data of the sample is guided.
func TestDataIsReadable(t *testing.T) {
	for name, files := range map[string]iter.Seq2[string, []byte]{
		"empty": Empty(), "sample": Sample(), "demo": Demo(t.Context(), demo.Options{Contracts: 12, Seed: 1, AsOf: date.MustParse("2026-11-01")}),
	} {
		p, findings := store.Load(t.Context(), tree(files), store.Options{})
		if n := diag.Count(findings, diag.Error); n > 0 || len(p.Requirements) == 0 || len(p.Models) == 0 {
			t.Errorf("%s: %d errors, %d requirements, %d models", name, n, len(p.Requirements), len(p.Models))
		}
		if empty := len(p.Contracts) == 0; empty != (name == "empty") {
			t.Errorf("%s: %d contracts", name, len(p.Contracts))
		}
		for _, r := range p.Requirements {
			if name == "empty" && r.Guidance != "" {
				t.Errorf("%s leads to a page that is not there", r.ID)
			}
		}
	}
}

// The workflow fetches the release that wrote it, and a choice can be read half.
func TestRepository(t *testing.T) {
	files := tree(Repository(Empty(), Release{Version: "v1.2.3", SHA256: "abc"}))
	env := files[".github/forvalt.env"]
	if env == nil || !strings.Contains(string(env.Data), "FORVALT_VERSION=v1.2.3\nFORVALT_SHA256=abc\n") || files["contracts/portfolio.toml"] == nil {
		t.Errorf("%v", env)
	}
	for half := range len(files) {
		n := 0
		for range Repository(Empty(), Release{}) {
			if n++; n > half {
				break
			}
		}
	}
}
