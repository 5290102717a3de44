// Package benefits adds up what a contract was to give and what came of it, by contract,
// by class, and by quarter.
//
// In go contracts, or the figures of a portfolio, and a day; out come exact sums. It holds
// no sums of classes that cannot be added, such as shares.
package benefits

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Of adds up the benefits of a contract, in its order.
func Of(c *contract.Contract, asOf date.Date) []measure.BenefitFigures {
	out := make([]measure.BenefitFigures, len(c.Benefits))
	for i := range c.Benefits {
		out[i] = benefitOf(&c.Benefits[i], asOf)
	}
	return out
}

// benefitOf adds up one benefit. The plan of a year counts by the share of the year
// that has passed; what came in counts when its quarter has ended; costs count from
// their date. Nothing planned gives no realisation.
func benefitOf(b *contract.Benefit, asOf date.Date) measure.BenefitFigures {
	if ClassOf(b) == contract.ClassShare {
		return latestShare(b, asOf)
	}
	f := measure.BenefitFigures{Benefit: b, PlannedToDate: plannedToDate(b, asOf)}
	for i := range b.Planned {
		if a := b.Planned[i].Amount; a.Set {
			f.PlannedTotal = plus(f.PlannedTotal, a.V.Rat())
		}
	}
	f.Realised, f.Confirmed, f.Committed = new(big.Rat), new(big.Rat), new(big.Rat)
	for i := range b.Realised {
		r := &b.Realised[i]
		if !r.Amount.Set {
			continue
		}
		ended := !r.Period.IsZero() && !r.Period.Last().After(asOf)
		switch {
		case r.State == contract.BenefitCommitted:
			f.Committed.Add(f.Committed, r.Amount.V.Rat())
		case ended && r.State == contract.BenefitConfirmed:
			f.Confirmed.Add(f.Confirmed, r.Amount.V.Rat())
			f.Realised.Add(f.Realised, r.Amount.V.Rat())
		case ended && r.State == contract.BenefitRealised:
			f.Realised.Add(f.Realised, r.Amount.V.Rat())
		}
	}
	var costs money.Amount
	for i := range b.Costs {
		if k := &b.Costs[i]; !k.Date.After(asOf) {
			costs += k.Amount.V
		}
	}
	f.Costs = costs.Rat()
	if ClassOf(b) == contract.ClassCash {
		f.Net = new(big.Rat).Sub(f.Realised, f.Costs)
	}
	if f.PlannedToDate != nil && f.PlannedToDate.Sign() > 0 {
		f.Realisation = new(big.Rat).Quo(f.Realised, f.PlannedToDate)
	}
	return f
}

// latestShare reads a benefit that is a share of something. Shares are not added up: what
// counts is the plan of the latest year that has begun against the latest quarter that
// has ended.
func latestShare(b *contract.Benefit, asOf date.Date) measure.BenefitFigures {
	f := measure.BenefitFigures{Benefit: b, Realised: new(big.Rat), Confirmed: new(big.Rat), Committed: new(big.Rat), Costs: new(big.Rat)}
	var year, last int
	for i := range b.Planned {
		p := &b.Planned[i]
		if !p.Amount.Set {
			continue
		}
		if p.Year >= last {
			f.PlannedTotal, last = p.Amount.V.Rat(), p.Year
		}
		if p.Year <= asOf.Year() && p.Year >= year {
			f.PlannedToDate, year = p.Amount.V.Rat(), p.Year
		}
	}
	var came, sure, coming date.Quarter
	for i := range b.Realised {
		r := &b.Realised[i]
		if !r.Amount.Set {
			continue
		}
		ended := !r.Period.IsZero() && !r.Period.Last().After(asOf)
		if r.State == contract.BenefitCommitted && r.Period.Compare(coming) >= 0 {
			f.Committed, coming = r.Amount.V.Rat(), r.Period
		}
		if ended && (r.State == contract.BenefitConfirmed || r.State == contract.BenefitRealised) && r.Period.Compare(came) >= 0 {
			f.Realised, came = r.Amount.V.Rat(), r.Period
		}
		if ended && r.State == contract.BenefitConfirmed && r.Period.Compare(sure) >= 0 {
			f.Confirmed, sure = r.Amount.V.Rat(), r.Period
		}
	}
	if f.PlannedToDate != nil && f.PlannedToDate.Sign() > 0 && !came.IsZero() {
		f.Realisation = new(big.Rat).Quo(f.Realised, f.PlannedToDate)
	}
	return f
}

