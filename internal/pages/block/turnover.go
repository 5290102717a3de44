package block

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// QuarterFigure draws the turnover of a subject by quarter, in a currency; "" is the portfolio's own.
func QuarterFigure(s *kit.Site, id, title string, of kit.Subject, quarters []measure.QuarterTurnover, currency string) templates.Figure {
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
		write := func(*big.Rat) string { return s.Pr.Money(q.Amount) }
		if currency != "" {
			write = func(r *big.Rat) string { return s.Pr.InCurrency(r, currency) }
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: quarter}, {Value: s.ValueIn(q.Quarter, definitions.Quarter, of, q.Amount.Rat(), write)}})
	}
	f := s.Figure(id, title, s.InMillions(currency), c, table)
	f.Options = "" // only the drawing: an interactive axis would not write kroner in the reader's language
	return f
}

// InSums says how many of some contracts are in other currencies, and whether sums have them,
// and of how many the sums have only a part; "" where none is.
func InSums(s *kit.Site, list []*measure.ContractFigures) string {
	n := turnover.CurrenciesOf(list)
	return words.Join([]string{s.Counted("usage.converted", n.Converted), s.Counted("usage.no-exchange", n.NoExchange), s.Counted("usage.parts", turnover.Parts(list))})
}

// Sums are the last rows of a table that divides all contracts by some trait: how many of those
// that have none are active and what was bought on them, if there are any, and the sum of all.
func Sums(s *kit.Site, without string, rest []*measure.ContractFigures) (none, all []templates.Cell) {
	if last, _ := turnover.TwoYears(rest); len(rest) > 0 {
		none = []templates.Cell{{Text: without}, {Text: s.Pr.Number(int64(len(measure.Active(rest))))}, {Text: s.Pr.MoneyShort(last)}}
	}
	t := &s.F.Totals
	all = []templates.Cell{{Text: s.Say("usage.all-contracts", nil)}, {Value: s.Number(definitions.Active, kit.Portfolio, t.Status[contract.Active])}, {Value: s.Kroner(definitions.Year, kit.Portfolio, t.LastYear)}}
	return none, all
}
