package check

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
)

var asOf = date.MustParse("2026-11-01")

// base is a small portfolio without a finding, into which examples are laid.
func base(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("testdata/base")
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var fileLine = regexp.MustCompile(`(?m)^# (\S+\.(?:toml|md))\n`)

// lay puts an example into the base: its keys and tables take the place of those of the
// same name in the file that a comment names, else in the contract "prove".
func lay(files fstest.MapFS, example string) {
	name, at := "agreements/prove/contract.toml", 0
	put := func(text string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		var old string
		if f := files[name]; f != nil {
			old = string(f.Data)
		}
		files[name] = &fstest.MapFile{Data: []byte(merge(old, strings.TrimSpace(text)+"\n"))}
	}
	for _, m := range fileLine.FindAllStringSubmatchIndex(example, -1) {
		put(example[at:m[0]])
		name, at = example[m[2]:m[3]], m[1]
	}
	put(example[at:])
}

var header = regexp.MustCompile(`(?m)^\[`)

// merge lays the tables of text over those of old.
func merge(old, text string) string {
	if old == "" || strings.HasPrefix(text, "+++") {
		return text
	}
	tables := blocks(old)
	for _, b := range blocks(text) {
		head, _, _ := strings.Cut(b, "\n")
		switch i := slices.IndexFunc(tables, func(t string) bool { return b[0] == '[' && strings.HasPrefix(t, head+"\n") }); {
		case b[0] != '[':
			tables[0] = keys(tables[0], b)
		case i < 0:
			tables = append(tables, b)
		case strings.HasPrefix(head, "[["):
			if !slices.Contains(blocks(text)[:slices.Index(blocks(text), b)], b) && first(blocks(text), head) == b {
				tables = slices.DeleteFunc(tables, func(t string) bool { return strings.HasPrefix(t, head+"\n") })
			}
			tables = append(tables, b)
		default:
			tables[i] = head + "\n" + keys(strings.TrimPrefix(tables[i], head+"\n"), strings.TrimPrefix(b, head+"\n"))
		}
	}
	return strings.Join(tables, "")
}

func first(tables []string, head string) string {
	return tables[slices.IndexFunc(tables, func(t string) bool { return strings.HasPrefix(t, head+"\n") })]
}

// blocks are the parts of a file: what comes before the first table, then each table.
func blocks(text string) (out []string) {
	at := 0
	for _, m := range header.FindAllStringIndex(text, -1) {
		if m[0] > at {
			out = append(out, text[at:m[0]])
		}
		at = m[0]
	}
	return append(out, text[at:])
}

// keys lays lines over those of the same key.
func keys(old, lines string) string {
	set := map[string]bool{}
	for _, l := range strings.Split(lines, "\n") {
		key, _, _ := strings.Cut(l, "=")
		set[strings.TrimSpace(key)] = true
	}
	var kept []string
	for _, l := range strings.Split(old, "\n") {
		key, _, ok := strings.Cut(l, "=")
		if !ok || !set[strings.TrimSpace(key)] {
			kept = append(kept, l)
		}
	}
	return lines + strings.Join(kept, "\n")
}

// judge gives the findings of a portfolio.
func judge(t *testing.T, files fstest.MapFS) []diag.Finding {
	t.Helper()
	p, found := store.Load(context.Background(), files, store.Options{})
	git := Git{BadKeys: map[int]contract.KeyFault{}}
	for i, s := range p.Settings.Signers {
		if _, err := history.ParseKey(s.Key); err != nil {
			git.BadKeys[i] = contract.KeyUnreadable
		}
	}
	return append(found, With(p, figures.Of(p, asOf), git)...)
}

// judged gives the codes of the base with an example laid into it.
func judged(t *testing.T, example string) map[string]diag.Severity {
	t.Helper()
	files := base(t)
	lay(files, example)
	out := map[string]diag.Severity{}
	for _, f := range judge(t, files) {
		out[f.Code] = f.Severity
	}
	return out
}

func codesOf(m map[string]diag.Severity) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), " ")
}

