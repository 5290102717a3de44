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
