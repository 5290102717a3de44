package measure_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
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
	f := measure.Measure(p, date.MustParse("2026-11-01"))
	got := f.BenefitCurve("cash", 12)
	want := []struct{ quarter, planned, realised, confirmed string }{{"2026-q1", "90", "100", "0"}, {"2026-q2", "181", "150", "50"}, {"2026-q3", "273", "150", "50"}}
	if len(got) != len(want) {
		t.Fatalf("%d points: %+v", len(got), got)
	}
	for i, w := range want {
		if g := got[i]; g.Quarter.String() != w.quarter || g.Planned.RatString() != w.planned || g.Realised.RatString() != w.realised || g.Confirmed.RatString() != w.confirmed {
			t.Errorf("%v: %v %v %v, want %+v", g.Quarter, g.Planned, g.Realised, g.Confirmed, w)
		}
	}
	if e := f.BenefitEvidence("cash"); len(e) != 2 || e["A"].RatString() != "50" || e["B"].RatString() != "100" {
		t.Errorf("evidence: %v", e)
	}
	if f.BenefitCurve("co2e", 12) != nil {
		t.Error("a class without benefits has a curve")
	}
}

// A supplier has all of its own contract, its part of a shared one, and nothing of one
// whose parts are not known, which is said.
func TestSupplierTurnover(t *testing.T) {
	month := func(s string, total int64, parts ...contract.SupplierTurnover) contract.MonthTurnover {
		m, err := date.ParseMonth(s)
		if err != nil {
			t.Fatal(err)
		}
		return contract.MonthTurnover{Month: m, Total: money.Amount(total), BySupplier: parts}
	}
	of := func(id string, suppliers []string, months ...contract.MonthTurnover) *contract.Contract {
		return &contract.Contract{ID: id, Status: "active", Suppliers: suppliers, Turnover: &contract.Turnover{Months: months}}
	}
	p := &contract.Portfolio{Settings: contract.Settings{Defaults: contract.Defaults{Currency: "NOK"}}, Contracts: []*contract.Contract{
		of("a", []string{"s"}, month("2026-03", 100), month("2026-07", 10), month("2026-12", 999)),
		of("b", []string{"s", "r"}, month("2026-08", 50, contract.SupplierTurnover{Supplier: "s", Amount: 20}, contract.SupplierTurnover{Supplier: "r", Amount: 30})),
		of("c", []string{"r"}, month("2026-08", 7)),
	}}
	p.Index()
	f := measure.Measure(p, date.MustParse("2026-11-01"))
	got, shared := f.SupplierTurnover(f.Contracts, "s", 3)
	if shared || len(got) != 3 || got[0].Amount != 0 || got[1].Amount != 30 || got[2].Amount != 0 || !got[2].Partial || got[1].Quarter.String() != "2026-q3" {
		t.Errorf("%+v, shared %v", got, shared)
	}
	p.Contracts[1].Turnover.Months[0].BySupplier = nil
	f = measure.Measure(p, date.MustParse("2026-11-01"))
	if got, shared := f.SupplierTurnover(f.Contracts, "s", 3); !shared || got[1].Amount != 10 {
		t.Errorf("%+v, shared %v", got, shared)
	}
}
