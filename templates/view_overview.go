package templates

// Overview is the front page; a department's and a category's page are the same
// figures filtered (see Area).
type Overview struct {
	Lead    string // one or two sentences with the counts
	Report  Link   // the latest quarterly report; may be empty
	Actions []Action
	KPIs    []KPI
	Ceiling CeilingList
	Risk    *RiskSummary // nil in the public profile
	Months  Figure       // deadlines of twelve months
	// Calendar is the link beside the months' heading.
	Calendar    Link
	Inspections InspectionSummary
	Changes     []Change
	ChangesMore Link
	Trends      Trends
	NoChanges   string // what to say instead of changes: "Historikken krever Git"
}

// Action is a count that asks for something.
type Action struct {
	Count string
	Text  string // the noun phrase after the number
	Href  string // "" where there is nothing to go to
	Note  string
	Tone  Tone
}

// KPI is a key figure with its last twelve quarters.
type KPI struct {
	Label   string
	Value   string // "7,71"
	Unit    string // "mrd. kr"
	Change  string // "+3,2 % fra i fjor"
	Spark   SVG    // may be empty
	Missing string // what is missing; shown instead of the value
}

// CeilingList is the contracts nearest their ceiling.
type CeilingList struct {
	More       Link
	Conclusion string
	Items      []CeilingItem
	Empty      string
}

// CeilingItem is one contract against its ceiling.
type CeilingItem struct {
	Contract Link
	Amounts  string // "37,4 av 64,0 mill. kr"
	Usage    Usage
}

// RiskSummary is the matrix and the highest risks.
type RiskSummary struct {
	More       Link
	Conclusion string
	Matrix     Matrix
	Highest    []RiskItem
	Moved      string // "Siden forrige kvartal …"; may be empty
}

// RiskItem is a contract with its band.
type RiskItem struct {
	Contract Link
	Risk     RiskBadge
	Note     string
}

// InspectionSummary is the inspections of six months by area.
type InspectionSummary struct {
	More       Link
	Conclusion string
	Rows       []InspectionArea
}

// InspectionArea is one area.
type InspectionArea struct {
	Area         string
	Href         string // may be empty
	Themes       string
	Count        string
	WithFindings string
}
