package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The report says the same as JSON and in words, twice the same bytes, in each language.
func TestReport(t *testing.T) {
	_, out, _ := forvalt(t, "report", "--data", sample, "--quarter", "2026-q3", "--format", "json")
	var got struct {
		Contracts, Bands map[string]int
		Decisions        []struct{ Kind, Contract string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range got.Bands {
		sum += n
	}
	if sum != got.Contracts["active"] || sum == 0 || len(got.Decisions) == 0 {
		t.Errorf("bands %v of %v, %d decisions", got.Bands, got.Contracts, len(got.Decisions))
	}
	for lang, first := range map[string]string{"nb": "# Kontraktsporteføljen, 3. kvartal 2026: Fjordvik kommune\n", "nn": "# Kontraktsporteføljen, 3. kvartal 2026", "en": "# The contract portfolio, "} {
		code, text, errs := forvalt(t, "report", "--data", sample, "--quarter", "2026-q3", "--lang", lang)
		if code != exitOK || !strings.HasPrefix(text, first) || strings.Contains(text, "⟦") || !strings.Contains(text, "Rørleggeravtalen er brukt opp.") {
			t.Errorf("%s: exit %d %s\n%.900s", lang, code, errs, text)
		}
		_, again, _ := forvalt(t, "report", "--data", sample, "--quarter", "2026-q3", "--lang", lang)
		if again != text {
			t.Errorf("%s: the second report differs", lang)
		}
		_, rest, _ := strings.Cut(text, "\n## ")
		decisions, _, _ := strings.Cut(rest, "\n## ")
		if rows := strings.Count(decisions, "\n| ") - 2; rows != len(got.Decisions) {
			t.Errorf("%s: %d decisions in the table, %d in JSON", lang, rows, len(got.Decisions))
		}
	}
}

func TestReportRefuses(t *testing.T) {
	for _, tc := range []struct{ quarter, says string }{{"2026-q4", "ikke over"}, {"2031-q1", "ikke over"}, {"2026-q5", "2026-q3"}, {"høst", "2026-q3"}} {
		code, out, errs := forvalt(t, "report", "--data", sample, "--lang", "nb", "--quarter", tc.quarter)
		if code != exitUsage || out != "" || !strings.Contains(errs, tc.says) {
			t.Errorf("%s: exit %d %q %q", tc.quarter, code, out, errs)
		}
	}
}

// What data say does not break the table or become HTML; the quarter before comes from Git.
func TestReportOfHistory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", "--demo", "30", "--history", "4", "--as-of", "2026-11-01", dir); code != exitOK {
		t.Fatal(errs)
	}
	data := filepath.Join(dir, "contracts")
	entries, err := os.ReadDir(filepath.Join(data, "agreements"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, "agreements", entries[0].Name(), "contract.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	rest = strings.Replace(rest, "manager = ", "note = ", 1)
	if err := os.WriteFile(file, []byte("title = \"<b>a|b</b>\"\n"+rest), 0o644); err != nil {
		t.Fatal(err)
	}
	_, out, _ := forvalt(t, "report", "--data", data, "--quarter", "2026-q3", "--as-of", "2026-11-01")
	if strings.Contains(out, "<b>") || !strings.Contains(out, `&lt;b>a\|b&lt;/b>`) {
		t.Errorf("the title is not made harmless:\n%.1500s", out)
	}
	var got struct {
		Before map[string]int `json:"bands_before"`
	}
	_, out, _ = forvalt(t, "report", "--data", data, "--quarter", "2026-q3", "--as-of", "2026-11-01", "--format", "json")
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Before["low"] == 0 {
		t.Errorf("before: %v (%v)", got.Before, err)
	}
}
