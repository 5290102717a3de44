package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// quartersShown is how many quarters of turnover a contract's figures hold.
const quartersShown = 12

// maxForecastDays bounds the exhaustion date: what lies a century away is never.
const maxForecastDays = 36525

// bought is the turnover of a contract, its call-offs' included once.
type bought struct {
	known   bool // there is a turnover file
	through date.Date
	months  []monthSum // sorted by month, each month once, none after the as-of month
}

type monthSum struct {
	month date.Month
	sum   money.Amount
}

// boughtOn gathers the months of a contract and of the contracts under it.
func (w *world) boughtOn(c *contract.Contract) bought {
	var b bought
	if w.alone(c, &b) {
		return b
	}
	sums := map[date.Month]money.Amount{}
	w.gather(c, c, &b, sums, 0)
	b.months = make([]monthSum, 0, len(sums))
	for m, sum := range sums {
		b.months = append(b.months, monthSum{m, sum})
	}
	slices.SortFunc(b.months, func(a, o monthSum) int { return a.month.Compare(o.month) })
	return b
}

// alone reads the usual case: no call-offs, and months that stand in order.
func (w *world) alone(c *contract.Contract, b *bought) bool {
	if len(w.children[c.ID]) > 0 {
		return false
	}
	t := c.Turnover
	if t == nil {
		return true
	}
	months := make([]monthSum, 0, len(t.Months))
	for i := range t.Months {
		m := &t.Months[i]
		if n := len(months); n > 0 && !months[n-1].month.Before(m.Month) {
			return false
		}
		if !w.month.Before(m.Month) {
			months = append(months, monthSum{m.Month, m.Total})
		}
	}
	*b = bought{known: true, through: t.Through, months: months}
	return true
}

// maxDepth bounds call-offs under call-offs, so that a circle of parents ends.
const maxDepth = 8

func (w *world) gather(top, c *contract.Contract, b *bought, sums map[date.Month]money.Amount, depth int) {
	if t := c.Turnover; t != nil && w.currency(c) == w.currency(top) {
		b.known = true
		if w.holdsBack(top, c) && (b.through.IsZero() || t.Through.Before(b.through)) {
			b.through = t.Through
		}
		for i := range t.Months {
			if m := &t.Months[i]; !w.month.Before(m.Month) {
				sums[m.Month] += m.Total
			}
		}
	}
	if depth == maxDepth {
		return
	}
	for _, child := range w.children[c.ID] {
		if child != top {
			w.gather(top, child, b, sums, depth+1)
		}
	}
}

// holdsBack tells whether turnover of the whole is known no longer than that of c. A
// call-off that is over has no more to tell: its last day known is not the framework's.
func (w *world) holdsBack(top, c *contract.Contract) bool {
	if c.Turnover.Through.IsZero() {
		return false
	}
	if c == top {
		return true
	}
	t := termsOf(c, w.asOf)
	return t.CurrentEnd.IsZero() || !t.CurrentEnd.Before(w.asOf)
}

func (w *world) currency(c *contract.Contract) string {
	if c.Value.Currency != "" {
		return c.Value.Currency
	}
	return w.home
}

// sum of the months from first to last, both included.
func (b *bought) sum(first, last date.Month) money.Amount {
	var s money.Amount
	for _, m := range b.months {
		if !m.month.Before(first) && !last.Before(m.month) {
			s += m.sum
		}
	}
	return s
}

// after tells whether anything was bought in months that began after a day.
func (b *bought) after(d date.Date) bool {
	for _, m := range b.months {
		if m.sum > 0 && m.month.First().After(d) {
			return true
		}
	}
	return false
}

// lastComplete is the last calendar month that ends on or before a day.
func lastComplete(d date.Date) date.Month {
	m := d.MonthOf()
	if m.Last() == d {
		return m
	}
	return m.Add(-1)
}

// moneyOf computes turnover against the ceiling.
func (w *world) moneyOf(c *contract.Contract, t *Terms, b *bought) Money {
	m := Money{Currency: w.currency(c), Foreign: w.currency(c) != w.home}
	w.ceiling(c, &m)
	w.amendments(c, &m)
	if m.Ceiling != nil {
		if years := yearsBetween(t.Start, t.LastEnd); years != nil {
			m.AnnualValue = new(big.Rat).Quo(m.Ceiling, years)
		}
	}
	m.Through = w.asOf
	if last := lastComplete(w.asOf).Last(); b.through.IsZero() {
		m.Through = last
	} else {
		m.Through = date.Min(b.through, w.asOf)
	}
	if b.known {
		w.spending(&m, t, b)
	}
	return m
}

// ceiling is the maximum, as amended; without one, estimate and signed amendments,
// but not for frameworks and dynamic purchasing systems, whose maximum must be stated.
func (w *world) ceiling(c *contract.Contract, m *Money) {
	if v, amended, ok := maximum(c, w.asOf); ok {
		m.Maximum, m.Ceiling, m.CeilingFrom = v.Rat(), v.Rat(), "maximum"
		if amended {
			m.CeilingFrom = "amendment"
		}
		return
	}
	if c.Kind == "framework" || c.Kind == "dps" || !c.Value.Estimated.Set {
		return
	}
	sum := c.Value.Estimated.V
	for i := range c.Amendments {
		if a := &c.Amendments[i]; signed(a, w.asOf) {
			sum += a.Value.V
		}
	}
	m.Ceiling, m.CeilingFrom = sum.Rat(), "estimate"
}

