package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Reweighed is what a score would be under a model that has the same factors, in the same
// order, with other weights.
func Reweighed(r *measure.Risk, m *contract.RiskModel) *big.Rat {
	var sum, weight [2]int64
	for i := range m.Factors {
		axis := 0
		if m.Factors[i].Axis == contract.AxisLikelihood {
			axis = 1
		}
		sum[axis] += int64(m.Factors[i].Weight) * int64(r.Factors[i].Points)
		weight[axis] += int64(m.Factors[i].Weight)
	}
	return scoreOf(ratio(sum[0], weight[0]), ratio(sum[1], weight[1]))
}
