package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/render"
	"github.com/forvalt/forvalt/internal/store"
)

// entry is one commit that touched a contract.
type entry struct {
	history.Commit
	Day     date.Date      // in the portfolio's time zone
	What    string         // created, changed, deleted, formatting or unreadable
	Change  *change.Change // of created and changed; nil else
	Manager string         // id, after the commit
	Value   contract.Value // after the commit
	after   *contract.Contract
}

// stories of contracts, by id: the commits that touched each one's folder, newest first.
type stories struct {
	Of      map[string][]entry
	Commits []history.Change // all of them, newest first
	Cut     bool
}

// storyteller reads the history of contracts from commits, oldest first, so that each
// folder is read once for each commit that touched it.
type storyteller struct {
	app   *app
	repo  *history.Repo
	names *contract.Portfolio // today's, for the names of people and suppliers
	now   map[string]string   // former id → id
	zone  *time.Location
	state map[string]*contract.Contract // after the commit read last
	out   map[string][]entry
	cut   bool
}

// stories tells those of all contracts, or of one.
func (a *app) stories(ctx context.Context, repo *history.Repo, p *contract.Portfolio, only string) (*stories, error) {
	commits, cut, err := commitsOf(ctx, repo)
	if err != nil {
		return nil, err
	}
	t := &storyteller{app: a, repo: repo, names: p, now: formerIDs(p), zone: zoneOf(p), state: map[string]*contract.Contract{}, out: map[string][]entry{}, cut: cut}
	for _, c := range slices.Backward(commits) {
		touched := map[string]bool{} // folders
		for _, file := range c.Paths {
			if id := folderOf(file); id != "" && (only == "" || t.id(id) == only) {
				touched[id] = true
			}
		}
		if len(touched) == 0 {
			continue
		}
		if err := t.read(ctx, c.Commit, touched); err != nil {
			return nil, err
		}
	}
	for _, es := range t.out {
		slices.Reverse(es)
	}
	return &stories{t.out, commits, cut}, nil
}

// siteStories are the stories for the site; none where there is no history to read: the
// site says so in other places.
func (a *app) siteStories(ctx context.Context, l *loaded) (render.Stories, error) {
	repo, err := history.Open(a.data)
	if err != nil {
		return render.Stories{}, nil
	}
	all, err := a.stories(ctx, repo, l.Portfolio, "")
	if err != nil {
		return render.Stories{}, ctx.Err()
	}
	out := render.Stories{Of: map[string][]render.Story{}, Cut: all.Cut}
	for id, es := range all.Of {
		for _, e := range es {
			s := render.Story{Commit: commitOf(e.Commit), What: e.What, Change: e.Change}
			s.Day = e.Day.String()
			out.Of[id] = append(out.Of[id], s)
		}
	}
	return out, nil
}

// commitsOf are the commits of the first-parent line that changed the data folder,
// newest first.
func commitsOf(ctx context.Context, repo *history.Repo) ([]history.Change, bool, error) {
	log, err := repo.Walk(ctx, history.Questions{Recent: -1})
	if err != nil {
		return nil, false, err
	}
	return log.Recent, log.Cut, nil
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

// read takes in one commit: what its folders held after it, compared with before.
func (t *storyteller) read(ctx context.Context, c history.Commit, folders map[string]bool) error {
	after, unreadFiles, err := t.folders(ctx, c.Hash, folders)
	if err != nil {
		return err
	}
	for folder := range folders {
		id := t.id(folder)
		if id != folder && after[id] != nil {
			continue // renamed in this commit: told under the new id
		}
		e := entry{Commit: c, Day: date.FromTime(c.When.In(t.zone)), What: "changed"}
		was, is := t.state[id], after[folder]
		if was == nil && t.cut && t.out[id] == nil { // the first commit of a history that was cut
			was = t.before(ctx, c, id)
		}
		switch {
		case unreadFiles[folder]:
			e.What = "unreadable"
		case is == nil && was == nil:
			continue
		case is == nil:
			e.What = "deleted"
		default:
			t.compare(&e, was, is)
		}
		if is != nil && !unreadFiles[folder] {
			e.Manager, e.Value, e.after = is.Manager, is.Value, is
			t.state[id] = is
		}
		if e.What == "deleted" {
			delete(t.state, id)
		}
		t.out[id] = append(t.out[id], e)
	}
	return nil
}

// before is a contract as the parent of a commit had it, under whichever of its ids; nil
// where it had none, or is not known.
func (t *storyteller) before(ctx context.Context, c history.Commit, id string) *contract.Contract {
	names := map[string]bool{id: true}
	for former, now := range t.now {
		if now == id {
			names[former] = true
		}
	}
	found, _, err := t.folders(ctx, c.Hash+"~1", names)
	if err != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if found[name] != nil {
			return found[name]
		}
	}
	return nil
}

func (t *storyteller) compare(e *entry, was, is *contract.Contract) {
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
}

func (t *storyteller) side(c *contract.Contract) change.Side {
	p := &contract.Portfolio{Settings: t.names.Settings}
	if c != nil {
		p.Contracts = []*contract.Contract{c}
	}
	return change.Side{Portfolio: p.Index(), Names: t.names}
}

// folders reads contracts' folders at a revision, and tells which could not be read.
func (t *storyteller) folders(ctx context.Context, rev string, folders map[string]bool) (map[string]*contract.Contract, map[string]bool, error) {
	fsys, _, err := t.repo.FS(rev)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", rev, err)
	}
	only := pickFS{fsys, func(name string) bool {
		return name == "agreements" || folders[folderOf(name+"/")]
	}}
	p, findings := store.Load(ctx, only, store.Options{})
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	bad := map[string]bool{}
	for _, file := range unread(findings) {
		bad[folderOf(file)] = true
	}
	out := map[string]*contract.Contract{}
	for _, c := range p.Contracts {
		out[c.ID] = c
	}
	return out, bad, nil
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

// family keeps of a tree everything but the contracts that are not of these: enough to
// measure them.
func family(fsys fs.FS, ids map[string]bool) fs.FS {
	return pickFS{fsys, func(name string) bool {
		return !strings.HasPrefix(name, "agreements/") || ids[folderOf(name+"/")]
	}}
}
