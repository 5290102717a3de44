package suppliers_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
)

func TestHandedIn(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	in := func(days int) date.Date { return asOf.AddDays(days) }
	of := func(id string, suppliers []string, evidence ...contract.Evidence) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id, Suppliers: suppliers, Requirements: []contract.AppliedRequirement{{ID: "wages", Evidence: evidence}}}}
	}
	sup := &contract.Supplier{ID: "s", Evidence: []contract.Evidence{
		{Requirement: "ohs", State: "approved", Expires: in(91)},
		{Requirement: "tax", State: "approved"}, // never expires
		{Requirement: "iso", State: "rejected", Expires: in(0)},
	}}
	list := []*measure.ContractFigures{
		of("alone", []string{"s"}, contract.Evidence{State: "approved", Expires: in(-1)}, contract.Evidence{State: "received", Expires: in(90)}),
		of("shared", []string{"s", "r"}, contract.Evidence{State: "approved", Expires: in(1)}, contract.Evidence{Supplier: "s", State: "missing"}, contract.Evidence{Supplier: "r", State: "approved"}),
	}
	got := suppliers.HandedInBy(sup, list, asOf)
	var rows []string
	for _, h := range got {
		row := h.Requirement + " " + string(h.State)
		if h.Contract != nil {
			row += " " + h.Contract.ID
		}
		if h.ExpiresSoon {
			row += " soon"
		}
		rows = append(rows, row)
	}
	want := []string{"wages expired alone", "iso rejected soon", "wages received alone soon", "ohs approved", "tax approved", "wages missing shared"}
	if !slices.Equal(rows, want) {
		t.Errorf("%q, want %q", rows, want)
	}
	if expired, soon := suppliers.Expiry(got); expired != 1 || soon != 2 {
		t.Errorf("expired %d, soon %d", expired, soon)
	}
	if got := suppliers.HandedInBy(&contract.Supplier{ID: "new"}, nil, asOf); got != nil {
		t.Errorf("nothing is handed in: %v", got)
	}
}

// Of the same last day, what was received last comes first.
func TestHandedInOrder(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	sup := &contract.Supplier{Evidence: []contract.Evidence{{Requirement: "b", Received: asOf.AddDays(-9)}, {Requirement: "c", Received: asOf.AddDays(-1)}, {Requirement: "a", Received: asOf.AddDays(-9)}}}
	order := ""
	for _, h := range suppliers.HandedInBy(sup, nil, asOf) {
		order += h.Requirement
	}
	if order != "cab" {
		t.Error(order)
	}
}
