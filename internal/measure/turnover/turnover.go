// Package turnover holds what was bought on a contract against what may be: turnover by
// month, the ceiling, the pace and where it leads, amendments against the limits of FOA
// § 28-1; and sums of it over contracts.
//
// In go a world and a contract with its terms; out come exact amounts. What may come, as a
// range, is package forecast's.
package turnover

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// horizonDays is how far turnover is projected where no last end is fixed.
const horizonDays = 365

// maxForecastDays bounds the exhaustion date: what lies a century away is never.
const maxForecastDays = 36525

// Of computes turnover against the ceiling.
func Of(w *measure.World, c *contract.Contract, t *measure.Terms, b *Bought) measure.Money {
	m := measure.Money{Currency: w.Currency(c), Foreign: w.Currency(c) != w.Home}
	ceiling(w, c, &m)
	amendments(w, c, &m)
	if m.Ceiling != nil {
		if years := yearsBetween(t.Start, t.LastEnd); years != nil {
			m.AnnualValue = new(big.Rat).Quo(m.Ceiling, years)
		}
	}
	m.Through = w.AsOf
	if last := LastComplete(w.AsOf).Last(); b.Through.IsZero() {
		m.Through = last
	} else {
		m.Through = date.Min(b.Through, w.AsOf)
	}
	if b.Known {
		spending(w, &m, t, b)
	}
	return m
}

// ceiling is the maximum, as amended; without one, estimate and signed amendments,
// but not for frameworks and dynamic purchasing systems, whose maximum must be stated.
func ceiling(w *measure.World, c *contract.Contract, m *measure.Money) {
	if v, amended, ok := maximum(c, w.AsOf); ok {
		m.Maximum, m.Ceiling, m.CeilingFrom = v.Rat(), v.Rat(), measure.CeilingMaximum
		if amended {
			m.CeilingFrom = measure.CeilingAmendment
		}
		return
	}
	if c.Kind == contract.KindFramework || c.Kind == contract.KindDPS || !c.Value.Estimated.Set {
		return
	}
	sum := c.Value.Estimated.V
	for i := range c.Amendments {
		if a := &c.Amendments[i]; terms.Signed(a, w.AsOf) {
			sum += a.Value.V
		}
	}
	m.Ceiling, m.CeilingFrom = sum.Rat(), measure.CeilingEstimate
}

// maximum is the stated ceiling with the latest signed change of it.
func maximum(c *contract.Contract, asOf date.Date) (v money.Amount, amended, ok bool) {
	v, ok = c.Value.Maximum.V, c.Value.Maximum.Set
	var latest date.Date
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !a.MaximumAfter.Set || !terms.Signed(a, asOf) {
			continue
		}
		if after := a.MaximumAfter.V; a.Signed.After(latest) || a.Signed == latest && after > v {
			v, latest, amended, ok = after, a.Signed, true, true
		}
	}
	return v, amended, ok
}

// spending fills what depends on turnover.
func spending(w *measure.World, m *measure.Money, t *measure.Terms, b *Bought) {
	spent := b.Sum(date.Month{}, w.AsOf.MonthOf())
	m.Spent = spent.Rat()
	complete := LastComplete(m.Through)
	first := t.Start.MonthOf()
	m.LastYear = b.Sum(complete.Add(-11), complete).Rat()
	m.PrecedingYear = b.Sum(complete.Add(-23), complete.Add(-12)).Rat()
	if !t.Start.IsZero() && complete.Sub(first) >= 2 {
		m.Rate = b.rate(first, complete, 12)
		if short := b.rate(first, complete, 3); short.Cmp(m.Rate) > 0 {
			m.Rate = short
		}
	}
	m.Quarters = b.quarters(w.AsOf)
	project(w, m, t)
}

// project carries the rate on to the last end.
func project(w *measure.World, m *measure.Money, t *measure.Terms) {
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
	m.Exhaustion = exhaustion(m, w.AsOf)
}

// exhaustion is the first date on which the ceiling is reached.
func exhaustion(m *measure.Money, asOf date.Date) date.Date {
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

// AfterEnd reports whether something was bought in a month that began after the current
// end; unknown without turnover.
func AfterEnd(t *measure.Terms, b *Bought) measure.Tri {
	switch {
	case !b.Known:
		return measure.Unknown
	case t.CurrentEnd.IsZero() || !b.after(t.CurrentEnd):
		return measure.No
	}
	return measure.Yes
}
