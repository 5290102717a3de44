package render

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// benefitSections are what was planned and what came, added up, by class; and how sure it is.
func (s *site) benefitSections(f templates.Frame) []templates.Section {
	var out []templates.Section
	for _, t := range s.f.Totals.Benefits {
		points := benefits.Curve(s.f, t.Class, quartersOfSpend)
		if len(points) < 2 {
			continue
		}
		name := s.word("benefit-class", t.Class)
		last := points[len(points)-1]
		text := s.say("topics.benefit-conclusion", message.Args{"quarter": last.Quarter, "realised": s.classSum(t.Class, last.Realised), "planned": s.classSum(t.Class, last.Planned), "confirmed": s.classSum(t.Class, last.Confirmed)})
		if last.Planned.Sign() > 0 {
			text = join([]string{text, s.say("topics.benefit-share", message.Args{"share": s.pr.Percent(new(big.Rat).Quo(last.Realised, last.Planned), 0)})})
		}
		out = append(out, templates.Section{ID: "kurve-" + t.Class, Title: s.say("topics.benefit-curve", message.Args{"class": name}), Conclusion: text, Blocks: []templates.Block{templates.FigureBlock(f, s.benefitCurve(t.Class, points))}})
	}
	if len(s.f.Totals.Benefits) > 0 {
		out = append(out, s.evidenceSection(f))
	}
	return out
}

func (s *site) benefitCurve(class string, points []benefits.Point) templates.Figure {
	title := s.say("topics.benefit-curve", message.Args{"class": s.word("benefit-class", class)})
	c := chart.Chart{Title: title, Kind: chart.Grouped, Series: []chart.Series{{Name: s.t("column.planned", nil), Tone: chart.ToneMuted}, {Name: s.t("column.realised", nil), Tone: chart.ToneAccent}, {Name: s.t("column.confirmed", nil), Tone: chart.ToneOK}}}
	table := templates.Table{Caption: title, Columns: s.columns("quarter", "planned#", "realised#", "confirmed#")}
	million := class == "cash" || class == "non-cash" || class == "workers"
	text := func(r *big.Rat) string {
		if million {
			return s.pr.Rat(new(big.Rat).Quo(r, big.NewRat(1_000_000, 1)), 1)
		}
		return s.pr.Rat(r, 0)
	}
	if !slices.ContainsFunc(points, func(p benefits.Point) bool { return p.Confirmed.Sign() != 0 }) {
		c.Series = c.Series[:2] // the conclusion says that nothing is confirmed
	}
	for i, p := range points {
		c.Labels = append(c.Labels, s.quarterLabel(p.Quarter, i == 0))
		row := []templates.Cell{{Text: s.pr.Quarter(p.Quarter)}}
		for j, r := range []*big.Rat{p.Planned, p.Realised, p.Confirmed} {
			if j < len(c.Series) {
				c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: float(r), Text: text(r)})
			}
			row = append(row, templates.Cell{Text: s.classSum(class, r)})
		}
		table.Rows = append(table.Rows, row)
	}
	note := s.say("topics.benefit-unit", nil)
	if million {
		note = s.inMillions("")
	}
	fig := s.figure("kurve-"+class+"-figur", "", join([]string{s.say("topics.cumulative", nil), note}), c, table)
	fig.Options = ""
	return fig
}

// evidenceSection is what was realised, by class and by how sure it is.
func (s *site) evidenceSection(f templates.Frame) templates.Section {
	letters := []string{"A", "B", "C", "D", ""}
	table := templates.Table{Caption: s.say("topics.evidence", nil), Cards: true, Columns: []templates.Column{{Head: s.t("column.class", nil)}}}
	for _, l := range letters {
		head := s.say("topics.evidence-none", nil)
		if l != "" {
			head = s.word("evidence-class", l)
		}
		table.Columns = append(table.Columns, templates.Column{Head: head, Numeric: true})
	}
	sure, all := new(big.Rat), new(big.Rat)
	for _, t := range s.f.Totals.Benefits {
		by := benefits.Evidence(s.f, t.Class)
		row := []templates.Cell{{Text: s.word("benefit-class", t.Class)}}
		for _, l := range letters {
			row = append(row, templates.Cell{Text: s.classSum(t.Class, or0(by[l]))})
			if t.Class == "cash" && by[l] != nil {
				all.Add(all, by[l])
				if l == "A" || l == "B" {
					sure.Add(sure, by[l])
				}
			}
		}
		table.Rows = append(table.Rows, row)
	}
	sec := templates.Section{ID: "grunnlag", Title: s.say("topics.evidence", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if all.Sign() > 0 {
		sec.Conclusion = s.say("topics.evidence-conclusion", message.Args{"share": s.pr.Percent(new(big.Rat).Quo(sure, all), 0)})
	}
	return sec
}

func or0(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return r
}

// performed tells whether an inspection has been made, and when at the latest it counts.
func (s *site) performed(i contract.Inspection) bool {
	return i.Status != "planned" && !i.Date.After(s.f.AsOf)
}

func foundSomething(i contract.Inspection) bool { return i.Result == "minor" || i.Result == "major" }

// inspectionQuarters is inspections by quarter, with and without deviations.
func (s *site) inspectionQuarters() templates.Figure {
	last := s.f.AsOf.QuarterOf()
	var clean, found [quartersOfSpend]int
	sum := 0
	for _, c := range s.f.Contracts {
		for _, i := range c.Contract.Inspections {
			at := quartersOfSpend - 1 - last.Compare(i.Date.QuarterOf())
			if !s.performed(i) || at < 0 || at >= quartersOfSpend {
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
	title := s.say("topics.inspections-by-quarter", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.say("topics.without", nil), Tone: chart.ToneAccent}, {Name: s.say("topics.with", nil), Tone: chart.ToneSecond}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.t("column.quarter", nil)}, {Head: c.Series[0].Name, Numeric: true}, {Head: c.Series[1].Name, Numeric: true}}}
	for i := range quartersOfSpend {
		q := last.Add(i + 1 - quartersOfSpend)
		c.Labels = append(c.Labels, s.quarterLabel(q, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(clean[i]), Text: itoa(clean[i])})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: float64(found[i]), Text: itoa(found[i])})
		c.Totals = append(c.Totals, itoa(clean[i]+found[i]))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.pr.Quarter(q)}, {Text: itoa(clean[i])}, {Text: itoa(found[i])}})
	}
	return s.figure("kontroller-kvartal", title, s.say("topics.inspections-quarters", message.Args{"n": sum}), c, table)
}

