package forecast_test

import (
	"math"
	"math/big"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
)

// forecastAsOf is the last day of the histories in these tests.
var forecastAsOf = measuretest.Day("2025-09-30")

// forecastFor a contract that ends a year after forecastAsOf, whose months, in whole
// kroner, are the last ones before it.
func forecastFor(change func(c *contract.Contract), kroner ...float64) (*measure.Forecast, *measure.ContractFigures) {
	first := forecastAsOf.MonthOf().Add(1 - len(kroner))
	c := &contract.Contract{ID: "a", Status: "active", Kind: "contract", Turnover: &contract.Turnover{},
		Period: contract.Period{Start: first.First(), End: measuretest.Day("2026-09-30")}}
	for i, y := range kroner {
		c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: first.Add(i), Total: money.Amount(math.Round(y * 100))})
	}
	if change != nil {
		change(c)
	}
	p := &contract.Portfolio{Contracts: []*contract.Contract{c}}
	f := figures.Of(p.Index(), forecastAsOf)
	return forecast.Of(f, f.Contracts[0]), f.Contracts[0]
}

func series(n int, at func(i int) float64) (out []float64) {
	for i := range n {
		out = append(out, at(i))
	}
	return out
}

// Series written by hand, with what comes after them: the range holds it, and is not
// wider than width × it.
func TestForecastOfSeries(t *testing.T) {
	t.Parallel()
	flat := func(int) float64 { return 100_000 }
	for _, x := range []struct {
		name     string
		months   []float64
		next     func(i int) float64 // of month i after the last, from 1
		width    float64
		seasonal bool
	}{
		{"flat, three years", series(36, flat), flat, 0.15, true},
		{"flat, half a year", series(6, flat), flat, 0.25, false},
		{"rising by 2,000 a month", series(24, func(i int) float64 { return float64(50_000 + 2_000*i) }), func(i int) float64 { return float64(96_000 + 2_000*i) }, 0.35, true},
		{"falling by 1,500 a month", series(24, func(i int) float64 { return float64(100_000 - 1_500*i) }), func(i int) float64 { return float64(65_500 - 1_500*i) }, 0.45, true},
		{"season", series(36, func(i int) float64 { return 100_000 * (1 + 0.3*math.Sin(float64(i)*math.Pi/6)) }), func(i int) float64 { return 100_000 * (1 + 0.3*math.Sin(float64(i-1)*math.Pi/6)) }, 0.25, true},
		{"600,000 twice a year", series(24, func(i int) float64 {
			if i%6 == 2 {
				return 600_000
			}
			return 0
		}), flat, 1.5, true},
		{"zero months between", series(18, func(i int) float64 { return float64(i%3) * 100_000 }), flat, 1, false},
		{"one jump", series(24, func(i int) float64 { return float64(100_000 + i/12*100_000) }), func(int) float64 { return 200_000 }, 0.6, true},
		{"a credit note", append(series(11, flat), -50_000), flat, 1.2, false},
	} {
		fc, cf := forecastFor(nil, x.months...)
		if fc.Missing != "" || fc.Seasonal != x.seasonal || fc.Months != len(x.months) || fc.Horizon != measuretest.Day("2026-09-30") || fc.Passing != nil {
			t.Errorf("%s: %+v", x.name, fc)
			continue
		}
		truth := 0.0
		for i := range 12 {
			truth += x.next(i + 1)
		}
		total := new(big.Rat).Add(cf.Money.Spent, big.NewRat(int64(truth), 1))
		if total.Cmp(fc.Low) < 0 || total.Cmp(fc.High) > 0 {
			t.Errorf("%s: %s lies outside %s–%s", x.name, total.RatString(), fc.Low.RatString(), fc.High.RatString())
		}
		if w, _ := new(big.Rat).Sub(fc.High, fc.Low).Float64(); w > x.width*truth || w <= 0 {
			t.Errorf("%s: %s–%s is %.2f × what comes", x.name, fc.Low.RatString(), fc.High.RatString(), w/truth)
		}
	}
}

