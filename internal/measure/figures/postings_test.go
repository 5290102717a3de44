package figures_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
)

// Between two postings nothing that is reckoned from turnover moves with the day alone, but
// for a renewal that silence makes certain.
func TestDaysAloneMoveNothingOfTurnover(t *testing.T) {
	t.Parallel()
	compared := 0
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		for _, c := range p.Contracts {
			undated(c)
		}
		posted := measuretest.AsOf.AddDays(rapid.IntRange(0, 400).Draw(rt, "days after the last posting"))
		later := posted.AddDays(rapid.IntRange(1, 400).Draw(rt, "days"))
		before, after := figures.Of(p, posted), figures.Of(p, later)
		for i, was := range before.Contracts {
			is := after.Contracts[i]
			if was.Terms.CertainEnd != is.Terms.CertainEnd || was.Terms.LastEnd != is.Terms.LastEnd && !was.Terms.Endless() || was.Terms.Indefinite != is.Terms.Indefinite {
				continue
			}
			compared++
			if a, b := moneyFacts(was), moneyFacts(is); a != b {
				rt.Fatalf("%s: as of %s %s, as of %s %s", was.Contract.ID, posted, a, later, b)
			}
			if was.Risk != nil && is.Risk != nil && was.Risk.Factors[4].Points != is.Risk.Factors[4].Points {
				rt.Fatalf("%s: the ceiling's points move", was.Contract.ID)
			}
		}
	})
	if compared < 100 {
		t.Errorf("only %d contracts were compared", compared)
	}
}

// undated takes away what becomes known on a day of its own, and the month under way.
func undated(c *contract.Contract) {
	c.Amendments, c.Options, c.Period.NoticeGiven = nil, nil, date.Date{}
	if t := c.Turnover; t != nil {
		t.Through = date.Date{}
		for len(t.Months) > 0 && t.Months[len(t.Months)-1].Month.Last().After(measuretest.AsOf) {
			t.Months = t.Months[:len(t.Months)-1]
		}
	}
}

func moneyFacts(c *measure.ContractFigures) string {
	m := &c.Money
	return decimals(m.Spent) + " " + decimals(m.Rate) + " " + decimals(m.Projected) + " " + decimals(m.ProjectedUse) + " " + m.Through.String() + " " + m.Horizon.String() + " " + m.Exhaustion.String()
}

// A month that is missing between posted ones is reckoned at the rate: a contract on which as
// much is bought every day looks the same without it.
func TestAGapIsReckonedAtTheRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Portfolio()
		c := measuretest.Contract(p)
		for i := range c.Turnover.Months {
			m := &c.Turnover.Months[i]
			m.Total = money.NOK(int64(1_000 * m.Month.Days()))
		}
		want := figures.Of(p.Index(), measuretest.AsOf).Of(c.ID).Money
		gap := rapid.IntRange(1, len(c.Turnover.Months)-2).Draw(rt, "gap")
		c.Turnover.Months = slices.Delete(c.Turnover.Months, gap, gap+1)
		got := figures.Of(p, measuretest.AsOf).Of(c.ID).Money
		if got.Gaps != 1 || got.Projected.Cmp(want.Projected) != 0 || got.Exhaustion != want.Exhaustion {
			rt.Fatalf("%d gaps, %s at %s; without any %s at %s", got.Gaps, got.Projected, got.Exhaustion, want.Projected, want.Exhaustion)
		}
	})
}