// unshown are the rules whose fault a page cannot show as lines of TOML.
var unshown = map[string]string{
	"FV001": "the disk refuses", "FV002": "not UTF-8", "FV003": "an invisible mark", "FV004": "an empty file", "FV009": "50 MB",
	"FV010": "thousands of brackets", "FV011": "a symbolic link", "FV013": "a file's place", "FV014": "a file's name", "FV015": "two files' names",
	"FV016": "a missing file", "FV017": "a file's name", "FV035": "a long text", "FV036": "hundreds of faults", "FV033": "a missing file", "FV039": "JSON", "FV365": "Git has it", "FV366": "Git has it", "FV367": "Git has it", "FV368": "Git has it", "FV369": "Git has it",
}

func TestBaseIsClean(t *testing.T) {
	for _, f := range judge(t, base(t)) {
		t.Errorf("%s at %s:%d: %v", f.Code, f.File, f.Line, f.Args)
	}
}

// The wrong example of a rule gives its finding and no other; the right one gives none.
func TestExamples(t *testing.T) {
	for i := range Rules {
		r := &Rules[i]
		ex := r.Example()
		if _, hidden := unshown[r.Code]; hidden || r.Group == "import" {
			if ex.Bad != "" {
				t.Errorf("%s has an example: take it off the list of those that cannot", r.Code)
			}
			continue
		}
		if ex.Bad == "" || ex.Good == "" {
			t.Errorf("%s has no example", r.Code)
			continue
		}
		bad := judged(t, ex.Bad)
		if got := codesOf(bad); got != r.Code || bad[r.Code] != r.Severity {
			t.Errorf("%s: the wrong example gives %q (%v)", r.Code, got, bad)
		}
		if got := codesOf(judged(t, ex.Good)); got != "" {
			t.Errorf("%s: the right example gives %q", r.Code, got)
		}
	}
}

// Codes are unique and in order, every rule has its words, and a rule that depends on
// the date is never an error.
func TestTable(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	if len(Rules) < 70 {
		t.Errorf("only %d rules", len(Rules))
	}
	for _, r := range Rules {
		if r.Code <= last {
			t.Errorf("%s stands after %s", r.Code, last)
		}
		last = r.Code
		if r.Dated && r.Severity == diag.Error {
			t.Errorf("%s depends on the date and is an error", r.Code)
		}
		for _, part := range []string{"title", "message", "why", "mend"} {
			if !cat.Printer("nb").Has(Key(r.Code, part)) {
				t.Errorf("%s has no %s", r.Code, part)
			}
		}
	}
}

func TestWaiversAndSeverities(t *testing.T) {
	const over = "[period]\nstart = 2020-05-01\nend = 2022-04-30\n"
	if _, ok := judged(t, over)["FV105"]; !ok {
		t.Fatal("no FV105 to waive")
	}
	waiver := func(until string) string {
		return over + "[[waivers]]\ncode = \"FV105\"\nreason = \"Ny avtale er kunngjort\"\nby = \"kari-lie\"\nuntil = " + until + "\n"
	}
	if _, ok := judged(t, waiver("2026-12-31"))["FV105"]; ok {
		t.Error("a waived finding is shown")
	}
	got := judged(t, waiver("2026-10-31"))
	if _, ok := got["FV105"]; !ok {
		t.Error("a waiver that has run out still hides the finding")
	}
	if _, ok := got["FV713"]; !ok {
		t.Error("a waiver that has run out is not a finding")
	}
	level := func(l string) string { return over + "# portfolio.toml\n[severity]\nFV105 = \"" + l + "\"\n" }
	if _, ok := judged(t, level("off"))["FV105"]; ok {
		t.Error("a rule that is off still reports")
	}
	if got := judged(t, level("note"))["FV105"]; got != diag.Note {
		t.Errorf("a rule set to note gives %v", got)
	}
	if got := judged(t, level("error"))["FV105"]; got != diag.Warning {
		t.Errorf("a dated rule set to error gives %v", got)
	}
}

func TestOrganisationNumbers(t *testing.T) {
	for id, want := range map[string]bool{"313000028": true, "313000017": false, "964338531": true, "31300002": false, "31300002a": false, "": false} {
		if got := contract.ValidOrganisation(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
	if strings.Contains(closestName("maximun"), "maximum") != true {
		t.Errorf("closest name: %q", closestName("maximun"))
	}
}
