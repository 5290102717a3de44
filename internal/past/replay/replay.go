// Package replay goes through the commits of a portfolio and says what each of them did to
// each contract.
//
// In go the history that a walk found and today's portfolio, for the names of people and
// suppliers; out come steps, oldest first, each with the change as typed values. Each file
// that a commit changed is read and parsed once; nothing else of its tree is looked at. It
// puts nothing into words and stores nothing.
package replay

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

// Effect is what a commit did to a contract, in one word.
type Effect string

// The effects.
const (
	Created    Effect = "created"
	Changed    Effect = "changed"
	Deleted    Effect = "deleted"
	Misnamed   Effect = "misnamed"   // the folder now has a name that cannot be an id
	Formatted  Effect = "formatting" // its files, and nothing that they say
	Unreadable Effect = "unreadable" // the commit left files that cannot be understood
)

// Step is what one commit did to one contract.
type Step struct {
	*history.Commit
	Day     date.Date // in the portfolio's time zone
	What    Effect
	Change  *change.Change     // if created or changed
	After   *contract.Contract // as the commit left it; nil where it is gone or unreadable
	Manager string             // id, after the commit
	Value   contract.Value     // after the commit
}

// Git reads what commits hold. It must not take what is damaged or missing for something
// that was never there.
type Git interface {
	Read(rev string, do func(fsys fs.FS, at history.Commit) error) error
	File(c *history.Commit, f *history.FileChange) ([]byte, error)
}

// Options of a replay.
type Options struct {
	Names  *contract.Portfolio // today's, for names, and for the ids that contracts had before
	Prefix string              // as in store.Options
	Cache  *store.Cache        // of files that were read before; nil: none
	Zone   *time.Location      // in which days begin and end
	Wanted func(id string) bool
}

// Replay stands between two commits; Run moves it forward.
type Replay struct {
	git     Git
	opt     Options
	now     map[string]string // former id → id
	commits []history.Change  // newest first
	left    int               // how many are still to be replayed
	known   bool              // a contract without state was not there before the commits that are left
	state   map[string]*folder
}

// folder is a contract as the last commit that was replayed left it.
type folder struct {
	files    map[string]*store.File // by path, of all folders that it has had
	contract *contract.Contract     // the last that could be read
}

// New gives a replay of the commits that a walk found, standing before the oldest.
func New(git Git, log *history.Log, opt Options) *Replay {
	return &Replay{git: git, opt: opt, now: FormerIDs(opt.Names), commits: log.Recent, left: len(log.Recent), known: !log.Cut, state: map[string]*folder{}}
}

// Left gives the commits still to be replayed, without the newest n; newest first.
func (r *Replay) Left(n int) []history.Change { return r.commits[min(n, r.left):r.left] }

// visit is a commit with the files of one contract that it changed.
type visit struct {
	at    int // of the commit among all
	files []*history.FileChange
}

// Run replays all commits but the newest n, and gives what they did, by contract, oldest
// first. Contracts do not depend on each other, so they are replayed on all cores. Each
// step is passed to keep at once, and only the result is kept, because the steps of a whole
// portfolio would fill the memory. An object that is damaged or missing is an error: what
// came after it is not known either.
func Run[T any](ctx context.Context, r *Replay, n int, keep func(*Step) T) (map[string][]T, error) {
	visits := r.visits(n)
	r.left = min(r.left, n)
	ids := slices.Sorted(maps.Keys(visits))
	kept := make([][]T, len(ids))
	folders := make([]*folder, len(ids))
	errs := make([]error, len(ids))
	inParallel(len(ids), func(i int) {
		folders[i] = r.state[ids[i]]
		if folders[i] == nil {
			folders[i], errs[i] = r.before(ids[i], visits[ids[i]][0].at)
		}
		for _, v := range visits[ids[i]] {
			if ctx.Err() != nil || errs[i] != nil {
				return
			}
			var s *Step
			if s, errs[i] = r.step(folders[i], ids[i], v); s != nil {
				kept[i] = append(kept[i], keep(s))
			}
		}
	})
	if err := cmp.Or(ctx.Err(), errors.Join(errs...)); err != nil {
		return nil, err
	}
	out := map[string][]T{}
	for i, id := range ids {
		r.state[id] = folders[i]
		if len(kept[i]) > 0 {
			out[id] = kept[i]
		}
	}
	return out, nil
}

// visits gives the visits of the commits that are left, without the newest n, by contract,
// oldest first.
func (r *Replay) visits(n int) map[string][]visit {
	out := map[string][]visit{}
	for i := r.left - 1; i >= n; i-- {
		c := &r.commits[i]
		for j := range c.Files {
			f := &c.Files[j]
			id := r.id(FolderOf(f.Path))
			if id == "" || !r.opt.Wanted(id) {
				continue
			}
			of := out[id]
			if len(of) == 0 || of[len(of)-1].at != i {
				of = append(of, visit{at: i})
			}
			of[len(of)-1].files = append(of[len(of)-1].files, f)
			out[id] = of
		}
	}
	return out
}

// Skip passes over all commits but the newest n: their steps are known from elsewhere.
func (r *Replay) Skip(n int) {
	if n < r.left {
		r.left, r.known, r.state = n, false, map[string]*folder{}
	}
}

// Hold keeps the contracts' files, as they are now, in the cache for the next tree that is
// loaded with it.
func (r *Replay) Hold() {
	for _, s := range r.state {
		for _, f := range s.files {
			r.opt.Cache.Hold(f)
		}
	}
}

// inParallel does n independent pieces of work on all cores.
func inParallel(n int, work func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wg.Wait()
}

