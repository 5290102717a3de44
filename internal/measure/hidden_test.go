package measure_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure"
)

// trial is how forecasts of the last four quarters fared, which were hidden from them.
type trial struct {
	n, unknown   int
	inside       int
	below, above int
	errors       [3]float64 // mean absolute, shares of the truth: middle, last year again, mean of all months
	width        float64    // of the range, shares of the truth
	point        float64
	pointInside  int
}

// hide forecasts every contract of a portfolio from a year before a date to that date,
// or to the contract's end where that comes first.
func hide(p *contract.Portfolio, asOf date.Date) (t trial) {
	from := asOf.AddYears(-1)
	f := measure.Measure(p, from)
	last := from.MonthOf()
	for _, cf := range f.Contracts {
		c := cf.Contract
		if c.Turnover == nil || cf.Status != "active" {
			continue
		}
		to := date.Min(asOf, cf.Terms.CurrentEnd)
		months := to.MonthOf().Sub(last)
		if months < 12 {
			continue // ends within the year
		}
		fc := f.ForecastTo(cf, to)
		if fc.Missing != "" {
			t.unknown++
			continue
		}
		var truth, all, year big.Rat
		n := 0
		for _, m := range c.Turnover.Months {
			switch back := last.Sub(m.Month); {
			case back < 0 && !to.MonthOf().Before(m.Month):
				truth.Add(&truth, m.Total.Rat())
			case back >= 0:
				n++
				all.Add(&all, m.Total.Rat())
				if back < 12 {
					year.Add(&year, m.Total.Rat())
				}
			}
		}
		total := new(big.Rat).Add(cf.Money.Spent, &truth)
		t.n++
		switch {
		case total.Cmp(fc.Low) < 0:
			t.below++
		case total.Cmp(fc.High) > 0:
			t.above++
		default:
			t.inside++
		}
		share := func(guess *big.Rat) float64 {
			d := new(big.Rat).Sub(guess, &truth)
			s, _ := d.Abs(d).Quo(d, &truth).Float64()
			return s
		}
		scale := func(r *big.Rat, by, of int) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(int64(by), int64(of))) }
		t.errors[0] += share(new(big.Rat).Sub(fc.Middle, cf.Money.Spent))
		t.errors[1] += share(scale(&year, 12, min(n, 12)))
		t.errors[2] += share(scale(&all, 12, n))
		w, _ := new(big.Rat).Quo(new(big.Rat).Sub(fc.High, fc.Low), &truth).Float64()
		t.width += w
	}
	for i := range t.errors {
		t.errors[i] /= float64(t.n)
	}
	t.width /= float64(t.n)
	return t
}

func TestForecastOfHiddenQuarters(t *testing.T) {
	asOf := date.MustParse("2026-09-30")
	for seed := range uint64(5) {
		p := demo.Generate(demo.Options{Contracts: 852, Seed: seed + 1, AsOf: asOf})
		r := hide(p, asOf)
		t.Logf("seed %d: %d forecasts (%d unknown); inside %.1f %%, below %d, above %d; width %.1f %%; error %.1f %%, last year again %.1f %%, mean of all months %.1f %%",
			seed+1, r.n, r.unknown, 100*float64(r.inside)/float64(r.n), r.below, r.above, 100*r.width, 100*r.errors[0], 100*r.errors[1], 100*r.errors[2])
	}
}
