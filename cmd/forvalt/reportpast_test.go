package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// A past quarter is told as it was then: what one report calls the quarter before is what
// that quarter's own report says, and today's data do not change it.
func TestAdjacentReportsAgree(t *testing.T) {
	data, _ := reportedRepository(t)
	at := []string{"--data", data, "--as-of", "2026-10-31", "--quarter"}
	q3, q2, q1 := reported(t, append(at, "2026-q3")...), reported(t, append(at, "2026-q2")...), reported(t, append(at, "2026-q1")...)
	for _, pair := range [][2]*report.Report{{q3, q2}, {q2, q1}} {
		if pair[0].Before == nil || !cmp.Equal(*pair[0].Before, pair[1].Status, cmp.AllowUnexported()) {
			t.Errorf("%s calls %s something else:\n%s", pair[0].Quarter, pair[1].Quarter, cmp.Diff(pair[0].Before, &pair[1].Status))
		}
	}
	if q3.Source.Kind != "today" || q2.Source.Kind != "commit" || q2.Source.Revision == "" {
		t.Errorf("sources %+v, %+v", q3.Source, q2.Source)
	}
	first := oneContract(t, data)
	rewrite(t, first, func(s string) string {
		return regexp.MustCompile(`(?m)^title = .*`).ReplaceAllString(s, `title = "<b>a|b</b>"`)
	})
	if again := reported(t, append(at, "2026-q2")...); !cmp.Equal(again.Status, q2.Status) {
		t.Error("today's data change a past quarter")
	}
	_, out, _ := forvalt(t, append([]string{"report"}, append(at, "2026-q3")...)...)
	if strings.Contains(out, "<b>") {
		t.Errorf("what data say becomes HTML:\n%.1500s", out)
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

// A frozen quarter stands when data and model change, on the site as well; what is not
// committed is not frozen, and what is frozen is not frozen again.
func TestFreeze(t *testing.T) {
	data, git := reportedRepository(t)
	at := []string{"--data", data, "--as-of", "2026-10-31", "--lang", "nb", "--quarter", "2026-q3"}
	run := func(more ...string) (int, string, string) {
		return forvalt(t, append(append([]string{"report"}, at...), more...)...)
	}
	git("status") // skips where there is no git
	first := oneContract(t, data)
	rewrite(t, first, func(s string) string { return s + "\n# en merknad\n" })
	if code, _, errs := run("--freeze"); code != exitFindings || !strings.Contains(errs, "lagre den først") {
		t.Errorf("uncommitted: exit %d %s", code, errs)
	}
	git("commit", "-qam", "Merknad")
	before := reported(t, at...)
	if code, _, errs := run("--freeze"); code != exitOK {
		t.Fatalf("exit %d %s", code, errs)
	}
	if code, _, errs := run("--freeze"); code != exitFindings || !strings.Contains(errs, "låst fra før") {
		t.Errorf("again: exit %d %s", code, errs)
	}
	git("add", ".")
	git("commit", "-qm", "Rapporten for 3. kvartal")
	_, report3, _ := run()
	models, err := filepath.Glob(filepath.Join(data, "risk", "*.toml"))
	if err != nil || len(models) == 0 {
		t.Fatal(err)
	}
	for _, m := range models {
		rewrite(t, m, func(s string) string { return strings.ReplaceAll(s, "weight = 3", "weight = 1") })
	}
	if err := os.RemoveAll(filepath.Dir(first)); err != nil {
		t.Fatal(err)
	}
	after := reported(t, at...)
	if !cmp.Equal(before.Status, after.Status) || after.Source.Program == "" {
		t.Errorf("the frozen quarter changed:\n%s", cmp.Diff(before.Status, after.Status))
	}
	if _, again, _ := run(); again != report3 || !strings.Contains(again, "Rapporten er låst") {
		t.Errorf("the frozen report reads otherwise:\n%s", cmp.Diff(report3, again))
	}
	if code, out, errs := run("--profile", "public"); code != exitOK || !strings.Contains(out, "Rapporten er låst") {
		t.Errorf("public: exit %d %s", code, errs)
	}
	if code, out, errs := forvalt(t, "validate", "--data", data, "--as-of", "2026-10-31", "--format", "json"); out == "" || strings.Contains(out, "2026-q3.json") {
		t.Errorf("validate: exit %d %s %.300s", code, errs, out)
	}
	frozen := filepath.Join(data, "reports", "2026-q3.json")
	rewrite(t, frozen, func(s string) string { return s[:len(s)/2] })
	if code, out, errs := run(); code != exitFindings || out != "" || !strings.Contains(errs, "2026-q3.json") {
		t.Errorf("broken: exit %d %q %s", code, out, errs)
	}
	if code, out, _ := forvalt(t, "validate", "--data", data, "--as-of", "2026-10-31", "--lang", "nb"); code != exitFindings || !strings.Contains(out, "2026-q3.json:1:1: error FV039") {
		t.Errorf("validate: exit %d %.300s", code, out)
	}
}

// A quarter that reports/<quarter>.toml pins to a revision is measured from that, with
// the model that it names.
func TestPinnedQuarter(t *testing.T) {
	data, git := reportedRepository(t)
	git("tag", "q3-2026")
	at := []string{"--data", data, "--as-of", "2026-10-31", "--quarter", "2026-q3"}
	want := reported(t, at...)
	if err := os.RemoveAll(filepath.Dir(oneContract(t, data))); err != nil {
		t.Fatal(err)
	}
	pin := filepath.Join(data, "reports", "2026-q3.toml")
	write := func(text string) {
		if err := os.MkdirAll(filepath.Dir(pin), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(pin, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("revision = \"q3-2026\"\n")
	got := reported(t, at...)
	if !cmp.Equal(got.Status, want.Status) || got.Source.Kind != "named" || got.Source.Revision != "q3-2026" {
		t.Errorf("%+v\n%s", got.Source, cmp.Diff(want.Status, got.Status))
	}
	for text, says := range map[string]string{"revision = \"q9\"": "q9", "revision = \"q3-2026\"\nmodel = \"2019-01-01\"": "2019-01-01"} {
		write(text + "\n")
		if code, out, errs := forvalt(t, append([]string{"report"}, at...)...); code != exitFindings || out != "" || !strings.Contains(errs, says) {
			t.Errorf("%s: exit %d %q %s", text, code, out, errs)
		}
	}
}

// History that cannot be read is told, not guessed at.
func TestReportOfBrokenHistory(t *testing.T) {
	data, git := reportedRepository(t)
	git("status")
	packs, err := filepath.Glob(filepath.Join(data, "..", ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		t.Fatal(packs, err)
	}
	for _, p := range packs {
		if err := os.Chmod(p, 0o644); err != nil {
			t.Fatal(err)
		}
		rewrite(t, p, func(s string) string { return s[:len(s)/3] })
	}
	code, out, errs := forvalt(t, "report", "--data", data, "--as-of", "2026-10-31", "--quarter", "2026-q2")
	if code != exitFindings || out != "" || errs == "" {
		t.Errorf("exit %d %.200q %s", code, out, errs)
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
