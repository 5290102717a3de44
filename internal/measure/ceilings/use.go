package ceilings

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
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

// Lack is why it is not known how turnover stands to the ceiling.
type Lack string

// The reasons, the first that holds.
const (
	LackCallOffs Lack = "without-call-offs" // some are withheld
	LackBegun    Lack = "not-begun"         // it will begin on its start
	LackTurnover Lack = "no-turnover"
	LackCeiling  Lack = "no-ceiling"
)

// LackOf is what is lacking of a contract; "" where both are known.
func LackOf(c *measure.ContractFigures) Lack {
	m := &c.Money
	switch {
	case m.Part != nil:
		return LackCallOffs
	case m.Spent == nil && c.Status == contract.Planned && !c.Terms.Start.IsZero():
		return LackBegun
	case m.Spent == nil:
		return LackTurnover
	case m.Ceiling == nil:
		return LackCeiling
	}
	return ""
}

// highUse is from where use is high.
var highUse = big.NewRat(7, 10)

// UseBandOf gives the band of use and projected use. A ceiling of 0 has no share, and is
// passed by any turnover, as for Count.
func UseBandOf(m *measure.Money) UseBand {
	switch {
	case m.Passed():
		return UseOver
	case m.WillPass():
		return UseOverForecast
	case m.Use == nil:
		return UseUnknown
	case measure.Over(m.Use):
		return UseOver
	case measure.Over(m.ProjectedUse):
		return UseOverForecast
	case m.Use.Cmp(highUse) >= 0:
		return UseHigh
	}
	return UseLow
}

// Beyond is how much more than the ceiling is bought, or projected to be, whichever is
// more, in the contract's currency. Nil where neither passes the ceiling or it is unknown.
func Beyond(m *measure.Money) *big.Rat {
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

// Outlook says how a ceiling will stand at the present rate of turnover.
type Outlook string

// The outlooks.
const (
	Reached   Outlook = "reached"    // by what is posted, on Money.Exhaustion
	Reckoned  Outlook = "reckoned"   // by now, at the present rate: what would show it is not posted yet
	WillReach Outlook = "will-reach" // on Money.Exhaustion, which is not after the horizon
	Holds     Outlook = "holds"      // to the horizon
	Done      Outlook = "done"       // nothing is left to project: the contract is over
	NoRate    Outlook = "no-rate"    // turnover is not projected: too few months
)

// OutlookOf gives the outlook on a date. It says nothing of a contract whose ceiling is
// unknown: ask for that first.
func OutlookOf(m *measure.Money, asOf date.Date) Outlook {
	e := m.Exhaustion
	switch {
	case m.Spent != nil && m.Ceiling != nil && m.Spent.Cmp(m.Ceiling) >= 0:
		return Reached
	case m.Done():
		return Done
	case m.Projected == nil:
		return NoRate
	case e.IsZero() || e.After(m.Horizon):
		return Holds
	case !e.After(asOf):
		return Reckoned
	}
	return WillReach
}

// Pressing are those of some contracts that are followed up and past their ceiling or projected to
// pass it: those past it first, those that use most of it before others (a ceiling of nothing
// before all), then those that reach it first, then by id.
func Pressing(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Followed(list) {
		if c.Money.Passed() || c.Money.WillPass() {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *measure.ContractFigures) int {
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
