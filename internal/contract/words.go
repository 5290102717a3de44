package contract

import "reflect"

// Choices are the words that a field of type t, or each of its items, may hold, in the
// order of the model; nil where any text will do. A type is a closed set if it has a
// method Choices.
func Choices(t reflect.Type) []string {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if set, ok := reflect.Zero(t).Interface().(interface{ Choices() []string }); ok {
		return set.Choices()
	}
	return nil
}

func words[T ~string](list ...T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// Status of a contract: what its file has decided, or what dates make of that.
type Status string

// The states of a contract.
const (
	Planned    Status = "planned"
	Active     Status = "active"
	Ended      Status = "ended"
	Terminated Status = "terminated"
)

// Choices lists the states.
func (Status) Choices() []string { return words(Planned, Active, Ended, Terminated) }

// Kind of a contract.
type Kind string

// The kinds of contracts.
const (
	KindFramework Kind = "framework"
	KindContract  Kind = "contract"
	KindCallOff   Kind = "call-off"
	KindDPS       Kind = "dps" // dynamic purchasing system
)

// Choices lists the kinds.
func (Kind) Choices() []string { return words(KindFramework, KindContract, KindCallOff, KindDPS) }

// Nature of what is bought.
type Nature string

// The natures.
const (
	Goods    Nature = "goods"
	Services Nature = "services"
	Works    Nature = "works"
)

// Choices lists the natures.
func (Nature) Choices() []string { return words(Goods, Services, Works) }

// Criticality tells what happens where a delivery fails.
type Criticality string

// Choices lists the degrees, the least first.
func (Criticality) Choices() []string {
	return []string{"none", "nuisance", "delay", "affects-users", "critical"}
}

// Visibility of a record; one that says nothing is internal.
type Visibility string

// Who may see a record: the names of the two profiles of a site or report, too.
const (
	Public   Visibility = "public"
	Internal Visibility = "internal"
)

// Choices lists the visibilities.
func (Visibility) Choices() []string { return words(Public, Internal) }

// Procedure by which a contract came about.
type Procedure string

// The procedures.
const (
	ProcedureOpen                Procedure = "open"
	ProcedureRestricted          Procedure = "restricted"
	ProcedureNegotiated          Procedure = "negotiated"
	ProcedureCompetitiveDialogue Procedure = "competitive-dialogue"
	ProcedureInnovation          Procedure = "innovation"
	ProcedureDirect              Procedure = "direct"
	ProcedureMiniCompetition     Procedure = "mini-competition"
	ProcedureDesignContest       Procedure = "design-contest"
	ProcedureOther               Procedure = "other"
)

// Choices lists the procedures.
func (Procedure) Choices() []string {
	return words(ProcedureOpen, ProcedureRestricted, ProcedureNegotiated, ProcedureCompetitiveDialogue, ProcedureInnovation,
		ProcedureDirect, ProcedureMiniCompetition, ProcedureDesignContest, ProcedureOther)
}

// Renewal tells how a contract goes on after its end.
type Renewal string

// The ways of renewal.
const (
	RenewalNone    Renewal = "none"
	RenewalOptions Renewal = "options"
	RenewalTacit   Renewal = "tacit"
)

// Choices lists the ways of renewal.
func (Renewal) Choices() []string { return words(RenewalNone, RenewalOptions, RenewalTacit) }

// NoticeTo is the stretch of the calendar to whose end notice runs.
type NoticeTo string

// The stretches.
const (
	ToMonth    NoticeTo = "month"
	ToQuarter  NoticeTo = "quarter"
	ToHalfYear NoticeTo = "half-year"
	ToYear     NoticeTo = "year"
)

// Choices lists the stretches.
func (NoticeTo) Choices() []string { return words(ToMonth, ToQuarter, ToHalfYear, ToYear) }

// Months are how long a stretch is; 0 where there is none.
func (n NoticeTo) Months() int {
	return map[NoticeTo]int{ToMonth: 1, ToQuarter: 3, ToHalfYear: 6, ToYear: 12}[n]
}

// OptionStatus is what has become of an option.
type OptionStatus string

// The states of an option.
const (
	OptionOpen      OptionStatus = "open"
	OptionExercised OptionStatus = "exercised"
	OptionDeclined  OptionStatus = "declined"
	OptionLapsed    OptionStatus = "lapsed"
)

// Choices lists the states.
func (OptionStatus) Choices() []string {
	return words(OptionOpen, OptionExercised, OptionDeclined, OptionLapsed)
}

// Ground in law for an amendment without a new competition.
type Ground string

// The grounds: the letters of section 28-1 of the procurement regulations, and section 11-2.
const (
	Ground28a Ground = "foa-28-1-a"
	Ground28b Ground = "foa-28-1-b"
	Ground28c Ground = "foa-28-1-c"
	Ground28d Ground = "foa-28-1-d"
	Ground28e Ground = "foa-28-1-e"
	Ground28f Ground = "foa-28-1-f"
	Ground11  Ground = "foa-11-2"
)

// Choices lists the grounds.
func (Ground) Choices() []string {
	return words(Ground28a, Ground28b, Ground28c, Ground28d, Ground28e, Ground28f, Ground11)
}

// EvidenceState is how a piece of evidence stands.
type EvidenceState string

// The states of evidence.
const (
	EvidenceMissing       EvidenceState = "missing"
	EvidenceReceived      EvidenceState = "received"
	EvidenceApproved      EvidenceState = "approved"
	EvidenceRejected      EvidenceState = "rejected"
	EvidenceNotApplicable EvidenceState = "not-applicable"

	// Those that no file holds.
	EvidenceExpired   EvidenceState = "expired"   // an approval has passed its last day
	EvidenceOverdue   EvidenceState = "overdue"   // none was approved in time
	EvidenceDeviation EvidenceState = "deviation" // a major or critical deviation or finding is open against the requirement
	EvidenceWithheld  EvidenceState = "withheld"
)

// Choices lists the states that a file may hold.
func (EvidenceState) Choices() []string {
	return words(EvidenceMissing, EvidenceReceived, EvidenceApproved, EvidenceRejected, EvidenceNotApplicable)
}

// BenefitKind is where a benefit comes from.
type BenefitKind string

// Recovery of what was paid too much is the one kind that counts otherwise than its class.
const Recovery BenefitKind = "recovery"

// ClimateFromSpend is emissions reckoned from what was bought for: an estimate, in no sum.
const ClimateFromSpend BenefitKind = "co2e-spend"

// Choices lists the kinds.
func (BenefitKind) Choices() []string {
	return []string{"price-reduction", "cost-avoidance", string(Recovery), "loyalty-effect", "process", "demand-reduction",
		"co2e-measured", string(ClimateFromSpend), "apprentice-share", "zero-emission-share", "back-pay"}
}

// BenefitClass is what a benefit is counted in, and together with.
type BenefitClass string

// The classes of benefits.
const (
	ClassCash    BenefitClass = "cash"
	ClassNonCash BenefitClass = "non-cash"
	ClassCO2e    BenefitClass = "co2e"
	ClassShare   BenefitClass = "share"
	ClassWorkers BenefitClass = "workers"
)

// Choices lists the classes.
func (BenefitClass) Choices() []string {
	return words(ClassCash, ClassNonCash, ClassCO2e, ClassShare, ClassWorkers)
}

// EvidenceClass is who vouches for a realised benefit.
type EvidenceClass string

// The classes of evidence, the firmest first.
const (
	EvidenceA EvidenceClass = "A" // finance
	EvidenceB EvidenceClass = "B" // invoices
	EvidenceC EvidenceClass = "C" // the supplier
	EvidenceD EvidenceClass = "D" // an estimate
)

// Choices lists the classes.
func (EvidenceClass) Choices() []string { return words(EvidenceA, EvidenceB, EvidenceC, EvidenceD) }

// BenefitState is how far a benefit has come.
type BenefitState string

// The states of a benefit.
const (
	BenefitPlanned   BenefitState = "planned"
	BenefitCommitted BenefitState = "committed"
	BenefitRealised  BenefitState = "realised"
	BenefitConfirmed BenefitState = "confirmed"
)

// Choices lists the states.
func (BenefitState) Choices() []string {
	return words(BenefitPlanned, BenefitCommitted, BenefitRealised, BenefitConfirmed)
}

// PlanType is the sort of follow-up that an item of the plan is.
type PlanType string

// Choices lists the types.
func (PlanType) Choices() []string { return []string{"contractual", "day-to-day", "inspection"} }

// Every tells how often something is done.
type Every string

// The intervals.
const (
	EveryMonth    Every = "month"
	EveryQuarter  Every = "quarter"
	EveryHalfYear Every = "half-year"
	EveryYear     Every = "year"
	Once          Every = "once"
	OnEvent       Every = "event"
)

// Choices lists the intervals.
func (Every) Choices() []string {
	return words(EveryMonth, EveryQuarter, EveryHalfYear, EveryYear, Once, OnEvent)
}

// InspectionKind is how an inspection is carried out.
type InspectionKind string

// Choices lists the kinds.
func (InspectionKind) Choices() []string {
	return []string{"document", "site", "unannounced", "interview"}
}

// InspectionStatus is how far an inspection has come.
type InspectionStatus string

// The states of an inspection.
const (
	InspectionPlanned   InspectionStatus = "planned"
	InspectionPerformed InspectionStatus = "performed"
	InspectionClosed    InspectionStatus = "closed"
)

// Choices lists the states.
func (InspectionStatus) Choices() []string {
	return words(InspectionPlanned, InspectionPerformed, InspectionClosed)
}

// InspectionResult is what an inspection came to.
type InspectionResult string

// The results of inspections.
const (
	ResultConform     InspectionResult = "conform"
	ResultMinor       InspectionResult = "minor"
	ResultMajor       InspectionResult = "major"
	ResultNotAssessed InspectionResult = "not-assessed"
)

// Choices lists the results.
func (InspectionResult) Choices() []string {
	return words(ResultConform, ResultMinor, ResultMajor, ResultNotAssessed)
}

// FindingSeverity is how grave a deviation or the finding of an inspection is.
type FindingSeverity string

// The severities.
const (
	SeverityMinor    FindingSeverity = "minor"
	SeverityMajor    FindingSeverity = "major"
	SeverityCritical FindingSeverity = "critical"
)

// Choices lists the severities.
func (FindingSeverity) Choices() []string {
	return words(SeverityMinor, SeverityMajor, SeverityCritical)
}

// Sanction that an action on a deviation is.
type Sanction string

// Choices lists the sanctions.
func (Sanction) Choices() []string {
	return []string{"reminder", "claim", "penalty", "retention", "termination"}
}

// LogKind is the sort of communication that an entry of the log is about.
type LogKind string

// Choices lists the kinds.
func (LogKind) Choices() []string { return []string{"meeting", "letter", "e-mail", "call", "decision"} }

// Language of the site.
type Language string

// Choices lists the languages.
func (Language) Choices() []string { return []string{"nb", "nn", "en"} }

// FieldType is what one of the portfolio's own fields holds.
type FieldType string

// The types of fields.
const (
	FieldText   FieldType = "text"
	FieldNumber FieldType = "number"
	FieldMoney  FieldType = "money"
	FieldDate   FieldType = "date"
	FieldBool   FieldType = "bool"
	FieldChoice FieldType = "choice" // one of the field's Choices
)

// Choices lists the types.
func (FieldType) Choices() []string {
	return words(FieldText, FieldNumber, FieldMoney, FieldDate, FieldBool, FieldChoice)
}

// Level that the portfolio gives a rule.
type Level string

// The levels.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
	LevelOff     Level = "off"
)

