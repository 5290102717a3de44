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
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/templates"
)

// quartersOfSpend is how many quarters of spend facts are shown.
const quartersOfSpend = 12

// leakagePages tell what is bought past the contracts. Spend facts are internal.
func leakagePages(s *site) []page {
	if s.public {
		return nil
	}
	at := s.address("leakage")
	h := head{at: at, title: s.say("leakage.title", nil), nav: "economy", crumbs: s.crumbs(at, "economy"), description: s.say("leakage.lead", nil)}
	if n := len(s.p.Spend); n > 0 {
		h.source = s.p.Spend[n-1].Origin
	}
	return []page{s.html(h, func(f templates.Frame) component {
		v := templates.Page{Title: h.title, Lead: s.say("leakage.lead", nil)}
		quarters := turnover.SpendByQuarter(s.p, s.f.AsOf, "", quartersOfSpend)
		if len(quarters) == 0 {
			v.Sections = []templates.Section{{ID: "mangler", Title: s.say("leakage.nothing", nil), Blocks: []templates.Block{templates.EmptyBlock(s.say("leakage.how-to", nil))}}, s.priceSection(f, at)}
			return templates.DrawPage(f, v)
		}
		sums, since := turnover.SpendByCategory(s.p, s.f.AsOf)
		v.KPIs, v.Charts = s.spendKPIs(quarters), true
		v.Sections = []templates.Section{s.leakedByCategory(f, at, sums, since), s.sharesOverTime(f, quarters), s.leakedOverTime(f, quarters), s.leakingSuppliers(f, at, since), s.priceSection(f, at), s.spendSources(quarters)}
		return templates.DrawPage(f, v)
	})}
}

