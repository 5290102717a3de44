package spend_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/money"
)

func kroner(n int64) contract.Maybe[money.Amount] { return contract.Some(money.Amount(n * 100)) }

func spendOf(quarter string, rows ...contract.CategorySpend) *contract.Spend {
	q, err := date.ParseQuarter(quarter)
	if err != nil {
		panic(err)
	}
	return &contract.Spend{Quarter: q, Categories: rows}
}

// Worked by hand: two categories over five quarters, the last of which has not ended.
func TestSpendSums(t *testing.T) {
	row := func(id string, on, off, uncovered, ehandel int64) contract.CategorySpend {
		return contract.CategorySpend{ID: id, OnContract: kroner(on), OffContract: kroner(off), Uncovered: kroner(uncovered), EHandel: kroner(ehandel), Invoices: 10, Matched: 8}
	}
	p := &contract.Portfolio{Spend: []*contract.Spend{
		spendOf("2025-q3", row("mat", 1000, 1000, 0, 0)),
		spendOf("2025-q4", row("mat", 90, 10, 100, 45), row("it", 50, 0, 50, 50)),
		spendOf("2026-q1", row("mat", 80, 20, 0, 40)),
		spendOf("2026-q2", row("mat", 70, 30, 0, 35), row("it", 0, 40, 0, 0)),
		spendOf("2026-q3", row("mat", 60, 40, 0, 30)),
		spendOf("2026-q4", row("mat", 1, 99, 0, 0)),
	}}
	p.Index()
	asOf := date.MustParse("2026-11-01")
	quarters := spend.ByQuarter(p, asOf, "", 12)
	if len(quarters) != 5 || quarters[4].Quarter.String() != "2026-q3" {
		t.Fatalf("quarters: %+v", quarters)
	}
	if q := quarters[1]; q.Loyalty().RatString() != "14/15" || q.Coverage().RatString() != "1/2" || q.EHandelShare().RatString() != "19/28" || q.MatchedShare().RatString() != "4/5" {
		t.Errorf("2025-q4: loyalty %v, coverage %v, electronic %v, matched %v", q.Loyalty(), q.Coverage(), q.EHandelShare(), q.MatchedShare())
	}
	if it := spend.ByQuarter(p, asOf, "it", 12); len(it) != 2 || it[1].Loyalty().Sign() != 0 || it[1].EHandelShare() != nil {
		t.Errorf("it: %+v", it)
	}
	sums, since := spend.ByCategory(p, asOf)
	if since.String() != "2025-q4" || len(sums) != 2 || sums[0].Category != "mat" || sums[0].Off != 10000 || sums[0].On != 30000 || sums[1].Off != 4000 || sums[1].Uncovered != 5000 {
		t.Errorf("since %v: %+v", since, sums)
	}
	if none, since := spend.ByCategory(&contract.Portfolio{}, asOf); none != nil || !since.IsZero() {
		t.Errorf("nothing gave %v since %v", none, since)
	}
}
