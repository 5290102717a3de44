package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// FS is the tree of a revision, seen from the folder, as a read-only fs.FS (ReadDirFS,
// ReadFileFS, StatFS and ReadLinkFS too), and its commit. Errors are ErrNoSuchRev,
// ErrNoCommit, or an *ObjectError that names the object. A folder that did not exist then
// is empty. Its entries and files know their blob (ContentID), so that nothing need be read
// twice. It may be read concurrently.
func (r *Repo) FS(rev string) (fs.FS, Commit, error) {
	c, err := r.commit(rev)
	if err != nil {
		return nil, Commit{}, err
	}
	root, err := r.folder(c)
	if err != nil {
		return nil, Commit{}, err
	}
	return &treeFS{r: r, root: root, when: c.Committer.When.UTC(), dirs: map[string][]entry{}}, r.commitOf(c), nil
}

// treeFS is a past tree. Folders are read when they are first asked for.
type treeFS struct {
	r    *Repo
	root plumbing.Hash // zero: there was no such folder
	when time.Time

	mu    sync.Mutex
	dirs  map[string][]entry // by path, each sorted by name
	fault error              // the first object that was damaged or missing
}

// Fault is the first *ObjectError met while reading a tree that FS gave; nil if everything
// read was whole. Whoever reads a tree file by file and takes what is there must ask
// afterwards, or a damaged repository looks like one that lacks files.
func Fault(fsys fs.FS) error {
	t, ok := fsys.(*treeFS)
	if !ok {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.fault
}

// noted keeps the first fault.
func (t *treeFS) noted(err error) error {
	var oe *ObjectError
	if errors.As(err, &oe) {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.fault == nil {
			t.fault = err
		}
	}
	return err
}

func (t *treeFS) blob(e entry, at string) ([]byte, error) {
	data, err := t.r.blob(e, at)
	return data, t.noted(err)
}

const maxLinks = 20 // symbolic links followed on the way to a file

func fail(op, name string, err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }

// Open opens a file or folder; links are followed, but not out of the tree.
func (t *treeFS) Open(name string) (fs.File, error) {
	e, at, err := t.find(name, true)
	if err != nil {
		return nil, fail("open", name, err)
	}
	info := t.info(e, at)
	if !e.isDir() {
		return &blobFile{info: info}, nil
	}
	list, err := t.list(at)
	if err != nil {
		return nil, fail("open", name, err)
	}
	return &openDir{info: info, entries: list}, nil
}

// Stat describes what a path leads to.
func (t *treeFS) Stat(name string) (fs.FileInfo, error) { return t.stat("stat", name, true) }

// Lstat describes a path, a link too.
func (t *treeFS) Lstat(name string) (fs.FileInfo, error) { return t.stat("lstat", name, false) }

func (t *treeFS) stat(op, name string, follow bool) (fs.FileInfo, error) {
	e, at, err := t.find(name, follow)
	if err != nil {
		return nil, fail(op, name, err)
	}
	info := t.info(e, at)
	if _, err := info.load(); err != nil {
		return nil, fail(op, name, err)
	}
	return info, nil
}

// ReadDir lists a folder, sorted by name.
func (t *treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	e, at, err := t.find(name, true)
	if err == nil && !e.isDir() {
		err = errors.New("not a folder")
	}
	var list []fs.DirEntry
	if err == nil {
		list, err = t.list(at)
	}
	if err != nil {
		return nil, fail("readdir", name, err)
	}
	return list, nil
}

// ReadFile reads a whole file.
func (t *treeFS) ReadFile(name string) ([]byte, error) {
	e, at, err := t.find(name, true)
	if err == nil && !e.mode.IsFile() {
		err = errors.New("not a file")
	}
	var data []byte
	if err == nil {
		data, err = t.blob(e, at)
	}
	if err != nil {
		return nil, fail("read", name, err)
	}
	return data, nil
}

// ReadLink gives where a symbolic link points.
func (t *treeFS) ReadLink(name string) (string, error) {
	e, at, err := t.find(name, false)
	if err == nil && e.mode != filemode.Symlink {
		err = fs.ErrInvalid
	}
	var data []byte
	if err == nil {
		data, err = t.blob(e, at)
	}
	if err != nil {
		return "", fail("readlink", name, err)
	}
	return string(data), nil
}

// blob reads a file as git would write it to the disk, where a filter (git-crypt, LFS) changes it
// on the way: git runs it.
func (r *Repo) blob(e entry, at string) ([]byte, error) {
	data, err := r.raw(plumbing.BlobObject, e.hash)
	if err == nil && marked(data) && r.filtered()[at] {
		var out string
		out, err = gitSaid(r.dir, "cat-file", "--filters", "--path="+path.Join(r.prefix, at), r.name(e.hash))
		if err == nil {
			return []byte(out), nil
		}
		err = &ObjectError{Kind: "blob", Hash: r.name(e.hash), Err: err}
	}
	var oe *ObjectError
	if errors.As(err, &oe) {
		oe.Path = at
	}
	return data, err
}

// marks begin what git-lfs, git-crypt and transcrypt store. Of other filters nothing tells whether
// an older content had gone through them.
var marks = []string{"version https://git-lfs", "\x00GITCRYPT\x00", "U2FsdGVkX1"}

func marked(data []byte) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return bytes.HasPrefix(data, []byte(m)) })
}

