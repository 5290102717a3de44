package history

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var someone = Person{"Kari Lie", "kari@example.no"}

// The oracle is the git program: fsck, and the same commits made by git itself.
func TestWriterMakesWhatGitMakes(t *testing.T) {
	t.Parallel()
	dir, twin := t.TempDir(), repo(t, "git init -q -b main")
	w, err := Create(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	when := time.Unix(1_700_000_000, 0).In(time.FixedZone("", 3600))
	var stream strings.Builder
	for commit := range 30 {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Kari Lie <kari@example.no> %d +0100\ndata 10\ncommit %02d\n", when.Unix(), commit)
		n := 1 + r.IntN(20)
		if commit == 0 {
			n = 200 // so that a folder is large enough to be written as a difference
		}
		for i := range n {
			p := fmt.Sprintf("data/agreements/a-%d/contract.toml", r.IntN(300))
			switch k := r.IntN(8); {
			case k == 0 && i > 0:
				p = filepath.Dir(p)
				w.Remove(p)
				fmt.Fprintf(&stream, "D %s\n", p)
				continue
			case k == 1:
				p = fmt.Sprintf("data/agreements/a-%d.txt", r.IntN(9)) // sorts between folders
			}
			text := fmt.Sprint("text ", r.IntN(1000), "\n")
			if err := w.Put(p, []byte(text)); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", p, len(text), text)
		}
		if made, err := w.Commit(someone, when, fmt.Sprintf("commit %02d", commit)); err != nil || !made {
			t.Fatal(made, err)
		}
		when = when.Add(time.Hour)
	}
	if made, err := w.Commit(someone, when, "nothing"); made || err != nil {
		t.Errorf("a commit without a change: %v, %v", made, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "-C", twin, "fast-import", "--quiet")
	cmd.Stdin = strings.NewReader(stream.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := gitSays(t, dir, "log", "--format=%H %T"), gitSays(t, twin, "log", "main", "--format=%H %T"); got != want {
		t.Errorf("commits\n%s\ngit makes\n%s", got, want)
	}
	if out, err := exec.Command("git", "-C", dir, "fsck", "--full", "--strict").CombinedOutput(); err != nil || strings.Contains(string(out), "error") {
		t.Errorf("git fsck: %v\n%s", err, out)
	}
	if got := gitSays(t, dir, "count-objects", "-v"); !strings.Contains(got, "packs: 1\n") || !strings.Contains(got, "count: 0\n") {
		t.Errorf("not one pack:\n%s", got)
	}
	if got := gitSays(t, dir, "verify-pack", "-v", packOf(t, dir)); !strings.Contains(got, "chain length = 3") {
		t.Error("no folder was written as a difference")
	}
	gitSays(t, dir, "checkout", "-q", ".")
	if got := gitSays(t, dir, "status", "--porcelain"); got != "" {
		t.Errorf("the work tree differs:\n%s", got)
	}
	if n, err := everything(open(t, filepath.Join(dir, "data"))); err != nil || n < 100 {
		t.Errorf("read again: %d files, %v", n, err)
	}
}

func packOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.idx"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

func TestWriterWithoutACommit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w, err := Create(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if found, err := os.ReadDir(filepath.Join(dir, ".git", "objects", "pack")); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
	if _, err := Create(dir, "main"); err == nil {
		t.Error("a repository was made over another")
	}
}
