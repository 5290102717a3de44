package store

import (
	"context"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
)

// typedFindings are the findings of files, each in a line: code and variant, place, and what it proposes.
func typedFindings(t *testing.T, files ...string) string {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	_, found := Load(context.Background(), tree(files...), Options{})
	var out []string
	for _, f := range found {
		text := f.Code
		key := "findings." + f.Code
		if v, _ := f.Args["variant"].(string); v != "" {
			text += " " + v
			key = "faults." + f.Code + "." + v
		}
		text += fmt.Sprintf(" %d:%d", f.Line, f.Col)
		for _, arg := range []string{"table", "mark", "name", "closest"} {
			if v, _ := f.Args[arg].(string); v != "" && !(arg == "name" && f.Code == "FV031") {
				text += " " + v
			}
		}
		out = append(out, text)
		for _, lang := range message.Languages {
			for _, part := range []string{"message", "mend"} {
				full := key + "." + part
				if !cat.Printer(lang).Has(full) {
					full = "findings." + f.Code + "." + part
				}
				if got := cat.Printer(lang).Text(full, message.Args(f.Args)); got == "" || strings.ContainsAny(got, "⟦{") {
					t.Errorf("%s, %s: %q", full, lang, got)
				}
			}
		}
	}
	return strings.Join(out, "; ")
}

