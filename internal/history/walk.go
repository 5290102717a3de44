package history

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Questions that one walk answers, besides the line of commits.
type Questions struct {
	Last   bool // the last change of every file at the head
	Recent int  // this many changes, newest first; negative: all
}

// Log is what one walk through history found.
type Log struct {
	Head   Commit
	Line   []Arrival         // all commits by first parents, newest first
	Last   map[string]Commit // by path below the folder; files whose last change was cut off are not there
	Recent []Change          // newest first
	Cut    bool              // the clone is shallow: what came before Oldest is not known
	Oldest Commit            // the last commit that was looked at
}

// Arrival is a commit of the line.
type Arrival struct {
	Commit
	In    time.Time // when it came in: never earlier than an older commit of the line, whatever time it claims
	Since int       // how many of Recent came after it
}

// At gives the newest commit that had come in by a moment; nil if there is none, or it is
// cut off.
func (l *Log) At(moment time.Time) *Arrival {
	i, _ := slices.BinarySearchFunc(l.Line, moment, func(a Arrival, m time.Time) int {
		if a.In.After(m) {
			return -1
		}
		return 1
	})
	if i == len(l.Line) {
		return nil
	}
	return &l.Line[i]
}

// Change is a commit and the files that it changed, below the folder, by path.
type Change struct {
	Commit
	Files []FileChange
}

// FileChange is what a commit did to one file.
type FileChange struct {
	Path    string
	Removed bool
	was     plumbing.Hash // its content before; zero for a new file
	blob    entry
}

// ContentID is the name of the content after the commit, as FS has it.
func (f *FileChange) ContentID() string { return contentID(f.blob) }

// FormerContentID is the name of the content before the commit; zeros for a new file.
func (f *FileChange) FormerContentID() string { return f.was.String() }

// Paths are the files that the commit changed or added.
func (c *Change) Paths() []string {
	var out []string
	for i := range c.Files {
		if !c.Files[i].Removed {
			out = append(out, c.Files[i].Path)
		}
	}
	return out
}

// Read gives what a file of a commit's changes holds after it; fs.ErrNotExist for one that
// was removed, an *ObjectError that names what is damaged or missing.
func (r *Repo) Read(c *Commit, f *FileChange) ([]byte, error) {
	switch {
	case f.Removed:
		return nil, fail("read", f.Path, fs.ErrNotExist)
	case f.blob.mode.IsRegular() || f.blob.mode == filemode.Executable:
		return r.blob(f.blob, f.Path)
	}
	fsys, _, err := r.FS(c.Hash)
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(fsys, f.Path) // a link, or not a file
}

// Walk follows first parents from the head and compares each commit with its first parent,
// so that a merged pull request counts when it was merged. It goes back to the first commit, but
// compares trees no further than the questions need. If a commit or
// folder is damaged or missing, Walk gives the *ObjectError and what it found before it, as
// for a history that was cut.
func (r *Repo) Walk(ctx context.Context, q Questions) (*Log, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return nil, err
	}
	w := &walk{r: r, q: q, log: &Log{Head: r.commitOf(c), Last: map[string]Commit{}}, missing: map[string]bool{}}
	defer w.log.arrive()
	tree, err := r.folder(c)
	if err != nil {
		return nil, err
	}
	if q.Last {
		if err := r.compare(plumbing.ZeroHash, tree, "", func(p string, _, _ entry) { w.missing[p] = true }); err != nil {
			return nil, err
		}
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w.log.Oldest = r.commitOf(c)
		w.log.Line = append(w.log.Line, Arrival{Commit: w.log.Oldest, Since: len(w.log.Recent)})
		if r.cutAt(c) {
			w.log.Cut = true
			return w.log, nil
		}
		var parent *object.Commit
		var before plumbing.Hash
		if c.NumParents() > 0 {
			if parent, err = r.commitAt(c.ParentHashes[0]); err != nil {
				return w.broken(err)
			}
		}
		if w.comparing() {
			if parent != nil {
				if before, err = r.folder(parent); err != nil {
					return w.broken(err)
				}
			}
			if err := w.compare(w.log.Oldest, before, tree); err != nil {
				return w.broken(err)
			}
		}
		if parent == nil {
			return w.log, nil
		}
		c, tree = parent, before
	}
}

type walk struct {
	r       *Repo
	q       Questions
	log     *Log
	missing map[string]bool // files at the head whose last change is not found yet
}

// broken ends a walk that can go no further.
func (w *walk) broken(err error) (*Log, error) {
	w.log.Cut = true
	return w.log, err
}

// comparing reports whether trees must still be compared.
func (w *walk) comparing() bool {
	return len(w.missing) > 0 || w.q.Recent < 0 || len(w.log.Recent) < w.q.Recent
}

// arrive gives every commit of the line the time at which it came in.
func (l *Log) arrive() {
	var last time.Time
	for i := range slices.Backward(l.Line) {
		if c := &l.Line[i]; c.When.After(last) {
			last = c.When
		}
		l.Line[i].In = last
	}
}

type fileChange struct {
	path    string
	was, is entry
}

func (w *walk) compare(c Commit, before, after plumbing.Hash) error {
	var all []fileChange
	if err := w.r.compare(before, after, "", func(p string, was, is entry) { all = append(all, fileChange{p, was, is}) }); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b fileChange) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.is.name, b.is.name))
	})
	files := make([]FileChange, 0, len(all))
	for _, f := range all {
		files = append(files, FileChange{f.path, f.is.hash.IsZero(), f.was.hash, f.is})
		if w.missing[f.path] {
			w.log.Last[f.path] = c
			delete(w.missing, f.path)
		}
	}
	if len(all) > 0 && (w.q.Recent < 0 || len(w.log.Recent) < w.q.Recent) {
		w.log.Recent = append(w.log.Recent, Change{c, files})
	}
	return nil
}
