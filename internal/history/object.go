package history

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// ObjectError says that an object of the repository is missing, or does not have the
// content that its name stands for.
type ObjectError struct {
	Kind string // commit, tree or blob
	Hash string
	Path string // below the folder, where it is known
	Err  error  // nil: the content does not have this name
}

// Object is what the git program calls it, and its path.
func (e *ObjectError) Object() string {
	if e.Path != "" {
		return e.Kind + " " + e.Hash + " (" + e.Path + ")"
	}
	return e.Kind + " " + e.Hash
}

func (e *ObjectError) Error() string {
	what := e.Object()
	switch {
	case e.Missing():
		return "the repository lacks " + what
	case e.Err == nil:
		return what + " is damaged: its content has another name"
	}
	return what + " is damaged: " + e.Err.Error()
}

func (e *ObjectError) Unwrap() error { return e.Err }

// Missing reports whether the object is not in the repository at all.
func (e *ObjectError) Missing() bool { return errors.Is(e.Err, plumbing.ErrObjectNotFound) }

// entry of a folder in a past tree.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

func (e entry) isDir() bool { return e.mode == filemode.Dir }

// raw reads an object. What cannot be read is looked for again, as git does: packs may have
// been rewritten meanwhile, or be of a kind that go-git does not know.
func (r *Repo) raw(t plumbing.ObjectType, h plumbing.Hash) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	data, first := r.rawOnce(t, h)
	if first == nil || r.program != nil {
		return data, first
	}
	_ = r.store.Close() // it was only read from
	r.store = storeOf(r.files)
	if data, err := r.rawOnce(t, h); err == nil {
		return data, nil
	}
	if r.second == nil {
		r.second = programOf(r.dir, false)
	}
	if data, err := r.second.read(t, h); err == nil && data != nil {
		return data, nil
	}
	return nil, first
}

// rawOnce reads an object and makes sure that it is what its name says: go-git itself gives
// half an object from its cache when it has met a damaged one.
func (r *Repo) rawOnce(t plumbing.ObjectType, h plumbing.Hash) ([]byte, error) {
	fail := func(err error) ([]byte, error) {
		return nil, &ObjectError{Kind: t.String(), Hash: h.String(), Err: err}
	}
	if r.program != nil {
		data, err := r.program.read(t, h)
		if data == nil {
			return fail(err)
		}
		return data, nil
	}
	o, err := r.store.EncodedObject(t, h)
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
	if r.hashOf(t, buf.Bytes()) != h {
		return fail(nil)
	}
	return buf.Bytes(), nil
}

// size of a blob, without reading it whole.
func (r *Repo) size(h plumbing.Hash) (int64, error) {
	n, err := r.sizeOnce(h)
	if err == nil {
		return n, nil
	}
	data, err := r.raw(plumbing.BlobObject, h) // which looks again
	return int64(len(data)), err
}

func (r *Repo) sizeOnce(h plumbing.Hash) (n int64, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.program != nil {
		_, _, n, err = r.program.about(h.String())
		return n, err
	}
	return r.store.EncodedObjectSize(h)
}

// kind of an object; an error where it is not there.
func (r *Repo) kind(h plumbing.Hash) (plumbing.ObjectType, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.program != nil {
		_, t, _, err := r.program.about(h.String())
		return t, err
	}
	o, err := r.store.EncodedObject(plumbing.AnyObject, h)
	if err != nil {
		return 0, err
	}
	return o.Type(), nil
}

// hashOf is the name of an object in this repository.
func (r *Repo) hashOf(t plumbing.ObjectType, data []byte) plumbing.Hash {
	if r.sha256 {
		name := name256(t, data)
		return plumbing.Hash(name[:20])
	}
	return hashOf(t, data)
}

func hashOf(t plumbing.ObjectType, data []byte) plumbing.Hash {
	h := sha1.New()
	fmt.Fprintf(h, "%s %d\x00", t, len(data))
	h.Write(data)
	return plumbing.Hash(h.Sum(nil))
}

// treeCache keeps folders that were read lately: a commit shares most of them with its
// child.
type treeCache struct {
	mu      sync.Mutex
	lists   map[plumbing.Hash][]entry
	entries int
}

const cachedEntries = 150_000 // some ten megabytes

func (c *treeCache) get(h plumbing.Hash) ([]entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, ok := c.lists[h]
	return list, ok
}

func (c *treeCache) put(h plumbing.Hash, list []entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries += len(list); c.lists == nil || c.entries > cachedEntries {
		c.lists, c.entries = map[plumbing.Hash][]entry{}, len(list)
	}
	c.lists[h] = list
}

// tree reads a folder's entries, in Git's order. The caller must not change them.
func (r *Repo) tree(h plumbing.Hash, dir string) ([]entry, error) {
	if list, ok := r.trees.get(h); ok {
		return list, nil
	}
	data, err := r.raw(plumbing.TreeObject, h)
	if err == nil {
		var list []entry
		size := 20
		if r.sha256 {
			size = sha256.Size
		}
		if list, err = entries(string(data), size); err == nil {
			r.trees.put(h, list)
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

// entries takes a tree object apart: "<mode> <name>\0<size bytes>", again and again.
func entries(data string, size int) ([]entry, error) {
	out := make([]entry, 0, len(data)/(size+20))
	for len(data) > 0 {
		mode, rest, ok1 := strings.Cut(data, " ")
		name, rest, ok2 := strings.Cut(rest, "\x00")
		if !ok1 || !ok2 || name == "" || len(rest) < size || strings.Contains(name, "/") {
			return nil, errTree
		}
		m, err := filemode.New(mode)
		if err != nil {
			return nil, errTree
		}
		if m == filemode.Deprecated {
			m = filemode.Regular
		}
		out = append(out, entry{name, m, plumbing.Hash([]byte(rest[:20]))})
		data = rest[size:]
	}
	return out, nil
}

// commitAt reads a commit by its hash.
func (r *Repo) commitAt(h plumbing.Hash) (*object.Commit, error) {
	data, err := r.raw(plumbing.CommitObject, h)
	if err != nil {
		return nil, err
	}
	if r.sha256 {
		data = shortened(data)
	}
	o := &plumbing.MemoryObject{}
	o.SetType(plumbing.CommitObject)
	if _, err := o.Write(data); err != nil {
		return nil, err
	}
	c, err := object.DecodeCommit(r.store, o)
	if err != nil {
		return nil, &ObjectError{Kind: "commit", Hash: h.String(), Err: err}
	}
	c.Hash = h
	c.Committer.When = committed(data) // go-git misreads a malformed line
	return c, nil
}
