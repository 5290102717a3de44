package publish

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// job is one file on its way to a worker.
type job struct {
	path string // in the system's form
	data []byte
	old  bool // the published site has the folder it lies in
}

// admit checks the path of a file and makes its folders.
func (b *build) admit(f File) (job, error) {
	if err := checkPath(f.Path); err != nil {
		return job{}, err
	}
	old := b.old != nil
	for _, d := range parents(f.Path) {
		known, found, err := b.names.claim(d, true)
		if err != nil {
			return job{}, err
		}
		if found {
			old = known.old
			continue
		}
		local := filepath.FromSlash(d)
		if err := os.Mkdir(filepath.Join(b.next, local), 0o777); err != nil {
			return job{}, err
		}
		if old = old && isFolder(filepath.Join(b.dir, local)); old {
			b.names.setOld(d)
		}
	}
	if _, _, err := b.names.claim(f.Path, false); err != nil {
		return job{}, err
	}
	return job{filepath.FromSlash(f.Path), f.Data, old}, nil
}

// isFolder is false for a symbolic link to a folder: behind it lies nothing of ours.
func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// put links a file that did not change and writes any other.
func (b *build) put(j job, buffer []byte) error {
	b.opt.step("file")
	target := filepath.Join(b.next, j.path)
	var since time.Time // when an unchanged file was written
	if j.old {
		old := filepath.Join(b.dir, j.path)
		if info := b.unchangedFile(old, j.data, buffer); info != nil {
			if !b.noLinks.Load() {
				if err := os.Link(old, target); err == nil {
					b.count(true, j.data)
					return nil
				}
				b.noLinks.Store(true)
			}
			since = info.ModTime()
		}
	}
	if err := create(target, j.data, false); err != nil {
		return err
	}
	if !since.IsZero() {
		if err := os.Chtimes(target, time.Time{}, since); err != nil {
			return err
		}
	}
	b.count(!since.IsZero(), j.data)
	return nil
}

func (b *build) count(unchanged bool, data []byte) {
	b.bytes.Add(int64(len(data)))
	if unchanged {
		b.unchanged.Add(1)
	} else {
		b.written.Add(1)
	}
}

// unchangedFile describes the old file if it is a plain one with the given content and
// the permissions that a new one would get, else it is nil. The content is read, not
// trusted to a date or a kept hash: somebody may have edited the file.
func (b *build) unchangedFile(path string, data, buffer []byte) fs.FileInfo {
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != b.mode || info.Size() != int64(len(data)) {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil // then it is written anew
	}
	defer f.Close()
	for len(data) > 0 {
		n, err := io.ReadFull(f, buffer[:min(len(buffer), len(data))])
		if err != nil || !bytes.Equal(buffer[:n], data[:n]) {
			return nil
		}
		data = data[n:]
	}
	return info
}

// create writes a file that must not be there yet.
func create(path string, data []byte, sync bool) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && sync {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
