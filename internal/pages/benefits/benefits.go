// Package benefits draws what contracts bring: the page about it, a key figure, and a row that
// a contract's page shows of each benefit.
//
// In go a kit.Site and figures; out come the page and view structs of templates. It adds
// nothing up: what counts as planned, realised and sure is decided in measure.
package benefits

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// KPI draws what was realised in cash on a subject's contracts less what it cost, and beside it what
// was realised, and how much of the plan that is.
func KPI(s *kit.Site, of kit.Subject, list []*measure.ContractFigures) templates.KPI {
	cash := benefits.Cash(benefits.Sums(s.F.World, list))
	net := cash.Net()
	k := templates.KPI{Label: s.Say("benefits.net", nil), Value: s.Large(s.Kroner(definitions.OfClass(definitions.Net, contract.ClassCash), of, net), net), Change: s.Say("benefits.gross", message.Args{"realised": s.Pr.MoneyShort(cash.Realised)})}
	if share := benefits.Realisation(cash.Realised, cash.PlannedToDate); share != nil {
		k.Change = s.Say("benefits.gross-of-plan", message.Args{"realised": s.Pr.MoneyShort(cash.Realised), "share": s.Pr.Percent(share, 0)})
	}
	return k
}

// sections draw what was planned and what came of it, by class and quarter, and how sure it
// is.
func sections(s *kit.Site, f templates.Frame) []templates.Section {
	var out []templates.Section
	for _, t := range s.F.Totals.Benefits {
		points := trend.Benefits(s.Opt.Quarters, s.F, t.Class, kit.Quarters)
		if len(points) < 2 {
			continue
		}
		name := s.Word("benefit-class", string(t.Class))
		last := points[len(points)-1]
		text := s.Say("benefits.benefit-conclusion", message.Args{"quarter": last.Quarter, "realised": classSum(s, t.Class, last.Realised), "planned": classSum(s, t.Class, last.PlannedToDate), "confirmed": classSum(s, t.Class, last.Confirmed)})
		if share := benefits.Realisation(last.Realised, last.PlannedToDate); share != nil {
			text = words.Join([]string{text, s.Say("benefits.benefit-share", message.Args{"share": s.Pr.Percent(share, 0)})})
		}
		out = append(out, templates.Section{ID: s.Name("curve") + "-" + string(t.Class), Title: s.Say("benefits.benefit-curve", message.Args{"class": name}), Conclusion: text, Blocks: []templates.Block{templates.FigureBlock(f, curve(s, t.Class, points))}})
	}
	if len(s.F.Totals.Benefits) > 0 {
		out = append(out, evidence(s, f))
	}
	return out
}

// curve draws a class's sums at the end of each quarter.
func curve(s *kit.Site, class contract.BenefitClass, points []benefits.Point) templates.Figure {
	title := s.Say("benefits.benefit-curve", message.Args{"class": s.Word("benefit-class", string(class))})
	c := chart.Chart{Title: title, Kind: chart.Grouped, Series: []chart.Series{{Name: s.Say("benefits.column.planned", nil), Tone: chart.ToneMuted}, {Name: s.Say("benefits.column.realised", nil), Tone: chart.ToneAccent}, {Name: s.Say("benefits.column.confirmed", nil), Tone: chart.ToneOK}}}
	table := templates.Table{Caption: title, Columns: s.Heads("benefits", "quarter", "planned#", "realised#", "confirmed#")}
	write, note := s.WholeNumber, s.Say("benefits.benefit-unit", nil)
	if benefits.InMoney(class) {
		write, note = func(r *big.Rat) string { return s.Pr.Millions(r, 1) }, s.InMillions("")
	}
	if !slices.ContainsFunc(points, func(p benefits.Point) bool { return p.Confirmed.Sign() != 0 }) {
		c.Series = c.Series[:2] // the conclusion says that nothing is confirmed
	}
	for i, p := range points {
		c.Labels = append(c.Labels, s.QuarterLabel(p.Quarter, i == 0))
		quarter := s.Pr.Quarter(p.Quarter)
		if p.Preliminary {
			quarter = block.Said(s, "preliminary", message.Args{"quarter": quarter})
		}
		row := []templates.Cell{{Text: quarter}}
		for j, r := range []*big.Rat{p.PlannedToDate, p.Realised, p.Confirmed} {
			if j < len(c.Series) {
				c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: kit.Float(r), Text: write(r)})
			}
			row = append(row, templates.Cell{Text: classSum(s, class, r)})
		}
		table.Rows = append(table.Rows, row)
	}
	fig := s.Figure(s.Name("curve")+"-"+string(class)+"-"+s.Name("figure"), "", words.Join([]string{s.Say("benefits.cumulative", nil), note}), c, table)
	fig.Options = ""
	return fig
}

