// Package leakage draws what is bought past the contracts: the page about it, and shares and
// amounts over time, which categories show of their own.
//
// In go a kit.Site and sums of spend facts; out come the page and sections for others. The
// sums, shares and targets are measure's. All of it is internal, as spend facts are.
package leakage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Pages is the page of what is bought past the contracts.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("leakage")
	h := kit.Head{At: at, Title: s.Say("leakage.title", nil), Nav: "economy", Crumbs: s.Crumbs(at, "economy"), Description: s.Say("leakage.lead", nil)}
	if n := len(s.P.Spend); n > 0 {
		h.Source = s.P.Spend[n-1].Origin
	}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Page{Title: h.Title, Lead: s.Say("leakage.lead", nil)}
		quarters := spend.ByQuarter(s.P, s.F.AsOf, "", kit.Quarters)
		if len(quarters) == 0 {
			v.Sections = []templates.Section{{ID: s.Name("missing"), Title: s.Say("leakage.nothing", nil), Blocks: []templates.Block{templates.EmptyBlock(s.Say("leakage.how-to", nil))}}, prices(s, f, at)}
			return templates.DrawPage(f, v)
		}
		sums, since := spend.ByCategory(s.P, s.F.AsOf)
		v.KPIs, v.Charts = kpis(s, quarters), true
		v.Sections = []templates.Section{byCategory(s, f, at, sums, since), SharesOverTime(s, f, kit.Portfolio, quarters), LeakedOverTime(s, f, kit.Portfolio, quarters), suppliers(s, f, at, since), prices(s, f, at), sources(s, f, quarters)}
		return templates.DrawPage(f, v)
	})}
}

// kpis draw what leaked in the last four quarters, and the shares of the latest, each with
// its path; quarters are one or more.
func kpis(s *kit.Site, quarters []spend.QuarterSum) []templates.KPI {
	last := quarters[len(quarters)-1]
	draw := func(share spend.Share) templates.KPI {
		var spark []chart.Value
		for _, q := range quarters {
			r := share.Of(q.Sum)
			spark = append(spark, chart.Value{Number: kit.Float(r), Missing: r == nil})
		}
		now := share.Of(last.Sum)
		k := templates.KPI{Label: shareName(s, share), Value: s.Large(s.ShareIn(last.Quarter, FigureOf(share), kit.Portfolio, now), now), Spark: templates.SVG(chart.Spark(spark)), Change: s.Pr.Quarter(last.Quarter)}
		if before := spend.YearBefore(quarters); before != nil {
			if change := s.Points(now, share.Of(before.Sum)); change != "" {
				k.Change = s.Say("leakage.points-change", message.Args{"change": change})
			}
		}
		return k
	}
	latest, before := spend.Leaked(quarters)
	leaked := templates.KPI{Label: s.Say("leakage.kpi.leakage", nil), Value: s.Large(s.KronerIn(last.Quarter, definitions.Leakage, kit.Portfolio, latest), latest.Rat()), Change: cmp.Or(s.ChangeText(latest.Rat(), before.Rat()), s.Say("leakage.kpi.four-quarters", nil))}
	var spark []chart.Value
	for _, q := range quarters {
		spark = append(spark, chart.Value{Number: kit.Float(q.Off.Rat())})
	}
	leaked.Spark = templates.SVG(chart.Spark(spark))
	return []templates.KPI{leaked, draw(spend.LoyaltyShare), draw(spend.CoverageShare), draw(spend.EHandelShare)}
}

// spendBar draws what was bought, on contract, off it and without one, as shares of all of it.
func spendBar(sum spend.Sum) *templates.StackBar {
	on, off, uncovered := sum.Parts()
	if on == nil {
		return nil
	}
	return &templates.StackBar{Parts: []templates.BarPart{{Share: kit.Float(on), Tone: "accent"}, {Share: kit.Float(off), Tone: "second"}, {Share: kit.Float(uncovered), Tone: "muted"}}}
}

// spendKeys say what the colours of a bar of spend mean.
func spendKeys(s *kit.Site) []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.Say("table.column.on-contract", nil)}, {Tone: "second", Text: s.Say("table.column.off-contract", nil)}, {Tone: "muted", Text: s.Say("table.column.uncovered", nil)}}
}