// What people type and paste: each fault gives one finding, at its line and column, with what
// to write instead.
func TestTyped(t *testing.T) {
	const c = "agreements/vekter/contract.toml"
	for name, tc := range map[string]struct{ old, new, want string }{
		"no-break spaces":              {"40_000_000.50", "4\u00a0000\u00a0000", "FV007 no-break-space 7:14 4_000_000"},
		"narrow no-break spaces":       {"40_000_000.50", "4\u202f000\u202f000", "FV007 no-break-space 7:14 4_000_000"},
		"thin spaces":                  {"40_000_000.50", "4\u2009000\u2009000", "FV007 odd-space 7:14 4_000_000"},
		"no-break space after":         {"40_000_000.50", "4000000\u00a0", "FV007 no-break-space 7:20 4000000"},
		"no-break space before":        {"status =", "\u00a0status =", "FV007 no-break-space 2:1"},
		"no-break space at =":          {"status =", "status\u00a0=", "FV007 no-break-space 2:7"},
		"zero-width space in a key":    {"status =", "sta\u200btus =", "FV007 invisible 2:4"},
		"mark in the middle":           {"status =", "\ufeffstatus =", "FV007 invisible 2:1"},
		"line separator":               {"\"active\"\n", "\"active\"\u2028", "FV007 invisible 2:18"},
		"minus of a word processor":    {"40_000_000.50", "−40_000", "FV007 dash 7:13 -40_000"},
		"dashes in a date":             {`"2023-04-30"`, "2023–04–30", "FV007 dash 11:11 2023-04-30"},
		"no-break hyphens in a date":   {`"2023-04-30"`, "2023\u201104\u201130", "FV007 dash 11:11 2023-04-30"},
		"dashes in a quoted date":      {`"2023-04-30"`, `"2023–04–30"`, "FV023 signs 11:7 2023-04-30"},
		"a space in a quoted date":     {`"2023-04-30"`, "\"2023-04-30\u00a0\"", "FV023 signs 11:7 2023-04-30"},
		"a quoted amount with minus":   {"40_000_000.50", `"−4 000 kr"`, "FV021 amount 7:13 -4_000"},
		"quotes in pairs":              {`"Vektertjenester"`, "„Vektertjenester“", "FV006 1:9"},
		"a pair's end":                 {`"Vektertjenester"`, "\"Vektertjenester”", "FV006 1:25"},
		"nothing, by a dash":           {"40_000_000.50", "–", "FV007 empty 7:13"},
		"nothing, by a hyphen":         {"40_000_000.50", "-", "FV007 empty 7:13"},
		"line ends of old":             {"\n", "\r", "FV007 return 1:26"},
		"31 September":                 {`"2023-04-30"`, "2028-09-31", "FV023 day 11:7"},
		"31.09, quoted":                {`"2023-04-30"`, `"31.09.2028"`, "FV023 day 11:7"},
		"month 13":                     {`"2023-04-30"`, "2028-13-01", "FV023 month 11:7"},
		"zeros before":                 {"40_000_000.50", "06_000_000", "FV007 number 7:13 6_000_000"},
		"zero before months":           {"notice_months = 3.0", "notice_months = 02", "FV007 number 12:17 2"},
		"a single mark":                {`"Vektertjenester"`, `'Vektertjenester`, "FV007 quote-open 1:25 '"},
		"three marks":                  {`"Vektertjenester"`, `"""Vektertjenester`, `FV007 long-open 1:9 """`},
		"a folder of Windows":          {`"Vektertjenester"`, `"C:\Users\Ola"`, `FV007 backslash 1:12 'C:\Users\Ola'`},
		"another folder":               {`"Vektertjenester"`, `"\\felles\avtaler"`, `FV007 backslash 1:18 '\\felles\avtaler'`},
		"a folder read as tabs":        {`"Vektertjenester"`, `"C:\temp\ny"`, `FV021 path 1:9 'C:\temp\ny'`},
		"semicolon":                    {`"active"`, `"active";`, "FV007 after 2:18"},
		"comma":                        {`"active"`, `"active",`, "FV007 after 2:18"},
		"a comment of other languages": {"status =", "// ny\nstatus =", "FV007 comment 2:1 # ny"},
		"list not ended, lines":        {`["313000028"]`, "[\n\"313000028\",", "FV007 list-open 5:13"},
		"table not ended":              {"[value]", "period = { start = 2021-01-01\n[value]", "FV007 table-open 6:10 }"},
		"a date in a list":             {"[value]", "[[plan]]\nid = \"a\"\ndone = [\n  2022-01-01,\n  01.02.2022,\n]\n[value]", "FV023 10:3 2022-02-01"},
		"text in a list":               {`["313000028"]`, "[\n  \"313000028\",\n  vekter,\n]", "FV007 text 7:3"},
		"heading":                      {"[[options]]", "[[options]", "FV007 header 13:10 [[options]]"},
		"rammeavtale":                  {`"framework"`, `"Rammeavtale"`, "FV022 3:8 framework"},
		"avsluttet":                    {`"active"`, `"avsluttet"`, "FV022 2:10 ended"},
		"a space at the end":           {`"active"`, `"active "`, "FV022 signs 2:10 active"},
		"a soft hyphen":                {`"active"`, "\"act\u00adive\"", "FV022 signs 2:10 active"},
		"unknown choice":               {`"active"`, `"xyz"`, "FV022 2:10"},
		"unknown key":                  {"[value]", "xyz = 5\n[value]", "FV020 list 6:1"},
		"a key of another table":       {"[value]", "maximum = 5\nestimated = 4\n[value]", "FV020 elsewhere 6:1 [value]"},
		"a key of a list's table":      {"[value]", "decide_by = 2023-01-01\n[value]", "FV020 elsewhere 6:1 [[options]]"},
		"a key of the top":             {`id = "ett"`, "id = \"ett\"\ndepartment = \"innkjop\"", "FV020 top 15:1"},
		"another's number":             {`"313000028"`, `"313001202"`, "FV031 file 5:14"},
		"a digit wrong":                {`"313000028"`, `"313000038"`, "FV031 file 5:14 313000028"},
		"digits that changed places":   {`"313000028"`, `"313000082"`, "FV031 file 5:14 313000028"},
		"a number with spaces":         {`"313000028"`, `"313 000 028"`, "FV031 5:14 313000028"},
		"an id with a space":           {`"313000028"`, "\"313000028\u00a0\"", "FV031 5:14 313000028"},
		"a long title":                 {"Vektertjenester", strings.Repeat("v", 501), "FV035 1:9"},
		"a line too long":              {"Vektertjenester", strings.Repeat("v", 1<<20), "FV009 line 1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(vekter, tc.old, tc.new, 1)
			if name == "line ends of old" {
				text = strings.ReplaceAll(vekter, tc.old, tc.new)
			}
			if text == vekter {
				t.Fatalf("there is no %q to change", tc.old)
			}
			if got := typedFindings(t, c, text); got != tc.want {
				t.Errorf("found %s, want %s", got, tc.want)
			}
		})
	}
}

