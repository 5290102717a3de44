package templates

import "github.com/a-h/templ"

// HTML is markup that was sanitised before it came here (Markdown of the portfolio).
type HTML string

// SVG is a drawing that package chart made.
type SVG string

// Link is text that may lead somewhere; an empty Href shows the text alone.
type Link struct {
	Text string
	Href string
}

// Date is a calendar date for machines and people; the zero value is missing.
type Date struct {
	ISO  string // 2026-10-31
	Text string // "31. oktober 2026" in running text, "31.10.2026" in tables
}

// Tone is the meaning of a colour. Red is only for: past the ceiling, open
// deviation, critical risk.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	OK      Tone = "ok"
	Warning Tone = "warning"
	Danger  Tone = "danger"
	Accent  Tone = "accent"
)

// Badge is a short label with a tone.
type Badge struct {
	Text string
	Tone Tone
}

// RiskBadge shows a band with its score.
type RiskBadge struct {
	Band  string // low, moderate, high, critical
	Label string // "Kritisk"
	Score string // "56,3"; empty: band alone
}

// Fact is one labelled value.
type Fact struct {
	Label   string
	Value   string
	Href    string // of the value; may be empty
	Note    string // small, below; may be empty
	Badge   Badge  // after the value; empty text: none
	Missing bool   // the value is missing: Value says what is missing, shown subdued
}

// Usage is use against a ceiling, drawn on one scale from 0 to 125 %.
type Usage struct {
	Known        bool    // the ceiling and what is used are known
	Used         float64 // share of the ceiling, 1 = at the ceiling
	HasProjected bool
	Projected    float64 // share at the final date
	HasRange     bool    // drawn in the large bar
	Low, High    float64 // shares between which the final date lies with 80 % certainty
	Text         string  // "58 % av 64,0 mill. kr"; what is missing where not Known
	Verdict      string  // "prognose 6 % over taket"; may be empty
	Tone         Tone    // of the verdict: Danger past the ceiling or forecast to pass it
}

// Column of a general table.
type Column struct {
	Key     string // text key pages.columns.<Key>
	Head    string // the head itself, where it is not of the catalogue; wins over Key
	Numeric bool   // right-aligned, tabular figures
	Wide    bool   // takes the whole width in the card form on narrow screens
}

// Cell of a general table: Text with at most one interactive element.
type Cell struct {
	Text  string
	Href  string
	ISO   string // of a date
	Note  string // small, below
	Tone  Tone   // of the text
	Badge []Badge
	Risk  *RiskBadge
	Usage *Usage
	Bar   *StackBar
	Code  bool // in a fixed-width font
}

// Table is a general table; the first cell of each row is its header.
type Table struct {
	Caption string // for screen readers, unless ShowCaption
	Columns []Column
	Rows    [][]Cell
	Foot    []Cell // sums; may be nil
	Empty   string // what to say where there are no rows
	Cards   bool   // rows become cards on narrow screens
}

// Figure is a chart with the conclusion first and a table of the same numbers.
type Figure struct {
	ID         string    // unique in the page, an HTML id
	Title      string    // heading above it; empty: none
	Conclusion string    // in words, before the graphic
	Legend     []KeyItem // of several series
	Drawing    SVG
	Options    string // ECharts option as JSON; empty: not enhanced in the browser
	Table      Table
}

// KeyItem explains a series: its name, and the tone that package chart gave it.
type KeyItem struct {
	Tone string
	Text string
}

// Matrix is the risk matrix: likelihood bands (rows, highest first) by consequence
// bands (columns, lowest first).
type Matrix struct {
	Caption string
	Columns []MatrixHead // consequence
	Rows    []MatrixRow  // likelihood
	Legend  []LegendItem // bands with their counts, lowest first
}

// MatrixHead is the head of a row or column.
type MatrixHead struct {
	Number string // "3–4"
	Name   string // "Stor"
}

// MatrixRow is one band of likelihood.
type MatrixRow struct {
	Head  MatrixHead
	Cells []MatrixCell
}

