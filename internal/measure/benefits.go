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
	Class                                     string
	PlannedToDate, Realised, Confirmed, Costs *big.Rat
}

// classOf a kind of benefit, where the file does not say.
var classOf = map[string]string{
	"price-reduction": "cash", "cost-avoidance": "non-cash", "recovery": "cash", "loyalty-effect": "cash",
	"process": "non-cash", "demand-reduction": "cash", "co2e-measured": "co2e", "co2e-spend": "co2e",
	"apprentice-share": "share", "zero-emission-share": "share", "back-pay": "workers",
}

// BenefitClass is a benefit's class, stated or by its kind.
func BenefitClass(b *contract.Benefit) string {
	if b.Class != "" {
		return b.Class
	}
	return classOf[b.Kind]
}
