package suppliers_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
)

// What was found at one supplier of a contract is not another's; what names none of them is
// told apart; on a contract with one supplier it is that one's.
func TestMattersOfASupplier(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	finding := []contract.Finding{{ID: "f"}}
	list := []*measure.ContractFigures{
		{Contract: &contract.Contract{ID: "shared", Suppliers: []string{"s", "r"},
			Deviations:  []contract.Deviation{{ID: "s", Supplier: "s"}, {ID: "r", Supplier: "r"}, {ID: "nobody"}},
			Inspections: []contract.Inspection{{ID: "is", Supplier: "s", Findings: finding}, {ID: "ir", Supplier: "r", Findings: finding}}}},
		{Contract: &contract.Contract{ID: "alone", Suppliers: []string{"s"},
			Deviations: []contract.Deviation{{ID: "alone", Closed: asOf}, {ID: "below", Supplier: "sub"}}}},
	}
	ids := func(list []matters.Matter) (out string) {
		for _, m := range list {
			if m.Deviation != nil {
				out += m.Deviation.ID + " "
			} else {
				out += m.Inspection.ID + " "
			}
		}
		return out
	}
	own, unnamed := suppliers.Matters("s", list, asOf)
	if ids(own) != "s is alone " || ids(unnamed) != "nobody " || suppliers.Open(own) != 2 {
		t.Errorf("own %q, of nobody %q, %d open", ids(own), ids(unnamed), suppliers.Open(own))
	}
	if own, _ := suppliers.Matters("sub", list, asOf); ids(own) != "below " {
		t.Errorf("of the subcontractor: %q", ids(own))
	}
}
