// Package report is the report of a contract department to its leadership at the end of a
// quarter.
//
// A Report is plain values: names and rounded numbers, of which every format is drawn. It is
// written as JSON and reads back as it was, so that a frozen quarter stays as it was
// reported. Package gather makes it of figures, and wording puts it into words; this package
// computes nothing.
package report

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/totals"
)

// Schema is the version of the JSON that this program writes; it reads no newer one. Version 2
// came with net and estimated benefits, and with preliminary.
const Schema = 2

// Number is a decimal number as it is kept; "" is unknown, and null in JSON. Kroner have two
// decimals, shares six and scores four, so that rounding again for print gives what rounding
// once would.
type Number string

// Report of one quarter. The lists are whole: what is drawn may show less of them.
type Report struct {
	Schema       int          `json:"schema"`
	Quarter      date.Quarter `json:"quarter"`
	AsOf         date.Date    `json:"as_of"` // its last day
	Organisation string       `json:"organisation"`
	Currency     string       `json:"currency"`
	Model        string       `json:"model"`                  // of the risk scores; "" for none
	ModelBefore  string       `json:"model_before,omitempty"` // of the quarter before, where it was another
	Public       bool         `json:"public"`                 // without risk, deviations, workload and names of people
	Source       Source       `json:"source"`

	Status                 // at the quarter's end; its fields stand beside these in JSON
	Before     *Status     `json:"before"` // null: not known
	Purchases  []Purchase  `json:"purchases"`
	Started    []Contract  `json:"started"`   // in the quarter
	Ended      []Contract  `json:"ended"`     // active at the end of the quarter before and no longer, or begun and ended in the quarter
	Movements  []Movement  `json:"movements"` // contracts whose band changed: up first, to the gravest band first, then the largest change first
	Ceilings   []Ceiling   `json:"ceilings"`  // active contracts past their ceiling or forecast to pass it, the most used first
	Deadlines  []Deadline  `json:"deadlines"` // of the half-year that follows the quarter's last day
	Areas      []Inspected `json:"inspections_by_area"`
	Themes     []Inspected `json:"inspections_by_theme"`
	Planned    *int        `json:"inspections_planned"` // in the quarter that follows; null: it is not for the public
	Deviations Deviations  `json:"deviations"`
	Spend      []Spend     `json:"spend_by_category"` // of four quarters up to SpendOf; the sum of Off is Leakage
	Workload   []Workload  `json:"workload"`          // of those over their capacity
	Quality    []Quality   `json:"data_quality"`
	Decisions  []Decision  `json:"decisions"`
}

// Source is what the figures were computed from.
type Source struct {
	Kind        SourceKind `json:"kind"`
	Preliminary bool       `json:"preliminary"` // the quarter's books had not closed: of SourceToday
	Revision    string     `json:"revision"`    // of SourceCommit and SourceNamed; of SourceToday in a frozen report
	Why         string     `json:"why"`         // of a past quarter that today's data stand in for: the reason, in words
	Unread      []string   `json:"unread"`      // files that could not be read: not in the figures
	Program     string     `json:"program"`     // version of forvalt, in a frozen report
}

// SourceKind is which data a report was computed from.
type SourceKind string

// The kinds of sources.
const (
	SourceToday  SourceKind = "today"  // as they are in the folder
	SourceCommit SourceKind = "commit" // as they were when the quarter's books closed
	SourceNamed  SourceKind = "named"  // of the revision that reports/<quarter>.toml names
)

// sourceKinds are all kinds.
var sourceKinds = []SourceKind{SourceToday, SourceCommit, SourceNamed}

// Status is the portfolio at one quarter's end.
type Status struct {
	Contracts map[contract.Status]int           `json:"contracts"`
	Bands     map[contract.BandID]int           `json:"bands"`     // active contracts by band of risk
	Managers  int                               `json:"managers"`  // with an active contract
	Committed Number                            `json:"committed"` // estimates of active contracts
	Maximum   Number                            `json:"maximum"`   // their known ceilings
	Turnover  Number                            `json:"turnover"`  // what is bought on them
	Use       Number                            `json:"ceiling_use"`
	LastYear  Number                            `json:"turnover_year"` // of the last twelve complete months, all contracts
	Passed    int                               `json:"ceilings_passed"`
	WillPass  int                               `json:"ceilings_forecast"`
	Benefits  map[contract.BenefitClass]Benefit `json:"benefits"` // to date
	SpendOf   date.Quarter                      `json:"spend_quarter"`
	Coverage  Number                            `json:"coverage"`
	Loyalty   Number                            `json:"loyalty"`
	EHandel   Number                            `json:"e_ordering"`
	Leakage   Number                            `json:"leakage"` // of four quarters
	Hours     int                               `json:"hours"`   // of follow-up in the quarter
	Capacity  int                               `json:"capacity"`
	Overload  int                               `json:"overloaded_managers"`
	Open      int                               `json:"open_deviations"` // deviations and inspection findings
}

// Classes of benefits that a report has, in their order.
var Classes = []contract.BenefitClass{contract.ClassCash, contract.ClassNonCash, contract.ClassCO2e, contract.ClassWorkers}

// Benefit of a class, to date, in its unit.
type Benefit struct {
	Planned   Number `json:"planned"`
	Realised  Number `json:"realised"`
	Confirmed Number `json:"confirmed"`
	Costs     Number `json:"costs"`
	Net       Number `json:"net"`       // realised less costs; null but for cash
	Estimated Number `json:"estimated"` // climate, reckoned from what was spent: in none of the others
}

// Purchase is the turnover of one quarter.
type Purchase struct {
	Quarter date.Quarter `json:"quarter"`
	Amount  Number       `json:"amount"`
}

