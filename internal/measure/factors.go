package measure

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// severityPoints of a deviation or finding; one whose severity is missing counts as
// major.
func severityPoints(severity string) int {
	switch severity {
	case "minor":
		return 1
	case "critical":
		return 9
	}
	return 3
}

// openMatters counts deviations and inspection findings that are not closed.
func (w *world) openMatters(cf *ContractFigures) {
	var severity, devs, findings int
	w.eachOpen(cf.Contract, func(m openMatter) {
		severity += severityPoints(m.severity)
		if m.deviation != nil {
			devs++
		} else {
			findings++
		}
	})
	cf.OpenDevs = contract.Maybe[int]{V: devs, Set: !w.p.Withholds(contract.ContractDeviations)}
	cf.OpenFindings = contract.Maybe[int]{V: findings, Set: !w.p.Withholds(contract.InspectionFindings)}
	cf.OpenSeverity = contract.Maybe[int]{V: severity, Set: cf.OpenDevs.Set && cf.OpenFindings.Set}
}

// openMatter is a deviation or a finding of an inspection that is not closed.
type openMatter struct {
	severity, requirement string
	deadline              date.Date
	deviation             *contract.Deviation // or
	finding               *contract.Finding
	inspection            *contract.Inspection
}

func (w *world) eachOpen(c *contract.Contract, visit func(openMatter)) {
	isOpen := func(closed date.Date) bool { return closed.IsZero() || closed.After(w.asOf) }
	for i := range c.Deviations {
		if d := &c.Deviations[i]; !d.Reported.After(w.asOf) && isOpen(d.Closed) {
			visit(openMatter{d.Severity, d.Requirement, d.Deadline, d, nil, nil})
		}
	}
	for i := range c.Inspections {
		n := &c.Inspections[i]
		if n.Date.After(w.asOf) || n.Status == "planned" {
			continue
		}
		for j := range n.Findings {
			if d := &n.Findings[j]; isOpen(d.Closed) {
				visit(openMatter{d.Severity, d.Requirement, d.Deadline, nil, d, n})
			}
		}
	}
}

// tiers is the depth of the supply chain; −1 where it is not known. A firm whose
// parent is no firm of the chain stands right under the supplier: tier 1.
func tiers(c *contract.Contract, asOf date.Date) int {
	if c.SupplyChain == nil {
		return -1
	}
	firms := map[string]*contract.Firm{}
	for i := range c.SupplyChain.Firms {
		if f := &c.SupplyChain.Firms[i]; !f.Approved.After(asOf) {
			firms[f.ID] = f
		}
	}
	deepest := 0
	for id := range firms {
		depth := 0
		for f := firms[id]; f != nil && depth <= len(firms); f = firms[f.Parent] {
			depth++
		}
		deepest = max(deepest, min(depth, len(firms)))
	}
	return deepest
}

// labourCrime is the industry's class, one more for two tiers or more, one less for
// an extensive inspection within twelve months that found all in order; 0 for goods.
func labourCrime(f *facts) value {
	if f.c.Nature == "goods" {
		return intValue(0)
	}
	k := f.w.p.Category(f.c.Category)
	if k == nil || !k.IndustryRisk.Set {
		return value{}
	}
	n := k.IndustryRisk.V
	if tiers(f.c, f.w.asOf) >= 2 {
		n++
	}
	if !conformSince(f.c, f.w.asOf).IsZero() {
		n--
	}
	return intValue(max(0, min(n, 4)))
}

// conformSince is the date of the latest extensive inspection within twelve months
// that found all in order; zero for none.
func conformSince(c *contract.Contract, asOf date.Date) (on date.Date) {
	for i := range c.Inspections {
		n := &c.Inspections[i]
		if n.Extensive && n.Result == "conform" && n.Status != "planned" && !n.Date.After(asOf) && !n.Date.Before(asOf.AddMonths(-12)) {
			on = date.Max(on, n.Date)
		}
	}
	return on
}

// supplierSigns is the largest number of signs among the suppliers that are known.
func supplierSigns(f *facts) value {
	most := -1
	for _, id := range f.c.Suppliers {
		if s := f.w.p.Supplier(id); s != nil {
			most = max(most, len(s.Signs))
		}
	}
	if most < 0 {
		return value{}
	}
	return intValue(most)
}

// missingFields names the mandatory fields that are absent.
func missingFields(f *facts) []string {
	c := f.c
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
		{"ceiling", f.cf.Money.Ceiling == nil},
		{"plan", len(c.Plan) == 0},
		{"requirements", len(c.Requirements) == 0},
	} {
		if m.absent {
			out = append(out, m.field)
		}
	}
	return out
}

// forecastBreach tells whether turnover passes the ceiling before the last end.
func forecastBreach(f *facts) Tri {
	m := &f.cf.Money
	switch {
	case m.Foreign:
		return Unknown
	case m.Passed() || m.WillPass():
		return Yes
	case m.Ceiling == nil || m.Projected == nil:
		return Unknown
	}
	return No
}

// socialRequirements are those whose breach is grave in itself.
var socialRequirements = []string{"pay", "human-rights"}

func socialBreach(f *facts) (found bool) {
	f.w.eachOpen(f.c, func(m openMatter) {
		if m.severity != "minor" && slices.Contains(socialRequirements, m.requirement) {
			found = true
		}
	})
	return found
}

// tiersOverLimit compares the chain with the regulation figure tier-limit, which
// concerns works and services. Unknown without a figure or a supply chain.
func tiersOverLimit(f *facts) Tri {
	if f.c.Nature == "goods" {
		return No
	}
	n := tiers(f.c, f.w.asOf)
	r := f.w.regulation("tier-limit", procured(f.c))
	if n < 0 || r == nil || !r.Value.Set {
		return Unknown
	}
	if big.NewRat(int64(n), 1).Cmp(f.w.values[r]) > 0 {
		return Yes
	}
	return No
}

// nearest is the deadline that the risk model looks at.
type nearest struct {
	date date.Date
	kind string // option, notice, expiry
}

// nearestDeadline is the nearest of: the decision on an open option, the notice date
// of a renewal that is not decided, the current end where no successor is named.
func nearestDeadline(f *facts) (n nearest) {
	t := &f.cf.Terms
	take := func(d date.Date, kind string) {
		if !d.IsZero() && (n.date.IsZero() || d.Before(n.date)) {
			n = nearest{d, kind}
		}
	}
	take(t.NextDecision, "option")
	take(t.NoticeDate, "notice")
	if f.cf.Succeeded != Yes {
		take(t.CurrentEnd, "expiry")
	}
	return n
}

// Tiers of subcontractors below a contract's supplier; -1 where no chain is recorded.
func (f *Figures) Tiers(cf *ContractFigures) int { return tiers(cf.Contract, f.AsOf) }

// TooManyTiers tells whether they are more than the regulation figure tier-limit allows.
func (f *Figures) TooManyTiers(cf *ContractFigures) Tri {
	return tiersOverLimit(&facts{f.w, cf.Contract, cf})
}
