package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
)

// CeilingCount counts contracts by how their turnover stands to the ceiling. No contract is
// both past its ceiling and forecast to pass it.
type CeilingCount struct {
	Known    int // whose ceiling and turnover are both known
	Passed   int // of those: past the ceiling
	WillPass int // of those: not past it, but forecast to be before the end
}

// CountCeilings counts some contracts by how they stand to their ceilings.
func CountCeilings(list []*ContractFigures) (n CeilingCount) {
	for _, c := range list {
		m := &c.Money
		if m.Ceiling != nil && m.Spent != nil {
			n.Known++
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
func Frameworks(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Contract.Kind == contract.KindFramework || c.Contract.Kind == contract.KindDPS {
			out = append(out, c)
		}
	}
	return out
}

// NearestCeiling are those of some contracts whose use and forecast of it are known, the
// highest forecast first, then by id.
func NearestCeiling(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Money.Use != nil && c.Money.ProjectedUse != nil {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *ContractFigures) int {
		return cmp.Or(b.Money.ProjectedUse.Cmp(a.Money.ProjectedUse), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

// PastCeiling are those of some contracts that are past their ceiling or forecast to pass
// it, those that use most of it first, then by id.
func PastCeiling(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Money.Passed() || c.Money.WillPass() {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *ContractFigures) int {
		return cmp.Or(b.Money.HighestUse().Cmp(a.Money.HighestUse()), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}

// HighestUse is the greater of use and its forecast, a share of the ceiling; 0 where both
// are unknown. It must not be changed.
func (m *Money) HighestUse() *big.Rat {
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
func (m *Money) DaysProjected() int {
	if m.Rate == nil || m.Rate.Sign() <= 0 || m.Horizon.IsZero() {
		return 0
	}
	return max(0, m.Horizon.Days(m.Through))
}
