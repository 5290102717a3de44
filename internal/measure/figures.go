// Package measure computes every figure of a portfolio: terms and deadlines,
// turnover against the ceiling, requirements that apply and why, risk, benefits,
// workload.
//
// In go a portfolio (with findings or without: measure is total, it never fails)
// and an as-of date; out come Figures. Facts dated after the as-of date are
// ignored. Each formula stands with its source beside the function that computes it.
// Nothing here reads clock, disk or network, knows a language, or judges: a figure
// that is bad is still a figure, and what is missing is shown as missing. What rests on
// a field that the portfolio withholds is unknown: neither zero nor missing.
package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
)

// Figures of a portfolio on a date.
type Figures struct {
	AsOf      date.Date
	Model     *contract.RiskModel // in force on AsOf; nil where the portfolio has none, or withholds it
	Contracts []*ContractFigures  // in the order of Portfolio.Contracts
	Deadlines []Deadline          // of active and planned contracts, soonest first; those that are known
	Totals    Totals
	Workload  []Workload // by person, in the order of Portfolio.People; then "" for contracts without a manager; nil: withheld

	byID map[string]*ContractFigures
	w    *world
}

// Of gives a contract's figures; nil where there is no such contract.
func (f *Figures) Of(id string) *ContractFigures { return f.byID[id] }

// ContractFigures are the figures of one contract.
type ContractFigures struct {
	Contract     *contract.Contract
	Status       string // planned, active, ended or terminated on the as-of date: computed from decision and dates
	Terms        Terms
	Money        Money
	Requirements []RequirementFigures // one for each requirement of the catalogue, in its order
	Risk         *Risk                // nil unless active and a model is in force
	Benefits     []BenefitFigures     // in the order of Contract.Benefits
	Deadlines    []Deadline           // soonest first; those that are known
	OpenFindings contract.Maybe[int]  // inspection findings not closed; unset: withheld
	OpenDevs     contract.Maybe[int]  // deviations not closed; unset: withheld
	Managed      Tri                  // somebody manages it; unknown: withheld
	Manager      *contract.Person     // nil: none, unknown, or has left
	Succeeded    Tri                  // the contract that follows it is named; unknown: one may be, and be withheld
	FollowUpDebt contract.Maybe[int]  // days since the oldest plan item that is due and not done, 0 for none; unset: withheld

	OpenSeverity  contract.Maybe[int] // sum of severity of what is open: minor 1, major 3, critical 9; unset: withheld
	Debt          *big.Rat            // weight of requirements in debt ÷ weight of all that apply; nil: withheld
	Plan          []PlanFigures       // in the order of Contract.Plan
	SpendAfterEnd Tri                 // something was bought in a month that began after the current end
}

// Open counts deviations and inspection findings that are not closed; unset where some
// are withheld.
func (c *ContractFigures) Open() contract.Maybe[int] {
	return contract.Maybe[int]{V: c.OpenDevs.V + c.OpenFindings.V, Set: c.OpenDevs.Set && c.OpenFindings.Set}
}

// Terms are the dates of a contract's life.
type Terms struct {
	Start, CurrentEnd, LastEnd date.Date // zero where unknown; CurrentEnd zero also for an indefinite contract
	Indefinite                 bool
	Tacit                      bool      // goes on by itself; LastEnd is the end after the next renewal
	Stopped                    bool      // terminated, or notice was given: CurrentEnd is final
	NoticeGiven                bool      // notice was given: no renewal follows CurrentEnd
	NoticeDate                 date.Date // last day to give notice that stops the next renewal that is not decided; zero where there is none
	NoticeFor                  date.Date // the end that NoticeDate belongs to: CurrentEnd, or the one after it once its notice date has passed
	NextDecision               date.Date // earliest decide_by of the open options, which may have passed
	LatestTenderStart          date.Date // from the current end (or the last, where options are open: see LastTenderStart)
	LastTenderStart            date.Date // from the last end, where options are open
	DaysLeft                   int       // from as-of to LastEnd, never below 0
	Steps                      []Step    // initial period, then options and renewals, in order
}

