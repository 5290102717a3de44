package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
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
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
)

// entry is one commit that touched a contract.
type entry struct {
	*history.Commit
	Day     date.Date          // in the portfolio's time zone
	What    string             // created, changed, deleted, formatting or unreadable
	Change  *change.Change     // of created and changed
	After   *contract.Contract // as the commit left it; nil where it is gone or unreadable
	Manager string             // id, after the commit
	Value   contract.Value     // after the commit
}

// storyteller tells what commits did to contracts, oldest commit first. Each file that a
// commit changed is read and parsed once; nothing else of its tree is looked at.
type storyteller struct {
	repo    *history.Repo
	prefix  string
	cache   *store.Cache
	names   *contract.Portfolio // today's, for the names of people and suppliers
	now     map[string]string   // former id → id
	wanted  func(id string) bool
	zone    *time.Location
	commits []history.Change // newest first
	left    int              // of them, to be told
	known   bool             // a contract without state was not there before the commits that are left
	state   map[string]*folder
}

// folder is a contract as the commit that was told last left it.
type folder struct {
	files    map[string]*store.File // by path, of all folders that it has had
	contract *contract.Contract     // the last that could be read
}

func (a *app) storyteller(repo *history.Repo, l *loaded, log *history.Log, wanted func(id string) bool) *storyteller {
	return &storyteller{repo: repo, prefix: a.prefix(), cache: l.Cache, names: l.Portfolio, now: formerIDs(l.Portfolio), wanted: wanted, zone: zoneOf(l.Portfolio),
		commits: log.Recent, left: len(log.Recent), known: !log.Cut, state: map[string]*folder{}}
}

// step is what one commit did to the folders of a contract.
type step struct {
	at    int // of the commit among all
	files []*history.FileChange
}

// tell gives what the commits up to n from the newest did, by contract, oldest first.
// Contracts know nothing of each other, so they are told on all cores; each entry is
// given to made as soon as it is there, and what that gives is kept.
func tell[T any](ctx context.Context, t *storyteller, n int, made func(*entry) T) (map[string][]T, error) {
	steps := map[string][]step{}
	for i := t.left - 1; i >= n; i-- {
		c := &t.commits[i]
		for j := range c.Files {
			f := &c.Files[j]
			id := t.id(folderOf(f.Path))
			if id == "" || !t.wanted(id) {
				continue
			}
			of := steps[id]
			if len(of) == 0 || of[len(of)-1].at != i {
				of = append(of, step{at: i})
			}
			of[len(of)-1].files = append(of[len(of)-1].files, f)
			steps[id] = of
		}
	}
	t.left = min(t.left, n)
	ids := slices.Sorted(maps.Keys(steps))
	out := make([][]T, len(ids))
	folders := make([]*folder, len(ids))
	errs := make([]error, len(ids))
	inParallel(len(ids), func(i int) {
		folders[i] = t.state[ids[i]]
		if folders[i] == nil {
			folders[i], errs[i] = t.before(ids[i], steps[ids[i]][0].at)
		}
		for _, s := range steps[ids[i]] {
			if ctx.Err() != nil || errs[i] != nil {
				return
			}
			var e *entry
			if e, errs[i] = t.step(folders[i], ids[i], s); e != nil {
				out[i] = append(out[i], made(e))
			}
		}
	})
	if err := cmp.Or(ctx.Err(), errors.Join(errs...)); err != nil {
		return nil, err
	}
	told := map[string][]T{}
	for i, id := range ids {
		t.state[id] = folders[i]
		if len(out[i]) > 0 {
			told[id] = out[i]
		}
	}
	return told, nil
}

// skip passes over commits that are told from elsewhere.
func (t *storyteller) skip(n int) {
	if n < t.left {
		t.left, t.known, t.state = n, false, map[string]*folder{}
	}
}

// hold keeps the files of contracts as they are now for the next tree that is loaded.
func (t *storyteller) hold() {
	for _, s := range t.state {
		for _, f := range s.files {
			t.cache.Hold(f)
		}
	}
}

