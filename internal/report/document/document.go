// Package document is a quarterly report in words, as parts, tables and typed cells.
//
// In go a report (figures, not words) and a language; out comes one Document, from which
// every format is drawn, so that all say the same: Markdown and CSV here, HTML by the
// pages, workbook and PDF by the exchange packages. It computes no figure and knows
// nothing of the site.
package document

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report"
)

// Document is a quarterly report in words. Every format is drawn from it, so that all
// say the same: Markdown, HTML (and PDF), workbook and CSV.
type Document struct {
	Name    string // of files, without ending: ASCII
	Title   string
	Owner   string
	Lang    string
	AsOf    date.Date
	Quarter date.Quarter
	Brief   bool     // one page
	Lead    []string // the report in a few sentences
	Parts   []Part
}

// Part of a document: a section, a sheet of the workbook.
type Part struct {
	ID     string // of the catalogue
	Title  string
	Text   []string // paragraphs before the tables
	Body   string   // Markdown that people wrote
	Tables []Table
}

// Table is a table of a part.
type Table struct {
	ID      string
	Caption string
	Columns []Column
	Rows    [][]Cell
	Shown   int    // rows that prose shows; 0: all. Data formats have them all
	Rest    string // said below where prose does not show all
}

// Visible gives the rows that prose shows, and what it says of the rest.
func (t *Table) Visible() (rows [][]Cell, rest string) {
	if t.Shown > 0 && len(t.Rows) > t.Shown {
		return t.Rows[:t.Shown], t.Rest
	}
	return t.Rows, ""
}

// Column is a column, of cells of its kind unless a cell says otherwise.
type Column struct {
	Key  string // for programs
	Head string
	Kind Kind
}

// Kind tells what a cell's value is.
type Kind int

// The kinds. Values are as machines write them, "" unknown.
const (
	Text  Kind = iota
	Count      // 12
	Money      // kroner, two decimals
	Share      // 0.123456
	Score      // 0–100, four decimals
	Date       // 2026-09-30
)

// Cell is a value and how it reads.
type Cell struct {
	Kind  Kind
	Value string
	Text  string
	Link  string // the contract it names, by id
	Band  string // of risk
}

// Numeric tells whether the cell is a number.
func (k Kind) Numeric() bool { return k != Text && k != Date }

// shownRows of long tables in prose.
const shownRows = 15

// wording makes documents of a report.
type wording struct {
	pr    *message.Printer
	r     *report.Report
	Brief bool // for one page
}

func (w wording) t(key string, args message.Args) string { return w.pr.Text("report."+key, args) }

// count is a sentence about a number, which may have words of its own for none.
func (w wording) count(key string, n int, args message.Args) string {
	if n == 0 && w.pr.Has("report."+key+"-none") {
		return w.t(key+"-none", args)
	}
	with := message.Args{"n": n}
	for k, v := range args {
		with[k] = v
	}
	return w.t(key, with)
}

func (w wording) text(s string) Cell { return Cell{Value: s, Text: s} }

// named is a contract; without a name it is one that anyone could see, and no longer can.
func (w wording) named(title, id string) Cell {
	if id == "" {
		return w.text(w.t("withheld", nil))
	}
	return Cell{Value: title, Text: w.short(title), Link: id}
}

// longestName is how many characters of a contract's name there is room for on one page.
const longestName = 40

// short cuts a name where the document is to be one page.
func (w wording) short(name string) string {
	if r := []rune(name); w.Brief && len(r) > longestName {
		return strings.TrimRight(string(r[:longestName-1]), " ,") + "…"
	}
	return name
}

func (w wording) number(n int) Cell {
	return Cell{Kind: Count, Value: strconv.Itoa(n), Text: w.pr.Number(int64(n))}
}

func (w wording) date(d date.Date, none string) Cell {
	if d.IsZero() {
		return Cell{Kind: Date, Text: none}
	}
	return Cell{Kind: Date, Value: d.String(), Text: w.pr.Date(d)}
}

func (w wording) band(b string) Cell {
	c := w.text(w.pr.Text("values.band."+b, nil))
	c.Band = b
	return c
}

func (w wording) cell(k Kind, n report.Number) Cell {
	c := Cell{Kind: k, Value: string(n), Text: w.t("unknown", nil)}
	if r := n.Rat(); r != nil {
		c.Text = w.spell(k, r)
	}
	return c
}

func (w wording) money(n report.Number) Cell { return w.cell(Money, n) }

func (w wording) share(n report.Number) Cell { return w.cell(Share, n) }

// ShareOf is a share as the report's tables write it.
func ShareOf(pr *message.Printer, n report.Number) string { return wording{pr: pr}.share(n).Text }

