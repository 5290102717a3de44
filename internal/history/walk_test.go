package history

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// maker writes a random history through git fast-import and remembers what was renamed.
type maker struct {
	r     *rand.Rand
	out   bytes.Buffer
	mark  int
	files map[string]string   // of the branch that is being written
	was   map[string][]string // earlier paths, latest first
	n     int
}

func (m *maker) text() string {
	var b strings.Builder
	for range 30 {
		fmt.Fprintf(&b, "line %d\n", m.r.Uint64())
	}
	return b.String()
}

// edit changes one line, so that git still takes a renamed file for the same.
func (m *maker) edit(text string) string {
	lines := strings.SplitAfter(text, "\n")
	lines[m.r.IntN(30)] = fmt.Sprintf("line %d\n", m.r.Uint64())
	return strings.Join(lines, "")
}

// change does one thing to the files, as fast-import's commands.
func (m *maker) change(b *strings.Builder) {
	paths := slices.Sorted(maps.Keys(m.files))
	p := paths[m.r.IntN(len(paths))]
	put := func(p, text string) {
		m.files[p] = text
		fmt.Fprintf(b, "M 100644 inline data/%s\ndata %d\n%s\n", p, len(text), text)
	}
	m.n++
	to := fmt.Sprintf("%s/f%d.toml", []string{"a", "b", "c/d"}[m.r.IntN(3)], m.n)
	switch k := m.r.IntN(10); {
	case k < 5:
		put(p, m.edit(m.files[p]))
	case k < 6:
		put(to, m.text())
	case k < 7 && len(paths) > 4:
		delete(m.files, p)
		fmt.Fprintf(b, "D data/%s\n", p)
	default:
		text := m.files[p]
		if k == 8 {
			text = m.edit(text)
		}
		delete(m.files, p)
		fmt.Fprintf(b, "D data/%s\n", p)
		put(to, text)
		m.was[to] = append([]string{p}, m.was[p]...)
	}
}

func (m *maker) commit(branch, changes string, parents ...int) int {
	m.mark++
	when := 1_600_000_000 + int64(m.mark)*86_400
	fmt.Fprintf(&m.out, "commit refs/heads/%s\nmark :%d\ncommitter Kari <k@example.no> %d +0100\ndata 2\nc\n\n", branch, m.mark, when)
	for i, p := range parents {
		fmt.Fprintf(&m.out, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
	}
	m.out.WriteString(changes + "\n")
	return m.mark
}

// files as commands that make the tree what it is now: a merge's or a squash's.
func (m *maker) whole() string {
	var b strings.Builder
	b.WriteString("deleteall\n")
	for _, p := range slices.Sorted(maps.Keys(m.files)) {
		fmt.Fprintf(&b, "M 100644 inline data/%s\ndata %d\n%s\n", p, len(m.files[p]), m.files[p])
	}
	return b.String()
}

func randomHistory(t *testing.T, seed uint64) (string, *maker) {
	t.Helper()
	m := &maker{r: rand.New(rand.NewPCG(seed, 5)), files: map[string]string{}, was: map[string][]string{}}
	for i := range 6 {
		m.files[fmt.Sprintf("a/start%d.toml", i)] = m.text()
	}
	head := m.commit("main", m.whole())
	for range 25 {
		var b strings.Builder
		switch k := m.r.IntN(6); {
		case k < 4:
			m.change(&b)
			head = m.commit("main", b.String(), head)
		default: // a side branch of some commits, merged or squashed
			side := head
			for range 1 + m.r.IntN(3) {
				b.Reset()
				m.change(&b)
				side = m.commit("side", b.String(), side)
			}
			if k == 4 {
				head = m.commit("main", m.whole(), head, side)
			} else {
				head = m.commit("main", m.whole(), head)
			}
		}
	}
	dir := repo(t, "git init -q -b main")
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet", "--force")
	cmd.Stdin = &m.out
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir, m
}

// The oracle of stories and last changes is the git program, which follows renames by
// likeness; here the data says them.
func TestStoriesAreThoseOfGit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		dir, m := randomHistory(t, seed)
		log, err := open(t, filepath.Join(dir, "data")).Walk(context.Background(), Questions{Last: true, Recent: -1})
		if err != nil {
			t.Fatal(err)
		}
		stories := log.Stories(Files{Want: func(string) bool { return true }, Was: func(p string) []string { return m.was[p] }})
		renames := 0
		for p := range m.files {
			var got []string
			for _, s := range stories[p] {
				got = append(got, s.Hash)
				if s.Kind == Renamed {
					renames++
				}
			}
			want := strings.Fields(gitSays(t, dir, "log", "--first-parent", "--follow", "--diff-merges=first-parent", "-s", "--format=%H", "main", "--", "data/"+p))
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, %s:\n%v, git says\n%v", seed, p, stories[p], want)
			}
			last := gitSays(t, dir, "log", "-1", "--first-parent", "--diff-merges=first-parent", "-s", "--format=%H", "main", "--", "data/"+p)
			if log.Last[p].Hash != last {
				t.Errorf("seed %d, %s: last change %s, git says %s", seed, p, log.Last[p].Hash, last)
			}
		}
		if renames == 0 || len(log.Last) != len(m.files) {
			t.Errorf("seed %d: %d renames, %d of %d files", seed, renames, len(log.Last), len(m.files))
		}
	}
}

