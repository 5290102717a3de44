package past

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// Snapshot is the portfolio at a revision, with all that was wrong with its files.
type Snapshot struct {
	*contract.Portfolio
	Findings []diag.Finding
	Commit   history.Commit // zero: the folder as it is on disk
}

// Side measures the snapshot on a date, for comparing it with another.
func (s *Snapshot) Side(asOf date.Date) compare.Side {
	return compare.Side{Portfolio: s.Portfolio, Figures: figures.Of(s.Portfolio, asOf), Unread: store.Unread(s.Findings), Misnamed: store.Misnamed(s.Findings)}
}

// Folder is a data folder as it is today.
type Folder struct {
	Snapshot
	Dir    string // on disk
	Files  fs.FS  // of Dir
	Prefix string // put before the paths that findings show: "contracts"
	AsOf   date.Date
	Zone   *time.Location // in which the portfolio's days begin and end
	Cache  *store.Cache   // of its parsed files, for past trees that have the same; nil: none
}

// Options of Open.
type Options struct {
	Printer *message.Printer
	Why     func(error) string // puts into words why history, or a part of it, cannot be read
	Stamp   string             // identifies this build of the program; "": no results are kept
}

// Archive is the past of a data folder. Nobody else opens a repository (a test of the layers
// holds it), because everybody would have to look for faults after reading: store.Load makes
// a finding of a file that it cannot read, which for a past tree would hide a damaged or
// partial clone.
type Archive struct {
	Options
	Today   Folder
	repo    *history.Repo
	missing error
	walked  *walked
	points  map[pointOf]*trend.Point
}

// walked is what a walk gave, and of what it was asked.
type walked struct {
	log *history.Log
	err error
	all bool // the changes of files too
}

// RevisionError is a revision that could not be read. Err is one of those of package
// history: a reason why there is no history, or an *ObjectError.
type RevisionError struct {
	Revision string
	Err      error
}

func (e *RevisionError) Error() string {
	return "reading revision " + e.Revision + ": " + e.Err.Error()
}
func (e *RevisionError) Unwrap() error { return e.Err }

// DirtyError is a folder whose files differ from the commit that it stands on.
type DirtyError struct{ Files []string } // as findings name files, sorted

func (e *DirtyError) Error() string { return e.Files[0] + " is not committed" }

// Open finds the repository of a folder. Without one there is an archive too, whose Missing
// says why. It must be closed.
func Open(f Folder, opt Options) *Archive {
	a := &Archive{Today: f, Options: opt}
	a.repo, a.missing = history.Open(f.Dir)
	return a
}

// Missing is why there is no repository to read; nil where there is one.
func (a *Archive) Missing() error { return a.missing }

// Close closes the repository and frees what was kept of it in memory. It may be called
// twice.
func (a *Archive) Close() {
	if a.repo != nil {
		_ = a.repo.Close() // it was only read from
		a.repo, a.missing, a.walked, a.points = nil, fs.ErrClosed, nil, nil
	}
}

// Read passes the tree of a revision to a function, and asks history.Fault afterwards
// whether everything read from it was whole. Errors are *RevisionError.
func (a *Archive) Read(rev string, do func(fsys fs.FS, at history.Commit) error) error {
	err := a.missing
	if err == nil {
		var fsys fs.FS
		var at history.Commit
		if fsys, at, err = a.repo.FS(rev); err == nil {
			err = do(fsys, at)
			err = cmp.Or(history.Fault(fsys), err)
		}
	}
	if err != nil {
		return &RevisionError{rev, err}
	}
	return nil
}

// At gives the portfolio at a revision. A file that cannot be understood is a finding; an
// object that is damaged or missing is an error, a *RevisionError. Because of the cache,
// calls must not overlap.
func (a *Archive) At(ctx context.Context, rev string) (*Snapshot, error) {
	return a.load(ctx, rev, nil, store.Options{Prefix: a.Today.Prefix, Cache: a.Today.Cache})
}

// Part is At with only the files and folders that are wanted, by their paths below the
// folder. Records that they refer to may be missing.
func (a *Archive) Part(ctx context.Context, rev string, want func(name string) bool) (*Snapshot, error) {
	return a.load(ctx, rev, want, store.Options{Prefix: a.Today.Prefix})
}

