package measure

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

func quarter(s string) date.Quarter {
	q, err := date.ParseQuarter(s)
	if err != nil {
		panic(err)
	}
	return q
}

func TestBenefitLedger(t *testing.T) {
	b := contract.Benefit{
		ID: "timepris", Kind: "price-reduction",
		Planned: []contract.PlannedBenefit{{Year: 2025, Amount: some(dec("1_000_000"))}, {Year: 2026, Amount: some(dec("365_000"))}, {Year: 2027, Amount: some(dec("500_000"))}},
		Realised: []contract.RealisedBenefit{
			{Period: quarter("2025-q4"), Amount: some(dec("400_000")), State: "confirmed"},
			{Period: quarter("2026-q1"), Amount: some(dec("100_000.50")), State: "realised"},
			{Period: quarter("2026-q2"), Amount: some(dec("70_000")), State: "realised"}, // has not ended
			{Period: quarter("2026-q1"), Amount: some(dec("50_000")), State: "committed"},
			{Period: quarter("2026-q1"), Amount: some(dec("60_000")), State: "planned"},
			{Period: quarter("2026-q1"), State: "realised"}, // no amount
		},
		Costs: []contract.BenefitCost{{Date: d("2025-01-01"), Amount: some(money.NOK(30_000))}, {Date: d("2026-07-01"), Amount: some(money.NOK(99_000))}},
	}
	f := benefitOf(&b, d("2026-04-10")) // day 100 of 365
	for what, x := range map[string][2]*big.Rat{
		"planned to date": {f.PlannedToDate, big.NewRat(1_100_000, 1)},
		"planned":         {f.PlannedTotal, big.NewRat(1_865_000, 1)},
		"realised":        {f.Realised, big.NewRat(1_000_001, 2)},
		"confirmed":       {f.Confirmed, big.NewRat(400_000, 1)},
		"committed":       {f.Committed, big.NewRat(50_000, 1)},
		"costs":           {f.Costs, big.NewRat(30_000, 1)},
		"net":             {f.Net, big.NewRat(940_001, 2)},
		"realisation":     {f.Realisation, big.NewRat(1_000_001, 2_200_000)},
	} {
		if x[0] == nil || x[0].Cmp(x[1]) != 0 {
			t.Errorf("%s: %v, want %v", what, x[0], x[1])
		}
	}
	if f := benefitOf(&b, d("2026-12-31")); f.PlannedToDate.Cmp(big.NewRat(1_365_000, 1)) != 0 {
		t.Errorf("the whole year: %s", f.PlannedToDate)
	}
	none := benefitOf(&contract.Benefit{Kind: "process"}, d("2026-04-10"))
	if none.Realisation != nil || none.PlannedToDate != nil || none.Net != nil {
		t.Errorf("nothing planned: %+v", none)
	}
}

// Shares are not added up: 11 % and then 12 % is 12 %, against the plan of the year.
func TestShareIsTheLatest(t *testing.T) {
	b := contract.Benefit{
		ID: "larlinger", Kind: "apprentice-share", Unit: "%",
		Planned: []contract.PlannedBenefit{{Year: 2025, Amount: some(dec("8"))}, {Year: 2026, Amount: some(dec("10"))}, {Year: 2027, Amount: some(dec("15"))}},
		Realised: []contract.RealisedBenefit{
			{Period: quarter("2025-q4"), Amount: some(dec("11")), State: "confirmed"},
			{Period: quarter("2026-q1"), Amount: some(dec("12")), State: "realised"},
			{Period: quarter("2026-q2"), Amount: some(dec("99")), State: "realised"}, // has not ended
		},
	}
	f := benefitOf(&b, d("2026-04-10"))
	for what, x := range map[string][2]*big.Rat{
		"planned to date": {f.PlannedToDate, big.NewRat(10, 1)}, "planned": {f.PlannedTotal, big.NewRat(15, 1)},
		"realised": {f.Realised, big.NewRat(12, 1)}, "confirmed": {f.Confirmed, big.NewRat(11, 1)}, "realisation": {f.Realisation, big.NewRat(12, 10)},
	} {
		if x[0] == nil || x[0].Cmp(x[1]) != 0 {
			t.Errorf("%s: %v, want %v", what, x[0], x[1])
		}
	}
}

