package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
)

// Realisation is what came of what was planned, as a share; nil where nothing was planned,
// or either is unknown.
func Realisation(realised, planned *big.Rat) *big.Rat {
	if planned == nil || planned.Sign() <= 0 {
		return nil
	}
	return Ratio(realised, planned)
}

// onTrack is the realisation from which a benefit is on track.
var onTrack = big.NewRat(8, 10)

// OnTrack reports whether a benefit comes about as planned: four fifths of the plan to date
// or more. Unknown where nothing was planned.
func (b *BenefitFigures) OnTrack() Tri {
	switch {
	case b.Realisation == nil:
		return Unknown
	case b.Realisation.Cmp(onTrack) >= 0:
		return Yes
	}
	return No
}

// LatestEvidence is the class of evidence of what was noted last of a benefit; "" where
// nothing was, or it does not say.
func (b *BenefitFigures) LatestEvidence() contract.EvidenceClass {
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
		AddTo(out[i], byEvidence[class])
	}
	return out
}

// SureShare is the part of what was realised, by class of evidence, that rests on accounts
// or invoices; nil where the sum is nothing.
func SureShare(byEvidence map[contract.EvidenceClass]*big.Rat) *big.Rat {
	sure, all := new(big.Rat), new(big.Rat)
	for class, r := range byEvidence {
		AddTo(all, r)
		if class == contract.EvidenceA || class == contract.EvidenceB {
			AddTo(sure, r)
		}
	}
	return Ratio(sure, all)
}

// BenefitInMoney reports whether a class of benefits is counted in kroner; others have units
// of their own.
func BenefitInMoney(class contract.BenefitClass) bool {
	return class == contract.ClassCash || class == contract.ClassNonCash || class == contract.ClassWorkers
}
