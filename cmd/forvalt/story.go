package main

import (
	"context"
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
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/render"
	"github.com/forvalt/forvalt/internal/store"
)

// entry is one commit that touched a contract.
type entry struct {
	history.Commit
	Day     date.Date      // in the portfolio's time zone
	What    string         // created, changed, deleted, formatting or unreadable
	Change  *change.Change // of created and changed; nil else, and where words stand in its place
	Said    *change.Said   // its words, where they are asked for
	Renamed bool           // of Said
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
	state map[string]*folderState // by id, after the commit read last
	out   map[string][]entry
	cut   bool
	keep  bool                             // contracts as they were: for one story, not for all
	say   func(*change.Change) change.Said // nil: changes are kept as they are
}

// folderState is a contract and the files that made it.
type folderState struct {
	*contract.Contract
	files []string
}

// stories tells those of all contracts, or of one.
func (a *app) stories(ctx context.Context, repo *history.Repo, p *contract.Portfolio, only string, say func(*change.Change) change.Said) (*stories, error) {
	commits, cut, err := commitsOf(ctx, repo)
	if err != nil {
		return nil, err
	}
	t := &storyteller{app: a, repo: repo, names: p, now: formerIDs(p), zone: zoneOf(p), state: map[string]*folderState{}, out: map[string][]entry{}, cut: cut, keep: only != "", say: say}
	for _, c := range slices.Backward(commits) {
		touched := map[string][]string{} // folder → its files that changed
		for _, file := range c.Paths {
			if id := folderOf(file); id != "" && (only == "" || t.id(id) == only) {
				touched[id] = append(touched[id], file)
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
	all, err := a.stories(ctx, repo, l.Portfolio, "", change.In[message.Args](l.Printer).Change)
	if err != nil {
		return render.Stories{}, ctx.Err()
	}
	out := render.Stories{Of: map[string][]render.Story{}, Cut: all.Cut}
	for id, es := range all.Of {
		for _, e := range es {
			s := render.Story{Commit: commitOf(e.Commit), What: e.What, Said: e.Said, Renamed: e.Renamed}
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

// read takes in one commit: what its folders held after it, compared with before. Of a
// folder that was read before only the parts that changed are read again.
func (t *storyteller) read(ctx context.Context, c history.Commit, touched map[string][]string) error {
	fsys, _, err := t.repo.FS(c.Hash)
	if err != nil {
		return fmt.Errorf("reading %s: %w", c.Hash, err)
	}
	files := map[string][]string{} // of each folder, after the commit
	want := map[string]bool{}
	stub := map[string]bool{}
	partial := map[string]map[string]bool{} // parts of a folder of which the others are as before
	for folder, changed := range touched {
		files[folder] = filesBelow(fsys, "agreements/"+folder)
		before := t.state[folder]
		if t.id(folder) != folder || before == nil || !slices.Equal(before.files, files[folder]) {
			changed, before = files[folder], nil
		}
		parts := map[string]bool{}
		if before != nil {
			partial[folder] = parts
		}
		for _, file := range changed {
			parts[partOf(file)] = true
		}
		for _, file := range files[folder] {
			want[file] = parts[partOf(file)]
		}
		if file := "agreements/" + folder + "/contract.toml"; !parts["contract.toml"] && slices.Contains(files[folder], file) {
			want[file], stub[file] = true, true
		}
	}
	after, bad, err := load(ctx, stubFS{pickFS{fsys, func(name string) bool {
		return want[name] || name == "agreements" || len(touched[folderOf(name+"/")]) > 0 && path.Ext(name) != ".toml" && path.Ext(name) != ".md"
	}}, stub})
	if err != nil {
		return err
	}
	var work []func()
	var told []*entry
	var ids []string
	for folder := range touched {
		id, is := t.id(folder), after[folder]
		if id != folder && after[id] != nil {
			continue // renamed in this commit: told under the new id
		}
		e := &entry{Commit: c, Day: date.FromTime(c.When.In(t.zone)), What: "changed"}
		var was *contract.Contract
		if s := t.state[id]; s != nil {
			was = s.Contract
		}
		if was == nil && t.cut && t.out[id] == nil { // the first commit of a history that was cut
			was = t.before(ctx, c, id)
		}
		if parts := partial[folder]; is != nil && parts != nil {
			is = merged(was, is, parts)
		}
		switch {
		case bad[folder]:
			e.What, is = "unreadable", nil
			if s := t.state[id]; s != nil {
				s.files = nil // next time all of it is read
			}
		case is == nil && was == nil:
			continue
		case is == nil:
			e.What = "deleted"
			delete(t.state, id)
		default:
			work = append(work, func() { t.compare(e, was, is) })
		}
		if is != nil {
			e.Manager, e.Value = is.Manager, is.Value
			if t.keep {
				e.after = is
			}
			t.state[id] = &folderState{is, files[folder]}
		}
		told = append(told, e)
		ids = append(ids, id)
	}
	inParallel(work)
	for i, e := range told {
		t.out[ids[i]] = append(t.out[ids[i]], *e)
	}
	return nil
}

// inParallel does pieces of work that know nothing of each other, on all cores.
func inParallel(work []func()) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(work); i = int(next.Add(1)) - 1 {
				work[i]()
			}
		})
	}
	wg.Wait()
}

// partOf is the part of a contract that a file makes: its files are read together.
func partOf(file string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(file, "agreements/"), "/")
	part, _, _ := strings.Cut(rest, "/")
	if part == "turnover" {
		return "turnover.toml"
	}
	return part
}

// merged is a contract as before, with the parts that were read again.
func merged(was, is *contract.Contract, read map[string]bool) *contract.Contract {
	out := *was
	if read["contract.toml"] {
		out = *is
	}
	from := func(part string) *contract.Contract {
		if read[part] {
			return is
		}
		return was
	}
	out.Turnover = from("turnover.toml").Turnover
	out.Inspections = from("inspections").Inspections
	out.Deviations = from("deviations").Deviations
	out.SupplyChain = from("supply-chain.toml").SupplyChain
	out.Log = from("log.toml").Log
	out.Notes = from("notes.md").Notes
	return &out
}

// filesBelow lists the files in a folder, sorted; none where it is not there.
func filesBelow(fsys fs.FS, dir string) []string {
	var out []string
	_ = fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error { // what cannot be listed, the loader reports
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return nil
	})
	return out
}

