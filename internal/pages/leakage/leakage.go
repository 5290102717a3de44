package leakage

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Pages tell what is bought past the contracts. Spend facts are internal.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("leakage")
	h := kit.Head{At: at, Title: s.Say("leakage.title", nil), Nav: "economy", Crumbs: s.Crumbs(at, "economy"), Description: s.Say("leakage.lead", nil)}
	if n := len(s.P.Spend); n > 0 {
		h.Source = s.P.Spend[n-1].Origin
	}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Page{Title: h.Title, Lead: s.Say("leakage.lead", nil)}
		quarters := turnover.SpendByQuarter(s.P, s.F.AsOf, "", kit.Quarters)
		if len(quarters) == 0 {
			v.Sections = []templates.Section{{ID: "mangler", Title: s.Say("leakage.nothing", nil), Blocks: []templates.Block{templates.EmptyBlock(s.Say("leakage.how-to", nil))}}, prices(s, f, at)}
			return templates.DrawPage(f, v)
		}
		sums, since := turnover.SpendByCategory(s.P, s.F.AsOf)
		v.KPIs, v.Charts = kpis(s, quarters), true
		v.Sections = []templates.Section{byCategory(s, f, at, sums, since), SharesOverTime(s, f, quarters), LeakedOverTime(s, f, quarters), suppliers(s, f, at, since), prices(s, f, at), sources(s, quarters)}
		return templates.DrawPage(f, v)
	})}
}

// kpis are the shares of the latest quarter with their last twelve, and what leaked in
// the last four.
func kpis(s *kit.Site, quarters []measure.QuarterSpend) []templates.KPI {
	last := quarters[len(quarters)-1]
	share := func(key string, of func(measure.SpendSum) *big.Rat) templates.KPI {
		var spark []chart.Value
		for _, q := range quarters {
			r := of(q.SpendSum)
			spark = append(spark, chart.Value{Number: kit.Float(r), Missing: r == nil})
		}
		k := templates.KPI{Label: s.Say("leakage."+key, nil), Value: s.PercentNumber(of(last.SpendSum)), Unit: "%", Spark: templates.SVG(chart.Spark(spark)), Change: s.Pr.Quarter(last.Quarter)}
		if before := YearBefore(quarters, last.Quarter); before != nil {
			if change := s.Points(of(last.SpendSum), of(before.SpendSum)); change != "" {
				k.Change = s.Say("leakage.points-change", message.Args{"change": change})
			}
		}
		return k
	}
	var four, earlier money.Amount
	for _, q := range quarters {
		switch back := last.Quarter.Compare(q.Quarter); {
		case back < 4:
			four += q.Off
		case back < 8:
			earlier += q.Off
		}
	}
	n, unit := s.Pr.ShortNumber(four.Rat())
	leaked := templates.KPI{Label: s.T("kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(unit + "\u00A0kr"), Change: cmp.Or(s.ChangeText(four.Rat(), earlier.Rat()), s.T("kpi.four-quarters", nil))}
	var spark []chart.Value
	for _, q := range quarters {
		spark = append(spark, chart.Value{Number: kit.Float(q.Off.Rat())})
	}
	leaked.Spark = templates.SVG(chart.Spark(spark))
	return []templates.KPI{leaked, share("loyalty", measure.SpendSum.Loyalty), share("coverage", measure.SpendSum.Coverage), share("ehandel", measure.SpendSum.EHandelShare)}
}

// bar is what was bought, as shares of all of it.
func bar(k measure.SpendSum, mark *big.Rat) *templates.StackBar {
	all := k.All()
	if all <= 0 {
		return nil
	}
	part := func(a money.Amount) float64 { return kit.Float(big.NewRat(int64(a), int64(all))) }
	return &templates.StackBar{Parts: []templates.BarPart{{Share: part(k.On), Tone: "accent"}, {Share: part(k.Off), Tone: "second"}, {Share: part(k.Uncovered), Tone: "muted"}}, Mark: kit.Float(mark)}
}

func keys(s *kit.Site) []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.T("column.on-contract", nil)}, {Tone: "second", Text: s.T("column.off-contract", nil)}, {Tone: "muted", Text: s.T("column.uncovered", nil)}}
}

