package stages

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// AnyBegun reports whether any contract had begun on the as-of date.
func AnyBegun(f *measure.Figures) bool {
	for _, c := range f.Contracts {
		if c.Status != contract.Planned && !c.Terms.Start.After(f.AsOf) {
			return true
		}
	}
	return false
}

// BeganIn reports whether a contract that is not only planned began in a quarter.
func BeganIn(c *measure.ContractFigures, q date.Quarter) bool {
	return c.Status != contract.Planned && !c.Terms.Start.IsZero() && c.Terms.Start.QuarterOf() == q
}

// EndsIn reports whether a quarter is the first in which the contract is over: the day after
// its current end is in it. On its last day a contract is still in force, so one that ends
// with a quarter is over in the next.
func EndsIn(t *measure.Terms, q date.Quarter) bool {
	return !t.CurrentEnd.IsZero() && t.CurrentEnd.AddDays(1).QuarterOf() == q
}

// EndedIn reports whether a contract that is over came to its end in a quarter.
func EndedIn(c *measure.ContractFigures, q date.Quarter) bool { return c.Over() && EndsIn(&c.Terms, q) }

// GoneSince are the contracts that were active in earlier figures and no longer are, though
// no date says in which quarter they ended: terminated without one, or taken out of the
// register. A contract that has got another id is the same. They are the values of the
// earlier figures, in their order.
func GoneSince(f, before *measure.Figures, q date.Quarter) []*measure.ContractFigures {
	known := map[string]bool{} // by id, also of former ids
	know := func(c *contract.Contract) {
		known[c.ID] = true
		for _, id := range c.IDWas {
			known[id] = true
		}
	}
	for _, c := range f.Contracts {
		if !c.Over() || EndedIn(c, q) {
			know(c.Contract)
		}
	}
	var out []*measure.ContractFigures
	for _, c := range measure.Active(before.Contracts) {
		if !known[c.Contract.ID] {
			out = append(out, c)
		}
	}
	return out
}
