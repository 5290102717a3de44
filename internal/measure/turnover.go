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
	Foreign       bool     // another currency than the portfolio's
	Exchange      *big.Rat // portfolio currency per unit of Currency: 1, or the file's dated rate; nil: no rate, in no sum
	Maximum       *big.Rat // stated, as amended
	Ceiling       *big.Rat
	CeilingFrom   CeilingSource // "" unknown
	Spent         *big.Rat      // every month up to that of as-of; nil: not known
	Through       date.Date     // T: to which turnover is registered, and where projections start; zero: not known
	AfterEnd      *big.Rat      // of Spent, what was bought in months that began after the current end; nil: nothing, or not known
	Gaps          int           // months between posted ones that not all have posted
	LeftOut       int           // call-offs with turnover in a currency that cannot be converted
	Part          *Bought       // what is known of turnover that is not known whole, for call-offs are withheld; nil: nothing is
	Rate          *big.Rat      // a day, not below 0; nil: fewer than three whole months are known
	Horizon       date.Date     // to which turnover is projected; zero: no end is known, or no turnover
	Projected     *big.Rat      // turnover up to Through + rate × days from Through to Horizon, not below Spent
	Use           *big.Rat      // spent ÷ ceiling
	ProjectedUse  *big.Rat
	Exhaustion    date.Date         // the day on which the ceiling is reached, as posted or as reckoned; zero: never, or unknown
	AnnualValue   *big.Rat          // ceiling by years from the start to the last agreed end
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

// Bought is what was bought, as Money has it.
type Bought struct {
	Spent         *big.Rat
	Through       date.Date
	LastYear      *big.Rat
	PrecedingYear *big.Rat
	Quarters      []QuarterTurnover
}

// InSums is what stands in sums over contracts: the turnover, or where call-offs are withheld
// the part of it that is known. Whoever shows such a sum says so: see turnover.Parts.
func (m *Money) InSums() Bought {
	if m.Part != nil {
		return *m.Part
	}
	return Bought{m.Spent, m.Through, m.LastYear, m.PrecedingYear, m.Quarters}
}

// Done reports whether what is registered reaches the horizon, so that nothing is left to project:
// what was bought is what there will be (FIGURES.md B3). A gap that is reckoned at the rate is
// still projected.
func (m *Money) Done() bool {
	return !m.Horizon.IsZero() && m.ProjectionDays() == 0 && (m.Projected == nil || m.Projected.Cmp(m.Spent) <= 0)
}

// ProjectionDays are the days from Through to the horizon; none where the horizon is over.
func (m *Money) ProjectionDays() int { return max(0, m.Horizon.Days(m.Through)) }

// yearDays is how far turnover is projected where nothing ends a contract.
const yearDays = 365

// YearOn is a year after a day to which turnover is registered.
func YearOn(through date.Date) date.Date { return through.AddDays(yearDays) }

// YearAhead reports whether the horizon is a year from Through, for want of an end.
func (m *Money) YearAhead() bool { return !m.Through.IsZero() && m.Horizon == YearOn(m.Through) }

// Home gives an amount of the contract in the portfolio's currency; nil where there is none,
// or no rate.
func (m *Money) Home(amount *big.Rat) *big.Rat {
	switch {
	case amount == nil || m.Exchange == nil:
		return nil
	case !m.Foreign:
		return amount
	}
	return new(big.Rat).Mul(amount, m.Exchange)
}

// HomeAmount gives an amount of the contract in the portfolio's currency, to the øre; 0 where
// there is no rate.
func (m *Money) HomeAmount(a money.Amount) money.Amount {
	switch {
	case m.Exchange == nil:
		return 0
	case !m.Foreign:
		return a
	}
	return money.Rounded(m.Home(a.Rat()))
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
	Missing string // why there is no range: withheld, turnover, start, end, over, far, months, nothing; "" where there is one

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
