package signature

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// terms are the terms of today's contracts that are not what they were when the contract was
// signed; where a signature of them is demanded, also those of which that is not known.
func (s *finder) terms(ctx context.Context, past *lives) ([]contract.Signed, error) {
	if s.invented() {
		return nil, nil
	}
	var out []contract.Signed
	for _, c := range s.archive.Today.Contracts {
		if s.Only != "" && s.Only != c.ID {
			continue
		}
		for _, it := range rewritten(c, past.of(c), past.Cut, s.archive.Today.AsOf) {
			if err := s.judge(ctx, it); err != nil {
				return nil, err
			}
			if it.State == contract.SignedUnknown && !it.Demanded {
				continue
			}
			it.On = cmp.Or(s.day[it.at], s.archive.Today.AsOf)
			out = append(out, it.Signed)
		}
	}
	return out, nil
}

// rewritten are the terms of a contract that are not what they were when it was first seen
// signed, and the marks of its signature that have been taken back since. Nothing that was
// signed is let go of later: not by another day or status, nor by another folder.
func rewritten(c *contract.Contract, versions []version, cut bool, asOf date.Date) (out []*item) {
	if len(versions) == 0 {
		return nil
	}
	today := version{On: date.Max(asOf, versions[0].On), Says: factsOf(c)}
	versions = slices.Insert(slices.Clone(versions), 0, today)
	first := firstSigned(versions)
	if first < 0 {
		return nil
	}
	for _, name := range slices.Concat(contract.Terms, contract.Marks) {
		it := &item{Signed: contract.Signed{Origin: contract.Origin{Src: c.Src, Path: placeOf(c, name)}, Kind: contract.SignTerms, Contract: c.ID, ID: string(name)},
			key: termKey(name), says: today.Says[termKey(name)]}
		since := slices.IndexFunc(versions, func(v version) bool { return v.Says[it.key] != it.says })
		signed, agreed := said(versions[:first+1], it.key), first
		if i := corrected(c, name, versions[:first+1]); i >= 0 {
			agreed = i
		}
		was := said(versions[:agreed+1], it.key)
		switch {
		case differs(name, was, it.says) || differs(name, signed, it.says):
			it.at, it.path = versions[since-1].Commit, versions[since-1].Path
			it.Explained = !differs(name, was, it.says) || follows(c, name, was, versions[:agreed+1], asOf)
			if was == it.says {
				was = signed
			}
			it.Was, it.Now = termValue(name, was), termValue(name, it.says)
			out = append(out, it)
		case cut && first == len(versions)-1 && slices.Contains(contract.Terms, name):
			it.State = contract.SignedUnknown
			out = append(out, it)
		}
	}
	return out
}

// firstSigned is the oldest version that still stood after the day of the contract's
// signature, or, where that is not known, its start; -1 where there is none. A contract that
// is planned is not signed.
func firstSigned(versions []version) int {
	for i := len(versions) - 1; i > 0; i-- {
		says := versions[i].Says
		on := cmp.Or(says[termKey(contract.TermSigned)], says[termKey(contract.TermStart)])
		if on != "" && says[termKey(contract.TermStatus)] != string(contract.Planned) && on < versions[i-1].On.String() {
			return i
		}
	}
	return -1
}

// said is what the oldest of some versions says that says something of a key: to fill in what
// was blank is no change.
func said(versions []version, key string) string {
	for _, v := range slices.Backward(versions) {
		if v.Says[key] != "" {
			return v.Says[key]
		}
	}
	return ""
}

// differs reports whether a term is another than it was, or a mark has been taken back: a
// signature or start that is later, or not there, and a status that is planned again.
func differs(name contract.Term, was, is string) bool {
	switch name {
	case contract.TermSigned, contract.TermStart:
		return was != "" && (is == "" || is > was)
	case contract.TermStatus:
		return was != is && is == string(contract.Planned)
	}
	return was != "" && was != is
}

// corrected is the newest version in which a correction of a term, that says why and by whom,
// came in after the oldest; -1 where there is none. It excuses what was changed by then.
func corrected(c *contract.Contract, name contract.Term, versions []version) int {
	newest := -1
	for _, x := range c.Corrections {
		if x.Field != name || x.Reason == "" || x.By == "" {
			continue
		}
		came := len(versions) - 1
		for came >= 0 && versions[came].Says[correctionKey(x)] == "" {
			came--
		}
		if came < len(versions)-1 && (newest < 0 || came < newest) {
			newest = came
		}
	}
	return newest
}

