package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/factors"
)

// Part is what one factor with points does to its axis.
type Part struct {
	*measure.FactorScore
	Chance *big.Rat // that it goes wrong; nil where the axis is not contract.CombineAny
}

// Parts are the factors of an axis that have points, in the order of the model.
func Parts(m *contract.RiskModel, r *measure.Risk, axis contract.Axis) (out []Part) {
	i := 0
	if axis == contract.AxisLikelihood {
		i = 1
	}
	a := axesOf(m)[i]
	for j, at := range a.factors {
		p := Part{FactorScore: &r.Factors[at]}
		if p.Points == 0 || a.weights[j] <= 0 {
			continue
		}
		if a.combine == contract.CombineAny {
			squares := big.NewInt(a.weights[j] * int64(p.Points*p.Points))
			p.Chance = new(big.Rat).SetFrac(squares.Mul(squares, a.heavy), a.whole)
		}
		out = append(out, p)
	}
	return out
}

// OfOne is a value of an axis as a share of its highest: a chance, where the axis is one.
func OfOne(axis *big.Rat) *big.Rat { return new(big.Rat).Quo(axis, big.NewRat(factors.MaxPoints, 1)) }

// Example is the contract by which a model is best explained: the gravest of which all is
// known and that no floor has raised, or else not raised, or else the gravest; nil without any.
func Example(list []*measure.ContractFigures) (best *measure.ContractFigures) {
	worth := func(c *measure.ContractFigures) (n int) {
		if !c.Risk.Raised() {
			n += 2
		}
		if c.Risk.Confidence.Cmp(measure.One) == 0 {
			n++
		}
		return n
	}
	for _, c := range measure.Scored(list) {
		if best == nil || worth(c) > worth(best) {
			best = c
		}
	}
	return best
}
