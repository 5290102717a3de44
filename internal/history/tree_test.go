package history

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func open(t *testing.T, dir string) *Repo {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func gitSays(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

const linked = `
git init -q -b main
mkdir -p data/a/b data/a.d; echo one >data/a/x.toml; echo two >data/a/b/y.toml; echo three >data/a.d/z; printf '' >data/empty
ln -s x.toml data/a/link; ln -s ../a/b data/a.d/dir; ln -s ../../outside data/a/out; ln -s loop data/loop; echo secret >outside
git add .; git commit -qm first; git tag -a -m "a tag" v1
echo changed >data/a/x.toml; git rm -rq data/a/b; git commit -qam second
git checkout -qb side HEAD~1; echo side >data/side; git add .; git commit -qm side; git checkout -q main; git merge -q --no-ff -m merge side
`

func TestPastTree(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked)
	r := open(t, filepath.Join(dir, "data"))
	fsys, c, err := r.FS("v1")
	if err != nil {
		t.Fatal(err)
	}
	if c.Subject != "first" || c.Hash != gitSays(t, dir, "rev-parse", "v1^{commit}") {
		t.Errorf("commit %+v", c)
	}
	for name, want := range map[string]string{"a/x.toml": "one\n", "a/b/y.toml": "two\n", "a/link": "one\n", "a.d/dir/y.toml": "two\n", "empty": ""} {
		if got, err := fs.ReadFile(fsys, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if info, err := fs.Stat(fsys, name); err != nil || info.Size() != int64(len(want)) || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	for _, name := range []string{"a/out", "loop", "nothing", "a/x.toml/below", "../outside", "/outside"} {
		if data, err := fs.ReadFile(fsys, name); err == nil {
			t.Errorf("%s was read: %q", name, data)
		}
	}
	if e, err := fs.ReadDir(fsys, "a"); err != nil || len(e) != 4 || e[3].(interface{ ContentID() string }).ContentID() != gitSays(t, dir, "rev-parse", "v1:data/a/x.toml") {
		t.Errorf("%v, %v", e, err)
	}
}

// The standard library's own test of file systems, on a tree without dangling links.
func TestPastTreeIsAFileSystem(t *testing.T) {
	t.Parallel()
	r := open(t, filepath.Join(repo(t, linked, "git rm -q data/a/out data/loop data/a.d/dir; git commit -qm clean"), "data"))
	fsys, _, err := r.FS("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(fsys, "a/x.toml", "a/link", "a.d/z", "empty", "side"); err != nil {
		t.Error(err)
	}
}

func TestFolderThatDidNotExistIsEmpty(t *testing.T) {
	t.Parallel()
	r := open(t, filepath.Join(repo(t, linked, "mkdir -p new/data; echo 1 >new/data/x; git add .; git commit -qm new"), "new", "data"))
	fsys, _, err := r.FS("HEAD~1")
	if err != nil {
		t.Fatal(err)
	}
	if e, err := fs.ReadDir(fsys, "."); err != nil || len(e) != 0 {
		t.Errorf("%v, %v", e, err)
	}
	if fsys, _, err = r.FS("HEAD"); err != nil {
		t.Fatal(err)
	} else if data, err := fs.ReadFile(fsys, "x"); err != nil || string(data) != "1\n" {
		t.Errorf("%q, %v", data, err)
	}
}

// The oracle is git rev-parse.
func TestRevisions(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked)
	r := open(t, filepath.Join(dir, "data"))
	head := gitSays(t, dir, "rev-parse", "HEAD")
	tree := gitSays(t, dir, "rev-parse", "HEAD^{tree}")
	for _, rev := range []string{"HEAD", "@", "main", "refs/heads/main", "heads/main", "side", "v1", "tags/v1", "HEAD~1", "HEAD~", "HEAD~2", "HEAD^", "HEAD^1", "HEAD^2",
		"HEAD^2~1", "HEAD^^", "@~1", "HEAD^0", "main~0", head, head[:7], head[:8], strings.ToUpper(head[:9])} {
		got, err := r.commit(rev)
		if err != nil {
			t.Errorf("%s: %v", rev, err)
		} else if want := gitSays(t, dir, "rev-parse", rev+"^{commit}"); got.Hash.String() != want {
			t.Errorf("%s: %s, git says %s", rev, got.Hash, want)
		}
	}
	for _, rev := range []string{"nowhere", "HEAD~9", "HEAD^3", "HEAD^^^^", "HEAD^{tree}", tree[:8], "config", "../HEAD", "-h", "a b", "HEAD~99999999999999999999", "HEAD:data", "abc", "main..side", "index"} {
		if c, err := r.commit(rev); !errors.Is(err, ErrNoSuchRev) {
			t.Errorf("%q: %v, %v", rev, c, err)
		}
	}
}

func TestUnbornBranch(t *testing.T) {
	t.Parallel()
	r := open(t, repo(t, "git init -q"))
	for _, rev := range []string{"HEAD", "HEAD~1", "@"} {
		if _, _, err := r.FS(rev); !errors.Is(err, ErrNoCommit) {
			t.Errorf("%q: %v", rev, err)
		}
	}
}

// A damaged object is named, at every reading of it, whatever the sort.
func TestDamagedObjects(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rev, want string
		harm      func(path string) error
	}{
		{"HEAD", "commit", truncate},
		{"HEAD^{tree}", "tree", truncate},
		{"HEAD:data/a/x.toml", "blob", truncate},
		{"HEAD:data/a/x.toml", "blob", os.Remove},
		{"HEAD:data/a", "tree", os.Remove},
		{"HEAD~1", "commit", os.Remove},
	} {
		dir := repo(t, linked)
		hash := gitSays(t, dir, "rev-parse", c.rev)
		object := filepath.Join(dir, ".git", "objects", hash[:2], hash[2:])
		if err := os.Chmod(object, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := c.harm(object); err != nil {
			t.Fatal(err)
		}
		r := open(t, filepath.Join(dir, "data"))
		for range 2 { // go-git's cache must not hand out what was half read
			_, err := everything(r)
			var oe *ObjectError
			if !errors.As(err, &oe) || oe.Kind != c.want || oe.Hash != hash || !strings.Contains(err.Error(), hash) {
				t.Errorf("%s: %v", c.rev, err)
			}
		}
	}
}

func truncate(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data[:len(data)-6], 0o644)
}

// everything reads the tree of the head and of the commit before it.
func everything(r *Repo) (n int, err error) {
	for _, rev := range []string{"HEAD", "HEAD~1"} {
		fsys, _, err := r.FS(rev)
		if err != nil {
			return 0, err
		}
		err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			n++
			_, err = fs.ReadFile(fsys, p)
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func TestPastTreeOfAWorktreeAndAPackedRepository(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked, "git gc -q --aggressive; git worktree add -q ../wt side")
	for _, folder := range []string{filepath.Join(dir, "data"), filepath.Join(filepath.Dir(dir), "wt", "data")} {
		if n, err := everything(open(t, folder)); err != nil || n < 5 {
			t.Errorf("%s: %d files, %v", folder, n, err)
		}
	}
}
