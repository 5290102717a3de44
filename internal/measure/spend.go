package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// SpendSum is what spend facts say of some categories in some quarters.
type SpendSum struct {
	On, Off, Uncovered money.Amount // on contract; off contract where one existed; where none did
	EHandel            money.Amount // of On: ordered electronically
	Invoices, Matched  int
}

// Loyalty is on ÷ (on + off): how much of what contracts cover is bought on them. Nil where
// nothing was bought.
func (s SpendSum) Loyalty() *big.Rat { return shareOf(s.On, s.On+s.Off) }

// Coverage is (on + off) ÷ all: how much of what is bought a contract covers.
func (s SpendSum) Coverage() *big.Rat { return shareOf(s.On+s.Off, s.All()) }

// EHandelShare is ordered electronically ÷ on contract.
func (s SpendSum) EHandelShare() *big.Rat { return shareOf(s.EHandel, s.On) }

// MatchedShare is the part of the invoices that were matched to a contract.
func (s SpendSum) MatchedShare() *big.Rat {
	return shareOf(money.Amount(s.Matched), money.Amount(s.Invoices))
}

// All that was bought.
func (s SpendSum) All() money.Amount { return s.On + s.Off + s.Uncovered }

func (s *SpendSum) add(k *contract.CategorySpend) {
	s.On += k.OnContract.V
	s.Off += k.OffContract.V
	s.Uncovered += k.Uncovered.V
	s.EHandel += k.EHandel.V
	s.Invoices += k.Invoices
	s.Matched += k.Matched
}

// QuarterSpend is the sum of one quarter.
type QuarterSpend struct {
	Quarter date.Quarter
	SpendSum
}

// CategorySum is the sum of one category.
type CategorySum struct {
	Category string // id
	SpendSum
}

// endedSpend are the spend facts of the latest quarter that has ended and has any, and of
// the n−1 calendar quarters before it, oldest first.
func endedSpend(p *contract.Portfolio, asOf date.Date, n int) []*contract.Spend {
	var out []*contract.Spend
	for _, s := range p.Spend {
		if !s.Quarter.IsZero() && !s.Quarter.Last().After(asOf) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortStableFunc(out, func(a, b *contract.Spend) int { return a.Quarter.Compare(b.Quarter) })
	latest := out[len(out)-1].Quarter
	return slices.DeleteFunc(out, func(s *contract.Spend) bool { return latest.Compare(s.Quarter) >= n })
}

// leakageQuarters is over how many quarters what went past contracts is added up.
const leakageQuarters = 4

// SpendByQuarter sums the latest n quarters up to the latest that has spend facts, oldest
// first; of one category, or of all where category is "". A quarter without facts, or in
// which the category is not mentioned, is left out.
func SpendByQuarter(p *contract.Portfolio, asOf date.Date, category string, n int) []QuarterSpend {
	var out []QuarterSpend
	for _, s := range endedSpend(p, asOf, n) {
		q := QuarterSpend{Quarter: s.Quarter}
		found := category == ""
		for i := range s.Categories {
			if k := &s.Categories[i]; category == "" || k.ID == category {
				found = true
				q.add(k)
			}
		}
		if found {
			out = append(out, q)
		}
	}
	return out
}

// SpendByCategory sums the same four quarters as Totals.Leakage, by category, the largest
// amount off contract first. Since is the first of them that has facts.
func SpendByCategory(p *contract.Portfolio, asOf date.Date) (sums []CategorySum, since date.Quarter) {
	at := map[string]int{}
	for _, s := range endedSpend(p, asOf, leakageQuarters) {
		if since.IsZero() {
			since = s.Quarter
		}
		for i := range s.Categories {
			k := &s.Categories[i]
			j, ok := at[k.ID]
			if !ok {
				j = len(sums)
				at[k.ID], sums = j, append(sums, CategorySum{Category: k.ID})
			}
			sums[j].add(k)
		}
	}
	slices.SortStableFunc(sums, func(a, b CategorySum) int {
		if a.Off != b.Off {
			return int(min(max(b.Off-a.Off, -1), 1))
		}
		if a.Uncovered != b.Uncovered {
			return int(min(max(b.Uncovered-a.Uncovered, -1), 1))
		}
		return slices.Compare([]byte(a.Category), []byte(b.Category))
	})
	return sums, since
}
