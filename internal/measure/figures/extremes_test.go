package figures_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/money"
	"pgregory.net/rapid"
)

// Measure is total: whatever a file can hold gives figures, and those keep to what they say.
// Dates are drawn near the ends of what the loader lets in, numbers up to its bound, in no
// order; contracts may be under each other, or under themselves.
func TestExtremes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := func(label string) date.Date {
			if rapid.IntRange(0, 3).Draw(t, label+"?") == 0 {
				return date.Date{}
			}
			year := rapid.SampledFrom([]int{1900, 1999, 2020, 2024, 2026, 2028, 2199}).Draw(t, label+" year")
			return rapid.SampledFrom([]date.Date{date.Of(year, 1, 1), date.Of(year, 2, 28), date.Of(year, 3, 0), date.Of(year, 3, 31), date.Of(year, 12, 1), date.Of(year, 12, 31)}).Draw(t, label)
		}
		count := func(label string) contract.Maybe[int] {
			n := rapid.SampledFrom([]int{-1, 0, 1, 12, 31, 1200, 215_700, 1_000_000_000}).Draw(t, label)
			return contract.Maybe[int]{V: max(n, 0), Set: n >= 0}
		}
		amount := func(label string) contract.Maybe[money.Amount] {
			a := rapid.SampledFrom([]money.Amount{-money.Max, -1, 0, 1, 100, money.NOK(1_000_000), money.Max}).Draw(t, label)
			return contract.Maybe[money.Amount]{V: a, Set: rapid.Bool().Draw(t, label+"?")}
		}
		p := measuretest.Portfolio()
		p.Contracts = nil
		asOf := date.Max(day("as-of"), date.Of(1900, 1, 1))
		ids := []string{"a", "b", "c"}
		for _, id := range ids {
			c := &contract.Contract{
				ID: id, Status: rapid.SampledFrom([]contract.Status{"active", "planned", "ended", "terminated"}).Draw(t, "status"),
				Kind:   rapid.SampledFrom([]contract.Kind{"framework", "contract", "call-off", "dps"}).Draw(t, "kind"),
				Parent: rapid.SampledFrom(append(ids, "", "")).Draw(t, "parent"),
			}
			c.Value.Estimated, c.Value.Maximum = amount("estimated"), amount("maximum")
			c.Period = contract.Period{
				Start: day("start"), End: day("end"), DurationMonths: count("duration"), NoticeMonths: count("notice months"), NoticeDays: count("notice days"),
				NoticeGiven: day("notice given"), Terminated: day("terminated"), Renewal: rapid.SampledFrom([]contract.Renewal{"", "none", "options", "tacit"}).Draw(t, "renewal"),
				Tacit: contract.Tacit{Months: count("tacit").V, Times: count("times").V},
			}
			c.Procurement.LeadDays = count("lead")
			c.Options = []contract.Option{{ExtendsTo: day("to"), DecideBy: day("by"), Status: rapid.SampledFrom([]contract.OptionStatus{"", "exercised", "lapsed"}).Draw(t, "option"), Decided: day("decided")}}
			c.Amendments = []contract.Amendment{{Signed: day("signed"), EndAfter: day("end after"), Value: amount("amendment"), MaximumAfter: amount("maximum after"), Ground: "foa-28-1-b"}}
			c.Plan = []contract.PlanItem{{Every: rapid.SampledFrom([]contract.Every{"month", "year", "once"}).Draw(t, "every"), From: day("from"), Due: day("due"), Done: []date.Date{day("done")}, Hours: count("hours")}}
			c.Benefits = []contract.Benefit{{Kind: "price-reduction", Planned: []contract.PlannedBenefit{{Year: count("year").V, Amount: contract.Some(money.NewDecimal(999_999_999_999_999_999, 0))}}}}
			if rapid.Bool().Draw(t, "turnover") {
				c.Turnover = &contract.Turnover{Through: day("through")}
				for range rapid.IntRange(0, 3).Draw(t, "months") {
					if m := day("month"); !m.IsZero() {
						c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: m.MonthOf(), Total: amount("bought").V})
					}
				}
			}
			p.Contracts = append(p.Contracts, c)
		}
		f := figures.Of(p.Index(), asOf)
		workload.Shortfalls(f)
		for _, cf := range f.Contracts {
			forecast.Of(f, cf)
			terms := &cf.Terms
			if terms.DaysLeft < 0 || !terms.CurrentEnd.IsZero() && !terms.LastEnd.IsZero() && terms.LastEnd.Before(terms.CurrentEnd) {
				t.Fatalf("%s: the last end %s is before the current %s, %d days left", cf.Contract.ID, terms.LastEnd, terms.CurrentEnd, terms.DaysLeft)
			}
			if m := &cf.Money; m.Through.After(asOf) || m.Spent != nil && m.Ceiling != nil && m.Spent.Cmp(m.Ceiling) >= 0 && (m.Exhaustion.IsZero() || m.Exhaustion.MonthOf().Sub(asOf.MonthOf()) > 0) {
				t.Fatalf("%s: known through %s, exhausted %s", cf.Contract.ID, m.Through, m.Exhaustion)
			}
			if r := cf.Risk; r != nil && (r.Score.Sign() < 0 || r.Score.Cmp(rat100) > 0) {
				t.Fatalf("%s: a score of %s", cf.Contract.ID, r.Score)
			}
		}
	})
}

var rat100 = money.NOK(100).Rat()

// A contract of one day, and one on the leap day.
func TestShortTerms(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ start, end, asOf, status string }{
		{"2026-11-01", "2026-11-01", "2026-10-31", "planned"},
		{"2026-11-01", "2026-11-01", "2026-11-01", "active"},
		{"2026-11-01", "2026-11-01", "2026-11-02", "ended"},
		{"2028-02-29", "2028-02-29", "2028-02-29", "active"},
		{"2028-02-29", "2028-02-29", "2028-03-01", "ended"},
	} {
		c := &contract.Contract{ID: "a", Kind: "contract", Status: "active", Period: contract.Period{Start: measuretest.Day(tc.start), End: measuretest.Day(tc.end)}}
		c.Value.Estimated = contract.Some(money.NOK(1000))
		cf := measureOne(tc.asOf, c)
		if string(cf.Status) != tc.status || cf.Terms.DaysLeft != max(0, measuretest.Day(tc.end).Days(measuretest.Day(tc.asOf))) || cf.Money.AnnualValue.Cmp(money.NOK(1000).Rat()) != 0 {
			t.Errorf("%s to %s on %s: %s, %d days left, %s a year", tc.start, tc.end, tc.asOf, cf.Status, cf.Terms.DaysLeft, cf.Money.AnnualValue)
		}
	}
}

// measureOne measures a single contract in an otherwise empty portfolio.
func measureOne(asOf string, c *contract.Contract, others ...*contract.Contract) *measure.ContractFigures {
	p := &contract.Portfolio{Contracts: append(others, c)}
	return figures.Of(p.Index(), measuretest.Day(asOf)).Of(c.ID)
}