// inParallel does n pieces of work that know nothing of each other, on all cores.
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

// folderOf is the contract in whose folder a file below the data folder lies.
func folderOf(file string) string {
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

// formerIDs are the ids that contracts had before, unless another has one now.
func formerIDs(p *contract.Portfolio) map[string]string {
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
func (t *storyteller) id(folder string) string {
	if id, ok := t.now[folder]; ok {
		return id
	}
	return folder
}

// step takes in one commit; nil where it left nothing to tell. The error is an object
// that is damaged or lacking.
func (t *storyteller) step(s *folder, id string, of step) (*entry, error) {
	at := &t.commits[of.at].Commit
	for _, f := range of.files {
		delete(s.files, f.Path)
		if f.Removed {
			continue
		}
		var fault *history.ObjectError
		read := t.cache.Read(t.prefix, f.Path, f.ContentID(), func() ([]byte, error) {
			data, err := t.repo.Read(at, f)
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
	e := &entry{Commit: at, Day: date.FromTime(at.When.In(t.zone)), What: "changed"}
	was := s.contract
	switch {
	case unread:
		e.What = "unreadable"
		return e, nil
	case is == nil && was == nil:
		return nil, nil
	case is == nil:
		e.What, s.contract = "deleted", nil
		return e, nil
	}
	d := change.Contracts(t.side(was), t.side(is))
	switch {
	case len(d.Changes) == 0:
		e.What = "formatting"
	case was == nil:
		e.What = "created"
		fallthrough
	default:
		e.Change = &d.Changes[0]
	}
	s.contract, e.After, e.Manager, e.Value = is, is, is.Manager, is.Value
	return e, nil
}

// put makes a contract of the files of its folder, or of one that it had before.
func (s *folder) put(id string) (c *contract.Contract, unread bool) {
	folders := map[string][]*store.File{}
	for _, p := range slices.Sorted(maps.Keys(s.files)) {
		folders[folderOf(p)] = append(folders[folderOf(p)], s.files[p])
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

// before reads a contract as the parent of a commit had it; where that could not be read,
// it says what the contract was when it last could.
func (t *storyteller) before(id string, at int) (*folder, error) {
	if t.known {
		return &folder{files: map[string]*store.File{}}, nil
	}
	s, unread, err := t.parent(id, at)
	for at++; err == nil && unread && at < len(t.commits); at++ {
		if slices.ContainsFunc(t.commits[at].Files, func(f history.FileChange) bool { return t.id(folderOf(f.Path)) == id }) {
			var then *folder
			if then, unread, err = t.parent(id, at); err == nil {
				s.contract = then.contract
			}
		}
	}
	return s, err
}

// parent reads a contract as the parent of a commit had it, under whichever of its ids.
func (t *storyteller) parent(id string, at int) (s *folder, unread bool, err error) {
	s = &folder{files: map[string]*store.File{}}
	fsys, _, err := t.repo.FS(t.commits[at].Hash + "~1")
	if errors.Is(err, history.ErrNoSuchRev) { // the first commit, or the first that a shallow clone has
		return s, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	names := []string{id}
	for former, now := range t.now {
		if now == id {
			names = append(names, former)
		}
	}
	for _, name := range names {
		err := fs.WalkDir(fsys, "agreements/"+name, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if f := t.cache.Read(t.prefix, p, d.(interface{ ContentID() string }).ContentID(), func() ([]byte, error) { return fs.ReadFile(fsys, p) }); f != nil {
				s.files[p] = f
			}
			return nil
		})
		if err = cmp.Or(history.Fault(fsys), err); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, false, err
		}
	}
	s.contract, unread = s.put(id)
	return s, unread, nil
}

func (t *storyteller) side(c *contract.Contract) change.Side {
	p := &contract.Portfolio{Settings: t.names.Settings}
	if c != nil {
		p.Contracts = []*contract.Contract{c}
	}
	return change.Side{Portfolio: p.Index(), Names: t.names}
}

// siteStories gathers the stories that the site shows: those of contracts that are there.
// Words that an earlier run of the same program made of the same commits are taken from
// the repository.
type siteStories struct {
	*storyteller
	say   func(*change.Change) change.Said
	stamp string                  // of all but the commits that words depend on; "" keeps none
	of    map[string][]past.Story // oldest first
	err   error                   // an object that is damaged or lacking: what came after it cannot be told either
}

func (a *app) siteStories(repo *history.Repo, l *loaded, log *history.Log, stamp string) *siteStories {
	t := a.storyteller(repo, l, log, func(id string) bool { return l.Contract(id) != nil })
	if stamp != "" {
		stamp += " " + a.prefix() + " " + namesIn(l) + fmt.Sprint(log.Cut)
	}
	return &siteStories{storyteller: t, say: change.In(l.Printer).Change, stamp: stamp, of: map[string][]past.Story{}}
}

// namesIn is a digest of what words take from today's portfolio.
func namesIn(l *loaded) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q ", l.Printer.Lang())
	if src := l.Settings.Src; src != nil {
		fmt.Fprintf(h, "%q\n", src.Data)
	}
	for _, c := range l.Contracts {
		fmt.Fprintf(h, "contract %q %q %q\n", c.ID, c.Title, c.IDWas)
	}
	for _, v := range l.Suppliers {
		fmt.Fprintf(h, "supplier %q %q\n", v.ID, v.Name)
	}
	for _, v := range l.People {
		fmt.Fprintf(h, "person %q %q\n", v.ID, v.Name)
	}
	for _, v := range l.Categories {
		fmt.Fprintf(h, "category %q %q\n", v.ID, v.Title)
	}
	for _, v := range l.Requirements {
		fmt.Fprintf(h, "requirement %q %q\n", v.ID, v.Title)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// upTo tells the commits up to n from the newest.
func (s *siteStories) upTo(ctx context.Context, n int) error {
	if s.err != nil || n >= s.left {
		return s.err
	}
	commits := s.commits[n:s.left]
	name := fmt.Sprintf("story-%x", sha256.Sum256(fmt.Appendf(nil, "%q %q %q", s.stamp, commits[0].Hash, commits[len(commits)-1].Hash)))
	told, ok := s.kept(name)
	if ok {
		s.skip(n)
	} else {
		if told, s.err = tell(ctx, s.storyteller, n, s.story); s.err != nil {
			return s.err
		}
		if data, err := json.Marshal(told); err == nil && s.stamp != "" {
			_ = s.repo.Keep(name, data) // as for points
		}
	}
	for id, more := range told {
		s.of[id] = append(s.of[id], more...)
	}
	return nil
}

func (s *siteStories) kept(name string) (told map[string][]past.Story, ok bool) {
	if s.stamp == "" {
		return nil, false
	}
	data, ok := s.repo.Kept(name)
	return told, ok && json.Unmarshal(data, &told) == nil
}

// story puts an entry into words: they are a fraction of what they are made of.
func (s *siteStories) story(e *entry) past.Story {
	out := past.Story{Commit: commitOf(*e.Commit), What: e.What}
	out.Day = e.Day.String()
	if e.Change != nil {
		said := s.say(e.Change)
		out.Said, out.Renamed = &said, e.Change.Verb == change.Renamed
	}
	return out
}

// stories are those that were told, newest first.
func (s *siteStories) stories(cut bool) past.Stories {
	for _, told := range s.of {
		slices.Reverse(told)
	}
	return past.Stories{Of: s.of, Cut: cut}
}

// family keeps of a tree everything but the contracts that are not of these: enough to
// measure them.
func family(fsys fs.FS, ids map[string]bool) fs.FS {
	return pickFS{fsys, func(name string) bool {
		return !strings.HasPrefix(name, "agreements/") || ids[folderOf(name+"/")]
	}}
}

// pickFS shows those names of a tree that are wanted; the root always.
type pickFS struct {
	fs.FS
	want func(name string) bool
}

func (f pickFS) Open(name string) (fs.File, error) {
	if name != "." && !f.want(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func (f pickFS) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return !f.want(path.Join(name, e.Name())) }), err
}