// evidence draws what was realised, by class and by how sure it is.
func evidence(s *kit.Site, f templates.Frame) templates.Section {
	table := templates.Table{Caption: s.Say("benefits.evidence", nil), Cards: true, Columns: []templates.Column{{Head: s.Say("benefits.column.class", nil)}}}
	for _, e := range benefits.EvidenceClasses {
		head := s.Say("benefits.evidence-none", nil)
		if e != "" {
			head = s.Word("evidence-class", string(e))
		}
		table.Columns = append(table.Columns, templates.Column{Head: head, Numeric: true})
	}
	sec := templates.Section{ID: s.Name("basis"), Title: s.Say("benefits.evidence", nil)}
	for _, t := range s.F.Totals.Benefits {
		realised := benefits.Evidence(s.F, t.Class)
		row := []templates.Cell{{Text: s.Word("benefit-class", string(t.Class))}}
		for _, sum := range benefits.EvidenceSums(realised) {
			row = append(row, templates.Cell{Text: classSum(s, t.Class, sum)})
		}
		table.Rows = append(table.Rows, row)
		if share := benefits.InvoicedShare(realised); t.Class == contract.ClassCash && share != nil {
			sec.Conclusion = s.Say("benefits.evidence-conclusion", message.Args{"realised": s.Pr.MoneyShort(t.Realised), "confirmed": s.Pr.MoneyShort(t.Confirmed), "share": s.Pr.Percent(share, 0)})
		}
	}
	sec.Blocks = []templates.Block{templates.TableBlock(f, table)}
	return sec
}

// Row draws a benefit of a contract on the page at an address; withContract where the page
// is not the contract's own.
func Row(s *kit.Site, at string, c *measure.ContractFigures, b *measure.BenefitFigures, withContract bool) templates.BenefitRow {
	unit := func(r *big.Rat) string {
		switch {
		case r == nil:
			return "–"
		case benefits.ClassOf(b.Benefit) == contract.ClassShare:
			return s.Pr.Rat(r, 1) + " " + cmp.Or(b.Benefit.Unit, "%")
		case benefits.ClassOf(b.Benefit) == contract.ClassCO2e:
			return s.Pr.Rat(r, 0) + " " + cmp.Or(b.Benefit.Unit, "t CO2e")
		case b.Benefit.Unit == "" || b.Benefit.Unit == "NOK":
			return s.Pr.MoneyShort(r)
		}
		return s.Pr.Rat(r, 0) + " " + b.Benefit.Unit
	}
	row := templates.BenefitRow{Title: cmp.Or(b.Benefit.Title, s.Word("benefit-kind", string(b.Benefit.Kind))), Kind: s.Word("benefit-kind", string(b.Benefit.Kind)), Class: s.Word("benefit-class", string(benefits.ClassOf(b.Benefit))),
		Planned: unit(b.PlannedToDate), Realised: unit(b.Realised), Confirmed: unit(b.Confirmed), Share: s.Pr.Percent(b.Realisation, 0),
		Evidence: s.Word("evidence-class", string(benefits.LatestEvidence(b)))}
	switch benefits.OnTrack(b) {
	case measure.Yes:
		row.State = templates.Badge{Text: s.Say("benefits.on-track", nil), Tone: templates.OK}
	case measure.No:
		row.State = templates.Badge{Text: s.Say("benefits.behind", nil), Tone: templates.Warning}
	}
	if withContract {
		row.Contract = s.ContractLink(at, c.Contract.ID)
	}
	return row
}

