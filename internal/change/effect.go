package change

import "math/big"

// EffectKind is what has become of a figure; its sentence is "changes.effect.<kind>" of the
// catalogue.
type EffectKind string

// The kinds of effects: on dates, risk, ceiling, requirements, deadlines and the portfolio.
const (
	StatusChanged  EffectKind = "status"
	EndChanged     EffectKind = "end" // where it is not what was written
	LastEndChanged EffectKind = "last-end"

	RiskChanged    EffectKind = "risk"
	RiskSameBand   EffectKind = "risk-same-band"
	BandChanged    EffectKind = "band" // the score is the same
	RiskNew        EffectKind = "risk-new"
	RiskGone       EffectKind = "risk-gone"
	ModelReplaced  EffectKind = "model"
	ModelReweighed EffectKind = "model-changed" // of one id
	FactorChanged  EffectKind = "factor"
	FactorNew      EffectKind = "factor-new"
	FactorGone     EffectKind = "factor-gone"
	FactorTogether EffectKind = "factor-together" // what factors do to a score beyond what each does alone
	FloorGained    EffectKind = "floor-gained"
	FloorLost      EffectKind = "floor-lost"

	CeilingChanged     EffectKind = "ceiling"
	UseChanged         EffectKind = "use"
	CeilingEarlier     EffectKind = "ceiling-earlier"
	CeilingLater       EffectKind = "ceiling-later"
	CeilingWillPass    EffectKind = "ceiling-will-pass"
	CeilingPassed      EffectKind = "ceiling-passed"
	CeilingPassedLater EffectKind = "ceiling-passed-later" // passed before, now forecast to be
	CeilingNotPassed   EffectKind = "ceiling-not-passed"
	CeilingHolds       EffectKind = "ceiling-holds"

	RequirementBegins  EffectKind = "requirement-begins"
	RequirementPerhaps EffectKind = "requirement-perhaps"
	RequirementCeases  EffectKind = "requirement-ceases"
	EvidenceChanged    EffectKind = "evidence"

	DeadlineNew   EffectKind = "deadline-new"
	DeadlineGone  EffectKind = "deadline-gone"
	DeadlineMoved EffectKind = "deadline-moved"

	TotalContracts EffectKind = "total-contracts"
	TotalBand      EffectKind = "total-band"
	TotalOver      EffectKind = "total-over"
	TotalWillPass  EffectKind = "total-will-pass"
	TotalUnmanaged EffectKind = "total-unmanaged"
)

// Effect is what a change does to a figure: a sentence to be, as measure.Reason is. Old and
// New are of the figure's own type; Args are arguments as those of a measure.Reason, or
// Words.
type Effect struct {
	Kind     EffectKind
	Old, New any // *big.Rat, date.Date or int; nil: not there
	Args     map[string]any
	Because  []Effect // the reasons: factors and floors
	Alone    *big.Rat // what a factor would do to the score if no other moved; nil: the only one, or of two models
}
