package totals

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Gap is something that the data of a contract that is followed up should hold and does not.
type Gap string

// The gaps, in the order in which they are shown.
const (
	GapManager    Gap = "manager" // none, unknown, or has left
	GapCeiling    Gap = "ceiling"
	GapTurnover   Gap = "turnover"
	GapEnd        Gap = "end" // no current end, and not indefinite
	GapCategory   Gap = "category"
	GapPlan       Gap = "plan"
	GapConfidence Gap = "confidence" // less than three quarters of the weight of the risk model is known
	GapEvidence   Gap = "evidence"   // overdue, expired or rejected; counted by requirement, not by contract
)

// Gaps are all gaps.
var Gaps = []Gap{GapManager, GapCeiling, GapTurnover, GapEnd, GapCategory, GapPlan, GapConfidence, GapEvidence}

// enoughKnown is the confidence from which a risk score counts as known.
var enoughKnown = big.NewRat(3, 4)

// has tells how many of a gap a contract has, of how many that it could; of none where
// that is withheld.
func has(c *measure.ContractFigures, g Gap) (n, of int) {
	missing := false
	switch g {
	case GapManager:
		if c.Managed == measure.Unknown {
			return 0, 0
		}
		missing = c.Manager == nil
	case GapCeiling:
		missing = c.Money.Ceiling == nil
	case GapTurnover:
		if c.Money.Part != nil {
			return 0, 0
		}
		missing = turnover.Lacks(c)
	case GapEnd:
		missing = c.Terms.CurrentEnd.IsZero() && !c.Terms.Indefinite
	case GapCategory:
		missing = c.Contract.Category == ""
	case GapPlan:
		if !c.FollowUpDebt.Set {
			return 0, 0
		}
		missing = len(c.Contract.Plan) == 0
	case GapConfidence:
		missing = c.Risk != nil && c.Risk.Confidence != nil && c.Risk.Confidence.Cmp(enoughKnown) < 0
	case GapEvidence:
		stand := duties.StandingsOn(c)
		return stand.Debt, stand.Applies - stand.By[contract.EvidenceWithheld]
	}
	if missing {
		return 1, 1
	}
	return 0, 1
}

// GapCount counts a gap.
type GapCount struct {
	Gap   Gap
	N, Of int // contracts followed up; of evidence, requirements that apply
}

// CountGaps counts the gaps of those of some contracts that are followed up, in the order of Gaps.
func CountGaps(list []*measure.ContractFigures) []GapCount {
	out := make([]GapCount, len(Gaps))
	followed := measure.Followed(list)
	for i, g := range Gaps {
		out[i].Gap = g
		for _, c := range followed {
			n, of := has(c, g)
			out[i].N += n
			out[i].Of += of
		}
	}
	return out
}
