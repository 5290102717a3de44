// Package inspections draws inspections: what was held, what it found, and where to go next.
//
// In go a kit.Site and what measure counts; out come the page about all of them, a page with
// its JSON twin for each, and the rows, areas and key figure that other pages show. Findings
// are shown with their inspection; the list of what is open is in package deviations.
package inspections

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/templates"
)

// candidatesShown is how many contracts are proposed for inspection: the gravest.
const candidatesShown = 25

// Pages are the page about inspections and one for each inspection.
func Pages(s *kit.Site) []kit.Page { return append(overview(s), records(s)...) }

func overview(s *kit.Site) []kit.Page {
	at := s.Address("inspections")
	h := kit.Head{At: at, Title: s.Say("frame.menu.inspections", nil), Nav: "inspections", Crumbs: s.Crumbs(at)}
	all := describe(s)
	return all.Pages(s, h, func(f templates.Frame, l templates.List) kit.Component {
		areas, year := Areas(s, at, s.F.Contracts, inspections.Period12, "")
		v := templates.Inspections{Lead: s.Say("inspections.lead", nil), Areas: areas, Chart: byQuarter(s, at), List: l}
		if sec, several := themes(s, f, at); several {
			v.Sections = append(v.Sections, sec)
		}
		v.Sections = append(v.Sections, coverage(s, f, at))
		if v.HideCandidates = !s.Shows(contract.PortfolioModels, contract.CategoryIndustry); !v.HideCandidates {
			v.Candidates = candidates(s, at)
		}
		v.Conclusion = s.Say("inspections.year", message.Args{"n": year.Held, "found": year.Nonconforming, "all": len(all.Items)})
		return templates.DrawInspections(f, v)
	})
}

// OfSupplier are the rows of the inspections under some contracts that concern a supplier,
// and of those that may: on contracts that it shares, where none of their suppliers is named.
func OfSupplier(s *kit.Site, from, supplier string, under []*measure.ContractFigures) (own, unnamed []templates.InspectionRow) {
	rows := func(list []inspections.OfContract) (out []templates.InspectionRow) {
		for _, i := range list {
			out = append(out, Row(s, from, i.Contract, i.Inspection, true))
		}
		return out
	}
	held, may := inspections.AtSupplier(supplier, under)
	return rows(held), rows(may)
}

// Row is one inspection in a table; it names the contract where the page is not that of the
// contract.
func Row(s *kit.Site, from string, c *contract.Contract, i *contract.Inspection, withContract bool) templates.InspectionRow {
	r := templates.InspectionRow{Date: s.Date(i.Date), Area: i.Area, Theme: s.Themes(i.Themes), Kind: s.Say("inspections."+extent(i), nil),
		Result: resultBadge(s, i), Note: i.Summary, HideFindings: !s.Shows(contract.InspectionFindings)}
	if withContract {
		r.Contract = s.ContractLink(from, c.ID)
	}
	if i.ID != "" {
		r.Href = s.Href(from, block.InspectionAddress(s, c, i))
	}
	if !inspections.Held(i, s.F.AsOf) {
		return r // nothing has been found yet
	}
	if n, open := len(i.Findings), inspections.OpenFindings(i, s.F.AsOf); open > 0 {
		r.Findings = s.Say("inspections.findings-open", message.Args{"n": n, "open": open})
	} else if n > 0 {
		r.Findings = s.Say("inspections.findings-closed", message.Args{"n": n})
	}
	return r
}

// resultBadge is what an inspection came to, or how far it has come where it has no result.
func resultBadge(s *kit.Site, i *contract.Inspection) templates.Badge {
	switch {
	case !inspections.Held(i, s.F.AsOf):
		return templates.Badge{Text: s.Word("inspection-status", string(contract.InspectionPlanned))}
	case i.Result == "":
		return templates.Badge{Text: s.Word("inspection-status", string(cmp.Or(i.Status, contract.InspectionPlanned)))}
	}
	b := templates.Badge{Text: s.Word("inspection-result", string(i.Result)), Tone: templates.Warning}
	switch {
	case i.Result == contract.ResultConform:
		b.Tone = templates.OK
	case i.Result == contract.ResultMajor && i.Status != contract.InspectionClosed:
		b.Tone = templates.Danger
	}
	return b
}

