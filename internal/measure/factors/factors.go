// Package factors holds what a risk model may ask of a contract: the measures of its factors,
// each with its sentence, and the names that expressions of factors and floors know.
//
// In go the facts of an active contract, with all figures but its risk; out come values.
// How many points a value gives is package risk's.
package factors

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/measure/matters"
)

// MaxPoints is the most that a factor gives.
const MaxPoints = 4

// exposure counts the requirements of society and environment of which it is so said that
// they apply.
func exposure(f *facts.Facts, applies ...measure.Tri) (n int) {
	for i := range f.Requirements {
		r := &f.Requirements[i]
		if g := r.Requirement.Group; slices.Contains(applies, r.Applies) && (g == contract.GroupSocial || g == contract.GroupEnvironment) {
			n++
		}
	}
	return n
}

// labourCrime is the industry's class, one more for two tiers or more, one less for
// an extensive inspection within twelve months that found all in order; 0 for goods.
func labourCrime(f *facts.Facts) facts.Value {
	if f.Contract.Nature == contract.Goods {
		return facts.Int(0)
	}
	k := f.Portfolio.Category(f.Contract.Category)
	if k == nil || !k.IndustryRisk.Set {
		return facts.Value{}
	}
	n := k.IndustryRisk.V
	if chain.Tiers(f.Contract, f.AsOf) >= 2 {
		n++
	}
	if !conformSince(f.Contract, f.AsOf).IsZero() {
		n--
	}
	return facts.Int(max(0, min(n, 4)))
}

// conformSince is the date of the latest extensive inspection within twelve months
// that found all in order; zero for none.
func conformSince(c *contract.Contract, asOf date.Date) (on date.Date) {
	for i := range c.Inspections {
		n := &c.Inspections[i]
		if n.Extensive && n.Result == contract.ResultConform && inspections.Held(n, asOf) && !n.Date.Before(asOf.AddMonths(-12)) {
			on = date.Max(on, n.Date)
		}
	}
	return on
}

// supplierSigns is the largest number of signs among the suppliers that are known.
func supplierSigns(f *facts.Facts) facts.Value {
	most := -1
	for _, id := range f.Contract.Suppliers {
		if s := f.Portfolio.Supplier(id); s != nil {
			most = max(most, len(s.Signs))
		}
	}
	if most < 0 {
		return facts.Value{}
	}
	return facts.Int(most)
}

// missingFields names the mandatory fields that are absent.
func missingFields(f *facts.Facts) []string {
	c := f.Contract
	var out []string
	for _, m := range []struct {
		field  string
		absent bool
	}{
		{"category", c.Category == ""},
		{"cpv", len(c.CPV) == 0},
		{"department", c.Department == ""},
		{"manager", c.Manager == ""},
		{"criticality", c.Criticality == ""},
		{"bids", !c.Procurement.Bids.Set},
		{"estimated", !c.Value.Estimated.Set},
		{"ceiling", f.Money.Ceiling == nil},
		{"plan", len(c.Plan) == 0},
		{"requirements", len(c.Requirements) == 0},
	} {
		if m.absent {
			out = append(out, m.field)
		}
	}
	return out
}

// forecastBreach reports whether turnover passes the ceiling before the horizon, or has.
func forecastBreach(f *facts.Facts) measure.Tri {
	m := &f.Money
	switch {
	case m.Passed() || m.WillPass():
		return measure.Yes
	case m.Ceiling == nil || m.Projected == nil:
		return measure.Unknown
	}
	return measure.No
}

// overMaximum reports whether posted turnover has passed the stated maximum: a ratio, known
// in any currency.
func overMaximum(f *facts.Facts) measure.Tri {
	m := &f.Money
	if m.Maximum == nil || m.Spent == nil {
		return measure.Unknown
	}
	return measure.TriOf(m.Spent.Cmp(m.Maximum) > 0)
}

// noTurnover reports whether a framework or dynamic purchasing system began three months ago
// or more and no turnover of it is known at all (FIGURES.md B).
func noTurnover(f *facts.Facts) measure.Tri {
	k := f.Contract.Kind
	if k != contract.KindFramework && k != contract.KindDPS || f.Terms.Start.IsZero() || f.Terms.Start.AddMonths(3).After(f.AsOf) {
		return measure.No
	}
	return measure.TriOf(f.Money.Spent == nil)
}

// socialRequirements are those whose breach is grave in itself.
var socialRequirements = []string{"pay", "human-rights"}

func socialBreach(f *facts.Facts) bool {
	for m := range matters.Of(f.Contract, f.AsOf) {
		if m.Open && m.Gravity() != contract.SeverityMinor && slices.Contains(socialRequirements, m.Requirement) {
			return true
		}
	}
	return false
}

// tiersOverLimit compares the chain with the regulation figure tier-limit, which
// concerns works and services. Unknown without a figure or a supply chain.
func tiersOverLimit(f *facts.Facts) measure.Tri {
	if f.Contract.Nature == contract.Goods {
		return measure.No
	}
	n := chain.Tiers(f.Contract, f.AsOf)
	r := f.Regulation("tier-limit", measure.Procured(f.Contract))
	if n < 0 || r == nil || !r.Value.Set {
		return measure.Unknown
	}
	if big.NewRat(int64(n), 1).Cmp(f.Value(r)) > 0 {
		return measure.Yes
	}
	return measure.No
}

// nearest is the deadline that the risk model looks at.
type nearest struct {
	date date.Date
	kind string // option, notice, expiry
}

// nearestDeadline is the nearest of: the decision on an open option, the notice date
// of a renewal that is not decided, the day on which it ends where no successor is named.
func nearestDeadline(f *facts.Facts) (n nearest) {
	t := &f.Terms
	take := func(d date.Date, kind string) {
		if !d.IsZero() && (n.date.IsZero() || d.Before(n.date)) {
			n = nearest{d, kind}
		}
	}
	take(t.NextDecision, "option")
	take(t.NoticeDate, "notice")
	if f.Succeeded != measure.Yes {
		take(t.Ends(), "expiry")
	}
	return n
}

// TooManyTiers reports whether a contract has more tiers of subcontractors than the
// regulation figure tier-limit allows.
func TooManyTiers(w *measure.World, cf *measure.ContractFigures) measure.Tri {
	return tiersOverLimit(&facts.Facts{World: w, ContractFigures: cf})
}
