// Package economy draws the page about the portfolio's money: turnover against ceilings, by
// quarter and by category, and what the data lack to know it.
//
// In goes a kit.Site; out comes the page. Its sums and forecasts are made in measure; what
// is bought past the contracts is drawn by leakage.
package economy

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/categories"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// barsShown bounds the bars of the economy page; the list has all contracts.
const barsShown = 150

// Pages is the page of economy.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("economy")
	h := kit.Head{At: at, Title: s.Say("frame.menu.economy", nil), Nav: "economy", Crumbs: s.Crumbs(at), Description: s.Say("economy.lead", nil)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		followed := measure.Followed(s.F.Contracts)
		v := templates.Page{Title: h.Title, Lead: s.Say("economy.lead", nil), Trends: trends(s, at), KPIs: summary.MoneyFigures(s, kit.Portfolio, s.F.Contracts)}
		v.Sections = append(v.Sections, ceilingSection(s, f, at, followed), passing(s, f, at, followed), totals(s, f, at),
			turnoverSection(s, f), byCategory(s, f, at), missing(s, f, at, followed), method(s, followed))
		if s.Shows(contract.PortfolioSpend) {
			v.Sections = append(v.Sections, offContract(s, f, at))
		}
		return templates.DrawPage(f, v)
	})}
}

// ceilingSection draws the frameworks' turnover against their ceilings, as bars and as a table.
func ceilingSection(s *kit.Site, f templates.Frame, at string, followed []*measure.ContractFigures) templates.Section {
	list := ceilings.Frameworks(followed)
	bars := summary.Ceilings(s, at, list, barsShown, "")
	table := templates.Table{Caption: s.Say("economy.ceiling", nil), Cards: true, Columns: s.Heads("economy", "contract", "ceiling#", "spent#", "share#", "forecast#", "forecast-share#", "reached")}
	for _, c := range ceilings.Nearest(list) {
		m := c.Money
		reached := templates.Cell{Text: s.Say("economy.not-reached", nil)}
		if !m.Exhaustion.IsZero() {
			reached = templates.Cell{Text: s.Pr.Date(m.Exhaustion), ISO: m.Exhaustion.String()}
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))}, {Value: s.Amount(definitions.Ceiling, c, m.Ceiling)}, {Value: s.Amount(definitions.Spent, c, m.Spent)},
			{Value: s.Part(definitions.Use, c, m.Use)}, {Value: s.Amount(definitions.Projected, c, m.Projected)}, {Value: s.Part(definitions.ProjectedUse, c, m.ProjectedUse)}, reached})
	}
	count := ceilings.Count(list)
	sec := templates.Section{ID: s.Name("ceiling"), Title: s.Say("economy.ceiling", nil), More: bars.More,
		Conclusion: words.Join([]string{s.Say("economy.ceiling-conclusion", message.Args{"n": count.Known, "pass": count.WillPass, "past": count.Passed}), s.Counted("usage.withheld", count.Withheld)}),
		Blocks:     []templates.Block{templates.CeilingsBlock(f, bars), templates.FoldedTable(f, s.Say("economy.as-table", nil), table)}}
	if n := len(table.Rows) - len(bars.Items); n > 0 {
		sec.Blocks = append(sec.Blocks, templates.ParagraphsBlock(s.Say("economy.more-bars", message.Args{"n": n})))
	}
	return sec
}

// passing lists the contracts that are past their ceiling or forecast to pass it.
func passing(s *kit.Site, f templates.Frame, at string, followed []*measure.ContractFigures) templates.Section {
	list := ceilings.Past(followed)
	t := block.ContractTable(s, at, s.Say("economy.passing", nil), list)
	t.Empty = s.Say("economy.none-passing", nil)
	return templates.Section{ID: s.Name("passing"), Title: s.Say("economy.passing", nil), Conclusion: words.Join([]string{s.Say("economy.passing-conclusion", message.Args{"n": len(list)}), s.Counted("usage.withheld", ceilings.Count(followed).Withheld)}), Blocks: []templates.Block{templates.ContractsBlock(f, t)}}
}

