package inspections

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

func KPI(s *kit.Site, list []*measure.ContractFigures) templates.KPI {
	n, found := 0, 0
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if i.Date.Year() == s.F.AsOf.Year() && !i.Date.After(s.F.AsOf) && i.Status != "planned" {
				n++
				if i.Result == "minor" || i.Result == "major" {
					found++
				}
			}
		}
	}
	return templates.KPI{Label: s.T("kpi.inspections", nil), Value: s.Pr.Number(int64(n)), Change: s.T("kpi.with-findings", message.Args{"n": found})}
}

func resultBadge(s *kit.Site, i contract.Inspection) templates.Badge {
	switch {
	case i.Status == "planned" || i.Result == "":
		return templates.Badge{Text: s.Word("inspection-status", cmp.Or(i.Status, "planned"))}
	case i.Result == "conform":
		return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.OK}
	case i.Result == "major" && i.Status != "closed":
		return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.Danger}
	}
	return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.Warning}
}

func Row(s *kit.Site, from string, c *contract.Contract, i contract.Inspection, withContract bool) templates.InspectionRow {
	r := templates.InspectionRow{Date: s.Date(i.Date), Area: i.Area, Theme: s.Themes(i.Themes), Kind: s.T("inspection."+ordinary(&i), nil),
		Result: resultBadge(s, i), Note: i.Summary}
	if withContract {
		r.Contract = s.ContractLink(from, c.ID)
	}
	if i.ID != "" {
		r.Href = s.Href(from, block.InspectionAddress(s, c, &i))
	}
	open := 0
	for _, f := range i.Findings {
		if f.Closed.IsZero() || f.Closed.After(s.F.AsOf) {
			open++
		}
	}
	if n := len(i.Findings); n > 0 {
		if r.Findings = s.T("inspection.findings", message.Args{"n": n, "open": open}); open == 0 {
			r.Findings = s.T("inspection.findings-closed", message.Args{"n": n})
		}
	}
	return r
}

// performed tells whether an inspection has been made, and when at the latest it counts.
func performed(s *kit.Site, i contract.Inspection) bool {
	return i.Status != "planned" && !i.Date.After(s.F.AsOf)
}

func foundSomething(i contract.Inspection) bool { return i.Result == "minor" || i.Result == "major" }

// quarters is inspections by quarter, with and without deviations.
func quarters(s *kit.Site) templates.Figure {
	last := s.F.AsOf.QuarterOf()
	var clean, found [kit.Quarters]int
	sum := 0
	for _, c := range s.F.Contracts {
		for _, i := range c.Contract.Inspections {
			at := kit.Quarters - 1 - last.Compare(i.Date.QuarterOf())
			if !performed(s, i) || at < 0 || at >= kit.Quarters {
				continue
			}
			sum++
			if foundSomething(i) {
				found[at]++
			} else {
				clean[at]++
			}
		}
	}
	if sum == 0 {
		return templates.Figure{}
	}
	title := s.Say("topics.inspections-by-quarter", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.Say("topics.without", nil), Tone: chart.ToneAccent}, {Name: s.Say("topics.with", nil), Tone: chart.ToneSecond}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.T("column.quarter", nil)}, {Head: c.Series[0].Name, Numeric: true}, {Head: c.Series[1].Name, Numeric: true}}}
	for i := range kit.Quarters {
		q := last.Add(i + 1 - kit.Quarters)
		c.Labels = append(c.Labels, s.QuarterLabel(q, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(clean[i]), Text: strconv.Itoa(clean[i])})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: float64(found[i]), Text: strconv.Itoa(found[i])})
		c.Totals = append(c.Totals, strconv.Itoa(clean[i]+found[i]))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Pr.Quarter(q)}, {Text: strconv.Itoa(clean[i])}, {Text: strconv.Itoa(found[i])}})
	}
	return s.Figure("kontroller-kvartal", title, s.Say("topics.inspections-quarters", message.Args{"n": sum}), c, table)
}

