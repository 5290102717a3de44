package categories_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/categories"
)

func TestTurnoverByCategory(t *testing.T) {
	of := func(category, status string, last, before int64) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{Category: category}, Status: contract.Status(status), Counted: true, Money: measure.Money{Exchange: measure.One, LastYear: big.NewRat(last, 1), PrecedingYear: big.NewRat(before, 1)}}
	}
	f := &measure.Figures{Contracts: []*measure.ContractFigures{of("it", "active", 10, 20), of("mat", "active", 50, 0), of("mat", "ended", 20, 5), of("old", "ended", 0, 7), of("none", "active", 0, 0)}}
	f.Totals.LastYear = big.NewRat(80, 1)
	list := []*contract.Category{{ID: "none"}, {ID: "old"}, {ID: "it"}, {ID: "mat"}, {ID: "empty"}}
	got := categories.ByTurnover(f, list)
	want := []struct {
		id, last, before, share string
		active                  int
	}{{"mat", "70", "5", "7/8", 1}, {"it", "10", "20", "1/8", 1}, {"old", "0", "7", "0", 0}}
	if len(got) != len(want) {
		t.Fatalf("%d categories: %+v", len(got), got)
	}
	for i, w := range want {
		if g := got[i]; g.Category.ID != w.id || g.Active != w.active || g.LastYear.RatString() != w.last || g.PrecedingYear.RatString() != w.before || g.Share.RatString() != w.share {
			t.Errorf("%s: %d %v %v %v, want %+v", g.Category.ID, g.Active, g.LastYear, g.PrecedingYear, g.Share, w)
		}
	}
	f.Totals.LastYear = new(big.Rat)
	if got := categories.ByTurnover(f, list); got[0].Share != nil {
		t.Errorf("a share of nothing: %v", got[0].Share)
	}
}
