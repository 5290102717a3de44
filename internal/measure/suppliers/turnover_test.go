package suppliers_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/money"
)

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
		of("a", []string{"s"}, month("2026-03", 100), month("2026-04", 5), month("2026-07", 10), month("2026-12", 999)),
		of("b", []string{"s", "r"}, month("2026-08", 50, contract.SupplierTurnover{Supplier: "s", Amount: 20}, contract.SupplierTurnover{Supplier: "r", Amount: 30})),
		of("c", []string{"r"}, month("2026-08", 7)),
	}}
	p.Index()
	f := figures.Of(p, date.MustParse("2026-11-01"))
	got, shared := suppliers.Turnover(f, f.Contracts, "s", 3)
	if shared || len(got) != 3 || got[0].Amount != 5 || got[1].Amount != 30 || got[2].Amount != 0 || !got[2].Partial || got[1].Quarter.String() != "2026-q3" {
		t.Errorf("%+v, shared %v", got, shared)
	}
	p.Contracts[1].Turnover.Months[0].BySupplier = nil
	f = figures.Of(p, date.MustParse("2026-11-01"))
	if got, shared := suppliers.Turnover(f, f.Contracts, "s", 3); !shared || got[1].Amount != 10 {
		t.Errorf("%+v, shared %v", got, shared)
	}
}
