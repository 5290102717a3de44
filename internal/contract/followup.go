package contract

import (
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Turnover of a contract by calendar month, from turnover.toml and turnover/<year>.toml.
type Turnover struct {
	Origin
	Through  date.Date       `toml:"through"`  // last day covered; absent: the last month that is posted
	Currency string          `toml:"currency"` // absent: the contract's
	Source   string          `toml:"source"`
	Months   []MonthTurnover `toml:"months"` // sorted by month
	Note     string          `toml:"note" vis:"internal"`
}

// MonthTurnover is what was bought in one month.
type MonthTurnover struct {
	Origin
	Month      date.Month
	Total      money.Amount
	BySupplier []SupplierTurnover // sorted by supplier; empty where only the total is known
}

// SupplierTurnover is one supplier's part of a month.
type SupplierTurnover struct {
	Supplier string
	Amount   money.Amount
}

// Inspection of a supplier's work: inspections/<date>-<theme>[-<place>].toml.
type Inspection struct {
	Origin
	ID         string           `toml:"-"`
	Date       date.Date        `toml:"date"`
	Title      string           `toml:"title"`
	Kind       InspectionKind   `toml:"kind"`
	Extensive  bool             `toml:"extensive"`            // of social responsibility, not ordinary follow-up
	Themes     []string         `toml:"themes" grows:"lines"` // requirement ids, or words of the portfolio
	Area       string           `toml:"area"`
	Place      string           `toml:"place" vis:"internal"`
	Status     InspectionStatus `toml:"status"`
	Inspectors []string         `toml:"inspectors" ref:"person" vis:"internal" grows:"lines"`
	Supplier   string           `toml:"supplier" ref:"supplier"`
	Hours      Maybe[int]       `toml:"hours" vis:"internal"`
	Scope      Scope            `toml:"scope" vis:"internal"`
	Result     InspectionResult `toml:"result"`
	Summary    string           `toml:"summary" vis:"internal"`
	Findings   []Finding        `toml:"findings" vis:"internal"`
	Document   string           `toml:"document" vis:"internal"`
	Note       string           `toml:"note" vis:"internal"`
}

// Scope of an inspection, in counts.
type Scope struct {
	Origin
	Workers            Maybe[int] `toml:"workers"`
	DocumentsRequested Maybe[int] `toml:"documents_requested"`
	DocumentsReceived  Maybe[int] `toml:"documents_received"`
}

// Finding of an inspection.
type Finding struct {
	Origin
	ID          string              `toml:"id"`
	Requirement string              `toml:"requirement" ref:"requirement"`
	Severity    FindingSeverity     `toml:"severity"`
	Description string              `toml:"description"`
	Action      string              `toml:"action"`
	Deadline    date.Date           `toml:"deadline"`
	Closed      date.Date           `toml:"closed"`
	VerifiedBy  string              `toml:"verified_by" ref:"person"`
	BackPay     Maybe[money.Amount] `toml:"back_pay"` // to workers
	Note        string              `toml:"note"`
}

// Deviation from the contract: deviations/<id>.toml.
type Deviation struct {
	Origin
	ID          string          `toml:"-"`
	Title       string          `toml:"title"`
	Reported    date.Date       `toml:"reported"`
	Reporter    string          `toml:"reporter"`
	Requirement string          `toml:"requirement" ref:"requirement"`
	Supplier    string          `toml:"supplier" ref:"supplier"` // whose it is, where several share the contract
	Severity    FindingSeverity `toml:"severity"`
	Owner       string          `toml:"owner" ref:"person"`
	Deadline    date.Date       `toml:"deadline"`
	Description string          `toml:"description"`
	Actions     []Action        `toml:"actions"`
	Closed      date.Date       `toml:"closed"`
	Note        string          `toml:"note"`
}

// Action taken on a deviation.
type Action struct {
	Origin
	Date     date.Date           `toml:"date"`
	What     string              `toml:"what"`
	Sanction Sanction            `toml:"sanction"`
	Amount   Maybe[money.Amount] `toml:"amount"`
}

// SupplyChain is the firms under a contract: company level only, never people.
type SupplyChain struct {
	Origin
	Firms []Firm      `toml:"firms"`
	Hours []FirmHours `toml:"hours"`
	Note  string      `toml:"note"`
}

// Firm in the chain. Its parent is the firm above; the main supplier for tier 1.
type Firm struct {
	Origin
	ID       string    `toml:"id"`
	Name     string    `toml:"name"`
	Parent   string    `toml:"parent"`
	Trade    string    `toml:"trade"`
	Approved date.Date `toml:"approved"`
	Note     string    `toml:"note"`
}

// FirmHours are hours worked in a quarter.
type FirmHours struct {
	Origin
	Period     date.Quarter `toml:"period"`
	Firm       string       `toml:"firm"`
	Total      int          `toml:"total"`
	Apprentice int          `toml:"apprentice"`
	Skilled    int          `toml:"skilled"`
}

// Log is log.toml of a contract.
type Log struct {
	Entries []LogEntry `toml:"entries"`
}

// LogEntry is communication with the supplier.
type LogEntry struct {
	Origin
	ID       string    `toml:"id"`
	Date     date.Date `toml:"date"`
	Kind     LogKind   `toml:"kind"`
	Title    string    `toml:"title"`
	With     string    `toml:"with" ref:"supplier"`
	Document string    `toml:"document"`
	Promises []Promise `toml:"promises"`
	Note     string    `toml:"note"`
}

// Promise made in a meeting or letter.
type Promise struct {
	Origin
	ID   string    `toml:"id"`
	What string    `toml:"what"`
	By   date.Date `toml:"by"`
	Done date.Date `toml:"done"`
}
