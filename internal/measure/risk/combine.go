package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/factors"
)

// axis is how the factors of an axis come together, made ready.
type axis struct {
	combine contract.Combine
	factors []int   // their places in the model
	weights []int64 // of each
	sum     int64   // of all weights

	// Of contract.CombineAny: a factor of p points stays away with the chance 1 − heavy × weight × p² ÷ whole.
	heavy, whole *big.Int
}

// axesOf makes the axes of a model ready: consequence and likelihood.
func axesOf(m *contract.RiskModel) (out [2]axis) {
	for i, name := range []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood} {
		a, c, heaviest := &out[i], m.Axes.Of(name), int64(0)
		a.combine = c.Combine
		for j := range m.Factors {
			if (m.Factors[j].Axis == contract.AxisLikelihood) != (name == contract.AxisLikelihood) {
				continue
			}
			w := int64(m.Factors[j].Weight)
			a.factors, a.weights = append(a.factors, j), append(a.weights, w)
			a.sum, heaviest = a.sum+w, max(heaviest, w)
		}
		share := big.NewRat(1, 1) // a model without one has an error, and is scored all the same
		if c.Share.Set {
			share = c.Share.V.Rat()
		}
		a.heavy = share.Num()
		a.whole = new(big.Int).Mul(share.Denom(), big.NewInt(heaviest*factors.MaxPoints*factors.MaxPoints))
	}
	return out
}

// value is 0–4 for the points of all factors of the model.
func (a *axis) value(points []int) *big.Rat {
	if a.sum == 0 {
		return new(big.Rat)
	}
	switch a.combine {
	case contract.CombineQuadratic:
		return a.quadratic(points)
	case contract.CombineAny:
		return a.any(points)
	}
	var sum int64
	for i, w := range a.weights {
		sum += w * int64(points[a.factors[i]])
	}
	return big.NewRat(sum, a.sum)
}

// quadratic is 4 × √(Σ w (p ÷ 4)² ÷ Σ w), the root with nine decimals.
func (a *axis) quadratic(points []int) *big.Rat {
	var sum int64
	for i, w := range a.weights {
		p := int64(points[a.factors[i]])
		sum += w * p * p
	}
	k := root(big.NewRat(sum, a.sum*factors.MaxPoints*factors.MaxPoints))
	return k.Mul(k, big.NewRat(factors.MaxPoints, 1))
}

// any is 4 × (1 − Π (1 − share × w ÷ heaviest w × (p ÷ 4)²)).
func (a *axis) any(points []int) *big.Rat {
	away, all := big.NewInt(1), big.NewInt(1)
	for i, w := range a.weights {
		p := int64(points[a.factors[i]])
		comes := big.NewInt(w * p * p)
		stays := comes.Sub(a.whole, comes.Mul(comes, a.heavy))
		if stays.Sign() < 0 { // of a share above 1, which is an error
			stays.SetInt64(0)
		}
		away.Mul(away, stays)
		all.Mul(all, a.whole)
	}
	s := new(big.Rat).SetFrac(away.Sub(all, away), all)
	return s.Mul(s, big.NewRat(factors.MaxPoints, 1))
}

// root is the square root of a number that is not negative, with nine decimals, half up. It
// is found by integers, so that it is the same everywhere.
func root(r *big.Rat) *big.Rat {
	const decimals = 1_000_000_000
	n := new(big.Int).Mul(r.Num(), big.NewInt(decimals))
	n.Mul(n, big.NewInt(4*decimals))
	n.Sqrt(n.Quo(n, r.Denom())) // twice the root, rounded down
	n.Rsh(n.Add(n, big.NewInt(1)), 1)
	return new(big.Rat).SetFrac(n, big.NewInt(decimals))
}

// combined is the consequence, the likelihood and the score of points.
func combined(axes [2]axis, points []int) (k, s, score *big.Rat) {
	k, s = axes[0].value(points), axes[1].value(points)
	score = new(big.Rat).Mul(k, s)
	return k, s, score.Mul(score, big.NewRat(100, factors.MaxPoints*factors.MaxPoints))
}

// Points gives the consequence and the likelihood, 0–4, and the score that a model makes of
// the points of its factors.
func Points(m *contract.RiskModel, points []int) (consequence, likelihood, score *big.Rat) {
	return combined(axesOf(m), points)
}

// pointsOf are the points of a risk's factors.
func pointsOf(r *measure.Risk) []int {
	out := make([]int, len(r.Factors))
	for i := range r.Factors {
		out[i] = r.Factors[i].Points
	}
	return out
}
