package templates

import (
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

// searchText is what a row may be found by besides what it shows.
func searchText(s string) templ.Attributes {
	if s == "" {
		return nil
	}
	return templ.Attributes{"data-t": s}
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