// After a fault the rest of the file is read: all its faults are told at once.
func TestAllFaultsAtOnce(t *testing.T) {
	const c = "agreements/vekter/contract.toml"
	for name, tc := range map[string]struct{ text, want string }{
		"four that are not TOML": {strings.NewReplacer(`"active"`, "active", "40_000_000.50", "40 000 000", `"2023-04-30"`, "30.04.2023", `"ett"`, `"ett`).Replace(vekter),
			"FV007 text 2:10; FV007 number 7:13 40_000_000; FV023 11:7 2023-04-30; FV007 quote-open 14:10 \""},
		"one that is not TOML and three of other kinds": {strings.NewReplacer(`"active"`, "active", `"framework"`, `"frame"`, "313000028", "313009999", "notice_months = 3.0", "notice_mnths = 3").Replace(vekter),
			"FV007 text 2:10; FV022 3:8; FV031 file 5:14; FV020 12:1 notice_months"},
		"a heading":          {strings.NewReplacer("[value]", "[value", `"ett"`, "ett").Replace(vekter), "FV007 header 6:7 [value]; FV007 text 14:6"},
		"a list given twice": {strings.Replace(vekter, "[[options]]", "[options]", 1) + "[options]\nid = \"to\"\n", "FV008 list 17:2"},
		"a list in both":     {vekter + "[options]\nid = \"to\"\n", "FV008 list 17:2"},
		"a key twice and a wrong word": {strings.Replace(vekter, `kind = "framework"`, "kind = \"framework\"\nkind = \"framework\"\nnature = \"ting\"", 1),
			"FV008 4:1; FV022 5:10"},
		"the required is on the line that is wrong": {strings.Replace(vekter, "title = ", "title ", 1), "FV007 no-equals 1:7"},
	} {
		if got := typedFindings(t, c, tc.text); got != tc.want {
			t.Errorf("%s: found %s, want %s", name, got, tc.want)
		}
	}
}

// A record of which a part cannot be read is no record: nothing is measured of it.
func TestPartIsNoRecord(t *testing.T) {
	p, _ := Load(context.Background(), tree("agreements/vekter/contract.toml", strings.Replace(vekter, `"active"`, "active", 1)), Options{})
	if len(p.Contracts) > 0 || p.Unread != 1 {
		t.Errorf("%d contracts, %d unread", len(p.Contracts), p.Unread)
	}
}

// One fault is one finding, however many files it touches.
func TestOneFaultOneFinding(t *testing.T) {
	const c = "agreements/vekter/contract.toml"
	managed := strings.Replace(vekter, "[value]", "manager = \"kari\"\n[value]", 1)
	for name, tc := range map[string]struct {
		files []string
		want  string
	}{
		"a person renamed": {[]string{"people/kari-lie.toml", "name = \"Kari\"\n", c, managed, "agreements/b/contract.toml", managed, "agreements/d/contract.toml", managed},
			"FV031 file 6:11 kari-lie"},
		"a folder whose name is no id": {[]string{"agreements/Vekter 2023/contract.toml", vekter, "agreements/Vekter 2023/log.toml", "entries = []", "agreements/Vekter 2023/notes.md", "x"},
			"FV014 0:0 vekter-2023"},
		"a folder that would be another's": {[]string{"agreements/Vekter/contract.toml", vekter, c, vekter}, "FV014 0:0; FV015 0:0"},
		"months without a heading":         {[]string{c, vekter, "agreements/vekter/turnover.toml", "2023-01 = 5\n2023-02 = 5\n2023-03 = 5\n"}, "FV020 elsewhere 1:1 [months]"},
		"a supplier with a second end":     {[]string{c, strings.Replace(vekter, "313000028", "313000036", 1), "suppliers/313000036.toml.txt", "name = \"Vest\"\n"}, "FV013 txt 0:0 313000036.toml"},
		"a contract with a second end":     {[]string{"agreements/vekter/contract.toml.txt", vekter}, "FV013 txt 0:0 contract.toml"},
	} {
		if got := typedFindings(t, tc.files...); got != tc.want {
			t.Errorf("%s: found %s, want %s", name, got, tc.want)
		}
	}
	_, found := Load(context.Background(), tree("people/kari-lie.toml", "name = \"Kari\"\n", c, managed, "agreements/b/contract.toml", managed), Options{})
	if len(found) != 1 || found[0].Args["n"] != 2 || len(found[0].Related) != 1 || found[0].Related[0].File != c {
		t.Errorf("the other places are not told: %+v", found)
	}
}

