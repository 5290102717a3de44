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
func Status(c *contract.Contract, t *measure.Terms, inUse bool, asOf date.Date) string {
	switch c.Status {
	case "planned":
		return "planned"
	case "terminated":
		if c.Period.Terminated.IsZero() || asOf.After(c.Period.Terminated) {
			return "terminated"
		}
	}
	switch {
	case t.Start.After(asOf):
		return "planned"
	case t.CurrentEnd.IsZero():
		if c.Status == "ended" && !t.Tacit {
			return "ended"
		}
		return "active"
	case !t.CurrentEnd.Before(asOf):
		return "active"
	case inUse && c.Status != "ended":
		return "active"
	}
	return "ended"
}