// themes counts inspections of the last 36 months by area and theme; with a single
// theme the areas say it all.
func themes(s *kit.Site, f templates.Frame) (sec templates.Section, several bool) {
	since := s.F.AsOf.AddMonths(-36)
	count, found := map[[2]string]int{}, map[[2]string]int{}
	var areas, themes []string
	for _, c := range s.F.Contracts {
		for _, i := range c.Contract.Inspections {
			if !performed(s, i) || i.Date.Before(since) {
				continue
			}
			area := cmp.Or(i.Area, s.Say("topics.no-area", nil))
			if !slices.Contains(areas, area) {
				areas = append(areas, area)
			}
			for _, t := range i.Themes {
				name := s.Themes([]string{t})
				if !slices.Contains(themes, name) {
					themes = append(themes, name)
				}
				count[[2]string{area, name}]++
				if foundSomething(i) {
					found[[2]string{area, name}]++
				}
			}
		}
	}
	sorter := s.Pr.Sorter()
	slices.SortFunc(areas, sorter)
	slices.SortFunc(themes, sorter)
	table := templates.Table{Caption: s.Say("topics.area-theme", nil), Cards: true, Empty: s.Say("topics.no-inspections", nil), Columns: []templates.Column{{Head: s.Say("topics.column.area", nil)}}}
	for _, t := range themes {
		table.Columns = append(table.Columns, templates.Column{Head: t, Numeric: true})
	}
	for _, a := range areas {
		row := []templates.Cell{{Text: a}}
		for _, t := range themes {
			k := [2]string{a, t}
			cell := templates.Cell{Text: "–"}
			if n := count[k]; n > 0 {
				cell.Text = strconv.Itoa(n)
				if found[k] > 0 {
					cell.Note = s.Say("topics.found", message.Args{"n": found[k]})
				}
			}
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return templates.Section{ID: "tema", Title: s.Say("topics.area-theme", nil), Conclusion: s.Say("topics.area-theme-conclusion", message.Args{"areas": len(areas), "n": len(themes)}), Blocks: []templates.Block{templates.TableBlock(f, table)}}, len(themes) != 1
}

// inspectable are active contracts on which the suppliers' social responsibility must be
// followed: some requirement of the social group applies.
func inspectable(s *kit.Site) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Active(s.F.Contracts) {
		if slices.ContainsFunc(c.Requirements, func(r measure.RequirementFigures) bool {
			return r.Requirement.Group == "social" && r.Applies == measure.Yes
		}) {
			out = append(out, c)
		}
	}
	return out
}

func inspectedSince(s *kit.Site, c *measure.ContractFigures, since date.Date) bool {
	return slices.ContainsFunc(c.Contract.Inspections, func(i contract.Inspection) bool { return performed(s, i) && !i.Date.Before(since) })
}

// coverage is how many contracts with social requirements have been inspected in
// the last 24 months, by category.
func coverage(s *kit.Site, f templates.Frame, at string) templates.Section {
	since := s.F.AsOf.AddMonths(-24)
	type sum struct{ n, done int }
	by := map[string]*sum{}
	all := sum{}
	for _, c := range inspectable(s) {
		k := by[c.Contract.Category]
		if k == nil {
			k = &sum{}
			by[c.Contract.Category] = k
		}
		k.n++
		all.n++
		if inspectedSince(s, c, since) {
			k.done++
			all.done++
		}
	}
	table := templates.Table{Caption: s.Say("topics.coverage", nil), Cards: true, Empty: s.Say("topics.no-inspectable", nil), Columns: s.Heads("topics", "category", "must#", "inspected#", "share#", "bar")}
	ids := make([]string, 0, len(by))
	for id := range by {
		ids = append(ids, id)
	}
	sorter := s.Pr.Sorter()
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(sorter(s.CategoryLink("", a).Text, s.CategoryLink("", b).Text), cmp.Compare(a, b))
	})
	for _, id := range ids {
		k, l := by[id], s.CategoryLink(at, id)
		share := big.NewRat(int64(k.done), int64(k.n))
		table.Rows = append(table.Rows, []templates.Cell{{Text: cmp.Or(l.Text, s.T("unknown", nil)), Href: l.Href}, {Text: strconv.Itoa(k.n)}, {Text: strconv.Itoa(k.done)}, {Text: s.Pr.Percent(share, 0)}, {Bar: &templates.StackBar{Parts: []templates.BarPart{{Share: kit.Float(share), Tone: "accent"}}}}})
	}
	return templates.Section{ID: "dekning", Title: s.Say("topics.coverage", nil), Conclusion: s.Say("topics.coverage-conclusion", message.Args{"done": all.done, "n": all.n}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// candidates are contracts with social requirements, not inspected for two years,
// whose risk or whose industry's risk is high.
func candidates(s *kit.Site, at string) templates.ContractTable {
	since := s.F.AsOf.AddMonths(-24)
	var list []*measure.ContractFigures
	for _, c := range measure.Scored(inspectable(s)) {
		k := s.P.Category(c.Contract.Category)
		risky := k != nil && k.IndustryRisk.Set && k.IndustryRisk.V >= 3
		if (risky || measure.BandRank(c.Risk.Band) >= measure.BandRank("high")) && !inspectedSince(s, c, since) {
			list = append(list, c)
		}
	}
	t := block.ContractTable(s, at, s.Say("topics.candidates", nil), kit.Shorter(list, 25))
	t.Empty = s.Say("topics.no-candidates", nil)
	return t
}

// Areas counts inspections by area since a date; n is how many in all, found how
// many of them had deviations.
func Areas(s *kit.Site, at string, list []*measure.ContractFigures, since date.Date) (out []templates.InspectionArea, n, found int) {
	type count struct {
		n, found int
		themes   []string
	}
	by := map[string]*count{}
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if !performed(s, i) || i.Date.Before(since) {
				continue
			}
			area := cmp.Or(i.Area, s.Say("topics.no-area", nil))
			k := by[area]
			if k == nil {
				k = &count{}
				by[area] = k
			}
			k.n++
			n++
			if foundSomething(i) {
				k.found++
				found++
			}
			for _, t := range i.Themes {
				if !slices.Contains(k.themes, t) {
					k.themes = append(k.themes, t)
				}
			}
		}
	}
	sorter := s.Pr.Sorter()
	var names []string
	for n := range by {
		names = append(names, n)
	}
	slices.SortFunc(names, sorter)
	for _, name := range names {
		k := by[name]
		slices.Sort(k.themes)
		out = append(out, templates.InspectionArea{Area: name, Themes: s.Themes(k.themes), Count: strconv.Itoa(k.n), WithFindings: strconv.Itoa(k.found)})
	}
	return out, n, found
}

