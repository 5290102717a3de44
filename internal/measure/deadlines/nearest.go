package deadlines

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// NearestFirst orders contracts by what must be decided about them next, or else by their end.
// Those without either come last; equal ones stay in their order.
func NearestFirst(list []*measure.ContractFigures) []*measure.ContractFigures {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *measure.ContractFigures) int {
		x, y := decision(a), decision(b)
		switch {
		case x.IsZero() || y.IsZero():
			return cmp.Compare(none(x), none(y))
		}
		return x.Compare(y)
	})
	return out
}

// decision is the first day on which something about a contract must be decided, or else
// that of its end; zero: neither.
func decision(c *measure.ContractFigures) date.Date {
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; d.Decision() {
			return d.Date
		}
	}
	return c.Terms.CurrentEnd
}

// none is 1 for no day.
func none(d date.Date) int {
	if d.IsZero() {
		return 1
	}
	return 0
}