func plannedToDate(b *contract.Benefit, asOf date.Date) (sum *big.Rat) {
	year := asOf.Year()
	newYear := date.Of(year, 1, 1)
	passed := big.NewRat(int64(asOf.Days(newYear)+1), int64(newYear.AddYears(1).Days(newYear)))
	for i := range b.Planned {
		p := &b.Planned[i]
		if !p.Amount.Set {
			continue
		}
		switch {
		case p.Year < year:
			sum = plus(sum, p.Amount.V.Rat())
		case p.Year == year:
			sum = plus(sum, new(big.Rat).Mul(p.Amount.V.Rat(), passed))
		default:
			sum = plus(sum, new(big.Rat))
		}
	}
	return sum
}

// plus adds to a sum that is nil until something is added.
func plus(sum, r *big.Rat) *big.Rat {
	if sum == nil {
		sum = new(big.Rat)
	}
	return sum.Add(sum, r)
}

// benefitClasses in the order in which they are shown; shares cannot be added up.
var benefitClasses = []contract.BenefitClass{contract.ClassCash, contract.ClassNonCash, contract.ClassCO2e, contract.ClassWorkers}

// Totals add up the benefits of all contracts by class.
func Totals(f *measure.Figures) []measure.BenefitTotal { return Sums(f.World, f.Contracts) }

// Sums add up the benefits of some contracts by class, in the portfolio's currency (climate:
// tonnes). Each benefit belongs to one contract, call-offs too.
func Sums(w *measure.World, list []*measure.ContractFigures) []measure.BenefitTotal {
	byClass := map[contract.BenefitClass]*measure.BenefitTotal{}
	for _, cf := range list {
		for i := range cf.Benefits {
			add(byClass, w, cf, &cf.Benefits[i])
		}
	}
	var out []measure.BenefitTotal
	for _, class := range benefitClasses {
		if t := byClass[class]; t != nil {
			out = append(out, *t)
		}
	}
	return out
}

// add adds a benefit to the sums of its class.
func add(byClass map[contract.BenefitClass]*measure.BenefitTotal, w *measure.World, cf *measure.ContractFigures, b *measure.BenefitFigures) {
	class := ClassOf(b.Benefit)
	per := unitValue(w.Home, b.Benefit, &cf.Money)
	if per == nil {
		return
	}
	in := func(r *big.Rat) *big.Rat {
		if r == nil {
			return new(big.Rat)
		}
		return new(big.Rat).Mul(r, per)
	}
	t := byClass[class]
	if t == nil {
		t = &measure.BenefitTotal{Class: class, PlannedToDate: new(big.Rat), Realised: new(big.Rat), Confirmed: new(big.Rat), Costs: new(big.Rat)}
		byClass[class] = t
	}
	if IsEstimate(b.Benefit) {
		t.Estimated = plus(t.Estimated, in(b.Realised))
		return
	}
	t.PlannedToDate.Add(t.PlannedToDate, in(b.PlannedToDate))
	t.Realised.Add(t.Realised, in(b.Realised))
	t.Confirmed.Add(t.Confirmed, in(b.Confirmed))
	t.Costs.Add(t.Costs, in(b.Costs))
}

// Cash is the sum of a list that is in cash; zero sums where there is none.
func Cash(sums []measure.BenefitTotal) measure.BenefitTotal {
	for _, t := range sums {
		if t.Class == contract.ClassCash {
			return t
		}
	}
	return measure.BenefitTotal{Class: contract.ClassCash, PlannedToDate: new(big.Rat), Realised: new(big.Rat), Confirmed: new(big.Rat), Costs: new(big.Rat)}
}

// unitValue is what one unit of a benefit counts in the sum of its class: kroner of the
// portfolio's currency, at the contract's rate where it is in another, or tonnes; nil where it
// cannot be added.
func unitValue(home string, b *contract.Benefit, m *measure.Money) *big.Rat {
	switch class := ClassOf(b); {
	case InMoney(class) && b.Unit == home, class == contract.ClassCO2e && (b.Unit == "" || b.Unit == "t CO2e"):
		return measure.One
	case InMoney(class) && (b.Unit == "" || b.Unit == m.Currency):
		return m.Exchange
	}
	return nil
}