// inspectionThemes counts inspections of the last 36 months by area and theme; with a single
// theme the areas say it all.
func (s *site) inspectionThemes(f templates.Frame) (sec templates.Section, several bool) {
	since := s.f.AsOf.AddMonths(-36)
	count, found := map[[2]string]int{}, map[[2]string]int{}
	var areas, themes []string
	for _, c := range s.f.Contracts {
		for _, i := range c.Contract.Inspections {
			if !s.performed(i) || i.Date.Before(since) {
				continue
			}
			area := or(i.Area, s.say("topics.no-area", nil))
			if !slices.Contains(areas, area) {
				areas = append(areas, area)
			}
			for _, t := range i.Themes {
				name := s.themes([]string{t})
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
	sorter := s.pr.Sorter()
	slices.SortFunc(areas, sorter)
	slices.SortFunc(themes, sorter)
	table := templates.Table{Caption: s.say("topics.area-theme", nil), Cards: true, Empty: s.say("topics.no-inspections", nil), Columns: []templates.Column{{Head: s.say("topics.column.area", nil)}}}
	for _, t := range themes {
		table.Columns = append(table.Columns, templates.Column{Head: t, Numeric: true})
	}
	for _, a := range areas {
		row := []templates.Cell{{Text: a}}
		for _, t := range themes {
			k := [2]string{a, t}
			cell := templates.Cell{Text: "–"}
			if n := count[k]; n > 0 {
				cell.Text = itoa(n)
				if found[k] > 0 {
					cell.Note = s.say("topics.found", message.Args{"n": found[k]})
				}
			}
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	return templates.Section{ID: "tema", Title: s.say("topics.area-theme", nil), Conclusion: s.say("topics.area-theme-conclusion", message.Args{"areas": len(areas), "n": len(themes)}), Blocks: []templates.Block{templates.TableBlock(f, table)}}, len(themes) != 1
}

// inspectable are active contracts on which the suppliers' social responsibility must be
// followed: some requirement of the social group applies.
func (s *site) inspectable() []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range activeOnly(s.f.Contracts) {
		if slices.ContainsFunc(c.Requirements, func(r measure.RequirementFigures) bool {
			return r.Requirement.Group == "social" && r.Applies == measure.Yes
		}) {
			out = append(out, c)
		}
	}
	return out
}

func (s *site) inspectedSince(c *measure.ContractFigures, since date.Date) bool {
	return slices.ContainsFunc(c.Contract.Inspections, func(i contract.Inspection) bool { return s.performed(i) && !i.Date.Before(since) })
}

// inspectionCoverage is how many contracts with social requirements have been inspected in
// the last 24 months, by category.
func (s *site) inspectionCoverage(f templates.Frame, at string) templates.Section {
	since := s.f.AsOf.AddMonths(-24)
	type sum struct{ n, done int }
	by := map[string]*sum{}
	all := sum{}
	for _, c := range s.inspectable() {
		k := by[c.Contract.Category]
		if k == nil {
			k = &sum{}
			by[c.Contract.Category] = k
		}
		k.n++
		all.n++
		if s.inspectedSince(c, since) {
			k.done++
			all.done++
		}
	}
	table := templates.Table{Caption: s.say("topics.coverage", nil), Cards: true, Empty: s.say("topics.no-inspectable", nil), Columns: s.heads("topics", "category", "must#", "inspected#", "share#", "bar")}
	ids := make([]string, 0, len(by))
	for id := range by {
		ids = append(ids, id)
	}
	sorter := s.pr.Sorter()
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(sorter(s.categoryLink("", a).Text, s.categoryLink("", b).Text), cmp.Compare(a, b))
	})
	for _, id := range ids {
		k, l := by[id], s.categoryLink(at, id)
		share := big.NewRat(int64(k.done), int64(k.n))
		table.Rows = append(table.Rows, []templates.Cell{{Text: or(l.Text, s.t("unknown", nil)), Href: l.Href}, {Text: itoa(k.n)}, {Text: itoa(k.done)}, {Text: s.pr.Percent(share, 0)}, {Bar: &templates.StackBar{Parts: []templates.BarPart{{Share: float(share), Tone: "accent"}}}}})
	}
	return templates.Section{ID: "dekning", Title: s.say("topics.coverage", nil), Conclusion: s.say("topics.coverage-conclusion", message.Args{"done": all.done, "n": all.n}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// inspectionCandidates are contracts with social requirements, not inspected for two years,
// whose risk or whose industry's risk is high.
func (s *site) inspectionCandidates(at string) templates.ContractTable {
	since := s.f.AsOf.AddMonths(-24)
	var list []*measure.ContractFigures
	for _, c := range scoredOnly(s.inspectable()) {
		k := s.p.Category(c.Contract.Category)
		risky := k != nil && k.IndustryRisk.Set && k.IndustryRisk.V >= 3
		if (risky || measure.BandRank(c.Risk.Band) >= measure.BandRank("high")) && !s.inspectedSince(c, since) {
			list = append(list, c)
		}
	}
	t := s.contractTable(at, s.say("topics.candidates", nil), shorter(list, 25))
	t.Empty = s.say("topics.no-candidates", nil)
	return t
}

// deviationAges is what is open, by age and severity.
func (s *site) deviationAges(open []templates.DeviationRow, ages []int) templates.Figure {
	if len(open) == 0 {
		return templates.Figure{}
	}
	limits := []int{30, 90, 180}
	severities := []struct{ key, tone string }{{"minor", chart.ToneAccent}, {"major", chart.ToneSecond}, {"critical", chart.ToneDanger}}
	title := s.say("topics.ages", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.say("topics.column.age", nil)}}}
	var count [3][4]int
	for i, r := range open {
		band := 0
		for band < len(limits) && ages[i] >= limits[band] {
			band++
		}
		for j, sev := range severities {
			if r.Severity.Text == s.word("finding-severity", sev.key) {
				count[j][band]++
			}
		}
	}
	for j, sev := range severities {
		name := s.word("finding-severity", sev.key)
		series := chart.Series{Name: name, Tone: sev.tone}
		for _, n := range count[j] {
			series.Values = append(series.Values, chart.Value{Number: float64(n), Text: itoa(n)})
		}
		c.Series = append(c.Series, series)
		table.Columns = append(table.Columns, templates.Column{Head: name, Numeric: true})
	}
	for band := range 4 {
		label := s.say("topics.age-"+itoa(band), nil)
		c.Labels = append(c.Labels, chart.Label{Text: label})
		row, sum := []templates.Cell{{Text: label}}, 0
		for j := range severities {
			row, sum = append(row, templates.Cell{Text: itoa(count[j][band])}), sum+count[j][band]
		}
		c.Totals = append(c.Totals, itoa(sum))
		table.Rows = append(table.Rows, row)
	}
	return s.figure("alder", title, "", c, table)
}

// requirementStates is how a requirement stands on the contracts that it applies to.
func (s *site) requirementStates(i int) (states []string, count map[string]int) {
	count = map[string]int{}
	for _, c := range s.applying(i) {
		q := c.Requirements[i]
		state := or(q.State, "missing")
		if q.Overdue {
			state = "overdue"
		}
		count[state]++
	}
	for _, k := range []string{"approved", "received", "missing", "overdue", "rejected", "expired", "not-applicable"} {
		if count[k] > 0 {
			states = append(states, k)
		}
	}
	return states, count
}

// stateName is the word for a state, and for what is past its date.
func (s *site) stateName(state string) string {
	if state == "overdue" {
		return s.say("topics.state-overdue", nil)
	}
	return s.word("evidence-state", state)
}

// requirementCoverage draws the states of a requirement.
func (s *site) requirementCoverage(i int) templates.Figure {
	states, count := s.requirementStates(i)
	if s.public || len(states) == 0 {
		return templates.Figure{}
	}
	title := s.say("topics.states", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true, Series: []chart.Series{{Name: s.t("column.contracts", nil), Tone: chart.ToneAccent}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.say("topics.column.state", nil)}, {Head: s.t("column.contracts", nil), Numeric: true}}}
	var words []string
	for _, k := range states {
		name := s.stateName(k)
		c.Labels = append(c.Labels, chart.Label{Text: name})
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(count[k]), Text: itoa(count[k])})
		c.Totals = append(c.Totals, itoa(count[k]))
		table.Rows = append(table.Rows, []templates.Cell{{Text: name}, {Text: itoa(count[k])}})
		words = append(words, itoa(count[k])+" "+strings.ToLower(name))
	}
	return s.figure("tilstand", "", s.pr.List(words)+".", c, table)
}
