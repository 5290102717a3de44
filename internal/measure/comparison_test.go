package measure_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

func TestLikeForLike(t *testing.T) {
	through := date.MustParse("2026-10-31")
	of := func(last, before int64, change func(*measure.ContractFigures)) *measure.ContractFigures {
		c := &measure.ContractFigures{Contract: &contract.Contract{}, Status: "active", Terms: measure.Terms{Start: through.AddMonths(-24)},
			Money: measure.Money{Through: through, LastYear: big.NewRat(last, 1), PrecedingYear: big.NewRat(before, 1)}}
		if change != nil {
			change(c)
		}
		return c
	}
	ran := of(110, 100, nil)
	for _, x := range []struct {
		name string
		list []*measure.ContractFigures
		want string // "": unknown
	}{
		{"nothing", nil, ""},
		{"ran through both years", []*measure.ContractFigures{ran, of(50, 100, nil)}, "-1/5"},
		{"began a day too late", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Terms.Start = c.Terms.Start.AddDays(1) })}, "1/10"},
		{"undated", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Terms.Start = date.Date{} })}, "1/10"},
		{"ended", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Status = "ended" })}, "1/10"},
		{"call-off", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Contract.Parent = "x" })}, "1/10"},
		{"another currency", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Money.Foreign = true })}, "1/10"},
		{"no turnover", []*measure.ContractFigures{ran, of(0, 0, func(c *measure.ContractFigures) { c.Money.LastYear = nil })}, "1/10"},
		{"nothing the year before", []*measure.ContractFigures{of(10, 0, nil)}, ""},
	} {
		got := ""
		if r := measure.LikeForLike(x.list); r != nil {
			got = r.RatString()
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

func TestTurnoverByCategory(t *testing.T) {
	of := func(category, status string, last, before int64) *measure.ContractFigures {
		return &measure.ContractFigures{Contract: &contract.Contract{Category: category}, Status: contract.Status(status), Money: measure.Money{LastYear: big.NewRat(last, 1), PrecedingYear: big.NewRat(before, 1)}}
	}
	f := &measure.Figures{Contracts: []*measure.ContractFigures{of("it", "active", 10, 20), of("mat", "active", 50, 0), of("mat", "ended", 20, 5), of("old", "ended", 0, 7), of("none", "active", 0, 0)}}
	f.Totals.LastYear = big.NewRat(80, 1)
	categories := []*contract.Category{{ID: "none"}, {ID: "old"}, {ID: "it"}, {ID: "mat"}, {ID: "empty"}}
	got := f.TurnoverByCategory(categories)
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
	if got := f.TurnoverByCategory(categories); got[0].Share != nil {
		t.Errorf("a share of nothing: %v", got[0].Share)
	}
}

func TestLacksTurnover(t *testing.T) {
	for _, x := range []struct {
		name   string
		spent  *big.Rat
		parent string
		want   bool
	}{{"unknown", nil, "", true}, {"nothing was bought", new(big.Rat), "", false}, {"a call-off", nil, "x", false}} {
		c := &measure.ContractFigures{Contract: &contract.Contract{Parent: x.parent}, Money: measure.Money{Spent: x.spent}}
		if got := c.LacksTurnover(); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

func TestSumQuarters(t *testing.T) {
	if got := measure.SumQuarters([]measure.QuarterTurnover{{Amount: 5}, {Amount: 7, Partial: true}}); got != 12 {
		t.Error(got)
	}
	if got := measure.SumQuarters(nil); got != 0 {
		t.Error(got)
	}
}
