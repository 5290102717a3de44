// Package spend sums spend facts: what was bought on contract, off it and without one, by
// quarter, category and supplier, the shares that these give against the targets of
// categories, and what invoice control found.
//
// In go the spend facts of a portfolio; out come sums and shares. Turnover under a contract
// is package turnover's.
package spend

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Sum is what spend facts say of some categories in some quarters.
type Sum struct {
	On, Off, Uncovered money.Amount // on contract; off contract where one existed; where none did
	EHandel            money.Amount // of On: ordered electronically
	Invoices, Matched  int
}

// Loyalty is on ÷ (on + off): how much of what contracts cover is bought on them. Nil where
// nothing was bought.
func (s Sum) Loyalty() *big.Rat { return shareOf(s.On, s.On+s.Off) }

// Coverage is (on + off) ÷ all: how much of what is bought a contract covers.
func (s Sum) Coverage() *big.Rat { return shareOf(s.On+s.Off, s.All()) }

// EHandelShare is ordered electronically ÷ on contract.
func (s Sum) EHandelShare() *big.Rat { return shareOf(s.EHandel, s.On) }

// MatchedShare is the part of the invoices that were matched to a contract.
func (s Sum) MatchedShare() *big.Rat {
	return shareOf(money.Amount(s.Matched), money.Amount(s.Invoices))
}

// All that was bought.
func (s Sum) All() money.Amount { return s.On + s.Off + s.Uncovered }

// Add adds what was bought in a category.
func (s *Sum) Add(k *contract.CategorySpend) {
	s.On += k.OnContract.V
	s.Off += k.OffContract.V
	s.Uncovered += k.Uncovered.V
	s.EHandel += k.EHandel.V
	s.Invoices += k.Invoices
	s.Matched += k.Matched
}

// QuarterSum is the sum of one quarter.
type QuarterSum struct {
	Quarter date.Quarter
	Sum
}

// CategorySum is the sum of one category.
type CategorySum struct {
	Category string // id
	Sum
}

// shareOf is a part of a whole; nil where the whole is nothing.
func shareOf(part, whole money.Amount) *big.Rat {
	if whole <= 0 {
		return nil
	}
	return big.NewRat(int64(part), int64(whole))
}
