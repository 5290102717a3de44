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
}

// classOf a kind of benefit, where the file does not say.
var classOf = map[contract.BenefitKind]contract.BenefitClass{
	"price-reduction": contract.ClassCash, "cost-avoidance": contract.ClassNonCash, contract.Recovery: contract.ClassCash, "loyalty-effect": contract.ClassCash,
	"process": contract.ClassNonCash, "demand-reduction": contract.ClassCash, "co2e-measured": contract.ClassCO2e, "co2e-spend": contract.ClassCO2e,
	"apprentice-share": contract.ClassShare, "zero-emission-share": contract.ClassShare, "back-pay": contract.ClassWorkers,
}

// BenefitClass is a benefit's class, stated or by its kind.
func BenefitClass(b *contract.Benefit) contract.BenefitClass {
	if b.Class != "" {
		return b.Class
	}
	return classOf[b.Kind]
}