// What is no data stops nothing: what desktops leave is passed over, other files are warned of.
func TestFilesThatAreNotData(t *testing.T) {
	const dir = "agreements/vekter/"
	for p, want := range map[string]string{
		"Thumbs.db": "", dir + "desktop.ini": "", dir + "~$lbud.docx": "", dir + ".DS_Store": "", dir + "contract.toml~": "", "__MACOSX/x.toml": "",
		dir + "tilbud.xlsx": "FV017 0:0", dir + "avtale.pdf": "FV017 0:0", dir + "referat.md": "FV017 0:0", "suppliers/liste.csv": "FV017 0:0",
		dir + "contract.toml.bak": "FV017 beside 0:0 contract.toml", dir + "Kopi av contract.toml": "FV017 beside 0:0 contract.toml",
		dir + "andre.toml": "FV013 0:0",
	} {
		if got := typedFindings(t, dir+"contract.toml", vekter, p, "\xff"); got != want {
			t.Errorf("%s: found %s, want %s", p, got, want)
		}
	}
}

// Every Norwegian word leads to a key or a choice that there is.
func TestNorwegianWords(t *testing.T) {
	keys, choices := map[string]bool{}, map[string]bool{}
	var walk func(l *layout, deep int)
	walk = func(l *layout, deep int) {
		for _, f := range l.fields {
			keys[f.key] = true
			for _, c := range f.enum {
				choices[c] = true
			}
			if t := f.table(); t != nil && deep > 0 {
				walk(t, deep-1)
			}
		}
	}
	for _, l := range []*layout{layoutFor[contract.Contract](), layoutFor[contract.Settings](), layoutFor[contract.Supplier](), layoutFor[contract.Deviation](),
		layoutFor[contract.Inspection](), layoutFor[contract.LogEntry](), layoutFor[contract.Turnover](), layoutFor[contract.Requirement](), layoutFor[contract.Person]()} {
		walk(l, 3)
	}
	for _, c := range contract.Choices(reflect.TypeFor[contract.Level]()) {
		choices[c] = true
	}
	for word, key := range keyWords {
		if !keys[key] {
			t.Errorf("%s leads to the key %s, which there is not", word, key)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(choiceWords)) {
		for _, c := range choiceWords[word] {
			if !choices[c] {
				t.Errorf("%s leads to the choice %s, which there is not", word, c)
			}
		}
	}
}

// Bad input costs in proportion to its size: of one file no more is told than anybody reads, and
// what is too long or too much is not kept.
func TestBounds(t *testing.T) {
	const c = "agreements/vekter/contract.toml"
	many := func(n int, line string) string { return strings.Repeat(line, n) }
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	top := vekter[:strings.Index(vekter, "suppliers")]
	for name, tc := range map[string]struct {
		text string
		most int
	}{
		"unknown keys":            {top + numbered(5_000, "k%d = 1\n"), maxFindings + 1},
		"words that are none":     {top + many(5_000, "[[options]]\nstatus = \"xyz\"\n"), maxFindings + 1},
		"ids that repeat":         {top + many(5_000, "[[options]]\nid = \"x\"\n"), maxFindings + 1},
		"lines that are not TOML": {many(5_000, "abc def\n"), 26},
		"unknown suppliers":       {top + "suppliers = [\n" + numbered(5_000, "\"x%d\",\n") + "]\n", maxFindings + 1},
		"one unknown supplier":    {top + "suppliers = [" + many(20_000, `"x",`) + "]\n", 1},
		"a list without end":      {top + "suppliers = [\n" + many(20_000, "\"x\",\n"), 1},
		"too long a list":         {top + "[[options]]\n" + many(maxItems, "[[options]]\n"), 1},
		"too long a text":         {strings.Replace(vekter, "Vektertjenester", many(maxName+1, "ø"), 1), 1},
		"as long as may be":       {strings.Replace(vekter, "Vektertjenester", many(maxName, "ø"), 1), 0},
		"a line of a megabyte":    {strings.Replace(vekter, "Vektertjenester", many(1<<20, "v"), 1), 1},
	} {
		_, found := Load(context.Background(), tree(c, tc.text), Options{})
		if len(found) > tc.most || (len(found) == 0) != (tc.most == 0) {
			t.Errorf("%s: %d findings, at most %d", name, len(found), tc.most)
		}
		shows := 0
		for _, f := range found {
			shows += len(f.Source)
			for _, a := range f.Args {
				if s, is := a.(string); is && len(s) > 2_000 {
					t.Errorf("%s: %s says %d bytes", name, f.Code, len(s))
				}
			}
		}
		if shows > 2*maxLine {
			t.Errorf("%s: the findings show %d bytes", name, shows)
		}
	}
	_, found := Load(context.Background(), tree(c, vekter, "agreements/vekter/notes.md", many(maxBody+1, "x\n")), Options{})
	if len(found) != 1 || found[0].Code != "FV035" {
		t.Errorf("a long note: %v", found)
	}
}
