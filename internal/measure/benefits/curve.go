package benefits

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Point is a class of benefits summed up to the end of a quarter.
type Point struct {
	Quarter                      date.Quarter
	Planned, Realised, Confirmed *big.Rat
}

// Curve sums a class of benefits up to the end of each of the latest n quarters that
// have ended, oldest first; the same figures as Totals.Benefits, on those days. Quarters
// before anything was planned or came in are left out; nil where nothing ever was.
func Curve(f *measure.Figures, class contract.BenefitClass, n int) []Point {
	last := f.AsOf.QuarterOf()
	if last.Last().After(f.AsOf) {
		last = last.Add(-1)
	}
	var out []Point
	for i := 1 - n; i <= 0; i++ {
		q := last.Add(i)
		p := Point{q, new(big.Rat), new(big.Rat), new(big.Rat)}
		for _, cf := range f.Contracts {
			for j := range cf.Benefits {
				b := cf.Benefits[j].Benefit
				if ClassOf(b) != class || !addable(f.World.Home, class, b.Unit, cf.Money.Foreign) {
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

// Evidence sums what has been realised of a class, by how sure it is: A finance,
// B invoices, C supplier, D estimate, "" not said.
func Evidence(f *measure.Figures, class contract.BenefitClass) map[contract.EvidenceClass]*big.Rat {
	out := map[contract.EvidenceClass]*big.Rat{}
	for _, cf := range f.Contracts {
		for i := range cf.Benefits {
			b := cf.Benefits[i].Benefit
			if ClassOf(b) != class || !addable(f.World.Home, class, b.Unit, cf.Money.Foreign) {
				continue
			}
			for j := range b.Realised {
				r := &b.Realised[j]
				if !r.Amount.Set || r.Period.IsZero() || r.Period.Last().After(f.AsOf) || r.State != contract.BenefitRealised && r.State != contract.BenefitConfirmed {
					continue
				}
				out[r.Evidence] = plus(out[r.Evidence], r.Amount.V.Rat())
			}
		}
	}
	return out
}