// MatrixCell holds a count that is a link.
type MatrixCell struct {
	Band  string // of the score in the middle of the cell: low, moderate, high, critical; empty: no colour
	Count string
	Href  string // the list, filtered; empty for none
	Label string // "13 kontrakter, sannsynlighet 3–4, konsekvens 2–3"
	Here  bool   // the contract at hand stands here
}

// LegendItem explains a colour.
type LegendItem struct {
	Band string
	Text string
}

// ContractRow is a contract in a table or in the list.
type ContractRow struct {
	Title     string
	Href      string
	Suppliers string // "Nordvakt AS", "Nordvakt AS og to til"
	Reference string // case number
	Category  string
	Manager   string // empty: missing
	Status    Badge  // empty text where active goes without saying
	Usage     Usage
	End       Date
	EndBadge  Badge // "To opsjoner", "Opsjon 31.12."
	Risk      *RiskBadge
	Alerts    []Badge // "1 avvik"

	Facets     []string // of the list: the row's values by facet, in the list's order, several separated by a space
	Sort       []string // of the list: keys by sort, in the list's order; numbers as plain decimals, dates as ISO, text as collation key
	Department string   // of the list, as are the next two: columns that are off at first
	Ceiling    string
	Last       Date     // last possible end
	Sheet      []string // of the list: values of those columns of ContractList.Sheet that come from nowhere else, as machines write them
	Text       string   // of the list: what else the row may be found by (org. numbers, CPV, tags, custom fields); not shown
}

// ContractTable is contracts on another record's page.
type ContractTable struct {
	Caption      string
	Rows         []ContractRow
	HideManager  bool // public profile, or the manager's own page
	HideRisk     bool // public profile
	HideCategory bool
	Empty        string
}

// Deadline is something to decide or do.
type Deadline struct {
	Date     Date
	Days     string // "om 61 dager", "12 dager på overtid"
	Tone     Tone   // Warning when near, Danger never, Neutral else
	Kind     string // "Opsjon"
	Title    string // "Opsjon 1 må avgjøres"
	Contract Link   // empty on the contract's own page
	Person   string // who; may be empty
	Badge    Badge
}

// Change is an entry of the log.
type Change struct {
	Text   string // what happened
	On     Link   // the record
	Detail string // old → new; may be empty
	Who    string // empty in the public profile
	Date   Date
	Commit Link
}

// InspectionRow is one inspection.
type InspectionRow struct {
	Date     Date
	Contract Link // empty on the contract's own page
	Area     string
	Theme    string
	Kind     string // "Utvidet kontroll", "Ordinær oppfølging"
	Result   Badge
	Findings string // "2 funn, 1 åpent"
	Href     string // of the inspection on the contract's page; may be empty
	Note     string
}

// DeviationRow is one deviation or inspection finding.
type DeviationRow struct {
	ID       string // fragment id on the contract's page
	Title    string
	Href     string
	Contract Link
	Severity Badge
	Status   Badge
	Reported Date
	Age      string // "45 dager"
	Due      Date
	Late     bool // past its due date
	Owner    string
	Action   string // what is done about it
}

// BenefitRow is one benefit.
type BenefitRow struct {
	Title     string
	Contract  Link
	Kind      string
	Class     string
	Planned   string // to date
	Realised  string
	Confirmed string
	Share     string // realised ÷ planned to date
	Evidence  string // "B, fakturadata"
	State     Badge
	Note      string
}

// Document of a contract.
type Document struct {
	Title Link
	Type  string
	Date  Date
	Note  string // "Sak 2023/10482-31 i arkivet", "Unntatt offentlighet, offl. § 13"
	Hash  string // first digits of the SHA-256; may be empty
}

// Section is a part of a page that render composes itself, where no view fits.
type Section struct {
	ID         string // fragment
	Title      string
	More       Link
	Conclusion string
	Blocks     []templ.Component // of Block(…), or any component
}
