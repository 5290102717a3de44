package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/file"
)

// stream gives files in the order of their paths.
func stream(files map[string]string) iter.Seq2[file.File, error] {
	return func(yield func(file.File, error) bool) {
		for _, p := range slices.Sorted(maps.Keys(files)) {
			if !yield(file.File{Path: p, Data: []byte(files[p])}, nil) {
				return
			}
		}
	}
}

// tree reads a folder back, without the mark.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == markName {
			return err
		}
		data, err := os.ReadFile(p)
		out[relative(dir, p)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// alone fails if anything but the folder itself is left beside it.
func alone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func write(t *testing.T, dir string, files map[string]string) Stats {
	t.Helper()
	stats, err := Write(t.Context(), dir, stream(files), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); !maps.Equal(got, files) {
		t.Fatalf("folder holds %v, want %v", got, files)
	}
	alone(t, dir)
	return stats
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	steps := []struct {
		name  string
		files map[string]string
		want  Stats
	}{
		{"first", map[string]string{"index.html": "one", "a/b/c.html": "two", "a/d.txt": ""}, Stats{3, 3, 0, 0, 6}},
		{"same", map[string]string{"index.html": "one", "a/b/c.html": "two", "a/d.txt": ""}, Stats{3, 0, 3, 0, 6}},
		{"changed, same size", map[string]string{"index.html": "eno", "a/b/c.html": "two", "a/d.txt": ""}, Stats{3, 1, 2, 0, 6}},
		{"removed and new", map[string]string{"index.html": "eno", "a/x.html": "two!"}, Stats{2, 1, 1, 2, 7}},
		{"file becomes folder", map[string]string{"index.html/x": "eno", "a": "y"}, Stats{2, 2, 0, 2, 4}},
		{"only removed", map[string]string{"a": "y"}, Stats{1, 0, 1, 1, 1}},
	}
	for _, s := range steps {
		if got := write(t, dir, s.files); got != s.want {
			t.Errorf("%s: stats %+v, want %+v", s.name, got, s.want)
		}
	}
}

// An unchanged file keeps its time, and is the very same file.
func TestUnchangedKeepsTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, map[string]string{"a/kept": "x", "other": "1"})
	kept := filepath.Join(dir, "a", "kept")
	past := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(kept, past, past); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(kept)
	write(t, dir, map[string]string{"a/kept": "x", "other": "2"})
	after, err := os.Stat(kept)
	if err != nil || !after.ModTime().Equal(past) || !os.SameFile(before, after) {
		t.Errorf("time %v, same file %v, error %v", after.ModTime(), os.SameFile(before, after), err)
	}
}

// A file edited by hand is written anew, also where its size and time are as before;
// links inside the folder are not followed.
func TestTampered(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "w", "public")
	files := map[string]string{"a/page": "right", "b/page": "right", "c": "right"}
	write(t, dir, files)
	page := filepath.Join(dir, "a", "page")
	info, _ := os.Stat(page)
	put(t, page, "wrong")
	if err := os.Chtimes(page, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(root, "outside")
	put(t, outside, "right")
	if err := errors.Join(os.Remove(filepath.Join(dir, "c")), os.Symlink(outside, filepath.Join(dir, "c"))); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if got := write(t, dir, files); got.Written != 2 {
		t.Errorf("written %d, want 2", got.Written)
	}
	put(t, outside, "later")
	if got := tree(t, dir); !maps.Equal(got, files) {
		t.Errorf("the folder follows a link: %v", got)
	}
}

