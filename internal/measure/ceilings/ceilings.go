// Package ceilings says how turnover stands to the ceilings of contracts: which have passed
// theirs or will, in what order, how far each is towards it, and whether it will hold.
//
// In go figures of contracts; out come counts, lists and bands. What the ceiling and the
// turnover are is package turnover's.
package ceilings

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Counts counts contracts by how their turnover stands to the ceiling. No contract is
// both past its ceiling and forecast to pass it.
type Counts struct {
	Withheld int // of which it is not known, because call-offs are withheld
	Known    int // whose ceiling and turnover are both known
	Passed   int // of those: past the ceiling
	WillPass int // of those: not past it, but forecast to be before the end
}

// Count counts some contracts by how they stand to their ceilings.
func Count(list []*measure.ContractFigures) (n Counts) {
	for _, c := range list {
		m := &c.Money
		switch LackOf(c) {
		case "":
			n.Known++
		case LackCallOffs:
			n.Withheld++
		}
		switch {
		case m.Passed():
			n.Passed++
		case m.WillPass():
			n.WillPass++
		}
	}
	return n
}

// Frameworks are those of some contracts that others buy under, and whose stated maximum
// therefore binds (C-23/20 Simonsen & Weel): frameworks and dynamic purchasing systems.
func Frameworks(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range list {
		if c.Contract.Kind == contract.KindFramework || c.Contract.Kind == contract.KindDPS {
			out = append(out, c)
		}
	}
	return out
}

// Nearest are those of some contracts whose use and forecast of it are known, the
// highest forecast first, then by id.
func Nearest(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range list {
		if c.Money.Use != nil && c.Money.ProjectedUse != nil {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *measure.ContractFigures) int {
		return cmp.Or(b.Money.ProjectedUse.Cmp(a.Money.ProjectedUse), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

// Past are those of some contracts that are past their ceiling or forecast to pass
// it, those that use most of it first, then by id.
func Past(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range list {
		if c.Money.Passed() || c.Money.WillPass() {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *measure.ContractFigures) int {
		return cmp.Or(HighestUse(&b.Money).Cmp(HighestUse(&a.Money)), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

// HighestUse is the greater of use and its forecast, a share of the ceiling; 0 where both
// are unknown. It must not be changed.
func HighestUse(m *measure.Money) *big.Rat {
	most := new(big.Rat)
	for _, use := range []*big.Rat{m.Use, m.ProjectedUse} {
		if use != nil && use.Cmp(most) > 0 {
			most = use
		}
	}
	return most
}

// DaysProjected is how many days turnover is carried on at Rate, from Through to Horizon; 0
// where it is not.
func DaysProjected(m *measure.Money) int {
	if m.Rate == nil || m.Rate.Sign() <= 0 || m.Horizon.IsZero() {
		return 0
	}
	return max(0, m.Horizon.Days(m.Through))
}
