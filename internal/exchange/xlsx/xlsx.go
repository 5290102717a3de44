// Package xlsx writes a table, or a book of many, as an Excel workbook (ISO/IEC 29500).
//
// In go columns and rows, numbers and dates as machines write them; out come bytes, the
// same for the same content: the parts of the archive are sorted and carry no time. Texts
// are written as texts, so that no spreadsheet takes one for a formula. Write is for one
// table, however long; WriteBook is for a report to read and print, with headings, notes,
// several tables on a sheet, and charts. The package reads no workbook and knows no
// portfolio.
package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/date"
)

// Kind of the values in a column.
type Kind int

// The kinds. A value that is not of its column's kind is written as text.
const (
	Text    Kind = iota
	Number       // 1234.5
	Date         // 2026-12-31
	Money        // 1234.50, shown with thousands and two decimals
	Share        // 0.125, shown as 12.5 %
	Integer      // 1234, shown with thousands
)

// Table of values, as machines write them.
type Table struct {
	Caption string // a line above, in a book; "": none
	Columns []Column
	Rows    [][]string // as many values as columns; "" is an empty cell
}

// Column of the table.
type Column struct {
	Head     string
	Kind     Kind
	Width    float64 // in characters; 0: the program's default (Write) or what the content needs (WriteBook)
	Decimals int     // that a Number shows, two or none outside a book; what is stored has all that were given
}

// Limits of the format.
const (
	maxRows = 1_048_576
	maxText = 32_767 // characters in a cell
)

// Write gives a workbook of one sheet, whose name has at most 31 characters and none of
// : \ / ? * [ ]. Longer texts than the format holds are cut; more rows than it holds, or a
// name that it does not allow, is an error.
func Write(name string, t Table) ([]byte, error) {
	if len(t.Rows)+1 > maxRows {
		return nil, fmt.Errorf("writing sheet %q: %d rows are too many", name, len(t.Rows))
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("writing sheet %q: %w", name, err)
	}
	if err := fill(f, name, t); err != nil {
		return nil, fmt.Errorf("writing sheet %q: %w", name, err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("writing sheet %q: %w", name, err)
	}
	return sorted(b.Bytes())
}

func fill(f *excelize.File, name string, t Table) error {
	format := "yyyy-mm-dd"
	day, err1 := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	bold, err2 := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	number, err3 := f.NewStyle(&excelize.Style{NumFmt: 3})   // #,##0
	decimals, err4 := f.NewStyle(&excelize.Style{NumFmt: 4}) // #,##0.00
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			return err
		}
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head, names, numbers := make([]any, len(t.Columns)), heads(t.Columns), make([]int, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = excelize.Cell{StyleID: bold, Value: names[i]}
		if numbers[i] = number; c.Decimals > 0 {
			numbers[i] = decimals
		}
		if c.Width > 0 {
			if err := w.SetColWidth(i+1, i+1, c.Width); err != nil {
				return err
			}
		}
	}
	if err := w.SetRow("A1", head); err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for n, row := range t.Rows {
		for i, c := range t.Columns {
			cells[i] = nil
			if i < len(row) {
				cells[i] = cell(c.Kind, row[i], day, numbers[i])
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	if len(t.Columns) > 0 {
		end, err := excelize.CoordinatesToCellName(len(t.Columns), max(len(t.Rows), 1)+1)
		if err != nil {
			return err
		}
		if err := w.AddTable(&excelize.Table{Range: "A1:" + end, Name: "T1", StyleName: "TableStyleMedium2"}); err != nil {
			return err
		}
	}
	return w.Flush()
}

func cell(k Kind, v string, day, number int) any {
	switch {
	case v == "":
		return nil
	case k != Text && k != Date:
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			return excelize.Cell{StyleID: number, Value: n}
		}
	case k == Date:
		if d, err := date.Parse(v); err == nil {
			return excelize.Cell{StyleID: day, Value: d.Time()}
		}
	}
	return clean(v)
}

// defaults are the content types by the end of a part's name, a set that the library
// writes in the order of a map.
var defaults = regexp.MustCompile(`<Default [^<>]*></Default>`)

// inOrder gives the list of content types with the defaults sorted.
func inOrder(types []byte) []byte {
	all := defaults.FindAll(types, -1)
	slices.SortFunc(all, bytes.Compare)
	return defaults.ReplaceAllFunc(types, func([]byte) []byte {
		first := all[0]
		all = all[1:]
		return first
	})
}

// sorted packs the parts of an archive anew, by name and without times.
func sorted(data []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	files := slices.Clone(in.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		from, err := f.Open()
		if err != nil {
			return nil, err
		}
		part, err := io.ReadAll(from)
		if err != nil {
			return nil, err
		}
		if f.Name == "[Content_Types].xml" {
			part = inOrder(part)
		}
		if _, err := to.Write(part); err != nil {
			return nil, err
		}
		if err := from.Close(); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
