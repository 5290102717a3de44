package selection

import (
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// sheetColumn is one column of the selection as a file: a new one is one row in sheetColumns.
// What a row already says for a facet or a sort is not sent again.
type sheetColumn struct {
	key, kind string
	of        string // the column of the list that it goes with
	from      string // "title", "facet:<key>", "sort:<key>", or "" for value
	width     int
	rests     []contract.ModelField // it is shown where those are
	value     func(*kit.Site, *measure.ContractFigures, *templates.ContractRow) string
}

// source is where the column's values are, with the words of addresses.
func (c sheetColumn) source(s *kit.Site) string {
	if what, key, ok := strings.Cut(c.from, ":"); ok {
		return what + ":" + s.Name(key)
	}
	return c.from
}

var sheetColumns = []sheetColumn{
	{key: "title", kind: "text", width: 48, from: "title"},
	{key: "suppliers", kind: "text", width: 32, value: func(_ *kit.Site, _ *measure.ContractFigures, r *templates.ContractRow) string { return r.Suppliers }},
	{key: "reference", kind: "text", width: 14, value: func(_ *kit.Site, _ *measure.ContractFigures, r *templates.ContractRow) string { return r.Reference }},
	{key: "status", kind: "text", width: 12, from: "facet:status"},
	{key: "category", kind: "text", of: "category", width: 28, from: "facet:category"},
	{key: "manager", kind: "text", of: "manager", width: 24, rests: []contract.ModelField{contract.ContractManager}, from: "facet:manager"},
	{key: "used", kind: "number", of: "use", width: 14, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return percent(c.Money.Use, 1)
	}},
	{key: "projected", kind: "number", of: "use", width: 14, from: "sort:forecast"},
	{key: "end", kind: "date", of: "end", width: 12, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Terms.CurrentEnd.String()
	}},
	{key: "band", kind: "text", of: "risk", width: 12, rests: []contract.ModelField{contract.PortfolioModels}, from: "facet:risk"},
	{key: "score", kind: "number", of: "risk", width: 12, rests: []contract.ModelField{contract.PortfolioModels}, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		if c.Risk == nil {
			return ""
		}
		return decimal(c.Risk.Score, 2)
	}},
	{key: "deviations", kind: "number", of: "risk", width: 10, rests: []contract.ModelField{contract.ContractDeviations, contract.InspectionFindings}, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return strconv.Itoa(c.OpenMatters().V)
	}},
	{key: "department", kind: "text", of: "department", width: 28, from: "facet:department"},
	{key: "ceiling", kind: "number", of: "ceiling", width: 16, from: "sort:value"},
	{key: "currency", kind: "text", of: "ceiling", width: 8, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Money.Currency
	}},
	{key: "last", kind: "date", of: "last-end", width: 12, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Terms.LastEnd.String()
	}},
}