func (a *Archive) load(ctx context.Context, rev string, want func(name string) bool, opt store.Options) (*Snapshot, error) {
	out := &Snapshot{}
	err := a.Read(rev, func(fsys fs.FS, at history.Commit) error {
		if want != nil {
			fsys = partFS{fsys, want}
		}
		out.Portfolio, out.Findings = store.Load(ctx, fsys, opt)
		out.Commit = at
		return nil
	})
	if err = cmp.Or(ctx.Err(), err); err != nil {
		return nil, err
	}
	return out, nil
}

// partFS is a tree reduced to the names that are wanted, and its root.
type partFS struct {
	fs.FS
	want func(name string) bool
}

func (f partFS) Open(name string) (fs.File, error) {
	if name != "." && !f.want(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func (f partFS) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return !f.want(path.Join(name, e.Name())) }), err
}

// Head is the commit that the folder stands on.
func (a *Archive) Head() (history.Commit, error) {
	if a.missing != nil {
		return history.Commit{}, a.missing
	}
	return a.repo.Head()
}

// Log is all of history: every change of a file, back to the first commit. It is found in
// one walk, for whoever asks, and held until Close. What is damaged or missing is an error
// beside what was found before it.
func (a *Archive) Log(ctx context.Context) (*history.Log, error) { return a.walk(ctx, true) }

// Line is Log where nothing is asked of files: only commits are read for it.
func (a *Archive) Line(ctx context.Context) (*history.Log, error) { return a.walk(ctx, false) }

func (a *Archive) walk(ctx context.Context, all bool) (*history.Log, error) {
	if a.missing != nil {
		return nil, a.missing
	}
	if w := a.walked; w != nil && (w.all || !all) {
		return w.log, w.err
	}
	var ask history.Questions
	if all {
		ask = history.Questions{Last: true, Recent: -1}
	}
	log, err := a.repo.Walk(ctx, ask)
	if ctx.Err() == nil {
		a.walked = &walked{log, err, all}
	}
	return log, err
}

// File gives what a file of a commit's changes holds after it, as (*history.Repo).Read does.
func (a *Archive) File(c *history.Commit, f *history.FileChange) ([]byte, error) {
	if a.missing != nil {
		return nil, a.missing
	}
	return a.repo.Read(c, f)
}

// Parents gives the parents of a commit, as (*history.Repo).Parents does.
func (a *Archive) Parents(hash string) ([]string, error) {
	if a.missing != nil {
		return nil, a.missing
	}
	return a.repo.Parents(hash)
}

// Brought gives the commit of the main line by which each commit came in.
func (a *Archive) Brought(ctx context.Context) (map[string]string, error) {
	if a.missing != nil {
		return nil, a.missing
	}
	return a.repo.Brought(ctx)
}

// Signature checks the signature of a commit against keys.
func (a *Archive) Signature(hash string, keys []history.Key) (history.Signature, error) {
	if a.missing != nil {
		return history.Signature{}, a.missing
	}
	return a.repo.Signature(hash, keys)
}

// Differing lists the files of the folder that differ from a revision.
func (a *Archive) Differing(rev string) ([]string, error) {
	err := a.missing
	if err == nil {
		var files []string
		if files, err = a.repo.Differing(rev, a.Today.Files); err == nil {
			return files, nil
		}
	}
	return nil, &RevisionError{rev, err}
}

// Hidden lists the files that git has left off the disk, as findings name them.
func (a *Archive) Hidden() ([]string, error) {
	if a.missing != nil {
		return nil, a.missing
	}
	files, err := a.repo.Hidden(a.Today.Files)
	for i := range files {
		files[i] = path.Join(a.Today.Prefix, files[i])
	}
	return files, err
}

// Committed is the commit whose files the folder has, unchanged; "" if there is no
// repository. A folder with changes gives a *DirtyError.
func (a *Archive) Committed() (string, error) {
	head, err := a.Head()
	if errors.Is(err, history.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	dirty, err := a.Differing("HEAD")
	if err != nil {
		return "", err
	}
	for i := range dirty {
		dirty[i] = path.Join(a.Today.Prefix, dirty[i])
	}
	if len(dirty) > 0 {
		return "", &DirtyError{dirty}
	}
	return head.Hash, nil
}
