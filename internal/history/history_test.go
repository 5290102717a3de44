package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// begun are the repositories that several tests begin with: script → folder, made once.
var begun sync.Map

// begunIn is where they are made.
var begunIn string

func TestMain(m *testing.M) {
	var err error
	if begunIn, err = os.MkdirTemp("", "forvalt-history-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(begunIn)
	os.Exit(code)
}

// repo is a repository of its own, made by the git program: a copy of the one that the script
// makes, in which more commands, if any, were run.
func repo(t *testing.T, script string, more ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program is not here")
	}
	made, _ := begun.LoadOrStore(script, sync.OnceValues(func() (string, error) {
		dir, err := os.MkdirTemp(begunIn, "")
		if err != nil {
			return "", err
		}
		return dir, sh(dir, script)
	}))
	first, err := made.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := sh(dir, "cp -a '"+first+"/.' .\n"+strings.Join(more, "\n")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sh runs commands in a folder, always as the same person at the same time.
func sh(dir, script string) error {
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=Kari", "GIT_AUTHOR_EMAIL=k@example.no",
		"GIT_COMMITTER_NAME=Kari", "GIT_COMMITTER_EMAIL=k@example.no", "GIT_AUTHOR_DATE=2026-01-02T10:00:00Z", "GIT_COMMITTER_DATE=2026-01-02T10:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

const merged = `
git init -q -b main
mkdir -p data/a data/b; echo 1 >data/a/x.toml; echo 1 >data/b/y.toml; echo 1 >outside
git add .; git commit -qm first
git checkout -qb side; echo 2 >data/a/x.toml; git commit -qam "on a side branch"
git checkout -q main; echo 2 >data/b/y.toml; git commit -qam "on main"; echo 3 >outside; git commit -qam "outside"
git merge -q --no-ff -m "merge the side branch" side
`

// The oracle is the git program itself.
func TestLastChangesAreThoseOfGit(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged)
	r, err := Open(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Walk(context.Background(), Questions{Last: true, Recent: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"a/x.toml", "b/y.toml"} {
		out, err := exec.Command("git", "-C", dir, "log", "-1", "-s", "--first-parent", "--diff-merges=first-parent", "--format=%H %s", "--", "data/"+p).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := log.Last[p].Hash+" "+log.Last[p].Subject, strings.TrimSpace(string(out)); got != want {
			t.Errorf("%s: %s, git says %s", p, got, want)
		}
	}
	if len(log.Recent) != 3 || log.Recent[0].Subject != "merge the side branch" || !slices.Equal(log.Recent[0].Paths(), []string{"a/x.toml"}) {
		t.Errorf("recent changes: %+v", log.Recent)
	}
}

func TestDiffering(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged, "ln -s x.toml data/a/link; git add .; git commit -qm link; echo 9 >data/new.toml; rm data/a/x.toml")
	r, err := Open(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	fsys := os.DirFS(filepath.Join(dir, "data"))
	if got, err := r.Differing("HEAD", fsys); err != nil || !slices.Equal(got, []string{"a/x.toml", "new.toml"}) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := r.Differing("HEAD~4", fsys); err != nil || !slices.Equal(got, []string{"a/link", "a/x.toml", "b/y.toml", "new.toml"}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := r.Differing("nowhere", fsys); !errors.Is(err, ErrNoSuchRev) {
		t.Errorf("unknown revision: %v", err)
	}
}

func TestNoHistory(t *testing.T) {
	t.Parallel()
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("no repository: %v", err)
	}
	r, err := Open(repo(t, "git init -q"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Walk(context.Background(), Questions{Last: true, Recent: 1}); !errors.Is(err, ErrNoCommit) {
		t.Errorf("unborn branch: %v", err)
	}
}

func TestShallowCloneSaysThatItIsCut(t *testing.T) {
	t.Parallel()
	dir := repo(t, merged)
	clone := filepath.Join(t.TempDir(), "clone")
	if out, err := exec.Command("git", "clone", "-q", "--depth", "1", "file://"+dir, clone).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r, err := Open(filepath.Join(clone, "data"))
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.Walk(context.Background(), Questions{Last: true, Recent: 10})
	if err != nil || !log.Cut || len(log.Last) != 0 {
		t.Errorf("%+v, %v", log, err)
	}
}

// Without the git program a repository with SHA-256 names is refused, and named.
func TestSHA256IsRefusedClearly(t *testing.T) {
	dir := repo(t, "git init -q --object-format=sha256; echo 1 >a; git add a; git commit -qm a")
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(dir); !errors.Is(err, ErrSHA256) {
		t.Errorf("%v", err)
	}
}
