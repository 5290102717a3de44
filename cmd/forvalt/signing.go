package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/store"
)

// fromGit asks Git who signed what the portfolio wants signed. Where it wants nothing
// signed, and its last commit wanted nothing either, history is not read. With the id of
// a contract only that one is looked at.
func (a *app) fromGit(ctx context.Context, l *loaded, only string) (check.Git, error) {
	out := check.Git{BadKeys: badKeys(l.Settings.Signers)}
	set := l.Settings
	repo, err := history.Open(a.data)
	if err != nil {
		out.Blind = blindness(err, set.Signing)
		return out, nil
	}
	defer repo.Close()
	s := &signatures{ctx: ctx, repo: repo, p: l.Portfolio, only: only, zone: zoneOf(l.Portfolio), then: map[string]*authority{}, versions: map[[2]string]facts{}}
	s.demands = []contract.Signing{set.Signing}
	// The demand that stood before the last commit counts too: a pull request cannot take
	// it away for itself.
	if before, err := s.authority("HEAD~1"); err == nil {
		s.demands = append(s.demands, before.signing)
	}
	if !slices.ContainsFunc(s.demands, func(d contract.Signing) bool { return len(d.Demand) > 0 }) && len(set.Signers) == 0 {
		return out, nil
	}
	if out.Signed, err = s.all(); err != nil {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		out.Signed, out.Blind = nil, blindness(err, s.demands...)
	}
	return out, nil
}

// blindness is why signatures that somebody demands cannot be looked for.
func blindness(err error, demands ...contract.Signing) string {
	switch {
	case !slices.ContainsFunc(demands, func(d contract.Signing) bool { return len(d.Demand) > 0 }):
		return ""
	case errors.Is(err, history.ErrNone):
		return "no-git"
	case errors.Is(err, history.ErrNoCommit):
		return "" // nothing is in Git yet: nothing can be signed
	}
	return err.Error()
}

// badKeys are the signers whose key is none that signatures can be held against, by
// their place in the list, and why.
func badKeys(signers []contract.Signer) map[int]string {
	out := map[int]string{}
	for i, s := range signers {
		_, err := history.ParseKey(s.Key)
		for target, why := range map[error]string{history.ErrKeyUnreadable: "unreadable", history.ErrKeyPrivate: "private", history.ErrKeyKind: "kind", history.ErrKeyMany: "many"} {
			if errors.Is(err, target) {
				out[i] = why
			}
		}
	}
	return out
}

// signatures finds, for each item that can be signed, the commit by which it came to say
// what it says, and judges that commit's signature by the signers of the commit before.
type signatures struct {
	ctx      context.Context
	repo     *history.Repo
	p        *contract.Portfolio
	only     string // id of the one contract that is asked for; "": all, and the signers
	zone     *time.Location
	demands  []contract.Signing // today's, and that before the last commit
	then     map[string]*authority
	versions map[[2]string]facts // of files in branches, by commit and path
	day      map[string]date.Date
	brought  map[string]string // commit → the one of the first-parent line that it came in by
	cut      bool
}

// authority is who may sign by one version of portfolio.toml.
type authority struct {
	signing contract.Signing
	signers []contract.Signer // those whose keys can be read
	keys    []history.Key     // of each
}

// facts are what a version of a file says of its items.
type facts map[string]string

// item is one amendment, decided option, or the list of signers.
type item struct {
	contract.Signed
	key, says string
	at        history.Commit // the oldest commit that was looked at by which the item is as it is now
	path      string         // of its file after that commit
	done      bool
}

// contractFacts are the items of a contract, with what of them is decided by whoever
// brings them in: all of an amendment but the note, an option's outcome.
func contractFacts(c *contract.Contract) []*item {
	var out []*item
	seen := map[string]int{}
	add := func(kind, id, says string, o contract.Origin) {
		key := kind + "/" + id
		if seen[key]++; seen[key] > 1 {
			key += fmt.Sprintf("#%d", seen[key])
		}
		out = append(out, &item{Signed: contract.Signed{Origin: o, Kind: kind, Contract: c.ID, ID: id}, key: key, says: says})
	}
	for _, a := range c.Amendments {
		id := a.ID
		if id == "" {
			id = strings.TrimSpace(a.Date.String() + " " + a.Title)
		}
		add(contract.SignAmendments, id, fmt.Sprintf("%q", []any{a.Date, a.Title, maybe(a.Value), a.Ground, a.Signed, maybe(a.MaximumAfter), a.EndAfter, a.Document}), a.Origin)
	}
	for _, o := range c.Options {
		if !o.MustBeSigned() {
			continue
		}
		id := o.ID
		if id == "" {
			id = o.ExtendsTo.String()
		}
		add(contract.SignOptions, id, fmt.Sprintf("%q", []any{o.ExtendsTo, o.Status, o.Decided}), o.Origin)
	}
	return out
}

