package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Reweighed is what a score would be under a model that has the same factors, in the same
// order, with other weights.
func Reweighed(r *measure.Risk, m *contract.RiskModel) *big.Rat {
	_, _, score := Points(m, pointsOf(r))
	return score
}
