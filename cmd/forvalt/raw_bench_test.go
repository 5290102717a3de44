package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// The whole program beside the raw cost of the same files: reading them, parsing the TOML
// with the library alone, writing the site's bytes. Run by
//
//	go test ./cmd/forvalt -run '^$' -bench 'Raw|Whole'
//
// The portfolio is the made-up one of 852 contracts, as of 2026-11-01.
func demoFolder(b *testing.B) (data, out string) {
	b.Helper()
	dir := b.TempDir()
	if code, _, errs := forvalt(b, "init", "--demo", "852", "--as-of", "2026-11-01", filepath.Join(dir, "p")); code != exitOK {
		b.Fatal(errs)
	}
	return filepath.Join(dir, "p", "contracts"), filepath.Join(dir, "site")
}

func readAll(b *testing.B, dir string, visit func(name string, data []byte)) {
	b.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		visit(p, data)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkRawRead(b *testing.B) {
	data, _ := demoFolder(b)
	for b.Loop() {
		readAll(b, data, func(string, []byte) {})
	}
}

func BenchmarkRawReadAndParse(b *testing.B) {
	data, _ := demoFolder(b)
	for b.Loop() {
		readAll(b, data, func(name string, text []byte) {
			var v map[string]any
			if strings.HasSuffix(name, ".toml") {
				if err := toml.Unmarshal(text, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRawWrite(b *testing.B) {
	data, out := demoFolder(b)
	if code, _, errs := forvalt(b, "build", "--data", data, "--out", out, "--as-of", "2026-11-01"); code != exitOK {
		b.Fatal(errs)
	}
	files := map[string][]byte{}
	readAll(b, out, func(name string, text []byte) { files[strings.TrimPrefix(name, out)] = text })
	for b.Loop() {
		to := b.TempDir()
		for name, text := range files {
			if err := os.MkdirAll(filepath.Dir(to+name), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(to+name, text, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkWholeValidate(b *testing.B) {
	data, _ := demoFolder(b)
	for b.Loop() {
		if code, _, errs := forvalt(b, "validate", "--data", data, "--as-of", "2026-11-01", "--format", "json"); code != exitOK {
			b.Fatal(errs)
		}
	}
}

func BenchmarkWholeBuild(b *testing.B) {
	data, _ := demoFolder(b)
	for b.Loop() {
		if code, _, errs := forvalt(b, "build", "--data", data, "--out", filepath.Join(b.TempDir(), "site"), "--as-of", "2026-11-01"); code != exitOK {
			b.Fatal(errs)
		}
	}
}
