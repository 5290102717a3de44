// Package document is a quarterly report in words, as parts, tables and typed cells.
//
// In go values of a report and a language; out come cells, tables and parts, and the
// document of them as Markdown and as CSV. HTML is drawn by the pages, workbook and PDF by
// the exchange packages, of the same document, so that all say the same. It computes no
// figure and knows nothing of the site; which parts a report has is said in wording.
package document

import (
	"fmt"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/definitions"
)

// Document is a quarterly report in words, of which every format is drawn.
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
	Rest    string // a sentence below it where prose does not show all rows
}

// Visible gives the rows that prose shows, and the sentence about the rest.
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

// Kind is what a cell's value is.
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

// Cell is a value, and its text for readers.
type Cell struct {
	Kind  Kind
	Value string
	Text  string
	Link  string          // the contract it names, by id
	Band  contract.BandID // of risk

	Figure definitions.ID // what the value is, of whom and at which day or quarter; "" not said
	Of, At string
}

// As says which figure a cell is: of whom, and on which day or in which quarter.
func (c Cell) As(id definitions.ID, of string, at fmt.Stringer) Cell {
	c.Figure, c.Of, c.At = id, of, at.String()
	return c
}

// Numeric tells whether a cell of the kind is a number.
func (k Kind) Numeric() bool { return k != Text && k != Date }
