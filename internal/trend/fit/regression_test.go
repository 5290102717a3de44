package fit

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// One factor that is on or off has a solution by hand: the log-odds of both groups.
func TestLearnByHand(t *testing.T) {
	var rows []row
	add := func(n int, x float64, event bool) {
		for range n {
			rows = append(rows, row{[]float64{x}, event})
		}
	}
	add(30, 0, false)
	add(10, 0, true)
	add(20, 1, false)
	add(60, 1, true)
	w := learn(rows, nil, 0, nil)
	if math.Abs(w[1]-math.Log(1.0/3)) > 1e-5 || math.Abs(w[0]-math.Log(9)) > 1e-5 {
		t.Errorf("%v, want %v and %v", w, math.Log(9), math.Log(1.0/3))
	}
	for i := range rows {
		rows[i].x[0] = 1 - rows[i].x[0]
	}
	if w := learn(rows, nil, 0, nil); w[0] != 0 || math.Abs(w[1]-math.Log(70.0/50)) > 1e-5 {
		t.Errorf("more points that make an event rarer weigh nothing: %v", w)
	}
}

// Whatever the rows: no weight is negative, no step in any allowed direction makes it better,
// a stronger penalty makes the weights no longer, and rows that count twice are as two rows.
func TestLearnIsTheMinimum(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		rows := make([]row, 60)
		times := make([]float64, len(rows))
		var twice []row
		for i := range rows {
			rows[i] = row{[]float64{float64(r.IntN(5)) / 4, float64(r.IntN(5)) / 4, float64(r.IntN(2))}, r.IntN(3) == 0}
			times[i] = float64(1 + r.IntN(2))
			for range int(times[i]) {
				twice = append(twice, rows[i])
			}
		}
		w := learn(rows, times, 1, nil)
		least := objective(rows, times, 1, w)
		for j := range w {
			if j < len(w)-1 && w[j] < 0 {
				rt.Fatalf("%v", w)
			}
			for _, by := range []float64{-0.01, 0.01} {
				v := append([]float64{}, w...)
				if v[j] += by; j < len(w)-1 && v[j] < 0 {
					continue
				}
				if objective(rows, times, 1, v) < least-1e-7 {
					rt.Fatalf("%v is better than %v", v, w)
				}
			}
		}
		if length(learn(rows, times, 5, nil)) > length(w)+1e-6 {
			rt.Fatal("the stronger penalty gives longer weights")
		}
		for j, v := range learn(twice, nil, 1, nil) {
			if math.Abs(v-w[j]) > 1e-4 {
				rt.Fatalf("%v and %v", v, w[j])
			}
		}
	})
}

func length(w []float64) (sum float64) {
	for _, v := range w[:len(w)-1] {
		sum += v * v
	}
	return sum
}
