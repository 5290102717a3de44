package publish

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/forvalt/forvalt/internal/file"
)

// job is one file on its way to a worker.
type job struct {
	path string // in the system's form
	data []byte
	old  bool // the published site has the folder it lies in
}

// admit checks the path of a file and looks up its folders in the published site.
func (b *build) admit(f file.File) (job, error) {
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
		if old = old && isFolder(filepath.Join(b.dir, filepath.FromSlash(d))); old {
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

// put writes a file that is new or differs, and notes any other.
func (b *build) put(j job) error {
	b.opt.step("file")
	b.bytes.Add(int64(len(j.data)))
	if j.old && b.same(filepath.Join(b.dir, j.path), j.data) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.kept = append(b.kept, j.path)
		return nil
	}
	if err := b.folder(filepath.Dir(j.path)); err != nil {
		return err
	}
	b.written.Add(1)
	return create(filepath.Join(b.next, j.path), j.data, false)
}

func (b *build) folder(path string) error {
	return os.MkdirAll(filepath.Join(b.next, path), 0o777)
}

// link gives the new folder a file that did not change, with its old time.
func (b *build) link(path string) error {
	b.opt.step("link")
	old, target := filepath.Join(b.dir, path), filepath.Join(b.next, path)
	if !b.noLinks.Load() {
		if err := os.Link(old, target); err == nil {
			return nil
		}
		b.noLinks.Store(true)
	}
	info, err := os.Lstat(old)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(old)
	if err != nil {
		return err
	}
	if err := create(target, data, false); err != nil {
		return err
	}
	return os.Chtimes(target, time.Time{}, info.ModTime())
}

// same reports whether the old file is a plain one with the given content and the
// permissions that a new one would get. The content is read, not trusted to a date or
// a kept hash: somebody may have edited the file.
func (b *build) same(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != b.mode || info.Size() != int64(len(data)) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false // then it is written anew
	}
	defer f.Close()
	pooled := b.buffers.Get().(*[64 << 10]byte)
	defer b.buffers.Put(pooled)
	buffer := pooled[:]
	for len(data) > 0 {
		n, err := io.ReadFull(f, buffer[:min(len(buffer), len(data))])
		if err != nil || !bytes.Equal(buffer[:n], data[:n]) {
			return false
		}
		data = data[n:]
	}
	return true
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
