package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// litter are files that operating systems leave in folders. They are nobody's work.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// readMark gives the files that the mark of a folder names; nil for an empty folder, and for
// one in which a build that was cut short had only begun the mark; and a ForeignError for one
// with content but without our mark.
func readMark(dir string) (map[string]bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, markName))
	begun := err == nil && strings.HasPrefix(markHead, string(data))
	switch {
	case err == nil && strings.HasPrefix(string(data), markHead):
		files := map[string]bool{}
		for line := range strings.Lines(string(data[len(markHead):])) {
			files[strings.TrimSuffix(line, "\n")] = true
		}
		return files, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 && !(begun && len(entries) == 1) {
		return nil, &ForeignError{Dir: dir}
	}
	return nil, nil
}

// foreignFiles are the first few files of a folder that its mark does not name.
func foreignFiles(dir string, ours map[string]bool) ([]string, error) {
	var foreign []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if rel := relative(dir, p); !isOurs(rel, ours) {
			foreign = append(foreign, rel)
		}
		if len(foreign) == 5 {
			return fs.SkipAll
		}
		return nil
	})
	return foreign, err
}

func isOurs(rel string, ours map[string]bool) bool {
	return ours[rel] || rel == markName || slices.Contains(litter, rel[strings.LastIndexByte(rel, '/')+1:])
}

func relative(dir, p string) string {
	return filepath.ToSlash(strings.TrimPrefix(p[len(dir):], string(filepath.Separator)))
}

// remove deletes a published folder: the files that its mark names, the mark last, and
// the folders that are then empty. What else is in it stays, and is an error.
func remove(dir string, ours map[string]bool) error {
	var folders []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := relative(dir, p)
		switch {
		case d.IsDir():
			folders = append(folders, p)
			return nil
		case rel == markName || !isOurs(rel, ours):
			return nil
		}
		return os.Remove(p)
	})
	if err != nil {
		return err
	}
	slices.Reverse(folders) // inner folders come before outer ones
	for _, p := range folders[:len(folders)-1] {
		if err := removeEmpty(p); err != nil {
			return err
		}
	}
	foreign, err := foreignFiles(dir, nil)
	if err == nil && len(foreign) > 0 {
		err = &ForeignError{dir, foreign}
	}
	if err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, markName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Remove(dir)
}

// removeEmpty deletes a folder if there is nothing in it.
func removeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(entries) > 0 {
		return err
	}
	return os.Remove(dir)
}

// empty deletes everything in a folder that we build in, the mark last, so that it is
// known as ours until nothing is left.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != markName {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(filepath.Join(dir, markName))
}

// rename moves a folder. On Windows a virus scanner or a viewer may hold it for a
// moment, so it is tried again for about a second.
func rename(from, to string) error {
	err := os.Rename(from, to)
	for wait := 10 * time.Millisecond; err != nil && runtime.GOOS == "windows" && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}
