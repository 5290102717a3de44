package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The mark: its first line says whose the folder is, each other line names a file of ours.
const (
	markName = ".forvalt-site"
	markHead = "forvalt site 1\n"
)

// site is a folder that is being published, and its two neighbours.
type site struct {
	dir        string // what readers see
	next, prev string // being built; being replaced
	step       func(string)
	lock       *lock
	mode       fs.FileMode     // of files that we make, as the umask has it
	old        map[string]bool // files of the published site; nil where there is none
	there      bool            // dir exists
	published  bool            // next has taken the place of dir
}

// open takes the lock, mends what a killed build left, and refuses a folder that is not ours.
func open(dir string, step func(string)) (*site, error) {
	dir, err := resolve(dir, 0)
	if err != nil {
		return nil, err
	}
	base := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir))
	s := &site{dir: dir, next: base + ".forvalt-new", prev: base + ".forvalt-old", step: step}
	if s.lock, err = acquire(s.next, s.dir); err != nil {
		return nil, err
	}
	for _, do := range []func() error{s.repair, s.check, s.begin} {
		if err := do(); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

// resolve follows symbolic links: the swap must replace the folder, not the link to it.
// The link may lead nowhere, as it does when a swap was cut in two.
func resolve(dir string, depth int) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	parent := filepath.Dir(dir)
	if parent == dir {
		return "", fmt.Errorf("%s is a whole disk: choose a folder in it", dir)
	}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return "", err
	}
	if parent, err = filepath.EvalSymlinks(parent); err != nil {
		return "", err
	}
	dir = filepath.Join(parent, filepath.Base(dir))
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return dir, nil
	case err != nil:
		return "", err
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(dir)
		if err != nil {
			return "", err
		}
		if depth > 20 {
			return "", fmt.Errorf("%s is a symbolic link that leads in a circle", dir)
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(parent, target)
		}
		return resolve(target, depth+1)
	case !info.IsDir():
		return "", fmt.Errorf("%s is a file, not a folder", dir)
	}
	return dir, nil
}

// repair ends what a killed build left half done.
func (s *site) repair() error {
	if !exists(s.prev) {
		return nil
	}
	old, err := readMark(s.prev)
	if err != nil {
		return err
	}
	if old == nil {
		return remove(s.prev, nil)
	}
	if err := removeEmpty(s.dir); err != nil { // somebody may have made the folder anew
		return err
	}
	if !exists(s.dir) {
		return rename(s.prev, s.dir) // killed between the renames
	}
	if _, err := readMark(s.dir); err != nil {
		return err // no reason to delete the last good site
	}
	return remove(s.prev, old) // killed after the renames
}

// check looks at what is published now.
func (s *site) check() (err error) {
	if s.there = exists(s.dir); !s.there {
		return nil
	}
	if s.old, err = readMark(s.dir); err != nil || s.old == nil {
		return err
	}
	foreign, err := foreignFiles(s.dir, s.old)
	if err == nil && len(foreign) > 0 {
		return &ForeignError{s.dir, foreign}
	}
	return err
}

// begin empties the new folder, marks it, and gives it the permissions of the old one.
func (s *site) begin() error {
	if _, err := readMark(s.next); err != nil {
		return err
	}
	if err := empty(s.next); err != nil {
		return err
	}
	mark := filepath.Join(s.next, markName)
	if err := create(mark, []byte(markHead), true); err != nil { // on disk before anything else is in the folder
		return err
	}
	info, err := os.Lstat(mark)
	if err != nil {
		return err
	}
	s.mode = info.Mode()
	if !s.there {
		return nil
	}
	if info, err = os.Lstat(s.dir); err != nil {
		return err
	}
	return os.Chmod(s.next, info.Mode()&(fs.ModePerm|fs.ModeSetgid)|0o700)
}

// seal writes the full mark: from now on the new folder is complete.
func (s *site) seal(files []string) error {
	s.step("seal")
	mark := filepath.Join(s.next, markName)
	if err := create(mark+"~", []byte(markHead+strings.Join(files, "\n")+"\n"), true); err != nil {
		return err
	}
	return os.Rename(mark+"~", mark) // at no moment is the folder without a mark
}

// swap puts the new folder in the place of the old one, and removes that.
func (s *site) swap() error {
	s.step("swap")
	if s.there {
		if err := rename(s.dir, s.prev); err != nil {
			return fmt.Errorf("%s cannot be replaced as a whole (if a disk is mounted there, choose a folder in it): %w", s.dir, err)
		}
	}
	s.step("between")
	if err := rename(s.next, s.dir); err != nil {
		if s.there {
			err = errors.Join(err, rename(s.prev, s.dir))
		}
		return err
	}
	s.published = true
	s.step("swapped")
	if !s.there {
		return nil
	}
	if err := remove(s.prev, s.old); err != nil {
		return fmt.Errorf("the new site is in place, but the old one is left: %w", err)
	}
	return nil
}

// close removes a folder that did not take its place, and gives up the lock.
func (s *site) close() error {
	var err error
	if !s.published {
		if _, err = readMark(s.next); err == nil {
			err = errors.Join(empty(s.next), os.Remove(s.next))
		} else if foreign := (*ForeignError)(nil); errors.As(err, &foreign) {
			err = nil // begin has said so
		}
	}
	return errors.Join(err, s.lock.release())
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
