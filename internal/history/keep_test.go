package history

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestKeptResults(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked, "git worktree add -q ../wt side")
	for _, folder := range []string{filepath.Join(dir, "data"), filepath.Join(filepath.Dir(dir), "wt", "data")} {
		r := open(t, folder)
		if _, ok := r.Kept("point-1"); ok {
			t.Error("something was kept before")
		}
		for _, text := range []string{"one", "two"} {
			if err := r.Keep("point-1", []byte(text)); err != nil {
				t.Fatal(err)
			}
			if got, ok := open(t, folder).Kept("point-1"); !ok || string(got) != text {
				t.Errorf("%q, %v", got, ok)
			}
		}
		for _, name := range []string{"", "../config", "a/b", "A"} {
			if err := r.Keep(name, nil); err == nil {
				t.Errorf("%q was taken for a name", name)
			}
			if _, ok := r.Kept(name); ok {
				t.Errorf("%q was read", name)
			}
		}
	}
	if s := gitSays(t, dir, "status", "--porcelain"); s != "" {
		t.Errorf("git sees it: %s", s)
	}
	r := open(t, dir)
	for i := range maxKept + 5 {
		if err := r.Keep(fmt.Sprint("many-", i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := r.files.ReadDir(kept); err != nil || len(list) > maxKept || len(list) < maxKept/2 {
		t.Errorf("%d kept, %v", len(list), err)
	}
	if _, ok := r.Kept("many-" + fmt.Sprint(maxKept+4)); !ok {
		t.Error("the newest was thrown away")
	}
	if _, ok := r.Kept("many-0"); ok {
		t.Error("the oldest is still there")
	}
}

// What is damaged in any byte, cut short or lengthened is not there, and can be kept anew.
func TestDamagedKeptResults(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked)
	r := open(t, dir)
	if err := r.Keep("one", []byte("a result, a result, a result")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, ".git", kept, "one")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := [][]byte{nil, whole[:10], whole[:len(whole)-1], []byte("{}")}
	for i := range whole {
		b := slices.Clone(whole)
		b[i] ^= 1
		damaged = append(damaged, b)
	}
	for _, b := range damaged {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := r.Kept("one"); ok && string(got) != "a result, a result, a result" {
			t.Errorf("%x gave %q", b, got)
		}
	}
	if err := r.Keep("one", []byte("two")); err != nil {
		t.Fatal(err)
	}
	if got, ok := r.Kept("one"); !ok || string(got) != "two" {
		t.Errorf("%q, %v", got, ok)
	}
}

// A repository that may not be written to keeps nothing, and says so.
func TestKeepWhereNothingMayBeWritten(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked)
	if err := os.WriteFile(filepath.Join(dir, ".git", kept), nil, 0o600); err != nil { // a file in the folder's place: root may write anywhere
		t.Fatal(err)
	}
	r := open(t, dir)
	if err := r.Keep("one", []byte("x")); err == nil {
		t.Error("kept in a file")
	}
	if _, ok := r.Kept("one"); ok {
		t.Error("read from a file")
	}
}

// What a killed program left unfinished goes when the next result is kept.
func TestUnfinishedResults(t *testing.T) {
	t.Parallel()
	dir := repo(t, linked)
	r := open(t, dir)
	if err := r.Keep("one", []byte("x")); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, ".git", kept, unfinished+"4711")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Keep("two", []byte("y")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("it is still there")
	}
	for name, want := range map[string]string{"one": "x", "two": "y"} {
		if got, ok := r.Kept(name); !ok || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
}
