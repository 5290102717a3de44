package suppliers_test

import (
	"context"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/store"
)

// A supplier has all of its own contract and its part of a shared one; of one whose parts
// are not known it has nothing, which is said; what cannot be converted is in no sum.
func TestSupplierTurnover(t *testing.T) {
	month := func(s string, nok int64, parts ...contract.SupplierTurnover) contract.MonthTurnover {
		m, err := date.ParseMonth(s)
		if err != nil {
			t.Fatal(err)
		}
		return contract.MonthTurnover{Month: m, Total: money.NOK(nok), BySupplier: parts}
	}
	of := func(id string, suppliers []string, months ...contract.MonthTurnover) *contract.Contract {
		return &contract.Contract{ID: id, Status: "active", Suppliers: suppliers, Turnover: &contract.Turnover{Months: months}}
	}
	callOff := of("call-off", []string{"r"}, month("2026-09", 400))
	callOff.Parent = "undivided"
	euro := of("euro", []string{"s"}, month("2026-09", 3))
	euro.Value.Currency = "EUR"
	rated := of("rated", []string{"u"}, month("2026-09", 2))
	rated.Value = contract.Value{Currency: "EUR", Rate: contract.Some(decimal(t, "11.5")), RateDate: date.MustParse("2026-01-01")}
	p := &contract.Portfolio{
		Suppliers: []*contract.Supplier{{ID: "s"}, {ID: "r"}, {ID: "u"}, {ID: "new"}},
		Contracts: []*contract.Contract{
			of("alone", []string{"s"}, month("2026-04", 5), month("2026-07", 10), month("2026-12", 999)),
			of("divided", []string{"s", "r"}, month("2026-08", 50, contract.SupplierTurnover{Supplier: "s", Amount: money.NOK(20)}, contract.SupplierTurnover{Supplier: "r", Amount: money.NOK(30)})),
			of("undivided", []string{"s", "r", "u"}, month("2026-09", 1000)),
			callOff, euro, rated,
		}}
	f := figures.Of(p.Index(), date.MustParse("2026-11-01"))
	d := suppliers.Divide(f)
	s, r, u := d.Of("s"), d.Of("r"), d.Of("u")
	for name, tc := range map[string]struct {
		got  *big.Rat
		want int64
	}{"alone and divided": {s.LastYear, 35}, "divided and called off": {r.LastYear, 430}, "converted": {u.LastYear, 23}, "of nobody": {d.Undivided, 1000}, "all": {f.Totals.LastYear, 1488}} {
		if tc.got == nil || tc.got.Cmp(big.NewRat(tc.want, 1)) != 0 {
			t.Errorf("%s: %v, want %d", name, tc.got, tc.want)
		}
	}
	if len(s.Shared) != 1 || s.Shared[0].Contract.ID != "undivided" || s.Shared[0].Others != 2 || s.Shared[0].Sum.Cmp(big.NewRat(1000, 1)) != 0 {
		t.Errorf("shared: %+v", s.Shared)
	}
	if len(s.Foreign) != 1 || s.Foreign[0].Currency != "EUR" || s.Foreign[0].Sum.Cmp(big.NewRat(3, 1)) != 0 || !u.Converted || s.Converted {
		t.Errorf("in other currencies: %+v, converted %v", s.Foreign, u.Converted)
	}
	if q := s.Quarters; len(q) != 12 || q[9].Amount != money.NOK(5) || q[10].Amount != money.NOK(30) || !q[11].Partial {
		t.Errorf("%+v", q)
	}
	if none := d.Of("new"); none.LastYear != nil || none.Quarters != nil {
		t.Errorf("nothing is known of it: %+v", none)
	}
}

func decimal(t *testing.T, s string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What the suppliers have and what is divided between none of them is the total of the
// contracts, and so is what departments and categories have, inside and for the public.
func TestSuppliersAddUpToTheTotal(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	sample, _ := store.Load(context.Background(), os.DirFS(filepath.Join("..", "..", "..", "contracts")), store.Options{})
	for name, p := range map[string]*contract.Portfolio{"sample": sample, "demo": demo.Generate(demo.Options{Contracts: 300, Seed: 7, AsOf: asOf, Base: sample})} {
		for profile, p := range map[string]*contract.Portfolio{"internal": p, "public": p.PublicPart(asOf)} {
			f := figures.Of(p, asOf)
			for trait, of := range map[string]func(*contract.Contract) string{"department": func(c *contract.Contract) string { return c.Department }, "category": func(c *contract.Contract) string { return c.Category }} {
				parts, all := map[string][]*measure.ContractFigures{}, new(big.Rat)
				for _, c := range f.Contracts {
					parts[of(c.Contract)] = append(parts[of(c.Contract)], c)
				}
				for _, list := range parts {
					last, _ := turnover.TwoYears(list)
					all.Add(all, last)
				}
				if all.Cmp(f.Totals.LastYear) != 0 {
					t.Errorf("%s, %s: by %s %s", name, profile, trait, all.FloatString(2))
				}
			}
			d := suppliers.Divide(f)
			sum := new(big.Rat).Set(d.Undivided)
			for _, s := range p.Suppliers {
				if own := d.Of(s.ID).LastYear; own != nil {
					sum.Add(sum, own)
				}
			}
			if sum.Cmp(f.Totals.LastYear) != 0 || sum.Sign() <= 0 {
				t.Errorf("%s, %s: the suppliers have %s, the contracts %s", name, profile, sum.FloatString(2), f.Totals.LastYear.FloatString(2))
			}
		}
	}
}
