package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
)

// UseBand says how far a contract is towards its ceiling.
type UseBand string

// The bands, the gravest first.
const (
	UseOver         UseBand = "over"          // turnover has passed the ceiling
	UseOverForecast UseBand = "over-forecast" // it has not, but is projected to
	UseHigh         UseBand = "high"          // seven tenths of the ceiling, or more
	UseLow          UseBand = "low"
	UseUnknown      UseBand = "unknown" // without a ceiling or turnover
)

// UseBands are all bands of use, the gravest first.
var UseBands = []UseBand{UseOver, UseOverForecast, UseHigh, UseLow, UseUnknown}

// highUse is from where use is high.
var highUse = big.NewRat(7, 10)

// UseBand gives the band of use and projected use. A ceiling of 0 has no share, and is
// passed by any turnover, as for CountCeilings.
func (m *Money) UseBand() UseBand {
	switch {
	case m.Passed():
		return UseOver
	case m.WillPass():
		return UseOverForecast
	case m.Use == nil:
		return UseUnknown
	case Over(m.Use):
		return UseOver
	case Over(m.ProjectedUse):
		return UseOverForecast
	case m.Use.Cmp(highUse) >= 0:
		return UseHigh
	}
	return UseLow
}

// Beyond is how much more than the ceiling is bought, or projected to be, whichever is
// more, in the contract's currency. Nil where neither passes the ceiling or it is unknown.
func (m *Money) Beyond() *big.Rat {
	if m.Ceiling == nil || m.Spent == nil {
		return nil
	}
	most := m.Spent
	if m.Projected != nil && m.Projected.Cmp(most) > 0 {
		most = m.Projected
	}
	if most.Cmp(m.Ceiling) <= 0 {
		return nil
	}
	return new(big.Rat).Sub(most, m.Ceiling)
}

// CeilingOutlook says how a ceiling will stand at the present rate of turnover.
type CeilingOutlook string

// The outlooks.
const (
	CeilingReached   CeilingOutlook = "reached"    // by what is posted, on Money.Exhaustion
	CeilingReckoned  CeilingOutlook = "reckoned"   // by now, at the present rate: what would show it is not posted yet
	CeilingWillReach CeilingOutlook = "will-reach" // on Money.Exhaustion, which is not after the horizon
	CeilingHolds     CeilingOutlook = "holds"      // to the horizon
	CeilingNoRate    CeilingOutlook = "no-rate"    // turnover is not projected: too few months
)

// CeilingOutlook gives the outlook on a date. It says nothing of a contract whose ceiling is
// unknown: ask for that first.
func (m *Money) CeilingOutlook(asOf date.Date) CeilingOutlook {
	e := m.Exhaustion
	switch {
	case m.Spent != nil && m.Ceiling != nil && m.Spent.Cmp(m.Ceiling) >= 0:
		return CeilingReached
	case m.Projected == nil:
		return CeilingNoRate
	case e.IsZero() || e.After(m.Horizon):
		return CeilingHolds
	case !e.After(asOf):
		return CeilingReckoned
	}
	return CeilingWillReach
}

// QuartersInForce are Money.Quarters without those that ended before the contract began and
// in which nothing was bought.
func (c *ContractFigures) QuartersInForce() []QuarterTurnover {
	list := c.Money.Quarters
	for len(list) > 0 && list[0].Amount == 0 && list[0].Quarter.Last().Before(c.Terms.Start) {
		list = list[1:]
	}
	return list
}

// AtCeiling are those of some contracts that are active and past their ceiling or projected to
// pass it: those past it first, those that use most of it before others (a ceiling of nothing
// before all), then those that reach it first, then by id.
func AtCeiling(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range Active(list) {
		if c.Money.Passed() || c.Money.WillPass() {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *ContractFigures) int {
		m, o := &a.Money, &b.Money
		id := cmp.Compare(a.Contract.ID, b.Contract.ID)
		switch {
		case m.Passed() != o.Passed():
			if m.Passed() {
				return -1
			}
			return 1
		case !m.Passed():
			return cmp.Or(m.Exhaustion.Compare(o.Exhaustion), id)
		case m.Use == nil || o.Use == nil:
			if (m.Use == nil) != (o.Use == nil) {
				return map[bool]int{true: -1, false: 1}[m.Use == nil]
			}
			return id
		}
		return cmp.Or(o.Use.Cmp(m.Use), id)
	})
	return out
}
