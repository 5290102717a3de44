package ceilings

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

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
		m := measure.Money{Use: measuretest.Rat(x.use), ProjectedUse: measuretest.Rat(x.projected)}
		if got := UseBandOf(&m); got != x.want {
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
		c := &measure.ContractFigures{Contract: &contract.Contract{}, Money: measure.Money{Spent: measuretest.Rat(x.spent), Projected: measuretest.Rat(x.projected), Ceiling: measuretest.Rat(x.ceiling)}}
		n := Count([]*measure.ContractFigures{c})
		got := UseBandOf(&c.Money)
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
		m := measure.Money{Spent: measuretest.Rat(x.spent), Projected: measuretest.Rat(x.projected), Ceiling: measuretest.Rat(x.ceiling)}
		if got := Beyond(&m); !measuretest.Same(got, measuretest.Rat(x.want)) {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

func TestCeilingOutlook(t *testing.T) {
	for _, x := range []struct {
		exhaustion string
		projected  bool
		want       Outlook
	}{
		{"2026-05-01", false, NoRate},
		{"", true, Holds},
		{"2026-10-31", true, Reckoned}, // the month that would show it is not posted
		{"2026-11-01", true, Reckoned},
		{"2026-11-02", true, WillReach},
		{"2027-12-31", true, WillReach},
		{"2028-01-01", true, Holds},
	} {
		m := measure.Money{Exhaustion: measuretest.Day(x.exhaustion), Horizon: measuretest.Day("2027-12-31")}
		if x.projected {
			m.Projected = measuretest.Rat("1")
		}
		if got := OutlookOf(&m, measuretest.Day("2026-11-01")); got != x.want {
			t.Errorf("%s: %s, want %s", x.exhaustion, got, x.want)
		}
	}
	m := measure.Money{Spent: measuretest.Rat("1"), Ceiling: measuretest.Rat("1"), Exhaustion: measuretest.Day("2026-03-31")}
	if got := OutlookOf(&m, measuretest.Day("2026-11-01")); got != Reached {
		t.Errorf("a ceiling that is spent: %s", got)
	}
	for _, x := range []struct {
		through, projected string
		want               Outlook
	}{{"2026-09-29", "1", Holds}, {"2026-09-30", "1", Done}, {"2026-10-31", "1", Done}, {"2026-10-31", "", Done}, {"2026-10-31", "2", Holds}} {
		m := measure.Money{Spent: measuretest.Rat("1"), Ceiling: measuretest.Rat("9"), Projected: measuretest.Rat(x.projected), Through: measuretest.Day(x.through), Horizon: measuretest.Day("2026-09-30")}
		if got := OutlookOf(&m, measuretest.Day("2026-11-01")); got != x.want {
			t.Errorf("registered to %s, projected %q: %s, want %s", x.through, x.projected, got, x.want)
		}
	}
}

func TestLack(t *testing.T) {
	begins := measure.Terms{Start: measuretest.Day("2027-01-01")}
	one := measure.One
	for _, x := range []struct {
		c    measure.ContractFigures
		want Lack
	}{
		{measure.ContractFigures{Money: measure.Money{Spent: one, Ceiling: one}}, ""},
		{measure.ContractFigures{Money: measure.Money{Spent: one}}, LackCeiling},
		{measure.ContractFigures{Money: measure.Money{Ceiling: one}}, LackTurnover},
		{measure.ContractFigures{Status: contract.Planned, Terms: begins}, LackBegun},
		{measure.ContractFigures{Status: contract.Planned}, LackTurnover},
		{measure.ContractFigures{Status: contract.Planned, Terms: begins, Money: measure.Money{Part: &measure.Bought{}}}, LackCallOffs},
	} {
		if got := LackOf(&x.c); got != x.want {
			t.Errorf("%+v: %q, not %q", x.c.Money, got, x.want)
		}
		n := Count([]*measure.ContractFigures{&x.c})
		if (n.Known == 1) != (x.want == "") || (n.Withheld == 1) != (x.want == LackCallOffs) {
			t.Errorf("%q is counted %+v", x.want, n)
		}
	}
}