// totals draws the portfolio's sums, with what is missing of each.
func totals(s *kit.Site, f templates.Frame, at string) templates.Section {
	t := s.F.Totals
	table := templates.Table{Caption: s.Say("economy.totals", nil), Columns: s.Heads("economy", "figure", "amount#", "note"), Rows: [][]templates.Cell{
		{{Text: s.Say("economy.sum-ceiling", nil)}, {Value: s.Kroner(definitions.Ceilings, kit.Portfolio, t.Maximum)}, {Count: s.CountIn("economy.no-ceiling", t.NoCeiling, at, "contracts", s.Filter("gap", "ceiling"))}},
		{{Text: s.Say("economy.sum-spent", nil)}, {Value: s.Kroner(definitions.TotalSpent, kit.Portfolio, t.Spent)}, {Count: s.CountIn("economy.no-turnover", t.NoTurnover, at, "contracts", s.Filter("gap", "turnover"))}},
		{{Text: s.Say("economy.sum-estimate", nil)}, {Value: s.Kroner(definitions.Estimates, kit.Portfolio, t.Committed)}, {}},
		{{Text: s.Say("economy.sum-year", nil)}, {Value: s.Kroner(definitions.Year, kit.Portfolio, t.LastYear)}, {Text: summary.LikeForLike(s, s.F.Contracts)}},
		{{Text: s.Say("economy.sum-before", nil)}, {Value: s.Kroner(definitions.PrecedingYear, kit.Portfolio, t.PrecedingYear)}, {}},
	}}
	conclusion := s.Say("economy.totals-unknown", nil)
	if t.CeilingUse() != nil {
		conclusion = s.Say("economy.totals-conclusion", message.Args{"spent": s.Pr.MoneyShort(t.UseSpent), "ceiling": s.Pr.MoneyShort(t.UseCeiling)})
	}
	return templates.Section{ID: s.Name("totals"), Title: s.Say("economy.totals", nil), Conclusion: conclusion, Blocks: []templates.Block{templates.TableBlock(f, table), templates.ParagraphsBlock(words.Join([]string{s.Say("economy.totals-note", nil), s.Counted("usage.parts", turnover.Parts(s.F.Contracts))}))}}
}

// turnoverSection draws the portfolio's turnover by quarter.
func turnoverSection(s *kit.Site, f templates.Frame) templates.Section {
	t := s.F.Totals
	note := "economy.turnover-today"
	if trend.Recorded(s.Opt.Quarters) {
		note = "economy.turnover-recorded"
	}
	return templates.Section{ID: s.Name("turnover"), Title: s.Say("usage.by-quarter", nil), Conclusion: s.Say("economy.turnover-conclusion", message.Args{"amount": s.Pr.MoneyShort(t.LastYear), "change": cmp.Or(summary.LikeForLike(s, s.F.Contracts), s.Say("values.unknown", nil))}),
		Blocks: []templates.Block{templates.ParagraphsBlock(words.Join([]string{s.Say(note, nil), s.Counted("usage.parts", turnover.Parts(s.F.Contracts))})), templates.FigureBlock(f, block.QuarterFigure(s, s.Name("turnover-by-quarter"), "", kit.Portfolio, trend.Purchases(s.Opt.Quarters, s.F), ""))}}
}

