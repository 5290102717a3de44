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
	"github.com/forvalt/forvalt/internal/measure/posted"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// maxForecastDays bounds the exhaustion date: what lies a century away is never.
const maxForecastDays = 36525

// Of computes turnover against the ceiling.
func Of(w *measure.World, c *contract.Contract, t *measure.Terms, b *posted.Record) measure.Money {
	m := measure.Money{Currency: w.Currency(c), Foreign: w.Currency(c) != w.Home, Exchange: w.Exchange(c), LeftOut: b.LeftOut}
	ceiling(w, c, &m)
	amendments(w, c, &m)
	if m.Ceiling != nil {
		if years := yearsBetween(t.Start, t.AgreedEnd); years != nil {
			m.AnnualValue = new(big.Rat).Quo(m.Ceiling, years)
		}
	}
	switch {
	case b.Part:
		part := bought(w, b)
		m.Part = &part
	case b.Known:
		spending(w, &m, t, b)
	}
	return m
}

// bought is what is posted, up to the as-of month and by year and quarter.
func bought(w *measure.World, b *posted.Record) (k measure.Bought) {
	if !b.Known {
		return k
	}
	complete := posted.LastComplete(b.Through)
	return measure.Bought{
		Spent: b.Sum(date.Month{}, w.AsOf.MonthOf()).Rat(), Through: b.Through, Quarters: b.Quarters(w.AsOf),
		LastYear: b.Sum(complete.Add(-11), complete).Rat(), PrecedingYear: b.Sum(complete.Add(-23), complete.Add(-12)).Rat(),
	}
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
func spending(w *measure.World, m *measure.Money, t *measure.Terms, b *posted.Record) {
	k := bought(w, b)
	m.Spent, m.Through, m.LastYear, m.PrecedingYear, m.Quarters = k.Spent, k.Through, k.LastYear, k.PrecedingYear, k.Quarters
	m.Gaps = len(b.Gaps)
	if AfterEnd(t, b) == measure.Yes {
		m.AfterEnd = b.Sum(t.CurrentEnd.MonthOf().Add(1), w.AsOf.MonthOf()).Rat()
	}
	m.Rate, m.Horizon = b.Rate(t.Start), horizon(t, m.Through)
	if m.Ceiling != nil && m.Ceiling.Sign() > 0 {
		m.Use = new(big.Rat).Quo(m.Spent, m.Ceiling)
	}
	var base *big.Rat
	if m.Rate != nil {
		base = b.Base(m.Rate)
	}
	project(m, base)
	m.Exhaustion = exhaustion(m, b, base)
}

// horizon is the day to which turnover is projected (FIGURES.md B): the last end; where the
// contract renews by itself a year from T, or the end that silence has made certain, but not
// past its final end; where nothing ends it, a year from T.
func horizon(t *measure.Terms, through date.Date) date.Date {
	year := measure.YearOn(through)
	switch {
	case t.Stopped || t.NoticeGiven && !t.LastEnd.IsZero():
		return t.LastEnd
	case t.Indefinite:
		return year
	case t.Tacit:
		end := date.Max(year, t.CertainEnd)
		if t.FinalEnd.IsZero() {
			return end
		}
		return date.Min(end, t.FinalEnd)
	}
	return t.LastEnd
}

// project carries turnover on to the horizon, never below what is spent (A3). Without a rate
// a ceiling that is reached is still reached (B5).
func project(m *measure.Money, base *big.Rat) {
	if base == nil || m.Horizon.IsZero() {
		if m.Use != nil && m.Use.Cmp(measure.One) >= 0 {
			m.ProjectedUse = m.Use
		}
		return
	}
	m.Projected = new(big.Rat).Mul(m.Rate, big.NewRat(int64(m.ProjectionDays()), 1))
	m.Projected.Add(m.Projected, base)
	if m.Projected.Cmp(m.Spent) < 0 {
		m.Projected = m.Spent
	}
	if m.Use != nil {
		m.ProjectedUse = new(big.Rat).Quo(m.Projected, m.Ceiling)
	}
}

// exhaustion is the day on which the ceiling is reached: the last of the month that reached
// it (B4), or else as the rate leads, from T on.
func exhaustion(m *measure.Money, b *posted.Record, base *big.Rat) date.Date {
	if m.Ceiling == nil {
		return date.Date{}
	}
	if m.Spent.Cmp(m.Ceiling) >= 0 {
		if reached := b.Reached(m.Ceiling); !reached.IsZero() {
			return reached
		}
		return m.Through
	}
	if m.Rate == nil || m.Rate.Sign() <= 0 {
		return date.Date{}
	}
	left := new(big.Rat).Sub(m.Ceiling, base)
	left.Quo(left, m.Rate)
	if left.Cmp(big.NewRat(maxForecastDays, 1)) > 0 {
		return date.Date{}
	}
	return m.Through.AddDays(max(0, int(ceil(left))))
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
// end; unknown without turnover, and where it is not known whole.
func AfterEnd(t *measure.Terms, b *posted.Record) measure.Tri {
	switch {
	case !b.Known || b.Part:
		return measure.Unknown
	case t.CurrentEnd.IsZero() || !b.After(t.CurrentEnd):
		return measure.No
	}
	return measure.Yes
}
