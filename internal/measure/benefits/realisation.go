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

// InvoicedShare is the part of what was realised, by class of evidence, that rests on invoices;
// nil where the sum is nothing.
func InvoicedShare(byEvidence map[contract.EvidenceClass]*big.Rat) *big.Rat {
	all := new(big.Rat)
	for _, r := range byEvidence {
		measure.AddTo(all, r)
	}
	if invoiced := byEvidence[contract.EvidenceB]; invoiced != nil {
		return measure.Ratio(invoiced, all)
	}
	return measure.Ratio(new(big.Rat), all)
}

// InMoney reports whether a class of benefits is counted in kroner; others have units
// of their own.
func InMoney(class contract.BenefitClass) bool {
	return class == contract.ClassCash || class == contract.ClassNonCash || class == contract.ClassWorkers
}
