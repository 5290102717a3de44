package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/report"
)

// reportedRepository is a demo with a year of history; git runs the program there.
func reportedRepository(t *testing.T) (data string, git func(args ...string)) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", "--demo", "30", "--history", "5", "--as-of", "2026-10-31", dir); code != exitOK {
		t.Fatal(errs)
	}
	return filepath.Join(dir, "contracts"), func(args ...string) {
		t.Helper()
		if _, err := exec.LookPath("git"); err != nil {
			t.Skip("git is not installed")
		}
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Kari", "-c", "user.email=kari@example.org"}, args...)...)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
	}
}

func rewrite(t *testing.T, file string, change func(string) string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(change(string(text))), 0o644); err != nil {
		t.Fatal(err)
	}
}

func oneContract(t *testing.T, data string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(data, "agreements", "*", "contract.toml"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	return files[0]
}

// Freezing is refused where it would not stand, and says why; the frozen report says that it
// is frozen, and validate tells of one that is broken.
func TestFreeze(t *testing.T) {
	data, git := reportedRepository(t)
	at := []string{"--data", data, "--as-of", "2026-10-31", "--lang", "nb", "--quarter", "2026-q3"}
	run := func(more ...string) (int, string, string) {
		return forvalt(t, append(append([]string{"report"}, at...), more...)...)
	}
	git("status") // skips where there is no git
	first := oneContract(t, data)
	rewrite(t, first, func(s string) string {
		return regexp.MustCompile(`(?m)^title = .*`).ReplaceAllString(s, `title = "<b>a|b</b>"`)
	})
	if code, _, errs := run("--freeze"); code != exitFindings || !strings.Contains(errs, "lagre den først") {
		t.Errorf("uncommitted: exit %d %s", code, errs)
	}
	git("commit", "-qam", "Merknad")
	if code, _, errs := run("--freeze"); code != exitOK {
		t.Fatalf("exit %d %s", code, errs)
	}
	if code, _, errs := run("--freeze"); code != exitFindings || !strings.Contains(errs, "låst fra før") {
		t.Errorf("again: exit %d %s", code, errs)
	}
	for _, profile := range []string{"internal", "public"} {
		if code, out, errs := run("--profile", profile); code != exitOK || !strings.Contains(out, "Rapporten er låst") || strings.Contains(out, "<b>") {
			t.Errorf("%s: exit %d %s", profile, code, errs)
		}
	}
	rewrite(t, filepath.Join(data, "reports", "2026-q3.json"), func(s string) string { return s[:len(s)/2] })
	if code, out, errs := run(); code != exitFindings || out != "" || !strings.Contains(errs, "2026-q3.json") {
		t.Errorf("broken: exit %d %q %s", code, out, errs)
	}
	if code, out, _ := forvalt(t, "validate", "--data", data, "--as-of", "2026-10-31", "--lang", "nb"); code != exitFindings || !strings.Contains(out, "2026-q3.json:1:1: error FV039") {
		t.Errorf("validate: exit %d %.300s", code, out)
	}
	for text, says := range map[string]string{"revision = \"q9\"": "q9", "revision = \"HEAD\"\nmodel = \"2019-01-01\"": "2019-01-01"} {
		if err := os.WriteFile(filepath.Join(data, "reports", "2026-q2.toml"), []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := forvalt(t, "report", "--data", data, "--as-of", "2026-10-31", "--lang", "nb", "--quarter", "2026-q2"); code != exitFindings || out != "" || !strings.Contains(errs, says) {
			t.Errorf("%s: exit %d %q %s", text, code, out, errs)
		}
	}
}

// A contract that was public at a quarter's end, and is internal now, is in no public
// report of it, neither one that is made nor one that is frozen, nor on the site; and why
// a report cannot be made is not told to the public.
func TestWithdrawnFromPublicReports(t *testing.T) {
	needAssets(t)
	data, git := reportedRepository(t)
	git("status")
	at := []string{"--data", data, "--as-of", "2026-10-31", "--lang", "nb"}
	public := func(quarter string) (string, *report.Report) {
		_, text, _ := forvalt(t, append([]string{"report", "--profile", "public", "--quarter", quarter}, at...)...)
		return text, reported(t, append(at, "--profile", "public", "--quarter", quarter)...)
	}
	if code, _, errs := forvalt(t, append([]string{"report", "--freeze", "--quarter", "2026-q3"}, at...)...); code != exitOK {
		t.Fatal(errs)
	}
	_, frozen := public("2026-q3")
	_, made := public("2026-q2")
	named := map[string]string{}
	for _, r := range []*report.Report{frozen, made} {
		for _, c := range slices.Concat(r.Started, r.Ended) {
			named[c.ID] = c.Title
		}
		for _, d := range r.Deadlines {
			named[d.ID] = d.Title
		}
	}
	if len(named) == 0 || len(frozen.Deadlines) == 0 || len(made.Deadlines) == 0 {
		t.Fatal("the public reports name no contract")
	}
	files, err := filepath.Glob(filepath.Join(data, "agreements", "*", "contract.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		rewrite(t, f, func(s string) string {
			return strings.Replace(s, `visibility = "public"`, `visibility = "internal"`, 1)
		})
	}
	for _, q := range []string{"2026-q3", "2026-q2"} {
		text, r := public(q)
		out, err := report.Indented(r)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text, "ikke lenger er offentlig") {
			t.Errorf("%s does not tell that contracts are withheld", q)
		}
		for id, title := range named {
			_, err := os.Stat(filepath.Join(data, "agreements", id))
			others := slices.ContainsFunc(slices.Concat(r.Started, r.Ended), func(c report.Contract) bool { return c.Title == title }) ||
				slices.ContainsFunc(r.Deadlines, func(d report.Deadline) bool { return d.Title == title }) // archived contracts of the same name
			if err == nil && (strings.Contains(string(out), `"`+id+`"`) || !others && strings.Contains(text, title)) {
				t.Errorf("%s names %s", q, id)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(data, "reports", "2026-q2.toml"), []byte("revision = \"hemmelig_merke\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(t.TempDir(), "site")
	if code, _, errs := forvalt(t, append([]string{"build", "--profile", "public", "--out", site}, at...)...); code != exitOK || !strings.Contains(errs, "hemmelig_merke") {
		t.Fatalf("exit %d %s", code, errs)
	}
	for name, content := range tree(t, site) {
		if strings.Contains(content, "hemmelig_merke") {
			t.Errorf("%s tells why", name)
		}
	}
}
