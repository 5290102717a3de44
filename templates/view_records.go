package templates

// RecordList is a list page of suppliers, people, departments, categories or
// requirements: a table of all of them, with a filter field where it is long.
type RecordList struct {
	Kind   string // text key: suppliers, people, departments, categories, requirements; gives title, lead and filter label
	Title  string // wins over the text of Kind
	Lead   string // wins over the text of Kind
	Table  Table
	Filter bool // a field that filters the rows by their text (with script)

	Conclusion string    // in words, before the table
	Keys       []KeyItem // of bars in the table
	Note       string    // how the table is made
	Charts     bool
	Sections   []Section // after the table
}

// Supplier is a supplier's page.
type Supplier struct {
	HideEvidence, HideDeviations bool

	Title       string
	Number      string // "Organisasjonsnummer 313 000 028"
	Badges      []Badge
	Facts       []Fact // contracts, turnover of twelve months, share, signs
	Contracts   ContractTable
	Turnover    Figure // by quarter; empty ID: none
	Evidence    []EvidenceRow
	Inspections []InspectionRow
	Deviations  []DeviationRow
	Conclusion  string // about turnover and dependence; may be empty
	Due         string // about evidence that expires; may be empty
}

// EvidenceRow is evidence that the supplier has handed in.
type EvidenceRow struct {
	Requirement Link
	Contract    Link // empty: it holds for all
	State       Badge
	Received    Date
	Expires     Date
	Note        string
}

// Person is a contract manager's page; internal profile only.
type Person struct {
	Title     string
	Role      string // "Kontraktsforvalter, Konsern innkjøp"
	Badges    []Badge
	Facts     []Fact
	Calendar  Link // .ics to subscribe to
	Actions   []Action
	Due       string          // how many deadlines are overdue, and how many are near
	Deadlines []DeadlineGroup // overdue, near, later
	Contracts ContractTable
	Workload  Workload
	Missing   []FindingRow // missing data on own contracts
}

// Workload is hours needed against hours that the person has.
type Workload struct {
	Conclusion string
	Keys       []KeyItem
	Table      Table
}

// Area is a department's or a category's page.
type Area struct {
	Kicker    string // "Avdeling", "Kategori"
	Title     string
	Badges    []Badge
	Facts     []Fact // owner, CPV, Kraljic position, coverage, loyalty
	Overview  Overview
	Contracts ContractTable
	Sections  []Section // position, loyalty and coverage, capacity
	Charts    bool
	Notes     HTML
	Calendar  Link
}

// Requirement is a requirement's page: where it applies, how it stands.
type Requirement struct {
	HideEvidence bool

	Title      string
	Group      string // "Sosialt", kicker
	Summary    string
	Facts      []Fact // basis, threshold, evidence, frequency, weight
	Expression string // when it applies, as written
	Conclusion string // "Gjelder 12 av 40 kontrakter; 9 er i orden."
	Coverage   Figure // states; empty ID: none
	Applies    []RequirementContract
	Not        []RequirementContract
	Figures    []RegulationRow // dated figures that it uses
	Guidance   Link
	Text       HTML
}

// RequirementContract is a contract under a requirement.
type RequirementContract struct {
	Contract Link
	Why      string
	State    Badge
	Due      Date
	Last     Date
}

// RegulationRow is a dated figure of the regulations.
type RegulationRow struct {
	Name     string
	Value    string
	From, To Date
	Source   Link
	Verified Date
	Sure     Badge // "Usikker"
}
