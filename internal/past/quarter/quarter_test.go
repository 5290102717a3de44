package quarter_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/pasttest"
	"github.com/forvalt/forvalt/internal/past/quarter"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/trend"
)

const program = "v9.9.9"

// options word no reason: the reports are compared by their figures.
func options(public bool) quarter.Options {
	return quarter.Options{Public: public, Because: func(*contract.RiskModel, trend.Movement) []string { return nil }}
}

// reported is the report of a quarter as on a day.
func reported(t *testing.T, data, asOf, q string) (*quarter.Report, error) {
	t.Helper()
	return quarter.Of(pasttest.Open(t, data, asOf, ""), options(false)).Report(t.Context(), parse(q))
}

func must(t *testing.T, data, asOf, q string) *quarter.Report {
	t.Helper()
	r, err := reported(t, data, asOf, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parse(q string) date.Quarter {
	out, _ := date.ParseQuarter(q)
	return out
}

// demo is a demo with a year of history, whose files git finds unchanged.
func demo(t *testing.T) (dir, data string) {
	t.Helper()
	pasttest.NeedGit(t)
	dir = pasttest.Demo(t, 30, 5, "2026-10-31")
	pasttest.Run(t, dir, "git reset -q")
	return dir, filepath.Join(dir, "contracts")
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

var title = regexp.MustCompile(`(?m)^title = .*`)

// A past quarter is told as it was then: what one report calls the quarter before is what
// that quarter's own report says, and today's data do not change it.
func TestAdjacentReportsAgree(t *testing.T) {
	t.Parallel()
	_, data := demo(t)
	q3, q2, q1 := must(t, data, "2026-10-31", "2026-q3"), must(t, data, "2026-10-31", "2026-q2"), must(t, data, "2026-10-31", "2026-q1")
	for _, pair := range [][2]*quarter.Report{{q3, q2}, {q2, q1}} {
		if pair[0].Before == nil || !cmp.Equal(*pair[0].Before, pair[1].Status) {
			t.Errorf("%s calls %s something else:\n%s", pair[0].Quarter, pair[1].Quarter, cmp.Diff(pair[0].Before, &pair[1].Status))
		}
	}
	if q3.Source.Kind != "today" || q2.Source.Kind != "commit" || q2.Source.Revision == "" {
		t.Errorf("sources %+v, %+v", q3.Source, q2.Source)
	}
	rewrite(t, oneContract(t, data), func(s string) string { return title.ReplaceAllString(s, `title = "En annen"`) })
	if again := must(t, data, "2026-10-31", "2026-q2"); !cmp.Equal(again.Status, q2.Status) {
		t.Error("today's data change a past quarter")
	}
}

// A frozen quarter stands when data and model change; what is not committed is not frozen,
// and a frozen report that is broken is told.
func TestFrozenQuarterStands(t *testing.T) {
	t.Parallel()
	dir, data := demo(t)
	q3 := parse("2026-q3")
	freeze := func() ([]byte, error) {
		f, err := quarter.Freeze(t.Context(), pasttest.Open(t, data, "2026-10-31", ""), options(false), q3, program)
		if err != nil {
			return nil, err
		}
		return f.Encode()
	}
	first := oneContract(t, data)
	rewrite(t, first, func(s string) string { return s + "\n# en merknad\n" })
	var dirty *past.DirtyError
	if _, err := freeze(); !errors.As(err, &dirty) || len(dirty.Files) != 1 || !strings.HasPrefix(dirty.Files[0], "contracts/agreements/") {
		t.Errorf("uncommitted: %v", err)
	}
	pasttest.Run(t, dir, "git add contracts; git commit -qm Merknad")
	before := must(t, data, "2026-10-31", "2026-q3")
	file, err := freeze()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(data, filepath.FromSlash(quarter.FrozenName(q3)))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, file, 0o644)); err != nil {
		t.Fatal(err)
	}
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
	after := must(t, data, "2026-10-31", "2026-q3")
	if !after.Frozen || before.Frozen || !cmp.Equal(before.Status, after.Status) || after.Source.Program != program || after.Source.Revision != pasttest.Run(t, dir, "git rev-parse HEAD") {
		t.Errorf("the frozen quarter changed: %+v\n%s", after.Source, cmp.Diff(before.Status, after.Status))
	}
	archive := pasttest.Open(t, data, "2026-10-31", "")
	if found := quarter.Findings(&archive.Today); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	rewrite(t, name, func(s string) string { return s[:len(s)/2] })
	var frozen *quarter.FrozenError
	if _, err := reported(t, data, "2026-10-31", "2026-q3"); !errors.As(err, &frozen) || frozen.Path != "contracts/reports/2026-q3.json" {
		t.Errorf("broken: %v", err)
	}
	if found := quarter.Findings(&archive.Today); len(found) != 1 || found[0].Code != "FV039" || found[0].File != "contracts/reports/2026-q3.json" {
		t.Errorf("%+v", found)
	}
	site, err := quarter.Site(t.Context(), archive, options(true))
	if err != nil || len(site) != 4 || !errors.As(site[0].Err, &frozen) || site[1].Err != nil || site[1].Quarter != parse("2026-q2") {
		t.Errorf("%+v, %v", site, err)
	}
}

// What a quarter before that is frozen said is told as it was reported, whatever the data
// say of it now.
func TestQuarterBeforeIsFrozen(t *testing.T) {
	t.Parallel()
	_, data := demo(t)
	f, err := quarter.Freeze(t.Context(), pasttest.Open(t, data, "2026-10-31", ""), options(false), parse("2026-q2"), program)
	if err != nil {
		t.Fatal(err)
	}
	f.Internal.Passed = 77
	file, err := f.Encode()
	name := filepath.Join(data, "reports", "2026-q2.json")
	if err := errors.Join(err, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, file, 0o644)); err != nil {
		t.Fatal(err)
	}
	if r := must(t, data, "2026-10-31", "2026-q3"); r.Before == nil || r.Before.Passed != 77 || r.Passed == 77 {
		t.Errorf("before: %+v", r.Before)
	}
}