// Choices lists the levels.
func (Level) Choices() []string { return words(LevelError, LevelWarning, LevelNote, LevelOff) }

// ForgeKind is the software of a forge.
type ForgeKind string

// Choices lists the kinds.
func (ForgeKind) Choices() []string {
	return []string{"github", "gitlab", "gitea", "bitbucket", "azure"}
}

// Sign of risk at a supplier.
type Sign string

// The signs.
const (
	SignNew        Sign = "new"
	SignDependent  Sign = "dependent"
	SignArrears    Sign = "arrears"
	SignBankruptcy Sign = "bankruptcy"
)

// Choices lists the signs.
func (Sign) Choices() []string {
	return words(SignNew, SignDependent, SignArrears, SignBankruptcy)
}

// Group of requirements.
type Group string

// The groups.
const (
	GroupEconomy     Group = "economy"
	GroupLaw         Group = "law"
	GroupQuality     Group = "quality"
	GroupSocial      Group = "social"
	GroupEnvironment Group = "environment"
	GroupBenefits    Group = "benefits"
)

// Choices lists the groups.
func (Group) Choices() []string {
	return words(GroupEconomy, GroupLaw, GroupQuality, GroupSocial, GroupEnvironment, GroupBenefits)
}

// RegulationScope is whom a figure of the regulations is for.
type RegulationScope string

