package spend

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// InAll adds up the sums of categories.
func InAll(sums []CategorySum) (all Sum) {
	for _, k := range sums {
		all.On += k.On
		all.Off += k.Off
		all.Uncovered += k.Uncovered
		all.EHandel += k.EHandel
		all.Invoices += k.Invoices
		all.Matched += k.Matched
	}
	return all
}

// Parts are what was bought on contract, off it and without one, as shares of all that was
// bought; nil where nothing was.
func (s Sum) Parts() (on, off, uncovered *big.Rat) {
	all := s.All()
	return shareOf(s.On, all), shareOf(s.Off, all), shareOf(s.Uncovered, all)
}

// LeakedShare is this sum's part of all that was bought off contract; nil where nothing
// was.
func (s Sum) LeakedShare(all Sum) *big.Rat { return shareOf(s.Off, all.Off) }

// Leaked is what was bought off contract where one existed: in the four quarters up to the
// latest of some, and in the four before those. A quarter without facts adds nothing.
func Leaked(quarters []QuarterSum) (latest, before money.Amount) {
	for _, q := range quarters {
		switch back := quarters[len(quarters)-1].Quarter.Compare(q.Quarter); {
		case back < 4:
			latest += q.Off
		case back < 8:
			before += q.Off
		}
	}
	return latest, before
}

// LatestYear adds up the four quarters up to the latest of some.
func LatestYear(quarters []QuarterSum) (sum Sum) {
	for _, q := range quarters {
		if quarters[len(quarters)-1].Quarter.Compare(q.Quarter) < 4 {
			sum.On += q.On
			sum.Off += q.Off
			sum.Uncovered += q.Uncovered
			sum.EHandel += q.EHandel
			sum.Invoices += q.Invoices
			sum.Matched += q.Matched
		}
	}
	return sum
}

// MostLeaked is the quarter in which most was bought off contract, the earliest of several;
// zero where there are no quarters.
func MostLeaked(quarters []QuarterSum) (most QuarterSum) {
	for i, q := range quarters {
		if i == 0 || q.Off > most.Off {
			most = q
		}
	}
	return most
}

// SupplierSpend is what was bought from a supplier in categories that contracts cover.
type SupplierSpend struct {
	Supplier string       // id
	On, Off  money.Amount // on contract; off contract where one existed
}

// LeakedBySupplier are the suppliers that something was bought from off contract, in the
// quarters from since that have ended on a day; the largest amount first, then by id.
func LeakedBySupplier(p *contract.Portfolio, since date.Quarter, asOf date.Date) []SupplierSpend {
	var out []SupplierSpend
	at := map[string]int{}
	for _, s := range p.Spend {
		if s.Quarter.Compare(since) < 0 || s.Quarter.Last().After(asOf) {
			continue
		}
		for i := range s.Categories {
			for _, v := range s.Categories[i].Suppliers {
				j, ok := at[v.ID]
				if !ok {
					j = len(out)
					at[v.ID], out = j, append(out, SupplierSpend{Supplier: v.ID})
				}
				out[j].On += v.OnContract.V
				out[j].Off += v.OffContract.V
			}
		}
	}
	out = slices.DeleteFunc(out, func(s SupplierSpend) bool { return s.Off <= 0 })
	slices.SortFunc(out, func(a, b SupplierSpend) int {
		return cmp.Or(cmp.Compare(b.Off, a.Off), cmp.Compare(a.Supplier, b.Supplier))
	})
	return out
}

// PriceControl is what the control of a contract's invoices of a quarter found.
type PriceControl struct {
	Quarter date.Quarter
	*contract.PriceFinding
}

// PriceControls is what invoice control found in the quarters that have begun on a day, the
// latest first, and the sums: paid over the agreed prices, and in fees that were not agreed.
func PriceControls(p *contract.Portfolio, asOf date.Date) (found []PriceControl, overcharged, fees money.Amount) {
	for _, s := range slices.Backward(p.Spend) {
		if s.Quarter.First().After(asOf) {
			continue
		}
		for i := range s.Prices {
			x := &s.Prices[i]
			found = append(found, PriceControl{s.Quarter, x})
			overcharged += x.Overcharged.V
			fees += x.Fees.V
		}
	}
	return found, overcharged, fees
}
