package forecast_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/forecast"
)

// trial is how forecasts of quarters fared that were hidden from them.
type trial struct {
	n, unknown, inside, below, above int
	errors                           [3]float64 // Σ |guess − truth| ÷ truth: middle of the range, last year again, mean of all months
	width                            float64    // Σ width of the range ÷ truth
}

// hide forecasts every contract of a portfolio from a year before a date to that date,
// or to the contract's end where that comes first.
func (t *trial) hide(p *contract.Portfolio, asOf date.Date) {
	from := asOf.AddYears(-1)
	f := figures.Of(p, from)
	last := from.MonthOf()
	for _, cf := range f.Contracts {
		c := cf.Contract
		if c.Turnover == nil || cf.Status != "active" {
			continue
		}
		to := date.Min(asOf, c.Period.End)
		months := to.MonthOf().Sub(last)
		if months < 1 {
			continue
		}
		fc := forecast.To(f, cf, to)
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
		if truth.Sign() <= 0 {
			continue
		}
		t.n++
		switch total := new(big.Rat).Add(cf.Money.Spent, &truth); {
		case total.Cmp(fc.Low) < 0:
			t.below++
		case total.Cmp(fc.High) > 0:
			t.above++
		default:
			t.inside++
		}
		of := func(r *big.Rat) float64 { s, _ := new(big.Rat).Quo(r, &truth).Float64(); return math.Abs(s) }
		scaled := func(r *big.Rat, by, of int) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(int64(by), int64(of))) }
		for i, guess := range []*big.Rat{new(big.Rat).Sub(fc.Middle, cf.Money.Spent), scaled(&year, months, min(n, 12)), scaled(&all, months, n)} {
			t.errors[i] += of(guess.Sub(guess, &truth))
		}
		t.width += of(new(big.Rat).Sub(fc.High, fc.Low))
	}
}

func (t *trial) share() float64 { return float64(t.inside) / float64(t.n) }

func (t *trial) String() string {
	per := func(x float64) float64 { return 100 * x / float64(t.n) }
	return fmt.Sprintf("%d forecasts (%d with too few months); inside %.1f %%, below %d, above %d; mean width %.1f %%; mean error %.1f %%, last year again %.1f %%, mean of all months %.1f %%",
		t.n, t.unknown, 100*t.share(), t.below, t.above, per(t.width), per(t.errors[0]), per(t.errors[1]), per(t.errors[2]))
}

// The four last quarters of the demo portfolio are hidden and forecast, at each
// quarter's end, so that no season favours the outcome.
func TestForecastOfHiddenQuarters(t *testing.T) {
	t.Parallel()
	var all trial
	for _, day := range []string{"2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"} {
		var one trial
		asOf := date.MustParse(day)
		for seed := range uint64(2) {
			p := demo.Generate(demo.Options{Contracts: 852, Seed: seed + 1, AsOf: asOf})
			one.hide(p, asOf)
			all.hide(p, asOf)
		}
		t.Logf("%s: %s", day, &one)
		if s := one.share(); s < 0.75 || s > 0.85 {
			t.Errorf("%s: %.1f %% of the outcomes lie in the 80 %% range", day, 100*s)
		}
	}
	t.Logf("all: %s", &all)
	if all.errors[0] >= all.errors[1] || all.errors[0] >= all.errors[2] {
		t.Error("the forecast is no better than last year again, or the mean of all months")
	}
}
