package inspections_test

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/inspections"
)

var day = date.MustParse

// inspected are figures on 2026-09-30 of a contract with these inspections.
func inspected(list ...contract.Inspection) *measure.Figures {
	return &measure.Figures{AsOf: day("2026-09-30"), Contracts: []*measure.ContractFigures{{Contract: &contract.Contract{Inspections: list}}}}
}

func TestHeld(t *testing.T) {
	asOf := day("2026-09-30")
	for _, tc := range []struct {
		in   contract.Inspection
		held bool
	}{
		{contract.Inspection{Date: asOf, Status: "performed"}, true},
		{contract.Inspection{Date: asOf, Status: "planned"}, false},
		{contract.Inspection{Date: day("2026-10-01"), Status: "performed"}, false},
		{contract.Inspection{Status: "closed"}, true}, // undated
		{contract.Inspection{}, true},
	} {
		if inspections.Held(&tc.in, asOf) != tc.held {
			t.Errorf("%+v", tc.in)
		}
	}
	i := contract.Inspection{Findings: []contract.Finding{{}, {Closed: asOf}, {Closed: day("2026-10-01")}}}
	if n := inspections.OpenFindings(&i, asOf); n != 2 {
		t.Errorf("%d open", n)
	}
}

// An inspection without a date counts as held, but in no year, quarter or months.
func TestInspectionCounts(t *testing.T) {
	f := inspected(
		contract.Inspection{Date: day("2026-09-30"), Status: "closed", Result: "major", Area: "Vakt", Themes: []string{"pay", "hms"}},
		contract.Inspection{Date: day("2026-03-30"), Status: "closed", Result: "conform", Area: "Vakt", Themes: []string{"pay"}},
		contract.Inspection{Date: day("2026-03-29"), Status: "closed", Result: "minor"},
		contract.Inspection{Date: day("2025-12-31"), Status: "closed", Result: "not-assessed"},
		contract.Inspection{Date: day("2026-10-01"), Status: "performed"},
		contract.Inspection{Date: day("2026-12-31"), Status: "planned"},
		contract.Inspection{Date: day("2026-09-01"), Status: "planned"},
		contract.Inspection{Status: "closed", Result: "major"},
	)
	if n := inspections.ThisYear(f, f.Contracts); n != (inspections.Count{Held: 3, Nonconforming: 2}) {
		t.Errorf("this year: %+v", n)
	}
	if n := inspections.Planned(f, day("2026-10-01").QuarterOf()); n != 2 {
		t.Errorf("planned: %d", n)
	}
	var quarters []inspections.Count
	for _, q := range inspections.ByQuarter(f, 3) {
		quarters = append(quarters, q.Count)
	}
	if want := []inspections.Count{{Held: 2, Nonconforming: 1}, {}, {Held: 1, Nonconforming: 1}}; !slices.Equal(quarters, want) {
		t.Errorf("by quarter: %+v", quarters)
	}
	areas := inspections.ByArea(f, f.Contracts, inspections.Period6, func(id string) string { return id })
	if len(areas) != 1 || areas[0].Area != "Vakt" || areas[0].Count != (inspections.Count{Held: 2, Nonconforming: 1}) ||
		!maps.Equal(areas[0].ByTheme, map[string]inspections.Count{"pay": {Held: 2, Nonconforming: 1}, "hms": {Held: 1, Nonconforming: 1}}) {
		t.Errorf("six months: %+v", areas)
	}
	if areas = inspections.ByArea(f, f.Contracts, inspections.Period12, func(id string) string { return id }); len(areas) != 2 || areas[1].Area != "" || areas[1].Held != 2 {
		t.Errorf("a year: %+v", areas)
	}
}

