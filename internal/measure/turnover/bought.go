package turnover

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// quartersShown is how many quarters of turnover a contract's figures hold.
const quartersShown = 12

// Bought is the turnover of a contract, its call-offs' included once.
type Bought struct {
	Known   bool // there is a turnover file
	Through date.Date
	Months  []MonthSum // sorted by month, each month once, none after the as-of month
}

// MonthSum is what was bought in a month.
type MonthSum struct {
	Month date.Month
	Sum   money.Amount
}

// BoughtOn gathers the months of a contract and of the contracts under it.
func BoughtOn(w *measure.World, c *contract.Contract) Bought {
	var b Bought
	if alone(w, c, &b) {
		return b
	}
	sums := map[date.Month]money.Amount{}
	gather(w, c, c, &b, sums, 0)
	b.Months = make([]MonthSum, 0, len(sums))
	for m, sum := range sums {
		b.Months = append(b.Months, MonthSum{m, sum})
	}
	slices.SortFunc(b.Months, func(a, o MonthSum) int { return a.Month.Compare(o.Month) })
	return b
}

// alone handles the usual case: no call-offs, and months that stand in order.
func alone(w *measure.World, c *contract.Contract, b *Bought) bool {
	if len(w.CallOffs(c.ID)) > 0 {
		return false
	}
	t := c.Turnover
	if t == nil {
		return true
	}
	months, last := make([]MonthSum, 0, len(t.Months)), w.AsOf.MonthOf()
	for i := range t.Months {
		m := &t.Months[i]
		if n := len(months); n > 0 && !months[n-1].Month.Before(m.Month) {
			return false
		}
		if !last.Before(m.Month) {
			months = append(months, MonthSum{m.Month, m.Total})
		}
	}
	*b = Bought{Known: true, Through: t.Through, Months: months}
	return true
}

// maxDepth bounds call-offs under call-offs, so that a circle of parents ends.
const maxDepth = 8

func gather(w *measure.World, top, c *contract.Contract, b *Bought, sums map[date.Month]money.Amount, depth int) {
	if t := c.Turnover; t != nil && w.Currency(c) == w.Currency(top) {
		b.Known = true
		if holdsBack(w, top, c) && (b.Through.IsZero() || t.Through.Before(b.Through)) {
			b.Through = t.Through
		}
		last := w.AsOf.MonthOf()
		for i := range t.Months {
			if m := &t.Months[i]; !last.Before(m.Month) {
				sums[m.Month] += m.Total
			}
		}
	}
	if depth == maxDepth {
		return
	}
	for _, child := range w.CallOffs(c.ID) {
		if child != top {
			gather(w, top, child, b, sums, depth+1)
		}
	}
}

// holdsBack reports whether turnover of the whole is known only as long as that of c is. A
// call-off that is over has no more to tell: its last day known is not the framework's.
func holdsBack(w *measure.World, top, c *contract.Contract) bool {
	if c.Turnover.Through.IsZero() {
		return false
	}
	if c == top {
		return true
	}
	t := terms.Of(c, w.AsOf)
	return t.CurrentEnd.IsZero() || !t.CurrentEnd.Before(w.AsOf)
}

// Sum of the months from first to last, both included.
func (b *Bought) Sum(first, last date.Month) money.Amount {
	var s money.Amount
	for _, m := range b.Months {
		if !m.Month.Before(first) && !last.Before(m.Month) {
			s += m.Sum
		}
	}
	return s
}

// after reports whether anything was bought in months that began after a day.
func (b *Bought) after(d date.Date) bool {
	for _, m := range b.Months {
		if m.Sum > 0 && m.Month.First().After(d) {
			return true
		}
	}
	return false
}

// LastComplete is the last calendar month that ends on or before a day.
func LastComplete(d date.Date) date.Month {
	m := d.MonthOf()
	if m.Last() == d {
		return m
	}
	return m.Add(-1)
}

// rate a day over the last n complete months since the start.
func (b *Bought) rate(first, last date.Month, n int) *big.Rat {
	from := last.Add(1 - n)
	if from.Before(first) {
		from = first
	}
	days := last.Last().Days(from.First()) + 1
	return big.NewRat(int64(b.Sum(from, last)), 100*int64(days))
}

// Quarters are the latest twelve that have begun, without turnover.
func Quarters(asOf date.Date) []measure.QuarterTurnover {
	out := make([]measure.QuarterTurnover, quartersShown)
	last := asOf.QuarterOf()
	for i := range out {
		q := last.Add(i - quartersShown + 1)
		out[i] = measure.QuarterTurnover{Quarter: q, Partial: q.Last().After(asOf)}
	}
	return out
}

// quarters are the same with what was bought in them.
func (b *Bought) quarters(asOf date.Date) []measure.QuarterTurnover {
	out := Quarters(asOf)
	first := out[0].Quarter.First().MonthOf()
	for _, m := range b.Months {
		if i := m.Month.Sub(first); i >= 0 && i/3 < quartersShown {
			out[i/3].Amount += m.Sum
		}
	}
	return out
}