// follows reports whether what a term is now follows from what it was and the amendments that
// were in force on the as-of date: it is what one of them says, or the sum with what new ones
// add; other suppliers follow from a new amendment for each change of them.
func follows(c *contract.Contract, name contract.Term, was string, versions []version, asOf date.Date) bool {
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if terms.Signed(a, asOf) && (name == contract.TermMaximum && a.MaximumAfter.Set && a.MaximumAfter == c.Value.Maximum ||
			name == contract.TermEnd && !a.EndAfter.IsZero() && a.EndAfter == c.Period.End) {
			return true
		}
	}
	added := amendmentsSince(c, versions[len(versions)-1].Says, asOf)
	switch name {
	case contract.TermEstimated:
		return c.Value.Estimated.Set && sums(was, c.Value.Estimated.V, added)
	case contract.TermMaximum:
		return c.Value.Maximum.Set && sums(was, c.Value.Maximum.V, added)
	case contract.TermSuppliers:
		added = slices.DeleteFunc(added, func(a contract.Amendment) bool { return a.Ground != contract.Ground28e })
		return changes(versions, termKey(name)) <= len(added)
	}
	return false
}

// amendmentsSince are the signed amendments that a version did not have. None counts as new
// where one that it had is gone, for it may be that one with other words.
func amendmentsSince(c *contract.Contract, then facts, asOf date.Date) (out []contract.Amendment) {
	now := facts{}
	for i, it := range contractFacts(c)[:len(c.Amendments)] {
		now[it.key] = it.says
		if a := c.Amendments[i]; terms.Signed(&a, asOf) && then[it.key] == "" && !says(then, it.says) {
			out = append(out, a)
		}
	}
	for key, said := range then {
		if strings.HasPrefix(key, string(contract.SignAmendments)+"/") && now[key] == "" && !says(now, said) {
			return nil
		}
	}
	return out
}

// says reports whether one of the facts says so.
func says(f facts, what string) bool {
	return slices.Contains(slices.Collect(maps.Values(f)), what)
}

// maxSums is how many sums are tried: those of sixteen amendments.
const maxSums = 1 << 16

// sums reports whether an amount is another with some of what amendments add: they need not
// all have been added to it.
func sums(was string, is money.Amount, added []contract.Amendment) bool {
	from, err := money.Parse(was)
	if err != nil {
		return false
	}
	reached := map[money.Amount]bool{from: true}
	for _, a := range added {
		if len(reached) > maxSums {
			break
		}
		for _, sum := range slices.Collect(maps.Keys(reached)) {
			reached[sum+a.Value.V] = true
		}
	}
	return reached[is]
}

// changes counts how often a key came to say something else.
func changes(versions []version, key string) (n int) {
	was := ""
	for _, v := range slices.Backward(versions) {
		is := v.Says[key]
		if was != "" && is != was && v.Says != nil {
			n++
		}
		was = cmp.Or(is, was)
	}
	return n
}

// placeOf is the path of a term in the file.
func placeOf(c *contract.Contract, name contract.Term) string {
	switch name {
	case contract.TermEstimated, contract.TermMaximum:
		return "value." + string(name)
	case contract.TermEnd:
		if c.Period.End.IsZero() && c.Period.DurationMonths.Set {
			return "period.duration_months"
		}
		return "period.end"
	case contract.TermStart:
		return "period.start"
	case contract.TermSigned:
		return "procurement.signed"
	}
	return string(name)
}

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
	day := func(d date.Date) string {
		if d.IsZero() {
			return ""
		}
		return d.String()
	}
	switch p := &c.Period; {
	case name == contract.TermEstimated:
		return amount(c.Value.Estimated)
	case name == contract.TermMaximum:
		return amount(c.Value.Maximum)
	case name == contract.TermSigned:
		return day(c.Procurement.Signed)
	case name == contract.TermStart:
		return day(p.Start)
	case name == contract.TermStatus:
		return string(c.Status)
	case name == contract.TermSuppliers:
		return strings.Join(slices.Sorted(slices.Values(c.Suppliers)), ", ")
	case p.End.IsZero() && p.DurationMonths.Set && !p.Start.IsZero():
		return date.LastOf(p.Start, p.DurationMonths.V).String()
	default:
		return day(p.End)
	}
}

// termValue is what termOf wrote, as a value for sentences.
func termValue(name contract.Term, says string) any {
	if says == "" {
		return nil
	}
	switch name {
	case contract.TermEstimated, contract.TermMaximum:
		if a, err := money.Parse(says); err == nil {
			return a
		}
	case contract.TermEnd, contract.TermSigned, contract.TermStart:
		if d, err := date.Parse(says); err == nil {
			return d
		}
	}
	return says
}
