package place

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", name, got, err, want)
	}
}

func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a", "b.md")
	for _, c := range []struct {
		data    string
		replace bool
		written bool
		err     error
		holds   string
	}{
		{"one", false, true, nil, "one"},
		{"one", false, false, nil, "one"},
		{"two", false, false, ErrThere, "one"},
		{"two", true, true, nil, "two"},
	} {
		written, err := File(name, []byte(c.data), c.replace)
		if written != c.written || !errors.Is(err, c.err) {
			t.Errorf("%+v: written %v, %v", c, written, err)
		}
		holds(t, name, c.holds)
	}
	if left, _ := os.ReadDir(filepath.Dir(name)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// A file in the folder keeps its permissions, a link stays a link, and none leads out of it.
func TestIn(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	write(t, filepath.Join(dir, "a.toml"), "old")
	for _, name := range []string{"a.toml", "new/b.toml"} {
		if err := In(root, name, []byte("new")); err != nil {
			t.Fatal(err)
		}
		holds(t, filepath.Join(dir, filepath.FromSlash(name)), "new")
	}
	if info, err := os.Stat(filepath.Join(dir, "a.toml")); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != 0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	outside := filepath.Join(t.TempDir(), "x.toml")
	write(t, outside, "theirs")
	if err := errors.Join(os.Symlink("a.toml", filepath.Join(dir, "in.toml")), os.Symlink(outside, filepath.Join(dir, "out.toml"))); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := In(root, "in.toml", []byte("newer")); err != nil {
		t.Error(err)
	}
	holds(t, filepath.Join(dir, "a.toml"), "newer")
	if err := In(root, "out.toml", []byte("ours")); err == nil {
		t.Error("a link led out of the folder")
	}
	holds(t, outside, "theirs")
}

func TestFree(t *testing.T) {
	dir := t.TempDir()
	is := func(want bool, dir string, but ...string) {
		t.Helper()
		if got, err := free(dir, but...); got != want || err != nil {
			t.Errorf("free %v, %v, want %v", got, err, want)
		}
	}
	is(true, dir)
	is(true, filepath.Join(dir, "absent"))
	write(t, filepath.Join(dir, ".git", "HEAD"), "")
	is(true, dir, ".git")
	is(false, dir)
	write(t, filepath.Join(dir, "a"), "")
	is(false, dir, ".git")
	if is, err := free(filepath.Join(dir, "a")); is || err == nil {
		t.Errorf("a file: free %v, %v", is, err)
	}
}

// A folder that is not filled is as it was, and nothing stands beside it.
func TestFolder(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "p")
	write(t, filepath.Join(dir, ".git", "HEAD"), "main")
	files := func(yield func(string, []byte) bool) {
		_ = yield("a/b.toml", []byte("b")) && yield("c.toml", []byte("c"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var n int
	fill := func(beside string) (err error) {
		n, err = Files(ctx, beside, files)
		return err
	}
	if err := Folder(dir, ".git", fill); err != nil || n != 2 {
		t.Fatalf("%d files, %v", n, err)
	}
	holds(t, filepath.Join(dir, "a", "b.toml"), "b")
	holds(t, filepath.Join(dir, ".git", "HEAD"), "main")
	cancel()
	if err := Folder(filepath.Join(above, "q"), ".git", fill); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if left, _ := os.ReadDir(above); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// What killed runs left beside a file is removed, whatever became of it; people's files are not.
func TestLeftBeside(t *testing.T) {
	dir := t.TempDir()
	mine := []string{".forvalt-notes", ".forvalt-a.toml.bak", ".forvalt-b.toml.12"}
	for _, name := range mine {
		write(t, filepath.Join(dir, name), "mine")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	name := filepath.Join(dir, "a.toml")
	for what, do := range map[string]func() error{
		"File": func() error { _, err := File(name, []byte("new"), true); return err },
		"In":   func() error { return In(root, "a.toml", []byte("new")) },
		"Tidy": func() error { Tidy(name); return nil },
	} {
		for _, left := range []string{"", "n", "new"} {
			write(t, filepath.Join(dir, ".forvalt-a.toml.4711"), left)
			write(t, name, "old")
			if err := do(); err != nil {
				t.Error(err)
			}
			if what != "Tidy" {
				holds(t, name, "new")
			}
			if all, _ := os.ReadDir(dir); len(all) != len(mine)+1 {
				t.Errorf("%s, %q left: %v", what, left, all)
			}
		}
	}
}

// A folder that a killed run filled in part is filled; one that holds other bytes, or files
// without that sign, is refused and stays as it is.
func TestFolderFilledInPart(t *testing.T) {
	fill := func(beside string) error {
		_, err := Files(t.Context(), beside, func(yield func(string, []byte) bool) {
			_ = yield("a/b.toml", []byte("b")) && yield("a/c/d.toml", []byte("d")) && yield("e.toml", []byte("e"))
		})
		return err
	}
	for _, c := range []struct {
		name  string
		there map[string]string
		fits  bool
	}{
		{"killed while it filled", map[string]string{begun + "/a/b.toml": ""}, true},
		{"killed while it moved", map[string]string{begun + "/e.toml": "e", "a/b.toml": "b"}, true},
		{"killed at the end", map[string]string{begun + "/x/y": "", "a/b.toml": "b", "a/c/d.toml": "d", "e.toml": "e"}, true},
		{"changed since", map[string]string{begun + "/e.toml": "e", "a/b.toml": "mine"}, false},
		{"another file", map[string]string{begun + "/e.toml": "e", "mine": "b"}, false},
		{"without a sign", map[string]string{"a/b.toml": "b"}, false},
	} {
		dir := t.TempDir()
		for name, text := range c.there {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
		}
		if err := Folder(dir, "", fill); (err == nil) != c.fits || err != nil && !errors.Is(err, ErrThere) {
			t.Errorf("%s: %v", c.name, err)
		}
		for name, text := range c.there {
			if !c.fits && name != begun+"/e.toml" {
				holds(t, filepath.Join(dir, filepath.FromSlash(name)), text)
			}
		}
		if c.fits {
			for name, text := range map[string]string{"a/b.toml": "b", "a/c/d.toml": "d", "e.toml": "e"} {
				holds(t, filepath.Join(dir, filepath.FromSlash(name)), text)
			}
		}
		if _, err := os.Lstat(filepath.Join(dir, begun)); err == nil {
			t.Errorf("%s: %s is left", c.name, begun)
		}
	}
}
