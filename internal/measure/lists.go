package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// Active are those of some contracts that are active, in their order.
func Active(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Status == contract.Active {
			out = append(out, c)
		}
	}
	return out
}

// Followed are those of some contracts that are followed up, in their order.
func Followed(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Followed() {
			out = append(out, c)
		}
	}
	return out
}

// Planned are those of some contracts that have not begun, in their order.
func Planned(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Status == contract.Planned {
			out = append(out, c)
		}
	}
	return out
}

// ByDay are items by the days that they are of, those without a day last. Their order in files
// says nothing: there they may stand by id.
func ByDay[T any](items []T, day func(*T) date.Date) []*T {
	out := make([]*T, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	slices.SortStableFunc(out, func(a, b *T) int {
		x, y := day(a), day(b)
		if x.IsZero() != y.IsZero() {
			return y.Compare(x)
		}
		return x.Compare(y)
	})
	return out
}

// One is the whole of a share. It is never changed.
var One = big.NewRat(1, 1)

// Over reports whether a share is known and more than the whole.
func Over(r *big.Rat) bool { return r != nil && r.Cmp(One) > 0 }

// IDs are the ids of some contracts, in their order; never nil.
func IDs(list []*ContractFigures) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.Contract.ID)
	}
	return out
}

// Scored are those of some contracts that have a score, the gravest first: by band, then by
// score, then by id.
func Scored(list []*ContractFigures) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range list {
		if c.Risk != nil {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *ContractFigures) int {
		return cmp.Or(b.Risk.Order().Cmp(a.Risk.Order()), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return out
}
