package store

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/message"
)

// Slips of the pen that people who write letters make in TOML: each gives one finding,
// under the very words, that says how to write it, in every language.
func TestSlips(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	const c = "agreements/vekter/contract.toml"
	for name, tc := range map[string]struct {
		old, new      string
		code, variant string
		line          int
		marked        string // the words under the carets; "" where one sign is marked
		closest       string
		related       bool
	}{
		"no closing quote":      {old: `"Vektertjenester"`, new: `"Vektertjenester`, code: "FV007", variant: "quote-open", line: 1},
		"no quotes":             {old: `"Vektertjenester"`, new: `Vektere og alarm`, code: "FV007", variant: "text", line: 1, marked: "Vektere og alarm"},
		"no quotes, æ":          {old: `"Vektertjenester"`, new: `ænder`, code: "FV007", variant: "text", line: 1, marked: "ænder"},
		"quotes inside":         {old: `"Vektertjenester"`, new: `"Vakt "natt" og dag"`, code: "FV007", variant: "quote-inside", line: 1},
		"backslash":             {old: `"Vektertjenester"`, new: `"C:\avtaler"`, code: "FV007", variant: "backslash", line: 1, closest: `'C:\avtaler'`},
		"line break":            {old: `"Vektertjenester"`, new: "\"Vektere\nog alarm\"", code: "FV007", variant: "quote-open", line: 1},
		"NUL":                   {old: `Vekter`, new: "Vekt\x00er", code: "FV007", variant: "control", line: 1},
		"colon":                 {old: `title =`, new: `title:`, code: "FV007", variant: "no-equals", line: 1},
		"å in a key":            {old: `title =`, new: `tittel_på =`, code: "FV007", variant: "key", line: 1},
		"no value":              {old: `"Vektertjenester"`, new: ``, code: "FV007", variant: "empty", line: 1},
		"no value, comment":     {old: `"Vektertjenester"`, new: `# kommer`, code: "FV007", variant: "empty", line: 1},
		"spaces in a number":    {old: "40_000_000.50", new: "40 000 000", code: "FV007", variant: "number", line: 7, marked: "40 000 000", closest: "40_000_000"},
		"a comma for a point":   {old: "40_000_000.50", new: "40000000,50 # kr", code: "FV007", variant: "number", line: 7, marked: "40000000,50", closest: "40000000.50"},
		"points of thousands":   {old: "40_000_000.50", new: "40.000.000", code: "FV007", variant: "number", line: 7, marked: "40.000.000", closest: "40_000_000"},
		"kr":                    {old: "40_000_000.50", new: "kr 40 000 000,-", code: "FV007", variant: "number", line: 7, marked: "kr 40 000 000,-", closest: "40_000_000"},
		"millions":              {old: "40_000_000.50", new: "40 mill.", code: "FV007", variant: "number", line: 7, marked: "40 mill."},
		"a quoted amount":       {old: "40_000_000.50", new: `"40 000 000 kr"`, code: "FV021", variant: "amount", line: 7, marked: `"40 000 000 kr"`, closest: "40_000_000"},
		"a comma of thousands":  {old: "40_000_000.50", new: "40,000", code: "FV007", variant: "number", line: 7, marked: "40,000"},
		"too large for TOML":    {old: "40_000_000.50", new: "40_000_000_000_000_000_000", code: "FV025", line: 7, marked: "40_000_000_000_000_000_000"},
		"Norwegian date":        {old: `"2023-04-30"`, new: `30.04.2023`, code: "FV023", line: 11, marked: "30.04.2023", closest: "2023-04-30"},
		"short date":            {old: `"2023-04-30"`, new: `2023-4-3`, code: "FV023", line: 11, marked: "2023-4-3", closest: "2023-04-03"},
		"date in words":         {old: `"2023-04-30"`, new: `30. april 2023`, code: "FV023", line: 11, marked: "30. april 2023"},
		"day or month first?":   {old: `"2023-04-30"`, new: `03/04/2023`, code: "FV023", line: 11, marked: "03/04/2023"},
		"29 February":           {old: `"2023-04-30"`, new: `2023-02-29`, code: "FV023", line: 11, marked: "2023-02-29"},
		"a year of three":       {old: `"2023-04-30"`, new: `0203-04-30`, code: "FV023", variant: "year", line: 11, marked: "0203-04-30"},
		"a year too late":       {old: `"2023-04-30"`, new: `2200-01-01`, code: "FV023", variant: "year", line: 11, marked: "2200-01-01"},
		"time of day":           {old: `"2023-04-30"`, new: `2023-04-30T12:00:00Z`, code: "FV021", variant: "date", line: 11, marked: "2023-04-30T12:00:00Z"},
		"ja":                    {old: `"active"`, new: "\"active\"\nvulnerable_users = Ja", code: "FV007", variant: "yes-no", line: 3, marked: "Ja"},
		"quoted ja":             {old: `"active"`, new: "\"active\"\nvulnerable_users = \"ja\"", code: "FV021", variant: "bool", line: 3, marked: `"ja"`},
		"no comma in a list":    {old: `["313000028"]`, new: `["313000028" "313000036"]`, code: "FV007", variant: "comma", line: 5},
		"list not ended":        {old: `["313000028"]`, new: `["313000028"`, code: "FV007", variant: "list-open", line: 5, marked: `["313000028"`},
		"text for a list":       {old: `["313000028"]`, new: `"313000028"`, code: "FV021", variant: "list", line: 5, marked: `"313000028"`},
		"numbers for text":      {old: `["313000028"]`, new: `[313000028]`, code: "FV021", variant: "text", line: 5, marked: `313000028`},
		"header not ended":      {old: `[value]`, new: `[value`, code: "FV007", variant: "header", line: 6, closest: "[value]"},
		"a list for a table":    {old: `[value]`, new: `[[value]]`, code: "FV021", variant: "table", line: 6, marked: "[[value]]"},
		"a table for a list":    {old: `[[options]]`, new: `[options]`, code: "FV021", variant: "tables", line: 13, marked: "[options]"},
		"Norwegian table":       {old: `[value]`, new: `[verdi]`, code: "FV020", line: 6, marked: "verdi", closest: "value"},
		"Norwegian key":         {old: `status =`, new: `tilstand =`, code: "FV020", line: 2, marked: "tilstand", closest: "status"},
		"key twice":             {old: `kind = "framework"`, new: "kind = \"framework\"\nkind = \"contract\"", code: "FV008", line: 4, marked: "kind", related: true},
		"table twice":           {old: `[[options]]`, new: "[value]\n[[options]]", code: "FV008", variant: "table", line: 13, marked: "value", related: true},
		"months below zero":     {old: `notice_months = 3.0`, new: `notice_months = -3`, code: "FV029", line: 12, marked: "-3"},
		"months and a half":     {old: `notice_months = 3.0`, new: `notice_months = 3.5`, code: "FV021", variant: "integer", line: 12, marked: "3.5"},
		"more months than ever": {old: `notice_months = 3.0`, new: `notice_months = 3_000_000_000`, code: "FV025", line: 12, marked: "3_000_000_000"},
		"supplier by name":      {old: `"313000028"`, new: `"vaktfirma vest as"`, code: "FV031", line: 5, marked: `"vaktfirma vest as"`, closest: "313000028"},
		"supplier unknown":      {old: `"313000028"`, new: `"987654321"`, code: "FV031", variant: "file", line: 5, marked: `"987654321"`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(vekter, tc.old) {
				t.Fatalf("there is no %q to change", tc.old)
			}
			_, fs := Load(context.Background(), tree(c, strings.Replace(vekter, tc.old, tc.new, 1)), Options{})
			if len(fs) != 1 {
				t.Fatalf("want one finding, got %d: %v", len(fs), fs)
			}
			f := fs[0]
			variant, _ := f.Args["variant"].(string)
			closest, _ := f.Args["closest"].(string)
			if f.Code != tc.code || tc.variant != "" && variant != tc.variant || f.Line != tc.line || closest != tc.closest {
				t.Errorf("%s %q at line %d, nearest %q; want %s %q at %d, %q", f.Code, variant, f.Line, closest, tc.code, tc.variant, tc.line, tc.closest)
			}
			if signs := []rune(f.Source); tc.marked != "" && string(signs[f.Col-1:min(f.Col-1+f.Width, len(signs))]) != tc.marked {
				t.Errorf("%q is marked at %d+%d, want %q", f.Source, f.Col, f.Width, tc.marked)
			}
			if (len(f.Related) > 0) != tc.related {
				t.Errorf("related: %v", f.Related)
			}
			for _, lang := range []string{"nb", "nn", "en"} {
				for _, part := range []string{"message", "mend"} {
					key := "findings." + f.Code + "." + part
					if variant != "" {
						key = "faults." + f.Code + "." + variant + "." + part
					}
					if text := cat.Printer(lang).Text(key, message.Args(f.Args)); text == "" || strings.ContainsAny(text, "⟦{") {
						t.Errorf("%s, %s: %q", key, lang, text)
					}
				}
			}
		})
	}
}

