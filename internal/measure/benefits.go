package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
)

// BenefitFigures of one benefit, exact, in its unit; nil unknown.
type BenefitFigures struct {
	Benefit       *contract.Benefit
	PlannedToDate *big.Rat
	PlannedTotal  *big.Rat
	Realised      *big.Rat // states realised and confirmed, in periods that have ended
	Confirmed     *big.Rat
	Committed     *big.Rat
	Costs         *big.Rat // to date
	Net           *big.Rat // realised − costs, for cash
	Realisation   *big.Rat // realised ÷ planned to date; nil where nothing was planned
}

// BenefitTotal is the sum of a class.
type BenefitTotal struct {
	Class                                     contract.BenefitClass
	PlannedToDate, Realised, Confirmed, Costs *big.Rat
	Estimated                                 *big.Rat // climate, reckoned from what was spent: in none of the others; nil: none
}

// Net is what was realised in cash less what it cost, to date; nil for other classes, whose
// benefits are not kroner of a budget.
func (t *BenefitTotal) Net() *big.Rat {
	if t.Class != contract.ClassCash {
		return nil
	}
	return new(big.Rat).Sub(t.Realised, t.Costs)
}