func TestRefusesForeign(t *testing.T) {
	files := map[string]string{"index.html": "x"}
	t.Run("no mark", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		put(t, filepath.Join(dir, "thesis.txt"), "mine")
		var foreign *ForeignError
		_, err := Write(t.Context(), dir, stream(files), Options{})
		if !errors.As(err, &foreign) || foreign.Dir != dir {
			t.Fatalf("error %v", err)
		}
		if got := tree(t, dir); len(got) != 1 {
			t.Errorf("folder now holds %v", got)
		}
		alone(t, dir)
	})
	t.Run("a file among ours", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, files)
		put(t, filepath.Join(dir, ".git", "config"), "mine")
		var foreign *ForeignError
		_, err := Write(t.Context(), dir, stream(map[string]string{"index.html": "y"}), Options{})
		if !errors.As(err, &foreign) || !slices.Equal(foreign.Paths, []string{".git/config"}) {
			t.Fatalf("error %v", err)
		}
		if got := tree(t, dir); got["index.html"] != "x" || got[".git/config"] != "mine" {
			t.Errorf("folder now holds %v", got)
		}
		alone(t, dir)
	})
	t.Run("the first few are named", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, files)
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			put(t, filepath.Join(dir, name), "mine")
		}
		var foreign *ForeignError
		_, err := Write(t.Context(), dir, stream(files), Options{})
		if !errors.As(err, &foreign) || !slices.Equal(foreign.Paths, []string{"a", "b", "c", "d", "e"}) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("put there during the build", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, files)
		_, err := Write(t.Context(), dir, stream(map[string]string{"index.html": "y"}), Options{step: func(at string) {
			if at == "swap" {
				put(t, filepath.Join(dir, "late"), "mine")
			}
		}})
		var foreign *ForeignError
		if !errors.As(err, &foreign) {
			t.Fatalf("error %v", err)
		}
		if got := tree(t, foreign.Dir); got["late"] != "mine" {
			t.Errorf("the late file is gone: %v", got)
		}
		if _, err := Write(t.Context(), dir, stream(files), Options{}); !errors.As(err, &foreign) {
			t.Errorf("second build: %v", err)
		}
	})
	t.Run("beside", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		for _, suffix := range []string{"new", "old"} {
			beside := filepath.Join(filepath.Dir(dir), ".public.forvalt-"+suffix)
			put(t, filepath.Join(beside, "x"), "mine")
			var foreign *ForeignError
			if _, err := Write(t.Context(), dir, stream(files), Options{}); !errors.As(err, &foreign) {
				t.Errorf("%s: error %v", suffix, err)
			}
			if got := tree(t, beside); got["x"] != "mine" {
				t.Errorf("%s: folder now holds %v", suffix, got)
			}
			_ = os.RemoveAll(beside)
		}
	})
	t.Run("litter is no reason", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		put(t, filepath.Join(dir, "old"), "")
		_ = os.Remove(filepath.Join(dir, "old"))
		write(t, dir, files) // into an empty folder
		put(t, filepath.Join(dir, ".DS_Store"), "")
		write(t, dir, map[string]string{"index.html": "y"})
	})
}

func TestPaths(t *testing.T) {
	for _, bad := range []string{
		"", ".", "/etc/passwd", "../x", "a/../x", "a/./x", "a//b", "a/", `a\b`, `C:\x`, "C:x", "a\x00b", "a\nb", "a\x1bb", "x\u202ey",
		"a\xff", "a.", "a./b", "a /b", "what?", "<a>", ".forvalt-site", ".Forvalt-Site/x", ".forvalt-site~",
	} {
		if err := checkPath(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	for _, good := range []string{"index.html", "a/b/c", ".nojekyll", "søk/æ.html", "a b.txt", "..x/y", "a.b.c"} {
		if err := checkPath(good); err != nil {
			t.Error(err)
		}
	}
	for _, pair := range [][2]string{{"a", "a"}, {"A", "a"}, {"a/x", "A/y"}, {"a", "a/b"}, {"a/b", "a"}, {"Ærlig", "ærlig"}, {"ς", "σ"}} {
		dir := filepath.Join(t.TempDir(), "public")
		_, err := Write(t.Context(), dir, func(yield func(file.File, error) bool) {
			_ = yield(file.File{Path: pair[0], Data: nil}, nil) && yield(file.File{Path: pair[1], Data: nil}, nil)
		}, Options{})
		var bad *PathError
		if !errors.As(err, &bad) {
			t.Errorf("%q: error %v", pair, err)
		}
		if exists(dir) {
			t.Errorf("%q: the folder was made", pair)
		}
	}
}

func TestStreamFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	good := map[string]string{"index.html": "good", "a/b": "c"}
	write(t, dir, good)
	broken := errors.New("page cannot be drawn")
	ctx, cancel := context.WithCancelCause(t.Context())
	for name, c := range map[string]struct {
		files iter.Seq2[file.File, error]
		want  error
	}{
		"error": {func(yield func(file.File, error) bool) {
			_ = yield(file.File{Path: "index.html", Data: []byte("bad")}, nil) && yield(file.File{}, broken)
		}, broken},
		"cancelled": {func(yield func(file.File, error) bool) {
			for i := 0; yield(file.File{Path: fmt.Sprint("n", i), Data: nil}, nil); i++ {
				if i == 50 {
					cancel(errors.New("signal"))
				}
			}
		}, context.Canceled},
		"empty": {stream(nil), ErrEmpty},
	} {
		c2 := t.Context()
		if name == "cancelled" {
			c2 = ctx
		}
		if _, err := Write(c2, dir, c.files, Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v", name, err)
		}
		if got := tree(t, dir); !maps.Equal(got, good) {
			t.Errorf("%s: folder holds %v", name, got)
		}
		alone(t, dir)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = Write(t.Context(), dir, func(func(file.File, error) bool) { panic("renderer") }, Options{})
	}()
	alone(t, dir)
}

func TestOneBuildAtATime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, map[string]string{"a": "1"})
	for _, at := range []string{"file", "seal", "swap", "between", "swapped"} {
		var second error
		_, err := Write(t.Context(), dir, stream(map[string]string{"a": at}), Options{step: func(now string) {
			if now == at {
				_, second = Write(t.Context(), dir, stream(map[string]string{"a": "second"}), Options{})
			}
		}})
		if err != nil || !errors.Is(second, ErrBusy) {
			t.Errorf("at %q: first %v, second %v", at, err, second)
		}
		if got := tree(t, dir); got["a"] != at {
			t.Errorf("at %q: folder holds %v", at, got)
		}
	}
	alone(t, dir)
}

