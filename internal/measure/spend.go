package measure

import (
	"math/big"

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

// Add adds what was bought in a category.
func (s *SpendSum) Add(k *contract.CategorySpend) {
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

// shareOf is a part of a whole; nil where the whole is nothing.
func shareOf(part, whole money.Amount) *big.Rat {
	if whole <= 0 {
		return nil
	}
	return big.NewRat(int64(part), int64(whole))
}