// spendKPIs are the shares of the latest quarter with their last twelve, and what leaked in
// the last four.
func (s *site) spendKPIs(quarters []measure.QuarterSpend) []templates.KPI {
	last := quarters[len(quarters)-1]
	share := func(key string, of func(measure.SpendSum) *big.Rat) templates.KPI {
		var spark []chart.Value
		for _, q := range quarters {
			r := of(q.SpendSum)
			spark = append(spark, chart.Value{Number: float(r), Missing: r == nil})
		}
		k := templates.KPI{Label: s.say("leakage."+key, nil), Value: s.percentNumber(of(last.SpendSum)), Unit: "%", Spark: templates.SVG(chart.Spark(spark)), Change: s.pr.Quarter(last.Quarter)}
		if before := yearBefore(quarters, last.Quarter); before != nil {
			if change := s.points(of(last.SpendSum), of(before.SpendSum)); change != "" {
				k.Change = s.say("leakage.points-change", message.Args{"change": change})
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
	n, unit := s.pr.ShortNumber(four.Rat())
	leaked := templates.KPI{Label: s.t("kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(unit + "\u00A0kr"), Change: or(s.changeText(four.Rat(), earlier.Rat()), s.t("kpi.four-quarters", nil))}
	var spark []chart.Value
	for _, q := range quarters {
		spark = append(spark, chart.Value{Number: float(q.Off.Rat())})
	}
	leaked.Spark = templates.SVG(chart.Spark(spark))
	return []templates.KPI{leaked, share("loyalty", measure.SpendSum.Loyalty), share("coverage", measure.SpendSum.Coverage), share("ehandel", measure.SpendSum.EHandelShare)}
}

func yearBefore(quarters []measure.QuarterSpend, q date.Quarter) *measure.QuarterSpend {
	for i := range quarters {
		if quarters[i].Quarter == q.Add(-4) {
			return &quarters[i]
		}
	}
	return nil
}

// percentNumber is a share in percent without its sign.
func (s *site) percentNumber(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	return s.pr.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1)
}

// points is the change between two shares, in percentage points with a sign.
func (s *site) points(now, before *big.Rat) string {
	if now == nil || before == nil {
		return ""
	}
	d := new(big.Rat).Sub(now, before)
	text := s.percentNumber(d)
	if d.Sign() > 0 {
		text = "+" + text
	}
	return text
}

// target is a category's goal for a share; nil where none is set.
func target(k *contract.Category, of func(contract.Targets) contract.Maybe[money.Decimal]) *big.Rat {
	if k == nil {
		return nil
	}
	if t := of(k.Targets); t.Set {
		return t.V.Rat()
	}
	return nil
}

func loyaltyTarget(t contract.Targets) contract.Maybe[money.Decimal]  { return t.Loyalty }
func coverageTarget(t contract.Targets) contract.Maybe[money.Decimal] { return t.Coverage }
func ehandelTarget(t contract.Targets) contract.Maybe[money.Decimal]  { return t.EHandel }

// shareCell is a share, its target, and whether it is reached.
func (s *site) shareCell(share, target *big.Rat) templates.Cell {
	c := templates.Cell{Text: s.pr.Percent(share, 1)}
	if target == nil || share == nil {
		return c
	}
	c.Note = s.say("leakage.target", message.Args{"share": s.pr.Percent(target, 0)})
	if share.Cmp(target) < 0 {
		c.Badge = []templates.Badge{{Text: s.say("leakage.under", nil), Tone: templates.Warning}}
	}
	return c
}

// spendBar is what was bought, as shares of all of it.
func spendBar(k measure.SpendSum, mark *big.Rat) *templates.StackBar {
	all := k.All()
	if all <= 0 {
		return nil
	}
	part := func(a money.Amount) float64 { return float(big.NewRat(int64(a), int64(all))) }
	return &templates.StackBar{Parts: []templates.BarPart{{Share: part(k.On), Tone: "accent"}, {Share: part(k.Off), Tone: "second"}, {Share: part(k.Uncovered), Tone: "muted"}}, Mark: float(mark)}
}

func (s *site) spendKeys() []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.t("column.on-contract", nil)}, {Tone: "second", Text: s.t("column.off-contract", nil)}, {Tone: "muted", Text: s.t("column.uncovered", nil)}}
}

func (s *site) leakedByCategory(f templates.Frame, at string, sums []measure.CategorySum, since date.Quarter) templates.Section {
	table := templates.Table{Caption: s.say("leakage.by-category", nil), Cards: true, Columns: s.heads("leakage", "category", "bar", "off#", "uncovered#", "loyalty#", "coverage#", "ehandel#")}
	var all measure.SpendSum
	under := 0
	for _, k := range sums {
		cat := s.p.Category(k.Category)
		link := s.categoryLink(at, k.Category)
		loyal := s.shareCell(k.Loyalty(), target(cat, loyaltyTarget))
		if len(loyal.Badge) > 0 {
			under++
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: link.Text, Href: link.Href}, {Bar: spendBar(k.SpendSum, nil)}, {Text: s.pr.MoneyShort(k.Off.Rat())}, {Text: s.pr.MoneyShort(k.Uncovered.Rat())}, loyal, s.shareCell(k.Coverage(), target(cat, coverageTarget)), s.shareCell(k.EHandelShare(), target(cat, ehandelTarget))})
		all.On, all.Off, all.Uncovered, all.EHandel = all.On+k.On, all.Off+k.Off, all.Uncovered+k.Uncovered, all.EHandel+k.EHandel
	}
	if len(sums) > 0 {
		table.Foot = []templates.Cell{{Text: s.say("leakage.all", nil)}, {Bar: spendBar(all, nil)}, {Text: s.pr.MoneyShort(all.Off.Rat())}, {Text: s.pr.MoneyShort(all.Uncovered.Rat())}, {Text: s.pr.Percent(all.Loyalty(), 1)}, {Text: s.pr.Percent(all.Coverage(), 1)}, {Text: s.pr.Percent(all.EHandelShare(), 1)}}
	}
	conclusion := s.say("leakage.none-leaked", nil)
	if len(sums) > 0 && all.Off > 0 {
		conclusion = s.say("leakage.category-conclusion", message.Args{"amount": s.pr.MoneyShort(all.Off.Rat()), "category": s.categoryLink("", sums[0].Category).Text,
			"share": s.pr.Percent(big.NewRat(int64(sums[0].Off), int64(all.Off)), 0), "n": under})
	}
	return templates.Section{ID: "kategorier", Title: s.say("leakage.by-category", nil), Conclusion: conclusion,
		Blocks: []templates.Block{templates.ParagraphsBlock(s.say("leakage.period", message.Args{"quarter": since})), templates.LegendBlock(s.spendKeys()), templates.TableBlock(f, table)}}
}

