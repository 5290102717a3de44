package leakage

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// FigureOf is the figure of a share in a quarter.
func FigureOf(share spend.Share) definitions.ID {
	return map[spend.Share]definitions.ID{spend.LoyaltyShare: definitions.Loyalty, spend.CoverageShare: definitions.Coverage, spend.EHandelShare: definitions.EOrdering}[share]
}

// yearOf is the figure of a share in the four quarters up to one.
func yearOf(share spend.Share) definitions.ID {
	return map[spend.Share]definitions.ID{spend.LoyaltyShare: definitions.LoyaltyYear, spend.CoverageShare: definitions.CoverageYear, spend.EHandelShare: definitions.EOrderingYear}[share]
}

// ShareCell draws a category's share of four quarters up to one beside its target, and marks one
// that has not been reached.
func ShareCell(s *kit.Site, until date.Quarter, of kit.Subject, which spend.Share, sum spend.Sum, k *contract.Category) templates.Cell {
	share := which.Against(sum, k)
	c := templates.Cell{Value: s.ShareIn(until, yearOf(which), of, share.Value)}
	if share.Reached() == measure.Unknown {
		return c
	}
	c.Note = s.Say("leakage.target", message.Args{"share": s.Pr.Percent(share.Target, 0)})
	if share.Reached() == measure.No {
		c.Badge = []templates.Badge{{Text: s.Say("leakage.under", nil), Tone: templates.Warning}}
	}
	return c
}

// shareTones are the colours of the shares in a chart.
var shareTones = map[spend.Share]string{spend.LoyaltyShare: chart.ToneAccent, spend.CoverageShare: chart.ToneSecond, spend.EHandelShare: chart.ToneThird}

// shareName is what a share is called.
func shareName(s *kit.Site, share spend.Share) string {
	return s.Say("leakage."+string(share), nil)
}

// SharesOverTime draws loyalty, coverage and electronic orders by quarter; quarters are one
// or more.
func SharesOverTime(s *kit.Site, f templates.Frame, of kit.Subject, quarters []spend.QuarterSum) templates.Section {
	title := s.Say("leakage.shares", nil)
	c := chart.Chart{Title: title, Kind: chart.Lines}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("table.column.quarter", nil)}}}
	for _, share := range spend.Shares {
		c.Series = append(c.Series, chart.Series{Name: shareName(s, share), Tone: shareTones[share]})
		table.Columns = append(table.Columns, templates.Column{Head: shareName(s, share), Numeric: true})
	}
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		row := []templates.Cell{{Text: s.Pr.Quarter(q.Quarter)}}
		for j, share := range spend.Shares {
			r := share.Of(q.Sum)
			c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: kit.Float(r) * 100, Text: s.Pr.Percent(r, 1), Missing: r == nil})
			row = append(row, templates.Cell{Value: s.ShareIn(q.Quarter, FigureOf(share), of, r)})
		}
		table.Rows = append(table.Rows, row)
	}
	last := quarters[len(quarters)-1]
	conclusion := WithoutContract(s, quarters)
	if last.Loyalty() != nil {
		conclusion = s.Say("leakage.shares-conclusion", message.Args{"loyalty": s.Pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "coverage": s.Pr.Percent(last.Coverage(), 1)})
		if before := spend.YearBefore(quarters); before != nil && before.Loyalty() != nil {
			conclusion = words.Join([]string{conclusion, s.Say("leakage.shares-change", message.Args{"change": cmp.Or(s.Points(last.Loyalty(), before.Loyalty()), "–")})})
		}
	}
	return templates.Section{ID: s.Name("trends"), Title: title, Conclusion: conclusion, Blocks: []templates.Block{templates.FigureBlock(f, s.Figure(s.Name("shares"), "", "", c, table))}}
}

// WithoutContract says what was bought in the latest year where no contract existed.
func WithoutContract(s *kit.Site, quarters []spend.QuarterSum) string {
	sum, last := spend.LatestYear(quarters).Uncovered, quarters[len(quarters)-1].Quarter
	if sum == 0 {
		return s.Say("leakage.none-uncovered", message.Args{"quarter": last})
	}
	return s.Say("leakage.without-contract", message.Args{"amount": s.Pr.MoneyShort(sum.Rat()), "quarter": last})
}

// LeakedOverTime draws what was bought off contract, and without one, by quarter.
func LeakedOverTime(s *kit.Site, f templates.Frame, of kit.Subject, quarters []spend.QuarterSum) templates.Section {
	title := s.Say("leakage.over-time", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Series: []chart.Series{{Name: s.Say("table.column.off-contract", nil), Tone: chart.ToneSecond}, {Name: s.Say("table.column.uncovered", nil), Tone: chart.ToneMuted}}}
	table := templates.Table{Caption: title, Columns: s.Heads("table", "quarter", "on-contract#", "off-contract#", "uncovered#", "loyalty#")}
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: kit.Float(q.Off.Rat()), Text: s.Millions(q.Off)})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: kit.Float(q.Uncovered.Rat()), Text: s.Millions(q.Uncovered)})
		c.Totals = append(c.Totals, s.Millions(q.Off+q.Uncovered))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Pr.Quarter(q.Quarter)}, {Value: s.KronerIn(q.Quarter, definitions.OnContract, of, q.On)}, {Value: s.KronerIn(q.Quarter, definitions.OffContract, of, q.Off)}, {Value: s.KronerIn(q.Quarter, definitions.Uncovered, of, q.Uncovered)}, {Value: s.ShareIn(q.Quarter, definitions.Loyalty, of, q.Loyalty())}})
	}
	conclusion := WithoutContract(s, quarters)
	if most := spend.MostLeaked(quarters); most.Off > 0 {
		conclusion = s.Say("leakage.most", message.Args{"amount": s.Pr.MoneyShort(most.Off.Rat()), "quarter": most.Quarter})
	}
	fig := s.Figure(s.Name("leakage-by-quarter"), "", s.InMillions(""), c, table)
	fig.Options = "" // only the drawing: an interactive axis would not write kroner in the reader's language
	return templates.Section{ID: s.Name("quarters"), Title: title, Conclusion: conclusion, Blocks: []templates.Block{templates.FigureBlock(f, fig)}}
}
