package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The files that docs/first-contract.md tells a newcomer to write have no errors and no warnings.
func TestFirstContractOfTheDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/first-contract.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "kontrakter")
	if code, _, errs := forvalt(t, "init", dir); code != exitOK {
		t.Fatal(errs)
	}
	blocks := regexp.MustCompile("(?s)```toml\n# (contracts/[^\n]+)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 8 {
		t.Fatalf("%d files in the page, want 8", len(blocks))
	}
	for _, b := range blocks {
		p := filepath.Join(dir, filepath.FromSlash(b[1]))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(b[2]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "contracts")
	code, out, errs := forvalt(t, "validate", "--data", data, "--as-of", "2026-12-05", "--lang", "nb")
	if code != exitOK || !strings.Contains(out+errs, "0 feil, 0 advarsler") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if code, out, errs := forvalt(t, "risk", "vektere-2026", "--data", data, "--as-of", "2026-12-05", "--lang", "nb"); code != exitOK || !strings.Contains(out, "Risiko: moderat") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}
