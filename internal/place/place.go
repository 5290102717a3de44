// Package place puts files where people keep theirs: beside a report, into a data folder, as
// a new repository. In go bytes and names; each file, and a new folder, is written beside its
// place and then renamed, so that it is there whole or not at all.
//
// What a killed run left beside a place, the next one that writes to it removes. Package place
// replaces nothing that it is not told to replace. A site, which is ours, is published by
// package publish.
package place

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ErrThere says that something else is there.
var ErrThere = errors.New("the file is there")

// File writes a file and the folders above it. One with other content is replaced only where
// replace says so; one with the same is left, and written is false.
func File(name string, data []byte, replace bool) (written bool, err error) {
	switch old, err := os.ReadFile(name); {
	case err == nil && string(old) == string(data):
		return false, nil
	case err == nil && !replace:
		return false, ErrThere
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	root, below, err := nearest(filepath.Dir(name))
	if err != nil {
		return false, err
	}
	defer root.Close()
	err = put(root, filepath.Join(below, filepath.Base(name)), data, 0)
	return err == nil, err
}

// Tidy removes what a killed run left beside the place of a file: what looks at the folder first
// would take it for people's work.
func Tidy(name string) {
	if root, err := os.OpenRoot(filepath.Dir(name)); err == nil {
		sweep(root, ".", besideOf(filepath.Base(name)))
		_ = root.Close()
	}
}

// In writes a file below a folder, out of which no link leads. The file keeps its
// permissions; a link within the folder stays a link, and what it leads to is written.
func In(root *os.Root, name string, data []byte) error {
	name = filepath.FromSlash(name)
	for range maxLinks {
		info, err := root.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return put(root, name, data, 0)
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink == 0:
			return put(root, name, data, info.Mode().Perm())
		}
		to, err := root.Readlink(name)
		if err != nil {
			return err
		}
		if !filepath.IsAbs(to) { // the root refuses one that is
			dir, _ := filepath.Split(name)
			to = dir + to // not cleaned: dir may itself be a link
		}
		name = to
	}
	return &fs.PathError{Op: "write", Path: name, Err: errors.New("links lead in a circle")}
}

const maxLinks = 40

// tries is how often a file is written anew when another program that writes the same file
// took what was being written for what a killed one had left.
const tries = 5

// put writes a file and the folders above it. The mode 0 is that of new files. A failure
// leaves nothing.
func put(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	undo, err := makeFolders(root, filepath.Dir(name))
	if err == nil {
		err = swap(root, name, data, mode)
	}
	for i := 1; i < tries && errors.Is(err, fs.ErrNotExist); i++ {
		err = swap(root, name, data, mode)
	}
	if err != nil {
		undo()
	}
	return err
}

// swap writes a file beside its place, and puts it there.
func swap(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	dir, base := filepath.Split(name)
	sweep(root, filepath.Dir(name), besideOf(base))
	beside := dir + besideOf(base) + strconv.FormatUint(rand.Uint64(), 10)
	err := fill(root, beside, data, mode)
	if err == nil {
		err = root.Rename(beside, name)
	}
	if err != nil {
		_ = root.Remove(beside)
	}
	return err
}

// besideOf begins the name by which a file is written: the loader skips it.
func besideOf(base string) string { return ".forvalt-" + base + "." }

func fill(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	return errors.Join(err, f.Close())
}

// sweep removes what killed runs left: files that are named as swap names them. What cannot be
// removed is in nobody's way.
func sweep(root *os.Root, dir, prefix string) {
	entries, _ := fs.ReadDir(root.FS(), filepath.ToSlash(dir))
	for _, e := range entries {
		number, left := strings.CutPrefix(e.Name(), prefix)
		if left && strings.Trim(number, "0123456789") == "" && e.Type().IsRegular() {
			_ = root.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// nearest opens the folder, or the first above it that is there, and says what is below that.
func nearest(dir string) (root *os.Root, below string, err error) {
	there := filepath.Clean(dir)
	for {
		root, err = os.OpenRoot(there)
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(there) == there {
			break
		}
		there = filepath.Dir(there)
	}
	if err == nil {
		below, err = filepath.Rel(there, dir)
	}
	return root, below, err
}

// makeFolders makes a folder and those above it; undo removes those that it made and that are
// empty.
func makeFolders(root *os.Root, dir string) (undo func(), err error) {
	var made []string // inner ones first
	for d := dir; d != "."; d = filepath.Dir(d) {
		if _, err := root.Lstat(d); err == nil {
			break
		}
		made = append(made, d)
	}
	undo = func() {
		for _, d := range made {
			_ = root.Remove(d)
		}
	}
	return undo, root.MkdirAll(dir, 0o777)
}

// begun is the folder, within a new one, that Folder fills.
const begun = ".forvalt-init"

// Folder fills a folder in which nothing is but what is named: fill writes into one within
// it, and what it wrote is moved up when it is done. Interrupted, it leaves the folder as it
// was. Where a run was killed, the next makes the same files again; if those of the folder
// are among them, byte for byte, it moves the rest. Else, and in a folder with other files,
// the error is ErrThere.
func Folder(dir, but string, fill func(beside string) error) (err error) {
	work := filepath.Join(dir, begun)
	_, missing := os.Lstat(work)
	if free, err := free(dir, but, begun); err != nil || !free && missing != nil {
		return cmp.Or(err, ErrThere)
	}
	root, below, err := nearest(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	undo, err := makeFolders(root, below)
	defer func() {
		// A folder that is partly filled keeps the sign of it, for the next run.
		if free, _ := free(dir, but, begun); err == nil || free || errors.Is(err, ErrThere) {
			err = errors.Join(err, os.RemoveAll(work))
		}
		if err != nil {
			undo()
		}
	}()
	if err == nil {
		err = cmp.Or(os.RemoveAll(work), os.Mkdir(work, 0o777))
	}
	if err == nil {
		err = fill(work)
	}
	if err == nil {
		err = among(dir, work, but)
	}
	if err == nil {
		err = moveUp(dir, work)
	}
	return err
}

// free reports whether a folder is not there, or holds nothing but what is named.
func free(dir string, but ...string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	others := slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(but, e.Name()) })
	return err == nil && len(others) == 0, err
}

// among fails unless each file of a folder, but those named, is also in another with the
// same bytes.
func among(dir, other, but string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		switch {
		case err != nil:
			return err
		case rel == begun || rel == but && d.IsDir():
			return fs.SkipDir
		case rel == but || d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return ErrThere
		}
		want, err := os.ReadFile(filepath.Join(other, rel))
		if errors.Is(err, fs.ErrNotExist) {
			return ErrThere
		} else if err != nil {
			return err
		}
		if got, err := os.ReadFile(p); err != nil || string(got) != string(want) {
			return cmp.Or(err, ErrThere)
		}
		return nil
	})
}

// moveUp moves what stands in one folder into another on the same disk. Of a folder that is
// there already it moves what is in it.
func moveUp(dir, from string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		source, target := filepath.Join(from, e.Name()), filepath.Join(dir, e.Name())
		if info, err := os.Lstat(target); err == nil && info.IsDir() && e.IsDir() {
			if err := moveUp(target, source); err != nil {
				return err
			}
			continue
		}
		if err := os.Rename(source, target); err != nil {
			return err
		}
	}
	return nil
}

// Files writes files below a folder that nobody else writes to, and counts them.
func Files(ctx context.Context, dir string, files iter.Seq2[string, []byte]) (n int, err error) {
	for name, data := range files {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return n, err
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
