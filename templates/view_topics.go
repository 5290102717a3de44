package templates

// Calendar is what must be decided or done, by month.
type Calendar struct {
	Lead   string
	Feed   Link   // .ics
	Months Figure // empty ID: none
	Groups []DeadlineGroup
	More   string // what the groups leave out; may be empty
	Empty  string
}

// DeadlineGroup is the deadlines of a month, or those overdue.
type DeadlineGroup struct {
	ID    string // fragment: "2026-11", "forfalt"
	Title string // "November 2026"
	Items []Deadline
	Fold  string // words that unfold a long group; "" where it is open
}

// RiskPage is the portfolio's risk, and the model in plain words.
type RiskPage struct {
	Lead       string
	Conclusion string
	Matrix     Matrix
	Highest    ContractTable
	Moved      string // how many rose and fell; may be empty
	Movements  []Movement
	MovesEmpty string
	MovesMore  string // how many more moved; may be empty
	Trends     Trends
	Trend      Figure // empty ID: none
	Model      RiskModel
}

// Movement is a contract that changed its band.
type Movement struct {
	Contract Link
	From, To RiskBadge
	Why      string
}

// RiskModel is the model in force.
type RiskModel struct {
	Name        string // "Modellen fra 1. januar 2026"
	Words       string // in plain words
	Consequence []ModelFactor
	Likelihood  []ModelFactor
	Bands       []ModelBand
	Floors      []ModelFloor
	Source      Link
}

// ModelFactor is a factor of the model.
type ModelFactor struct {
	Name   string
	Weight string
	Steps  [5]string // what gives 0, 1, 2, 3, 4 points
}

// ModelBand is a band of the model.
type ModelBand struct {
	Risk     RiskBadge
	Range    string // "60–100"
	FollowUp string
	Hours    string // a quarter
}

// ModelFloor raises the band.
type ModelFloor struct {
	When string
	Band RiskBadge
}

// Inspections is all inspections and their coverage by area.
type Inspections struct {
	HideCandidates bool

	Lead       string
	Conclusion string
	Areas      []InspectionArea
	Chart      Figure // by quarter; empty ID: none
	Rows       []InspectionRow
	Sections   []Section     // by theme, coverage
	Candidates ContractTable // never inspected, high exposure
}

// Deviations is what is open, and for how long.
type Deviations struct {
	Lead       string
	Conclusion string
	KPIs       []KPI
	Ages       Figure // by age and severity; empty ID: none
	Open       []DeviationRow
	Closed     []DeviationRow
}

// Benefits is planned against realised.
type Benefits struct {
	Lead       string
	Conclusion string
	KPIs       []KPI
	Chart      Figure // planned and realised by year or quarter; empty ID: none
	Classes    Table
	Sections   []Section // planned and realised over time
	Rows       []BenefitRow
	Trends     Trends
}

// RuleList is all rules of the check.
type RuleList struct {
	Lead       string
	Groups     []RuleGroup
	HideCounts bool
}

// RuleGroup is rules of one kind.
type RuleGroup struct {
	Title string
	Rules []RuleItem
}

// RuleItem is a rule in the list.
type RuleItem struct {
	Code     Link
	Title    string
	Severity Badge
	Count    string // findings in this portfolio now; empty: not shown
}

// Rule is a rule's page.
type Rule struct {
	Code     string
	Title    string
	Severity Badge
	What     string
	Why      string
	How      string // how to mend
	Wrong    string // example that gives the finding; TOML
	Right    string // the same, mended
	Findings []FindingRow

	HideFindings bool
}

// GuidanceIndex is the front page of the quality system.
type GuidanceIndex struct {
	Lead   string
	Groups []GuidanceGroup
}

// GuidanceGroup is a folder of guidance.
type GuidanceGroup struct {
	Title string
	Items []GuidanceItem
}

// GuidanceItem is a page of guidance.
type GuidanceItem struct {
	Page    Link
	Summary string
	Kind    Badge // "Rutine", "Mal"
}

// Guidance is one page of the quality system.
type Guidance struct {
	Title    string
	Kind     Badge
	Summary  string
	Facts    []Fact // owner, approved, revised, applies to
	Headings []Link // h2 of the body, for "on this page"
	Body     HTML
	Related  []Link
}

// SearchPage shows hits; with script only. Without, it leads to the list.
type SearchPage struct {
	List Link // the list of contracts
}

// Article is a page of prose: about, accessibility statement, data, 404.
type Article struct {
	Title    string
	Lead     string
	Facts    []Fact
	Headings []Link
	Body     HTML // may be empty
	Sections []Section
}
