package figures_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"pgregory.net/rapid"
)

// datesOf are the deadlines of a contract that follow from its term.
func datesOf(cf *measure.ContractFigures) (out []string) {
	for _, x := range cf.Deadlines {
		if slices.Contains([]measure.DeadlineKind{"option", "notice", "expiry", "tender-start"}, x.Kind) {
			out = append(out, string(x.Kind)+" "+x.Date.String())
		}
	}
	slices.Sort(out)
	return out
}

// The deadlines that people see stand still from one day to the next, unless a renewal,
// an option or a lapse lies between; a start, a change of the term and notice given
// count with these, and a contract without an end has one that is always as far away.
func TestShownDeadlinesStandStill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(4, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		today := measuretest.AsOf.AddDays(rapid.IntRange(-800, 800).Draw(rt, "day"))
		tomorrow := today.AddDays(1)
		before, after := figures.Of(p, today), figures.Of(p, tomorrow)
		for i, a := range before.Contracts {
			c, b := a.Contract, after.Contracts[i]
			passed := a.Terms.NoticeDate == today || a.Terms.CurrentEnd == today || a.Terms.Indefinite || c.Period.Start == tomorrow || c.Period.NoticeGiven == tomorrow || a.Status != b.Status
			for _, o := range c.Options {
				passed = passed || o.Decided == tomorrow || o.DecideBy == today
			}
			for _, x := range c.Amendments {
				passed = passed || x.Signed == tomorrow
			}
			if x, y := datesOf(a), datesOf(b); !passed && !slices.Equal(x, y) {
				rt.Fatalf("%s on %s: %v, then %v", c.ID, today, x, y)
			}
		}
	})
}

// known is the portfolio as it could have been written on a date: what is dated later
// is not there yet.
func known(p *contract.Portfolio, on date.Date) *contract.Portfolio {
	later := func(d date.Date) bool { return d.After(on) }
	forget := func(d *date.Date) {
		if later(*d) {
			*d = date.Date{}
		}
	}
	q := *p
	q.Contracts = nil
	for _, k := range p.Contracts {
		c := *k
		c.Options = slices.Clone(k.Options)
		for i := range c.Options {
			if o := &c.Options[i]; later(o.Decided) {
				o.Decided, o.Status = date.Date{}, "open"
			}
		}
		c.Amendments = slices.DeleteFunc(slices.Clone(k.Amendments), func(a contract.Amendment) bool { return later(a.Signed) })
		c.Deviations = slices.DeleteFunc(slices.Clone(k.Deviations), func(d contract.Deviation) bool { return later(d.Reported) })
		for i := range c.Deviations {
			forget(&c.Deviations[i].Closed)
		}
		c.Inspections = slices.DeleteFunc(slices.Clone(k.Inspections), func(n contract.Inspection) bool { return later(n.Date) })
		for i := range c.Inspections {
			n := &c.Inspections[i]
			n.Findings = slices.Clone(n.Findings)
			for j := range n.Findings {
				forget(&n.Findings[j].Closed)
			}
		}
		if k.Turnover != nil {
			t := *k.Turnover
			t.Months = slices.DeleteFunc(slices.Clone(t.Months), func(m contract.MonthTurnover) bool { return on.MonthOf().Before(m.Month) })
			c.Turnover = &t
		}
		c.Plan = slices.Clone(k.Plan)
		for i := range c.Plan {
			c.Plan[i].Done = slices.DeleteFunc(slices.Clone(c.Plan[i].Done), later)
		}
		q.Contracts = append(q.Contracts, &c)
	}
	return q.Index()
}

// What happens after the as-of date changes no figure: on this rests every look back.
func TestLaterFactsChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		on := measuretest.AsOf.AddDays(-rapid.IntRange(0, 900).Draw(rt, "days"))
		a, b := figures.Of(p, on), figures.Of(known(p, on), on)
		for i, x := range a.Contracts {
			y := b.Contracts[i]
			if x.Status != y.Status || x.Terms.CurrentEnd != y.Terms.CurrentEnd || x.Terms.LastEnd != y.Terms.LastEnd || x.FollowUpDebt != y.FollowUpDebt {
				rt.Fatalf("%s on %s: %s %v and %s %v", x.Contract.ID, on, x.Status, x.Terms, y.Status, y.Terms)
			}
			if !reflect.DeepEqual(x.Money, y.Money) || !reflect.DeepEqual(scores(x.Risk), scores(y.Risk)) {
				rt.Fatalf("%s on %s: %v and %v", x.Contract.ID, on, scores(x.Risk), scores(y.Risk))
			}
			if !reflect.DeepEqual(forecast.Of(a, x), forecast.Of(b, y)) {
				rt.Fatalf("%s on %s: forecasts differ", x.Contract.ID, on)
			}
		}
	})
}

// mixAll puts in another order what TestOrderChangesNothing leaves: inspections with
// their findings, evidence, plans, benefits, statements of requirements.
func mixAll(p *contract.Portfolio, r measuretest.Chance) *contract.Portfolio {
	q := shuffle(p, r)
	for i, k := range q.Contracts {
		c := *k
		c.Inspections, c.Plan, c.Benefits, c.Requirements = mix(c.Inspections, r), mix(c.Plan, r), mix(c.Benefits, r), mix(c.Requirements, r)
		for j := range c.Inspections {
			c.Inspections[j].Findings = mix(c.Inspections[j].Findings, r)
		}
		for j := range c.Requirements {
			c.Requirements[j].Evidence = mix(c.Requirements[j].Evidence, r)
		}
		for j := range c.Benefits {
			c.Benefits[j].Planned, c.Benefits[j].Realised, c.Benefits[j].Costs = mix(c.Benefits[j].Planned, r), mix(c.Benefits[j].Realised, r), mix(c.Benefits[j].Costs, r)
		}
		q.Contracts[i] = &c
	}
	q.Spend = mix(q.Spend, r)
	return q.Index()
}

func TestOrderOfEverythingChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		p := measuretest.Random(6, measuretest.Seeded(seed))
		a, b := figures.Of(p, measuretest.AsOf), figures.Of(mixAll(p, measuretest.Seeded(seed+1)), measuretest.AsOf)
		for i, x := range a.Contracts {
			y := b.Contracts[i]
			if !reflect.DeepEqual(scores(x.Risk), scores(y.Risk)) || !reflect.DeepEqual(forecast.Of(a, x), forecast.Of(b, y)) || x.OpenSeverity != y.OpenSeverity || x.FollowUpDebt != y.FollowUpDebt {
				rt.Fatalf("%s: figures differ", x.Contract.ID)
			}
			states := func(cf *measure.ContractFigures) (out []string) {
				for _, q := range cf.Requirements {
					out = append(out, fmt.Sprint(q.Requirement.ID, q.Applies, q.State, q.Due, q.Evidence, q.Last))
				}
				return out
			}
			if u, v := states(x), states(y); !slices.Equal(u, v) {
				rt.Fatalf("%s: %v and %v", x.Contract.ID, u, v)
			}
		}
		if !reflect.DeepEqual(a.Totals, b.Totals) || !reflect.DeepEqual(a.Workload, b.Workload) {
			rt.Fatal("totals differ")
		}
		for i, x := range workload.Shortfalls(a) {
			y := workload.Shortfalls(b)[i]
			if x.Person != y.Person || x.Need != y.Need || len(x.Outside) != len(y.Outside) {
				rt.Fatalf("%+v and %+v", x, y)
			}
		}
	})
}