// Pages are the page about inspections and one for each inspection.
func Pages(s *kit.Site) []kit.Page { return append(list(s), records(s)...) }

func list(s *kit.Site) []kit.Page {
	at := s.Address("inspections")
	h := kit.Head{At: at, Title: s.T("menu.inspections", nil), Nav: "inspections", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		areas, n, found := Areas(s, at, s.F.Contracts, s.F.AsOf.AddMonths(-12))
		v := templates.Inspections{Lead: s.T("inspection.lead", nil), Areas: areas, Chart: quarters(s)}
		if sec, several := themes(s, f); several {
			v.Sections = append(v.Sections, sec)
		}
		v.Sections = append(v.Sections, coverage(s, f, at))
		if v.HideCandidates = !s.Shows(contract.PortfolioModels, contract.CategoryIndustry); !v.HideCandidates {
			v.Candidates = candidates(s, at)
		}
		type dated struct {
			d   date.Date
			row templates.InspectionRow
		}
		var rows []dated
		for _, c := range s.F.Contracts {
			for _, i := range c.Contract.Inspections {
				rows = append(rows, dated{i.Date, Row(s, at, c.Contract, i, true)})
			}
		}
		slices.SortStableFunc(rows, func(a, b dated) int { return b.d.Compare(a.d) })
		for _, r := range rows {
			v.Rows = append(v.Rows, r.row)
		}
		v.Conclusion = s.T("inspection.year", message.Args{"n": n, "found": found, "all": len(rows)})
		return templates.DrawInspections(f, v)
	})}
}
