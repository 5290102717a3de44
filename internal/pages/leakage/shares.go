package leakage

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

func YearBefore(quarters []measure.QuarterSpend, q date.Quarter) *measure.QuarterSpend {
	for i := range quarters {
		if quarters[i].Quarter == q.Add(-4) {
			return &quarters[i]
		}
	}
	return nil
}

// Target is a category's goal for a share; nil where none is set.
func Target(k *contract.Category, of func(contract.Targets) contract.Maybe[money.Decimal]) *big.Rat {
	if k == nil {
		return nil
	}
	if t := of(k.Targets); t.Set {
		return t.V.Rat()
	}
	return nil
}

func LoyaltyTarget(t contract.Targets) contract.Maybe[money.Decimal] { return t.Loyalty }

func CoverageTarget(t contract.Targets) contract.Maybe[money.Decimal] { return t.Coverage }

func EHandelTarget(t contract.Targets) contract.Maybe[money.Decimal] { return t.EHandel }

// ShareCell is a share, its target, and whether it is reached.
func ShareCell(s *kit.Site, share, target *big.Rat) templates.Cell {
	c := templates.Cell{Text: s.Pr.Percent(share, 1)}
	if target == nil || share == nil {
		return c
	}
	c.Note = s.Say("leakage.target", message.Args{"share": s.Pr.Percent(target, 0)})
	if share.Cmp(target) < 0 {
		c.Badge = []templates.Badge{{Text: s.Say("leakage.under", nil), Tone: templates.Warning}}
	}
	return c
}

// SharesOverTime is loyalty, coverage and electronic orders by quarter.
func SharesOverTime(s *kit.Site, f templates.Frame, quarters []measure.QuarterSpend) templates.Section {
	series := []struct {
		key, tone string
		of        func(measure.SpendSum) *big.Rat
	}{{"loyalty", chart.ToneAccent, measure.SpendSum.Loyalty}, {"coverage", chart.ToneSecond, measure.SpendSum.Coverage}, {"ehandel", chart.ToneThird, measure.SpendSum.EHandelShare}}
	title := s.Say("leakage.shares", nil)
	c := chart.Chart{Title: title, Kind: chart.Lines}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.T("column.quarter", nil)}}}
	for _, x := range series {
		c.Series = append(c.Series, chart.Series{Name: s.Say("leakage."+x.key, nil), Tone: x.tone})
		table.Columns = append(table.Columns, templates.Column{Head: s.Say("leakage."+x.key, nil), Numeric: true})
	}
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		row := []templates.Cell{{Text: s.Pr.Quarter(q.Quarter)}}
		for j, x := range series {
			r := x.of(q.SpendSum)
			c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: kit.Float(r) * 100, Text: s.Pr.Percent(r, 1), Missing: r == nil})
			row = append(row, templates.Cell{Text: s.Pr.Percent(r, 1)})
		}
		table.Rows = append(table.Rows, row)
	}
	last := quarters[len(quarters)-1]
	conclusion := s.Say("leakage.shares-conclusion", message.Args{"loyalty": s.Pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "coverage": s.Pr.Percent(last.Coverage(), 1)})
	if before := YearBefore(quarters, last.Quarter); before != nil {
		conclusion = kit.Join([]string{conclusion, s.Say("leakage.shares-change", message.Args{"change": cmp.Or(s.Points(last.Loyalty(), before.Loyalty()), "–")})})
	}
	return templates.Section{ID: "utvikling", Title: title, Conclusion: conclusion, Blocks: []templates.Block{templates.FigureBlock(f, s.Figure("andeler", "", "", c, table))}}
}

// LeakedOverTime is what was bought off contract, and without one, by quarter.
func LeakedOverTime(s *kit.Site, f templates.Frame, quarters []measure.QuarterSpend) templates.Section {
	title := s.Say("leakage.over-time", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.T("column.off-contract", nil), Tone: chart.ToneSecond}, {Name: s.T("column.uncovered", nil), Tone: chart.ToneMuted}}}
	table := templates.Table{Caption: title, Columns: s.Columns("quarter", "on-contract#", "off-contract#", "uncovered#", "loyalty#")}
	most := quarters[0]
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: kit.Float(q.Off.Rat()), Text: s.Millions(q.Off)})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: kit.Float(q.Uncovered.Rat()), Text: s.Millions(q.Uncovered)})
		c.Totals = append(c.Totals, s.Millions(q.Off+q.Uncovered))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Pr.Quarter(q.Quarter)}, {Text: s.Pr.MoneyShort(q.On.Rat())}, {Text: s.Pr.MoneyShort(q.Off.Rat())}, {Text: s.Pr.MoneyShort(q.Uncovered.Rat())}, {Text: s.Pr.Percent(q.Loyalty(), 1)}})
		if q.Off > most.Off {
			most = q
		}
	}
	fig := s.Figure("lekkasje-kvartal", "", s.InMillions(""), c, table)
	fig.Options = "" // kroner on an axis would not be in the reader's language
	return templates.Section{ID: "kvartaler", Title: title, Conclusion: s.Say("leakage.most", message.Args{"amount": s.Pr.MoneyShort(most.Off.Rat()), "quarter": most.Quarter}), Blocks: []templates.Block{templates.FigureBlock(f, fig)}}
}
