package turnover_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/money"
)

// measureOne measures a single contract in an otherwise empty portfolio.
func measureOne(asOf string, c *contract.Contract, others ...*contract.Contract) *measure.ContractFigures {
	p := &contract.Portfolio{Contracts: append(others, c)}
	return figures.Of(p.Index(), measuretest.Day(asOf)).Of(c.ID)
}

func TestTurnoverDefinitions(t *testing.T) {
	r := func(s string) *big.Rat {
		if s == "" {
			return nil
		}
		v, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("%q is no number", s)
		}
		return v
	}
	framework := func(maximum int64, start, end string, ms ...contract.MonthTurnover) *contract.Contract {
		c := &contract.Contract{ID: "a", Kind: "framework", Status: "active", Period: contract.Period{Start: measuretest.Day(start), End: measuretest.Day(end)}}
		if maximum > 0 {
			c.Value.Maximum = contract.Some(money.NOK(maximum))
		}
		if ms != nil {
			c.Turnover = &contract.Turnover{Months: ms}
		}
		return c
	}
	with := func(c *contract.Contract, change func(c *contract.Contract)) *contract.Contract { change(c); return c }
	zeros := []contract.MonthTurnover{}
	for _, tc := range []struct {
		name                                 string
		asOf                                 string
		c                                    *contract.Contract
		ceiling, spent, rate, projected, use string
		through, horizon, exhaustion         string
	}{
		// 2025 has 365 days; 12 × 31,000 = 372,000; the last three months have 92 days.
		{"even months: the year is dearer than its last quarter", "2025-12-31", framework(1_000_000, "2024-01-01", "2026-12-31", measuretest.Months("2025-01", "2025-12", 31_000)...),
			"1000000", "372000", "372000/365", "744000", "744/1000", "2025-12-31", "2026-12-31", "2027-09-09"},
		{"three months dearer", "2025-12-31", with(framework(1_000_000, "2024-01-01", "2026-12-31", measuretest.Months("2025-01", "2025-09", 10_000)...), func(c *contract.Contract) {
			c.Turnover.Months = append(c.Turnover.Months, measuretest.Months("2025-10", "2025-12", 92_000)...)
		}), "1000000", "366000", "3000", "1461000", "1461/1000", "2025-12-31", "2026-12-31", "2026-07-31"},
		{"the month under way counts as spent, not in the rate", "2025-12-15", framework(0, "2025-09-01", "2026-12-31", measuretest.Months("2025-09", "2025-12", 91_000)...),
			"", "364000", "3000", "1461000", "", "2025-11-30", "2026-12-31", ""},
		{"months after the as-of month are ignored", "2025-12-15", framework(0, "2025-09-01", "2026-12-31", measuretest.Months("2025-09", "2026-02", 91_000)...),
			"", "364000", "3000", "1461000", "", "2025-11-30", "2026-12-31", ""},
		{"months before the start are left out of the rate", "2025-11-30", framework(0, "2025-09-20", "2026-11-30", measuretest.Months("2025-01", "2025-11", 91_000)...),
			"", "1001000", "3000", "2096000", "", "2025-11-30", "2026-11-30", ""},
		{"two complete months: no rate", "2025-11-29", framework(1_000_000, "2025-09-20", "2026-11-30", measuretest.Months("2025-09", "2025-11", 91_000)...),
			"1000000", "273000", "", "", "", "2025-10-31", "2026-11-30", ""},
		{"through is given", "2025-12-15", with(framework(0, "2025-06-01", "2026-12-31", measuretest.Months("2025-06", "2025-09", 92_000)...), func(c *contract.Contract) {
			c.Turnover.Through = measuretest.Day("2025-09-30")
		}), "", "368000", "368000/122", "213072000/122", "", "2025-09-30", "2026-12-31", ""},
		{"through is never after the as-of date", "2025-12-15", with(framework(0, "2025-09-01", "2026-12-31", measuretest.Months("2025-09", "2025-12", 91_000)...), func(c *contract.Contract) {
			c.Turnover.Through = measuretest.Day("2026-01-31")
		}), "", "364000", "3000", "1507000", "", "2025-12-15", "2026-12-31", ""},
		{"no file: unknown", "2025-12-31", framework(1_000_000, "2024-01-01", "2026-12-31"), "1000000", "", "", "", "", "", "", ""},
		{"an empty file: unknown, as without one", "2025-12-31", framework(1_000_000, "2024-01-01", "2026-12-31", zeros...), "1000000", "", "", "", "", "", "", ""},
		{"already over", "2025-12-31", framework(300_000, "2024-01-01", "2026-12-31", measuretest.Months("2025-01", "2025-12", 31_000)...),
			"300000", "372000", "372000/365", "744000", "744/300", "2025-12-31", "2026-12-31", "2025-10-31"},
		{"exactly at the ceiling is reached", "2025-12-31", framework(372_000, "2024-01-01", "2026-12-31", measuretest.Months("2025-01", "2025-12", 31_000)...),
			"372000", "372000", "372000/365", "744000", "2", "2025-12-31", "2026-12-31", "2025-12-31"},
		{"reached to the day", "2025-11-30", framework(364_000, "2025-09-01", "2026-12-31", measuretest.Months("2025-09", "2025-11", 91_000)...),
			"364000", "273000", "3000", "1461000", "1461/364", "2025-11-30", "2026-12-31", "2025-12-31"},
		{"after the last end nothing is projected", "2025-12-31", framework(1_000_000, "2023-01-01", "2025-06-30", measuretest.Months("2025-01", "2025-12", 31_000)...),
			"1000000", "372000", "372000/365", "372000", "372/1000", "2025-12-31", "2025-06-30", "2027-09-09"},
		{"tacit: a year ahead", "2025-12-15", with(framework(0, "2025-09-01", "2026-08-31", measuretest.Months("2025-09", "2025-11", 91_000)...), func(c *contract.Contract) {
			c.Period.Renewal, c.Period.Tacit.Months = "tacit", 12
		}), "", "273000", "3000", "1368000", "", "2025-11-30", "2026-11-30", ""},
		{"indefinite: a year ahead", "2025-12-15", framework(0, "2025-09-01", "", measuretest.Months("2025-09", "2025-11", 91_000)...),
			"", "273000", "3000", "1368000", "", "2025-11-30", "2026-11-30", ""},
		{"a contract's ceiling is its estimate and amendments", "2025-12-31", &contract.Contract{
			ID: "a", Kind: "contract", Period: contract.Period{Start: measuretest.Day("2025-01-01"), End: measuretest.Day("2026-12-31")},
			Value: contract.Value{Estimated: contract.Some(money.NOK(800_000))},
			Amendments: []contract.Amendment{
				{Signed: measuretest.Day("2025-06-01"), Value: contract.Some(money.NOK(100_000))}, {Signed: measuretest.Day("2025-07-01"), Value: contract.Some(money.NOK(-30_000))},
				{Signed: measuretest.Day("2026-01-01"), Value: contract.Some(money.NOK(500_000))}, {Value: contract.Some(money.NOK(500_000))},
			},
		}, "870000", "", "", "", "", "", "", ""},
		{"a framework's is not", "2025-12-31", with(framework(0, "2025-01-01", "2026-12-31"), func(c *contract.Contract) {
			c.Value.Estimated = contract.Some(money.NOK(800_000))
		}), "", "", "", "", "", "", "", ""},
		{"an amendment raises the maximum", "2025-12-31", with(framework(1_000_000, "2025-01-01", "2025-06-30"), func(c *contract.Contract) {
			c.Amendments = []contract.Amendment{
				{Signed: measuretest.Day("2025-06-01"), MaximumAfter: contract.Some(money.NOK(1_300_000))}, {Signed: measuretest.Day("2025-03-01"), MaximumAfter: contract.Some(money.NOK(1_200_000))},
				{Signed: measuretest.Day("2026-03-01"), MaximumAfter: contract.Some(money.NOK(9_000_000))},
			}
		}), "1300000", "", "", "", "", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := measureOne(tc.asOf, tc.c).Money
			same := func(what string, got, want *big.Rat) {
				if (got == nil) != (want == nil) || got != nil && got.Cmp(want) != 0 {
					t.Errorf("%s: %v, want %v", what, got, want)
				}
			}
			same("ceiling", m.Ceiling, r(tc.ceiling))
			same("spent", m.Spent, r(tc.spent))
			same("rate", m.Rate, r(tc.rate))
			same("projected", m.Projected, r(tc.projected))
			same("projected use", m.ProjectedUse, r(tc.use))
			for _, x := range []struct {
				what string
				got  date.Date
				want string
			}{{"through", m.Through, tc.through}, {"horizon", m.Horizon, tc.horizon}, {"exhaustion", m.Exhaustion, tc.exhaustion}} {
				if x.got != measuretest.Day(x.want) {
					t.Errorf("%s: %s, want %s", x.what, x.got, x.want)
				}
			}
		})
	}
}