// Step is one stretch of the term.
type Step struct {
	Kind     string // initial, amendment, option, renewal
	From, To date.Date
	DecideBy date.Date // of an option, or the notice date of a renewal
	Status   string    // of an option; of a renewal: happened or coming
	Index    int       // of the option or amendment in the contract; -1 for others
}

// Money is turnover against the ceiling. Rationals are exact, in whole currency units;
// nil means unknown.
type Money struct {
	Currency      string
	Foreign       bool     // another currency than the portfolio's: shown, in no sum
	Maximum       *big.Rat // stated, as amended
	Ceiling       *big.Rat
	CeilingFrom   string    // maximum, amendment, estimate; "" unknown
	Spent         *big.Rat  // nil: no turnover file
	Through       date.Date // projections start here
	Rate          *big.Rat  // a day; nil: fewer than three complete months
	Horizon       date.Date // to which turnover is projected: the last end; tacit or indefinite: Through + 365 days
	Projected     *big.Rat  // spent + rate × days from Through to Horizon
	Use           *big.Rat  // spent ÷ ceiling
	ProjectedUse  *big.Rat
	Exhaustion    date.Date // first day on which the ceiling is reached; zero: never, or unknown
	AnnualValue   *big.Rat
	Quarters      []QuarterTurnover // the latest twelve that have begun, oldest first
	LastYear      *big.Rat          // turnover of the last 12 complete months up to Through
	PrecedingYear *big.Rat          // of the 12 before those
	Original      *big.Rat          // estimate at signature
	AmendmentsSum *big.Rat          // positive amendment values signed
	AmendShare    *big.Rat          // AmendmentsSum ÷ estimate
	Headroom      *big.Rat          // FOA § 28-1 (2)/(b): min(10 or 15 % × original, EEA threshold) − max(0, net of b)
	HeadroomLimit *big.Rat
	SingleLimit   *big.Rat // of one amendment on (c) or (d): half of Original
}

// Passed tells whether turnover has passed the ceiling.
func (m *Money) Passed() bool {
	return m.Ceiling != nil && m.Spent != nil && m.Spent.Cmp(m.Ceiling) > 0
}

// WillPass tells whether turnover has not passed the ceiling, but is projected to.
func (m *Money) WillPass() bool {
	return m.Ceiling != nil && m.Projected != nil && !m.Passed() && m.Projected.Cmp(m.Ceiling) > 0
}

// QuarterTurnover is the turnover of one quarter.
type QuarterTurnover struct {
	Quarter date.Quarter
	Amount  money.Amount
	Partial bool // not over yet
}

// Tri is yes, no or unknown.
type Tri uint8

// The three answers.
const (
	No Tri = iota
	Yes
	Unknown // counts as applying
)

func triOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// not turns yes and no.
func not(t Tri) Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// Reason is a sentence to be: a message key, below the area "figures", and its
// arguments; Sentence makes the words.
// An argument is a string, int, date.Date, money.Amount, money.Decimal, *big.Rat
// (kroner), message.Share, contract.Text (words of the portfolio, by language), a Reason (a
// text of its own) or a []any or []string of those (a list of words). A text with
// plural forms has the argument n.
type Reason struct {
	Key  string
	Args message.Args
}

// RequirementFigures tell whether a requirement applies to a contract, why, and
// how it stands.
type RequirementFigures struct {
	Requirement *contract.Requirement
	Applied     *contract.AppliedRequirement // what the contract says of it; nil for nothing
	Applies     Tri
	State       string    // missing received approved rejected expired not-applicable withheld; "" does not apply
	Due         date.Date // next evidence; zero: none, or not known
	Overdue     Tri       // unknown: withheld
	Last        date.Date // last approval
	facts       *facts    // that its reasons are made of
}

// Risk of a contract, explained.
type Risk struct {
	Model       string
	Score       *big.Rat // 0–100
	Consequence *big.Rat // 0–4
	Likelihood  *big.Rat // 0–4
	Confidence  *big.Rat // 0–1
	ScoreBand   string   // from the score alone
	Band        string   // after floors
	Factors     []FactorScore
	Floors      []FloorHit // those that hold
	Unsure      []FloorHit // those that cannot be decided, because something is missing
}

