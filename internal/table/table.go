// Package table is a table of values, and its two CSV files: one that people open in a
// spreadsheet, one that programs read.
//
// In go columns, and values as machines write them; out come bytes. What a column means, and
// what it is called, is the caller's.
package table

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/forvalt/forvalt/internal/prose"
)

// Kind is what the values of a column are.
type Kind string

// The kinds.
const (
	Text   Kind = "text"
	ID     Kind = "id"
	Word   Kind = "word"   // one of a few
	List   Kind = "list"   // see Listed
	Date   Kind = "date"   // 2026-12-31
	Amount Kind = "amount" // 1234.50
	Number Kind = "number" // 16.31, read with two decimals
	Count  Kind = "count"  // 12
	Bool   Kind = "bool"   // true, false

	Verbatim Kind = "verbatim" // written as it is: the caller sees to it that spreadsheets take it for what it is
)

// Numeric tells whether values of the kind are numbers.
func (k Kind) Numeric() bool { return k == Amount || k == Number || k == Count }

// Column of a table.
type Column struct {
	Key  string // for programs: English, and the same in every version
	Head string // for people
	Kind Kind
	Word func(string) string // how people read a value; nil: as it is
}

// Table is columns and rows; "" is a value that is missing.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// separator stands between the items of a list, in the cell of both files.
const separator = "; "

// Listed is a list as one value.
func Listed(items []string) string { return strings.Join(items, separator) }

// Norwegian tells whether spreadsheets in a language write 16,31, and so need another sign
// between values.
func Norwegian(lang string) bool { return lang == "nb" || lang == "nn" }

// ForPeople is the file for a spreadsheet in a language: with a byte-order mark, so that æøå
// are read; in Norwegian with semicolons and decimal commas. Heads and values are in words.
func (t *Table) ForPeople(lang string) []byte {
	comma := ','
	if Norwegian(lang) {
		comma = ';'
	}
	return t.write("\uFEFF", comma, func(c Column) string { return c.Head }, func(c Column, v string) string {
		switch {
		case v == "", c.Kind == Verbatim:
			return v
		case c.Kind.Numeric():
			return Decimal(v, lang)
		case c.Word != nil:
			return prose.Harmless(c.Word(v))
		}
		return prose.Harmless(v)
	})
}

// ForPrograms is the file for programs, in every language the same: commas between values,
// decimal points, the columns' keys.
func (t *Table) ForPrograms() []byte {
	return t.write("", ',', func(c Column) string { return c.Key }, func(c Column, v string) string {
		if c.Kind.Numeric() || c.Kind == Verbatim {
			return v
		}
		return prose.Harmless(v)
	})
}

func (t *Table) write(begin string, comma rune, head func(Column) string, value func(Column, string) string) []byte {
	b := bytes.NewBufferString(begin)
	w := csv.NewWriter(b)
	w.Comma = comma
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = prose.Harmless(head(c))
	}
	_ = w.Write(line) // a buffer takes everything
	for _, row := range t.Rows {
		for i, c := range t.Columns {
			line[i] = value(c, row[i])
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// Decimal is a number as spreadsheets in a language read it.
func Decimal(v, lang string) string {
	if Norwegian(lang) {
		return strings.Replace(v, ".", ",", 1)
	}
	return v
}
