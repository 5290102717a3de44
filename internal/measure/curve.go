package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// BenefitPoint is a class of benefits summed up to the end of a quarter.
type BenefitPoint struct {
	Quarter                      date.Quarter
	Planned, Realised, Confirmed *big.Rat
}

// BenefitCurve sums a class of benefits up to the end of each of the latest n quarters that
// have ended, oldest first; the same figures as Totals.Benefits, on those days. Quarters
// before anything was planned or came in are left out; nil where nothing ever was.
func (f *Figures) BenefitCurve(class string, n int) []BenefitPoint {
	last := f.AsOf.QuarterOf()
	if last.Last().After(f.AsOf) {
		last = last.Add(-1)
	}
	var out []BenefitPoint
	for i := 1 - n; i <= 0; i++ {
		q := last.Add(i)
		p := BenefitPoint{q, new(big.Rat), new(big.Rat), new(big.Rat)}
		for _, cf := range f.Contracts {
			for j := range cf.Benefits {
				b := cf.Benefits[j].Benefit
				if BenefitClass(b) != class || !f.w.addable(class, b.Unit, cf.Money.Foreign) {
					continue
				}
				then := benefitOf(b, q.Last())
				if then.PlannedToDate != nil {
					p.Planned.Add(p.Planned, then.PlannedToDate)
				}
				p.Realised.Add(p.Realised, then.Realised)
				p.Confirmed.Add(p.Confirmed, then.Confirmed)
			}
		}
		if len(out) > 0 || p.Planned.Sign() != 0 || p.Realised.Sign() != 0 {
			out = append(out, p)
		}
	}
	return out
}

// BenefitEvidence sums what has been realised of a class, by how sure it is: A finance,
// B invoices, C supplier, D estimate, "" not said.
func (f *Figures) BenefitEvidence(class string) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for _, cf := range f.Contracts {
		for i := range cf.Benefits {
			b := cf.Benefits[i].Benefit
			if BenefitClass(b) != class || !f.w.addable(class, b.Unit, cf.Money.Foreign) {
				continue
			}
			for j := range b.Realised {
				r := &b.Realised[j]
				if !r.Amount.Set || r.Period.IsZero() || r.Period.Last().After(f.AsOf) || r.State != "realised" && r.State != "confirmed" {
					continue
				}
				out[r.Evidence] = plus(out[r.Evidence], r.Amount.V.Rat())
			}
		}
	}
	return out
}

// SupplierTurnover is what was bought from a supplier by quarter, the latest n that have
// begun, oldest first: all of a contract that it has alone, and its own part where several
// share one. Shared is true where a part is not known, so that the sums are too low.
// Contracts in another currency are left out. Of are the contracts to look at: those of the
// supplier, or all.
func (f *Figures) SupplierTurnover(of []*ContractFigures, supplier string, n int) (quarters []QuarterTurnover, shared bool) {
	last := f.AsOf.QuarterOf()
	for i := 1 - n; i <= 0; i++ {
		q := last.Add(i)
		quarters = append(quarters, QuarterTurnover{Quarter: q, Partial: q.Last().After(f.AsOf)})
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
