package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// imported is a new portfolio, and the function that imports notices into it.
func imported(t *testing.T) (data string, run func(args ...string) (int, string, string)) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", dir); code != exitOK {
		t.Fatal(errs)
	}
	data = filepath.Join(dir, "contracts")
	return data, func(args ...string) (int, string, string) {
		return forvalt(t, append([]string{"import", "eforms", "--data", data, "--lang", "en"}, args...)...)
	}
}

// unchanged says that a portfolio's files are as they were.
func unchanged(t *testing.T, what, data string, before map[string]string) {
	t.Helper()
	if names := differing(before, tree(t, data)); len(names) > 0 {
		t.Errorf("%s: %v changed", what, names)
	}
}

func TestImportOfRealNotices(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/eforms/norwegian-real/*.xml")
	if len(files) == 0 {
		t.Skip("the real notices are not here")
	}
	data, run := imported(t)
	before := tree(t, data)
	if code, out, _ := run(append(files, "--dry-run")...); code != exitOK || !strings.Contains(out, "Dry run") {
		t.Errorf("dry run: exit %d\n%s", code, out)
	}
	unchanged(t, "dry run", data, before)
	code, out, errs := run(files...)
	if code != exitOK || !strings.Contains(out, "15 notices read: 16 files made") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	first := tree(t, data)
	if len(first) != len(before)+16 {
		t.Errorf("%d files, then %d", len(before), len(first))
	}
	for _, update := range [][]string{nil, {"--update"}} {
		code, out, errs = run(append(files, update...)...)
		if code != exitOK || !strings.Contains(out, "0 files made, 0 changed, 8 unchanged, 0 left alone") {
			t.Errorf("again: exit %d\n%s%s", code, out, errs)
		}
		unchanged(t, "again", data, first)
	}
	if code, out, errs = forvalt(t, "validate", "--data", data); code != exitOK {
		t.Errorf("validate: exit %d\n%s%s", code, out, errs)
	}
}

// A notice larger than any real one, and bytes that are no text, are refused whole.
func TestImportRefusesWhatIsNoNotice(t *testing.T) {
	award, err := os.ReadFile("testdata/notices/award.xml")
	if err != nil {
		t.Fatal(err)
	}
	for code, text := range map[string]string{"FV801": "<!DOCTYPE x>" + string(award), "FV802": string(award[:len(award)/2]), "FV808": string(award) + strings.Repeat(" ", 50<<20), "FV813": "\xFF\xFE<\x00"} {
		data, run := imported(t)
		before := tree(t, data)
		notice := filepath.Join(t.TempDir(), "notice.xml")
		if err := os.WriteFile(notice, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if exit, out, errs := run(notice); exit != exitFindings || !strings.Contains(errs, code) {
			t.Errorf("%s: exit %d\n%s%.300s", code, exit, out, errs)
		}
		unchanged(t, code, data, before)
	}
}

// lacking are the rules that speak of what import writes, each with what the notices do not say.
var lacking = map[string]string{
	"FV105": "whether a contract was extended past the end that the notice states",
	"FV133": "the framework itself: only the number of its notice",
	"FV201": "who manages the contract",
	"FV202": "category, department, criticality, plan and requirements",
	"FV302": "a maximum of the framework",
	"FV316": "the rate of another currency",
}

// What import writes, validate finds nothing to say about but what the notices lack.
func TestWhatIsImportedIsValid(t *testing.T) {
	notices, _ := filepath.Glob("../../internal/exchange/eforms/testdata/*.xml")
	own, _ := filepath.Glob("testdata/notices/*.xml")
	notices = append(notices, own...)
	_ = filepath.WalkDir("../../../shared/data/eforms", func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".xml") {
			notices = append(notices, p)
		}
		return nil // without them, the others do
	})
	data, run := imported(t)
	validate := func() map[string]bool {
		_, out, _ := forvalt(t, "validate", "--data", data, "--as-of", "2026-11-30", "--lang", "en")
		found := map[string]bool{}
		for _, line := range regexp.MustCompile(`(?m)^\S+: \w+ FV\d+: .*$`).FindAllString(out, -1) {
			found[line] = true
		}
		return found
	}
	before := validate()
	if _, out, errs := run(notices...); !strings.Contains(out, "files made") {
		t.Fatalf("%s%s", out, errs)
	}
	code, used := regexp.MustCompile(`FV\d+`), map[string]int{}
	for line := range validate() {
		switch c := code.FindString(line); {
		case before[line]:
		case lacking[c] == "":
			t.Errorf("import wrote what is not valid: %s", line)
		default:
			used[c]++
		}
	}
	t.Logf("%d notices; findings that they cause: %v", len(notices), used)
	if used["FV201"] == 0 {
		t.Error("no contract was validated")
	}
}