// A period that two files tell of would be counted twice.
func TestPeriodTwice(t *testing.T) {
	_, fs := Load(context.Background(), tree("agreements/vekter/contract.toml", vekter,
		"agreements/vekter/turnover.toml", "[months]\n2023-01 = 5\n2023-02 = 5\n",
		"agreements/vekter/turnover/2023.toml", "[months]\n2023-02 = 5\n2023-03 = 5\n",
		"spend/2023-q1.toml", "quarter = \"2023-q1\"\n", "spend/kopi.toml", "quarter = \"2023-q1\"\n"), Options{})
	var got []string
	for _, f := range fs {
		got = append(got, f.Code+" "+f.File+" "+f.Source)
		if len(f.Related) != 1 {
			t.Errorf("related: %v", f.Related)
		}
	}
	if want := "FV034 agreements/vekter/turnover/2023.toml 2023-02 = 5|FV034 spend/kopi.toml quarter = \"2023-q1\""; strings.Join(got, "|") != want {
		t.Errorf("found %v", got)
	}
}

// Files that tell no quarter have their own finding: they are not one period told twice.
func TestUnknownPeriods(t *testing.T) {
	_, fs := Load(context.Background(), tree("spend/a.toml", "quarter = \"\"\n", "spend/b.toml", "quarter = \"\"\n"), Options{})
	if len(fs) == 0 {
		t.Error("spend without a quarter has no finding")
	}
	for _, f := range fs {
		if f.Code == "FV034" {
			t.Errorf("%s %s", f.Code, f.File)
		}
	}
}