func TestCallOffsCountOnce(t *testing.T) {
	framework := &contract.Contract{ID: "ramme", Kind: "framework", Status: "active", Period: contract.Period{Start: measuretest.Day("2025-01-01"), End: measuretest.Day("2026-12-31")}}
	framework.Value.Maximum = contract.Some(money.NOK(10_000_000))
	framework.Turnover = &contract.Turnover{Months: measuretest.Months("2025-01", "2025-06", 10_000)}
	callOff := func(id, currency string) *contract.Contract {
		c := &contract.Contract{ID: id, Kind: "call-off", Status: "active", Parent: "ramme", Period: framework.Period}
		c.Value.Currency = currency
		c.Turnover = &contract.Turnover{Months: measuretest.Months("2025-04", "2025-06", 1_000)}
		return c
	}
	p := &contract.Portfolio{Contracts: []*contract.Contract{framework, callOff("avrop-1", ""), callOff("avrop-2", "NOK"), callOff("avrop-3", "EUR")}}
	f := figures.Of(p.Index(), measuretest.Day("2025-06-30"))
	if got := f.Of("ramme").Money.Spent; got.Cmp(big.NewRat(66_000, 1)) != 0 {
		t.Errorf("the framework's turnover is %s, want 66000", got)
	}
	if got := f.Totals.Spent; got.Cmp(big.NewRat(66_000, 1)) != 0 {
		t.Errorf("the portfolio's turnover is %s, want 66000", got)
	}
	if !f.Of("avrop-3").Money.Foreign {
		t.Error("euros are foreign")
	}
}

