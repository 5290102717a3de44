package fit

import "math"

// row is one observation: points of factors, from 0 to 1, and whether the event came.
type row struct {
	x     []float64
	event bool
}

// chance of the event, by an intercept and a weight for each factor.
func (r *row) logOdds(w []float64) float64 {
	sum := w[len(r.x)]
	for j, x := range r.x {
		sum += w[j] * x
	}
	return sum
}

// loss is the negative logarithm of the chance that was given to what came.
func (r *row) loss(w []float64) float64 {
	odds := r.logOdds(w)
	if r.event {
		odds = -odds
	}
	return softplus(odds)
}

func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// learn is a logistic regression: weights that are never negative, since more points never
// make an event less likely, are drawn towards zero by the penalty. The last number is the
// intercept, which is free. times is how often each row counts (nil: once); start is where to
// begin (nil: from nothing). Newton's method; in each step a quadratic is minimised over what
// is allowed. The usual libraries' minimisers know no bounds, and this is their whole need.
func learn(rows []row, times []float64, penalty float64, start []float64) []float64 {
	n := len(rows[0].x)
	w := make([]float64, n+1)
	if start != nil {
		copy(w, start)
	} else {
		w[n] = -3
	}
	value := objective(rows, times, penalty, w)
	for range 50 {
		g, h := slopes(rows, times, penalty, w)
		step := descend(g, h, w)
		scale, next := 1.0, make([]float64, n+1)
		for {
			for j := range w {
				next[j] = w[j] + scale*step[j]
			}
			if v := objective(rows, times, penalty, next); v <= value || scale < 1e-6 {
				value, scale = v, value-v
				break
			}
			scale /= 2
		}
		w = next
		if scale < 1e-7*(1+value) {
			break
		}
	}
	return w
}

func objective(rows []row, times []float64, penalty float64, w []float64) float64 {
	sum := 0.0
	for i := range rows {
		switch {
		case times == nil:
			sum += rows[i].loss(w)
		case times[i] > 0:
			sum += times[i] * rows[i].loss(w)
		}
	}
	for _, v := range w[:len(w)-1] {
		sum += penalty / 2 * v * v
	}
	return sum
}

// slopes are the first and second derivatives of the objective.
func slopes(rows []row, times []float64, penalty float64, w []float64) (g []float64, h [][]float64) {
	n := len(w) - 1
	g, h = make([]float64, n+1), make([][]float64, n+1)
	for j := range h {
		h[j] = make([]float64, n+1)
	}
	x := make([]float64, n+1)
	x[n] = 1
	for i := range rows {
		count := 1.0
		if times != nil {
			count = times[i]
		}
		if count == 0 {
			continue
		}
		copy(x, rows[i].x)
		p := 1 / (1 + math.Exp(-rows[i].logOdds(w)))
		miss, spread := count*p, count*p*(1-p)
		if rows[i].event {
			miss -= count
		}
		for j := range x {
			if x[j] == 0 {
				continue
			}
			g[j] += miss * x[j]
			for k := range j + 1 {
				h[j][k] += spread * x[j] * x[k]
			}
		}
	}
	for j := range h {
		for k := range j {
			h[k][j] = h[j][k]
		}
		if j < n {
			g[j] += penalty * w[j]
			h[j][j] += penalty
		}
	}
	return g, h
}

// descend minimises g·d + d·h·d/2 over the steps d that leave no weight below zero, one
// number after the other until nothing moves.
func descend(g []float64, h [][]float64, w []float64) []float64 {
	d := make([]float64, len(w))
	for range 1000 {
		moved := 0.0
		for j := range d {
			if h[j][j] <= 0 {
				continue
			}
			slope := g[j]
			for k := range d {
				slope += h[j][k] * d[k]
			}
			to := d[j] - slope/h[j][j]
			if j < len(w)-1 {
				to = max(to, -w[j])
			}
			moved = max(moved, math.Abs(to-d[j]))
			d[j] = to
		}
		if moved < 1e-9 {
			break
		}
	}
	return d
}