// In the quarter after a summer without turnover, the season tells more than the mean.
func TestForecastKnowsTheSeason(t *testing.T) {
	t.Parallel()
	months := series(36, func(i int) float64 { // October to September; winter costs three times summer
		if i%12 < 6 {
			return 150_000
		}
		return 50_000
	})
	fc, cf := forecastFor(func(c *contract.Contract) { c.Period.End = measuretest.Day("2025-12-31") }, months...)
	if got, _ := new(big.Rat).Sub(fc.Middle, cf.Money.Spent).Float64(); got < 400_000 || got > 500_000 {
		t.Errorf("three winter months: %.0f, want some 450,000", got)
	}
	fc, cf = forecastFor(func(c *contract.Contract) { c.Period.End = measuretest.Day("2025-12-31") }, months[13:]...)
	if got, _ := new(big.Rat).Sub(fc.Middle, cf.Money.Spent).Float64(); fc.Seasonal || got > 350_000 {
		t.Errorf("with less than two years no season is read: %.0f", got)
	}
}

func TestForecastMissing(t *testing.T) {
	t.Parallel()
	flat := series(12, func(int) float64 { return 1000 })
	for _, x := range []struct {
		want   string
		change func(c *contract.Contract)
		months []float64
	}{
		{"", nil, flat[:6]},
		{"months", nil, flat[:5]},
		{"turnover", func(c *contract.Contract) { c.Turnover.Months = nil }, nil},                           // an empty file is as none
		{"months", func(c *contract.Contract) { c.Period.Start = measuretest.Day("2025-04-02") }, flat[:6]}, // the first month is not whole
		{"nothing", nil, make([]float64, 12)},
		{"nothing", nil, []float64{1, 1, 1, 1, 1, -9}},
		{"turnover", func(c *contract.Contract) { c.Turnover = nil }, flat},
		{"start", func(c *contract.Contract) { c.Period.Start = date.Date{} }, flat},
		{"over", func(c *contract.Contract) { c.Period.End = forecastAsOf }, flat},
		{"far", func(c *contract.Contract) { c.Period.End = measuretest.Day("2060-12-31") }, flat},
		{"", func(c *contract.Contract) { c.Period.End = date.Date{} }, flat}, // a year ahead
	} {
		if fc, _ := forecastFor(x.change, x.months...); fc.Missing != x.want || (fc.Low == nil) != (x.want != "") {
			t.Errorf("%d months: missing %q, want %q", len(x.months), fc.Missing, x.want)
		}
	}
	fc, _ := forecastFor(func(c *contract.Contract) { c.Value.Currency = "EUR" }, flat...)
	if fc.Currency != "EUR" || fc.Low == nil {
		t.Errorf("in euro: %+v", fc)
	}
}

func TestForecastAgainstTheCeiling(t *testing.T) {
	t.Parallel()
	months := series(24, func(i int) float64 { return 100_000 + 20_000*math.Sin(float64(i*i)) })
	under := func(maximum int64) *measure.Forecast {
		fc, _ := forecastFor(func(c *contract.Contract) { c.Value.Maximum = contract.Some(money.NOK(maximum)) }, months...)
		return fc
	}
	_, cf := forecastFor(nil, months...)
	spent, _ := cf.Money.Spent.Float64() // some 2.4 million; 1.2 million are to come
	over, near, middle, far := under(int64(spent)-1), under(int64(spent)+600_000), under(int64(spent)+1_200_000), under(10_000_000)
	if over.Passing.Cmp(big.NewRat(1, 1)) != 0 || over.Earliest != cf.Money.Through || over.Latest != over.Earliest {
		t.Errorf("over: %+v", over)
	}
	if near.Passing.Cmp(big.NewRat(99, 100)) != 0 || near.Earliest.Before(measuretest.Day("2026-02-01")) || near.Latest.After(measuretest.Day("2026-06-01")) || !near.Earliest.Before(near.Latest) {
		t.Errorf("near: %+v", near)
	}
	if p, _ := middle.Passing.Float64(); p < 0.35 || p > 0.65 || middle.Earliest.Before(measuretest.Day("2026-06-01")) || !middle.Latest.IsZero() {
		t.Errorf("middle: %+v", middle)
	}
	if far.Passing.Cmp(big.NewRat(1, 100)) != 0 || !far.Earliest.IsZero() || !far.Latest.IsZero() {
		t.Errorf("far: %+v", far)
	}
}

