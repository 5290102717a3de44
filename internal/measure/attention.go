package measure

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// Attention counts, among some contracts, those that ask for action.
type Attention struct {
	Ceilings    CeilingCount
	Options     int       // whose next option must be decided within decideSoon days, or should have been
	FirstOption date.Date // the earliest of those days; zero: none
	Ending      int       // whose last end is within endSoon days, or has passed, without a successor; those that go on by themselves do not end
	Open        int       // with a deviation or an inspection finding that is open
	SeveralOpen int       // with more than one
	Unmanaged   int       // whose manager is missing, unknown or has left
}

// Days within which something is near enough to ask for action: a quarter for a decision,
// half a year for an end, so that there is time for what comes after it.
const (
	decideSoon = 90
	endSoon    = 183
)

// AttentionTo counts those of some contracts that are active and ask for action on a day.
func AttentionTo(list []*ContractFigures, asOf date.Date) Attention {
	active := Active(list)
	a := Attention{Ceilings: CountCeilings(active)}
	for _, c := range active {
		if d := c.Terms.NextDecision; !d.IsZero() && d.Days(asOf) <= decideSoon {
			a.Options++
			if a.FirstOption.IsZero() || d.Before(a.FirstOption) {
				a.FirstOption = d
			}
		}
		if end := c.Terms.LastEnd; !end.IsZero() && !c.Terms.Tacit && end.Days(asOf) <= endSoon && c.Contract.Successor == "" {
			a.Ending++
		}
		if n := c.OpenMatters(); n > 0 {
			a.Open++
			if n > 1 {
				a.SeveralOpen++
			}
		}
		if c.Manager == nil {
			a.Unmanaged++
		}
	}
	return a
}

// HighRisk is how many of some contracts, counted by band, have a high or a critical risk.
func HighRisk(byBand map[contract.BandID]int) int {
	return byBand[contract.BandHigh] + byBand[contract.BandCritical]
}