// stubFS has a least contract.toml in the place of some, so that the other files of
// their folders are read without them.
type stubFS struct {
	pickFS
	stub map[string]bool
}

const leastContract = "title = \"-\"\nstatus = \"active\"\nkind = \"contract\"\n"

func (f stubFS) Open(name string) (fs.File, error) {
	if f.stub[name] {
		return &leastFile{strings.NewReader(leastContract)}, nil
	}
	return f.pickFS.Open(name)
}

type leastFile struct{ *strings.Reader }

func (*leastFile) Close() error                 { return nil }
func (f *leastFile) Stat() (fs.FileInfo, error) { return leastInfo{}, nil }

type leastInfo struct{}

func (leastInfo) Name() string       { return "contract.toml" }
func (leastInfo) Size() int64        { return int64(len(leastContract)) }
func (leastInfo) Mode() fs.FileMode  { return 0o444 }
func (leastInfo) ModTime() time.Time { return time.Time{} }
func (leastInfo) IsDir() bool        { return false }
func (leastInfo) Sys() any           { return nil }

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
	if t.say != nil && e.Change != nil { // words are a fraction of what they are made of
		said := t.say(e.Change)
		e.Said, e.Renamed, e.Change = &said, e.Change.Verb == change.Renamed, nil
	}
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
	fsys, _, err := t.repo.FS(c.Hash + "~1")
	if err != nil {
		return nil
	}
	found, _, err := load(ctx, pickFS{fsys, func(name string) bool { return name == "agreements" || names[folderOf(name+"/")] }})
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

func (t *storyteller) side(c *contract.Contract) change.Side {
	p := &contract.Portfolio{Settings: t.names.Settings}
	if c != nil {
		p.Contracts = []*contract.Contract{c}
	}
	return change.Side{Portfolio: p.Index(), Names: t.names}
}

// load reads contracts' folders, and tells which could not be read.
func load(ctx context.Context, fsys fs.FS) (map[string]*contract.Contract, map[string]bool, error) {
	p, findings := store.Load(ctx, fsys, store.Options{})
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
