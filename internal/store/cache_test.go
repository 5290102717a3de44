package store

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/contracts"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

func sampleMap(t *testing.T) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(contracts.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(contracts.FS, p)
		m[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(p *contract.Portfolio, findings []diag.Finding) string {
	var b bytes.Buffer
	for name, data := range Files(p) {
		b.WriteString("== " + name + "\n")
		b.Write(data)
	}
	for _, f := range findings {
		b.WriteString(fmt.Sprintln(f.Code, f.Pos))
	}
	return b.String()
}

// With a cache and without, loads give the same; a later load changes nothing of an
// earlier one's portfolio; only what differs is parsed.
func TestCacheChangesNothingButWork(t *testing.T) {
	ctx := context.Background()
	one := sampleMap(t)
	const dir = "agreements/cache-test/"
	one[dir+"contract.toml"] = &fstest.MapFile{Data: []byte("title = \"T\"\nstatus = \"active\"\nkind = \"contract\"\nmanager = \"nobody-here\"\n")}
	one[dir+"turnover.toml"] = &fstest.MapFile{Data: []byte("[months]\n2026-02 = 5\n2026-01 = 7\n")}
	one[dir+"turnover/2025.toml"] = &fstest.MapFile{Data: []byte("[months]\n2025-02 = 5\n2025-01 = 7\n")}
	one[dir+"log.toml"] = &fstest.MapFile{Data: []byte("[[entries]]\ndate = 2026-02-01\ntext = \"b\"\n\n[[entries]]\ndate = 2026-01-01\ntext = \"a\"\n")}
	two := maps.Clone(one)
	two[dir+"contract.toml"] = &fstest.MapFile{Data: []byte("title = \"U\"\nstatus = \"planned\"\nkind = \"contract\"\nmistake = 1\n")}
	two[dir+"turnover/2025.toml"] = &fstest.MapFile{Data: []byte("[months]\n2025-12 = 9\n")}
	delete(two, dir+"log.toml")

	cache := &Cache{}
	var want []string
	for _, fsys := range []fstest.MapFS{one, two} {
		want = append(want, written(Load(ctx, fsys, Options{})))
	}
	if want[0] == want[1] || !strings.Contains(want[0], "FV031") || !strings.Contains(want[1], "FV020") {
		t.Fatal("the two folders must differ, and have findings")
	}
	first, findings := Load(ctx, one, Options{Cache: cache})
	n := cache.Parsed()
	folders := []fstest.MapFS{one, two}
	for i, which := range []int{0, 1, 1, 0} {
		if got := written(Load(ctx, folders[which], Options{Cache: cache})); got != want[which] {
			t.Errorf("load %d differs from one without a cache", i)
		}
		switch i {
		case 0:
			if cache.Parsed() != n {
				t.Errorf("the same folder was parsed again: %d files", cache.Parsed()-n)
			}
		case 2:
			if cache.Parsed() != n+2 {
				t.Errorf("two files differ, %d were parsed", cache.Parsed()-n)
			}
		}
		if got := written(first, findings); got != want[0] {
			t.Fatalf("load %d changed what an earlier one gave", i)
		}
	}
	if cache.Parsed() != n+5 { // what only the first folder had was forgotten
		t.Errorf("%d files parsed in the end", cache.Parsed()-n)
	}
}