const signersKey = "signers"

// signersFact is who may sign what, and what must be signed.
func signersFact(set contract.Settings) string {
	out := fmt.Sprintf("%q", []any{set.Signing.Demand, set.Signing.Since})
	for _, s := range set.Signers {
		out += fmt.Sprintf("\n%q", []any{s.Person, s.Name, strings.TrimSpace(s.Key), s.May, s.From, s.Until})
	}
	return out
}

const portfolioFile = "portfolio.toml"

// all judges every item of today's portfolio, sorted by contract and place in the file.
func (s *signatures) all() ([]contract.Signed, error) {
	files := map[string][]*item{} // by path at the head
	was := map[string][]string{}  // earlier paths
	var order []string
	for _, c := range s.p.Contracts {
		if list := contractFacts(c); len(list) > 0 && (s.only == "" || s.only == c.ID) {
			p := fileOfContract(c.ID)
			files[p] = list
			order = append(order, p)
			for _, id := range c.IDWas {
				was[p] = append(was[p], fileOfContract(id))
			}
		}
	}
	log, err := s.repo.Walk(s.ctx, history.Questions{Recent: -1,
		Stories: func(p string) bool { _, ok := files[p]; return ok || p == portfolioFile }, Was: func(p string) []string { return was[p] }})
	if err != nil {
		return nil, err
	}
	s.cut = log.Cut
	s.days(log)
	var signers []contract.Signed
	if s.only == "" {
		if signers, err = s.signers(log); err != nil {
			return nil, err
		}
	}
	if err := s.settle(log, files); err != nil {
		return nil, err
	}
	var out []contract.Signed
	for _, p := range order {
		for _, it := range files[p] {
			if err := s.judge(it); err != nil {
				return nil, err
			}
			out = append(out, it.Signed)
		}
	}
	return append(signers, out...), nil
}

func fileOfContract(id string) string { return "agreements/" + id + "/contract.toml" }

// days gives every commit of the line the day on which it came: never one before that of
// an older commit, whatever date it gives itself.
func (s *signatures) days(log *history.Log) {
	s.day = map[string]date.Date{}
	var last date.Date
	for _, c := range slices.Backward(log.Recent) {
		last = date.Max(last, date.FromTime(c.When.In(s.zone)))
		s.day[c.Hash] = last
	}
}

// settle finds for each item the commit by which it came to say what it says. Each version of
// a file is read once, and no further back than its items need.
func (s *signatures) settle(log *history.Log, files map[string][]*item) error {
	type visit struct {
		head string
		step history.Step
	}
	visits := map[string][]visit{} // by commit
	for head, steps := range log.Stories {
		for _, st := range steps {
			if files[head] != nil {
				visits[st.Hash] = append(visits[st.Hash], visit{head, st})
			}
		}
	}
	open := func(head string) bool {
		return slices.ContainsFunc(files[head], func(it *item) bool { return !it.done })
	}
	for _, c := range log.Recent { // newest first
		var paths []string
		for _, v := range visits[c.Hash] {
			if open(v.head) && v.step.Kind != "removed" {
				paths = append(paths, v.step.Path)
			}
		}
		if len(paths) == 0 && len(visits[c.Hash]) == 0 {
			continue
		}
		found, err := s.read(c.Hash, paths)
		if err != nil {
			return err
		}
		for _, v := range visits[c.Hash] {
			for _, it := range files[v.head] {
				switch same := found[v.step.Path][it.key] == it.says && v.step.Kind != "removed"; {
				case it.done:
				case same:
					it.at, it.path = c.Commit, v.step.Path
				default: // it came with the commit before in this loop, or is not in Git
					it.done = true
				}
			}
		}
	}
	if !log.Cut {
		return nil
	}
	// What the oldest commit that is here already had came in earlier, nobody knows how.
	var paths []string
	oldest := func(head string) string {
		if steps := log.Stories[head]; len(steps) > 0 {
			if last := steps[len(steps)-1]; last.From != "" {
				return last.From
			} else if last.Kind != "added" {
				return last.Path
			}
			return ""
		}
		return head
	}
	for head := range files {
		if p := oldest(head); open(head) && p != "" {
			paths = append(paths, p)
		}
	}
	found, err := s.read(log.Oldest.Hash, paths)
	if err != nil {
		return err
	}
	for head, items := range files {
		for _, it := range items {
			if !it.done && found[oldest(head)][it.key] == it.says {
				it.at, it.State = history.Commit{}, contract.SignedUnknown
			}
		}
	}
	return nil
}

