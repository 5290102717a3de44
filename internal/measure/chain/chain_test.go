package chain

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestFirmTiers(t *testing.T) {
	firm := func(id, parent string) contract.Firm { return contract.Firm{ID: id, Parent: parent} }
	for _, x := range []struct {
		firms []contract.Firm
		want  map[string]int
	}{
		{nil, map[string]int{}},
		{[]contract.Firm{firm("a", "supplier"), firm("b", "a"), firm("c", "nobody")}, map[string]int{"a": 1, "b": 2, "c": 1}},
		{[]contract.Firm{firm("b", "a"), firm("a", "supplier")}, map[string]int{"a": 1, "b": 2}}, // in any order
		{[]contract.Firm{firm("a", "b"), firm("b", "a")}, map[string]int{"a": 2, "b": 2}},        // a circle ends
	} {
		got := FirmTiers(&contract.SupplyChain{Firms: x.firms})
		if len(got) != len(x.want) {
			t.Errorf("%+v: %v", x.firms, got)
		}
		for id, n := range x.want {
			if got[id] != n {
				t.Errorf("%+v: %v", x.firms, got)
			}
		}
	}
}

func TestHoursOfFirms(t *testing.T) {
	q1, q2 := measuretest.Day("2026-01-01").QuarterOf(), measuretest.Day("2026-04-01").QuarterOf()
	k := &contract.SupplyChain{Hours: []contract.FirmHours{{Firm: "a", Period: q2, Total: 30, Apprentice: 3}, {Firm: "a", Period: q1, Total: 5, Apprentice: 5}, {Firm: "b", Period: q2, Total: 10}}}
	share, of := Apprentices(k)
	if share == nil || share.Cmp(big.NewRat(3, 40)) != 0 || of != q2 {
		t.Errorf("%v in %v", share, of)
	}
	if h := LatestHours(k); h["a"].Total != 30 || h["b"].Total != 10 || len(h) != 2 {
		t.Error(h)
	}
	if share, _ := Apprentices(&contract.SupplyChain{}); share != nil {
		t.Error(share)
	}
}

// A firm stands where it is approved, and not under what it supplies itself.
func TestPlaces(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	c := &measure.ContractFigures{Contract: &contract.Contract{ID: "a", Suppliers: []string{"main"}, SupplyChain: &contract.SupplyChain{Firms: []contract.Firm{
		{ID: "sub", Parent: "main", Approved: asOf}, {ID: "subsub", Parent: "sub"}, {ID: "later", Parent: "main", Approved: asOf.AddDays(1)}, {ID: "main"}}}}}
	got := Places(measure.NewFigures(&measure.World{AsOf: asOf}, nil, []*measure.ContractFigures{c, {Contract: &contract.Contract{ID: "b"}}}))
	if len(got) != 2 || got["sub"][0].Above != "main" || got["subsub"][0].Above != "sub" || got["sub"][0].Contract != c {
		t.Errorf("%+v", got)
	}
}
