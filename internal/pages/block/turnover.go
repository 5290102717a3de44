package block

import (
	"cmp"
	"math/big"
	"strconv"

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
	name := cmp.Or(title, s.T("contract.turnover", nil))
	c := chart.Chart{Title: name, Kind: chart.Grouped, Series: []chart.Series{{Name: s.T("kpi.turnover-short", nil), Tone: chart.ToneAccent}}, Narrow: true}
	table := templates.Table{Caption: name, Columns: []templates.Column{{Head: s.T("column.quarter", nil)}, {Head: s.T("kpi.turnover-short", nil), Numeric: true}}}
	for i, q := range quarters {
		label := chart.Label{Text: s.Pr.QuarterShort(q.Quarter)}
		if i == 0 || q.Quarter.Q == 1 {
			label.Group = strconv.Itoa(q.Quarter.Year)
		}
		c.Labels = append(c.Labels, label)
		million := new(big.Rat).Quo(q.Amount.Rat(), big.NewRat(1_000_000, 1))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: kit.Float(q.Amount.Rat()), Text: s.Pr.Rat(million, 1)})
		quarter := s.Pr.Quarter(q.Quarter)
		if q.Partial {
			quarter = s.T("quarter-so-far", message.Args{"quarter": quarter})
		}
		amount := s.Pr.Money(q.Amount)
		if currency != "" {
			amount = s.Pr.InCurrency(q.Amount.Rat(), currency)
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: quarter}, {Text: amount}})
	}
	f := s.Figure(id, title, s.InMillions(currency), c, table)
	f.Options = "" // the drawing says it all: kroner on an axis would not be in the reader's language
	return f
}