// read gives what files of a commit say of their items; nothing of one that is not there
// or cannot be read.
func (s *signatures) read(hash string, paths []string) (map[string]facts, error) {
	out := map[string]facts{}
	if len(paths) == 0 {
		return out, nil
	}
	fsys, _, err := s.repo.FS(hash)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", hash, err)
	}
	want := map[string]bool{"agreements": true}
	for _, p := range paths {
		want[p], want[path.Dir(p)] = true, true
	}
	p, _ := store.Load(s.ctx, pickFS{fsys, func(name string) bool { return want[name] }}, store.Options{})
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	for _, c := range p.Contracts {
		f := facts{}
		for _, it := range contractFacts(c) {
			f[it.key] = it.says
		}
		out[fileOfContract(c.ID)] = f
	}
	if want[portfolioFile] {
		out[portfolioFile] = facts{signersKey: signersFact(p.Settings)}
	}
	return out, nil
}

// says is what a file said of an item after a commit.
func (s *signatures) says(hash, file, key string) (string, error) {
	at := [2]string{hash, file}
	if _, read := s.versions[at]; !read {
		found, err := s.read(hash, []string{file})
		if err != nil {
			return "", err
		}
		s.versions[at] = found[file]
	}
	return s.versions[at][key], nil
}

// signers judges every change of who may sign and what must be signed, but the one that
// named the first signers; newest first. A list is only as good as all the steps to it.
func (s *signatures) signers(log *history.Log) ([]contract.Signed, error) {
	now := signersFact(s.p.Settings)
	set := s.p.Settings
	origin := set.Origin
	switch {
	case set.Signing.Src != nil:
		origin = set.Signing.Origin
	case len(set.Signers) > 0:
		origin = set.Signers[0].Origin
	}
	var out []contract.Signed
	steps := log.Stories[portfolioFile]
	for i, st := range steps {
		after, err := s.says(st.Hash, portfolioFile, signersKey)
		if err != nil {
			return nil, err
		}
		if i == 0 && after != now {
			out = append(out, contract.Signed{Origin: origin, Kind: contract.SignSigners, State: contract.SignedNotCommitted, Demanded: s.demanded(contract.SignSigners, "")})
		}
		before := ""
		if st.Kind != "added" {
			if before, err = s.says(st.Hash+"~1", portfolioFile, signersKey); err != nil {
				return nil, err
			}
		}
		if before == after {
			continue
		}
		it := &item{Signed: contract.Signed{Origin: origin, Kind: contract.SignSigners}, key: signersKey, says: after, at: st.Commit, path: portfolioFile}
		if err := s.judge(it); err != nil {
			return nil, err
		}
		if it.State != contract.SignedNoSigners { // somebody must begin
			out = append(out, it.Signed)
		}
	}
	return out, nil
}

// judge fills in what is known of the commit that brought an item.
func (s *signatures) judge(it *item) error {
	it.Commit = it.at.Hash
	it.Demanded = s.demanded(it.Kind, it.Commit)
	switch {
	case it.State != "":
		return nil
	case it.Commit == "":
		it.State = contract.SignedNotCommitted
		return nil
	}
	parents, err := s.repo.Parents(it.Commit)
	if err != nil {
		return err
	}
	if len(parents) == 0 {
		it.State = contract.SignedNoSigners
		return nil
	}
	who, err := s.authority(parents[0])
	if err != nil {
		return err
	}
	if it.Kind == contract.SignSigners { // what stood before a change of the list judges it, whatever the list says afterwards
		it.Demanded = it.Demanded || s.covers(who.signing, it.Kind, it.Commit)
	}
	if !who.anyone(it.Kind) {
		it.State = contract.SignedNoSigners
		return nil
	}
	if err := s.weigh(it, it.Commit, who); err != nil || it.State == contract.SignedVerified || len(parents) != 2 {
		return err
	}
	return s.branch(it, parents[1], who)
}

