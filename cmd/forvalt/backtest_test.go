package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend/fit"
)

// The sample has had few events, and the program says so instead of giving a number.
func TestBackTestOfTheSample(t *testing.T) {
	for lang, want := range map[string][]string{
		"nb": {"for få hendelser til et tall", "1 er feilfritt, 0,5 er som å gjette", "ingen dato"},
		"nn": {"for få hendingar til eit tal", "ingen dato"},
		"en": {"too few events for a number", "0.5 is guessing"},
	} {
		code, out, errs := forvalt(t, "risk", "--backtest", "--data", sample, "--lang", lang)
		if code != exitOK || errs != "" || strings.Contains(out, "⟦") {
			t.Errorf("%s: exit %d, %q\n%s", lang, code, errs, out)
		}
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: %q is missing in\n%s", lang, w, out)
			}
		}
		if _, again, _ := forvalt(t, "risk", "--backtest", "--data", sample, "--lang", lang); again != out {
			t.Errorf("%s: the second run differs", lang)
		}
	}
}

// changedModel is the sample's with a heavier weight of the projected use of the ceiling.
func changedModel(t *testing.T) string {
	t.Helper()
	model, err := os.ReadFile(filepath.Join(sample, "risk/2026-10-01.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(model), `id = "2026-10-01"`, `id = "changed"`, 1)
	at := strings.LastIndex(text[:strings.Index(text, `measure = "projected_ceiling_use"`)], "[[factors]]")
	const each = "axis = \"likelihood\"\nweight = "
	for _, w := range []string{"20", "10", "15", "5"} { // the other factors of the axis all but vanish: 8 of them have 1
		text = strings.ReplaceAll(text, each+w+"\n", each+"1\n")
	}
	text = text[:at] + strings.Replace(text[at:], "weight = 1\n", "weight = 92\n", 1)
	file := filepath.Join(t.TempDir(), "changed.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestBackTestOfTwoModels(t *testing.T) {
	file := changedModel(t)
	_, out, _ := forvalt(t, "risk", "--backtest", "--model", file, "--data", sample, "--lang", "nb")
	for _, want := range []string{"Modell 2026-10-01: treffsikkerhet", "Modell changed: treffsikkerhet", "Forskjell i treffsikkerhet: changed mot 2026-10-01", "for få hendelser\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestBackTestRefuses(t *testing.T) {
	t.Setenv("LANG", "nb_NO.UTF-8")
	bad := filepath.Join(t.TempDir(), "bad.toml")
	if err := os.WriteFile(bad, []byte("id = \"x\"\nunknown = \"to\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "finnes-ikke.toml", []string{"--backtest", "--model", "finnes-ikke.toml"}},
		{exitFindings, "bad.toml:2:11", []string{"--backtest", "--model", bad}},
		{exitUsage, "text, json", []string{"--backtest", "--format", "xml"}},
		{exitUsage, "text, json", []string{"--workload", "--format", "xml"}},
		{exitFindings, "ingen risikomodell gjelder 01.01.2020", []string{"--backtest", "--as-of", "2020-01-01"}},
	} {
		code, out, errs := forvalt(t, append([]string{"risk", "--data", sample}, x.args...)...)
		if code != x.code || !strings.Contains(out+errs, x.says) || strings.Contains(out+errs, "⟦") {
			t.Errorf("%v: exit %d, %q %q", x.args, code, out, errs)
		}
	}
}

func TestWorkloadOfTheSample(t *testing.T) {
	for _, lang := range []string{"nb", "nn", "en"} {
		code, out, errs := forvalt(t, "risk", "--workload", "--data", sample, "--lang", lang)
		if code != exitOK || errs != "" || strings.Contains(out, "⟦") || !strings.Contains(out, "2026") {
			t.Errorf("%s: exit %d, %q\n%s", lang, code, errs, out)
		}
	}
	_, out, _ := forvalt(t, "risk", "--workload", "--data", sample, "--format", "json")
	var got struct {
		People []struct {
			Person   string
			Follow   int `json:"follow_up_hours"`
			Plan     int `json:"planned_hours"`
			Capacity *int
			Outside  []struct{ Missing int }
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.People) < 5 {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, p := range got.People {
		missing := 0
		for _, o := range p.Outside {
			missing += o.Missing
		}
		if p.Capacity != nil && missing != max(p.Follow+p.Plan-*p.Capacity, 0) || p.Person == "" && missing != p.Follow+p.Plan {
			t.Errorf("%q: %d hours are missing: %+v", p.Person, missing, p)
		}
	}
}

func TestRiskTellsTheForecast(t *testing.T) {
	_, out, _ := forvalt(t, "risk", "persontransport-2022", "--data", sample, "--lang", "nb")
	for _, want := range []string{"Prognose\n", "med 80 % sikkerhet.", "sannsynlighet).", "Taket: "} {
		if !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

// Where Git has the portfolio as it was, the score of a quarter is made from that.
func TestBackTestReadsHistory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", "--demo", "40", "--history", "8", "--as-of", "2026-11-01", dir); code != exitOK {
		t.Fatal(errs)
	}
	_, out, _ := forvalt(t, "risk", "--backtest", "--format", "json", "--data", filepath.Join(dir, "contracts"), "--as-of", "2026-11-01")
	var got struct {
		Recorded int `json:"quarters_recorded"`
		Quarters []string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Recorded != 5 || len(got.Quarters) == 0 { // eight quarters and the one whose books were open at the first commit; the last four are what came
		t.Errorf("%d quarters are from history, of %v", got.Recorded, got.Quarters)
	}
}

// The sample has had too few events to learn from, and the program says how many are missing;
// a proposal that there is none of is not written.
func TestFitOfTheSample(t *testing.T) {
	for lang, want := range map[string]string{"nb": "hendelser mangler. Det trengs", "nn": "hendingar manglar. Det trengst", "en": "events are missing."} {
		code, out, errs := forvalt(t, "risk", "--fit", "--data", sample, "--lang", lang)
		if code != exitOK || errs != "" || strings.Contains(out, "⟦") || !strings.Contains(out, want) {
			t.Errorf("%s: exit %d, %q\n%s", lang, code, errs, out)
		}
	}
	file := filepath.Join(t.TempDir(), "forslag.toml")
	code, out, _ := forvalt(t, "risk", "--fit", "--data", sample, "--format", "json", "--out", file)
	var got struct {
		Events  int
		Needed  int `json:"events_needed"`
		Missing int `json:"events_missing"`
		Learnt  bool
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitFindings || got.Learnt || got.Missing == 0 || got.Needed-got.Events != got.Missing {
		t.Errorf("exit %d, %v %+v", code, err, got)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a proposal was written of nothing")
	}
}

// A proposal is a model like any other: it is read, judged and compared.
func TestProposalIsAModel(t *testing.T) {
	p, _ := store.Load(t.Context(), os.DirFS(sample), store.Options{})
	base := p.Models[len(p.Models)-1]
	learnt := *base
	learnt.Factors = slices.Clone(base.Factors)
	for i := range learnt.Factors {
		switch learnt.Factors[i].ID {
		case "ceiling":
			learnt.Factors[i].Weight -= 9
		case "labour-crime":
			learnt.Factors[i].Weight += 9
		}
	}
	l := &loaded{Folder: past.Folder{AsOf: date.MustParse("2026-11-01")}, Printer: catalogue().Printer("nb")}
	file := filepath.Join(t.TempDir(), "forslag.toml")
	if err := os.WriteFile(file, proposal(&fit.Fit{Base: base, Proposal: &learnt, Events: 140}, l), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := forvalt(t, "risk", "--model", file, "--data", sample, "--lang", "nb")
	if code != exitOK || !strings.Contains(out, base.ID+"-fit") || !strings.Contains(out, "får annen poengsum") {
		t.Errorf("exit %d, %s\n%s", code, errs, out)
	}
}
