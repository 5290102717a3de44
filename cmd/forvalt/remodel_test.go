package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Weight moved from the annual value to the exposure moves contracts, and says by what;
// the same model moves none; a model whose weights do not add up is refused at its place.
func TestAnotherModel(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(sample, "risk", "2026-10-01.toml"))
	if err != nil {
		t.Fatal(err)
	}
	model := func(edit func(string) string) string {
		p := filepath.Join(t.TempDir(), "m.toml")
		if err := os.WriteFile(p, []byte(edit(string(src))), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	weight := func(s, id, old, new string) string {
		i := strings.Index(s, `id = "`+id+`"`)
		return s[:i] + strings.Replace(s[i:], "weight = "+old, "weight = "+new, 1)
	}
	moved := model(func(s string) string {
		return weight(weight(s, "annual-value", "30", "10"), "exposure", "25", "45")
	})
	code, out, errs := forvalt(t, "risk", "--data", sample, "--lang", "nb", "--model", moved)
	if code != exitOK || !strings.Contains(out, "vekt 30 → 3 poeng, vekt 10") || !strings.Contains(out, "I dag: høy, 41,72. Med modellen: moderat, 38,6") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	var got struct {
		Bands     map[string]int `json:"bands"`
		NewBands  map[string]int `json:"new_bands"`
		Contracts []moveIn
	}
	_, out, _ = forvalt(t, "risk", "--data", sample, "--format", "json", "--model", moved)
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	sum := func(m map[string]int) (n int) {
		for _, v := range m {
			n += v
		}
		return n
	}
	if sum(got.Bands) != sum(got.NewBands) || len(got.Contracts) == 0 {
		t.Errorf("%+v", got)
	}
	_, out, _ = forvalt(t, "risk", "--data", sample, "--format", "json", "--model", model(func(s string) string { return s }))
	got.Contracts = nil
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Contracts) != 0 {
		t.Errorf("the same model moves %v (%v)", got.Contracts, err)
	}
	bad := model(func(s string) string { return weight(s, "annual-value", "30", "31") })
	if code, out, _ := forvalt(t, "risk", "--data", sample, "--model", bad); code != exitFindings || !strings.Contains(out, "m.toml:1:1: ") || !strings.Contains(out, "FV702") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, _, _ := forvalt(t, "risk", "--data", sample, "--model", "finnes-ikke.toml"); code != exitUsage {
		t.Errorf("no file: exit %d", code)
	}
}

// Of the portfolio's own models, another than the one in force is named by its id.
func TestAnotherModelOfThePortfolio(t *testing.T) {
	code, out, errs := forvalt(t, "risk", "--data", sample, "--lang", "en", "--model", "2026-01-01")
	for _, want := range []string{"If “2026-01-01” applied instead of “2026-10-01”:\n  Low ", "Likelihood is worked out as weighted mean; today as the chance that at least one thing goes wrong (80%).\n", "Today: critical, "} {
		if code != exitOK || !strings.Contains(out, want) {
			t.Errorf("exit %d: %q is missing in\n%s%s", code, want, out, errs)
		}
	}
}

type moveIn struct {
	ID       string  `json:"id"`
	Score    float64 `json:"score"`
	NewScore float64 `json:"new_score"`
}
