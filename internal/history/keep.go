package history

import (
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Results that are expensive to compute and depend only on commits, and on what the caller
// has put into their name, are kept in .git/forvalt: they belong to the commits of this
// clone, are never committed, and go when the clone goes. A linked work tree has its own.
// No flag turns this off: the folder may be deleted at any time, and without it the output
// is the same (TestKeptResultsChangeNothing). What cannot be read, or was cut short or
// damaged, counts as not kept.
const (
	kept = "forvalt"
	// unfinished begins the name by which a result is written: no result has such a name.
	unfinished = "tmp."
	maxKept    = 400      // files
	maxBytes   = 64 << 20 // of all of them; past either the oldest go, until half is left
	maxResult  = 64 << 20 // of one, unpacked
)

var errName = errors.New("not a name of a kept result")

// Kept gives what was kept under a name; false if nothing was, or it is damaged. A checksum
// guards against accidents, not against somebody who can write to the repository.
func (r *Repo) Kept(name string) ([]byte, bool) {
	if !plain(name) {
		return nil, false
	}
	f, err := r.files.Open(kept + "/" + name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	var sum [sha256.Size]byte
	if _, err := io.ReadFull(f, sum[:]); err != nil {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(f), maxResult))
	return data, err == nil && sha256.Sum256(data) == sum
}

// Keep keeps a result under a name of letters, digits and hyphens, whole or not at all.
// Several programs may keep at once.
func (r *Repo) Keep(name string, data []byte) error {
	if !plain(name) {
		return errName
	}
	sum := sha256.Sum256(data)
	packed := bytes.NewBuffer(sum[:])
	z, err := flate.NewWriter(packed, flate.BestSpeed)
	if err != nil {
		return err
	}
	_, err = z.Write(data)
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	disk := r.files
	r.makeRoom()
	f, err := disk.TempFile(kept, unfinished)
	if err != nil {
		return err
	}
	_, err = f.Write(packed.Bytes())
	if err = errors.Join(err, f.Close()); err == nil {
		err = disk.Rename(f.Name(), kept+"/"+name)
	}
	if err != nil {
		return errors.Join(err, disk.Remove(f.Name()))
	}
	return nil
}

// makeRoom removes what killed programs left unfinished, and the oldest results if there are
// too many. What it cannot remove, another program has removed or will; one whose unfinished
// result is removed keeps none, and computes it again.
func (r *Repo) makeRoom() {
	disk := r.files
	list, err := disk.ReadDir(kept)
	if err != nil {
		return
	}
	list = slices.DeleteFunc(list, func(f fs.FileInfo) bool {
		return strings.HasPrefix(f.Name(), unfinished) && disk.Remove(kept+"/"+f.Name()) == nil
	})
	files, size := len(list), int64(0)
	for _, f := range list {
		size += f.Size()
	}
	if files < maxKept && size < maxBytes {
		return
	}
	slices.SortFunc(list, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, f := range list {
		if files <= maxKept/2 && size <= maxBytes/2 {
			return
		}
		_ = disk.Remove(kept + "/" + f.Name())
		files, size = files-1, size-f.Size()
	}
}

func plain(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
