package templates

// Contract is a contract's page. Empty parts say what is missing, except those that are
// hidden.
type Contract struct {
	HideEvidence, HideFollowUp, HideDeviations bool

	Kicker      string // "Rammeavtale, 2023/10482"
	Title       string
	Description string
	Badges      []Badge
	Risk        *RiskBadge // nil: not scored, or withheld
	Facts       []Fact     // supplier, manager, period, ceiling, ordering
	Use         ContractUse
	Term        ContractTerm
	Demands     []DemandRow
	DemandText  string   // how many apply, and how they stand
	RiskWhy     *RiskWhy // nil: not scored, or withheld
	Plan        []Deadline
	Inspections []InspectionRow
	Deviations  []DeviationRow
	Benefits    []BenefitRow
	Amendments  ContractAmendments
	Chain       []ChainRow
	Tree        []ChainNode
	ChainText   string // how deep and how many
	Documents   []Document
	NoDocuments string // said where there are none
	Custom      []Fact // the portfolio's own fields
	Details     []Fact // procurement: procedure, notice, bids, CPV, parent, predecessor
	Log         []LogItem
	Notes       HTML // notes.md
	Changes     []Change
	ChangesMore Link
	Findings    []FindingRow // of the check, about this contract
	Trends      Trends       // zero in the public profile
	Sections    []Section    // after the rest
}

// ContractUse is the use against the ceiling.
type ContractUse struct {
	Conclusion string // "37,4 av 64,0 mill. kr er brukt (58 %)."
	Detail     string // forecast, exhaustion date, headroom
	Usage      Usage
	Ceiling    string // "64,0 mill. kr"
	UsedText   string // "37,4 mill. kr"
	ProjText   string // "67,7 mill. kr til 30.04.2029"
	OverText   string // "3,7 mill. kr"; empty: not over
	RangeText  string // "80 % sikkerhet: 61–72 mill. kr"; empty: no range
	Quarters   Figure // turnover by quarter; empty ID: none
	Facts      []Fact // rate, exhaustion date, headroom of § 28-1
	Missing    string // what is missing, instead of the bar
}

// ContractTerm is the period and its options on a line of time.
type ContractTerm struct {
	Conclusion string
	Line       Timeline
	Steps      []TermStep
}

// TermStep is the period, an option or a renewal.
type TermStep struct {
	Part     string // "Avtaleperiode", "Opsjon 1"
	From, To Date
	DecideBy Date
	Status   Badge
	Note     string
	By       Badge // who signed the decision in Git
}

// Timeline is drawn on a scale from 0 (the first day shown) to 1 (the last).
type Timeline struct {
	Label    string // for screen readers: what the line shows
	Years    []TimeMark
	Segments []TimeSegment
	Today    TimeMark
	Marks    []TimeMark // deadlines to decide
}

// TimeMark is a point of time.
type TimeMark struct {
	At   float64
	Text string
}

// TimeSegment is a stretch of time.
type TimeSegment struct {
	From, To float64
	Text     string
	Kind     string // term, option, past (declined or lapsed)
}

// DemandRow is one requirement on a contract.
type DemandRow struct {
	Name    Link   // to the requirement's page
	Applies string // "yes", "no", "unknown"
	Why     string // why it applies or not
	State   Badge
	Last    Date
	Due     Date
	Overdue bool
	Note    string
}

// RiskWhy explains a contract's score.
type RiskWhy struct {
	Conclusion  string // "Kritisk risiko (62,5 av 100)."
	Detail      string // K, S, confidence, model
	Matrix      Matrix // Here marks the contract's cell; counts may be empty
	Consequence []FactorRow
	Likelihood  []FactorRow
	Floors      []string // floors that hold, in words
	FollowUp    string   // what the band requires
	Model       Link
}

// FactorRow is one factor of the risk score.
type FactorRow struct {
	Name   string
	Points int // 0–4
	Weight string
	Reason string
	Known  bool
}

// ContractAmendments are the changes of the contract in law.
type ContractAmendments struct {
	Conclusion string // sum, share, headroom
	Rows       []AmendmentRow
}

// AmendmentRow is one amendment.
type AmendmentRow struct {
	Date   Date
	Title  string
	Ground string
	Value  string
	Signed Date
	Note   string
	By     Badge // who signed it in Git
}

// ChainRow is one firm of the supply chain.
type ChainRow struct {
	Tier   int // 1 = the supplier
	Name   Link
	OrgNo  string
	Work   string
	Hours  string
	Period string
	Note   string
}

// LogItem is communication with the supplier.
type LogItem struct {
	Date Date
	Kind string
	Text string
	Who  string
}

// FindingRow is a finding of the check.
type FindingRow struct {
	Rule     Link // code, to the rule's page
	Severity Badge
	Text     string
	Hint     string
	Place    Link // file:line
}
