package publish

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lock is a file beside the new folder that nobody else can open while a build holds
// it. The system deletes it when the process ends, however it ends.
type lock struct{ file syscall.Handle }

const (
	deleteOnClose    = 0x04000000 // FILE_FLAG_DELETE_ON_CLOSE
	sharingViolation = syscall.Errno(32)
)

// acquire takes the lock and makes the new folder.
func acquire(next, _ string) (*lock, error) {
	name := next + ".lock"
	p, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(p, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, deleteOnClose, 0)
	if errors.Is(err, sharingViolation) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, &fs.PathError{Op: "lock", Path: name, Err: err}
	}
	if err := os.Mkdir(next, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, errors.Join(err, syscall.CloseHandle(h))
	}
	return &lock{h}, nil
}

func (l *lock) release() error { return syscall.CloseHandle(l.file) }
