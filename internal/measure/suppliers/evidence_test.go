package suppliers_test

import (
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
)

// One row for each requirement and contract, what asks for most first.
func TestHandedIn(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	in := func(days int) date.Date { return asOf.AddDays(days) }
	of := func(id string, suppliers []string, evidence ...contract.Evidence) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id, Suppliers: suppliers, Requirements: []contract.AppliedRequirement{{ID: "wages", Evidence: evidence}}}}
	}
	sup := &contract.Supplier{ID: "s", Evidence: []contract.Evidence{
		{Requirement: "ohs", State: "approved", Expires: in(91)},
		{Requirement: "tax", State: "approved"}, // never expires
		{Requirement: "iso", State: "approved", Received: in(-90), Expires: in(30)},
		{Requirement: "iso", State: "rejected", Received: in(-9), Expires: in(0)}, // a newer rejection stands
		{Requirement: "pay", State: "received", Expires: in(90)},
		{Requirement: "later", State: "received", Received: in(1)},
	}}
	list := []*measure.ContractFigures{
		of("alone", []string{"s"}, contract.Evidence{State: "approved", Expires: in(-1)}, contract.Evidence{State: "received", Received: in(-3), Expires: in(80)}),
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
	want := []string{"wages missing shared", "wages expired alone", "iso rejected", "pay received soon", "ohs approved", "tax approved"}
	if !slices.Equal(rows, want) {
		t.Errorf("%q, want %q", rows, want)
	}
	if n := suppliers.Count(got); n != (suppliers.Standing{Documents: 5, Missing: 1, Expired: 1, Soon: 1}) {
		t.Errorf("%+v", n)
	}
	if got := suppliers.HandedInBy(&contract.Supplier{ID: "new"}, nil, asOf); got != nil {
		t.Errorf("nothing is handed in: %v", got)
	}
}
