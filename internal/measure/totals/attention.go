package totals

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
)

// Attention counts, among some contracts, those that ask for action.
type Attention struct {
	Ceilings    ceilings.Counts
	Options     int                 // whose next option must be decided within decideSoon days, or should have been
	FirstOption date.Date           // the earliest of those days that has not passed; zero: none
	LateOptions int                 // of Options: that should have been decided
	Ending      int                 // whose last end is within endSoon days, or has passed, and whose successor is not known; those that go on by themselves do not end
	Open        contract.Maybe[int] // with a deviation or an inspection finding that is open; unset: withheld
	SeveralOpen contract.Maybe[int] // with more than one
	Unmanaged   contract.Maybe[int] // whose manager is missing, unknown or has left; unset: withheld
}

// Days within which something is near enough to ask for action: a quarter for a decision,
// half a year for an end, so that there is time for what comes after it.
const (
	decideSoon = 90
	endSoon    = 183
)

// AttentionTo counts those of some of the contracts that are followed up and ask for action. What
// is withheld is unknown also where there are none.
func AttentionTo(f *measure.Figures, list []*measure.ContractFigures) Attention {
	followed, asOf := measure.Followed(list), f.AsOf
	a := Attention{Ceilings: ceilings.Count(followed)}
	p := f.World.Portfolio
	a.Open.Set = !p.Withholds(contract.ContractDeviations) && !p.Withholds(contract.InspectionFindings)
	a.SeveralOpen.Set = a.Open.Set
	a.Unmanaged.Set = !p.Withholds(contract.ContractManager) && !p.Withholds(contract.PortfolioPeople)
	for _, c := range followed {
		if mustDecide(c, asOf) {
			d := c.Terms.NextDecision
			a.Options++
			switch {
			case d.Before(asOf):
				a.LateOptions++
			case a.FirstOption.IsZero() || d.Before(a.FirstOption):
				a.FirstOption = d
			}
		}
		if endsSoon(c, asOf) {
			a.Ending++
		}
		open := c.HasOpen()
		open.Count(&a.Open)
		if open != measure.Yes || severalOpen(c) {
			open.Count(&a.SeveralOpen)
		}
		c.Managed.Not().Count(&a.Unmanaged)
	}
	return a
}

func mustDecide(c *measure.ContractFigures, asOf date.Date) bool {
	d := c.Terms.NextDecision
	return !d.IsZero() && d.Days(asOf) <= decideSoon
}

func endsSoon(c *measure.ContractFigures, asOf date.Date) bool {
	end := c.Terms.LastEnd
	return !end.IsZero() && !c.Terms.Tacit && end.Days(asOf) <= endSoon && c.Succeeded != measure.Yes
}

func severalOpen(c *measure.ContractFigures) bool { return c.OpenMatters().V > 1 }

// Ask is an action that a contract asks for.
type Ask string

// The actions, each with the count of Attention that it is in.
const (
	AskOver         Ask = "over"          // Ceilings.Passed
	AskOverForecast Ask = "over-forecast" // Ceilings.WillPass
	AskOption       Ask = "option"        // Options
	AskEnding       Ask = "ending"        // Ending
	AskOpen         Ask = "open"          // Open
	AskSeveralOpen  Ask = "several-open"  // SeveralOpen
	AskUnmanaged    Ask = "unmanaged"     // Unmanaged
)

// Asks are all actions.
var Asks = []Ask{AskOver, AskOverForecast, AskOption, AskEnding, AskOpen, AskSeveralOpen, AskUnmanaged}

// AsksOf are the actions that a contract asks for; none where it is not followed up.
func AsksOf(f *measure.Figures, c *measure.ContractFigures) []Ask {
	if !c.Followed() {
		return nil
	}
	var out []Ask
	for _, ask := range Asks {
		if asks(c, ask, f.AsOf) {
			out = append(out, ask)
		}
	}
	return out
}

func asks(c *measure.ContractFigures, ask Ask, asOf date.Date) bool {
	switch ask {
	case AskOver:
		return c.Money.Passed()
	case AskOverForecast:
		return !c.Money.Passed() && c.Money.WillPass()
	case AskOption:
		return mustDecide(c, asOf)
	case AskEnding:
		return endsSoon(c, asOf)
	case AskOpen:
		return c.HasOpen() == measure.Yes
	case AskSeveralOpen:
		return c.HasOpen() == measure.Yes && severalOpen(c)
	}
	return c.Managed == measure.No
}

// HighRisk is how many of some contracts, counted by band, have a high or a critical risk.
func HighRisk(byBand map[contract.BandID]int) int {
	return byBand[contract.BandHigh] + byBand[contract.BandCritical]
}
