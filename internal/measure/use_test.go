package measure

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
)

// fraction reads a fraction; "" is unknown.
func fraction(s string) *big.Rat {
	if s == "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func same(a, b *big.Rat) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0
}

func TestUseBand(t *testing.T) {
	for _, x := range []struct {
		use, projected string
		want           UseBand
	}{
		{"", "", UseUnknown},
		{"", "2", UseUnknown},
		{"0", "", UseLow},
		{"699/1000", "1", UseLow},
		{"7/10", "1", UseHigh},
		{"1", "1", UseHigh},
		{"1/2", "1001/1000", UseOverForecast},
		{"1001/1000", "", UseOver},
		{"1001/1000", "2", UseOver},
	} {
		m := Money{Use: fraction(x.use), ProjectedUse: fraction(x.projected)}
		if got := m.UseBand(); got != x.want {
			t.Errorf("used %q, projected %q: %s, want %s", x.use, x.projected, got, x.want)
		}
	}
}

// A ceiling of 0 has no share of it, and the list shows what the overview counts.
func TestUseBandOfNoCeiling(t *testing.T) {
	for _, x := range []struct {
		spent, projected, ceiling string
		want                      UseBand
	}{
		{"0", "0", "0", UseUnknown},
		{"1", "", "0", UseOver},
		{"0", "1", "0", UseOverForecast},
		{"1", "2", "", UseUnknown},
	} {
		c := &ContractFigures{Contract: &contract.Contract{}, Money: Money{Spent: fraction(x.spent), Projected: fraction(x.projected), Ceiling: fraction(x.ceiling)}}
		n := CountCeilings([]*ContractFigures{c})
		got := c.Money.UseBand()
		if got != x.want || (got == UseOver) != (n.Passed == 1) || (got == UseOverForecast) != (n.WillPass == 1) {
			t.Errorf("%+v: %s, counted %+v", x, got, n)
		}
	}
}

func TestBeyond(t *testing.T) {
	for _, x := range []struct{ spent, projected, ceiling, want string }{
		{"", "5", "4", ""},
		{"5", "", "", ""},
		{"4", "4", "4", ""},
		{"5", "", "4", "1"},
		{"3", "6", "4", "2"},
		{"5", "4", "4", "1"}, // what is bought is more than the projection
		{"1", "", "0", "1"},
	} {
		m := Money{Spent: fraction(x.spent), Projected: fraction(x.projected), Ceiling: fraction(x.ceiling)}
		if got := m.Beyond(); !same(got, fraction(x.want)) {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

func TestCeilingOutlook(t *testing.T) {
	for _, x := range []struct {
		exhaustion string
		projected  bool
		want       CeilingOutlook
	}{
		{"2026-05-01", false, CeilingNoRate},
		{"", true, CeilingHolds},
		{"2026-10-31", true, CeilingReckoned}, // the month that would show it is not posted
		{"2026-11-01", true, CeilingReckoned},
		{"2026-11-02", true, CeilingWillReach},
		{"2027-12-31", true, CeilingWillReach},
		{"2028-01-01", true, CeilingHolds},
	} {
		m := Money{Exhaustion: measuretest.Day(x.exhaustion), Horizon: measuretest.Day("2027-12-31")}
		if x.projected {
			m.Projected = fraction("1")
		}
		if got := m.CeilingOutlook(measuretest.Day("2026-11-01")); got != x.want {
			t.Errorf("%s: %s, want %s", x.exhaustion, got, x.want)
		}
	}
	m := Money{Spent: fraction("1"), Ceiling: fraction("1"), Exhaustion: measuretest.Day("2026-03-31")}
	if got := m.CeilingOutlook(measuretest.Day("2026-11-01")); got != CeilingReached {
		t.Errorf("a ceiling that is spent: %s", got)
	}
}

func TestQuartersInForce(t *testing.T) {
	q := func(day string, amount money.Amount) QuarterTurnover {
		return QuarterTurnover{Quarter: measuretest.Day(day).QuarterOf(), Amount: amount}
	}
	c := ContractFigures{Terms: Terms{Start: measuretest.Day("2026-04-01")}}
	c.Money.Quarters = []QuarterTurnover{q("2025-10-01", 0), q("2026-01-01", 0), q("2026-04-01", 0), q("2026-07-01", 3)}
	if got := c.QuartersInForce(); len(got) != 2 || got[0].Quarter != measuretest.Day("2026-04-01").QuarterOf() {
		t.Error(got)
	}
	c.Money.Quarters[1].Amount = 1 // bought before it began: shown
	if got := c.QuartersInForce(); len(got) != 3 {
		t.Error(got)
	}
}

func TestRatios(t *testing.T) {
	for _, x := range []struct{ now, before, excess, difference, growth string }{
		{"", "1", "", "", ""},
		{"1", "", "", "", ""},
		{"1", "0", "", "1", ""},
		{"3", "2", "2", "1", "1/2"},
		{"1", "2", "", "-1", "-1/2"},
		{"1", "-2", "", "3", ""},
	} {
		now, before := fraction(x.now), fraction(x.before)
		if !same(Excess(now), fraction(x.excess)) || !same(Difference(now, before), fraction(x.difference)) || !same(Growth(now, before), fraction(x.growth)) {
			t.Errorf("%+v: %v %v %v", x, Excess(now), Difference(now, before), Growth(now, before))
		}
	}
	if Percent(nil) != nil || !same(Percent(fraction("1/8")), fraction("25/2")) || Ratio(fraction("1"), fraction("0")) != nil {
		t.Error("Percent or Ratio")
	}
}
