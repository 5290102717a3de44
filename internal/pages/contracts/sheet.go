package contracts

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// sheetColumn is one column of the selection as a file: a new one is one row in sheetColumns.
// What a row tells already, for a facet or a sort, it does not tell again.
type sheetColumn struct {
	key, kind string
	of        string // the column of the list that it goes with
	from      string // "title", "facet:<name>", "sort:<name>", or "" for value
	width     int
	rests     []contract.ModelField // it is shown where those are
	value     func(*kit.Site, *measure.ContractFigures, *templates.ContractRow) string
}

var sheetColumns = []sheetColumn{
	{key: "title", kind: "text", width: 48, from: "title"},
	{key: "suppliers", kind: "text", width: 32, value: func(_ *kit.Site, _ *measure.ContractFigures, r *templates.ContractRow) string { return r.Suppliers }},
	{key: "reference", kind: "text", width: 14, value: func(_ *kit.Site, _ *measure.ContractFigures, r *templates.ContractRow) string { return r.Reference }},
	{key: "status", kind: "text", width: 12, from: "facet:status"},
	{key: "category", kind: "text", of: "kategori", width: 28, from: "facet:kategori"},
	{key: "manager", kind: "text", of: "forvalter", width: 24, rests: []contract.ModelField{contract.ContractManager}, from: "facet:forvalter"},
	{key: "used", kind: "number", of: "forbruk", width: 14, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return percent(c.Money.Use, 1)
	}},
	{key: "projected", kind: "number", of: "forbruk", width: 14, from: "sort:prognose"},
	{key: "end", kind: "date", of: "utloper", width: 12, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Terms.CurrentEnd.String()
	}},
	{key: "band", kind: "text", of: "risiko", width: 12, rests: []contract.ModelField{contract.PortfolioModels}, from: "facet:risiko"},
	{key: "score", kind: "number", of: "risiko", width: 12, rests: []contract.ModelField{contract.PortfolioModels}, from: "sort:risiko"},
	{key: "deviations", kind: "number", of: "risiko", width: 10, rests: []contract.ModelField{contract.ContractDeviations, contract.InspectionFindings}, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return strconv.Itoa(c.OpenMatters().V)
	}},
	{key: "department", kind: "text", of: "avdeling", width: 28, from: "facet:avdeling"},
	{key: "ceiling", kind: "number", of: "tak", width: 16, from: "sort:verdi"},
	{key: "currency", kind: "text", of: "tak", width: 8, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Money.Currency
	}},
	{key: "last", kind: "date", of: "lengst", width: 12, value: func(_ *kit.Site, c *measure.ContractFigures, _ *templates.ContractRow) string {
		return c.Terms.LastEnd.String()
	}},
}