// findFiltered gives the files below the folder that have a filter, by today's attributes; none
// without the git program.
func (r *Repo) findFiltered() map[string]bool {
	out := map[string]bool{}
	list, err := gitSaid(r.dir, "ls-files", "-z", "--", ".", ":(exclude,attr:!filter)")
	if err != nil {
		return out
	}
	for _, name := range names(list) {
		out[name] = true
	}
	return out
}

func (t *treeFS) list(at string) ([]fs.DirEntry, error) {
	entries, err := t.dir(at)
	if err != nil {
		return nil, err
	}
	out := make([]fs.DirEntry, len(entries))
	for i, e := range entries {
		out[i] = t.info(e, path.Join(at, e.name))
	}
	return out, nil
}

// dir gives a folder's entries; its path has no links in it.
func (t *treeFS) dir(at string) ([]entry, error) {
	t.mu.Lock()
	list, known := t.dirs[at]
	t.mu.Unlock()
	if known {
		return list, nil
	}
	hash := t.root
	if at != "." {
		parent, err := t.dir(path.Dir(at))
		if err != nil {
			return nil, err
		}
		e, ok := named(parent, path.Base(at))
		if !ok || !e.isDir() {
			return nil, fs.ErrNotExist
		}
		hash = e.hash
	}
	if !hash.IsZero() {
		var err error
		if list, err = t.r.tree(hash, at); err != nil {
			return nil, t.noted(err)
		}
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) }) // Git sorts "a.b" before folder "a"
	t.mu.Lock()
	t.dirs[at] = list
	t.mu.Unlock()
	return list, nil
}

func named(list []entry, name string) (entry, bool) {
	i, ok := slices.BinarySearchFunc(list, name, func(e entry, n string) int { return strings.Compare(e.name, n) })
	if !ok {
		return entry{}, false
	}
	return list[i], true
}

