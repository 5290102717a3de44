package list

import (
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// File is how the selection of a list becomes a file, and the files that have all of it.
type File[T any] struct {
	Title     string // of the table in a workbook
	CSV, XLSX templates.Link
	Columns   []Column[T]
}

// Column is a column of the selection as a file: a new one is a row in the description of its
// list. What a row already says for a facet or a sort is not sent again.
type Column[T any] struct {
	Key, Label, Kind string // text, number or date; the label is a key of the catalogue
	Of               string // the column of the list that it goes with
	From             string // "title", "facet:<key>", "sort:<key>", or "" for Value
	Width            int    // in characters
	Rests            []contract.ModelField
	Value            func(T) string
}

// describe tells the list's view of the file.
func (x *File[T]) describe(s *kit.Site, at string, v *templates.List) {
	v.File, v.SheetName, v.CSV, v.XLSX = strings.TrimSuffix(at, "/"), x.Title, x.CSV, x.XLSX
	for _, c := range x.Columns {
		from := c.From
		if what, key, ok := strings.Cut(c.From, ":"); ok {
			from = what + ":" + s.Name(key)
		}
		v.Sheet = append(v.Sheet, templates.SheetColumn{Head: s.Say(c.Label, nil), Kind: c.Kind, Of: s.Name(c.Of), From: from, Width: c.Width})
	}
}

// whole tells the list's view of the table of open data that has all of it.
func whole(s *kit.Site, at, name string, v *templates.List) {
	v.CSV = templates.Link{Text: s.Say("selection.all-csv", nil), Href: s.File(at, s.Address("data")+name+".csv")}
	if s.Opt.Workbook != nil {
		v.XLSX = templates.Link{Text: s.Say("selection.all-xlsx", nil), Href: s.File(at, s.Address("data")+name+".xlsx")}
	}
}

// values are those of an item that come from nowhere else.
func (x *File[T]) values(item T) []string {
	var out []string
	for _, c := range x.Columns {
		if c.Value != nil {
			out = append(out, c.Value(item))
		}
	}
	return out
}
