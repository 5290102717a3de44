package inspections

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/templates"
)

// describe describes the list of all inspections, those to come as well, the latest first.
func describe(s *kit.Site) list.List[inspections.OfContract] {
	titles := list.TitleKeys(s)
	of := func(i inspections.OfContract) *contract.Contract { return i.Contract }
	return list.List[inspections.OfContract]{
		Table: "inspections",
		Key:   "inspection", ID: s.Name("all"), Words: "inspections.rows", Items: inspections.All(s.F), Contract: of,
		Facets: []list.Facet[inspections.OfContract]{
			{Key: "outcome", Label: "inspections.facet.outcome", Open: true, Order: list.Texts(outcomes(s)), Word: list.Word(s, "inspections.facet.outcome-"),
				Values: func(i inspections.OfContract) []string {
					return list.One(string(inspections.OutcomeOf(i.Inspection, s.F.AsOf)))
				}},
			{Key: "period", Label: "inspections.facet.period", Open: true, Order: list.Texts(inspections.Periods), Word: list.Word(s, "inspections.facet.period-"),
				Values: func(i inspections.OfContract) (in []string) {
					for _, p := range inspections.Periods {
						if p.Holds(i.Inspection, s.F.AsOf) {
							in = append(in, string(p))
						}
					}
					return in
				}},
			{Key: "quarter", Label: "inspections.facet.quarter", Order: quarters(s), Word: func(v string) string {
				q, _ := date.ParseQuarter(v)
				return s.Pr.Quarter(q)
			}, Values: func(i inspections.OfContract) []string {
				q, ok := inspections.QuarterOf(i.Inspection, s.F.AsOf, kit.Quarters)
				if !ok {
					return nil
				}
				return list.One(q.String())
			}},
			{Key: "area", Label: "inspections.facet.area", Word: func(v string) string {
				if v == list.None {
					return s.Say("inspections.no-area", nil)
				}
				return v
			}, Values: func(i inspections.OfContract) []string { return list.One(cmp.Or(i.Inspection.Area, list.None)) }},
			{Key: "theme", Label: "inspections.facet.theme", Word: func(v string) string { return v },
				Values: func(i inspections.OfContract) (names []string) {
					for _, id := range i.Inspection.Themes {
						names = append(names, themeName(s)(id))
					}
					return list.Distinct(names)
				}},
			list.Department(s, of), list.Category(s, of), list.Manager(s, func(i inspections.OfContract) *contract.Person { return s.P.Person(i.Contract.Manager) }),
		},
		Sorts: []list.Sort[inspections.OfContract]{
			{Key: "date", Label: "inspections.sort.date", Descending: true, Of: func(i inspections.OfContract) string { return i.Inspection.Date.String() }},
			{Key: "title", Label: "inspections.sort.title", Of: func(i inspections.OfContract) string { return titles[i.Contract.ID] }},
		},
		Heads: func(f templates.Frame) templates.Block {
			return templates.InspectionHeads(f, !s.Shows(contract.InspectionFindings))
		},
		Cells: func(f templates.Frame, at string, i inspections.OfContract) templates.Block {
			return templates.InspectionCells(f, Row(s, at, i.Contract, i.Inspection, true))
		},
	}
}

// outcomes are those that the profile knows: to the public every inspection has been held.
func outcomes(s *kit.Site) []inspections.Outcome {
	if s.Shows(contract.ContractInspections) {
		return inspections.Outcomes
	}
	return []inspections.Outcome{inspections.Found, inspections.Conforming}
}

// quarters are those that the chart has, the latest first.
func quarters(s *kit.Site) []string {
	out := make([]string, kit.Quarters)
	for i, q := range inspections.ByQuarter(s.F, kit.Quarters) {
		out[kit.Quarters-1-i] = q.Quarter.String()
	}
	return out
}

// areaFilter is the filter of an area; "" is the one that is not recorded.
func areaFilter(s *kit.Site, area string) string { return s.Filter("area", cmp.Or(area, list.None)) }

// nonconforming is the filter of inspections that found something wrong.
func nonconforming(s *kit.Site) string { return s.Filter("outcome", string(inspections.Found)) }
