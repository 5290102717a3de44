// Package posted holds what is posted of a contract's turnover, its call-offs' included once:
// month by month, to which day it is known (T), what is missing between, and the pace.
//
// In go a world and a contract; out comes a Record in the contract's currency. What it means
// against the ceiling is package turnover's.
package posted

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

// Record is what is posted of a contract's turnover (FIGURES.md A1, A2, A5–A7).
type Record struct {
	Part    bool      // call-offs are withheld: what is here is a part of what was bought
	Known   bool      // a month that has ended is posted, or a file says through which day it goes
	Through date.Date // T: to which turnover is registered; zero unless Known
	Months  []Month   // from the first posted to the as-of month, those that are posted or covered
	Gaps    []Month   // months between the first posted and Through that are not whole, with what is posted of them
	LeftOut int       // call-offs with turnover in a currency that cannot be converted
}

// Month is what was bought in one.
type Month struct {
	date.Month
	Sum   money.Amount
	Whole bool // it has ended, and all that should have posted it have
}

// Of gathers the months of a contract and of the contracts under it.
func Of(w *measure.World, c *contract.Contract) Record {
	b := Record{Part: w.Portfolio.WithholdsCallOffs(c.ID)}
	books := booksOf(w, c, &b.LeftOut)
	if len(books) == 0 {
		return b
	}
	first := books[0].first
	for i := range books {
		if books[i].first.Before(first) {
			first = books[i].first
		}
	}
	b.months(books, first, w.AsOf)
	b.registered(books, first, w.AsOf)
	return b
}

// months adds up the books, month by month.
func (b *Record) months(books []book, first date.Month, asOf date.Date) {
	last := asOf.MonthOf()
	b.Months = make([]Month, 0, last.Sub(first)+1)
	for m := first; !last.Before(m); m = m.Add(1) {
		sum, any, whole := Month{Month: m}, false, !m.Last().After(asOf)
		for i := range books {
			amount, has := books[i].in(m)
			sum.Sum += amount
			any = any || has
			whole = whole && (has || !books[i].inForce(m))
		}
		if sum.Whole = whole && any; any {
			b.Months = append(b.Months, sum)
		}
	}
}

// registered finds T: the end of the last whole month, or the day through which all that
// are in force after it say that they go.
func (b *Record) registered(books []book, first date.Month, asOf date.Date) {
	next := first
	for i := range b.Months {
		if m := &b.Months[i]; m.Whole {
			b.Known, b.Through, next = true, m.Last(), m.Add(1)
		}
	}
	if day := through(books, next); !day.Before(next.First()) {
		b.Known, b.Through = true, date.Min(day, asOf)
	}
	if !b.Known {
		return
	}
	posted := 0
	for m := first; !m.Last().After(b.Through); m = m.Add(1) {
		gap := Month{Month: m}
		if posted < len(b.Months) && b.Months[posted].Month == m {
			gap = b.Months[posted]
			posted++
		}
		if !gap.Whole {
			b.Gaps = append(b.Gaps, gap)
		}
	}
}

// through is the day to which the books that are in force in a month have that month; zero
// where one has nothing of it.
func through(books []book, m date.Month) (day date.Date) {
	for i := range books {
		if k := &books[i]; k.inForce(m) && (day.IsZero() || k.through.Before(day)) {
			day = k.through
		}
	}
	return day
}

// book is one file of turnover.
type book struct {
	of       *contract.Contract
	months   []contract.MonthTurnover // sorted, none after the as-of month, each month once
	rate     *big.Rat                 // nil: in the currency asked for
	first    date.Month               // posted, or the month of through where none is
	through  date.Date                // T of this file
	from, to date.Month               // while its contract is in force; zero: without limit
}

// maxDepth bounds call-offs under call-offs, so that a circle of parents ends.
const maxDepth = 8

// booksOf are the files of a contract and of those under it that have posted at all.
func booksOf(w *measure.World, top *contract.Contract, leftOut *int) (books []book) {
	var gather func(c *contract.Contract, depth int)
	gather = func(c *contract.Contract, depth int) {
		if k, ok := bookOf(w, c); ok {
			rate, convertible := w.Conversion(c, top)
			switch {
			case convertible:
				k.rate = rate
				books = append(books, k)
			case c != top:
				*leftOut++
			}
		}
		if depth == maxDepth {
			return
		}
		for _, child := range w.CallOffs(c.ID) {
			if child != top {
				gather(child, depth+1)
			}
		}
	}
	gather(top, 0)
	if len(w.CallOffs(top.ID)) == 0 && len(books) > 0 {
		books[0].from, books[0].to = date.Month{}, date.Month{} // alone, it knows best what it holds
	}
	return books
}

// bookOf reads a contract's own file; false where none of its months has ended and it does
// not say how far it goes.
func bookOf(w *measure.World, c *contract.Contract) (k book, ok bool) {
	if c.Turnover == nil {
		return k, false
	}
	k.of, k.months = c, postedBy(c.Turnover.Months, w.AsOf)
	t := terms.Of(c, w.AsOf)
	if through := date.Min(c.Turnover.Through, w.AsOf); !through.IsZero() {
		k.first = through.MonthOf()
		if start := t.Start; !start.IsZero() && start.Before(through) { // nothing is posted of all that it covers
			k.first = start.MonthOf()
		}
	}
	k.through = RegisteredTo(c.Turnover, w.AsOf)
	if len(k.months) > 0 {
		k.first = k.months[0].Month
	}
	if k.through.IsZero() {
		return k, false
	}
	if !t.Start.IsZero() {
		k.from = t.Start.MonthOf()
	}
	if !t.CurrentEnd.IsZero() {
		k.to = t.CurrentEnd.MonthOf()
	}
	return k, true
}