// A call-off that ended long ago says nothing of how far the framework's turnover is known.
func TestThroughOfCallOffs(t *testing.T) {
	callOff := func(id, end, through string) *contract.Contract {
		c := &contract.Contract{ID: id, Kind: "call-off", Status: "active", Parent: "ramme", Period: contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day(end)}}
		c.Turnover = &contract.Turnover{Through: measuretest.Day(through), Months: measuretest.Months("2024-01", "2024-06", 1_000)}
		return c
	}
	for _, tc := range []struct {
		name, through string
		callOffs      []*contract.Contract
	}{
		{"over", "2026-09-30", []*contract.Contract{callOff("a", "2024-06-30", "2024-06-30")}},
		{"over, its last months not reported", "2026-09-30", []*contract.Contract{callOff("a", "2024-12-31", "2024-06-30")}},
		{"in force, and late", "2026-06-30", []*contract.Contract{callOff("a", "2024-06-30", "2024-06-30"), callOff("b", "2027-06-30", "2026-06-30")}},
	} {
		framework := &contract.Contract{ID: "ramme", Kind: "framework", Status: "active", Period: contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day("2027-12-31")}}
		framework.Turnover = &contract.Turnover{Through: measuretest.Day("2026-09-30"), Months: measuretest.Months("2025-01", "2026-09", 1_000)}
		if got := measureOne("2026-10-15", framework, tc.callOffs...).Money.Through; got != measuretest.Day(tc.through) {
			t.Errorf("%s: the framework's turnover is known through %s, want %s", tc.name, got, tc.through)
		}
	}
}

func TestHeadroom(t *testing.T) {
	p := measuretest.Portfolio()
	amendment := func(ground string, nok int64) contract.Amendment {
		return contract.Amendment{Ground: contract.Ground(ground), Value: contract.Some(money.NOK(nok)), Signed: measuretest.Day("2026-01-01")}
	}
	for _, tc := range []struct {
		name, nature string
		estimate     int64
		amendments   []contract.Amendment
		headroom     int64
		over         measure.Tri
	}{
		{"ten per cent", "services", 10_000_000, nil, 1_000_000, measure.No},
		{"used in part, reductions count", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-b", 700_000), amendment("foa-28-1-b", -100_000)}, 400_000, measure.No},
		{"net below zero gives no more", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-b", -700_000)}, 1_000_000, measure.No},
		{"the threshold is lower", "services", 40_000_000, nil, 2_300_000, measure.No},
		{"fifteen per cent for works", "works", 10_000_000, nil, 1_500_000, measure.No},
		{"over the limit", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-b", 1_000_001)}, -1, measure.Yes},
		{"just at the limit", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-b", 1_000_000)}, 0, measure.No},
		{"an option clause never counts", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-a", 9_000_000)}, 1_000_000, measure.No},
		{"additional works of half", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-c", 5_000_000), amendment("foa-28-1-d", 5_000_000)}, 1_000_000, measure.No},
		{"additional works of more", "services", 10_000_000, []contract.Amendment{amendment("foa-28-1-c", 5_000_001)}, 1_000_000, measure.Yes},
	} {
		c := &contract.Contract{ID: "a", Status: "active", Kind: "contract", Nature: contract.Nature(tc.nature), Amendments: tc.amendments}
		c.Value.Estimated = contract.Some(money.NOK(tc.estimate))
		c.Period = contract.Period{Start: measuretest.Day("2025-01-01"), End: measuretest.Day("2027-12-31")}
		p.Contracts = []*contract.Contract{c}
		cf := figures.Of(p.Index(), measuretest.AsOf).Of("a")
		if got := cf.Money.Headroom; got == nil || got.Cmp(big.NewRat(tc.headroom, 1)) != 0 {
			t.Errorf("%s: headroom %v, want %d", tc.name, got, tc.headroom)
		}
		if got := turnover.AmendmentsOverLimit(c, &cf.Money, measuretest.AsOf); got != tc.over {
			t.Errorf("%s: over the limit %v, want %v", tc.name, got, tc.over)
		}
	}
}