// Pages is the page of benefits.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("benefits")
	h := kit.Head{At: at, Title: s.Say("frame.menu.benefits", nil), Nav: "benefits", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Benefits{Lead: s.Say("benefits.lead", nil), KPIs: []templates.KPI{KPI(s, kit.Portfolio, s.F.Contracts)},
			Classes: classes(s)}
		for _, c := range s.F.Contracts {
			for i := range c.Benefits {
				v.Rows = append(v.Rows, Row(s, at, c, &c.Benefits[i], true))
			}
		}
		v.Sections, v.Conclusion = sections(s, f), s.Say("benefits.conclusion", message.Args{"n": len(v.Rows)})
		v.Trends = trends(s)
		return templates.DrawBenefits(f, v)
	})}
}

// classes draws the sums of every class: cash net first. What is reckoned from spend stands in a
// column of its own, where there is any.
func classes(s *kit.Site) templates.Table {
	heads, estimates := []string{"class", "net#", "realised#", "costs#", "planned#", "confirmed#"}, false
	for _, t := range s.F.Totals.Benefits {
		estimates = estimates || t.Estimated != nil
	}
	if estimates {
		heads = append(heads, "estimated#")
	}
	table := templates.Table{Caption: s.Say("benefits.by-class", nil), Cards: true, Columns: s.Heads("benefits", heads...)}
	table.Columns[slices.Index(heads, "planned#")].Head = s.Say("benefits.planned-to", message.Args{"date": s.F.AsOf})
	value := func(id definitions.ID, class contract.BenefitClass, r *big.Rat) templates.Cell {
		if r == nil { // the class has no such sum
			return templates.Cell{Text: "–"}
		}
		return templates.Cell{Value: classValue(s, id, class, r)}
	}
	for _, t := range s.F.Totals.Benefits {
		row := []templates.Cell{{Text: s.Word("benefit-class", string(t.Class))}, value(definitions.Net, t.Class, t.Net()), value(definitions.Realised, t.Class, t.Realised), {Value: s.Kroner(definitions.OfClass(definitions.Costs, t.Class), kit.Portfolio, t.Costs)},
			value(definitions.Planned, t.Class, t.PlannedToDate), value(definitions.Confirmed, t.Class, t.Confirmed)}
		if estimates {
			row = append(row, value(definitions.FromSpending, t.Class, t.Estimated))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// classSum writes a sum of a class in its unit; a dash where the class has no such sum.
func classSum(s *kit.Site, class contract.BenefitClass, r *big.Rat) string {
	if r == nil {
		return "–"
	}
	if benefits.InMoney(class) {
		return s.Pr.MoneyShort(r)
	}
	return s.Pr.Rat(r, 0)
}

// classValue is the portfolio's sum of a class.
func classValue(s *kit.Site, id definitions.ID, class contract.BenefitClass, r *big.Rat) templates.Value {
	return s.Value(definitions.OfClass(id, class), kit.Portfolio, r, func(r *big.Rat) string { return classSum(s, class, r) })
}

// trends draws the cash that was planned and realised at the end of each quarter.
func trends(s *kit.Site) templates.Trends {
	return block.Trends(s,
		block.NetLine(s),
		block.Line{Key: "realised", Figure: definitions.OfClass(definitions.Realised, contract.ClassCash), Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Cash().Realised }), Write: s.Pr.MoneyShort},
		block.Line{Key: "planned", Figure: definitions.OfClass(definitions.Planned, contract.ClassCash), Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Cash().PlannedToDate }), Write: s.Pr.MoneyShort},
	)
}
