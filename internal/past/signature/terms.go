package signature

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/money"
)

// lives are the versions of contracts' files. They depend only on commits, so an earlier run
// of the same program may have kept them: to read them all takes seconds.
type lives struct {
	Of  map[string][]version // by path at the head, newest first
	Cut bool                 // the clone is shallow: what came before the oldest is not known
}

// version is a contract's file after a commit.
type version struct {
	Commit, Path string
	On           date.Date // the day on which the commit came in
	Says         facts     // its terms, amendments and corrections
}

// terms are the terms of today's contracts that are not what they were when the contract was
// signed; where a signature of them is demanded, also those of which that is not known. In an
// invented portfolio nobody has signed anything.
func (s *finder) terms(ctx context.Context) ([]contract.Signed, error) {
	if s.archive.Today.Settings.Organisation.Sample {
		return nil, nil
	}
	past, err := s.lives(ctx)
	if err != nil {
		return nil, err
	}
	s.cut, s.day = past.Cut, map[string]date.Date{}
	for _, versions := range past.Of {
		for _, v := range versions {
			s.day[v.Commit] = v.On
		}
	}
	var out []contract.Signed
	for _, c := range s.archive.Today.Contracts {
		if s.only != "" && s.only != c.ID {
			continue
		}
		for _, it := range rewritten(c, past.Of[fileOfContract(c.ID)], past.Cut) {
			if err := s.judge(ctx, it); err != nil {
				return nil, err
			}
			if it.State == contract.SignedUnknown && !it.Demanded {
				continue
			}
			it.On = cmp.Or(s.day[it.at.Hash], s.archive.Today.AsOf)
			out = append(out, it.Signed)
		}
	}
	return out, nil
}

// lives reads the versions of all contracts' files.
func (s *finder) lives(ctx context.Context) (out lives, err error) {
	head, err := s.archive.Head()
	if err != nil {
		return out, err
	}
	was := map[string][]string{} // earlier paths
	for _, c := range s.archive.Today.Contracts {
		for _, id := range c.IDWas {
			was[fileOfContract(c.ID)] = append(was[fileOfContract(c.ID)], fileOfContract(id))
		}
	}
	kept := s.archive.KeptName("terms", head.Hash, fmt.Sprint(was), s.archive.Today.Zone.String())
	if data, ok := s.archive.Kept(kept); ok && json.Unmarshal(data, &out) == nil {
		return out, nil
	}
	isContract := func(p string) bool {
		return strings.HasPrefix(p, "agreements/") && strings.HasSuffix(p, "/contract.toml")
	}
	log, err := s.archive.Log(ctx)
	if err != nil {
		return out, err
	}
	s.days(log)
	stories := log.Stories(history.Files{Want: isContract, Was: func(p string) []string { return was[p] }})
	heads := map[string]map[string]string{} // by commit: path after it → path at the head
	for story, steps := range stories {
		for _, st := range steps {
			if st.Kind == history.Removed {
				continue
			}
			if heads[st.Hash] == nil {
				heads[st.Hash] = map[string]string{}
			}
			heads[st.Hash][st.Path] = story
		}
	}
	out = lives{Of: map[string][]version{}, Cut: log.Cut}
	for _, c := range log.Recent {
		var paths []string
		for p := range heads[c.Hash] {
			paths = append(paths, p)
		}
		found, err := s.read(ctx, c.Hash, paths)
		if err != nil {
			return out, err
		}
		for p, says := range found {
			story := heads[c.Hash][p]
			out.add(story, version{c.Hash, p, s.day[c.Hash], says})
		}
	}
	if err := s.oldest(ctx, log, stories, &out); err != nil {
		return out, err
	}
	if data, err := json.Marshal(out); err == nil {
		s.archive.Keep(kept, data)
	}
	return out, nil
}

// oldest adds what the oldest commit of a history that was cut already had.
func (s *finder) oldest(ctx context.Context, log *history.Log, stories map[string][]history.Step, to *lives) error {
	if !log.Cut {
		return nil
	}
	was := map[string]string{} // path at the head, by path then
	var paths []string
	for _, c := range s.archive.Today.Contracts {
		if p := oldestPath(stories, fileOfContract(c.ID)); p != "" {
			was[p] = fileOfContract(c.ID)
			paths = append(paths, p)
		}
	}
	found, err := s.read(ctx, log.Oldest.Hash, paths)
	for p, says := range found {
		to.add(was[p], version{log.Oldest.Hash, p, date.FromTime(log.Oldest.When.In(s.archive.Today.Zone)), says})
	}
	return err
}

