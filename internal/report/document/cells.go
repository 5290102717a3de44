package document

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report"
)

// Writer makes sentences, cells, tables and parts with the words of the catalogue "report".
type Writer struct {
	Printer *message.Printer
	Brief   bool // for one page
}

// T is a text of the catalogue.
func (w Writer) T(key string, args message.Args) string { return w.Printer.Text("report."+key, args) }

// Count is a sentence about a number, which may have words of its own for none.
func (w Writer) Count(key string, n int, args message.Args) string {
	if n == 0 && w.Printer.Has("report."+key+"-none") {
		return w.T(key+"-none", args)
	}
	with := message.Args{"n": n}
	for k, v := range args {
		with[k] = v
	}
	return w.T(key, with)
}

// Text is a cell of words.
func (w Writer) Text(s string) Cell { return Cell{Value: s, Text: s} }

// Contract names a contract; without an id it is one that has become internal since.
func (w Writer) Contract(title, id string) Cell {
	if id == "" {
		return w.Text(w.T("withheld", nil))
	}
	return Cell{Value: title, Text: w.Short(title), Link: id}
}

// longestName is how many characters of a contract's name there is room for on one page.
const longestName = 40

// Short cuts a name where the document is to be one page.
func (w Writer) Short(name string) string {
	if r := []rune(name); w.Brief && len(r) > longestName {
		return strings.TrimRight(string(r[:longestName-1]), " ,") + "…"
	}
	return name
}

// Number is a cell of a count.
func (w Writer) Number(n int) Cell {
	return Cell{Kind: Count, Value: strconv.Itoa(n), Text: w.Printer.Number(int64(n))}
}

// Date is a cell of a day, with another text where there is none.
func (w Writer) Date(d date.Date, none string) Cell {
	if d.IsZero() {
		return Cell{Kind: Date, Text: none}
	}
	return Cell{Kind: Date, Value: d.String(), Text: w.Printer.Date(d)}
}

// Band is a cell of a band of risk.
func (w Writer) Band(b contract.BandID) Cell {
	c := w.Text(w.Printer.Text("values.band."+string(b), nil))
	c.Band = b
	return c
}

// Level is a cell of a band, with the floor that raised it; nil for none.
func (w Writer) Level(b contract.BandID, floor contract.Text) Cell {
	c := w.Band(b)
	if floor != nil {
		c.Text += " (" + floor.In(w.Printer.Lang()) + ")"
	}
	return c
}

// Cell is a cell of a number of some kind, which may be unknown.
func (w Writer) Cell(k Kind, n report.Number) Cell {
	c := Cell{Kind: k, Value: string(n), Text: w.T("unknown", nil)}
	if r := n.Rat(); r != nil {
		c.Text = w.spell(k, r)
	}
	return c
}

// Money is a cell of kroner.
func (w Writer) Money(n report.Number) Cell { return w.Cell(Money, n) }

// Share is a cell of a share.
func (w Writer) Share(n report.Number) Cell { return w.Cell(Share, n) }

// spell puts a number of some kind into words.
func (w Writer) spell(k Kind, r *big.Rat) string {
	switch k {
	case Money:
		return w.Printer.MoneyShort(r)
	case Share:
		return w.Printer.Percent(r, 1)
	case Score:
		return w.Printer.Rat(r, measure.ScoreDigits)
	}
	return w.Printer.Rat(r, 0)
}

// columns gives columns by their keys; a mark after the key is the kind: # count, kr money,
// % share, : date, . score.
func (w Writer) columns(keys ...string) []Column {
	kinds := []struct {
		mark string
		kind Kind
	}{{"#", Count}, {"kr", Money}, {"%", Share}, {":", Date}, {".", Score}}
	out := make([]Column, len(keys))
	for i, k := range keys {
		c := Column{Key: k}
		for _, m := range kinds {
			if rest, ok := strings.CutSuffix(k, m.mark); ok {
				c.Key, c.Kind = rest, m.kind
			}
		}
		c.Head = w.T("column."+c.Key, nil)
		out[i] = c
	}
	return out
}

// Table is a table without rows; its columns are as columns has them.
func (w Writer) Table(id string, columns ...string) Table {
	return Table{ID: id, Caption: w.T("table."+id, nil), Columns: w.columns(columns...)}
}

// Part is a part without tables.
func (w Writer) Part(id string, text ...string) Part {
	return Part{ID: id, Title: w.T("part."+id, nil), Text: text}
}

// Add adds a table to a part, or says why there is none.
func (w Writer) Add(p *Part, t Table, none string) {
	if len(t.Rows) > 0 {
		if n := len(t.Rows) - t.Shown; t.Shown > 0 && n > 0 {
			rest := "text.more-rows"
			if w.Brief {
				rest = "text.more-brief"
			}
			t.Rest = w.T(rest, message.Args{"n": n})
		}
		p.Tables = append(p.Tables, t)
	} else if none != "" {
		p.Text = append(p.Text, none)
	}
}

// Change is a cell of a number with its sign, where anything is left of it when it is rounded.
func (w Writer) Change(k Kind, r *big.Rat) Cell {
	digits := map[Kind]int{Money: 2, Share: 6, Score: 4}[k]
	return Cell{Kind: k, Value: r.FloatString(digits), Text: w.Printer.Signed(r, func(size *big.Rat) string {
		if k == Share {
			return w.T("points", message.Args{"points": w.Printer.PercentNumber(size, 1)})
		}
		return w.spell(k, size)
	})}
}