// A quarter that reports/<quarter>.toml pins to a revision is measured from that, with the
// model that it names.
func TestPinnedQuarter(t *testing.T) {
	t.Parallel()
	dir, data := demo(t)
	pasttest.Run(t, dir, "git tag q3-2026")
	want := must(t, data, "2026-10-31", "2026-q3")
	if err := os.RemoveAll(filepath.Dir(oneContract(t, data))); err != nil {
		t.Fatal(err)
	}
	pin := func(text string) {
		name := filepath.Join(data, "reports", "2026-q3.toml")
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text+"\n"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	pin(`revision = "q3-2026"`)
	got := must(t, data, "2026-10-31", "2026-q3")
	if !cmp.Equal(got.Status, want.Status) || got.Source.Kind != "named" || got.Source.Revision != "q3-2026" {
		t.Errorf("%+v\n%s", got.Source, cmp.Diff(want.Status, got.Status))
	}
	pin(`revision = "q9"`)
	var revision *past.RevisionError
	if _, err := reported(t, data, "2026-10-31", "2026-q3"); !errors.As(err, &revision) || revision.Revision != "q9" || !errors.Is(err, history.ErrNoSuchRev) {
		t.Errorf("a revision that is none: %v", err)
	}
	pin("revision = \"q3-2026\"\nmodel = \"2019-01-01\"")
	var model *past.ModelError
	if _, err := reported(t, data, "2026-10-31", "2026-q3"); !errors.As(err, &model) || model.Model != "2019-01-01" {
		t.Errorf("a model that is none: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	var pinned *past.PinError
	if _, err := reported(t, data, "2026-10-31", "2026-q3"); !errors.As(err, &pinned) {
		t.Errorf("without Git: %v", err)
	}
}

// History that cannot be read is told, not guessed at.
func TestReportOfBrokenHistory(t *testing.T) {
	t.Parallel()
	dir, data := demo(t)
	packs, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		t.Fatal(packs, err)
	}
	for _, p := range packs {
		if err := os.Chmod(p, 0o644); err != nil {
			t.Fatal(err)
		}
		rewrite(t, p, func(s string) string { return s[:len(s)/3] })
	}
	if r, err := reported(t, data, "2026-10-31", "2026-q2"); err == nil {
		t.Errorf("%+v", r.Source)
	}
}

// The books of a quarter are open through the day on which they close, and are shut the
// day after; a clone that lacks the history of then says so, and today's data are used.
func TestBooksClose(t *testing.T) {
	t.Parallel()
	dir, data := demo(t)
	for day, want := range map[string]report.SourceKind{"2026-10-31": report.SourceToday, "2026-11-01": report.SourceCommit} {
		if r := must(t, data, day, "2026-q3"); r.Source.Kind != want || r.Source.Why != "" {
			t.Errorf("on %s: %+v", day, r.Source)
		}
	}
	// a commit in the first minute after the day, in the portfolio's zone, is too late;
	// one in its last minute, which is the same day in UTC only, is not
	late := func(when, to string) {
		rewrite(t, oneContract(t, data), func(s string) string { return title.ReplaceAllString(s, `title = "`+to+`"`) })
		pasttest.Run(t, dir, "git add contracts; GIT_COMMITTER_DATE="+when+" git commit -qm '"+to+"'")
	}
	before := must(t, data, "2026-11-26", "2026-q3")
	late("2026-10-31T23:59:00+01:00", "I siste liten")
	in := must(t, data, "2026-11-26", "2026-q3")
	late("2026-11-01T00:00:30+01:00", "For sent")
	if out := must(t, data, "2026-11-26", "2026-q3"); in.Source.Revision == before.Source.Revision || out.Source.Revision != in.Source.Revision {
		t.Errorf("revisions %s, %s, %s", before.Source.Revision, in.Source.Revision, out.Source.Revision)
	}
	pasttest.Run(t, dir, "git clone -q --depth 1 file://$PWD grunn")
	if r := must(t, filepath.Join(dir, "grunn", "contracts"), "2026-11-26", "2026-q3"); r.Source.Kind != "today" || !strings.Contains(r.Source.Why, "unshallow") {
		t.Errorf("shallow: %+v", r.Source)
	}
}

// A contract that was public at a quarter's end, and is internal now, is in no public
// report of it.
func TestWithdrawnFromPublicReports(t *testing.T) {
	t.Parallel()
	_, data := demo(t)
	public := func() *quarter.Report {
		t.Helper()
		r, err := quarter.Of(pasttest.Open(t, data, "2026-10-31", ""), options(true)).Report(t.Context(), parse("2026-q2"))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	named := func(r *quarter.Report) (ids []string) {
		for _, list := range [][]report.Contract{r.Started, r.Ended} {
			for _, c := range list {
				ids = append(ids, c.ID)
			}
		}
		for _, d := range r.Deadlines {
			ids = append(ids, d.ID)
		}
		return ids
	}
	before := named(public())
	if len(before) == 0 {
		t.Fatal("the public report names no contract")
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
	for _, id := range named(public()) {
		if _, err := os.Stat(filepath.Join(data, "agreements", id)); err == nil && id != "" { // without an id, it is withheld
			t.Errorf("%s is named", id)
		}
	}

	// So are those that have another id now.
	for _, f := range files {
		rewrite(t, f, func(s string) string { return `id_was = ["` + filepath.Base(filepath.Dir(f)) + "\"]\n" + s })
		if err := os.Rename(filepath.Dir(f), filepath.Dir(f)+"-ny"); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range named(public()) {
		// What has been taken out of the data since has no other id.
		if _, err := os.Stat(filepath.Join(data, "agreements", id+"-ny")); err == nil && id != "" && slices.Contains(before, id) {
			t.Errorf("%s is named, which has another id now", id)
		}
	}
}
