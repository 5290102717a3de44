package turnover_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

func TestLikeForLike(t *testing.T) {
	through := date.MustParse("2026-10-31")
	of := func(last, before int64, change func(*measure.ContractFigures)) *measure.ContractFigures {
		c := &measure.ContractFigures{Contract: &contract.Contract{}, Status: "active", Counted: true, Terms: measure.Terms{Start: through.AddMonths(-24)},
			Money: measure.Money{Exchange: measure.One, Through: through, LastYear: big.NewRat(last, 1), PrecedingYear: big.NewRat(before, 1)}}
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
		{"in another contract's figures", []*measure.ContractFigures{ran, of(99, 0, func(c *measure.ContractFigures) { c.Counted = false })}, "1/10"},
		{"another currency, converted", []*measure.ContractFigures{ran, of(30, 20, func(c *measure.ContractFigures) { c.Money.Foreign, c.Money.Exchange = true, big.NewRat(10, 1) })}, "11/30"},
		{"no turnover", []*measure.ContractFigures{ran, of(0, 0, func(c *measure.ContractFigures) { c.Money.LastYear = nil })}, "1/10"},
		{"nothing the year before", []*measure.ContractFigures{of(10, 0, nil)}, ""},
	} {
		got := ""
		if r := turnover.LikeForLike(x.list); r != nil {
			got = r.RatString()
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
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
		if got := turnover.Lacks(c); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

func TestSumQuarters(t *testing.T) {
	if got := turnover.SumQuarters([]measure.QuarterTurnover{{Amount: 5}, {Amount: 7, Partial: true}}); got != 12 {
		t.Error(got)
	}
	if got := turnover.SumQuarters(nil); got != 0 {
		t.Error(got)
	}
}
