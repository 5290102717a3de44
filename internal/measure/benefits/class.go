package benefits

import "github.com/forvalt/forvalt/internal/contract"

// classOfKind is the class of each kind of benefit, where the file does not say.
var classOfKind = map[contract.BenefitKind]contract.BenefitClass{
	"price-reduction": contract.ClassCash, "cost-avoidance": contract.ClassNonCash, contract.Recovery: contract.ClassCash, "loyalty-effect": contract.ClassCash,
	"process": contract.ClassNonCash, "demand-reduction": contract.ClassCash, "co2e-measured": contract.ClassCO2e,
	"apprentice-share": contract.ClassShare, "zero-emission-share": contract.ClassShare, "back-pay": contract.ClassWorkers,
}

// IsEstimate reports whether a benefit is reckoned from what was spent: it is shown in a column
// of its own, and in no sum of what was planned, realised or confirmed.
func IsEstimate(b *contract.Benefit) bool { return b.Kind == contract.ClimateFromSpend }

// ClassOf is a benefit's class, stated or by its kind; an estimate is of climate whatever is
// stated.
func ClassOf(b *contract.Benefit) contract.BenefitClass {
	if IsEstimate(b) {
		return contract.ClassCO2e
	}
	if b.Class != "" {
		return b.Class
	}
	return classOfKind[b.Kind]
}