// byCategory draws turnover by category, the largest first.
func byCategory(s *kit.Site, f templates.Frame, at string) templates.Section {
	table := templates.Table{Caption: s.Say("economy.by-category", nil), Cards: true, Empty: s.Say("economy.no-turnover-at-all", nil), Columns: s.Heads("economy", "category", "active#", "year#", "before#", "part#", "bar")}
	conclusion := ""
	for i, t := range categories.ByTurnover(s.F, s.P.Categories) {
		link, of := s.CategoryLink(at, t.Category.ID), kit.About("category", t.Category.ID)
		if i == 0 && t.Share != nil {
			conclusion = s.Say("economy.largest", message.Args{"category": link.Text, "share": s.Pr.Percent(t.Share, 0)})
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: link.Text, Href: link.Href}, {Count: s.Marked(definitions.Active, of, s.Count(t.Active, at, "contracts", s.Filter("category", t.Category.ID), s.Filter("status", string(contract.Active))))}, {Value: s.Kroner(definitions.Year, of, t.LastYear)}, {Value: s.Kroner(definitions.PrecedingYear, of, t.PrecedingYear)}, {Value: s.Value(definitions.YearShare, of, t.Share, s.Share)},
			{Bar: &templates.StackBar{Parts: []templates.BarPart{{Share: kit.Float(t.Share), Tone: "accent"}}}}})
	}
	return templates.Section{ID: s.Name("categories"), Title: s.Say("economy.by-category", nil), Conclusion: conclusion, Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// missing lists the contracts whose use cannot be computed, and what to do about it.
func missing(s *kit.Site, f templates.Frame, at string, followed []*measure.ContractFigures) templates.Section {
	table := templates.Table{Caption: s.Say("economy.missing", nil), Cards: true, Empty: s.Say("economy.nothing-missing", nil), Columns: s.Heads("economy", "contract", "what", "do")}
	for _, c := range followed {
		var what, do []string
		if c.Money.Ceiling == nil {
			what, do = append(what, s.Say("economy.lacks-ceiling", nil)), append(do, s.Say("economy.give-ceiling", nil))
		}
		if ceilings.LackOf(c) == ceilings.LackCallOffs {
			what = append(what, s.Say("economy.lacks-call-offs", nil))
		}
		if turnover.Lacks(c) {
			what, do = append(what, s.Say("economy.lacks-turnover", nil)), append(do, s.Say("economy.give-turnover", nil))
		}
		if len(what) > 0 {
			table.Rows = append(table.Rows, []templates.Cell{{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))}, {Text: s.Pr.List(what)}, {Text: words.Join(do)}})
		}
	}
	if !s.ShowsFiles() { // who is not shown the files can mend nothing there
		table.Columns = table.Columns[:2]
		for i := range table.Rows {
			table.Rows[i] = table.Rows[i][:2]
		}
	}
	return templates.Section{ID: s.Name("missing"), Title: s.Say("economy.missing", nil), Conclusion: s.Say("economy.missing-conclusion", message.Args{"n": len(table.Rows), "total": len(followed)}), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// method says how the forecast is made, with a contract as the example.
func method(s *kit.Site, followed []*measure.ContractFigures) templates.Section {
	html, _ := s.MD.HTML(s.Say("economy.method-body", nil), s.Address("economy"))
	sec := templates.Section{ID: s.Name("method"), Title: s.Say("economy.method", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(html))}}
	for _, c := range ceilings.Nearest(followed) {
		m := c.Money
		days := ceilings.DaysProjected(&m)
		if days == 0 {
			continue
		}
		sec.Blocks = append(sec.Blocks, templates.ParagraphsBlock(s.Say("economy.example", message.Args{"title": c.Contract.Title, "spent": s.Pr.RatMoney(m.Spent), "through": m.Through,
			"rate": s.Pr.RatMoney(m.Rate), "n": days, "end": m.Horizon, "forecast": s.Pr.RatMoney(m.Projected), "ceiling": s.Pr.RatMoney(m.Ceiling), "share": s.Pr.Percent(m.ProjectedUse, 0)})))
		break
	}
	return sec
}

// offContract says what was bought past the contracts, and leads to the page about it.
func offContract(s *kit.Site, f templates.Frame, at string) templates.Section {
	t := s.F.Totals
	sec := templates.Section{ID: s.Name("off-contract"), Title: s.Say("economy.off-contract", nil), More: templates.Link{Text: s.Say("economy.to-leakage", nil), Href: s.Href(at, s.Address("leakage"))}}
	if t.Leakage == nil {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.Say("leakage.kpi.no-spend", nil))}
		return sec
	}
	sec.Conclusion = s.Say("economy.off-conclusion", message.Args{"amount": s.Pr.MoneyShort(t.Leakage), "loyalty": s.Pr.Percent(t.Loyalty, 1), "quarter": t.SpendQuarter})
	return sec
}

// trends draws the portfolio's money at the end of each quarter.
func trends(s *kit.Site, at string) templates.Trends {
	return block.Trends(s,
		block.Line{Key: "spent", Figure: definitions.Year, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort},
		block.Line{Key: "ceilings", Figure: definitions.Ceilings, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.Maximum }), Write: s.Pr.MoneyShort},
		block.Line{Key: "use", Figure: definitions.TotalUse, Values: block.Over(s, (*trend.Point).CeilingUse), Write: s.Share},
		block.Line{Key: "passing", Figure: definitions.WillPass, Values: block.Over(s, func(p *trend.Point) *big.Rat { return measure.Count(p.Totals.WillPass) }), Write: s.WholeNumber, Rows: s.Rows(at, "contracts", s.Filter("asks", "over-forecast"))},
		block.Line{Key: "coverage", Figure: definitions.Coverage, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.Coverage }), Write: s.Share},
		block.Line{Key: "loyalty", Figure: definitions.Loyalty, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share},
	)
}