func byCategory(s *kit.Site, f templates.Frame, at string, sums []measure.CategorySum, since date.Quarter) templates.Section {
	table := templates.Table{Caption: s.Say("leakage.by-category", nil), Cards: true, Columns: s.Heads("leakage", "category", "bar", "off#", "uncovered#", "loyalty#", "coverage#", "ehandel#")}
	var all measure.SpendSum
	under := 0
	for _, k := range sums {
		cat := s.P.Category(k.Category)
		link := s.CategoryLink(at, k.Category)
		loyal := ShareCell(s, k.Loyalty(), Target(cat, LoyaltyTarget))
		if len(loyal.Badge) > 0 {
			under++
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: link.Text, Href: link.Href}, {Bar: bar(k.SpendSum, nil)}, {Text: s.Pr.MoneyShort(k.Off.Rat())}, {Text: s.Pr.MoneyShort(k.Uncovered.Rat())}, loyal, ShareCell(s, k.Coverage(), Target(cat, CoverageTarget)), ShareCell(s, k.EHandelShare(), Target(cat, EHandelTarget))})
		all.On, all.Off, all.Uncovered, all.EHandel = all.On+k.On, all.Off+k.Off, all.Uncovered+k.Uncovered, all.EHandel+k.EHandel
	}
	if len(sums) > 0 {
		table.Foot = []templates.Cell{{Text: s.Say("leakage.all", nil)}, {Bar: bar(all, nil)}, {Text: s.Pr.MoneyShort(all.Off.Rat())}, {Text: s.Pr.MoneyShort(all.Uncovered.Rat())}, {Text: s.Pr.Percent(all.Loyalty(), 1)}, {Text: s.Pr.Percent(all.Coverage(), 1)}, {Text: s.Pr.Percent(all.EHandelShare(), 1)}}
	}
	conclusion := s.Say("leakage.none-leaked", nil)
	if len(sums) > 0 && all.Off > 0 {
		conclusion = s.Say("leakage.category-conclusion", message.Args{"amount": s.Pr.MoneyShort(all.Off.Rat()), "category": s.CategoryLink("", sums[0].Category).Text,
			"share": s.Pr.Percent(big.NewRat(int64(sums[0].Off), int64(all.Off)), 0), "n": under})
	}
	return templates.Section{ID: "kategorier", Title: s.Say("leakage.by-category", nil), Conclusion: conclusion,
		Blocks: []templates.Block{templates.ParagraphsBlock(s.Say("leakage.period", message.Args{"quarter": since})), templates.LegendBlock(keys(s)), templates.TableBlock(f, table)}}
}

// suppliers are those that most was bought from past the contracts.
func suppliers(s *kit.Site, f templates.Frame, at string, since date.Quarter) templates.Section {
	off, on := map[string]money.Amount{}, map[string]money.Amount{}
	var ids []string
	for _, sp := range s.P.Spend {
		if sp.Quarter.Compare(since) < 0 || sp.Quarter.Last().After(s.F.AsOf) {
			continue
		}
		for _, k := range sp.Categories {
			for _, v := range k.Suppliers {
				if _, ok := off[v.ID]; !ok {
					ids = append(ids, v.ID)
				}
				off[v.ID] += v.OffContract.V
				on[v.ID] += v.OnContract.V
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(off[b], off[a]), cmp.Compare(a, b)) })
	table := templates.Table{Caption: s.Say("leakage.suppliers", nil), Cards: true, Empty: s.Say("leakage.no-suppliers", nil), Columns: s.Heads("leakage", "supplier", "off#", "on#")}
	for _, id := range kit.Shorter(ids, 20) {
		if off[id] > 0 {
			l := s.SupplierLink(at, id)
			table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Text: s.Pr.MoneyShort(off[id].Rat())}, {Text: s.Pr.MoneyShort(on[id].Rat())}})
		}
	}
	return templates.Section{ID: "leverandorer", Title: s.Say("leakage.suppliers", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// prices is what invoice control found: prices over the agreed ones, and fees.
func prices(s *kit.Site, f templates.Frame, at string) templates.Section {
	table := templates.Table{Caption: s.Say("leakage.prices", nil), Cards: true, Empty: s.Say("leakage.no-prices", nil), Columns: s.Heads("leakage", "contract", "quarter", "lines#", "overcharged#", "fees#")}
	var overcharged, fees money.Amount
	for _, sp := range slices.Backward(s.P.Spend) {
		if sp.Quarter.First().After(s.F.AsOf) {
			continue
		}
		for _, x := range sp.Prices {
			l := s.ContractLink(at, x.Contract)
			table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Text: s.Pr.Quarter(sp.Quarter)}, {Text: s.Pr.Number(int64(x.Lines))}, {Text: s.Maybe(x.Overcharged)}, {Text: s.Maybe(x.Fees)}})
			overcharged, fees = overcharged+x.Overcharged.V, fees+x.Fees.V
		}
	}
	sec := templates.Section{ID: "priser", Title: s.Say("leakage.prices", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if n := len(table.Rows); n > 0 {
		sec.Conclusion = s.Say("leakage.prices-conclusion", message.Args{"n": n, "overcharged": s.Pr.MoneyShort(overcharged.Rat()), "fees": s.Pr.MoneyShort(fees.Rat())})
	}
	return sec
}

// sources tell where the facts come from and how sure they are.
func sources(s *kit.Site, quarters []measure.QuarterSpend) templates.Section {
	var sources []string
	for _, sp := range s.P.Spend {
		if sp.Source != "" && !slices.Contains(sources, sp.Source) {
			sources = append(sources, sp.Source)
		}
	}
	last := quarters[len(quarters)-1]
	html, _ := s.MD.HTML(s.Say("leakage.method-body", nil), s.Address("leakage"))
	facts := []templates.Fact{{Label: s.Say("leakage.source", nil), Value: cmp.Or(strings.Join(sources, ", "), s.T("unknown", nil))}}
	if last.Invoices > 0 {
		facts = append(facts, templates.Fact{Label: s.Say("leakage.matched", nil), Value: s.Say("leakage.matched-of", message.Args{"matched": last.Matched, "n": last.Invoices, "share": s.Pr.Percent(last.MatchedShare(), 0), "quarter": last.Quarter})})
	}
	return templates.Section{ID: "metode", Title: s.Say("leakage.method", nil), Blocks: []templates.Block{templates.FactsBlock(facts), templates.ProseBlock(templates.HTML(html))}}
}
