package history

import (
	"errors"
	"io"
	"strings"
)

// Results that are dear to make and depend only on commits are kept in .git/forvalt, out
// of Git's way and of the data's.
const (
	kept    = "forvalt"
	maxKept = 400 // files; past that all are thrown away
)

var errName = errors.New("not a name of a kept result")

// Kept gives what was kept under a name; false where nothing was, or it cannot be read.
// Who reads it must doubt it: the folder is anybody's who may write to the repository.
func (r *Repo) Kept(name string) ([]byte, bool) {
	if !plain(name) {
		return nil, false
	}
	f, err := r.store.Filesystem().Open(kept + "/" + name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return data, err == nil
}

// Keep keeps a result under a name of letters, digits and hyphens, whole or not at all.
func (r *Repo) Keep(name string, data []byte) error {
	if !plain(name) {
		return errName
	}
	fs := r.store.Filesystem()
	if list, err := fs.ReadDir(kept); err == nil && len(list) >= maxKept {
		for _, e := range list {
			if err := fs.Remove(kept + "/" + e.Name()); err != nil {
				return err
			}
		}
	}
	f, err := fs.TempFile(kept, "tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, fs.Remove(f.Name()))
	}
	return fs.Rename(f.Name(), kept+"/"+name)
}

func plain(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