// maximum is the stated ceiling with the latest signed change of it.
func maximum(c *contract.Contract, asOf date.Date) (v money.Amount, amended, ok bool) {
	v, ok = c.Value.Maximum.V, c.Value.Maximum.Set
	var latest date.Date
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !a.MaximumAfter.Set || !signed(a, asOf) {
			continue
		}
		if after := a.MaximumAfter.V; a.Signed.After(latest) || a.Signed == latest && after > v {
			v, latest, amended, ok = after, a.Signed, true, true
		}
	}
	return v, amended, ok
}

// spending fills what depends on turnover.
func (w *world) spending(m *Money, t *Terms, b *bought) {
	spent := b.sum(date.Month{}, w.month)
	m.Spent = spent.Rat()
	complete := lastComplete(m.Through)
	first := t.Start.MonthOf()
	m.LastYear = b.sum(complete.Add(-11), complete).Rat()
	m.PrecedingYear = b.sum(complete.Add(-23), complete.Add(-12)).Rat()
	if !t.Start.IsZero() && complete.Sub(first) >= 2 {
		m.Rate = b.rate(first, complete, 12)
		if short := b.rate(first, complete, 3); short.Cmp(m.Rate) > 0 {
			m.Rate = short
		}
	}
	m.Quarters = b.quarters(w.asOf)
	w.project(m, t)
}

// rate a day over the last n complete months since the start.
func (b *bought) rate(first, last date.Month, n int) *big.Rat {
	from := last.Add(1 - n)
	if from.Before(first) {
		from = first
	}
	days := last.Last().Days(from.First()) + 1
	return big.NewRat(int64(b.sum(from, last)), 100*int64(days))
}

// project carries the rate on to the last end.
func (w *world) project(m *Money, t *Terms) {
	if m.Ceiling != nil && m.Ceiling.Sign() > 0 {
		m.Use = new(big.Rat).Quo(m.Spent, m.Ceiling)
	}
	if m.Rate != nil && !t.LastEnd.IsZero() {
		end := t.LastEnd
		if t.Tacit || t.Indefinite {
			end = m.Through.AddDays(horizonDays)
		}
		m.Horizon = end
		days := big.NewRat(int64(max(0, end.Days(m.Through))), 1)
		m.Projected = days.Mul(days, m.Rate)
		m.Projected.Add(m.Projected, m.Spent)
		if m.Use != nil {
			m.ProjectedUse = new(big.Rat).Quo(m.Projected, m.Ceiling)
		}
	}
	m.Exhaustion = exhaustion(m, w.asOf)
}

// exhaustion is the first date on which the ceiling is reached.
func exhaustion(m *Money, asOf date.Date) date.Date {
	if m.Ceiling == nil {
		return date.Date{}
	}
	left := new(big.Rat).Sub(m.Ceiling, m.Spent)
	if left.Sign() <= 0 {
		return asOf
	}
	if m.Rate == nil || m.Rate.Sign() <= 0 {
		return date.Date{}
	}
	left.Quo(left, m.Rate)
	if left.Cmp(big.NewRat(maxForecastDays, 1)) > 0 {
		return date.Date{}
	}
	return m.Through.AddDays(int(ceil(left)))
}

// ceil rounds up to a whole number.
func ceil(r *big.Rat) int64 {
	q, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		return q.Int64() + 1
	}
	return q.Int64()
}

// quarters are the latest twelve that have begun.
func (b *bought) quarters(asOf date.Date) []QuarterTurnover {
	out := make([]QuarterTurnover, quartersShown)
	last := asOf.QuarterOf()
	base := last.First().MonthOf().Add(-3 * (quartersShown - 1))
	for i := range out {
		q := last.Add(i - quartersShown + 1)
		out[i] = QuarterTurnover{Quarter: q, Partial: q.Last().After(asOf)}
	}
	for _, m := range b.months {
		if i := m.month.Sub(base); i >= 0 && i/3 < quartersShown {
			out[i/3].Amount += m.sum
		}
	}
	return out
}

// yearsBetween counts the years from a first to a last day, both in force, at
// least 1: whole years, and the rest as a share of the year that it lies in. Nil
// where a date is missing.
func yearsBetween(first, last date.Date) *big.Rat {
	if first.IsZero() || last.IsZero() {
		return nil
	}
	end := last.AddDays(1)
	whole := max(0, end.Year()-first.Year())
	if first.AddYears(whole).After(end) {
		whole--
	}
	if whole < 1 {
		return big.NewRat(1, 1)
	}
	from, to := first.AddYears(whole), first.AddYears(whole+1)
	if !from.Before(to) { // the end of the calendar
		return big.NewRat(int64(whole), 1)
	}
	years := big.NewRat(int64(end.Days(from)), int64(to.Days(from)))
	return years.Add(years, big.NewRat(int64(whole), 1))
}
