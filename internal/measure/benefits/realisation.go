package benefits

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Realisation is what came of what was planned, as a share; nil where nothing was planned,
// or either is unknown.
func Realisation(realised, planned *big.Rat) *big.Rat {
	if planned == nil || planned.Sign() <= 0 {
		return nil
	}
	return measure.Ratio(realised, planned)
}

// onTrack is the realisation from which a benefit is on track.
var onTrack = big.NewRat(8, 10)

// OnTrack reports whether a benefit comes about as planned: four fifths of the plan to date
// or more. Unknown where nothing was planned.
func OnTrack(b *measure.BenefitFigures) measure.Tri {
	switch {
	case b.Realisation == nil:
		return measure.Unknown
	case b.Realisation.Cmp(onTrack) >= 0:
		return measure.Yes
	}
	return measure.No
}

// LatestEvidence is the class of evidence of what was noted last of a benefit; "" where
// nothing was, or it does not say.
func LatestEvidence(b *measure.BenefitFigures) contract.EvidenceClass {
	if n := len(b.Benefit.Realised); n > 0 {
		return b.Benefit.Realised[n-1].Evidence
	}
	return ""
}

// EvidenceClasses of benefits, the surest first: A finance, B invoices, C supplier, D
// estimate, "" not said.
var EvidenceClasses = []contract.EvidenceClass{contract.EvidenceA, contract.EvidenceB, contract.EvidenceC, contract.EvidenceD, ""}

// EvidenceSums puts what was realised by class of evidence in the order of EvidenceClasses; 0
// where there is nothing of a class.
func EvidenceSums(byEvidence map[contract.EvidenceClass]*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(EvidenceClasses))
	for i, class := range EvidenceClasses {
		out[i] = new(big.Rat)
		measure.AddTo(out[i], byEvidence[class])
	}
	return out
}

// SureShare is the part of what was realised, by class of evidence, that rests on accounts
// or invoices; nil where the sum is nothing.
func SureShare(byEvidence map[contract.EvidenceClass]*big.Rat) *big.Rat {
	sure, all := new(big.Rat), new(big.Rat)
	for class, r := range byEvidence {
		measure.AddTo(all, r)
		if class == contract.EvidenceA || class == contract.EvidenceB {
			measure.AddTo(sure, r)
		}
	}
	return measure.Ratio(sure, all)
}

// InMoney reports whether a class of benefits is counted in kroner; others have units
// of their own.
func InMoney(class contract.BenefitClass) bool {
	return class == contract.ClassCash || class == contract.ClassNonCash || class == contract.ClassWorkers
}

// Cash adds the benefits in cash of some contracts: what was planned up to the
// as-of date and what was realised.
func Cash(list []*measure.ContractFigures) (planned, realised *big.Rat) {
	planned, realised = new(big.Rat), new(big.Rat)
	for _, c := range list {
		for _, b := range c.Benefits {
			if ClassOf(b.Benefit) == contract.ClassCash {
				measure.AddTo(planned, b.PlannedToDate)
				measure.AddTo(realised, b.Realised)
			}
		}
	}
	return planned, realised
}
