package benefits

import "github.com/forvalt/forvalt/internal/contract"

// classOfKind is the class of each kind of benefit, where the file does not say.
var classOfKind = map[contract.BenefitKind]contract.BenefitClass{
	"price-reduction": contract.ClassCash, "cost-avoidance": contract.ClassNonCash, contract.Recovery: contract.ClassCash, "loyalty-effect": contract.ClassCash,
	"process": contract.ClassNonCash, "demand-reduction": contract.ClassCash, "co2e-measured": contract.ClassCO2e, "co2e-spend": contract.ClassCO2e,
	"apprentice-share": contract.ClassShare, "zero-emission-share": contract.ClassShare, "back-pay": contract.ClassWorkers,
}

// ClassOf is a benefit's class, stated or by its kind.
func ClassOf(b *contract.Benefit) contract.BenefitClass {
	if b.Class != "" {
		return b.Class
	}
	return classOfKind[b.Kind]
}