// Pure renames are found by content, without the data's help.
func TestRenamesByContent(t *testing.T) {
	t.Parallel()
	dir := repo(t, `
git init -q -b main; mkdir -p data/old data/other; echo one >data/old/x.toml; echo one >data/other/y.toml; git add .; git commit -qm first
git mv data/old data/new; git commit -qm moved; echo two >>data/new/x.toml; git commit -qam changed; git rm -q data/other/y.toml; git commit -qm gone`)
	r := open(t, filepath.Join(dir, "data"))
	log, err := r.Walk(context.Background(), Questions{Recent: -1})
	if err != nil {
		t.Fatal(err)
	}
	all := Files{Want: func(string) bool { return true }, Renames: true}
	stories := log.Stories(all)
	var got []string
	for _, s := range stories["new/x.toml"] {
		got = append(got, s.Subject+" "+string(s.Kind)+" "+s.Path+" "+s.From)
	}
	want := []string{"changed changed new/x.toml ", "moved renamed new/x.toml old/x.toml", "first added old/x.toml "}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if s := stories["other/y.toml"]; len(s) != 2 || s[0].Kind != Removed || s[1].Kind != Added {
		t.Errorf("%+v", s)
	}
	if log.Oldest.Subject != "first" || log.Cut {
		t.Errorf("oldest %+v", log.Oldest)
	}
	all.Renames = false
	if stories = log.Stories(all); len(stories["new/x.toml"]) != 2 || len(stories["old/x.toml"]) != 2 {
		t.Errorf("%v", stories)
	}
}

// The data's id_was also joins what was removed in one commit and came back in another.
func TestStoryOverAGap(t *testing.T) {
	t.Parallel()
	dir := repo(t, `
git init -q -b main; mkdir data; echo one >data/old.toml; git add .; git commit -qm first
git rm -q data/old.toml; git commit -qm removed; mkdir -p data; echo two >data/new.toml; git add .; git commit -qm back`)
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	log, err := open(t, filepath.Join(dir, "data")).Walk(context.Background(), Questions{Recent: -1})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range log.Stories(Files{Want: func(p string) bool { return p == "new.toml" }, Was: func(string) []string { return []string{"old.toml"} }})["new.toml"] {
		got = append(got, s.Subject+" "+string(s.Kind))
	}
	if !slices.Equal(got, []string{"back added", "removed removed", "first added"}) {
		t.Errorf("%q", got)
	}
}

// The oracle of moments is git rev-list --before.
func TestStateAtMoments(t *testing.T) {
	t.Parallel()
	dir, _ := randomHistory(t, 9)
	var moments []time.Time
	for i := range 20 {
		moments = append(moments, time.Unix(1_600_000_000+int64(i)*3*86_400-7, 0), time.Unix(1_600_000_000+int64(i)*4*86_400, 0))
	}
	log, err := open(t, filepath.Join(dir, "data")).Walk(context.Background(), Questions{})
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, at := range moments {
		want := gitSays(t, dir, "rev-list", "-1", "--first-parent", "--before", fmt.Sprint(at.Unix()), "main")
		if got := hashAt(log, at); got != want {
			t.Errorf("%s: %q, git says %q", at, got, want)
		}
		if want != "" {
			found++
		}
	}
	if found < 20 || log.Cut {
		t.Errorf("only %d moments found; cut: %v", found, log.Cut)
	}
}

func hashAt(log *Log, moment time.Time) string {
	if at := log.At(moment); at != nil {
		return at.Hash
	}
	return ""
}

// A clock that was wrong brings no commit in before its parents: git's own --before looks
// at one time only, and would find the third commit in March.
func TestCommitTimesNeverRunBackwards(t *testing.T) {
	t.Parallel()
	dir := repo(t, `
git init -q -b main; mkdir data
save() { echo $1 >data/x; git add .; GIT_COMMITTER_DATE=$1T10:00:00Z git commit -qm $1; }
save 2026-01-10; save 2026-06-10; save 2026-03-10; save 2026-07-10`)
	log, err := open(t, filepath.Join(dir, "data")).Walk(context.Background(), Questions{Recent: -1})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2026-01-09": "", "2026-01-11": "2026-01-10", "2026-03-31": "2026-01-10", "2026-06-09": "2026-01-10", "2026-06-11": "2026-03-10", "2026-07-09": "2026-03-10", "2026-12-31": "2026-07-10"} {
		moment, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		got, since := "", 4
		if at := log.At(moment); at != nil {
			got, since = at.Subject, at.Since
		}
		if older := log.Recent[min(since, 3)]; got != want || since < 4 && older.Subject != want {
			t.Errorf("%s: %q after %d commits, want %q", day, got, since, want)
		}
	}
}

func TestMomentsBeforeAShallowCloneAreUnknown(t *testing.T) {
	t.Parallel()
	dir, _ := randomHistory(t, 3)
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "-q", "--depth", "3", "-b", "main", "file://"+dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r := open(t, filepath.Join(clone, "data"))
	oldest, err := r.commit("HEAD~2")
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Walk(context.Background(), Questions{})
	if err != nil || !log.Cut || log.Oldest.Hash != oldest.Hash.String() || hashAt(log, oldest.Committer.When) != oldest.Hash.String() || hashAt(log, oldest.Committer.When.Add(-time.Second)) != "" {
		t.Errorf("%+v, %v", log, err)
	}
	if _, _, err := r.FS("HEAD~3"); err == nil || !strings.Contains(err.Error(), "cut at "+oldest.Hash.String()[:7]) {
		t.Errorf("beyond the cut: %v", err)
	}
}