// FolderOf is the contract in whose folder a file below the data folder lies; "" for none.
func FolderOf(file string) string {
	rest, ok := strings.CutPrefix(file, "agreements/")
	if !ok {
		return ""
	}
	id, _, below := strings.Cut(rest, "/")
	if !below {
		return ""
	}
	return id
}

// FormerIDs gives the present id for every id that a contract had before, unless another
// contract has it now.
func FormerIDs(p *contract.Portfolio) map[string]string {
	out := map[string]string{}
	for _, c := range p.Contracts {
		for _, was := range c.IDWas {
			if p.Contract(was) == nil {
				out[was] = c.ID
			}
		}
	}
	return out
}

// id is the present id of a folder's contract.
func (r *Replay) id(folder string) string {
	if id, ok := r.now[folder]; ok {
		return id
	}
	return folder
}

// step applies one commit; nil if it did nothing to the contract.
func (r *Replay) step(s *folder, id string, v visit) (*Step, error) {
	at := &r.commits[v.at].Commit
	for _, f := range v.files {
		delete(s.files, f.Path)
		if f.Removed {
			continue
		}
		var fault *history.ObjectError
		read := r.opt.Cache.Read(r.opt.Prefix, f.Path, f.ContentID(), func() ([]byte, error) {
			data, err := r.git.File(at, f)
			errors.As(err, &fault)
			return data, err
		})
		if fault != nil {
			return nil, fault
		}
		if read != nil {
			s.files[f.Path] = read
		}
	}
	is, unread := s.put(id)
	out := &Step{Commit: at, Day: date.FromTime(at.When.In(r.opt.Zone)), What: Changed}
	was := s.contract
	switch {
	case unread:
		out.What = Unreadable
		return out, nil
	case is == nil && was == nil:
		return nil, nil
	case is == nil:
		out.What, s.contract = Deleted, nil
		if r.misnamed(v) {
			out.What = Misnamed
		}
		return out, nil
	}
	d := compare.Contracts(r.side(was), r.side(is))
	switch {
	case len(d.Changes) == 0:
		out.What = Formatted
	case was == nil:
		out.What = Created
		fallthrough
	default:
		out.Change = &d.Changes[0]
	}
	s.contract, out.After, out.Manager, out.Value = is, is, is.Manager, is.Value
	return out, nil
}

// misnamed tells whether a commit that took a contract out gave its contract.toml, as it was,
// to a folder whose name cannot be an id.
func (r *Replay) misnamed(v visit) bool {
	return slices.ContainsFunc(v.files, func(gone *history.FileChange) bool {
		return gone.Removed && path.Base(gone.Path) == "contract.toml" &&
			slices.ContainsFunc(r.commits[v.at].Files, func(f history.FileChange) bool {
				return !f.Removed && path.Base(f.Path) == "contract.toml" && f.ContentID() == gone.FormerContentID() && !store.IsID(FolderOf(f.Path))
			})
	})
}

// put builds the contract from the files of its folder, or of one that it had before.
func (s *folder) put(id string) (c *contract.Contract, unread bool) {
	folders := map[string][]*store.File{}
	for _, p := range slices.Sorted(maps.Keys(s.files)) {
		folders[FolderOf(p)] = append(folders[FolderOf(p)], s.files[p])
	}
	for _, name := range append([]string{id}, slices.Sorted(maps.Keys(folders))...) {
		if c, unread = store.Contract(folders[name]); unread {
			return nil, true
		}
		if c != nil {
			break
		}
	}
	return c, false
}

// before reads a contract as the parent of a commit had it. If that is unreadable, it takes
// the contract as it was when it could last be read.
func (r *Replay) before(id string, at int) (*folder, error) {
	if r.known {
		return &folder{files: map[string]*store.File{}}, nil
	}
	s, unread, err := r.parent(id, at)
	for at++; err == nil && unread && at < len(r.commits); at++ {
		if slices.ContainsFunc(r.commits[at].Files, func(f history.FileChange) bool { return r.id(FolderOf(f.Path)) == id }) {
			var then *folder
			if then, unread, err = r.parent(id, at); err == nil {
				s.contract = then.contract
			}
		}
	}
	return s, err
}

// parent reads a contract as the parent of a commit had it, under whichever of its ids.
func (r *Replay) parent(id string, at int) (s *folder, unread bool, err error) {
	s = &folder{files: map[string]*store.File{}}
	names := []string{id}
	for former, now := range r.now {
		if now == id {
			names = append(names, former)
		}
	}
	err = r.git.Read(r.commits[at].Hash+"~1", func(fsys fs.FS, _ history.Commit) error {
		for _, name := range names {
			if err := r.files(fsys, "agreements/"+name, s.files); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, history.ErrNoSuchRev) { // the first commit, or the first that a shallow clone has
		return s, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	s.contract, unread = s.put(id)
	return s, unread, nil
}

// files reads all files of a folder.
func (r *Replay) files(fsys fs.FS, dir string, into map[string]*store.File) error {
	return fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content := ""
		if named, ok := d.(interface{ ContentID() string }); ok {
			content = named.ContentID()
		}
		if f := r.opt.Cache.Read(r.opt.Prefix, p, content, func() ([]byte, error) { return fs.ReadFile(fsys, p) }); f != nil {
			into[p] = f
		}
		return nil
	})
}

func (r *Replay) side(c *contract.Contract) compare.Side {
	p := &contract.Portfolio{Settings: r.opt.Names.Settings}
	if c != nil {
		p.Contracts = []*contract.Contract{c}
	}
	return compare.Side{Portfolio: p.Index(), Names: r.opt.Names}
}
