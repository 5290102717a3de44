package deadlines

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// NearestFirst orders contracts by what must be decided about them next: an option, a notice,
// what becomes of them at or after their end. Those of which nothing is to be decided come
// last; equal ones stay in their order.
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

// decision is the first day on which something about a contract must be decided; zero: none.
func decision(c *measure.ContractFigures) date.Date {
	for i := range c.Deadlines {
		switch d := &c.Deadlines[i]; d.Kind {
		case measure.DeadlineOption, measure.DeadlineNotice, measure.DeadlineLapsed, measure.DeadlineExpiry:
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