// sharesOverTime is loyalty, coverage and electronic orders by quarter.
func (s *site) sharesOverTime(f templates.Frame, quarters []measure.QuarterSpend) templates.Section {
	series := []struct {
		key, tone string
		of        func(measure.SpendSum) *big.Rat
	}{{"loyalty", chart.ToneAccent, measure.SpendSum.Loyalty}, {"coverage", chart.ToneSecond, measure.SpendSum.Coverage}, {"ehandel", chart.ToneThird, measure.SpendSum.EHandelShare}}
	title := s.say("leakage.shares", nil)
	c := chart.Chart{Title: title, Kind: chart.Lines}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.t("column.quarter", nil)}}}
	for _, x := range series {
		c.Series = append(c.Series, chart.Series{Name: s.say("leakage."+x.key, nil), Tone: x.tone})
		table.Columns = append(table.Columns, templates.Column{Head: s.say("leakage."+x.key, nil), Numeric: true})
	}
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.quarterLabel(q.Quarter, i == 0))
		row := []templates.Cell{{Text: s.pr.Quarter(q.Quarter)}}
		for j, x := range series {
			r := x.of(q.SpendSum)
			c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: float(r) * 100, Text: s.pr.Percent(r, 1), Missing: r == nil})
			row = append(row, templates.Cell{Text: s.pr.Percent(r, 1)})
		}
		table.Rows = append(table.Rows, row)
	}
	last := quarters[len(quarters)-1]
	conclusion := s.say("leakage.shares-conclusion", message.Args{"loyalty": s.pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "coverage": s.pr.Percent(last.Coverage(), 1)})
	if before := yearBefore(quarters, last.Quarter); before != nil {
		conclusion = join([]string{conclusion, s.say("leakage.shares-change", message.Args{"change": or(s.points(last.Loyalty(), before.Loyalty()), "–")})})
	}
	return templates.Section{ID: "utvikling", Title: title, Conclusion: conclusion, Blocks: []templates.Block{templates.FigureBlock(f, s.figure("andeler", "", "", c, table))}}
}

// quarterLabel is a quarter under a chart; the year stands where it begins.
func (s *site) quarterLabel(q date.Quarter, first bool) chart.Label {
	l := chart.Label{Text: s.pr.QuarterShort(q)}
	if first || q.Q == 1 {
		l.Group = itoa(q.Year)
	}
	return l
}

// millions is an amount in million kroner with one decimal.
func (s *site) millions(a money.Amount) string {
	return s.pr.Rat(new(big.Rat).Quo(a.Rat(), big.NewRat(1_000_000, 1)), 1)
}

// leakedOverTime is what was bought off contract, and without one, by quarter.
func (s *site) leakedOverTime(f templates.Frame, quarters []measure.QuarterSpend) templates.Section {
	title := s.say("leakage.over-time", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.t("column.off-contract", nil), Tone: chart.ToneSecond}, {Name: s.t("column.uncovered", nil), Tone: chart.ToneMuted}}}
	table := templates.Table{Caption: title, Columns: s.columns("quarter", "on-contract#", "off-contract#", "uncovered#", "loyalty#")}
	most := quarters[0]
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.quarterLabel(q.Quarter, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float(q.Off.Rat()), Text: s.millions(q.Off)})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: float(q.Uncovered.Rat()), Text: s.millions(q.Uncovered)})
		c.Totals = append(c.Totals, s.millions(q.Off+q.Uncovered))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.pr.Quarter(q.Quarter)}, {Text: s.pr.MoneyShort(q.On.Rat())}, {Text: s.pr.MoneyShort(q.Off.Rat())}, {Text: s.pr.MoneyShort(q.Uncovered.Rat())}, {Text: s.pr.Percent(q.Loyalty(), 1)}})
		if q.Off > most.Off {
			most = q
		}
	}
	fig := s.figure("lekkasje-kvartal", "", s.inMillions(""), c, table)
	fig.Options = "" // kroner on an axis would not be in the reader's language
	return templates.Section{ID: "kvartaler", Title: title, Conclusion: s.say("leakage.most", message.Args{"amount": s.pr.MoneyShort(most.Off.Rat()), "quarter": most.Quarter}), Blocks: []templates.Block{templates.FigureBlock(f, fig)}}
}

