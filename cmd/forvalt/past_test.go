package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/history"
)

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func says(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// The demo's history ends in the demo, is the same every time, and every quarter of it
// loads without an error.
func TestDemoWithHistory(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program is not here")
	}
	for _, n := range []string{"40", "150"} { // commits of one contract each, and of many
		base := t.TempDir()
		for _, args := range [][]string{{"plain"}, {"one", "--history", "6"}, {"two", "--history", "6"}, {"other", "--history", "6", "--seed", "8"}} {
			all := append([]string{"init", "--as-of", "2026-10-31", "--demo", n, filepath.Join(base, args[0])}, args[1:]...)
			if code, _, errs := forvalt(t, all...); code != exitOK {
				t.Fatalf("%v: exit %d: %s", all, code, errs)
			}
		}
		dir := filepath.Join(base, "one")
		want, got := files(t, filepath.Join(base, "plain")), files(t, dir)
		if len(want) < 100 || len(got) != len(want) {
			t.Fatalf("%d files, %d without history", len(got), len(want))
		}
		for p, data := range want {
			if got[p] != data {
				t.Errorf("%s is not what it is without history", p)
			}
		}
		if s := says(t, dir, "status", "--porcelain"); s != "" {
			t.Errorf("git status: %s", s)
		}
		head := says(t, dir, "rev-parse", "HEAD")
		if head != says(t, filepath.Join(base, "two"), "rev-parse", "HEAD") || head == says(t, filepath.Join(base, "other"), "rev-parse", "HEAD") {
			t.Error("the same seed must give the same commits, another seed others")
		}
		if authors := strings.Split(says(t, dir, "log", "--format=%an"), "\n"); len(authors) < 60 {
			t.Errorf("only %d commits", len(authors))
		}
		log := says(t, dir, "log", "--format=%s%n%aI")
		for _, word := range []string{"Opsjon utløst", "Endring signert", "Avvik meldt", "Avvik lukket", "Omsetning for februar 2026", "slutter", "2025-04-"} {
			if !strings.Contains(log, word) {
				t.Errorf("no commit says %q", word)
			}
		}
		for i, rev := range strings.Fields(says(t, dir, "rev-list", "HEAD")) {
			if i%47 == 0 {
				noErrorsAt(t, dir, rev)
			}
		}
		if code, _, errs := forvalt(t, "validate", "--data", filepath.Join(dir, "contracts"), "--as-of", "2026-10-31"); code != exitOK {
			t.Errorf("the last commit does not validate: %s", errs)
		}
	}
}

// noErrorsAt unpacks a commit and validates it.
func noErrorsAt(t *testing.T, dir, rev string) {
	t.Helper()
	repo, err := history.Open(filepath.Join(dir, "contracts"))
	if err != nil {
		t.Fatal(err)
	}
	fsys, c, err := repo.FS(rev)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "contracts")
	if err := os.CopyFS(out, fsys); err != nil {
		t.Fatal(err)
	}
	if code, stdout, _ := forvalt(t, "validate", "--data", out, "--as-of", c.When.Format("2006-01-02")); code != exitOK {
		t.Errorf("%s %q: %.1500s", c.Short(), c.Subject, stdout)
	}
}

func TestHistoryIsOnlyForADemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	for _, args := range [][]string{{"--history", "4"}, {"--sample", "--history", "4"}, {"--demo", "5", "--history", "-1"}, {"--demo", "5", "--history", "1000"}} {
		if code, _, errs := forvalt(t, append([]string{"init", dir}, args...)...); code != exitUsage || strings.Contains(errs, "⟦") {
			t.Errorf("%v: exit %d: %s", args, code, errs)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("something was written")
	}
}
