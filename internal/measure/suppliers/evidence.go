// Package suppliers says what each supplier has handed in as evidence, and what was bought
// from it.
package suppliers

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// HandedIn is a piece of evidence that a supplier has handed in.
type HandedIn struct {
	Evidence    *contract.Evidence
	Requirement string                 // id
	Contract    *contract.Contract     // that it was handed in for; nil: for all of the supplier's
	State       contract.EvidenceState // as the file has it; expired once its last day has passed
	ExpiresSoon bool                   // has not expired, but will within expiresSoon days
}

// expiresSoon is how many days before evidence expires the supplier should be asked for new.
const expiresSoon = 90

// HandedInBy is the evidence of a supplier, for all of its contracts and for each of some:
// also evidence that names no supplier, where the contract has no other. What expires first
// comes first, and what does not expire last; then the one received last, then by
// requirement.
func HandedInBy(sup *contract.Supplier, list []*measure.ContractFigures, asOf date.Date) []HandedIn {
	var out []HandedIn
	add := func(e *contract.Evidence, requirement string, c *contract.Contract) {
		h := HandedIn{Evidence: e, Requirement: requirement, Contract: c, State: e.State}
		if !e.Expires.IsZero() {
			switch days := e.Expires.Days(asOf); {
			case days < 0:
				h.State = contract.EvidenceExpired
			case days <= expiresSoon:
				h.ExpiresSoon = true
			}
		}
		out = append(out, h)
	}
	for i := range sup.Evidence {
		add(&sup.Evidence[i], sup.Evidence[i].Requirement, nil)
	}
	for _, c := range list {
		for i := range c.Contract.Requirements {
			r := &c.Contract.Requirements[i]
			for j := range r.Evidence {
				if e := &r.Evidence[j]; e.Supplier == sup.ID || e.Supplier == "" && len(c.Contract.Suppliers) == 1 {
					add(e, r.ID, c.Contract)
				}
			}
		}
	}
	last := func(d date.Date) date.Date {
		if d.IsZero() {
			return date.Of(9999, 12, 31)
		}
		return d
	}
	slices.SortStableFunc(out, func(a, b HandedIn) int {
		return cmp.Or(last(a.Evidence.Expires).Compare(last(b.Evidence.Expires)), b.Evidence.Received.Compare(a.Evidence.Received), cmp.Compare(a.Requirement, b.Requirement))
	})
	return out
}

// Expiry counts evidence that has expired, and that soon will.
func Expiry(list []HandedIn) (expired, soon int) {
	for _, h := range list {
		switch {
		case h.ExpiresSoon:
			soon++
		case h.State == contract.EvidenceExpired:
			expired++
		}
	}
	return expired, soon
}