// Choices lists the scopes.
func (RegulationScope) Choices() []string { return []string{"all", "state", "municipal"} }

// Confidence in a figure of the regulations.
type Confidence string

// The degrees of confidence.
const (
	ConfidenceVerified  Confidence = "verified"
	ConfidenceSecondary Confidence = "secondary"
	ConfidenceUnsure    Confidence = "unsure"
)

// Choices lists the degrees.
func (Confidence) Choices() []string {
	return words(ConfidenceVerified, ConfidenceSecondary, ConfidenceUnsure)
}

// BandID names a band of risk.
type BandID string

// The bands, from the lowest.
const (
	BandLow      BandID = "low"
	BandModerate BandID = "moderate"
	BandHigh     BandID = "high"
	BandCritical BandID = "critical"
)

// Choices lists the bands.
func (BandID) Choices() []string { return words(BandLow, BandModerate, BandHigh, BandCritical) }

// Axis of the risk matrix.
type Axis string

// The axes.
const (
	AxisConsequence Axis = "consequence"
	AxisLikelihood  Axis = "likelihood"
)

// Choices lists the axes.
func (Axis) Choices() []string { return words(AxisConsequence, AxisLikelihood) }

// Combine is a way to make one value of the points of several factors.
type Combine string

// The ways of combining.
const (
	CombineMean      Combine = "mean"      // the weighted mean
	CombineQuadratic Combine = "quadratic" // the weighted quadratic mean, in which much in one place counts more
	CombineAny       Combine = "any"       // the chance that at least one thing goes wrong
)

// Choices lists the ways.
func (Combine) Choices() []string { return words(CombineMean, CombineQuadratic, CombineAny) }

// GuidanceKind is the sort of text that a page of guidance is.
type GuidanceKind string

// Choices lists the kinds.
func (GuidanceKind) Choices() []string {
	return []string{"routine", "procedure", "guide", "template", "regulation"}
}