func TestBenefitTotalsKeepClassesApart(t *testing.T) {
	p := testPortfolio()
	c := activeContract(p)
	benefit := func(kind, unit, amount string) contract.Benefit {
		return contract.Benefit{Kind: kind, Unit: unit, Realised: []contract.RealisedBenefit{{Period: quarter("2026-q1"), Amount: some(dec(amount)), State: "realised"}}}
	}
	c.Benefits = []contract.Benefit{
		benefit("price-reduction", "", "100"), benefit("recovery", "NOK", "20"), benefit("cost-avoidance", "", "7"), benefit("co2e-measured", "t CO2e", "3.5"),
		benefit("apprentice-share", "%", "12"), benefit("back-pay", "", "9"), benefit("price-reduction", "EUR", "1000"),
	}
	got := map[string]string{}
	for _, x := range Measure(p.Index(), testAsOf).Totals.Benefits {
		got[x.Class] = x.Realised.RatString()
	}
	if len(got) != 4 || got["cash"] != "120" || got["non-cash"] != "7" || got["co2e"] != "7/2" || got["workers"] != "9" {
		t.Errorf("totals %v", got)
	}
}

func TestWorkload(t *testing.T) {
	p := testPortfolio()
	c := activeContract(p)
	c.Plan = []contract.PlanItem{{What: "Møte", Every: "month", Hours: some(2)}, {What: "Kontroll", Every: "quarter", Hours: some(5), Responsible: "person-0"}, {What: "Uten timer", Every: "month"}}
	vacant := *c
	vacant.ID, vacant.Manager, vacant.Plan = "b", "person-4", nil // has left
	p.Contracts = append(p.Contracts, &vacant)
	w := Measure(p.Index(), testAsOf).Workload
	if len(w) != 6 {
		t.Fatalf("%d rows for five people", len(w))
	}
	if w[1].Contracts != 1 || w[1].Plan != 6 || w[1].Follow == 0 || w[1].Over {
		t.Errorf("the manager: %+v", w[1])
	}
	if w[0].Contracts != 0 || w[0].Plan != 5 || !w[0].Over { // capacity 0
		t.Errorf("the one responsible: %+v", w[0])
	}
	if w[5].Person != "" || w[5].Contracts != 1 || w[4].Contracts != 0 {
		t.Errorf("nobody: %+v", w[5])
	}
}

func TestSpendShares(t *testing.T) {
	p := testPortfolio()
	spend := func(q string, on, off, none, e int64) *contract.Spend {
		return &contract.Spend{Quarter: quarter(q), Categories: []contract.CategorySpend{{
			ID: "kategori-1", OnContract: some(money.NOK(on)), OffContract: some(money.NOK(off)), Uncovered: some(money.NOK(none)), EHandel: some(money.NOK(e)),
		}}}
	}
	p.Spend = []*contract.Spend{spend("2025-q2", 1, 1000, 0, 0), spend("2025-q4", 70, 30, 0, 0), spend("2026-q3", 80, 10, 10, 20), spend("2026-q4", 1, 1, 1, 1)}
	got := Measure(p.Index(), testAsOf).Totals
	if got.SpendQuarter != quarter("2026-q3") || got.Coverage.Cmp(big.NewRat(9, 10)) != 0 || got.Loyalty.Cmp(big.NewRat(8, 9)) != 0 ||
		got.EHandel.Cmp(big.NewRat(1, 4)) != 0 || got.Leakage.Cmp(big.NewRat(40, 1)) != 0 {
		t.Errorf("%s: coverage %s, loyalty %s, e-handel %s, leakage %s", got.SpendQuarter, got.Coverage, got.Loyalty, got.EHandel, got.Leakage)
	}
	sums, since := SpendByCategory(p, testAsOf)
	if since != quarter("2025-q4") || len(sums) != 1 || sums[0].Off.Rat().Cmp(got.Leakage) != 0 {
		t.Errorf("by category since %s: %+v, want the sum of the totals, %s", since, sums, got.Leakage)
	}
	if none := Measure(testPortfolio().Index(), testAsOf).Totals; none.Coverage != nil || none.Leakage != nil {
		t.Error("shares without facts")
	}
}
