// Package inspections counts the inspections of contracts, by year, quarter, area and theme,
// and says which contracts with social requirements were inspected and which should be.
//
// In go figures of contracts; out come counts and lists. What an inspection found is package
// matters'.
package inspections

import (
	"iter"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
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
		if measure.StillOpen(i.Findings[j].Closed, asOf) {
			n++
		}
	}
	return n
}

// Count counts inspections that were held.
type Count struct {
	Held          int
	Nonconforming int // of those
}

func (n *Count) add(i *contract.Inspection) {
	n.Held++
	if Nonconforming(i) {
		n.Nonconforming++
	}
}

// HeldUnder goes through the inspections of some contracts that were held by the as-of
// date.
func HeldUnder(f *measure.Figures, list []*measure.ContractFigures) iter.Seq2[*contract.Contract, *contract.Inspection] {
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

// ThisYear counts those of some contracts that were held in the calendar year of
// the as-of date.
func ThisYear(f *measure.Figures, list []*measure.ContractFigures) (n Count) {
	for _, i := range HeldUnder(f, list) {
		if !i.Date.IsZero() && i.Date.Year() == f.AsOf.Year() {
			n.add(i)
		}
	}
	return n
}

// Planned counts the inspections of all contracts that are to be held in a
// quarter: planned, or dated after the as-of date.
func Planned(f *measure.Figures, q date.Quarter) (n int) {
	for _, c := range f.Contracts {
		for i := range c.Contract.Inspections {
			if v := &c.Contract.Inspections[i]; !Held(v, f.AsOf) && v.Date.QuarterOf() == q {
				n++
			}
		}
	}
	return n
}

// QuarterCount are the inspections of one quarter.
type QuarterCount struct {
	Quarter date.Quarter
	Count
}

// ByQuarter counts the inspections of all contracts in the n quarters up to that
// of the as-of date, oldest first.
func ByQuarter(f *measure.Figures, n int) []QuarterCount {
	first := f.AsOf.QuarterOf().Add(1 - n)
	out := make([]QuarterCount, n)
	for i := range out {
		out[i].Quarter = first.Add(i)
	}
	for _, i := range HeldUnder(f, f.Contracts) {
		if at := i.Date.QuarterOf().Compare(first); !i.Date.IsZero() && at >= 0 && at < n {
			out[at].add(i)
		}
	}
	return out
}

// AreaCount are the inspections of one area. An inspection has several themes, so
// those of ByTheme add up to more.
type AreaCount struct {
	Area string // "" where none is recorded
	Count
	ByTheme map[string]Count // by requirement id, or word of the portfolio
}

// ByArea counts the inspections of some contracts in the months up to the as-of
// date, by area in the order in which the areas are met.
func ByArea(f *measure.Figures, list []*measure.ContractFigures, months int) []AreaCount {
	since := f.AsOf.AddMonths(-months)
	var out []AreaCount
	for _, i := range HeldUnder(f, list) {
		if i.Date.Before(since) {
			continue
		}
		at := slices.IndexFunc(out, func(a AreaCount) bool { return a.Area == i.Area })
		if at < 0 {
			at, out = len(out), append(out, AreaCount{Area: i.Area, ByTheme: map[string]Count{}})
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
func inspectable(f *measure.Figures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Followed(f.Contracts) {
		if slices.ContainsFunc(c.Requirements, func(r measure.RequirementFigures) bool {
			return r.Requirement.Group == contract.GroupSocial && r.Applies == measure.Yes
		}) {
			out = append(out, c)
		}
	}
	return out
}

// inspected reports whether a contract was inspected in the last 24 months.
func inspected(f *measure.Figures, c *measure.ContractFigures) bool {
	since := f.AsOf.AddMonths(-inspectEvery)
	return slices.ContainsFunc(c.Contract.Inspections, func(i contract.Inspection) bool {
		return Held(&i, f.AsOf) && !i.Date.Before(since)
	})
}

// Coverage is how many contracts with social requirements were inspected in the
// last 24 months.
type Coverage struct {
	Category  string // id; "" without a category, and of the whole
	Contracts int    // active, with a social requirement that applies for certain
	Inspected int    // of those
}

// Share inspected; nil where there is no contract to inspect.
func (c Coverage) Share() *big.Rat {
	return measure.Ratio(measure.Count(c.Inspected), measure.Count(c.Contracts))
}

// CoverageOf is that of the portfolio, and of each category that has contracts to
// inspect, in the order in which they are met.
func CoverageOf(f *measure.Figures) (all Coverage, categories []Coverage) {
	for _, c := range inspectable(f) {
		id := c.Contract.Category
		at := slices.IndexFunc(categories, func(k Coverage) bool { return k.Category == id })
		if at < 0 {
			at, categories = len(categories), append(categories, Coverage{Category: id})
		}
		done := 0
		if inspected(f, c) {
			done = 1
		}
		for _, k := range []*Coverage{&all, &categories[at]} {
			k.Contracts++
			k.Inspected += done
		}
	}
	return all, categories
}

// riskyIndustry is the class of industry risk, 0–4, from which its contracts are candidates
// for inspection.
const riskyIndustry = 3

// Candidates are the contracts with social requirements that were not inspected in
// the last 24 months and whose risk is high or critical, or whose industry's risk is; the
// gravest first. The industry's risk is that of their category in the portfolio.
func Candidates(f *measure.Figures, p *contract.Portfolio) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Scored(inspectable(f)) {
		k := p.Category(c.Contract.Category)
		risky := k != nil && k.IndustryRisk.Set && k.IndustryRisk.V >= riskyIndustry
		if (risky || measure.BandRank(c.Risk.Band) >= measure.BandRank(contract.BandHigh)) && !inspected(f, c) {
			out = append(out, c)
		}
	}
	return out
}

// OfContract is an inspection and the contract that it was held under.
type OfContract struct {
	Contract   *contract.Contract
	Inspection *contract.Inspection
}

// AtSupplier are the inspections under some contracts that concern a supplier, planned
// ones too: those of it, and those that name no supplier. The latest comes first, an undated
// one last.
func AtSupplier(supplier string, list []*measure.ContractFigures) []OfContract {
	var out []OfContract
	for _, c := range list {
		for i := range c.Contract.Inspections {
			if v := &c.Contract.Inspections[i]; v.Supplier == "" || v.Supplier == supplier {
				out = append(out, OfContract{c.Contract, v})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b OfContract) int { return b.Inspection.Date.Compare(a.Inspection.Date) })
	return out
}
