package suppliers

import (
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Turnover is what was bought from a supplier by quarter, the latest n that have begun,
// oldest first: all of a contract that it has alone, and its own part of one that several
// share. shared is true where a part is not known, so that the sums are too low. Contracts
// in another currency are left out. of are the contracts to look at: those of the supplier,
// or all.
func Turnover(f *measure.Figures, of []*measure.ContractFigures, supplier string, n int) (quarters []measure.QuarterTurnover, shared bool) {
	last := f.AsOf.QuarterOf()
	for i := 1 - n; i <= 0; i++ {
		q := last.Add(i)
		quarters = append(quarters, measure.QuarterTurnover{Quarter: q, Partial: q.Last().After(f.AsOf)})
	}
	for _, cf := range of {
		c := cf.Contract
		if c.Turnover == nil || cf.Money.Foreign {
			continue
		}
		sole, has := len(c.Suppliers) == 1, false
		for _, id := range c.Suppliers {
			has = has || id == supplier
		}
		if !has {
			continue
		}
		for i := range c.Turnover.Months {
			m := &c.Turnover.Months[i]
			back := last.Compare(m.Month.First().QuarterOf())
			if m.Month.First().After(f.AsOf) || back < 0 || back >= n {
				continue
			}
			var part money.Amount
			switch {
			case sole:
				part = m.Total
			case len(m.BySupplier) == 0:
				shared = true
			default:
				for _, s := range m.BySupplier {
					if s.Supplier == supplier {
						part += s.Amount
					}
				}
			}
			quarters[n-1-back].Amount += part
		}
	}
	return quarters, shared
}
