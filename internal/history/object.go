package history

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// ObjectError is an object of the repository that is not there, or is not what its
// name says.
type ObjectError struct {
	Kind string // commit, tree or blob
	Hash string
	Path string // below the folder, where it is known
	Err  error  // nil: the content does not have this name
}

func (e *ObjectError) Error() string {
	what := e.Kind + " " + e.Hash
	if e.Path != "" {
		what += " (" + e.Path + ")"
	}
	switch {
	case e.Missing():
		return "the repository lacks " + what
	case e.Err == nil:
		return what + " is damaged: its content has another name"
	}
	return what + " is damaged: " + e.Err.Error()
}

func (e *ObjectError) Unwrap() error { return e.Err }

// Missing tells whether the object is not in the repository at all.
func (e *ObjectError) Missing() bool { return errors.Is(e.Err, plumbing.ErrObjectNotFound) }

// entry of a folder in a past tree.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

func (e entry) isDir() bool { return e.mode == filemode.Dir }

// raw reads an object and makes sure that it is what its name says: go-git itself gives
// half an object from its cache when it has met a damaged one.
func (r *Repo) raw(t plumbing.ObjectType, h plumbing.Hash) ([]byte, error) {
	fail := func(err error) ([]byte, error) {
		return nil, &ObjectError{Kind: t.String(), Hash: h.String(), Err: err}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	o, err := r.git.Storer.EncodedObject(t, h)
	if err != nil {
		return fail(err)
	}
	in, err := o.Reader()
	if err != nil {
		return fail(err)
	}
	defer in.Close()
	buf := bytes.NewBuffer(make([]byte, 0, min(o.Size(), 1<<24)+bytes.MinRead))
	if _, err := io.Copy(buf, in); err != nil {
		return fail(err)
	}
	if hashOf(t, buf.Bytes()) != h {
		return fail(nil)
	}
	return buf.Bytes(), nil
}

// size of a blob, without reading it whole.
func (r *Repo) size(h plumbing.Hash) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := r.git.Storer.EncodedObjectSize(h)
	if err != nil {
		return 0, &ObjectError{Kind: "blob", Hash: h.String(), Err: err}
	}
	return n, nil
}

func hashOf(t plumbing.ObjectType, data []byte) plumbing.Hash {
	h := sha1.New()
	fmt.Fprintf(h, "%s %d\x00", t, len(data))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}

// tree reads a folder's entries, in Git's order.
func (r *Repo) tree(h plumbing.Hash, dir string) ([]entry, error) {
	data, err := r.raw(plumbing.TreeObject, h)
	if err == nil {
		var list []entry
		if list, err = entries(data); err == nil {
			return list, nil
		}
		err = &ObjectError{Kind: "tree", Hash: h.String(), Err: err}
	}
	var oe *ObjectError
	if errors.As(err, &oe) {
		oe.Path = dir
	}
	return nil, err
}

var errTree = errors.New("malformed folder")

// entries takes a tree object apart: "<mode> <name>\0<20 bytes>", again and again.
func entries(data []byte) ([]entry, error) {
	out := make([]entry, 0, len(data)/40)
	for len(data) > 0 {
		mode, rest, ok1 := bytes.Cut(data, []byte(" "))
		name, rest, ok2 := bytes.Cut(rest, []byte{0})
		if !ok1 || !ok2 || len(name) == 0 || len(rest) < 20 || bytes.ContainsRune(name, '/') {
			return nil, errTree
		}
		m, err := filemode.New(string(mode))
		if err != nil {
			return nil, errTree
		}
		if m == filemode.Deprecated {
			m = filemode.Regular
		}
		out = append(out, entry{string(name), m, plumbing.Hash(rest[:20])})
		data = rest[20:]
	}
	return out, nil
}

// commitAt reads a commit by its hash.
func (r *Repo) commitAt(h plumbing.Hash) (*object.Commit, error) {
	data, err := r.raw(plumbing.CommitObject, h)
	if err != nil {
		return nil, err
	}
	o := &plumbing.MemoryObject{}
	o.SetType(plumbing.CommitObject)
	if _, err := o.Write(data); err != nil {
		return nil, err
	}
	c, err := object.DecodeCommit(r.git.Storer, o)
	if err != nil {
		return nil, &ObjectError{Kind: "commit", Hash: h.String(), Err: err}
	}
	return c, nil
}
