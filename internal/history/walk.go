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

// Questions that one walk answers. The zero value asks only for the head.
type Questions struct {
	Last    bool                    // the last change of every file at the head
	Recent  int                     // this many changes, newest first; negative: all
	AsOf    []time.Time             // the state at these moments
	Stories func(p string) bool     // every change of these files, by their path at the head (or the last they had); nil: none
	Was     func(p string) []string // all earlier paths of a story's file, as the data says (id_was); nil: none
	Renames bool                    // a story also continues from a file with the same content that vanished in the same commit
}

// Log is what one walk through history found.
type Log struct {
	Head    Commit
	Last    map[string]Commit // by path below the folder; files whose last change was cut off are not there
	Recent  []Change          // newest first
	AsOf    []Commit          // for each moment the newest commit that is not later; zero if there is none, or it is cut off
	Since   []int             // for each moment how many of Recent came after it
	Stories map[string][]Step // newest first
	Cut     bool              // the clone is shallow: what came before Oldest is not known
	Oldest  Commit            // the last commit that was looked at
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
	blob    entry
}

// ContentID is the name of the content after the commit, as FS has it.
func (f *FileChange) ContentID() string { return contentID(f.blob) }

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

// StepKind is what a commit did to a file.
type StepKind string

// The kinds of steps.
const (
	Added   StepKind = "added"
	Changed StepKind = "changed"
	Renamed StepKind = "renamed"
	Removed StepKind = "removed"
)

// Step is one commit's change of one file.
type Step struct {
	Commit
	Kind StepKind
	Path string // of the file after the commit; of a removed one, before it
	From string // where it was renamed, its path before
}

// Walk follows first parents from the head and compares each commit with its first parent,
// so that a merged pull request counts when it was merged. It goes no further back than the
// questions need, and opens no tree where only moments are left to find. If a commit or folder is damaged or missing, Walk gives the *ObjectError and what
// it found before it, as for a history that was cut.
func (r *Repo) Walk(ctx context.Context, q Questions) (*Log, error) {
	c, err := r.commit("HEAD")
	if err != nil {
		return nil, err
	}
	w := &walk{r: r, q: q, log: &Log{Head: r.commitOf(c), AsOf: make([]Commit, len(q.AsOf)), Since: make([]int, len(q.AsOf)), Stories: map[string][]Step{}, Last: map[string]Commit{}},
		missing: map[string]bool{}, now: map[string]string{}}
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
		open := w.moments(w.log.Oldest)
		if !w.comparing() && !open {
			return w.log, nil
		}
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
	missing map[string]bool   // files at the head whose last change is not found yet
	now     map[string]string // path in the trees that are being compared → path of its story; "" for none
}

// broken ends a walk that can go no further.
func (w *walk) broken(err error) (*Log, error) {
	w.log.Cut = true
	return w.log, err
}

// comparing reports whether trees must still be compared.
func (w *walk) comparing() bool {
	return len(w.missing) > 0 || w.q.Stories != nil || w.q.Recent < 0 || len(w.log.Recent) < w.q.Recent
}

// moments records the commit for every open moment that it is not later than, and reports
// whether others are still open. The walk goes backwards, so the first such commit is the
// newest.
func (w *walk) moments(c Commit) (open bool) {
	for i, at := range w.q.AsOf {
		switch {
		case w.log.AsOf[i].Hash != "":
		case c.When.After(at):
			open = true
		default:
			w.log.AsOf[i], w.log.Since[i] = c, len(w.log.Recent)
		}
	}
	return open
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
		files = append(files, FileChange{f.path, f.is.hash.IsZero(), f.is})
		if w.missing[f.path] {
			w.log.Last[f.path] = c
			delete(w.missing, f.path)
		}
	}
	if len(all) > 0 && (w.q.Recent < 0 || len(w.log.Recent) < w.q.Recent) {
		w.log.Recent = append(w.log.Recent, Change{c, files})
	}
	if w.q.Stories != nil {
		w.stories(c, all)
	}
	return nil
}

// stories adds a commit's changes to the stories that they belong to.
func (w *walk) stories(c Commit, all []fileChange) {
	var from map[string]string // new path of a renamed file → its path before
	gone := map[string]plumbing.Hash{}
	for _, f := range all {
		if f.is.hash.IsZero() {
			gone[f.path] = f.was.hash
		}
	}
	from = w.renamed(all, gone)
	type move struct{ from, story string }
	var moves []move
	for _, f := range all {
		story := w.storyOf(f.path)
		step := Step{Commit: c, Kind: Changed, Path: f.path}
		switch {
		case f.is.hash.IsZero():
			if slices.ContainsFunc(all, func(o fileChange) bool { return from[o.path] == f.path && w.storyOf(o.path) != "" }) {
				continue // it was renamed, and its story goes on there
			}
			step.Kind = Removed
		case f.was.hash.IsZero():
			step.Kind = Added
			if old, ok := from[f.path]; ok {
				step.Kind, step.From = Renamed, old
			}
		}
		if story == "" {
			continue
		}
		w.log.Stories[story] = append(w.log.Stories[story], step)
		if step.Kind == Added && w.q.Was != nil { // it may have been removed under its old path long before
			for _, old := range w.q.Was(story) {
				if _, known := w.now[old]; !known && old != f.path {
					w.now[old], w.now[f.path] = story, ""
					break
				}
			}
		}
		if step.Kind == Renamed {
			moves = append(moves, move{step.From, story})
			w.now[f.path] = "" // the path belonged to another file before
		}
	}
	for _, m := range moves {
		w.now[m.from] = m.story
	}
}

// storyOf finds the story of a path; "" where nobody asks.
func (w *walk) storyOf(p string) string {
	story, known := w.now[p]
	if !known {
		if w.q.Stories(p) {
			story = p
		}
		w.now[p] = story
	}
	return story
}

// renamed pairs the files that a commit added with the vanished files that they were: first
// those that the data names, then, if asked, those with the same content, preferably with
// the same name too.
func (w *walk) renamed(all []fileChange, gone map[string]plumbing.Hash) map[string]string {
	from := map[string]string{}
	if len(gone) == 0 {
		return from
	}
	taken := map[string]bool{}
	if w.q.Was != nil {
		for _, f := range all {
			if !f.was.hash.IsZero() {
				continue
			}
			for _, old := range w.q.Was(w.storyOf(f.path)) {
				if _, is := gone[old]; is && !taken[old] {
					from[f.path], taken[old] = old, true
					break
				}
			}
		}
	}
	if !w.q.Renames {
		return from
	}
	same := map[plumbing.Hash][]string{}
	for _, f := range all {
		if f.is.hash.IsZero() && !taken[f.path] {
			same[f.was.hash] = append(same[f.was.hash], f.path)
		}
	}
	for _, sameName := range []bool{true, false} {
		for _, f := range all {
			if _, done := from[f.path]; done || !f.was.hash.IsZero() {
				continue
			}
			for _, old := range same[f.is.hash] {
				if !taken[old] && (!sameName || base(old) == base(f.path)) {
					from[f.path], taken[old] = old, true
					break
				}
			}
		}
	}
	return from
}

func base(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }
