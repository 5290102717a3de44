package spend_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/money"
)

func TestSpendInAll(t *testing.T) {
	mat := spend.Sum{On: 60, Off: 30, Uncovered: 10, EHandel: 5, Invoices: 4, Matched: 2}
	it := spend.Sum{On: 10, Off: 10, Uncovered: 80, EHandel: 1, Invoices: 3, Matched: 1}
	all := spend.InAll([]spend.CategorySum{{Category: "mat", Sum: mat}, {Category: "it", Sum: it}})
	if want := (spend.Sum{On: 70, Off: 40, Uncovered: 90, EHandel: 6, Invoices: 7, Matched: 3}); all != want {
		t.Errorf("%+v, want %+v", all, want)
	}
	if got := mat.LeakedShare(all).RatString(); got != "3/4" {
		t.Errorf("leaked: %s", got)
	}
	on, off, uncovered := mat.Parts()
	if on.RatString() != "3/5" || off.RatString() != "3/10" || uncovered.RatString() != "1/10" {
		t.Errorf("parts: %v %v %v", on, off, uncovered)
	}
	none := spend.InAll(nil)
	if on, off, uncovered := none.Parts(); on != nil || off != nil || uncovered != nil || none.LeakedShare(none) != nil {
		t.Errorf("shares of nothing: %v %v %v", on, off, uncovered)
	}
}

func TestLeaked(t *testing.T) {
	of := func(back int, off int64) spend.QuarterSum {
		return spend.QuarterSum{Quarter: date.Quarter{Year: 2026, Q: 3}.Add(-back), Sum: spend.Sum{Off: money.Amount(off)}}
	}
	for _, x := range []struct {
		name           string
		quarters       []spend.QuarterSum
		latest, before money.Amount
		most           date.Quarter
	}{
		{name: "nothing"},
		{"one quarter", []spend.QuarterSum{of(0, 5)}, 5, 0, date.Quarter{Year: 2026, Q: 3}},
		{"nine quarters", []spend.QuarterSum{of(8, 100), of(7, 1), of(4, 20), of(3, 100), of(0, 3)}, 103, 21, date.Quarter{Year: 2024, Q: 3}},
		{"none leaked", []spend.QuarterSum{of(1, 0), of(0, 0)}, 0, 0, date.Quarter{Year: 2026, Q: 2}},
	} {
		if latest, before := spend.Leaked(x.quarters); latest != x.latest || before != x.before {
			t.Errorf("%s: %d and %d, want %d and %d", x.name, latest, before, x.latest, x.before)
		}
		if got := spend.MostLeaked(x.quarters).Quarter; got != x.most {
			t.Errorf("%s: most in %v, want %v", x.name, got, x.most)
		}
	}
}

func TestLeakedBySupplier(t *testing.T) {
	from := func(id string, on, off int64) contract.SupplierSpend {
		return contract.SupplierSpend{ID: id, OnContract: contract.Some(money.Amount(on)), OffContract: contract.Some(money.Amount(off))}
	}
	of := func(q int, suppliers ...contract.SupplierSpend) *contract.Spend {
		return &contract.Spend{Quarter: date.Quarter{Year: 2026, Q: q}, Categories: []contract.CategorySpend{{ID: "mat", Suppliers: suppliers[:1]}, {ID: "it", Suppliers: suppliers[1:]}}}
	}
	p := &contract.Portfolio{Spend: []*contract.Spend{
		of(1, from("early", 0, 99)),
		of(2, from("b", 1, 10), from("c", 2, 5)),
		of(3, from("c", 3, 5), from("a", 4, 10), from("loyal", 50, 0)),
		of(4, from("late", 0, 99)), // not over
	}}
	got := spend.LeakedBySupplier(p, date.Quarter{Year: 2026, Q: 2}, date.MustParse("2026-12-30"))
	if want := []spend.SupplierSpend{{Supplier: "a", On: 4, Off: 10}, {Supplier: "b", On: 1, Off: 10}, {Supplier: "c", On: 5, Off: 10}}; !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := spend.LeakedBySupplier(p, date.Quarter{Year: 2026, Q: 4}, date.MustParse("2026-12-31")); len(got) != 1 || got[0].Supplier != "late" {
		t.Errorf("the last day of a quarter ends it: %+v", got)
	}
}

func TestPriceControls(t *testing.T) {
	of := func(q int, ids ...string) *contract.Spend {
		s := &contract.Spend{Quarter: date.Quarter{Year: 2026, Q: q}}
		for _, id := range ids {
			s.Prices = append(s.Prices, contract.PriceFinding{Contract: id, Overcharged: contract.Some(money.Amount(100)), Fees: contract.Some(money.Amount(7))})
		}
		return s
	}
	p := &contract.Portfolio{Spend: []*contract.Spend{of(1, "a", "b"), of(2), of(3, "c"), of(4, "d")}}
	p.Spend[0].Prices[0].Fees = contract.Maybe[money.Amount]{} // not known: adds nothing
	found, overcharged, fees := spend.PriceControls(p, date.MustParse("2026-07-01"))
	var ids []string
	for _, x := range found {
		ids = append(ids, x.Quarter.String()+" "+x.Contract)
	}
	if want := []string{"2026-q3 c", "2026-q1 a", "2026-q1 b"}; !slices.Equal(ids, want) || overcharged != 300 || fees != 14 {
		t.Errorf("%v, %d and %d; want %v, 300 and 14", ids, overcharged, fees, want)
	}
	if found, overcharged, fees := spend.PriceControls(p, date.MustParse("2025-12-31")); found != nil || overcharged != 0 || fees != 0 {
		t.Errorf("before the first: %v, %d, %d", found, overcharged, fees)
	}
}
