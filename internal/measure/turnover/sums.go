package turnover

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// LikeForLike is the change in turnover, as a share of the year before, on the active
// contracts that ran through both of the last two years. The portfolio holds few contracts
// that have ended, so comparing the sums of all would count every new contract as growth.
// Nil where none that is Counted ran so long.
func LikeForLike(list []*measure.ContractFigures) *big.Rat {
	last, before := new(big.Rat), new(big.Rat)
	for _, c := range measure.Active(list) {
		m := &c.Money
		if !c.Counted || m.LastYear == nil || m.PrecedingYear == nil || c.Terms.Start.IsZero() || c.Terms.Start.After(m.Through.AddMonths(-24)) {
			continue
		}
		last.Add(last, m.Home(m.LastYear))
		before.Add(before, m.Home(m.PrecedingYear))
	}
	return measure.Growth(last, before)
}

// Lacks reports whether turnover is missing: it is unknown and not withheld, and the contract is
// no call-off, whose turnover is in its framework's.
func Lacks(c *measure.ContractFigures) bool {
	return c.Money.Spent == nil && c.Money.Part == nil && c.Contract.Parent == ""
}

// Parts counts those of some contracts of whose turnover sums have only a part, because
// call-offs are withheld.
func Parts(list []*measure.ContractFigures) (n int) {
	for _, c := range list {
		if c.Counted && c.Money.Part != nil {
			n++
		}
	}
	return n
}

// SumQuarters adds up the turnover of quarters.
func SumQuarters(quarters []measure.QuarterTurnover) (sum money.Amount) {
	for _, q := range quarters {
		sum += q.Amount
	}
	return sum
}

// TwoYears adds up what was bought in the last year and in the one before it, under those of
// some contracts that are Counted, in the portfolio's currency.
func TwoYears(list []*measure.ContractFigures) (last, before *big.Rat) {
	last, before = new(big.Rat), new(big.Rat)
	for _, c := range list {
		if m := &c.Money; c.Counted {
			k := m.InSums()
			measure.AddTo(last, m.Home(k.LastYear))
			measure.AddTo(before, m.Home(k.PrecedingYear))
		}
	}
	return last, before
}

// Currencies counts active contracts whose amounts are in another currency than the portfolio's.
type Currencies struct {
	Converted  int // in the sums
	NoExchange int // in no sum, for want of a rate
}

// CurrenciesOf counts those of some contracts.
func CurrenciesOf(list []*measure.ContractFigures) (n Currencies) {
	for _, c := range measure.Active(list) {
		switch {
		case c.Money.Exchange == nil:
			n.NoExchange++
		case c.Counted && c.Money.Foreign:
			n.Converted++
		}
	}
	return n
}

// QuartersInForce are Money.Quarters without those that ended before the contract began and
// in which nothing was bought.
func QuartersInForce(c *measure.ContractFigures) []measure.QuarterTurnover {
	list := c.Money.Quarters
	for len(list) > 0 && list[0].Amount == 0 && list[0].Quarter.Last().Before(c.Terms.Start) {
		list = list[1:]
	}
	return list
}