// RegisteredTo is the day to which a file goes as of another: the end of the last month that
// it has, or the day that it states, unless that is stale (A2). Zero where none has ended.
func RegisteredTo(t *contract.Turnover, asOf date.Date) date.Date {
	day := date.Min(t.Through, asOf)
	for i := range t.Months {
		if last := t.Months[i].Month.Last(); !last.After(asOf) {
			day = date.Max(day, last)
		}
	}
	return day
}

// postedBy are the months of a file up to the as-of month, sorted, each once.
func postedBy(list []contract.MonthTurnover, asOf date.Date) []contract.MonthTurnover {
	last, inOrder := asOf.MonthOf(), true
	for i := range list {
		inOrder = inOrder && !last.Before(list[i].Month) && (i == 0 || list[i-1].Month.Before(list[i].Month))
	}
	if inOrder {
		return list
	}
	var out []contract.MonthTurnover
	for _, m := range list {
		if !last.Before(m.Month) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b contract.MonthTurnover) int { return a.Month.Compare(b.Month) })
	kept := out[:0]
	for _, m := range out {
		if n := len(kept); n > 0 && kept[n-1].Month == m.Month {
			kept[n-1].Total += m.Total
			kept[n-1].BySupplier = append(slices.Clip(kept[n-1].BySupplier), m.BySupplier...)
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// in gives what a book has for a month, and whether it has it: posted, or covered by the day
// through which it goes.
func (k *book) in(m date.Month) (money.Amount, bool) {
	i, posted := slices.BinarySearchFunc(k.months, m, func(have contract.MonthTurnover, m date.Month) int { return have.Month.Compare(m) })
	if posted {
		return k.converted(k.months[i].Total), true
	}
	return 0, i == len(k.months) && !m.Last().After(k.through)
}

// converted is an amount in the currency asked for, to the øre, half away from zero.
func (k *book) converted(a money.Amount) money.Amount {
	if k.rate == nil {
		return a
	}
	return money.Rounded(new(big.Rat).Mul(a.Rat(), k.rate))
}

func (k *book) inForce(m date.Month) bool {
	return (k.from == date.Month{} || !m.Before(k.from)) && (k.to == date.Month{} || !k.to.Before(m))
}

// Sum of the months from first to last, both included.
func (b *Record) Sum(first, last date.Month) money.Amount {
	var s money.Amount
	for _, m := range b.Months {
		if !m.Before(first) && !last.Before(m.Month) {
			s += m.Sum
		}
	}
	return s
}

// After reports whether anything was bought in months that began after a day.
func (b *Record) After(d date.Date) bool {
	for _, m := range b.Months {
		if m.Sum > 0 && m.First().After(d) {
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

// minRateMonths is how many whole months a rate must rest on.
const minRateMonths = 3

// Rate a day (FIGURES.md A1, A4): that of the whole months among the last twelve, or of those
// among the last three where that is more, never below 0. Months before the start do not
// count; the month of the start counts with all its days. Nil: fewer than three are known.
func (b *Record) Rate(start date.Date) *big.Rat {
	last := LastComplete(b.Through)
	year, months := b.rate(start, last, 12)
	if months < minRateMonths {
		return nil
	}
	if short, n := b.rate(start, last, 3); n > 0 && short.Cmp(year) > 0 {
		year = short
	}
	if year.Sign() < 0 {
		return new(big.Rat)
	}
	return year
}

// rate of the whole months among the last n, and how many they are.
func (b *Record) rate(start date.Date, last date.Month, n int) (*big.Rat, int) {
	from := last.Add(1 - n)
	if !start.IsZero() && from.Before(start.MonthOf()) {
		from = start.MonthOf()
	}
	var sum money.Amount
	days, months := 0, 0
	for _, m := range b.Months {
		if m.Whole && !m.Before(from) && !last.Before(m.Month) {
			sum += m.Sum
			days += m.Days()
			months++
		}
	}
	if months == 0 {
		return new(big.Rat), 0
	}
	return big.NewRat(int64(sum), 100*int64(days)), months
}

// Base is turnover up to Through for a projection (A3, A8): a month that is not whole is
// reckoned at the rate where that is more than what is posted of it, so that a gap never
// makes a contract look safer.
func (b *Record) Base(rate *big.Rat) *big.Rat {
	base := b.Sum(date.Month{}, b.Through.MonthOf()).Rat()
	for _, g := range b.Gaps {
		reckoned := new(big.Rat).Mul(rate, big.NewRat(int64(g.Days()), 1))
		if missing := reckoned.Sub(reckoned, g.Sum.Rat()); missing.Sign() > 0 {
			base.Add(base, missing)
		}
	}
	return base
}

// Reached is the last day of the month with which turnover reached an amount; zero where it
// has not.
func (b *Record) Reached(amount *big.Rat) date.Date {
	var sum money.Amount
	limit := money.Rounded(amount) // posted amounts are whole øre: so is what reaches it, or the øre above
	if limit.Rat().Cmp(amount) < 0 {
		limit++
	}
	for _, m := range b.Months {
		if sum += m.Sum; sum >= limit {
			return m.Last()
		}
	}
	return date.Date{}
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

// Quarters are the same with what was bought in them.
func (b *Record) Quarters(asOf date.Date) []measure.QuarterTurnover {
	out := Quarters(asOf)
	first := out[0].Quarter.First().MonthOf()
	for _, m := range b.Months {
		if i := m.Sub(first); i >= 0 && i/3 < quartersShown {
			out[i/3].Amount += m.Sum
		}
	}
	return out
}
