package deadlines

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// DecisionKind is what a contract asks its leadership to decide.
type DecisionKind string

// The kinds.
const (
	DecideCeilingPassed   DecisionKind = "ceiling-passed"
	DecideCritical        DecisionKind = "critical"         // critical risk, and a plan that does not follow it up as the model asks
	DecideManager         DecisionKind = "manager"          // nobody manages it
	DecideLapsed          DecisionKind = "lapsed"           // it is past its end, and nobody has decided what becomes of it
	DecideOption          DecisionKind = "option"           // an open option
	DecideTender          DecisionKind = "tender"           // a competition must start: no successor, and the contract does not go on by itself
	DecideCeilingForecast DecisionKind = "ceiling-forecast" // the ceiling will be reached within a year
)

// DecisionKinds are all kinds, the most pressing first.
var DecisionKinds = []DecisionKind{DecideCeilingPassed, DecideCritical, DecideManager, DecideLapsed, DecideOption, DecideTender, DecideCeilingForecast}

// Days ahead for which decisions are asked for.
const (
	decideWithinQuarter = 92
	reachWithinYear     = 366
)

// Decision is one thing that a contract asks its leadership to decide.
type Decision struct {
	Kind     DecisionKind
	Contract *measure.ContractFigures
	By       date.Date // zero: now; may have passed
	About    date.Date // the end that an option, a competition or what becomes of a contract is for, the day on which a ceiling is reached
}

// Decisions are what contracts that are followed up ask of the leadership: what must be decided within a
// quarter, and ceilings that will be reached within a year. The most pressing kind comes
// first, then the first day, then by id.
func Decisions(f *measure.Figures) []Decision {
	succeeded := map[string]bool{} // either contract may name the other
	for _, c := range f.Contracts {
		k := c.Contract
		succeeded[k.ID] = succeeded[k.ID] || k.Successor != ""
		if k.Predecessor != k.ID {
			succeeded[k.Predecessor] = true
		}
	}
	var out []Decision
	for _, c := range measure.Followed(f.Contracts) {
		ask := func(kind DecisionKind, by, about date.Date) { out = append(out, Decision{kind, c, by, about}) }
		near := func(d date.Date, days int) bool { return !d.IsZero() && d.Days(f.AsOf) <= days } // or passed
		t, m, now := &c.Terms, &c.Money, date.Date{}
		switch {
		case m.Passed():
			ask(DecideCeilingPassed, now, now)
		case m.WillPass() && near(m.Exhaustion, reachWithinYear):
			ask(DecideCeilingForecast, m.Exhaustion, m.Exhaustion)
		}
		if c.Risk != nil && c.Risk.Band == contract.BandCritical && duties.PlanGap(c, f.Model) > 0 {
			ask(DecideCritical, now, now)
		}
		if c.Managed == measure.No {
			ask(DecideManager, now, now)
		}
		switch {
		case c.Lapsed == measure.Yes:
			ask(DecideLapsed, t.CurrentEnd, t.CurrentEnd)
		case near(t.NextDecision, decideWithinQuarter):
			ask(DecideOption, t.NextDecision, t.CurrentEnd)
		case !succeeded[c.Contract.ID] && !t.GoesOn() && c.Contract.Parent == "" && near(t.LatestTenderStart, decideWithinQuarter):
			ask(DecideTender, t.LatestTenderStart, t.CurrentEnd)
		}
	}
	slices.SortStableFunc(out, func(a, b Decision) int {
		return cmp.Or(cmp.Compare(slices.Index(DecisionKinds, a.Kind), slices.Index(DecisionKinds, b.Kind)), a.By.Compare(b.By), cmp.Compare(a.Contract.Contract.ID, b.Contract.Contract.ID))
	})
	return out
}
