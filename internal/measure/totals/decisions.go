package totals

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// Days ahead for which decisions are asked for.
const (
	decideWithinQuarter = 92
	reachWithinYear     = 366
)

// Decisions are what active contracts ask of the leadership: what must be decided within a
// quarter, and ceilings that will be reached within a year. The most pressing kind comes
// first, then the first day, then by id.
func Decisions(f *measure.Figures) []measure.Decision {
	succeeded := map[string]bool{} // either contract may name the other
	for _, c := range f.Contracts {
		k := c.Contract
		succeeded[k.ID] = succeeded[k.ID] || k.Successor != ""
		if k.Predecessor != k.ID {
			succeeded[k.Predecessor] = true
		}
	}
	var out []measure.Decision
	for _, c := range measure.Active(f.Contracts) {
		ask := func(kind measure.DecisionKind, by, about date.Date) {
			out = append(out, measure.Decision{Kind: kind, Contract: c, By: by, About: about})
		}
		t, m, now := &c.Terms, &c.Money, date.Date{}
		switch {
		case m.Passed():
			ask(measure.DecideCeilingPassed, now, now)
		case m.WillPass() && measure.Within(m.Exhaustion, f.AsOf, reachWithinYear):
			ask(measure.DecideCeilingForecast, m.Exhaustion, m.Exhaustion)
		}
		if c.Risk != nil && c.Risk.Band == "critical" && duties.PlanGap(c, f.Model) > 0 {
			ask(measure.DecideCritical, now, now)
		}
		if c.Managed == measure.No {
			ask(measure.DecideManager, now, now)
		}
		switch {
		case !t.Stopped && measure.Within(t.NextDecision, f.AsOf, decideWithinQuarter):
			ask(measure.DecideOption, t.NextDecision, t.CurrentEnd)
		case !succeeded[c.Contract.ID] && !t.GoesOn() && c.Contract.Parent == "" && measure.Within(t.LatestTenderStart, f.AsOf, decideWithinQuarter):
			ask(measure.DecideTender, t.LatestTenderStart, t.CurrentEnd)
		}
	}
	slices.SortStableFunc(out, func(a, b measure.Decision) int {
		return cmp.Or(cmp.Compare(slices.Index(measure.DecisionKinds, a.Kind), slices.Index(measure.DecisionKinds, b.Kind)), a.By.Compare(b.By), cmp.Compare(a.Contract.Contract.ID, b.Contract.Contract.ID))
	})
	return out
}
