package forecast

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

// forecastAsOf is the last day of the histories in these tests.
var forecastAsOf = measuretest.Day("2025-09-30")

func series(n int, at func(i int) float64) (out []float64) {
	for i := range n {
		out = append(out, at(i))
	}
	return out
}

// The two directions of the approximation of Student's t agree, and lie near the
// tables (Abramowitz and Stegun, table 26.10: t with 10 % above it).
func TestStudent(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ free, t float64 }{{4, 1.533}, {6, 1.440}, {10, 1.372}, {20, 1.325}, {60, 1.296}} {
		got := studentQuantile(0.9, x.free)
		if math.Abs(got-x.t) > 0.03 {
			t.Errorf("%v degrees of freedom: %.3f, want %.3f", x.free, got, x.t)
		}
		if p := normalBelow(studentToNormal(got, x.free)); math.Abs(p-0.9) > 1e-9 {
			t.Errorf("and back: %v", p)
		}
	}
}

// Worlds that are not our demo's: in each, 1,000 series of 6 to 42 months and the year
// after them. The range keeps roughly what it promises; where levels wander it promises
// too much, and the test says how far.
func TestForecastWorlds(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	level := 0.0
	for _, x := range []struct {
		name     string
		from, to float64
		month    func(i, n int) float64
	}{
		{"measuretest.Chance of 20 %", 0.75, 0.93, func(int, int) float64 { return max(0, 100+20*r.NormFloat64()) }},
		{"long upper tail", 0.75, 0.90, func(int, int) float64 { return math.Exp(0.8 * r.NormFloat64()) }},
		{"three months of four without turnover", 0.72, 0.88, func(int, int) float64 {
			if r.Float64() < 0.25 {
				return math.Exp(0.6 * r.NormFloat64())
			}
			return 0
		}},
		{"season of 30 % and measuretest.Chance of 15 %", 0.75, 0.95, func(i, n int) float64 {
			return (1 + 0.3*math.Sin(float64(i+n)*math.Pi/6)) * (1 + 0.15*r.NormFloat64())
		}},
		{"one jump of some 40 %", 0.62, 0.85, func(i, n int) float64 {
			if i == 0 {
				level = 0
			} else if i == n/2+n%12 {
				level = 0.4 * r.NormFloat64()
			}
			return math.Exp(level) * (1 + 0.15*r.NormFloat64())
		}},
		{"errors that follow each other (0.6)", 0.62, 0.85, func(i, _ int) float64 {
			if i == 0 {
				level = 0
			}
			level = 0.6*level + 0.2*r.NormFloat64()
			return math.Exp(level)
		}},
		{"a level that wanders by 5 % a month", 0.52, 0.80, func(i, _ int) float64 {
			if i == 0 {
				level = 0
			}
			level += 0.05 * r.NormFloat64()
			return math.Exp(level + 0.1*r.NormFloat64())
		}},
	} {
		inside, n := 0, 0
		for range 1000 {
			length := 6 + r.IntN(37)
			all := series(length+12, func(i int) float64 { return x.month(i, length) })
			truth := 0.0
			for _, y := range all[length:] {
				truth += y
			}
			p, ok := paceOf(all[:length], forecastAsOf.MonthOf())
			if !ok {
				continue
			}
			w := p.ahead()
			for range 12 {
				w.add(1)
			}
			n++
			if o, z := w.outcome(), studentQuantile(0.9, p.free); o.quantile(-z) <= truth && truth <= o.quantile(z) {
				inside++
			}
		}
		s := float64(inside) / float64(n)
		t.Logf("%-40s %.1f %% inside", x.name, 100*s)
		if s < x.from || s > x.to {
			t.Errorf("%s: %.1f %% of the outcomes lie in the 80 %% range", x.name, 100*s)
		}
	}
}

// A contract ten times as large has a range ten times as large, but for the rounding
// to four digits.
func TestForecastScales(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		months := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 6, 60).Draw(rt, "months")
		last := forecastAsOf.MonthOf()
		a, ok := paceOf(months, last)
		if !ok {
			return
		}
		for i := range months {
			months[i] *= 10
		}
		b, _ := paceOf(months, last)
		x, y := a.ahead(), b.ahead()
		for range rapid.IntRange(1, 30).Draw(rt, "ahead") {
			x.add(1)
			y.add(1)
		}
		for _, q := range []float64{-1.3, 0, 1.3} {
			u, v := 10*x.outcome().quantile(q), y.outcome().quantile(q)
			if math.Abs(u-v) > 1e-6*(1+math.Abs(v)) {
				rt.Fatalf("%v and %v", u, v)
			}
		}
	})
}
