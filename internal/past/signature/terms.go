package signature

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
)

// term is what an item needs to know that is one of the terms of a signed contract. Unlike an
// amendment it is looked up to the day of the signature: only what it was then matters.
type term struct {
	name   contract.Term
	today  *contract.Contract
	signed date.Date
	base   *contract.Contract // the oldest version since then, seen so far, that has the term
	before *version           // the newest in which it is otherwise than today; nil: none
	after  *version           // the one that followed it; nil: it is not in Git
}

// termItems are the terms of a contract that was signed; none where it is only planned, or no
// day is known.
func termItems(c *contract.Contract) []*item {
	signed := c.Procurement.Signed
	if signed.IsZero() {
		signed = c.Period.Start
	}
	if signed.IsZero() || c.Status == contract.Planned {
		return nil
	}
	var out []*item
	for _, name := range contract.Terms {
		o := contract.Origin{Src: c.Src, Path: placeOf[name]}
		out = append(out, &item{Signed: contract.Signed{Origin: o, Kind: contract.SignTerms, Contract: c.ID, ID: string(name)},
			key: termKey(name), says: fmt.Sprint(termOf(c, name)), term: &term{name: name, today: c, signed: signed}})
	}
	return out
}

// placeOf is the path of a term in the file.
var placeOf = map[contract.Term]string{contract.TermEstimated: "value.estimated", contract.TermMaximum: "value.maximum",
	contract.TermEnd: "period.end", contract.TermSuppliers: "suppliers"}

func termKey(name contract.Term) string { return string(contract.SignTerms) + "/" + string(name) }

// termOf is a term of a contract, in any order where it is a list; nil where it is not stated.
func termOf(c *contract.Contract, name contract.Term) any {
	switch name {
	case contract.TermEstimated:
		return c.Value.Estimated.Any()
	case contract.TermMaximum:
		return c.Value.Maximum.Any()
	case contract.TermEnd:
		if c.Period.End.IsZero() {
			return c.Period.DurationMonths.Any()
		}
		return c.Period.End
	}
	if len(c.Suppliers) == 0 {
		return nil
	}
	return strings.Join(slices.Sorted(slices.Values(c.Suppliers)), ", ")
}

// see takes the next older version of the file; one that cannot be read says nothing.
func (it *item) see(then version, day date.Date, at history.Commit, path string) {
	t := it.term
	if then.of == nil {
		return
	}
	if termOf(then.of, t.name) != nil {
		t.base = then.of
	}
	switch {
	case t.before != nil:
	case then.facts[it.key] == it.says:
		it.at, it.path, t.after = at, path, &then
	default:
		t.before = &then
	}
	it.done = !day.After(t.signed)
}

// unchanged reports whether an item is no term, or one that no version has otherwise.
func (it *item) unchanged() bool { return it.term == nil || it.term.before == nil }

// rewritten reports whether a term is not what it was when the contract was signed, or first
// had it, and fills in what it was and whether something explains it.
func (it *item) rewritten() bool {
	t := it.term
	if t.base == nil || t.before == nil {
		return false
	}
	it.Was = termOf(t.base, t.name)
	it.Explained = t.amended() || t.corrected()
	return fmt.Sprint(it.Was) != it.says
}

// amended reports whether an amendment says the same, or came in together with the change.
func (t *term) amended() bool {
	for _, a := range t.today.Amendments {
		if t.name == contract.TermMaximum && a.MaximumAfter.Set && a.MaximumAfter == t.today.Value.Maximum ||
			t.name == contract.TermEnd && !a.EndAfter.IsZero() && a.EndAfter == t.today.Period.End {
			return true
		}
	}
	now := t.today
	if t.after != nil {
		now = t.after.of
	}
	return slices.ContainsFunc(contractFacts(now), func(it *item) bool {
		return it.Kind == contract.SignAmendments && t.before.facts[it.key] == ""
	})
}

// corrected reports whether somebody has given a reason, with a name, since the term was
// otherwise.
func (t *term) corrected() bool {
	told := func(x contract.Correction) [4]string {
		return [4]string{string(x.Field), x.Reason, x.By, x.Date.String()}
	}
	return slices.ContainsFunc(t.today.Corrections, func(x contract.Correction) bool {
		return x.Field == t.name && x.Reason != "" && x.By != "" &&
			!slices.ContainsFunc(t.before.of.Corrections, func(y contract.Correction) bool { return told(x) == told(y) })
	})
}
