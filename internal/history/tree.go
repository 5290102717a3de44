package history

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// FS is the tree of a revision, seen from the folder, and its commit. A folder that
// did not exist then is an empty tree. Files are read when they are opened.
func (r *Repo) FS(rev string) (fs.FS, Commit, error) {
	c, err := r.commit(rev)
	if err != nil {
		return nil, Commit{}, err
	}
	tree, err := r.folder(c)
	if err != nil {
		return nil, Commit{}, err
	}
	if tree == nil {
		tree = &object.Tree{}
	}
	return &treeFS{repo: r, root: tree, trees: map[string]*object.Tree{}}, commitOf(c), nil
}

type treeFS struct {
	mu   sync.Mutex // trees remember what was looked up
	repo *Repo
	root *object.Tree

	trees map[string]*object.Tree // by path
}

func (t *treeFS) Open(name string) (fs.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	if name == "." {
		return t.dir(name, t.root)
	}
	in, err := t.tree(path.Dir(name))
	if err != nil {
		return fail(err)
	}
	i := slices.IndexFunc(in.Entries, func(e object.TreeEntry) bool { return e.Name == path.Base(name) })
	if i < 0 {
		return fail(fs.ErrNotExist)
	}
	e := in.Entries[i]
	if e.Mode == filemode.Dir {
		tree, err := t.tree(name)
		if err != nil {
			return fail(err)
		}
		return t.dir(name, tree)
	}
	blob, err := t.repo.git.BlobObject(e.Hash)
	if err != nil {
		return fail(err)
	}
	rd, err := blob.Reader()
	if err != nil {
		return fail(err)
	}
	defer rd.Close()
	data, err := io.ReadAll(rd)
	if err != nil {
		return fail(err)
	}
	return &treeFile{entry: treeEntry{path.Base(name), e.Mode, int64(len(data))}, r: bytes.NewReader(data)}, nil
}

// tree is a folder; folders are read once.
func (t *treeFS) tree(name string) (*object.Tree, error) {
	if name == "." {
		return t.root, nil
	}
	if tree, ok := t.trees[name]; ok {
		return tree, nil
	}
	in, err := t.tree(path.Dir(name))
	if err != nil {
		return nil, err
	}
	for _, e := range in.Entries {
		if e.Name == path.Base(name) && e.Mode == filemode.Dir {
			tree, err := t.repo.git.TreeObject(e.Hash)
			if err == nil {
				t.trees[name] = tree
			}
			return tree, err
		}
	}
	return nil, fs.ErrNotExist
}

func (t *treeFS) dir(name string, tree *object.Tree) (fs.File, error) {
	f := &treeFile{entry: treeEntry{path.Base(name), filemode.Dir, 0}, r: bytes.NewReader(nil)}
	for _, e := range tree.Entries {
		if e.Mode == filemode.Submodule {
			continue
		}
		f.list = append(f.list, treeEntry{e.Name, e.Mode, 0})
	}
	slices.SortFunc(f.list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return f, nil
}

type treeFile struct {
	entry treeEntry
	r     *bytes.Reader
	list  []fs.DirEntry
}

func (f *treeFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *treeFile) Read(p []byte) (int, error) { return f.r.Read(p) }
func (f *treeFile) Close() error               { return nil }

func (f *treeFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		all := f.list
		f.list = nil
		return all, nil
	}
	if len(f.list) == 0 {
		return nil, io.EOF
	}
	some := f.list[:min(n, len(f.list))]
	f.list = f.list[len(some):]
	return some, nil
}

// treeEntry is a file or folder of a tree.
type treeEntry struct {
	name string
	mode filemode.FileMode
	size int64
}

func (e treeEntry) Name() string               { return e.name }
func (e treeEntry) Size() int64                { return e.size }
func (e treeEntry) ModTime() time.Time         { return time.Time{} }
func (e treeEntry) IsDir() bool                { return e.mode == filemode.Dir }
func (e treeEntry) Sys() any                   { return nil }
func (e treeEntry) Type() fs.FileMode          { return e.Mode().Type() }
func (e treeEntry) Info() (fs.FileInfo, error) { return e, nil }

func (e treeEntry) Mode() fs.FileMode {
	switch e.mode {
	case filemode.Dir:
		return fs.ModeDir | 0o555
	case filemode.Symlink:
		return fs.ModeSymlink | 0o444
	}
	return 0o444
}
