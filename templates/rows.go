package templates

import (
	"strings"

	"github.com/a-h/templ"
)

// head is the text over a column.
func (f Frame) head(c Column) string {
	if c.Head != "" {
		return c.Head
	}
	return f.text("columns." + c.Key)
}

// cellClass gives the class of the cells in column i.
func (t Table) cellClass(i int) string {
	var classes []string
	if t.Columns[i].Numeric {
		classes = append(classes, "num")
	}
	if t.Columns[i].Wide {
		classes = append(classes, "wide")
	}
	return strings.Join(classes, " ")
}

// scroll lets the keyboard reach a table that may be wider than the screen.
func (t Table) scroll() templ.Attributes {
	if t.Cards {
		return nil
	}
	return templ.Attributes{"tabindex": "0", "role": "group", "aria-label": t.Caption}
}

// under is the line under a contract's title.
func (r ContractRow) under() string { return join(", ", r.Suppliers, r.Reference) }

// under is the line under a benefit's title.
func (r BenefitRow) under() string { return join(", ", r.Kind, r.Class, r.Note) }

// join puts together the parts that are not empty.
func join(sep string, parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, sep)
}

// joined are parts that go on after something: each with a comma before it.
func joined(parts ...string) string {
	if s := join(", ", parts...); s != "" {
		return ", " + s
	}
	return ""
}

// fragment gives an id where there is one.
func fragment(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"id": id}
}

// or is the first text that is not empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// rowsShown is how many rows of a long list stand open; the reader unfolds the rest.
const rowsShown = 15

// folds splits a list in what is shown and what is folded. A list that is only a little too
// long is shown whole.
func folds[T any](rows []T) (first, more []T) {
	if len(rows) <= rowsShown+5 {
		return rows, nil
	}
	return rows[:rowsShown], rows[rowsShown:]
}

// with is the table with other rows.
func (t Table) with(rows [][]Cell) Table {
	t.Rows = rows
	return t
}
