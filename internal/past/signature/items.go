package signature

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/past/authority"
)

// facts are what a version of a file says of its items, by key.
type facts map[string]string

// item is one amendment, decided option, term, or the list of signers.
type item struct {
	contract.Signed
	key, says string
	at        string // hash of the commit after which the item is as it is now; "" where it is not in Git
	path      string // of its file after that commit
}

// contractFacts gives the items of a contract with the values that a signature stands for:
// all of an amendment but its note, and the outcome of an option.
func contractFacts(c *contract.Contract) []*item {
	var out []*item
	seen := map[string]int{}
	add := func(kind contract.Signable, id, says string, o contract.Origin) {
		key := string(kind) + "/" + id
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
		add(contract.SignAmendments, id, fmt.Sprintf("%q", []any{a.Date, a.Title, a.Value.Any(), a.Ground, a.Signed, a.MaximumAfter.Any(), a.EndAfter, a.Document}), a.Origin)
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

// settle finds the commit that made an item what it is now: the one that brought the oldest of
// the newest versions that say it.
func (it *item) settle(versions []version, cut bool) {
	since := slices.IndexFunc(versions, func(v version) bool { return v.Says[it.key] != it.says })
	if len(versions) == 0 {
		return
	}
	if since < 0 && cut { // it came in by a commit that the clone does not have
		it.State = contract.SignedUnknown
		return
	}
	if since < 0 {
		since = len(versions)
	}
	if since > 0 {
		it.at, it.path = versions[since-1].Commit, versions[since-1].Path
	}
}

// oldestPath is where a file was at the oldest commit of a history that was cut; "" if it was
// not there.
func oldestPath(steps []history.Step, head string) string {
	if len(steps) == 0 {
		return head
	}
	switch last := steps[len(steps)-1]; {
	case last.From != "":
		return last.From
	case last.Kind != history.Added:
		return last.Path
	}
	return ""
}

// read gives what the files of a commit say of their items; a file that is missing or
// unreadable says nothing.
func (s *finder) read(ctx context.Context, hash string, paths []string) (map[string]facts, error) {
	out := map[string]facts{}
	if len(paths) == 0 {
		return out, nil
	}
	want := map[string]bool{"agreements": true}
	for _, p := range paths {
		want[p], want[path.Dir(p)] = true, true
	}
	then, err := s.archive.Part(ctx, hash, func(name string) bool { return want[name] })
	if err != nil {
		return nil, err
	}
	for _, c := range then.Contracts {
		out[fileOfContract(c.ID)] = factsOf(c)
	}
	if want[authority.File] && !authority.Unreadable(s.archive, then) {
		out[authority.File] = facts{signersKey: signersFact(then.Settings)}
	}
	return out, nil
}

// says is what a file said of an item after a commit.
func (s *finder) says(ctx context.Context, hash, file, key string) (string, error) {
	at := [2]string{hash, file}
	if _, read := s.versions[at]; !read {
		found, err := s.read(ctx, hash, []string{file})
		if err != nil {
			return "", err
		}
		s.versions[at] = found[file]
	}
	return s.versions[at][key], nil
}
