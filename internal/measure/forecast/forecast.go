// Package forecast gives turnover at the horizon as a range, beside the point of
// Money.Projected.
//
// In go figures and a contract's; out comes a measure.Forecast. The range comes from the
// contract's own complete months: a level, a slope and, where two full years exist, a
// season, estimated together (see pace.go). It holds turnover at the horizon in four of
// five cases, as far as the coming months are like those that have been. The point and the
// risk score follow DOMAIN.md to the letter; the range is our own, is no part of the score,
// and is judged by forecasting a hidden year of the demo (hidden_test.go).
//
// This is the only package of figures that counts in floating point. What leaves it is
// rounded, always the same way: amounts to four significant digits of the upper end,
// outwards (Low down, High up), never below what has been spent; Passing to whole percents,
// half up, and never 0 or 100 where it is not certain.
package forecast

import (
	"math"
	"math/big"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/posted"
	"github.com/forvalt/forvalt/internal/money"
)

// Bounds of what a forecast is made from.
const (
	maxHistoryMonths  = 60  // older months say nothing of the next
	maxForecastMonths = 240 // what lies further ahead is not forecast
	seasonMonths      = 24
)

// Of gives a contract's turnover as a range. It is not kept: every call computes
// it anew, in some microseconds.
func Of(f *measure.Figures, cf *measure.ContractFigures) *measure.Forecast {
	horizon := cf.Money.Horizon
	if horizon.IsZero() { // no rate: the point says nothing
		horizon = cf.Terms.LastEnd
	}
	return To(f, cf, horizon)
}

// To forecasts to another day than the horizon of the point.
func To(f *measure.Figures, cf *measure.ContractFigures, horizon date.Date) *measure.Forecast {
	b := posted.Of(f.World, cf.Contract)
	return forecastOf(&cf.Money, &cf.Terms, &b, f.AsOf, horizon)
}

func forecastOf(m *measure.Money, t *measure.Terms, b *posted.Record, asOf, horizon date.Date) *measure.Forecast {
	fc := &measure.Forecast{Currency: m.Currency, Horizon: horizon}
	switch {
	case b.Part:
		fc.Missing = "withheld"
		return fc
	case !b.Known:
		fc.Missing = "turnover"
		return fc
	}
	if t.Start.IsZero() {
		fc.Missing = "start"
		return fc
	}
	last := posted.LastComplete(m.Through)
	history, reckoned := historyOf(b, t.Start, last)
	fc.Months, fc.Seasonal, fc.From = len(history), len(history) >= seasonMonths, last.Last()
	switch {
	case fc.Horizon.IsZero():
		fc.Missing = "end"
	case !fc.Horizon.After(fc.From):
		fc.Missing = "over"
	case fc.Horizon.MonthOf().Sub(last) > maxForecastMonths:
		fc.Missing = "far"
	case fc.Months < measure.ForecastMonths:
		fc.Missing = "months"
	}
	if fc.Missing != "" {
		return fc
	}
	p, ok := paceOf(history, last)
	if !ok {
		fc.Missing = "nothing"
		return fc
	}
	fill(fc, m, &p, b, reckoned, asOf)
	return fc
}

// historyOf is turnover by month, in whole units, from the first month on: that after
// the start where the contract began in the middle of one, or the first that the file
// holds. A month that is not known whole is reckoned as the mean of those that are, and
// reckoned is what that adds to what is posted.
func historyOf(b *posted.Record, start date.Date, last date.Month) (months []float64, reckoned float64) {
	first := start.MonthOf()
	if start.Day() > 1 {
		first = first.Add(1)
	}
	if len(b.Months) > 0 && first.Before(b.Months[0].Month) {
		first = b.Months[0].Month
	}
	if n := last.Sub(first) + 1; n > maxHistoryMonths {
		first = last.Add(1 - maxHistoryMonths)
	}
	if last.Before(first) || len(b.Months) == 0 {
		return nil, 0
	}
	months = make([]float64, last.Sub(first)+1)
	sum, known := 0.0, 0
	for _, m := range b.Months {
		if i := m.Sub(first); m.Whole && i >= 0 && i < len(months) {
			months[i] = float64(m.Sum) / 100
			sum += months[i]
			known++
		}
	}
	for _, g := range b.Gaps {
		if i := g.Sub(first); known > 0 && i >= 0 && i < len(months) {
			months[i] = sum / float64(known)
			reckoned += max(0, months[i]-float64(g.Sum)/100)
		}
	}
	return months, reckoned
}

