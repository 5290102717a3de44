package measure

import (
	"iter"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// Held reports whether an inspection had been held by a day: it is not only planned, and not
// dated after that day. One without a date counts as held, but in no period.
func Held(i *contract.Inspection, asOf date.Date) bool {
	return i.Status != contract.InspectionPlanned && !i.Date.After(asOf)
}

// Nonconforming reports whether an inspection's result is that something was wrong, be it
// minor or major. What was found is internal; the result anyone may know.
func Nonconforming(i *contract.Inspection) bool {
	return i.Result == contract.ResultMinor || i.Result == contract.ResultMajor
}

// OpenFindings counts an inspection's findings that are not closed by a day.
func OpenFindings(i *contract.Inspection, asOf date.Date) (n int) {
	for j := range i.Findings {
		if StillOpen(i.Findings[j].Closed, asOf) {
			n++
		}
	}
	return n
}

// InspectionCount counts inspections that were held.
type InspectionCount struct {
	Held          int
	Nonconforming int // of those
}

func (n *InspectionCount) add(i *contract.Inspection) {
	n.Held++
	if Nonconforming(i) {
		n.Nonconforming++
	}
}

// Inspections goes through the inspections of some contracts that were held by the as-of
// date.
func (f *Figures) Inspections(list []*ContractFigures) iter.Seq2[*contract.Contract, *contract.Inspection] {
	return func(yield func(*contract.Contract, *contract.Inspection) bool) {
		for _, c := range list {
			for i := range c.Contract.Inspections {
				if n := &c.Contract.Inspections[i]; Held(n, f.AsOf) && !yield(c.Contract, n) {
					return
				}
			}
		}
	}
}

// InspectionsThisYear counts those of some contracts that were held in the calendar year of
// the as-of date.
func (f *Figures) InspectionsThisYear(list []*ContractFigures) (n InspectionCount) {
	for _, i := range f.Inspections(list) {
		if !i.Date.IsZero() && i.Date.Year() == f.AsOf.Year() {
			n.add(i)
		}
	}
	return n
}

// InspectionsPlanned counts the inspections of all contracts that are to be held in a
// quarter: planned, or dated after the as-of date.
func (f *Figures) InspectionsPlanned(q date.Quarter) (n int) {
	for _, c := range f.Contracts {
		for i := range c.Contract.Inspections {
			if v := &c.Contract.Inspections[i]; !Held(v, f.AsOf) && v.Date.QuarterOf() == q {
				n++
			}
		}
	}
	return n
}

// QuarterInspections are the inspections of one quarter.
type QuarterInspections struct {
	Quarter date.Quarter
	InspectionCount
}

// InspectionsByQuarter counts the inspections of all contracts in the n quarters up to that
// of the as-of date, oldest first.
func (f *Figures) InspectionsByQuarter(n int) []QuarterInspections {
	first := f.AsOf.QuarterOf().Add(1 - n)
	out := make([]QuarterInspections, n)
	for i := range out {
		out[i].Quarter = first.Add(i)
	}
	for _, i := range f.Inspections(f.Contracts) {
		if at := i.Date.QuarterOf().Compare(first); !i.Date.IsZero() && at >= 0 && at < n {
			out[at].add(i)
		}
	}
	return out
}

// AreaInspections are the inspections of one area. An inspection has several themes, so
// those of ByTheme add up to more.
type AreaInspections struct {
	Area string // "" where none is recorded
	InspectionCount
	ByTheme map[string]InspectionCount // by requirement id, or word of the portfolio
}

// InspectionsByArea counts the inspections of some contracts in the months up to the as-of
// date, by area in the order in which the areas are met.
func (f *Figures) InspectionsByArea(list []*ContractFigures, months int) []AreaInspections {
	since := f.AsOf.AddMonths(-months)
	var out []AreaInspections
	for _, i := range f.Inspections(list) {
		if i.Date.Before(since) {
			continue
		}
		at := slices.IndexFunc(out, func(a AreaInspections) bool { return a.Area == i.Area })
		if at < 0 {
			at, out = len(out), append(out, AreaInspections{Area: i.Area, ByTheme: map[string]InspectionCount{}})
		}
		out[at].add(i)
		for _, t := range i.Themes {
			n := out[at].ByTheme[t]
			n.add(i)
			out[at].ByTheme[t] = n
		}
	}
	return out
}

// inspectEvery is the number of months in which a contract whose suppliers' social
// responsibility must be followed is to be inspected.
const inspectEvery = 24

// inspectable are the active contracts on which suppliers' social responsibility must be
// followed: a requirement of the social group applies for certain.
func (f *Figures) inspectable() []*ContractFigures {
	var out []*ContractFigures
	for _, c := range Active(f.Contracts) {
		if slices.ContainsFunc(c.Requirements, func(r RequirementFigures) bool {
			return r.Requirement.Group == contract.GroupSocial && r.Applies == Yes
		}) {
			out = append(out, c)
		}
	}
	return out
}

// inspected reports whether a contract was inspected in the last 24 months.
func (f *Figures) inspected(c *ContractFigures) bool {
	since := f.AsOf.AddMonths(-inspectEvery)
	return slices.ContainsFunc(c.Contract.Inspections, func(i contract.Inspection) bool {
		return Held(&i, f.AsOf) && !i.Date.Before(since)
	})
}

// InspectionCoverage is how many contracts with social requirements were inspected in the
// last 24 months.
type InspectionCoverage struct {
	Category  string // id; "" without a category, and of the whole
	Contracts int    // active, with a social requirement that applies for certain
	Inspected int    // of those
}

// Share inspected; nil where there is no contract to inspect.
func (c InspectionCoverage) Share() *big.Rat {
	return Ratio(Count(c.Inspected), Count(c.Contracts))
}

// InspectionCoverage is that of the portfolio, and of each category that has contracts to
// inspect, in the order in which they are met.
func (f *Figures) InspectionCoverage() (all InspectionCoverage, categories []InspectionCoverage) {
	for _, c := range f.inspectable() {
		id := c.Contract.Category
		at := slices.IndexFunc(categories, func(k InspectionCoverage) bool { return k.Category == id })
		if at < 0 {
			at, categories = len(categories), append(categories, InspectionCoverage{Category: id})
		}
		done := 0
		if f.inspected(c) {
			done = 1
		}
		for _, k := range []*InspectionCoverage{&all, &categories[at]} {
			k.Contracts++
			k.Inspected += done
		}
	}
	return all, categories
}

// riskyIndustry is the class of industry risk, 0–4, from which its contracts are candidates
// for inspection.
const riskyIndustry = 3

// InspectionCandidates are the contracts with social requirements that were not inspected in
// the last 24 months and whose risk is high or critical, or whose industry's risk is; the
// gravest first. The industry's risk is that of their category in the portfolio.
func (f *Figures) InspectionCandidates(p *contract.Portfolio) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range Scored(f.inspectable()) {
		k := p.Category(c.Contract.Category)
		risky := k != nil && k.IndustryRisk.Set && k.IndustryRisk.V >= riskyIndustry
		if (risky || BandRank(c.Risk.Band) >= BandRank(contract.BandHigh)) && !f.inspected(c) {
			out = append(out, c)
		}
	}
	return out
}
