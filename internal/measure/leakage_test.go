package measure_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

func TestSpendInAll(t *testing.T) {
	mat := measure.SpendSum{On: 60, Off: 30, Uncovered: 10, EHandel: 5, Invoices: 4, Matched: 2}
	it := measure.SpendSum{On: 10, Off: 10, Uncovered: 80, EHandel: 1, Invoices: 3, Matched: 1}
	all := measure.SpendInAll([]measure.CategorySum{{Category: "mat", SpendSum: mat}, {Category: "it", SpendSum: it}})
	if want := (measure.SpendSum{On: 70, Off: 40, Uncovered: 90, EHandel: 6, Invoices: 7, Matched: 3}); all != want {
		t.Errorf("%+v, want %+v", all, want)
	}
	if got := mat.LeakedShare(all).RatString(); got != "3/4" {
		t.Errorf("leaked: %s", got)
	}
	on, off, uncovered := mat.Parts()
	if on.RatString() != "3/5" || off.RatString() != "3/10" || uncovered.RatString() != "1/10" {
		t.Errorf("parts: %v %v %v", on, off, uncovered)
	}
	none := measure.SpendInAll(nil)
	if on, off, uncovered := none.Parts(); on != nil || off != nil || uncovered != nil || none.LeakedShare(none) != nil {
		t.Errorf("shares of nothing: %v %v %v", on, off, uncovered)
	}
}

func TestLeaked(t *testing.T) {
	of := func(back int, off int64) measure.QuarterSpend {
		return measure.QuarterSpend{Quarter: date.Quarter{Year: 2026, Q: 3}.Add(-back), SpendSum: measure.SpendSum{Off: money.Amount(off)}}
	}
	for _, x := range []struct {
		name           string
		quarters       []measure.QuarterSpend
		latest, before money.Amount
		most           date.Quarter
	}{
		{name: "nothing"},
		{"one quarter", []measure.QuarterSpend{of(0, 5)}, 5, 0, date.Quarter{Year: 2026, Q: 3}},
		{"nine quarters", []measure.QuarterSpend{of(8, 100), of(7, 1), of(4, 20), of(3, 100), of(0, 3)}, 103, 21, date.Quarter{Year: 2024, Q: 3}},
		{"none leaked", []measure.QuarterSpend{of(1, 0), of(0, 0)}, 0, 0, date.Quarter{Year: 2026, Q: 2}},
	} {
		if latest, before := measure.Leaked(x.quarters); latest != x.latest || before != x.before {
			t.Errorf("%s: %d and %d, want %d and %d", x.name, latest, before, x.latest, x.before)
		}
		if got := measure.MostLeaked(x.quarters).Quarter; got != x.most {
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
	got := measure.LeakedBySupplier(p, date.Quarter{Year: 2026, Q: 2}, date.MustParse("2026-12-30"))
	if want := []measure.SupplierSpend{{Supplier: "a", On: 4, Off: 10}, {Supplier: "b", On: 1, Off: 10}, {Supplier: "c", On: 5, Off: 10}}; !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := measure.LeakedBySupplier(p, date.Quarter{Year: 2026, Q: 4}, date.MustParse("2026-12-31")); len(got) != 1 || got[0].Supplier != "late" {
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
	found, overcharged, fees := measure.PriceControls(p, date.MustParse("2026-07-01"))
	var ids []string
	for _, x := range found {
		ids = append(ids, x.Quarter.String()+" "+x.Contract)
	}
	if want := []string{"2026-q3 c", "2026-q1 a", "2026-q1 b"}; !slices.Equal(ids, want) || overcharged != 300 || fees != 14 {
		t.Errorf("%v, %d and %d; want %v, 300 and 14", ids, overcharged, fees, want)
	}
	if found, overcharged, fees := measure.PriceControls(p, date.MustParse("2025-12-31")); found != nil || overcharged != 0 || fees != 0 {
		t.Errorf("before the first: %v, %d, %d", found, overcharged, fees)
	}
}