// KPI is how many inspections of a subject's contracts were held this year, and how many of them
// found something wrong, on the page at an address. Scope is the filter that keeps the list of
// inspections to them, as "kategori=mat"; "" for all.
func KPI(s *kit.Site, at string, of kit.Subject, under []*measure.ContractFigures, scope string) templates.KPI {
	n, year := inspections.ThisYear(s.F, under), s.Filter("period", string(inspections.PeriodYear))
	found := s.Count(n.Nonconforming, at, "inspections", year, nonconforming(s), scope)
	found.Text = s.Say("inspections.with-findings", message.Args{"n": n.Nonconforming})
	return templates.KPI{Label: s.Say("inspections.this-year", nil), Count: s.Marked(definitions.Inspections, of, s.Count(n.Held, at, "inspections", year, scope)), Found: found}
}

// byQuarter draws inspections by quarter, with and without deviations.
func byQuarter(s *kit.Site, at string) templates.Figure {
	quarters, sum := inspections.ByQuarter(s.F, kit.Quarters), 0
	for _, q := range quarters {
		sum += q.Held
	}
	if sum == 0 {
		return templates.Figure{}
	}
	title := s.Say("inspections.inspections-by-quarter", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.Say("inspections.without", nil), Tone: chart.ToneAccent}, {Name: s.Say("inspections.with", nil), Tone: chart.ToneSecond}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("table.column.quarter", nil)}, {Head: c.Series[0].Name, Numeric: true}, {Head: c.Series[1].Name, Numeric: true}}}
	for i, q := range quarters {
		row := []templates.Cell{{Text: s.Pr.Quarter(q.Quarter)}}
		for j, outcome := range []inspections.Outcome{inspections.Conforming, inspections.Found} {
			n := q.Of(outcome)
			c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: float64(n), Text: strconv.Itoa(n)})
			row = append(row, templates.Cell{Count: s.Count(n, at, "inspections", s.Filter("quarter", q.Quarter.String()), s.Filter("outcome", string(outcome)))})
		}
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		c.Totals = append(c.Totals, strconv.Itoa(q.Held))
		table.Rows = append(table.Rows, row)
	}
	return s.Figure(s.Name("inspections-by-quarter"), title, s.Say("inspections.inspections-quarters", message.Args{"n": sum}), c, table)
}

// themeName names a theme of inspections.
func themeName(s *kit.Site) func(id string) string {
	return func(id string) string { return s.Themes([]string{id}) }
}

// areas are the inspections of some contracts in a period, by area in the order of
// the alphabet, and the names of the areas.
func areas(s *kit.Site, under []*measure.ContractFigures, p inspections.Period) (out []inspections.AreaCount, name func(inspections.AreaCount) string) {
	none := s.Say("inspections.no-area", nil)
	name = func(a inspections.AreaCount) string { return cmp.Or(a.Area, none) }
	out = inspections.ByArea(s.F, under, p, themeName(s))
	sorter := s.Pr.Sorter()
	slices.SortStableFunc(out, func(a, b inspections.AreaCount) int { return sorter(name(a), name(b)) })
	return out, name
}

// Areas are rows of the inspections of some contracts in a period, by area, and how many there
// were in all; at and scope are as for KPI.
func Areas(s *kit.Site, at string, under []*measure.ContractFigures, p inspections.Period, scope string) (out []templates.InspectionArea, all inspections.Count) {
	areas, name := areas(s, under, p)
	for _, a := range areas {
		all.Held, all.Nonconforming = all.Held+a.Held, all.Nonconforming+a.Nonconforming
		of := []string{areaFilter(s, a.Area), s.Filter("period", string(p)), scope}
		out = append(out, templates.InspectionArea{Area: name(a), Themes: strings.Join(slices.Sorted(maps.Keys(a.ByTheme)), ", "),
			Count: s.Count(a.Held, at, "inspections", of...), WithFindings: s.Count(a.Nonconforming, at, "inspections", append(of, nonconforming(s))...)})
	}
	return out, all
}