// fill computes the range, the days on which its ends reach the ceiling, and the
// probability of passing it. Turnover already known in months after the last complete one
// is a minimum, not a base: the months from there on are forecast whole. What has been
// bought by a day is never less than by the day before, so neither end falls.
func fill(fc *measure.Forecast, m *measure.Money, p *pace, b *posted.Record, reckoned float64, asOf date.Date) {
	base := float64(b.Sum(date.Month{}, p.last))/100 + reckoned
	left, limited := math.Inf(1), m.Ceiling != nil && m.Ceiling.Sign() > 0
	if limited {
		ceiling, _ := m.Ceiling.Float64()
		left = ceiling - base
	}
	t := studentQuantile(0.9, p.free)
	var low, middle, high float64
	var end outcome
	for w := p.ahead(); ; {
		before := w
		month := p.last.Add(w.months + 1)
		to := date.Min(month.Last(), fc.Horizon)
		w.add(share(to))
		end = w.outcome()
		low, middle, high = max(low, end.quantile(-t)), max(middle, end.quantile(0)), max(high, end.quantile(t))
		if fc.Earliest.IsZero() && high >= left {
			fc.Earliest = before.reach(left, t, month.First(), to)
		}
		if fc.Latest.IsZero() && low >= left {
			fc.Latest = before.reach(left, -t, month.First(), to)
		}
		if to == fc.Horizon {
			break
		}
	}
	fc.Low, fc.Middle, fc.High = roundRange(base, low, middle, high, b.Sum(date.Month{}, asOf.MonthOf()))
	if !limited {
		return
	}
	reached := date.Min(m.Exhaustion, fc.Horizon) // the month that reached it may end later
	switch m.Spent.Cmp(m.Ceiling) {
	case 1:
		fc.Passing, fc.Earliest, fc.Latest = big.NewRat(1, 1), reached, reached
	case 0:
		fc.Passing, fc.Earliest, fc.Latest = percents(1-end.below(left)), reached, reached
	default:
		fc.Passing = percents(1 - end.below(left))
	}
}

// share is the part of a day's month that has passed when the day ends.
func share(d date.Date) float64 { return float64(d.Day()) / float64(d.MonthOf().Days()) }

// reach is the first day of a month, from its first to a last one on which it holds, on
// which an end of the range reaches an amount.
func (w *ahead) reach(amount, t float64, first, last date.Date) date.Date {
	lo, hi := 0, last.Days(first)
	for lo < hi {
		mid := (lo + hi) / 2
		part := *w
		part.add(share(first.AddDays(mid)))
		if part.outcome().quantile(t) >= amount {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return first.AddDays(lo)
}

// roundRange writes base + (low, middle, high) as whole units, rounded outwards to four
// significant digits of the upper end.
func roundRange(base, low, middle, high float64, least money.Amount) (l, m, h *big.Rat) {
	unit := 1.0
	for base+high >= 10_000*unit && unit < 1e12 {
		unit *= 10
	}
	whole := func(x float64) *big.Rat { return new(big.Rat).SetInt64(int64(x)) }
	floor := least.Rat()
	l = atLeast(whole(math.Floor((base+low)/unit)*unit), floor)
	m = atLeast(whole(math.Floor((base+middle)/unit+0.5)*unit), floor)
	h = atLeast(whole(math.Ceil((base+high)/unit)*unit), floor)
	return l, m, h
}

func atLeast(r, least *big.Rat) *big.Rat {
	if r.Cmp(least) < 0 {
		return least
	}
	return r
}

// percents rounds a probability to whole percents; what is not certain stays between
// 1 and 99.
func percents(p float64) *big.Rat {
	return big.NewRat(int64(min(max(math.Floor(p*100+0.5), 1), 99)), 100)
}
