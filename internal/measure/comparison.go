package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// LikeForLike is the change in turnover, as a share of the year before, on the active
// contracts that ran through both of the last two years. The portfolio holds few contracts
// that have ended, so comparing the sums of all would count every new contract as growth.
// Call-offs are in their frameworks' figures; other currencies are left out. Nil where no
// contract ran so long.
func LikeForLike(list []*ContractFigures) *big.Rat {
	last, before := new(big.Rat), new(big.Rat)
	for _, c := range Active(list) {
		m := &c.Money
		if m.Foreign || c.Contract.Parent != "" || m.LastYear == nil || m.PrecedingYear == nil || c.Terms.Start.IsZero() || c.Terms.Start.After(m.Through.AddMonths(-24)) {
			continue
		}
		last.Add(last, m.LastYear)
		before.Add(before, m.PrecedingYear)
	}
	return Growth(last, before)
}

// CategoryTurnover is what was bought under the contracts of a category.
type CategoryTurnover struct {
	Category      *contract.Category
	Active        int      // contracts
	LastYear      *big.Rat // as TurnoverSums has them
	PrecedingYear *big.Rat
	Share         *big.Rat // of Totals.LastYear; nil where that is nothing
}

// TurnoverByCategory are the categories in which anything was bought in the last two years,
// the largest turnover first, equal ones in the order given.
func (f *Figures) TurnoverByCategory(categories []*contract.Category) []CategoryTurnover {
	of := map[string][]*ContractFigures{}
	for _, c := range f.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
	}
	var out []CategoryTurnover
	for _, k := range categories {
		t := CategoryTurnover{Category: k, Active: len(Active(of[k.ID]))}
		t.LastYear, t.PrecedingYear = TurnoverSums(of[k.ID])
		if t.LastYear.Sign() <= 0 && t.PrecedingYear.Sign() <= 0 {
			continue
		}
		t.Share = Ratio(t.LastYear, f.Totals.LastYear)
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b CategoryTurnover) int { return b.LastYear.Cmp(a.LastYear) })
	return out
}

// LacksTurnover reports whether turnover is missing: it is unknown, and the contract is no
// call-off, whose turnover is in its framework's.
func (c *ContractFigures) LacksTurnover() bool {
	return c.Money.Spent == nil && c.Contract.Parent == ""
}

// SumQuarters adds up the turnover of quarters.
func SumQuarters(quarters []QuarterTurnover) (sum money.Amount) {
	for _, q := range quarters {
		sum += q.Amount
	}
	return sum
}