// byCategory draws what was bought in each category from a quarter on, against its targets.
func byCategory(s *kit.Site, f templates.Frame, at string, sums []spend.CategorySum, since date.Quarter) templates.Section {
	table := templates.Table{Caption: s.Say("leakage.by-category", nil), Cards: true, Columns: s.Heads("leakage", "category", "bar", "off#", "uncovered#", "loyalty#", "coverage#", "ehandel#")}
	all, until := spend.InAll(sums), since.Add(spend.LeakageQuarters-1)
	under := 0
	for _, sum := range sums {
		k := s.P.Category(sum.Category)
		link, of := s.CategoryLink(at, sum.Category), kit.About("category", sum.Category)
		row := []templates.Cell{{Text: link.Text, Href: link.Href}, {Bar: spendBar(sum.Sum)}, {Value: s.KronerIn(until, definitions.Leakage, of, sum.Off)}, {Value: s.KronerIn(until, definitions.UncoveredYear, of, sum.Uncovered)}}
		for _, share := range spend.Shares {
			row = append(row, ShareCell(s, until, of, share, sum.Sum, k))
		}
		table.Rows = append(table.Rows, row)
		if spend.LoyaltyShare.Against(sum.Sum, k).Reached() == measure.No {
			under++
		}
	}
	if len(sums) > 0 {
		table.Foot = []templates.Cell{{Text: s.Say("leakage.all", nil)}, {Bar: spendBar(all)}, {Value: s.KronerIn(until, definitions.Leakage, kit.Portfolio, all.Off)}, {Value: s.KronerIn(until, definitions.UncoveredYear, kit.Portfolio, all.Uncovered)}}
		for _, share := range spend.Shares {
			table.Foot = append(table.Foot, templates.Cell{Value: s.ShareIn(until, yearOf(share), kit.Portfolio, share.Of(all))})
		}
	}
	conclusion := s.Say("leakage.none-leaked", nil)
	if all.Off > 0 {
		conclusion = s.Say("leakage.category-conclusion", message.Args{"amount": s.Pr.MoneyShort(all.Off.Rat()), "category": s.CategoryLink("", sums[0].Category).Text,
			"share": s.Pr.Percent(sums[0].LeakedShare(all), 0), "n": under})
	}
	return templates.Section{ID: s.Name("categories"), Title: s.Say("leakage.by-category", nil), Conclusion: conclusion,
		Blocks: []templates.Block{templates.ParagraphsBlock(s.Say("leakage.period", message.Args{"quarter": since})), templates.LegendBlock(spendKeys(s)), templates.TableBlock(f, table)}}
}

// suppliers draws the suppliers with the largest purchases past the contracts, from a
// quarter on.
func suppliers(s *kit.Site, f templates.Frame, at string, since date.Quarter) templates.Section {
	table := templates.Table{Caption: s.Say("leakage.suppliers", nil), Cards: true, Empty: s.Say("leakage.no-suppliers", nil), Columns: s.Heads("leakage", "supplier", "off#", "on#")}
	until := since.Add(spend.LeakageQuarters - 1)
	for _, sum := range kit.Shorter(spend.LeakedBySupplier(s.P, since, s.F.AsOf), 20) {
		l, of := s.SupplierLink(at, sum.Supplier), kit.About("supplier", sum.Supplier)
		table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Value: s.KronerIn(until, definitions.Leakage, of, sum.Off)}, {Value: s.KronerIn(until, definitions.OnYear, of, sum.On)}})
	}
	return templates.Section{ID: s.Name("suppliers"), Title: s.Say("leakage.suppliers", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// prices draws what invoice control found: prices over the agreed ones, and fees.
func prices(s *kit.Site, f templates.Frame, at string) templates.Section {
	table := templates.Table{Caption: s.Say("leakage.prices", nil), Cards: true, Empty: s.Say("leakage.no-prices", nil), Columns: s.Heads("leakage", "contract", "quarter", "lines#", "overcharged#", "fees#")}
	found, overcharged, fees := spend.PriceControls(s.P, s.F.AsOf)
	for _, x := range found {
		l := s.ContractLink(at, x.Contract)
		table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Text: s.Pr.Quarter(x.Quarter)}, {Text: s.Pr.Number(int64(x.Lines))}, {Text: s.Maybe(x.Overcharged)}, {Text: s.Maybe(x.Fees)}})
	}
	sec := templates.Section{ID: s.Name("prices"), Title: s.Say("leakage.prices", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if n := len(found); n > 0 {
		sec.Conclusion = s.Say("leakage.prices-conclusion", message.Args{"n": n, "overcharged": s.Pr.MoneyShort(overcharged.Rat()), "fees": s.Pr.MoneyShort(fees.Rat())})
	}
	return sec
}

// sources say where the facts come from and how sure they are; quarters are one or more.
func sources(s *kit.Site, f templates.Frame, quarters []spend.QuarterSum) templates.Section {
	var sources []string
	for _, sp := range s.P.Spend {
		if sp.Source != "" && !slices.Contains(sources, sp.Source) {
			sources = append(sources, sp.Source)
		}
	}
	last := quarters[len(quarters)-1]
	html, _ := s.MD.HTML(s.Say("leakage.method-body", nil), s.Address("leakage"))
	facts := []templates.Fact{{Label: s.Say("leakage.source", nil), Value: cmp.Or(strings.Join(sources, ", "), s.Say("values.unknown", nil))}}
	if last.Invoices > 0 {
		facts = append(facts, templates.Fact{Label: s.Say("leakage.matched", nil), Value: s.Say("leakage.matched-of", message.Args{"matched": last.Matched, "n": last.Invoices, "share": s.Pr.Percent(last.MatchedShare(), 0), "quarter": last.Quarter})})
	}
	return templates.Section{ID: s.Name("method"), Title: s.Say("leakage.method", nil), Blocks: []templates.Block{templates.FactsBlock(f, facts), templates.ProseBlock(templates.HTML(html))}}
}