// find walks to a path and gives its entry and its path without links.
func (t *treeFS) find(name string, follow bool) (entry, string, error) {
	if !fs.ValidPath(name) {
		return entry{}, "", fs.ErrInvalid
	}
	at, e, links := ".", entry{name: ".", mode: filemode.Dir, hash: t.root}, 0
	rest := name
	for rest != "" && rest != "." {
		var first string
		first, rest, _ = strings.Cut(rest, "/")
		list, err := t.dir(at)
		if err != nil {
			return entry{}, "", err
		}
		next, ok := named(list, first)
		if !ok {
			return entry{}, "", fs.ErrNotExist
		}
		here := path.Join(at, first)
		switch {
		case next.mode == filemode.Symlink && (rest != "" || follow):
			if links++; links > maxLinks {
				return entry{}, "", errors.New("too many links")
			}
			target, err := t.blob(next, here)
			if err != nil {
				return entry{}, "", err
			}
			to := path.Join(at, string(target))
			if path.IsAbs(string(target)) || !fs.ValidPath(to) {
				return entry{}, "", errors.New("link leads out of the folder")
			}
			rest = strings.Trim(path.Join(to, rest), "/")
			at, e = ".", entry{name: ".", mode: filemode.Dir, hash: t.root}
			continue
		case rest != "" && !next.isDir():
			return entry{}, "", fs.ErrNotExist
		}
		at, e = here, next
	}
	return e, at, nil
}

// info is a directory entry and a file's description at once.
func (t *treeFS) info(e entry, at string) *info { return &info{t: t, e: e, at: at, size: -1} }

type info struct {
	t    *treeFS
	e    entry
	at   string
	size int64 // -1: not asked yet
}

func (i *info) load() (*info, error) {
	if i.size < 0 {
		i.size = 0
		if i.e.mode.IsFile() {
			n, err := i.t.r.size(i.e.hash)
			if err != nil {
				err.(*ObjectError).Path = i.at
				return nil, i.t.noted(err)
			}
			i.size = n
		}
	}
	return i, nil
}

func (i *info) Name() string               { return i.e.name }
func (i *info) IsDir() bool                { return i.e.isDir() }
func (i *info) Type() fs.FileMode          { return i.Mode().Type() }
func (i *info) Info() (fs.FileInfo, error) { return i.load() }
func (i *info) Size() int64                { return max(0, i.size) }
func (i *info) ModTime() time.Time         { return i.t.when }
func (i *info) Sys() any                   { return nil }
func (i *info) String() string             { return fs.FormatDirEntry(i) }

// ContentID is the name of the content: files with the same one are equal.
func (i *info) ContentID() string { return contentID(i.e) }

func contentID(e entry) string {
	if !e.mode.IsRegular() {
		return ""
	}
	return e.hash.String()
}

func (i *info) Mode() fs.FileMode {
	switch i.e.mode {
	case filemode.Dir:
		return fs.ModeDir | 0o555
	case filemode.Symlink:
		return fs.ModeSymlink | 0o777
	case filemode.Submodule:
		return fs.ModeIrregular
	case filemode.Executable:
		return 0o555
	}
	return 0o444
}

// blobFile is an open file. Its content is read when it is first asked for.
type blobFile struct {
	*info
	r *bytes.Reader
}

func (f *blobFile) Stat() (fs.FileInfo, error) { return f.load() }

func (f *blobFile) Read(b []byte) (int, error) {
	if f.r == nil {
		if !f.e.mode.IsFile() {
			return 0, fail("read", f.at, fs.ErrInvalid)
		}
		data, err := f.t.blob(f.e, f.at)
		if err != nil {
			return 0, fail("read", f.at, err)
		}
		f.r = bytes.NewReader(data)
	}
	return f.r.Read(b)
}

func (f *blobFile) Close() error { return nil }

// openDir is an open folder.
type openDir struct {
	*info
	entries []fs.DirEntry
	next    int
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.load() }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, fail("read", d.at, errors.New("is a folder"))
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.entries[d.next:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	d.next += len(rest)
	return slices.Clone(rest), nil
}

var (
	_ fs.ReadDirFS  = (*treeFS)(nil)
	_ fs.ReadFileFS = (*treeFS)(nil)
	_ fs.StatFS     = (*treeFS)(nil)
	_ fs.ReadLinkFS = (*treeFS)(nil)
	_ fmt.Stringer  = (*info)(nil)
)