// branch judges what a merge brought by the branch's commit that made the item what it
// is, where the merge itself is not signed by one who may: it must have come with this merge
// (or an old, signed text could be brought back), and the merge must not have changed it.
func (s *signatures) branch(it *item, tip string, who *authority) error {
	if s.cut {
		it.State = contract.SignedUnknown
		return nil
	}
	var err error
	if s.brought == nil {
		if s.brought, err = s.repo.Brought(s.ctx); err != nil {
			return err
		}
	}
	merge := it.Commit
	for c := tip; s.brought[c] == merge; {
		if said, err := s.says(c, it.path, it.key); err != nil || said != it.says {
			return err
		}
		parents, err := s.repo.Parents(c)
		if err != nil {
			return err
		}
		if len(parents) > 0 {
			said, err := s.says(parents[0], it.path, it.key)
			if err != nil {
				return err
			}
			if said == it.says {
				c = parents[0]
				continue
			}
		}
		it.Commit = c
		return s.weigh(it, c, who)
	}
	return nil
}

// weigh judges a commit's signature by who might sign then.
func (s *signatures) weigh(it *item, hash string, who *authority) error {
	sig, err := s.repo.Signature(hash, who.keys)
	if err != nil {
		return err
	}
	it.By, it.Key = "", sig.Print
	if sig.Key >= 0 {
		it.By = s.p.Signatory(who.signers[sig.Key])
	}
	switch sig.State {
	case history.SignatureNone:
		it.State = contract.SignedNot
	case history.SignatureUnknown:
		it.State = contract.SignedUnknownKey
	case history.SignatureExpired:
		it.State = contract.SignedOutside
	case history.SignatureGood:
		it.State = contract.SignedNotAuthorised
		day := date.FromTime(sig.When.In(s.zone))
		for i, row := range who.signers { // one key may stand in several rows
			if who.keys[i].Fingerprint() != who.keys[sig.Key].Fingerprint() || !slices.Contains(row.May, it.Kind) {
				continue
			}
			it.By = s.p.Signatory(row)
			if !day.Before(row.From) && (row.Until.IsZero() || !day.After(row.Until)) {
				it.State = contract.SignedVerified
				return nil
			}
			it.State = contract.SignedOutside
		}
	default:
		it.State = contract.SignedBad
	}
	return nil
}

// demanded tells whether a signature of this sort is demanded of a commit; of one that
// is still to come for "".
func (s *signatures) demanded(kind, hash string) bool {
	return slices.ContainsFunc(s.demands, func(d contract.Signing) bool { return s.covers(d, kind, hash) })
}

// covers tells whether one demand is of this sort and of that commit's day.
func (s *signatures) covers(d contract.Signing, kind, hash string) bool {
	day, known := s.day[hash]
	return slices.Contains(d.Demand, kind) && (!known || !day.Before(d.Since))
}

// authority reads who might sign after a commit.
func (s *signatures) authority(rev string) (*authority, error) {
	fsys, _, err := s.repo.FS(rev)
	if err != nil {
		return nil, err
	}
	id := ""
	if info, err := fs.Stat(fsys, portfolioFile); err == nil {
		if named, ok := info.(interface{ ContentID() string }); ok {
			id = named.ContentID()
		}
	}
	if known := s.then[id]; known != nil && id != "" {
		return known, nil
	}
	p, _ := store.Load(s.ctx, pickFS{fsys, func(name string) bool { return name == portfolioFile }}, store.Options{})
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	out := &authority{signing: p.Settings.Signing}
	for _, row := range p.Settings.Signers {
		if k, err := history.ParseKey(row.Key); err == nil {
			out.signers, out.keys = append(out.signers, row), append(out.keys, k)
		}
	}
	s.then[id] = out
	return out, nil
}

// anyone tells whether somebody may sign this sort of item at all.
func (w *authority) anyone(kind string) bool {
	return slices.ContainsFunc(w.signers, func(s contract.Signer) bool { return slices.Contains(s.May, kind) })
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
