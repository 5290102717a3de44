package kit

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/templates"
)

// Heads are columns of a table with words of an area, "table" for those that subjects share;
// "#" marks numbers.
func (s *Site) Heads(area string, keys ...string) []templates.Column {
	var out []templates.Column
	for _, k := range keys {
		c := templates.Column{}
		if n := len(k) - 1; k[n] == '#' {
			k, c.Numeric = k[:n], true
		}
		c.Head = s.Say(area+".column."+k, nil)
		out = append(out, c)
	}
	return out
}

// Figure draws a chart with its conclusion and its table.
func (s *Site) Figure(id, title, conclusion string, c chart.Chart, table templates.Table) templates.Figure {
	c.Desc = conclusion
	out := templates.Figure{ID: id, Title: title, Conclusion: conclusion, Table: table}
	options, err := c.Options()
	if err != nil {
		return out // the table has the same numbers
	}
	out.Drawing, out.Options = templates.SVG(c.SVG()), string(options)
	for _, k := range c.Legend() {
		out.Legend = append(out.Legend, templates.KeyItem{Tone: k.Tone, Text: k.Text})
	}
	return out
}

// Float is a figure as charts and bars take it; 0 where it is unknown.
func Float(r *big.Rat) float64 {
	if r == nil {
		return 0
	}
	f, _ := r.Float64()
	return f
}

// Shorter cuts a list of rows to what a page shows first.
func Shorter[T any](list []T, n int) []T { return list[:min(n, len(list))] }