// add adds the next older version; of several that say the same, the oldest is kept, since it
// brought what they say.
func (l *lives) add(story string, v version) {
	of := l.Of[story]
	if n := len(of); n > 0 && maps.Equal(of[n-1].Says, v.Says) {
		of[n-1] = v
		return
	}
	l.Of[story] = append(of, v)
}

// rewritten are the terms of a contract that are not what they were on the day of its
// signature, or, if it came into Git later, when it first had them. A version that is older
// than the day, but stood on it, counts. Nothing is rewritten in a contract that is only
// planned, or of which no day is known.
func rewritten(c *contract.Contract, versions []version, cut bool) (out []*item) {
	signed := cmp.Or(c.Procurement.Signed, c.Period.Start)
	if signed.IsZero() || c.Status == contract.Planned {
		return nil
	}
	if n := slices.IndexFunc(versions, func(v version) bool { return !v.On.After(signed) }); n >= 0 {
		versions, cut = versions[:n+1], false
	}
	for _, name := range contract.Terms {
		it := &item{Signed: contract.Signed{Origin: contract.Origin{Src: c.Src, Path: placeOf[name]}, Kind: contract.SignTerms, Contract: c.ID, ID: string(name)},
			key: termKey(name), says: termOf(c, name)}
		base := ""
		for _, v := range versions {
			base = cmp.Or(v.Says[it.key], base)
		}
		since := slices.IndexFunc(versions, func(v version) bool { return v.Says[it.key] != it.says })
		switch {
		case base != "" && base != it.says:
			if since > 0 {
				it.at, it.path = history.Commit{Hash: versions[since-1].Commit}, versions[since-1].Path
			}
			it.Was, it.Explained = termValue(name, base), explained(c, name, versions, since)
			out = append(out, it)
		case cut && since < 0:
			it.State = contract.SignedUnknown
			out = append(out, it)
		}
	}
	return out
}

// placeOf is the path of a term in the file.
var placeOf = map[contract.Term]string{contract.TermEstimated: "value.estimated", contract.TermMaximum: "value.maximum",
	contract.TermEnd: "period.end", contract.TermSuppliers: "suppliers"}

func termKey(name contract.Term) string { return string(contract.SignTerms) + "/" + string(name) }

func correctionKey(x contract.Correction) string {
	return fmt.Sprintf("corrections/%s/%s/%q", x.Field, x.Date, x.Reason)
}

// termOf is a term of a contract as text; "" where it is not stated.
func termOf(c *contract.Contract, name contract.Term) string {
	amount := func(m contract.Maybe[money.Amount]) string {
		if !m.Set {
			return ""
		}
		return m.V.String()
	}
	switch p := &c.Period; {
	case name == contract.TermEstimated:
		return amount(c.Value.Estimated)
	case name == contract.TermMaximum:
		return amount(c.Value.Maximum)
	case name == contract.TermSuppliers:
		return strings.Join(slices.Sorted(slices.Values(c.Suppliers)), ", ")
	case p.End.IsZero() && p.DurationMonths.Set && !p.Start.IsZero():
		return date.LastOf(p.Start, p.DurationMonths.V).String()
	case p.End.IsZero():
		return ""
	default:
		return p.End.String()
	}
}

// termValue is what termOf wrote, as a value for sentences.
func termValue(name contract.Term, says string) any {
	switch name {
	case contract.TermEstimated, contract.TermMaximum:
		if a, err := money.Parse(says); err == nil {
			return a
		}
	case contract.TermEnd:
		if d, err := date.Parse(says); err == nil {
			return d
		}
	}
	return says
}

// explained reports whether a contract says why a term is not what it is in versions[since]:
// by an amendment with the same outcome, by one that came in together with the change, or by a
// correction with reason and name that came in since.
func explained(c *contract.Contract, name contract.Term, versions []version, since int) bool {
	before := versions[since].Says
	for _, a := range c.Amendments {
		if name == contract.TermMaximum && a.MaximumAfter.Set && a.MaximumAfter == c.Value.Maximum ||
			name == contract.TermEnd && !a.EndAfter.IsZero() && a.EndAfter == c.Period.End {
			return true
		}
	}
	amended := func(key string) bool {
		return strings.HasPrefix(key, string(contract.SignAmendments)+"/") && before[key] == ""
	}
	if since > 0 {
		for key := range versions[since-1].Says {
			if amended(key) {
				return true
			}
		}
	} else if slices.ContainsFunc(contractFacts(c), func(it *item) bool { return amended(it.key) }) {
		return true
	}
	return slices.ContainsFunc(c.Corrections, func(x contract.Correction) bool {
		return x.Field == name && x.Reason != "" && x.By != "" && before[correctionKey(x)] == ""
	})
}
