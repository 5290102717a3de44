package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/cuttest"
	"github.com/forvalt/forvalt/internal/past/pasttest"
)

var trials = flag.Bool("trials", false, "cut and kill every command that writes, at many places")

// writing are the commands that write, each with the folder that it writes in. Each is run in a
// folder with a portfolio in a repository, p, and a notice.
var writing = []struct {
	name, args string
	build      bool
}{
	{"build", "build --data p/contracts --out site/public", true},
	{"build over another", "build --data p/contracts --out other", true},
	{"kept results", "report --data p/contracts --quarter 2026-q3", false},
	{"report", "report --data p/contracts --quarter 2026-q3 --format md,xlsx,csv --out reports/new", false},
	{"freeze", "report --data p/contracts --quarter 2026-q3 --freeze", false},
	{"import", "import eforms --data p/contracts award.xml", false},
	{"fmt", "fmt --data rough", false},
	{"init", "init --sample in/new", false},
	{"init with a past", "init --demo 3 --history 2 --as-of 2026-10-31 new", false},
	{"init in a repository", "init empty", false},
}

// The leavings that a killed program may leave until it is run again, in any folder.
var leavings = []string{".forvalt-", "forvalt/tmp.", ".public.forvalt-", ".other.forvalt-"}

// A command that is killed, or finds the disk full, at any file that it writes leaves every file
// as it was or as it is to be; run again, it ends as one that nothing disturbed, and nothing
// else is left. The short form cuts at a few sizes of files; trials cut files of all
// sizes at the first byte, a middle and the last one, and kill at hundreds of moments. (Package
// publish cuts its mark at every byte.)
func TestCutCommands(t *testing.T) {
	if !cuttest.Possible || testing.Short() {
		t.Skip("starts processes, and cuts them on Linux only")
	}
	for _, w := range writing {
		t.Run(w.name, func(t *testing.T) {
			if w.build && !*trials {
				t.Skip("long: see TestCutAtEveryByte of package publish")
			}
			start := workplace(t, w.build)
			c := &cutting{t: t, start: start, before: everything(t, start), args: append(strings.Fields(w.args), "--lang", "en")}
			dir := c.place()
			began := time.Now()
			if said, err := c.run(dir, nil); err != nil {
				t.Fatalf("%v %s", err, said)
			}
			c.took, c.after = time.Since(began), everything(t, dir)
			for _, how := range []cuttest.How{cuttest.Killed, cuttest.Starved} {
				for _, at := range c.places() {
					c.cut(how, at)
				}
			}
			if *trials {
				for range 60 {
					c.kill(time.Duration(rand.Int64N(int64(c.took) * 11 / 10)))
				}
			}
			t.Logf("%d files written, %d bytes; %d cuts, %d kills, %d repairs", c.files, c.bytes, c.cuts, c.kills, c.repairs)
		})
	}
}

// cutting is one command under trial.
type cutting struct {
	t             *testing.T
	start         string
	args          []string
	before, after map[string]string // all files of the workplace
	took          time.Duration

	files, bytes, cuts, kills, repairs int
}

// workplace is a folder with what the commands need.
func workplace(t *testing.T, built bool) string {
	dir := t.TempDir()
	notice, err := os.ReadFile("testdata/notices/award.xml")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "award.xml"), notice, 0o644), os.MkdirAll(filepath.Join(dir, "empty", ".git"), 0o755)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rough/people/kari.toml", "rough/people/ola.toml"} {
		rough := []byte("email = \"" + strings.Repeat("a", 6000) + "\"\nname = \"A\"\n")
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755), os.WriteFile(filepath.Join(dir, name), rough, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "rough", portfolioFile), []byte("schema = 2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	pasttest.NeedGit(t)
	if code, _, errs := forvalt(t, "init", "--demo", "3", "--history", "2", "--as-of", "2026-10-31", filepath.Join(dir, "p")); code != exitOK {
		t.Fatal(errs)
	}
	if built {
		needAssets(t)
		if code, _, errs := forvalt(t, "build", "--data", sample, "--out", filepath.Join(dir, "other")); code != exitOK {
			t.Fatal(errs)
		}
	}
	return dir
}

// place is a copy of the workplace.
func (c *cutting) place() string {
	dir := c.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(c.start)); err != nil {
		c.t.Fatal(err)
	}
	return dir
}

// run runs the command in a folder; err is *exec.ExitError where it does not end well.
func (c *cutting) run(dir string, env []string) (string, error) {
	cmd := exec.Command("forvalt", c.args...)
	cmd.Dir, cmd.Env = dir, env
	said, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return lines[len(lines)-1], err
}

// places are the bytes to cut at.
func (c *cutting) places() []int {
	sizes := map[int]bool{}
	for name, text := range c.after {
		if old, there := c.before[name]; strings.HasSuffix(name, "/") || there && old == text {
			continue
		}
		sizes[len(text)] = true
		c.files, c.bytes = c.files+1, c.bytes+len(text)
	}
	all := slices.Sorted(maps.Keys(sizes))
	if !*trials {
		return []int{0, 40, all[len(all)-1] / 2} // 40: past the checksum of a kept result
	}
	if len(all) > 40 { // pages: some of each size
		all = append(all[:10], all[len(all)-10:]...)
	}
	at := map[int]bool{0: true, 1: true, 7: true, 40: true, 200: true}
	for _, size := range all {
		at[size/2], at[max(0, size-1)] = true, true
	}
	return slices.Sorted(maps.Keys(at))
}

// cut runs the command with a cut, and again without.
func (c *cutting) cut(how cuttest.How, at int) {
	dir := c.place()
	said, err := c.run(dir, cuttest.Env(how, at))
	c.cuts++
	c.check(dir, fmt.Sprintf("%s at %d (%v %s)", how, at, err, said), how == cuttest.Starved)
}

// kill kills the command after a while, and runs it again.
func (c *cutting) kill(after time.Duration) {
	dir := c.place()
	cmd := exec.Command("forvalt", c.args...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	c.kills++
	c.check(dir, fmt.Sprint("killed after ", after), false)
}

// check compares what a cut run left, and what the next makes of it.
func (c *cutting) check(dir, what string, tidy bool) {
	c.t.Helper()
	got := everything(c.t, dir)
	whole := maps.Equal(got, c.after)
	for name, text := range got {
		old, was := c.before[name]
		done, will := c.after[name]
		left := slices.ContainsFunc(leavings, func(l string) bool { return strings.Contains(name, l) })
		if !(was && old == text || will && done == text || left && !tidy) {
			c.t.Errorf("%s: %s is neither as it was nor as it is to be", what, name)
		}
	}
	for name := range c.before {
		_, there := got[name]
		_, swapped := got["."+strings.SplitN(name, "/", 2)[0]+".forvalt-old/"]
		if _, stays := c.after[name]; stays && !there && !swapped {
			c.t.Errorf("%s: %s is lost", what, name)
		}
	}
	if said, err := c.run(dir, nil); err != nil && !whole {
		c.t.Errorf("%s, and again: %v %s", what, err, said)
	}
	if names := differing(everything(c.t, dir), c.after); len(names) > 0 {
		c.t.Errorf("%s, and again: differs in %v", what, names)
	}
	if !whole {
		c.repairs++
	}
}

// everything is all that a folder holds, folders too, which end in a slash.
func everything(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			out[filepath.ToSlash(rel)+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(p)
		if rel = filepath.ToSlash(rel); strings.Contains(rel, ".git/forvalt/") && !strings.Contains(rel, "tmp.") {
			data = nil // kept results have a checksum of their own, and not the same bytes each time
		}
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
