package suppliers

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/posted"
	"github.com/forvalt/forvalt/internal/money"
)

// Turnover is what was bought from a supplier: all of the contracts that it has alone, and
// its own part of those that several share. Sums are in the portfolio's currency.
type Turnover struct {
	LastYear  *big.Rat                  // as Totals.LastYear counts it; nil: nothing of it is known
	Quarters  []measure.QuarterTurnover // the latest twelve that have begun; nil: nothing was bought in them
	Converted bool                      // some of it was bought in another currency
	Foreign   []Amount                  // last year in currencies that cannot be converted: in no sum
	Shared    []Shared                  // contracts of which its part is not known: in no sum
	Low       bool                      // so it is of some of Quarters, which are too low
	Part      bool                      // call-offs of a contract that it has are withheld: they are in no sum
}

// Amount is money in a currency; "" is the portfolio's.
type Amount struct {
	Currency string
	Sum      *big.Rat
}

// Shared is what was bought in the last year from the suppliers of a contract together.
type Shared struct {
	Contract *contract.Contract
	Others   int // suppliers besides the one at hand
	Amount
}

// Division is what was bought, divided between suppliers.
type Division struct {
	Undivided *big.Rat // of Totals.LastYear, what is known of no supplier

	of map[string]*Turnover
	f  *measure.Figures
}

// Divide divides what was bought under all contracts. What suppliers have for the last year
// and what is undivided add up to Totals.LastYear.
func Divide(f *measure.Figures) *Division {
	d := &Division{Undivided: new(big.Rat), of: map[string]*Turnover{}, f: f}
	for _, c := range f.Contracts {
		if c.Money.Part != nil {
			for _, id := range c.Contract.Suppliers {
				d.at(id).Part = true
			}
		}
		known := c.Money.Exchange == nil || c.Counted
		switch {
		case !known || c.Money.InSums().LastYear == nil:
		case len(c.Contract.Suppliers) == 1 && len(f.World.CallOffs(c.Contract.ID)) == 0 && c.Contract.Turnover != nil && !divided(c.Contract.Turnover):
			d.whole(c)
		default:
			d.parts(c)
		}
	}
	return d
}

// divided reports whether a file says what each supplier sold.
func divided(t *contract.Turnover) bool {
	return slices.ContainsFunc(t.Months, func(m contract.MonthTurnover) bool { return len(m.BySupplier) > 0 })
}

// Of is what was bought from a supplier.
func (d *Division) Of(supplier string) Turnover {
	if t := d.of[supplier]; t != nil {
		return *t
	}
	return Turnover{}
}

// at is the turnover of a supplier, to be added to.
func (d *Division) at(supplier string) *Turnover {
	t := d.of[supplier]
	if t == nil {
		t = &Turnover{}
		d.of[supplier] = t
	}
	return t
}

// whole adds all of a contract to its one supplier.
func (d *Division) whole(c *measure.ContractFigures) {
	t := d.at(c.Contract.Suppliers[0])
	k := c.Money.InSums()
	t.bought(&c.Money, k.LastYear)
	for i, q := range k.Quarters {
		t.inQuarter(d.f, &c.Money, i, q.Amount)
	}
}

// parts adds a contract to its suppliers by their parts, and what is not divided to none.
func (d *Division) parts(c *measure.ContractFigures) {
	last := posted.LastComplete(c.Money.InSums().Through)
	first := posted.Quarters(d.f.AsOf)[0].Quarter.First().MonthOf()
	var shared []Shared
	for p := range posted.Parts(d.f.World, c.Contract) {
		inYear, quarter := !p.Month.Before(last.Add(-11)) && !last.Before(p.Month), p.Month.Sub(first)
		switch {
		case d.f.World.Portfolio.Supplier(p.Supplier) != nil:
			t := d.at(p.Supplier)
			if t.bought(&c.Money, new(big.Rat)); inYear {
				t.bought(&c.Money, p.Amount.Rat())
			}
			if quarter >= 0 {
				t.inQuarter(d.f, &c.Money, quarter/3, p.Amount)
			}
			continue
		case inYear:
			measure.AddTo(d.Undivided, c.Money.Home(p.Amount.Rat()))
			if p.Supplier == "" && p.Amount != 0 {
				shared = addShared(shared, p.Of, c, p.Amount)
			}
		}
		if quarter >= 0 && p.Amount != 0 && p.Supplier == "" {
			for _, id := range p.Of.Suppliers {
				d.at(id).Low = true
			}
		}
	}
	for _, s := range shared {
		for _, id := range s.Contract.Suppliers {
			t := d.at(id)
			t.Shared = append(t.Shared, s)
		}
	}
}

// addShared adds what is not divided in the file of a contract, which is the one at hand or
// under it, in the portfolio's currency where it can be converted.
func addShared(list []Shared, of *contract.Contract, c *measure.ContractFigures, amount money.Amount) []Shared {
	sum, currency := amount.Rat(), c.Money.Currency
	if home := c.Money.Home(sum); home != nil {
		sum, currency = home, ""
	}
	at := slices.IndexFunc(list, func(s Shared) bool { return s.Contract == of })
	if at < 0 {
		at, list = len(list), append(list, Shared{of, len(of.Suppliers) - 1, Amount{currency, new(big.Rat)}})
	}
	list[at].Sum.Add(list[at].Sum, sum)
	return list
}

// bought adds an amount of the last year, in the currency of its contract.
func (t *Turnover) bought(m *measure.Money, sum *big.Rat) {
	home := m.Home(sum)
	if home == nil {
		at := slices.IndexFunc(t.Foreign, func(a Amount) bool { return a.Currency == m.Currency })
		if at < 0 {
			at, t.Foreign = len(t.Foreign), append(t.Foreign, Amount{m.Currency, new(big.Rat)})
		}
		t.Foreign[at].Sum.Add(t.Foreign[at].Sum, sum)
		return
	}
	if t.LastYear == nil {
		t.LastYear = new(big.Rat)
	}
	t.LastYear.Add(t.LastYear, home)
	t.Converted = t.Converted || m.Foreign && sum.Sign() != 0
}

// ByTurnover orders suppliers by what was bought from them in the last year, the most first;
// those of which it is not known come last.
func ByTurnover(a, b *Turnover) int {
	switch {
	case a.LastYear == nil && b.LastYear == nil:
		return 0
	case a.LastYear == nil:
		return 1
	case b.LastYear == nil:
		return -1
	}
	return b.LastYear.Cmp(a.LastYear)
}

// inQuarter adds an amount to one of the latest twelve quarters, where it can be converted.
func (t *Turnover) inQuarter(f *measure.Figures, m *measure.Money, at int, amount money.Amount) {
	if amount == 0 || m.Exchange == nil || at >= len(f.Totals.Quarters) {
		return
	}
	if t.Quarters == nil {
		t.Quarters = posted.Quarters(f.AsOf)
	}
	t.Quarters[at].Amount += money.Rounded(m.Home(amount.Rat()))
}
