package block

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// QuarterFigure draws turnover by quarter, in a currency; "" is the portfolio's own.
func QuarterFigure(s *kit.Site, id, title string, quarters []measure.QuarterTurnover, currency string) templates.Figure {
	if len(quarters) == 0 {
		return templates.Figure{}
	}
	name := cmp.Or(title, s.Say("usage.by-quarter", nil))
	c := chart.Chart{Title: name, Kind: chart.Grouped, Series: []chart.Series{{Name: s.Say("usage.turnover", nil), Tone: chart.ToneAccent}}, Narrow: true}
	table := templates.Table{Caption: name, Columns: []templates.Column{{Head: s.Say("table.column.quarter", nil)}, {Head: s.Say("usage.turnover", nil), Numeric: true}}}
	for i, q := range quarters {
		c.Labels = append(c.Labels, s.QuarterLabel(q.Quarter, i == 0))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: kit.Float(q.Amount.Rat()), Text: s.Millions(q.Amount)})
		quarter := s.Pr.Quarter(q.Quarter)
		switch {
		case q.Partial:
			quarter = s.Say("usage.quarter-so-far", message.Args{"quarter": quarter})
		case q.Preliminary:
			quarter = Said(s, "preliminary", message.Args{"quarter": quarter})
		}
		amount := s.Pr.Money(q.Amount)
		if currency != "" {
			amount = s.Pr.InCurrency(q.Amount.Rat(), currency)
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: quarter}, {Text: amount}})
	}
	f := s.Figure(id, title, s.InMillions(currency), c, table)
	f.Options = "" // only the drawing: an interactive axis would not write kroner in the reader's language
	return f
}
