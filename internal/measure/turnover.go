package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// CeilingSource is what a ceiling was found from.
type CeilingSource string

// The sources of ceilings.
const (
	CeilingMaximum   CeilingSource = "maximum"   // the stated one
	CeilingAmendment CeilingSource = "amendment" // the maximum after the latest one
	CeilingEstimate  CeilingSource = "estimate"  // with the amendments
)

// Money is turnover against the ceiling. Rationals are exact, in whole currency units;
// nil means unknown.
type Money struct {
	Currency      string
	Foreign       bool     // another currency than the portfolio's: shown, in no sum
	Maximum       *big.Rat // stated, as amended
	Ceiling       *big.Rat
	CeilingFrom   CeilingSource // "" unknown
	Spent         *big.Rat      // nil: no turnover file
	Through       date.Date     // projections start here
	Rate          *big.Rat      // a day; nil: fewer than three complete months
	Horizon       date.Date     // to which turnover is projected: the last end; tacit (also when notice was given) or indefinite: Through + 365 days
	Projected     *big.Rat      // spent + rate × days from Through to Horizon
	Use           *big.Rat      // spent ÷ ceiling
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

// Passed reports whether turnover has passed the ceiling.
func (m *Money) Passed() bool {
	return m.Ceiling != nil && m.Spent != nil && m.Spent.Cmp(m.Ceiling) > 0
}

// WillPass reports whether turnover has not passed the ceiling, but is projected to.
func (m *Money) WillPass() bool {
	return m.Ceiling != nil && m.Projected != nil && !m.Passed() && m.Projected.Cmp(m.Ceiling) > 0
}

// QuarterTurnover is the turnover of one quarter.
type QuarterTurnover struct {
	Quarter date.Quarter
	Amount  money.Amount
	Partial bool // not over yet

	Preliminary bool // over, and its books have not closed
}

// Forecast is turnover at the horizon as a range, beside the point of Money.Projected. It
// is not kept in Figures: package forecast makes it when it is asked for.
type Forecast struct {
	Missing string // why there is no range: turnover, start, end, over, far, months, nothing; "" where there is one

	Currency string
	Months   int       // complete months that the range comes from
	Seasonal bool      // two full years exist
	From     date.Date // the last day of those months
	Horizon  date.Date // the same as Money.Horizon

	Low, Middle, High *big.Rat  // whole units of Currency; 10, 50 and 90 % of the outcomes lie below
	Earliest          date.Date // first day on which the upper end reaches the ceiling; zero: not before the horizon, or no ceiling
	Latest            date.Date // first day on which the lower end does
	Passing           *big.Rat  // probability that turnover has passed the ceiling on the horizon, 0–1; nil without a ceiling
}