func (w wording) spell(k Kind, r *big.Rat) string {
	switch k {
	case Money:
		return w.pr.MoneyShort(r)
	case Share:
		return w.pr.Percent(r, 1)
	case Score:
		return w.pr.Rat(r, 1)
	}
	return w.pr.Rat(r, 0)
}

// in is an amount; of another currency than the report's it is told in words only, for
// the numbers of a column are of one currency.
func (w wording) in(n report.Number, currency string) Cell {
	c := w.money(n)
	if r := n.Rat(); r != nil && currency != w.r.Currency {
		c.Value, c.Text = "", w.pr.InCurrency(r, currency)
	}
	return c
}

// columns by key; the mark after it tells the kind: # count, kr money, % share, : date, . score.
func (w wording) columns(keys ...string) []Column {
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
		c.Head = w.t("column."+c.Key, nil)
		out[i] = c
	}
	return out
}

func (w wording) table(id string, columns ...string) Table {
	return Table{ID: id, Caption: w.t("table."+id, nil), Columns: w.columns(columns...)}
}

func (w wording) part(id string, text ...string) Part {
	return Part{ID: id, Title: w.t("part."+id, nil), Text: text}
}

// add adds a table to a part, or says why there is none.
func (w wording) add(p *Part, t Table, none string) {
	if len(t.Rows) > 0 {
		if n := len(t.Rows) - t.Shown; t.Shown > 0 && n > 0 {
			rest := "text.more-rows"
			if w.Brief {
				rest = "text.more-brief"
			}
			t.Rest = w.t(rest, message.Args{"n": n})
		}
		p.Tables = append(p.Tables, t)
	} else if none != "" {
		p.Text = append(p.Text, none)
	}
}

// Of puts a report into words; commentary is what people wrote of the
// quarter, frozen tells that the figures stand. The brief one is a page for those who
// will read one page.
func Of(pr *message.Printer, r *report.Report, commentary string, frozen bool) Document {
	w := wording{pr, r, false}
	d := w.document("title", "file")
	d.Lead = w.lead()
	d.Parts = []Part{w.key()}
	if body := strings.TrimSpace(commentary); body != "" {
		p := w.part("commentary")
		p.Body = underPart(body)
		d.Parts = append(d.Parts, p)
	}
	if !r.Public {
		d.Parts = append(d.Parts, w.decisions(), w.risk())
	}
	d.Parts = append(d.Parts, w.comings(), w.ceilings(shownRows), w.deadlines(), w.inspections())
	if !r.Public {
		d.Parts = append(d.Parts, w.deviations())
	}
	d.Parts = append(d.Parts, w.benefits())
	if !r.Public {
		d.Parts = append(d.Parts, w.leakage(), w.workload(), w.quality())
	}
	d.Parts = append(d.Parts, w.source(frozen))
	return d
}

// underPart puts the headings of a Markdown text under that of its part, which is the second level.
func underPart(body string) string {
	lines, fence := strings.Split(body, "\n"), false
	for i, l := range lines {
		switch {
		case strings.HasPrefix(l, "```"), strings.HasPrefix(l, "~~~"):
			fence = !fence
		case !fence && (strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "## ")):
			lines[i] = "### " + strings.TrimLeft(l, "# ")
		}
	}
	return strings.Join(lines, "\n")
}

// Brief is the report on one page: the lead, the decisions, the gravest.
func Brief(pr *message.Printer, r *report.Report, frozen bool) Document {
	w := wording{pr, r, true}
	d := w.document("brief-title", "file-brief")
	d.Brief = w.Brief
	d.Lead = w.lead()
	if !r.Public {
		asked := w.part("decisions")
		w.add(&asked, w.matters(), w.t("text.no-decisions", nil))
		d.Parts = append(d.Parts, asked)
		risk := w.part("risk")
		if t := w.bands(); len(t.Rows) > 0 {
			risk.Tables = append(risk.Tables, t)
		}
		d.Parts = append(d.Parts, risk)
	}
	ceilings, source := w.ceilings(5), w.source(frozen)
	if len(ceilings.Tables) > 0 {
		ceilings.Text = nil
	}
	d.Parts = append(d.Parts, ceilings)
	source.Text = source.Text[:1]
	d.Parts = append(d.Parts, source)
	return d
}

func (w wording) document(title, file string) Document {
	return Document{Name: w.t(file, message.Args{"quarter": message.Verbatim(w.r.Quarter.String())}), Title: w.t(title, message.Args{"quarter": w.r.Quarter}),
		Owner: w.r.Organisation, Lang: w.pr.Lang(), AsOf: w.r.AsOf, Quarter: w.r.Quarter}
}
