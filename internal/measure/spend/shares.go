package spend

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Share is one of the shares that spend facts give and a category may have a target for.
type Share string

// The shares; Sum's methods define them.
const (
	LoyaltyShare  Share = "loyalty"
	CoverageShare Share = "coverage"
	EHandelShare  Share = "ehandel"
)

// Shares are all shares, in the order in which they are shown.
var Shares = []Share{LoyaltyShare, CoverageShare, EHandelShare}

// Of is the share of a sum; nil where nothing was bought that it could be a share of.
func (x Share) Of(s Sum) *big.Rat {
	switch x {
	case LoyaltyShare:
		return s.Loyalty()
	case CoverageShare:
		return s.Coverage()
	case EHandelShare:
		return s.EHandelShare()
	}
	return nil
}

// Target is a category's target for the share; nil where none is set, or there is no such
// category.
func (x Share) Target(k *contract.Category) *big.Rat {
	if k == nil {
		return nil
	}
	target := map[Share]contract.Maybe[money.Decimal]{LoyaltyShare: k.Targets.Loyalty, CoverageShare: k.Targets.Coverage, EHandelShare: k.Targets.EHandel}[x]
	if !target.Set {
		return nil
	}
	return target.V.Rat()
}

// Against puts the share of a sum beside a category's target.
func (x Share) Against(s Sum, k *contract.Category) ShareFigure {
	return ShareFigure{Share: x, Value: x.Of(s), Target: x.Target(k)}
}

// ShareFigure is a share and its target, each from 0 to 1; nil where unknown or not set.
type ShareFigure struct {
	Share         Share
	Value, Target *big.Rat
}

// Reached reports whether the share is its target or more; Unknown without either.
func (f ShareFigure) Reached() measure.Tri {
	switch {
	case f.Value == nil || f.Target == nil:
		return measure.Unknown
	case f.Value.Cmp(f.Target) >= 0:
		return measure.Yes
	}
	return measure.No
}

// YearBefore is the quarter a year before the latest of some; nil where there are no facts
// of it.
func YearBefore(quarters []QuarterSum) *QuarterSum {
	if len(quarters) == 0 {
		return nil
	}
	year := quarters[len(quarters)-1].Quarter.Add(-4)
	for i := range quarters {
		if quarters[i].Quarter == year {
			return &quarters[i]
		}
	}
	return nil
}
