package terms

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Status is the contract's state on the as-of date. The file holds decisions
// (planned, active, terminated); dates tell the rest: active is begun and not ended.
func Status(c *contract.Contract, t *measure.Terms, asOf date.Date) contract.Status {
	switch c.Status {
	case contract.Planned:
		return contract.Planned
	case contract.Terminated:
		if c.Period.Terminated.IsZero() || asOf.After(c.Period.Terminated) {
			return contract.Terminated
		}
	}
	switch {
	case t.Start.After(asOf):
		return contract.Planned
	case t.CurrentEnd.IsZero():
		if c.Status == contract.Ended && !t.Tacit {
			return contract.Ended
		}
		return contract.Active
	case !t.CurrentEnd.Before(asOf):
		return contract.Active
	}
	return contract.Ended
}

// Lapsed tells whether a contract is past its end and nobody has decided anything about it
// (FIGURES.md C2, C3): its status says active, no notice was given, its last option was not
// declined, and no contract that follows it has begun. Unknown where only a contract that is
// withheld could follow.
func Lapsed(w *measure.World, c *contract.Contract, t *measure.Terms) measure.Tri {
	switch given := c.Period.NoticeGiven; {
	case c.Status != contract.Active || t.Stopped || t.CurrentEnd.IsZero() || !t.CurrentEnd.Before(w.AsOf),
		!given.IsZero() && !given.After(w.AsOf), lastDeclined(c, w.AsOf):
		return measure.No
	}
	return measure.SucceededBy(w, c, func(next *contract.Contract) bool { return !next.Period.Start.After(w.AsOf) }).Not()
}

// lastDeclined reports whether the option that leads furthest was declined.
func lastDeclined(c *contract.Contract, asOf date.Date) bool {
	var last *contract.Option
	for i := range c.Options {
		if o := &c.Options[i]; last == nil || !o.ExtendsTo.Before(last.ExtendsTo) {
			last = o
		}
	}
	return last != nil && OptionStatus(last, asOf) == contract.OptionDeclined
}
