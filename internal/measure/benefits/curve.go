package benefits

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Point is a class of benefits summed up to the end of a quarter.
type Point struct {
	Quarter     date.Quarter
	Preliminary bool // its books have not closed
	measure.BenefitTotal
}

// Curve sums a class of benefits of today's contracts up to the end of each of the latest n
// quarters that have ended, oldest first. Quarters before anything was planned or came in are
// left out; nil where nothing ever was.
func Curve(f *measure.Figures, class contract.BenefitClass, n int) []Point {
	var out []Point
	for i := 1 - n; i <= 0; i++ {
		q := f.AsOf.LastQuarter().Add(i)
		sums := map[contract.BenefitClass]*measure.BenefitTotal{}
		for _, cf := range f.Contracts {
			for j := range cf.Benefits {
				then := benefitOf(cf.Benefits[j].Benefit, q.Last())
				add(sums, f.World, cf, &then)
			}
		}
		if t := sums[class]; t != nil {
			out = append(out, Point{Quarter: q, BenefitTotal: *t})
		}
	}
	return SinceBegun(out)
}

// SinceBegun leaves out the first points, in which nothing had been planned or come in.
func SinceBegun(points []Point) []Point {
	for len(points) > 0 && points[0].PlannedToDate.Sign() == 0 && points[0].Realised.Sign() == 0 {
		points = points[1:]
	}
	return points
}

// Evidence sums what has been realised of a class, by how sure it is: A finance,
// B invoices, C supplier, D estimate, "" not said.
func Evidence(f *measure.Figures, class contract.BenefitClass) map[contract.EvidenceClass]*big.Rat {
	out := map[contract.EvidenceClass]*big.Rat{}
	for _, cf := range f.Contracts {
		for i := range cf.Benefits {
			b := cf.Benefits[i].Benefit
			per := unitValue(f.World.Home, b, &cf.Money)
			if ClassOf(b) != class || IsEstimate(b) || per == nil {
				continue
			}
			for j := range b.Realised {
				r := &b.Realised[j]
				if !r.Amount.Set || r.Period.IsZero() || r.Period.Last().After(f.AsOf) || r.State != contract.BenefitRealised && r.State != contract.BenefitConfirmed {
					continue
				}
				out[r.Evidence] = plus(out[r.Evidence], new(big.Rat).Mul(r.Amount.V.Rat(), per))
			}
		}
	}
	return out
}
