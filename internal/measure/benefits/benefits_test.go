package benefits

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
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
		Planned: []contract.PlannedBenefit{{Year: 2025, Amount: contract.Some(measuretest.Decimal("1_000_000"))}, {Year: 2026, Amount: contract.Some(measuretest.Decimal("365_000"))}, {Year: 2027, Amount: contract.Some(measuretest.Decimal("500_000"))}},
		Realised: []contract.RealisedBenefit{
			{Period: quarter("2025-q4"), Amount: contract.Some(measuretest.Decimal("400_000")), State: "confirmed"},
			{Period: quarter("2026-q1"), Amount: contract.Some(measuretest.Decimal("100_000.50")), State: "realised"},
			{Period: quarter("2026-q2"), Amount: contract.Some(measuretest.Decimal("70_000")), State: "realised"}, // has not ended
			{Period: quarter("2026-q1"), Amount: contract.Some(measuretest.Decimal("50_000")), State: "committed"},
			{Period: quarter("2026-q1"), Amount: contract.Some(measuretest.Decimal("60_000")), State: "planned"},
			{Period: quarter("2026-q1"), State: "realised"}, // no amount
		},
		Costs: []contract.BenefitCost{{Date: measuretest.Day("2025-01-01"), Amount: contract.Some(money.NOK(30_000))}, {Date: measuretest.Day("2026-07-01"), Amount: contract.Some(money.NOK(99_000))}},
	}
	f := benefitOf(&b, measuretest.Day("2026-04-10")) // day 100 of 365
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
	if f := benefitOf(&b, measuretest.Day("2026-12-31")); f.PlannedToDate.Cmp(big.NewRat(1_365_000, 1)) != 0 {
		t.Errorf("the whole year: %s", f.PlannedToDate)
	}
	none := benefitOf(&contract.Benefit{Kind: "process"}, measuretest.Day("2026-04-10"))
	if none.Realisation != nil || none.PlannedToDate != nil || none.Net != nil {
		t.Errorf("nothing planned: %+v", none)
	}
}

// Shares are not added up: 11 % and then 12 % is 12 %, against the plan of the year.
func TestShareIsTheLatest(t *testing.T) {
	b := contract.Benefit{
		ID: "larlinger", Kind: "apprentice-share", Unit: "%",
		Planned: []contract.PlannedBenefit{{Year: 2025, Amount: contract.Some(measuretest.Decimal("8"))}, {Year: 2026, Amount: contract.Some(measuretest.Decimal("10"))}, {Year: 2027, Amount: contract.Some(measuretest.Decimal("15"))}},
		Realised: []contract.RealisedBenefit{
			{Period: quarter("2025-q4"), Amount: contract.Some(measuretest.Decimal("11")), State: "confirmed"},
			{Period: quarter("2026-q1"), Amount: contract.Some(measuretest.Decimal("12")), State: "realised"},
			{Period: quarter("2026-q2"), Amount: contract.Some(measuretest.Decimal("99")), State: "realised"}, // has not ended
		},
	}
	f := benefitOf(&b, measuretest.Day("2026-04-10"))
	for what, x := range map[string][2]*big.Rat{
		"planned to date": {f.PlannedToDate, big.NewRat(10, 1)}, "planned": {f.PlannedTotal, big.NewRat(15, 1)},
		"realised": {f.Realised, big.NewRat(12, 1)}, "confirmed": {f.Confirmed, big.NewRat(11, 1)}, "realisation": {f.Realisation, big.NewRat(12, 10)},
	} {
		if x[0] == nil || x[0].Cmp(x[1]) != 0 {
			t.Errorf("%s: %v, want %v", what, x[0], x[1])
		}
	}
}