// An id that goes on is meant where there is one such; of several none is.
func TestLikeliest(t *testing.T) {
	names := map[string]string{"vekter-nord-2023": "", "renhold-skoler-2022": "", "renhold-skoler-2024": "", "x-1": "Vaktfirma Vest AS"}
	for written, want := range map[string]string{"vekter": "vekter-nord-2023", "renhold": "", "vaktfirma vest as": "x-1", "brøyting": ""} {
		if got := likeliest(written, names); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

// What is wrong with a contract's folder is said once.
func TestFolderFaults(t *testing.T) {
	const under = "title = \"A\"\nstatus = \"active\"\nkind = \"call-off\"\nparent = \"vekter\"\n"
	for name, tc := range map[string]struct {
		path string
		want string
	}{
		"misnamed":          {"agreements/vekter/kontrakt.toml", "FV013"},
		"with a second end": {"agreements/vekter/contract.toml.txt", "FV013"},
		"renamed":           {"agreements/vekter-2023/contract.toml", "FV031 vekter-2023"},
		"device":            {"agreements/con/contract.toml", "FV014 FV031"},
	} {
		_, fs := Load(context.Background(), tree(tc.path, vekter, "agreements/avrop/contract.toml", under), Options{})
		var got []string
		for _, f := range fs {
			s, _ := f.Args["closest"].(string)
			if f.Code == "FV013" {
				s = ""
			}
			got = append(got, strings.TrimSpace(f.Code+" "+s))
		}
		if slices.Sort(got); strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %v, want %s", name, got, tc.want)
		}
	}
}

func FuzzSlips(f *testing.F) {
	f.Add("estimated = 5 000 kr")
	f.Add("start = 01.02.2026 # \"x\"")
	f.Add("a = \"b\n[c\n\x00= 1,5")
	f.Fuzz(func(t *testing.T, text string) {
		_, fs := Load(context.Background(), tree("agreements/vekter/contract.toml", text), Options{})
		for _, x := range fs {
			if signs := []rune(x.Source); x.Line > 0 && (x.Col < 1 || x.Col > len(signs)+1 || x.Width < 1) {
				t.Errorf("%s at %d:%d+%d of %q", x.Code, x.Line, x.Col, x.Width, x.Source)
			}
			if s, _ := x.Args["closest"].(string); x.Args["variant"] == "number" && s != "" && plainNumber(s) != s {
				t.Errorf("the suggestion %q is no number", s)
			}
		}
	})
}
