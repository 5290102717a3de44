//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lock is the new folder itself, held by the build that fills it. The system gives it
// up when the process ends, however it ends.
type lock struct{ folder *os.File }

// acquire makes the new folder, or takes over the one of a build that was killed. A
// build that has swapped and still tidies up holds the published folder.
func acquire(next, dir string) (*lock, error) {
	for {
		if err := os.Mkdir(next, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		l, err := hold(next)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if l == nil {
			continue // it has just taken its place
		}
		tidying, err := hold(dir)
		if tidying != nil {
			err = tidying.release()
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			_ = os.Remove(next) // unless a killed build has left something in it
			return nil, errors.Join(err, l.release())
		}
		return l, nil
	}
}

// hold locks the folder; it gives nil if the folder was moved away in between.
func hold(next string) (*lock, error) {
	f, err := os.OpenFile(next, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(ErrBusy, f.Close())
	} // any other error: this disk has no locks, and one build at a time is the caller's word
	held, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if now, err := os.Lstat(next); err != nil || !os.SameFile(held, now) {
		return nil, errors.Join(err, f.Close())
	}
	return &lock{f}, nil
}

func (l *lock) release() error { return l.folder.Close() }
