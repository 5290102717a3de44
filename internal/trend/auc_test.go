package trend

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// of makes samples of a contract each.
func of(events, without []float64) (out []sample) {
	for _, s := range events {
		out = append(out, sample{s, true, len(out)})
	}
	for _, s := range without {
		out = append(out, sample{s, false, len(out)})
	}
	return out
}

func TestAreaByHand(t *testing.T) {
	for _, x := range []struct {
		name            string
		events, without []float64
		want            *big.Rat
	}{
		{"perfect", []float64{3, 4}, []float64{1, 2}, big.NewRat(1, 1)},
		{"inverted", []float64{1, 2}, []float64{3, 4}, new(big.Rat)},
		{"all equal", []float64{5, 5}, []float64{5, 5, 5}, big.NewRat(1, 2)},
		{"3 of 4 pairs", []float64{2, 4}, []float64{1, 3}, big.NewRat(3, 4)},
		{"ties count half: 2 + ½ + ½ of 6", []float64{3, 1}, []float64{1, 2, 3}, big.NewRat(3, 6)}, // 3: beats 1, 2, ties 3; 1: ties 1
		{"no events", nil, []float64{1}, nil},
		{"nothing but events", []float64{1}, nil, nil},
	} {
		a := areaUnder(of(x.events, x.without))
		if (a.auc == nil) != (x.want == nil) || a.auc != nil && a.auc.Cmp(x.want) != 0 {
			t.Errorf("%s: %v, want %v", x.name, a.auc, x.want)
		}
	}
}

// A case of DeLong's variance worked by hand: events 2, 4, 6; without 1, 3, 5.
// Parts of the events: 1/3, 2/3, 1 (mean 2/3, squares 2/9, over m−1: 1/9); of those
// without: 1, 2/3, 1/3, the same. Variance (1/9)/3 + (1/9)/3 = 2/27.
func TestVarianceByHand(t *testing.T) {
	s := of([]float64{2, 4, 6}, []float64{1, 3, 5})
	a := areaUnder(s)
	if a.auc.Cmp(big.NewRat(2, 3)) != 0 {
		t.Fatal(a.auc)
	}
	if v := variance(s, a.parts, 2.0/3); math.Abs(v-2.0/27) > 1e-12 {
		t.Errorf("%v, want %v", v, 2.0/27)
	}
	low, high, ok := interval95(2.0/3, 2.0/27)
	// logit 0.6931, ± 1.96 × 0.2722 ÷ (2/9) = 2.4004
	if !ok || math.Abs(low-0.1535) > 1e-3 || math.Abs(high-0.9566) > 1e-3 {
		t.Errorf("%v to %v", low, high)
	}
	if _, _, ok := interval95(1, 0); ok {
		t.Error("scores that part wholly have no interval")
	}
	if v := variance(of([]float64{1}, []float64{2, 3}), []float64{0, 0, 0}, 0); !math.IsNaN(v) {
		t.Errorf("one event tells no variance: %v", v)
	}
}

// The definitions, pair by pair.
func slow(s []sample) (auc float64, variance float64) {
	psi := func(x, y float64) float64 {
		switch {
		case x > y:
			return 1
		case x == y:
			return 0.5
		}
		return 0
	}
	var events, without []float64
	for _, x := range s {
		if x.event {
			events = append(events, x.score)
		} else {
			without = append(without, x.score)
		}
	}
	m, n := float64(len(events)), float64(len(without))
	for _, x := range events {
		for _, y := range without {
			auc += psi(x, y) / m / n
		}
	}
	for _, x := range events {
		part := 0.0
		for _, y := range without {
			part += psi(x, y) / n
		}
		variance += (part - auc) * (part - auc) / (m - 1) / m
	}
	for _, y := range without {
		part := 0.0
		for _, x := range events {
			part += psi(x, y) / m
		}
		variance += (part - auc) * (part - auc) / (n - 1) / n
	}
	return auc, variance
}

func TestAreaAgainstPairs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		score := rapid.Map(rapid.IntRange(0, 12), func(n int) float64 { return float64(n) })
		s := of(rapid.SliceOfN(score, 2, 25).Draw(rt, "events"), rapid.SliceOfN(score, 2, 25).Draw(rt, "without"))
		a := areaUnder(s)
		auc, _ := a.auc.Float64()
		want, v := slow(s)
		got := variance(s, a.parts, auc)
		if math.Abs(auc-want) > 1e-12 || math.Abs(got-v) > 1e-12 {
			rt.Fatalf("area %v, want %v; variance %v, want %v", auc, want, got, v)
		}
		// Every observation three times over tells no more than once.
		var thrice []sample
		for range 3 {
			thrice = append(thrice, s...)
		}
		b := areaUnder(thrice)
		if b.auc.Cmp(a.auc) != 0 || math.Abs(variance(thrice, b.parts, auc)-v) > 1e-12 {
			rt.Fatalf("three times over: %v, variance %v, want %v and %v", b.auc, variance(thrice, b.parts, auc), a.auc, v)
		}
		// Scores turned round give the rest of the area.
		for i := range thrice {
			thrice[i].score = -thrice[i].score
		}
		if c := areaUnder(thrice).auc; new(big.Rat).Add(c, a.auc).Cmp(big.NewRat(1, 1)) != 0 {
			rt.Fatalf("%v and %v are not 1 together", a.auc, c)
		}
	})
}

// The interval holds the true area in some 95 of 100 cases, also where contracts have
// several observations that are alike. Scores are normal, those of events higher by 1:
// the true area is Φ(1/√2) = 0.7602.
func TestIntervalKeepsItsWord(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, repeats := range []int{1, 4} {
		inside, n := 0, 1000
		for range n {
			var s []sample
			for c := range 80 {
				own := r.NormFloat64()
				for range repeats {
					score := own
					if repeats > 1 { // half of the spread is the contract's own
						score = (own + r.NormFloat64()) / math.Sqrt2
					}
					if c < 20 {
						score++
					}
					s = append(s, sample{score, c < 20, c})
				}
			}
			a := areaUnder(s)
			auc, _ := a.auc.Float64()
			if low, high, ok := interval95(auc, variance(s, a.parts, auc)); ok && low <= 0.7602 && 0.7602 <= high {
				inside++
			}
		}
		t.Logf("%d observations a contract: %d of %d intervals hold the true area", repeats, inside, n)
		if inside < 920 || inside > 980 {
			t.Errorf("%d observations a contract: %d of %d", repeats, inside, n)
		}
	}
}