// Active contracts with a social requirement that applies for certain are to be inspected
// every other year; those at risk that were not are candidates, the gravest first.
func TestInspectionCoverage(t *testing.T) {
	risk := func(band string, score int64) *measure.Risk {
		return &measure.Risk{Band: contract.BandID(band), Score: big.NewRat(score, 1)}
	}
	held := func(on string) []contract.Inspection { return []contract.Inspection{{Date: day(on), Status: "closed"}} }
	f := &measure.Figures{AsOf: day("2026-09-30")}
	add := func(id, status, category string, applies measure.Tri, group string, r *measure.Risk, list []contract.Inspection) {
		f.Contracts = append(f.Contracts, &measure.ContractFigures{Contract: &contract.Contract{ID: id, Category: category, Inspections: list}, Status: contract.Status(status), Risk: r,
			Requirements: []measure.RequirementFigures{{Requirement: &contract.Requirement{Group: contract.Group(group)}, Applies: applies}}})
	}
	add("high", "active", "", measure.Yes, "social", risk("high", 45), nil)
	add("critical", "active", "vakt", measure.Yes, "social", risk("critical", 70), held("2024-09-29"))
	add("just", "active", "vakt", measure.Yes, "social", risk("critical", 80), held("2024-09-30"))
	add("industry", "active", "risky", measure.Yes, "social", risk("low", 5), held("2026-10-01"))
	add("calm", "active", "calm", measure.Yes, "social", risk("moderate", 30), nil)
	add("unscored", "active", "risky", measure.Yes, "social", nil, nil)
	add("ended", "ended", "risky", measure.Yes, "social", risk("high", 45), nil)
	add("perhaps", "active", "risky", measure.Unknown, "social", risk("high", 45), nil)
	add("green", "active", "risky", measure.Yes, "environment", risk("high", 45), nil)

	all, categories := inspections.CoverageOf(f)
	if all != (inspections.Coverage{Contracts: 6, Inspected: 1}) {
		t.Errorf("%+v", all)
	}
	if want := []inspections.Coverage{{"", 1, 0}, {"vakt", 2, 1}, {"risky", 2, 0}, {"calm", 1, 0}}; !slices.Equal(categories, want) {
		t.Errorf("%+v", categories)
	}
	if s := categories[1].Share(); s.Cmp(big.NewRat(1, 2)) != 0 {
		t.Errorf("share %s", s)
	}
	if s := (inspections.Coverage{}).Share(); s != nil {
		t.Errorf("of nothing: %s", s)
	}
	p := (&contract.Portfolio{Categories: []*contract.Category{{ID: "risky", IndustryRisk: contract.Some(3)}, {ID: "calm", IndustryRisk: contract.Some(2)}, {ID: "vakt"}}}).Index()
	if got := strings.Join(measure.IDs(inspections.Candidates(f, p)), " "); got != "critical high industry" {
		t.Errorf("candidates: %s", got)
	}
}

// Those of a supplier, of a contract that it has alone too; those of which several may be
// meant are apart, and those of another are in neither.
func TestInspectionsAt(t *testing.T) {
	day := day("2026-11-01")
	of := func(id, suppliers string, inspections ...contract.Inspection) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id, Suppliers: strings.Fields(suppliers), Inspections: inspections}}
	}
	list := []*measure.ContractFigures{
		of("a", "s r", contract.Inspection{Area: "undated"}, contract.Inspection{Area: "old", Date: day.AddDays(-30)}, contract.Inspection{Area: "of another", Supplier: "r", Date: day}),
		of("b", "s", contract.Inspection{Area: "planned", Status: "planned", Date: day.AddDays(30)}, contract.Inspection{Area: "new", Supplier: "s", Date: day}),
	}
	ids := func(list []inspections.OfContract) (out []string) {
		for _, i := range list {
			out = append(out, i.Contract.ID+" "+i.Inspection.Area)
		}
		return out
	}
	own, unnamed := inspections.AtSupplier("s", list)
	if got, want := ids(own), []string{"b planned", "b new"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := ids(unnamed), []string{"a old", "a undated"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
