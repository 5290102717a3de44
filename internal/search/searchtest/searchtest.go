// Package searchtest asks an index as the browser does: the site's own script finds, run by Node.
//
// In go the scripts of an index and queries; out come the hits of each. It judges nothing.
package searchtest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/search"
)

//go:embed find.mjs
var finder []byte

// Answer is what a query found, the best first.
type Answer struct {
	Partial bool // no hit has all of the query
	Hits    []Hit
}

// Hit is a document that was found.
type Hit struct{ Title, Kind, Href string }

// Find asks an index, given by its scripts in the order of their shards. The test is skipped where
// Node or the packages of the site are not there.
func Find(t *testing.T, scripts [][]byte, queries ...string) []Answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is missing")
	}
	_, here, _, _ := runtime.Caller(0)
	site := filepath.Join(filepath.Dir(here), "../../../site")
	if _, err := os.Stat(filepath.Join(site, "node_modules", "minisearch")); err != nil {
		t.Skip("site/node_modules is missing: run make site")
	}
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for i, name := range search.Files(len(scripts)) {
		write(name, scripts[i])
	}
	asked, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	var said, faults bytes.Buffer
	cmd := exec.Command(node, write("find.mjs", finder), filepath.Join(site, "scripts"), filepath.Join(folder, search.Files(1)[0]))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(asked), &said, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, faults.Bytes())
	}
	var out []Answer
	for line := range strings.Lines(said.String()) {
		var a Answer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	if len(out) != len(queries) {
		t.Fatalf("%d answers to %d queries", len(out), len(queries))
	}
	return out
}
