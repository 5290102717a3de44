// Package inspections counts the inspections of contracts, by year, quarter, area and theme,
// and says which contracts with social requirements were inspected and which should be.
//
// In go figures of contracts; out come counts and lists. What an inspection found is package
// matters'.
package inspections

import (
	"cmp"
	"iter"
	"math/big"
	"slices"
	"strconv"

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

// Outcome is what an inspection came to.
type Outcome string

// The outcomes.
const (
	Found      Outcome = "found"   // held, and something was wrong
	Conforming Outcome = "conform" // held, and nothing was found wrong
	Ahead      Outcome = "planned" // not held yet
)

// Outcomes are all outcomes.
var Outcomes = []Outcome{Found, Conforming, Ahead}

// OutcomeOf is what an inspection had come to by a day.
func OutcomeOf(i *contract.Inspection, asOf date.Date) Outcome {
	switch {
	case !Held(i, asOf):
		return Ahead
	case Nonconforming(i):
		return Found
	}
	return Conforming
}

// Of is how many of those held had an outcome.
func (n Count) Of(o Outcome) int {
	switch o {
	case Found:
		return n.Nonconforming
	case Conforming:
		return n.Held - n.Nonconforming
	}
	return 0
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
		if thisYear(i, f.AsOf) {
			n.add(i)
		}
	}
	return n
}

func thisYear(i *contract.Inspection, asOf date.Date) bool {
	return !i.Date.IsZero() && i.Date.Year() == asOf.Year()
}

// Period is a stretch of time up to the as-of date in which inspections are counted.
type Period string

// The periods: the calendar year, and so many months.
const (
	PeriodYear Period = "year"
	Period6    Period = "6"
	Period12   Period = "12"
	Period36   Period = "36"
)

// Periods are all periods, the shortest first but for the calendar year.
var Periods = []Period{PeriodYear, Period6, Period12, Period36}

// months of a period; 0 for the calendar year.
func (p Period) months() int {
	n, _ := strconv.Atoi(string(p))
	return n
}

// Holds reports whether an inspection was held in the period up to a day.
func (p Period) Holds(i *contract.Inspection, asOf date.Date) bool {
	switch {
	case !Held(i, asOf):
		return false
	case p == PeriodYear:
		return thisYear(i, asOf)
	}
	return !i.Date.Before(asOf.AddMonths(-p.months()))
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
// of the as-of date, oldest first: from the first quarter in which any was held, for before
// it none may have been recorded.
func ByQuarter(f *measure.Figures, n int) []QuarterCount {
	first, earliest := f.AsOf.QuarterOf().Add(1-n), f.AsOf.QuarterOf()
	out := make([]QuarterCount, n)
	for i := range out {
		out[i].Quarter = first.Add(i)
	}
	for _, i := range HeldUnder(f, f.Contracts) {
		if q := i.Date.QuarterOf(); !i.Date.IsZero() && q.Compare(earliest) < 0 {
			earliest = q
		}
		if q, ok := QuarterOf(i, f.AsOf, n); ok {
			out[q.Compare(first)].add(i)
		}
	}
	return out[max(0, earliest.Compare(first)):]
}

// QuarterOf is the quarter in which an inspection was held, if it is one of the n up to that
// of a day.
func QuarterOf(i *contract.Inspection, asOf date.Date, n int) (q date.Quarter, ok bool) {
	q = i.Date.QuarterOf()
	at := q.Compare(asOf.QuarterOf().Add(1 - n))
	return q, Held(i, asOf) && !i.Date.IsZero() && at >= 0 && at < n
}

// AreaCount are the inspections of one area. An inspection has several themes, so
// those of ByTheme add up to more.
type AreaCount struct {
	Area string // "" where none is recorded
	Count
	ByTheme map[string]Count // by the name of the theme
}

// ByArea counts the inspections of some contracts in a period, by area in the order in
// which the areas are met. Themes, which are requirements' ids or words of the portfolio,
// count by the names that theme gives them: two of one name are one.
func ByArea(f *measure.Figures, list []*measure.ContractFigures, p Period, theme func(string) string) []AreaCount {
	var out []AreaCount
	for _, i := range HeldUnder(f, list) {
		if !p.Holds(i, f.AsOf) {
			continue
		}
		at := slices.IndexFunc(out, func(a AreaCount) bool { return a.Area == i.Area })
		if at < 0 {
			at, out = len(out), append(out, AreaCount{Area: i.Area, ByTheme: map[string]Count{}})
		}
		out[at].add(i)
		named := map[string]bool{}
		for _, id := range i.Themes {
			t := theme(id)
			if named[t] {
				continue
			}
			named[t] = true
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
	return slices.DeleteFunc(measure.Followed(f.Contracts), func(c *measure.ContractFigures) bool { return !social(c) })
}

func social(c *measure.ContractFigures) bool {
	return slices.ContainsFunc(c.Requirements, func(r measure.RequirementFigures) bool {
		return r.Requirement.Group == contract.GroupSocial && r.Applies == measure.Yes
	})
}

// Covered says whether a contract that is to be inspected was.
type Covered string

// What it says; "" of a contract that is not to be inspected.
const (
	WasInspected Covered = "yes"
	NotInspected Covered = "no"
)

// CoveredOf says how Coverage counts a contract.
func CoveredOf(f *measure.Figures, c *measure.ContractFigures) Covered {
	switch {
	case !c.Followed() || !social(c):
		return ""
	case inspected(f, c):
		return WasInspected
	}
	return NotInspected
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

// All are the inspections of all contracts, planned ones too; the latest comes first, an
// undated one last.
func All(f *measure.Figures) []OfContract {
	var out []OfContract
	for _, c := range f.Contracts {
		for i := range c.Contract.Inspections {
			out = append(out, OfContract{c.Contract, &c.Contract.Inspections[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b OfContract) int { return b.Inspection.Date.Compare(a.Inspection.Date) })
	return out
}

// AtSupplier are the inspections under some contracts that concern a supplier, planned ones
// too, the latest first and undated ones last: those of it, and apart from them those of
// which it is not known whose they are among several suppliers.
func AtSupplier(supplier string, list []*measure.ContractFigures) (own, unnamed []OfContract) {
	for _, c := range list {
		for i := range c.Contract.Inspections {
			v := &c.Contract.Inspections[i]
			switch cmp.Or(v.Supplier, c.Contract.SoleSupplier()) {
			case supplier:
				own = append(own, OfContract{c.Contract, v})
			case "":
				unnamed = append(unnamed, OfContract{c.Contract, v})
			}
		}
	}
	for _, list := range [][]OfContract{own, unnamed} {
		slices.SortStableFunc(list, func(a, b OfContract) int { return b.Inspection.Date.Compare(a.Inspection.Date) })
	}
	return own, unnamed
}