// The ends of the range and its words agree, whatever the portfolio.
func TestForecastHoldsTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		f := figures.Of(p, measuretest.AsOf)
		for _, cf := range f.Contracts {
			fc := forecast.Of(f, cf)
			if !reflect.DeepEqual(fc, forecast.Of(f, cf)) {
				rt.Fatal("two calls, two answers")
			}
			if fc.Missing != "" {
				if fc.Low != nil || fc.Passing != nil {
					rt.Fatalf("%s: %s is missing, and yet %+v", cf.Contract.ID, fc.Missing, fc)
				}
				continue
			}
			if fc.Low.Cmp(fc.Middle) > 0 || fc.Middle.Cmp(fc.High) > 0 || fc.Low.Cmp(cf.Money.Spent) < 0 {
				rt.Fatalf("%s: %s, %s, %s after %s", cf.Contract.ID, fc.Low, fc.Middle, fc.High, cf.Money.Spent)
			}
			if fc.Passing == nil != (cf.Money.Ceiling == nil || cf.Money.Ceiling.Sign() <= 0) {
				rt.Fatalf("%s: passing %v, ceiling %v", cf.Contract.ID, fc.Passing, cf.Money.Ceiling)
			}
			if !fc.Latest.IsZero() && (fc.Earliest.IsZero() || fc.Latest.Before(fc.Earliest)) || fc.Earliest.After(fc.Horizon) && fc.Earliest != measuretest.AsOf {
				rt.Fatalf("%s: from %s to %s, horizon %s", cf.Contract.ID, fc.Earliest, fc.Latest, fc.Horizon)
			}
			if fc.Passing != nil && fc.Earliest.IsZero() && fc.Passing.Cmp(big.NewRat(12, 100)) > 0 {
				rt.Fatalf("%s: the upper end stays below the ceiling, but %s pass it", cf.Contract.ID, fc.Passing)
			}
		}
	})
}

func TestMoreCeilingNeverRaisesPassing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		months := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 6, 40).Draw(rt, "months")
		ceiling := rapid.Int64Range(1, 60_000_000).Draw(rt, "ceiling")
		more := rapid.Int64Range(0, 10_000_000).Draw(rt, "more")
		a, _ := forecastFor(func(c *contract.Contract) { c.Value.Maximum = contract.Some(money.NOK(ceiling)) }, months...)
		b, _ := forecastFor(func(c *contract.Contract) { c.Value.Maximum = contract.Some(money.NOK(ceiling + more)) }, months...)
		if a.Passing != nil && (b.Passing.Cmp(a.Passing) > 0 || b.Earliest.Before(a.Earliest) && !b.Earliest.IsZero()) {
			rt.Fatalf("%s and %s, %s and %s", a.Passing, b.Passing, a.Earliest, b.Earliest)
		}
	})
}

func BenchmarkForecast(b *testing.B) {
	c := &contract.Contract{ID: "a", Status: "active", Turnover: &contract.Turnover{}, Period: contract.Period{Start: measuretest.Day("2022-10-01"), End: measuretest.Day("2027-09-30")}}
	c.Value.Maximum = contract.Some(money.NOK(5_000_000))
	for i := range 36 {
		c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: c.Period.Start.MonthOf().Add(i), Total: money.NOK(int64(90_000 + i*i%17*1000))})
	}
	p := &contract.Portfolio{Contracts: []*contract.Contract{c}}
	f := figures.Of(p.Index(), forecastAsOf)
	b.ReportAllocs()
	for b.Loop() {
		forecast.Of(f, f.Contracts[0])
	}
}
