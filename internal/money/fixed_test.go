package money

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestFixedIsFloatString(t *testing.T) {
	same := func(t interface{ Fatalf(string, ...any) }, r *big.Rat, digits int) {
		if got, want := Fixed(r, digits), r.FloatString(digits); got != want {
			t.Fatalf("%s with %d decimals: %s, want %s", r, digits, got, want)
		}
	}
	same(t, new(big.Rat), 4)
	for _, n := range []int64{0, 1, -1, 5, 49, 50, 999949, 999950, -999950, math.MaxInt64, math.MinInt64} {
		for _, d := range []int64{1, 3, 100, 1000, 1000000, math.MaxInt64} {
			for digits := range 12 {
				same(t, big.NewRat(n, d), digits)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := big.NewRat(rapid.Int64().Draw(t, "numerator"), rapid.Int64Min(1).Draw(t, "denominator"))
		if rapid.Bool().Draw(t, "large") {
			r.Mul(r, r)
		}
		same(t, r, rapid.IntRange(0, 12).Draw(t, "digits"))
	})
}
