package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A contract that is past its end, and an option whose last day has passed, stay in due until
// somebody decides, in words and as JSON, and in the calendar that people subscribe to.
func TestLapsedStaysDue(t *testing.T) {
	needAssets(t)
	dir := t.TempDir()
	data := filepath.Join(dir, "contracts")
	for name, text := range map[string]string{
		"portfolio.toml":             "schema = 1\n[organisation]\nname = \"A\"\nsample = true\n[site]\ntitle = \"A\"\nlanguage = \"nb\"\n",
		"people/per.toml":            "name = \"Per\"\nleft = 2026-06-30\n",
		"agreements/a/contract.toml": "title = \"A\"\nstatus = \"active\"\nkind = \"contract\"\nmanager = \"per\"\n[period]\nstart = 2025-01-01\nend = 2026-12-31\nrenewal = \"options\"\n[[options]]\nid = \"ett\"\nextends_to = 2027-12-31\ndecide_by = 2026-09-30\nstatus = \"open\"\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(data, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_, text, _ := forvalt(t, "due", "--data", data, "--as-of", "2027-01-15")
	_, json, _ := forvalt(t, "due", "--data", data, "--as-of", "2027-01-15", "--format", "json")
	site := filepath.Join(dir, "site")
	if code, out, errs := forvalt(t, "build", "--data", data, "--as-of", "2027-01-15", "--out", site); code != exitOK {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	for what, want := range map[string][]string{
		text: {"2026-09-30", "Avgjøre opsjon", "2026-12-31", "ingen har avgjort hva som skal skje", "ingen: Per har sluttet"},
		json: {`"kind": "option"`, `"kind": "lapsed"`, `"manager": ""`},
		read(t, filepath.Join(site, "kalender", "kalender.ics")): {"DTSTART;VALUE=DATE:20260930", "DTSTART;VALUE=DATE:20261231", "ingen: Per har sluttet"},
		read(t, filepath.Join(site, "kalender", "index.html")):   {"Avgjøre opsjon", "ingen har avgjort hva som skal skje", "ingen: Per har sluttet"},
	} {
		for _, w := range want {
			if !strings.Contains(what, w) {
				t.Errorf("%q is not in\n%s", w, what)
			}
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