// Bands of risk, from low to critical.
var Bands = []string{"low", "moderate", "high", "critical"}

// BandRank is a band's place among Bands, from 0; −1 for no band.
func BandRank(band string) int { return slices.Index(Bands, band) }

// FactorScore is one factor's part.
type FactorScore struct {
	Factor *contract.Factor
	Points int
	Known  bool
	Input  string // the measured value as machines write it; "" unknown
	Reason Reason
}

// FloorHit is a floor that holds.
type FloorHit struct {
	Floor  *contract.Floor
	Raised bool // it changed the band
	Known  Tri  // Yes in Risk.Floors, Unknown in Risk.Unsure
	Why    []Reason
}

// BenefitFigures of one benefit, exact, in its unit; nil unknown.
type BenefitFigures struct {
	Benefit       *contract.Benefit
	PlannedToDate *big.Rat
	PlannedTotal  *big.Rat
	Realised      *big.Rat // states realised and confirmed, in periods that have ended
	Confirmed     *big.Rat
	Committed     *big.Rat
	Costs         *big.Rat // to date
	Net           *big.Rat // realised − costs, for cash
	Realisation   *big.Rat // realised ÷ planned to date; nil where nothing was planned
}

// Deadline is something to decide or do.
type Deadline struct {
	Date     date.Date
	Contract *contract.Contract
	Kind     string // option notice expiry evidence plan inspection-finding deviation tender-start
	Title    Reason
	Manager  string // id, may be empty
	Days     int    // from as-of; negative when overdue
}

// Totals of the portfolio. Sums count contracts without a parent in the portfolio's currency.
type Totals struct {
	Status         map[string]int
	Bands          map[string]int
	Managers       contract.Maybe[int] // with at least one active contract; unset: withheld
	Maximum        *big.Rat            // ceilings of active contracts
	Committed      *big.Rat            // estimates of active contracts
	Spent          *big.Rat
	UseSpent       *big.Rat // turnover of active contracts whose ceiling and turnover are both known
	UseCeiling     *big.Rat // ceilings of the same contracts
	LastYear       *big.Rat // turnover of the last twelve complete months
	PrecedingYear  *big.Rat
	NoCeiling      int // active contracts whose ceiling is unknown: not in Maximum
	NoTurnover     int // active contracts without turnover: not in Spent
	Quarters       []QuarterTurnover
	Over, WillPass int                 // contracts past the ceiling; contracts forecast to pass it
	Unmanaged      contract.Maybe[int] // active without a manager; unset: withheld
	Benefits       []BenefitTotal
	SpendQuarter   date.Quarter // the latest quarter that has ended and has spend facts; zero: none
	Coverage       *big.Rat     // of that quarter
	Loyalty        *big.Rat
	Leakage        *big.Rat // amount bought off contract where one existed, in the four quarters up to SpendQuarter
	EHandel        *big.Rat
	ExpiringSoon   contract.Maybe[int] // active, last end within 183 days, no successor; unset: successors are withheld
	OptionsSoon    int                 // open options to decide within 90 days
	OpenDevs       contract.Maybe[int] // contracts with an open deviation or finding; unset: withheld
}

// CeilingUse is turnover ÷ ceilings over the active contracts that have both; nil for none.
func (t *Totals) CeilingUse() *big.Rat {
	if t.UseCeiling == nil || t.UseCeiling.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(t.UseSpent, t.UseCeiling)
}

// BenefitTotal is the sum of a class.
type BenefitTotal struct {
	Class                                     string
	PlannedToDate, Realised, Confirmed, Costs *big.Rat
}

// Workload of a contract manager in the quarter of the as-of date, in hours.
type Workload struct {
	Person    string // id; "" for nobody
	Contracts int
	ByBand    map[string]int
	Follow    int                 // hours by band
	Plan      int                 // hours of plan items due this quarter
	Capacity  contract.Maybe[int] // missing: not known
	Over      bool
}