// Contract is a contract in a list.
type Contract struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	Department string    `json:"department"` // its name
	Date       date.Date `json:"date"`       // on which it began or ended; null where that is not known
	Value      Number    `json:"value"`      // ceiling, where known and in the portfolio's currency
}

// Movement of a contract between bands.
type Movement struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	From    contract.BandID `json:"from"`
	To      contract.BandID `json:"to"`
	Up      bool            `json:"up"`
	Before  Number          `json:"score_before"` // 0–100
	Score   Number          `json:"score"`
	Reasons []string        `json:"reasons"` // in the language of the report

	FromFloor contract.Text `json:"from_floor,omitempty"` // what had raised it, by language
	ToFloor   contract.Text `json:"to_floor,omitempty"`   // what raises it now
}

// Ceiling of one contract, in its own currency.
type Ceiling struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Currency  string    `json:"currency"`
	Spent     Number    `json:"spent"`
	Ceiling   Number    `json:"ceiling"`
	Use       Number    `json:"use"`
	Projected Number    `json:"projected_use"` // at the last end
	Passed    bool      `json:"passed"`
	Reached   date.Date `json:"reached"` // by the forecast; null where passed or not before the end
	End       date.Date `json:"end"`     // last possible
}

// Deadline of something to decide or do.
type Deadline struct {
	Date  date.Date            `json:"date"`
	Kind  measure.DeadlineKind `json:"kind"` // one of deadlines.TermKinds
	ID    string               `json:"id"`
	Title string               `json:"title"`
}

// Inspected counts the inspections of an area or a theme that were held in the quarter.
type Inspected struct {
	Name         string `json:"name"`
	Held         int    `json:"held"`
	Extensive    int    `json:"extensive"` // of social responsibility, not ordinary follow-up
	WithFindings int    `json:"with_findings"`
	Findings     int    `json:"findings"`
	Open         int    `json:"open"` // of the findings, at the quarter's end
}

// Deviations are deviations and inspection findings together.
type Deviations struct {
	Opened int       `json:"opened"` // in the quarter
	Closed int       `json:"closed"`
	Late   int       `json:"late"` // open past their deadline
	Open   []OpenAge `json:"open"` // the gravest first

	Unstated int `json:"severity_not_stated"` // of the open ones, which count as major
}

// OpenAge counts what is open of a severity, by age in days.
type OpenAge struct {
	Severity contract.FindingSeverity `json:"severity"`
	To30     int                      `json:"days_under_30"`
	To90     int                      `json:"days_30_89"`
	Older    int                      `json:"days_from_90"`
}

// Spend of a category in the four quarters up to Status.SpendOf.
type Spend struct {
	Name      string `json:"name"`
	On        Number `json:"on_contract"`
	Off       Number `json:"off_contract"`
	Uncovered Number `json:"uncovered"`
	EHandel   Number `json:"e_ordering"` // share of what is bought on contract
}

// Workload of a contract manager in hours of the quarter.
type Workload struct {
	Name      string `json:"name"`
	Contracts int    `json:"contracts"`
	Hours     int    `json:"hours"`
	Capacity  int    `json:"capacity"`
}

// Quality counts active contracts that lack something, or evidence that is late.
type Quality struct {
	Kind totals.Gap `json:"kind"`
	N    int        `json:"n"`
	Of   int        `json:"of"`
}

// Decision that the leadership is asked to make.
type Decision struct {
	Kind  deadlines.DecisionKind `json:"kind"`
	ID    string                 `json:"id"`
	Title string                 `json:"title"`
	By    date.Date              `json:"by"` // null: now
	Note  date.Date              `json:"on"` // the end that an option or a competition is for; the day on which the ceiling is reached
}

// MarshalJSON writes the number, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return []byte(n), nil
}

// Rat is the number as an exact fraction; nil where it is unknown.
func (n Number) Rat() *big.Rat {
	var r big.Rat
	if _, ok := r.SetString(string(n)); !ok {
		return nil
	}
	return &r
}

// NumberOf rounds half away from zero; nil is unknown.
func NumberOf(r *big.Rat, digits int) Number {
	if r == nil {
		return ""
	}
	return Number(r.FloatString(digits))
}

// Frozen is the report of a quarter as it was reported: reports/<quarter>.json. The public
// report is kept beside the internal one, because totals over public contracts cannot be
// computed from it. There is none where no contract was public.
type Frozen struct {
	Internal *Report `json:"internal"`
	Public   *Report `json:"public"`
}

// sides are the reports that there are.
func (f *Frozen) sides() []*Report {
	if f.Public == nil {
		return []*Report{f.Internal}
	}
	return []*Report{f.Internal, f.Public}
}

// Withhold empties the lines about contracts that are hidden: public at the quarter's end
// and internal now. The lines stay, so that the lists are as long as the totals say.
// What is planned is no more for the public than those lines.
func (r *Report) Withhold(hidden func(id string) bool) {
	r.Planned = nil // of a report that was frozen when it was told
	for _, list := range [][]Contract{r.Started, r.Ended} {
		for i := range list {
			if hidden(list[i].ID) {
				list[i] = Contract{Date: list[i].Date}
			}
		}
	}
	for i, c := range r.Ceilings {
		if hidden(c.ID) {
			r.Ceilings[i] = Ceiling{Currency: r.Currency, Passed: c.Passed}
		}
	}
	for i, d := range r.Deadlines {
		if hidden(d.ID) {
			r.Deadlines[i].ID, r.Deadlines[i].Title = "", ""
		}
	}
}

// Commentary is what people wrote of a quarter, as Markdown; "" for nothing.
func Commentary(p *contract.Portfolio, q date.Quarter) string {
	for _, c := range p.Commentary {
		if c.ID == q.String() {
			return c.Body
		}
	}
	return ""
}
