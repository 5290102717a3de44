// Package place puts files where people keep theirs: beside a report, into a data folder, as
// a new repository. In go bytes and names; each file, and a new folder, is written beside its
// place and then renamed, so that it is there whole or not at all.
//
// It replaces nothing that it is not told to replace. A site, which is ours, is published by
// package publish.
package place

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// ErrThere says that a file with other content is there.
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
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return false, err
	}
	beside, err := os.CreateTemp(filepath.Dir(name), ".forvalt-*")
	if err != nil {
		return false, err
	}
	_, err = beside.Write(data)
	err = errors.Join(err, beside.Chmod(0o644), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), name)
	}
	if err != nil {
		_ = os.Remove(beside.Name())
		return false, err
	}
	return true, nil
}

// In writes a file below a folder, out of which no link leads. The file keeps its
// permissions; a link within the folder stays a link.
func In(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := root.Lstat(name); err == nil {
		if !info.Mode().IsRegular() {
			return root.WriteFile(name, data, mode)
		}
		mode = info.Mode().Perm()
	}
	beside := path.Join(path.Dir(name), ".forvalt-"+path.Base(name)) // the loader skips it
	if err := root.WriteFile(beside, data, mode); err != nil {
		_ = root.Remove(beside)
		return err
	}
	return root.Rename(beside, name)
}

// Free reports whether a folder is not there, or holds nothing but what is named.
func Free(dir string, but ...string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	others := slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(but, e.Name()) })
	return err == nil && len(others) == 0, err
}

// Folder fills a folder: fill writes into one beside it, and what it wrote is moved in when
// it is done. Interrupted, it leaves the folder as it was.
func Folder(dir string, fill func(beside string) error) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(filepath.Dir(dir), ".forvalt-init-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside) // nothing is left in it when all went well
	if err := fill(beside); err != nil {
		return err
	}
	return moveInto(dir, beside)
}

// moveInto moves what stands in one folder into another on the same disk.
func moveInto(dir, from string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(from, e.Name()), filepath.Join(dir, e.Name())); err != nil {
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
