package templates

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// table is the list's columns.
func (v ContractList) table() ContractTable {
	return ContractTable{HideManager: v.HideManager, HideRisk: v.HideRisk}
}

// bars joins values for the script, which splits at the bar.
func bars(values []string) string {
	clean := make([]string, len(values))
	for i, v := range values {
		clean[i] = strings.ReplaceAll(v, "|", "/")
	}
	return strings.Join(clean, "|")
}

// attributes tell the script what it cannot see in the table. A page of a long list has none:
// nothing can be chosen there.
func (v ContractList) attributes() templ.OrderedAttributes {
	out := templ.OrderedAttributes{{Key: "data-off", Value: v.off()}}
	if len(v.Sorts) == 0 {
		return out
	}
	sheet, _ := json.Marshal(v.Sheet) // texts and numbers: it cannot fail
	return append(out, templ.OrderedAttributes{
		{Key: "data-total", Value: number(v.total())}, {Key: "data-file", Value: v.File}, {Key: "data-sheet-name", Value: v.SheetName},
		{Key: "data-sheet", Value: string(sheet)}, {Key: "data-sources", Value: strings.Join(v.Data, " ")},
	}...)
}

// rowAttributes are a row's values, where the page holds all rows.
func (v ContractList) rowAttributes(r ContractRow) templ.OrderedAttributes {
	if len(v.Data) > 0 || len(v.Sorts) == 0 {
		return nil
	}
	out := templ.OrderedAttributes{{Key: "data-v", Value: bars(r.Facets)}, {Key: "data-s", Value: bars(r.Sort)}, {Key: "data-x", Value: bars(r.Sheet)}}
	if r.Text != "" {
		out = append(out, templ.KeyValue[string, any]{Key: "data-t", Value: r.Text})
	}
	return out
}

func number(n int) string { return strconv.Itoa(n) }

// listColumn is a column of the list that the reader may put on or off.
type listColumn struct {
	name  string // in the address
	key   string // of its word
	place int    // in the row, from 1
	off   bool   // at first
}

// columns of the list after the contract itself; the order is that of the cells.
func (v ContractList) columns() []listColumn {
	all := []struct {
		listColumn
		hidden bool
	}{
		{listColumn{name: "kategori", key: "category"}, false},
		{listColumn{name: "forvalter", key: "manager"}, v.HideManager},
		{listColumn{name: "forbruk", key: "use"}, false},
		{listColumn{name: "utloper", key: "end"}, false},
		{listColumn{name: "risiko", key: "risk"}, v.HideRisk},
		{listColumn{name: "avdeling", key: "department", off: true}, false},
		{listColumn{name: "tak", key: "ceiling", off: true}, false},
		{listColumn{name: "lengst", key: "last-end", off: true}, false},
	}
	var out []listColumn
	for _, c := range all {
		if !c.hidden {
			c.place = len(out) + 2
			out = append(out, c.listColumn)
		}
	}
	return out
}

// off are the places of the columns that are off at first, for the styles.
func (v ContractList) off() string {
	var places []string
	for _, c := range v.columns() {
		if c.off {
			places = append(places, strconv.Itoa(c.place))
		}
	}
	return strings.Join(places, " ")
}

// total is the number of contracts.
func (v ContractList) total() int {
	if v.Data == nil {
		return len(v.Rows)
	}
	return v.Total
}

// ListScript is a script that adds rows to those of a list with Data: for each the values
// that a page has as attributes, and its cells as HTML, drawn as a page's are.
func ListScript(f Frame, v ContractList, rows []ContractRow) ([]byte, error) {
	var out, cells bytes.Buffer
	out.WriteString("(window.forvaltRows??=[]).push([\n")
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // a file of its own: no HTML around it
	for _, r := range rows {
		cells.Reset()
		if err := listCells(f, v, r).Render(context.Background(), &cells); err != nil {
			return nil, fmt.Errorf("drawing a row of the list: %w", err)
		}
		if err := e.Encode([]string{bars(r.Facets), bars(r.Sort), bars(r.Sheet), r.Text, cells.String()}); err != nil {
			return nil, fmt.Errorf("writing a row of the list: %w", err)
		}
		out.WriteString(",")
	}
	out.WriteString("]);\n")
	return out.Bytes(), nil
}
