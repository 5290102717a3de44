package terms

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Status is the contract's state on the as-of date. The file holds decisions
// (planned, active, terminated); dates tell the rest. A contract in which something
// was bought after its end is still in use, and stays active, unless someone has
// declared it ended.
func Status(c *contract.Contract, t *measure.Terms, inUse bool, asOf date.Date) contract.Status {
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
	case inUse && c.Status != contract.Ended:
		return contract.Active
	}
	return contract.Ended
}
