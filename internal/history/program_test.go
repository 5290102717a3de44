package history

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// Of the same commits a repository with SHA-256 names says the same as one with SHA-1,
// but for the names, and those are git's.
func TestSHA256(t *testing.T) {
	t.Parallel()
	const more = "\ngit rm -q data/a/out data/loop data/a.d/dir; git commit -qm clean; mkdir data/n; git mv data/a.d/z data/n/z; git commit -qm moved; git tag -a -m v2 v2"
	dir := repo(t, strings.Replace(linked, "git init -q", "git init -q --object-format=sha256", 1)+more)
	r, plain := open(t, filepath.Join(dir, "data")), open(t, filepath.Join(repo(t, linked, more), "data"))
	if r.program == nil || plain.program != nil {
		t.Fatal("which repository is read by whom?")
	}
	ask := Questions{Last: true, Recent: -1}
	log, err1 := r.Walk(t.Context(), ask)
	want, err2 := plain.Walk(t.Context(), ask)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	hashes := strings.Fields(gitSays(t, dir, "log", "--first-parent", "--format=%H", "--", "data"))
	if len(hashes) != len(log.Recent) || len(hashes) != len(want.Recent) {
		t.Fatal(len(hashes), len(log.Recent), len(want.Recent))
	}
	for i, c := range log.Recent {
		if c.Hash != hashes[i] || len(c.Hash) != 64 || c.Subject != want.Recent[i].Subject || !slices.Equal(c.Paths(), want.Recent[i].Paths()) {
			t.Errorf("%+v, want %s %+v", c, hashes[i], want.Recent[i])
		}
	}
	for p, c := range want.Last {
		if got := log.Last[p]; got.Subject != c.Subject || got.Hash != gitSays(t, dir, "log", "-1", "--first-parent", "--diff-merges=first-parent", "-s", "--format=%H", "--", "data/"+p) {
			t.Errorf("%s: %+v", p, got)
		}
	}
	all := Files{Want: func(string) bool { return true }, Renames: true}
	if n, m := len(log.Stories(all)), len(want.Stories(all)); hashAt(log, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) != hashes[0] || n != m {
		t.Errorf("%+v, %d stories, want %d", log.Line[0], n, m)
	}
	for _, rev := range []string{"HEAD", "@", "main", "side", "v1", "v2", "HEAD~2", "HEAD~2^2", hashes[1], hashes[1][:40], hashes[1][:7], strings.ToUpper(hashes[1][:9]), gitSays(t, dir, "rev-parse", "v1")} {
		if _, c, err := r.FS(rev); err != nil || c.Hash != gitSays(t, dir, "rev-parse", rev+"^{commit}") {
			t.Errorf("%s: %v, %v", rev, c, err)
		}
	}
	for _, rev := range []string{"nowhere", "", "HEAD~9", "HEAD^{tree}", gitSays(t, dir, "rev-parse", "HEAD:data"), gitSays(t, dir, "rev-parse", "HEAD:data")[:9], "deadbeef", "HEAD:data", "main..side", "-h", "a\nb"} {
		if _, c, err := r.FS(rev); !errors.Is(err, ErrNoSuchRev) {
			t.Errorf("%q: %v, %v", rev, c, err)
		}
	}
	fsys, _, err := r.FS("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(fsys, "n/z", "a/link", "empty", "side"); err != nil {
		t.Error(err)
	}
	if got, err := r.Differing("HEAD~1", os.DirFS(filepath.Join(dir, "data"))); err != nil || !reflect.DeepEqual(got, []string{"a.d/z", "n/z"}) {
		t.Errorf("%v, %v", got, err)
	}
	if err := r.Keep("one", []byte("1")); err != nil {
		t.Error(err)
	}
	if got, ok := open(t, dir).Kept("one"); !ok || string(got) != "1" {
		t.Error("what was kept is not there")
	}
	by, err := r.Brought(t.Context())
	if err != nil || by[gitSays(t, dir, "rev-parse", "side")] != gitSays(t, dir, "rev-parse", "HEAD~2") {
		t.Errorf("%v, %v", by, err)
	}
}

// Damaged, lacking, shallow, bare, unborn: as with SHA-1.
func TestSHA256WithFaults(t *testing.T) {
	const made = "git init -q --object-format=sha256 -b main; mkdir data; for i in 1 2 3; do echo $i >data/x; git add .; git commit -qm $i; done; chmod -R +w .git;"
	const loose = "loose() { echo .git/objects/$(git rev-parse $1 | sed 's#^..#&/#'); }\n"
	for _, c := range []struct {
		name, harm, rev string
		missing         bool
	}{
		{"blob damaged", "echo x >$(loose HEAD~1:data/x)", "HEAD~1", false},
		{"blob of another content", "cp $(loose HEAD:data/x) $(loose HEAD~1:data/x)", "HEAD~1", false},
		{"blob lacking", "rm $(loose HEAD~1:data/x)", "HEAD~1", true},
		{"folder damaged", "echo x >$(loose HEAD~1:data)", "HEAD~1", false},
		{"commit damaged", "echo x >$(loose HEAD~1)", "HEAD~1", false},
		{"head damaged", "echo x >$(loose HEAD)", "HEAD", false},
		{"head lacking", "rm $(loose HEAD)", "HEAD", true},
	} {
		r := open(t, filepath.Join(repo(t, made, loose+c.harm), "data"))
		for range 2 {
			fsys, _, err := r.FS(c.rev)
			if err == nil {
				_, err = fs.ReadFile(fsys, "x")
			}
			var oe *ObjectError
			if !errors.As(err, &oe) || oe.Missing() != c.missing {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
	dir := repo(t, made, `git clone -q --depth 1 "file://$PWD" cut; git clone -q --bare . bare; git clone -q --filter=blob:none --no-checkout "file://$PWD" part; git init -q --object-format=sha256 unborn; mkdir bare/d; git worktree add -q wt -b other`)
	r := open(t, filepath.Join(dir, "cut", "data"))
	if log, err := r.Walk(t.Context(), Questions{Last: true}); err != nil || !log.Cut || len(log.Last) != 0 {
		t.Errorf("%+v, %v", log, err)
	}
	if _, _, err := r.FS("HEAD~1"); !errors.Is(err, ErrCut) {
		t.Error(err)
	}
	if _, err := Open(filepath.Join(dir, "bare", "d")); !errors.Is(err, ErrNone) {
		t.Errorf("bare: %v", err)
	}
	if _, err := open(t, filepath.Join(dir, "unborn")).Head(); !errors.Is(err, ErrNoCommit) {
		t.Error(err)
	}
	if c, err := open(t, filepath.Join(dir, "wt", "data")).Head(); err != nil || c.Hash != gitSays(t, dir, "rev-parse", "HEAD") {
		t.Errorf("work tree: %v, %v", c, err)
	}
	t.Setenv("GIT_DIR", filepath.Join(dir, "cut", ".git")) // as in a hook of another repository
	if c, err := open(t, filepath.Join(dir, "data")).Head(); err != nil || c.Subject != "3" {
		t.Errorf("%v, %v", c, err)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Error(err)
	}
}