// themes are the inspections of the last 36 months by area and theme; with a single theme
// the areas say it all.
func themes(s *kit.Site, f templates.Frame, at string) (sec templates.Section, several bool) {
	areas, name := areas(s, s.F.Contracts, inspections.Period36)
	met := map[string]bool{}
	for _, a := range areas {
		for t := range a.ByTheme {
			met[t] = true
		}
	}
	themes := slices.Collect(maps.Keys(met))
	sorter := s.Pr.Sorter()
	slices.SortFunc(themes, func(a, b string) int { return cmp.Or(sorter(a, b), cmp.Compare(a, b)) })
	table := templates.Table{Caption: s.Say("inspections.area-theme", nil), Cards: true, Empty: s.Say("inspections.no-inspections", nil), Columns: []templates.Column{{Head: s.Say("inspections.column.area", nil)}}}
	for _, t := range themes {
		table.Columns = append(table.Columns, templates.Column{Head: t, Numeric: true})
	}
	for _, a := range areas {
		row := []templates.Cell{{Text: name(a)}}
		for _, t := range themes {
			n, cell := a.ByTheme[t], templates.Cell{Text: "–"}
			of := []string{areaFilter(s, a.Area), s.Filter("theme", t), s.Filter("period", string(inspections.Period36))}
			if n.Held > 0 {
				cell.Count = s.Count(n.Held, at, "inspections", of...)
			}
			cell.Found = s.CountIn("inspections.found", n.Nonconforming, at, "inspections", append(of, nonconforming(s))...)
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return templates.Section{ID: s.Name("themes"), Title: s.Say("inspections.area-theme", nil), Conclusion: s.Say("inspections.area-theme-conclusion", message.Args{"areas": len(areas), "n": len(themes)}), Blocks: []templates.Block{templates.TableBlock(f, table)}}, len(themes) != 1
}

// coverage is how many contracts with social requirements were inspected lately, by category.
func coverage(s *kit.Site, f templates.Frame, at string) templates.Section {
	all, categories := inspections.CoverageOf(s.F)
	table := templates.Table{Caption: s.Say("inspections.coverage", nil), Cards: true, Empty: s.Say("inspections.no-inspectable", nil), Columns: s.Heads("inspections", "category", "must#", "inspected#", "share#", "bar")}
	sorter := s.Pr.Sorter()
	slices.SortFunc(categories, func(a, b inspections.Coverage) int {
		return cmp.Or(sorter(s.CategoryLink("", a.Category).Text, s.CategoryLink("", b.Category).Text), cmp.Compare(a.Category, b.Category))
	})
	for _, k := range categories {
		l, share, in := s.CategoryLink(at, k.Category), k.Share(), s.Filter("category", cmp.Or(k.Category, list.None))
		of := kit.About("category", k.Category)
		table.Rows = append(table.Rows, []templates.Cell{{Text: cmp.Or(l.Text, s.Say("values.unknown", nil)), Href: l.Href}, {Count: s.Marked(definitions.ToInspect, of, s.Count(k.Contracts, at, "contracts", s.Filter("carried", string(inspections.WasInspected), string(inspections.NotInspected)), in))},
			{Count: s.Marked(definitions.Inspected, of, s.Count(k.Inspected, at, "contracts", s.Filter("carried", string(inspections.WasInspected)), in))}, {Value: s.Value(definitions.InspectedShare, of, share, s.WholePercent)}, {Bar: &templates.StackBar{Parts: []templates.BarPart{{Share: kit.Float(share), Tone: "accent"}}}}})
	}
	return templates.Section{ID: s.Name("coverage"), Title: s.Say("inspections.coverage", nil), Conclusion: s.Say("inspections.coverage-conclusion", message.Args{"done": all.Inspected, "n": all.Contracts}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// candidates are the contracts to inspect next.
func candidates(s *kit.Site, at string) templates.ContractTable {
	t := block.ContractTable(s, at, s.Say("inspections.candidates", nil), kit.Shorter(inspections.Candidates(s.F, s.P), candidatesShown))
	t.Empty = s.Say("inspections.no-candidates", nil)
	return t
}
