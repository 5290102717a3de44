package spend_test

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/money"
)

func TestSpendShares(t *testing.T) {
	target := func(s string) (m contract.Maybe[money.Decimal]) {
		if s == "" {
			return m
		}
		d, err := money.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return contract.Some(d)
	}
	text := func(r *big.Rat) string {
		if r == nil {
			return ""
		}
		return r.RatString()
	}
	sum := spend.Sum{On: 90, Off: 10, Uncovered: 100, EHandel: 45}
	k := &contract.Category{Targets: contract.Targets{Loyalty: target("0.9"), Coverage: target("0.501")}}
	for _, x := range []struct {
		share         spend.Share
		sum           spend.Sum
		category      *contract.Category
		value, target string
		reached       measure.Tri
	}{
		{spend.LoyaltyShare, sum, k, "9/10", "9/10", measure.Yes}, // the target itself is reached
		{spend.CoverageShare, sum, k, "1/2", "501/1000", measure.No},
		{spend.EHandelShare, sum, k, "1/2", "", measure.Unknown},
		{spend.LoyaltyShare, sum, nil, "9/10", "", measure.Unknown},
		{spend.LoyaltyShare, spend.Sum{Uncovered: 7}, k, "", "9/10", measure.Unknown},
	} {
		f := x.share.Against(x.sum, x.category)
		if f.Share != x.share || text(f.Value) != x.value || text(f.Target) != x.target || f.Reached() != x.reached {
			t.Errorf("%s: %q of %q, reached %v; want %q of %q, %v", x.share, text(f.Value), text(f.Target), f.Reached(), x.value, x.target, x.reached)
		}
	}
}

func TestYearBefore(t *testing.T) {
	of := func(n ...int) (out []spend.QuarterSum) {
		for _, n := range n {
			out = append(out, spend.QuarterSum{Quarter: date.Quarter{Year: 2026, Q: 3}.Add(n)})
		}
		return out
	}
	for _, x := range []struct {
		name string
		list []spend.QuarterSum
		want string // "": none
	}{
		{"nothing", nil, ""},
		{"a year", of(-5, -4, -3, 0), "2025-q3"},
		{"a gap where it would be", of(-5, -3, 0), ""},
		{"too few", of(-1, 0), ""},
	} {
		got := ""
		if q := spend.YearBefore(x.list); q != nil {
			got = q.Quarter.String()
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}
