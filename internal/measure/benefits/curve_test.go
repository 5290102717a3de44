package benefits_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/money"
)

func amount(t *testing.T, s string) contract.Maybe[money.Decimal] {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return contract.Some(d)
}

func quarterOf(t *testing.T, s string) date.Quarter {
	t.Helper()
	q, err := date.ParseQuarter(s)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Worked by hand: 365 planned in 2026, a krone a day; 100 came in the first quarter, 50
// confirmed in the second; what is committed, or of a quarter not over, does not count.
func TestBenefitCurve(t *testing.T) {
	p := &contract.Portfolio{Settings: contract.Settings{Defaults: contract.Defaults{Currency: "NOK"}}, Contracts: []*contract.Contract{{ID: "a", Status: "active", Benefits: []contract.Benefit{{
		ID: "x", Kind: "price-reduction", Planned: []contract.PlannedBenefit{{Year: 2026, Amount: amount(t, "365")}},
		Realised: []contract.RealisedBenefit{
			{Period: quarterOf(t, "2026-q1"), Amount: amount(t, "100"), Evidence: "B", State: "realised"},
			{Period: quarterOf(t, "2026-q2"), Amount: amount(t, "50"), Evidence: "A", State: "confirmed"},
			{Period: quarterOf(t, "2026-q2"), Amount: amount(t, "7"), Evidence: "D", State: "committed"},
			{Period: quarterOf(t, "2026-q4"), Amount: amount(t, "9"), Evidence: "B", State: "realised"},
		},
	}}}}}
	p.Index()
	f := figures.Of(p, date.MustParse("2026-11-01"))
	got := benefits.Curve(f, "cash", 12)
	want := []struct{ quarter, planned, realised, confirmed string }{{"2026-q1", "90", "100", "0"}, {"2026-q2", "181", "150", "50"}, {"2026-q3", "273", "150", "50"}}
	if len(got) != len(want) {
		t.Fatalf("%d points: %+v", len(got), got)
	}
	for i, w := range want {
		if g := got[i]; g.Quarter.String() != w.quarter || g.PlannedToDate.RatString() != w.planned || g.Realised.RatString() != w.realised || g.Confirmed.RatString() != w.confirmed {
			t.Errorf("%v: %v %v %v, want %+v", g.Quarter, g.PlannedToDate, g.Realised, g.Confirmed, w)
		}
	}
	if e := benefits.Evidence(f, "cash"); len(e) != 2 || e["A"].RatString() != "50" || e["B"].RatString() != "100" {
		t.Errorf("evidence: %v", e)
	}
	if benefits.Curve(f, "co2e", 12) != nil {
		t.Error("a class without benefits has a curve")
	}
}

// Emissions that are reckoned from what was spent stand beside the sums, not in them. Net is
// what came in cash less what it cost.
func TestNetAndEstimates(t *testing.T) {
	q := quarterOf(t, "2026-q1")
	came := func(s string) []contract.RealisedBenefit {
		return []contract.RealisedBenefit{{Period: q, Amount: amount(t, s), State: "realised"}}
	}
	p := &contract.Portfolio{Contracts: []*contract.Contract{{ID: "a", Status: "active", Benefits: []contract.Benefit{
		{ID: "price", Kind: "price-reduction", Realised: came("100"), Costs: []contract.BenefitCost{{Date: date.MustParse("2026-02-01"), Amount: contract.Some(money.NOK(130))}}},
		{ID: "measured", Kind: "co2e-measured", Realised: came("7")},
		{ID: "reckoned", Kind: "co2e-spend", Class: "cash", Realised: came("50")},
	}}}}
	f := figures.Of(p.Index(), date.MustParse("2026-11-01"))
	cash, climate := f.Totals.Benefits[0], f.Totals.Benefits[1]
	if cash.Realised.RatString() != "100" || cash.Net().RatString() != "-30" || cash.Estimated != nil {
		t.Errorf("cash %+v", cash)
	}
	if climate.Realised.RatString() != "7" || climate.Estimated.RatString() != "50" || climate.Net() != nil {
		t.Errorf("climate %+v", climate)
	}
}

// Benefits of a contract in another currency count at its rate, costs too; without a rate, or in
// a third currency, they are in no sum.
func TestBenefitsInOtherCurrencies(t *testing.T) {
	euro := func(id string, rate string, unit string) *contract.Contract {
		c := &contract.Contract{ID: id, Status: "active", Value: contract.Value{Currency: "EUR"}, Benefits: []contract.Benefit{{ID: "x", Kind: "price-reduction", Unit: unit,
			Realised: []contract.RealisedBenefit{{Period: quarterOf(t, "2026-q1"), Amount: amount(t, "100"), Evidence: "B", State: "confirmed"}},
			Costs:    []contract.BenefitCost{{Date: date.MustParse("2026-02-01"), Amount: contract.Some(money.NOK(10))}}}}}
		if rate != "" {
			c.Value.Rate, c.Value.RateDate = amount(t, rate), date.MustParse("2026-01-01")
		}
		return c
	}
	for _, x := range []struct {
		rate, unit, net, invoiced string
	}{{"11.5", "", "1035", "1150"}, {"11.5", "EUR", "1035", "1150"}, {"11.5", "NOK", "90", "100"}, {"11.5", "USD", "", ""}, {"", "", "", ""}} {
		f := figures.Of((&contract.Portfolio{Settings: contract.Settings{Defaults: contract.Defaults{Currency: "NOK"}}, Contracts: []*contract.Contract{euro("a", x.rate, x.unit)}}).Index(), date.MustParse("2026-11-01"))
		net, invoiced := "", ""
		if len(f.Totals.Benefits) > 0 {
			net = f.Totals.Benefits[0].Net().RatString()
			invoiced = benefits.Evidence(f, "cash")["B"].RatString()
		}
		cash := benefits.Cash(benefits.Sums(f.World, f.Contracts))
		if net != x.net || invoiced != x.invoiced || net != "" && cash.Net().RatString() != net {
			t.Errorf("rate %q, unit %q: net %q, invoiced %q; cash %v", x.rate, x.unit, net, invoiced, cash.Net())
		}
	}
}