// leakingSuppliers are those that most was bought from past the contracts.
func (s *site) leakingSuppliers(f templates.Frame, at string, since date.Quarter) templates.Section {
	off, on := map[string]money.Amount{}, map[string]money.Amount{}
	var ids []string
	for _, sp := range s.p.Spend {
		if sp.Quarter.Compare(since) < 0 || sp.Quarter.Last().After(s.f.AsOf) {
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
	table := templates.Table{Caption: s.say("leakage.suppliers", nil), Cards: true, Empty: s.say("leakage.no-suppliers", nil), Columns: s.heads("leakage", "supplier", "off#", "on#")}
	for _, id := range shorter(ids, 20) {
		if off[id] > 0 {
			l := s.supplierLink(at, id)
			table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Text: s.pr.MoneyShort(off[id].Rat())}, {Text: s.pr.MoneyShort(on[id].Rat())}})
		}
	}
	return templates.Section{ID: "leverandorer", Title: s.say("leakage.suppliers", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
}

// priceSection is what invoice control found: prices over the agreed ones, and fees.
func (s *site) priceSection(f templates.Frame, at string) templates.Section {
	table := templates.Table{Caption: s.say("leakage.prices", nil), Cards: true, Empty: s.say("leakage.no-prices", nil), Columns: s.heads("leakage", "contract", "quarter", "lines#", "overcharged#", "fees#")}
	var overcharged, fees money.Amount
	for _, sp := range slices.Backward(s.p.Spend) {
		if sp.Quarter.First().After(s.f.AsOf) {
			continue
		}
		for _, x := range sp.Prices {
			l := s.contractLink(at, x.Contract)
			table.Rows = append(table.Rows, []templates.Cell{{Text: l.Text, Href: l.Href}, {Text: s.pr.Quarter(sp.Quarter)}, {Text: s.pr.Number(int64(x.Lines))}, {Text: s.maybe(x.Overcharged)}, {Text: s.maybe(x.Fees)}})
			overcharged, fees = overcharged+x.Overcharged.V, fees+x.Fees.V
		}
	}
	sec := templates.Section{ID: "priser", Title: s.say("leakage.prices", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if n := len(table.Rows); n > 0 {
		sec.Conclusion = s.say("leakage.prices-conclusion", message.Args{"n": n, "overcharged": s.pr.MoneyShort(overcharged.Rat()), "fees": s.pr.MoneyShort(fees.Rat())})
	}
	return sec
}

// spendSources tell where the facts come from and how sure they are.
func (s *site) spendSources(quarters []measure.QuarterSpend) templates.Section {
	var sources []string
	for _, sp := range s.p.Spend {
		if sp.Source != "" && !slices.Contains(sources, sp.Source) {
			sources = append(sources, sp.Source)
		}
	}
	last := quarters[len(quarters)-1]
	html, _ := s.md.HTML(s.say("leakage.method-body", nil), s.address("leakage"))
	facts := []templates.Fact{{Label: s.say("leakage.source", nil), Value: or(strings.Join(sources, ", "), s.t("unknown", nil))}}
	if last.Invoices > 0 {
		facts = append(facts, templates.Fact{Label: s.say("leakage.matched", nil), Value: s.say("leakage.matched-of", message.Args{"matched": last.Matched, "n": last.Invoices, "share": s.pr.Percent(last.MatchedShare(), 0), "quarter": last.Quarter})})
	}
	return templates.Section{ID: "metode", Title: s.say("leakage.method", nil), Blocks: []templates.Block{templates.FactsBlock(facts), templates.ProseBlock(templates.HTML(html))}}
}
