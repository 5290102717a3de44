package totals_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/money"
)

func quarter(s string) date.Quarter {
	q, err := date.ParseQuarter(s)
	if err != nil {
		panic(err)
	}
	return q
}

func TestBenefitTotalsKeepClassesApart(t *testing.T) {
	t.Parallel()
	p := measuretest.Portfolio()
	c := measuretest.Contract(p)
	benefit := func(kind, unit, amount string) contract.Benefit {
		return contract.Benefit{Kind: contract.BenefitKind(kind), Unit: unit, Realised: []contract.RealisedBenefit{{Period: quarter("2026-q1"), Amount: contract.Some(measuretest.Decimal(amount)), State: "realised"}}}
	}
	c.Benefits = []contract.Benefit{
		benefit("price-reduction", "", "100"), benefit("recovery", "NOK", "20"), benefit("cost-avoidance", "", "7"), benefit("co2e-measured", "t CO2e", "3.5"),
		benefit("apprentice-share", "%", "12"), benefit("back-pay", "", "9"), benefit("price-reduction", "EUR", "1000"),
	}
	got := map[string]string{}
	for _, x := range figures.Of(p.Index(), measuretest.AsOf).Totals.Benefits {
		got[string(x.Class)] = x.Realised.RatString()
	}
	if len(got) != 4 || got["cash"] != "120" || got["non-cash"] != "7" || got["co2e"] != "7/2" || got["workers"] != "9" {
		t.Errorf("totals %v", got)
	}
}

func TestSpendShares(t *testing.T) {
	t.Parallel()
	p := measuretest.Portfolio()
	bought := func(q string, on, off, none, e int64) *contract.Spend {
		return &contract.Spend{Quarter: quarter(q), Categories: []contract.CategorySpend{{
			ID: "kategori-1", OnContract: contract.Some(money.NOK(on)), OffContract: contract.Some(money.NOK(off)), Uncovered: contract.Some(money.NOK(none)), EHandel: contract.Some(money.NOK(e)),
		}}}
	}
	p.Spend = []*contract.Spend{bought("2025-q2", 1, 1000, 0, 0), bought("2025-q4", 70, 30, 0, 0), bought("2026-q3", 80, 10, 10, 20), bought("2026-q4", 1, 1, 1, 1)}
	got := figures.Of(p.Index(), measuretest.AsOf).Totals
	if got.SpendQuarter != quarter("2026-q3") || got.Coverage.Cmp(big.NewRat(9, 10)) != 0 || got.Loyalty.Cmp(big.NewRat(8, 9)) != 0 ||
		got.EHandel.Cmp(big.NewRat(1, 4)) != 0 || got.Leakage.Cmp(big.NewRat(40, 1)) != 0 {
		t.Errorf("%s: coverage %s, loyalty %s, e-handel %s, leakage %s", got.SpendQuarter, got.Coverage, got.Loyalty, got.EHandel, got.Leakage)
	}
	sums, since := spend.ByCategory(p, measuretest.AsOf)
	if since != quarter("2025-q4") || len(sums) != 1 || sums[0].Off.Rat().Cmp(got.Leakage) != 0 {
		t.Errorf("by category since %s: %+v, want the sum of the totals, %s", since, sums, got.Leakage)
	}
	if none := figures.Of(measuretest.Portfolio().Index(), measuretest.AsOf).Totals; none.Coverage != nil || none.Leakage != nil {
		t.Error("shares without facts")
	}
}
