package categories

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Turnover is what was bought under the contracts of a category.
type Turnover struct {
	Category      *contract.Category
	Active        int      // contracts
	LastYear      *big.Rat // as turnover.TwoYears has them
	PrecedingYear *big.Rat
	Share         *big.Rat // of Totals.LastYear; nil where that is nothing
}

// ByTurnover are the categories in which anything was bought in the last two years,
// the largest turnover first, equal ones in the order given.
func ByTurnover(f *measure.Figures, categories []*contract.Category) []Turnover {
	of := map[string][]*measure.ContractFigures{}
	for _, c := range f.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
	}
	var out []Turnover
	for _, k := range categories {
		t := Turnover{Category: k, Active: len(measure.Active(of[k.ID]))}
		t.LastYear, t.PrecedingYear = turnover.TwoYears(of[k.ID])
		if t.LastYear.Sign() <= 0 && t.PrecedingYear.Sign() <= 0 {
			continue
		}
		t.Share = measure.Ratio(t.LastYear, f.Totals.LastYear)
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, b Turnover) int { return b.LastYear.Cmp(a.LastYear) })
	return out
}