func TestFolderIsALink(t *testing.T) {
	root := t.TempDir()
	target := filepath.Join(root, "disk", "www")
	link := filepath.Join(root, "here", "public")
	put(t, filepath.Join(root, "here", "x"), "")
	if err := os.Symlink(filepath.Join("..", "disk", "www"), link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, text := range []string{"1", "2"} { // the first time it leads nowhere
		if _, err := Write(t.Context(), link, stream(map[string]string{"a": text}), Options{}); err != nil {
			t.Fatal(err)
		}
		if got := tree(t, target); got["a"] != text {
			t.Errorf("target holds %v", got)
		}
		alone(t, target)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link itself was replaced")
	}
	circle := filepath.Join(root, "circle")
	_ = os.Symlink("circle", circle)
	if _, err := Write(t.Context(), circle, stream(map[string]string{"a": "1"}), Options{}); err == nil {
		t.Error("a circle of links is accepted")
	}
}

func TestBadFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	put(t, file, "x")
	for _, dir := range []string{file, filepath.Join(file, "below"), filepath.VolumeName(file) + string(filepath.Separator)} {
		_, err := Write(t.Context(), dir, stream(map[string]string{"a": "1"}), Options{})
		if err == nil || !strings.Contains(err.Error(), dir) && !strings.Contains(err.Error(), file) {
			t.Errorf("%s: error %v", dir, err)
		}
	}
}

// The folder keeps its permissions; files get what the umask allows.
func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := errors.Join(os.Mkdir(dir, 0o777), os.Chmod(dir, 0o2750)); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(dir)
	write(t, dir, map[string]string{"a": "1", "b": "2"})
	if err := os.Chmod(filepath.Join(dir, "a"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"a": "1", "b": "3"})
	after, _ := os.Stat(dir)
	a, _ := os.Stat(filepath.Join(dir, "a"))
	b, _ := os.Stat(filepath.Join(dir, "b"))
	if after.Mode() != before.Mode() || a.Mode() != b.Mode() {
		t.Errorf("folder %v, was %v; files %v and %v", after.Mode(), before.Mode(), a.Mode(), b.Mode())
	}
}

func TestProgress(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	var calls atomic.Int64
	last := [2]int{}
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("d%d/f%d", i%7, i)] = "x"
	}
	_, err := Write(t.Context(), dir, stream(files), Options{Workers: 3, Progress: func(done, total int) {
		calls.Add(1)
		if done > total || done == total && done != len(files) {
			t.Errorf("%d of %d", done, total)
		}
		last = [2]int{done, total}
	}})
	if err != nil || calls.Load() != 301 || last != [2]int{300, 300} {
		t.Errorf("error %v, %d calls, last %v", err, calls.Load(), last)
	}
}

// The files may come from many goroutines.
func TestManyProducers(t *testing.T) {
	pages := func(yield func(file.File, error) bool) {
		out := make(chan file.File)
		for i := range 20 {
			go func() { out <- file.File{Path: fmt.Sprintf("p%d/index.html", i), Data: []byte("x")} }()
		}
		for range 20 {
			if !yield(<-out, nil) {
				return
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "public")
	var marks []string
	for range 2 { // in whatever order they come, the mark is the same
		if _, err := Write(t.Context(), dir, pages, Options{}); err != nil {
			t.Fatal(err)
		}
		mark, err := os.ReadFile(filepath.Join(dir, markName))
		if err != nil {
			t.Fatal(err)
		}
		marks = append(marks, string(mark))
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	if marks[0] != marks[1] || !strings.HasPrefix(marks[0], markHead+"p0/index.html\n") {
		t.Errorf("marks %q", marks)
	}
}
