// Package selection describes the list of contracts: its facets, its sorts, and the selection as
// a file.
//
// In go a kit.Site and figures of contracts; out come the pages of the list, which package list
// draws. A contract's own page is in contracts.
package selection

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/measure/stages"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the list of contracts.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("contracts")
	h := kit.Head{At: at, Title: s.Say("frame.menu.contracts", nil), Nav: "contracts", Crumbs: s.Crumbs(at)}
	return describe(s, at).Pages(s, h, func(f templates.Frame, v templates.List) kit.Component {
		return templates.DrawList(f, templates.ListPage{Lead: s.Say("selection.lead", nil), List: v})
	})
}

// figures of a contract are a row of the list.
type figures = *measure.ContractFigures

// describe describes the list.
func describe(s *kit.Site, at string) list.List[figures] {
	table := templates.ContractTable{HideManager: !s.Shows(contract.ContractManager), HideRisk: !s.Shows(contract.PortfolioModels)}
	items := slices.Clone(s.F.Contracts)
	slices.SortStableFunc(items, func(a, b figures) int {
		return cmp.Or(cmp.Compare(endKey(a), endKey(b)), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	return list.List[figures]{
		Key: "contract", Words: "selection", Kind: "contracts", Items: items, Contract: list.OfContract,
		Facets: facets(s), Sorts: sorts(s), File: file(s, at),
		Columns: func(f templates.Frame) []templates.ListColumn { return templates.ContractColumns(f, table) },
		Heads: func(f templates.Frame) templates.Block {
			heads := table
			for _, c := range showing(items) {
				heads.Rows = append(heads.Rows, row(s, at, c))
			}
			return templates.ContractHeads(f, heads)
		},
		Cells: func(f templates.Frame, at string, c figures) templates.Block {
			return templates.ContractCells(f, table, row(s, at, c))
		},
		Found: func(c figures) string { return alsoFoundBy(s, c) },
	}
}

// row is a contract in the list.
func row(s *kit.Site, at string, c figures) templates.ContractRow {
	r := block.ContractRow(s, at, c)
	r.Department, r.Ceiling, r.Last = s.DepartmentLink("", c.Contract.Department).Text, s.Amount(definitions.Ceiling, c, c.Money.Ceiling), s.Date(c.Terms.LastEnd)
	return r
}

// showing are contracts that have between them the figures that the list shows, as far as any has.
func showing(items []figures) (out []figures) {
	for _, has := range []func(figures) bool{
		func(c figures) bool { return c.Money.Use != nil }, func(c figures) bool { return c.Risk != nil }, func(c figures) bool { return c.Money.Ceiling != nil },
	} {
		if i := slices.IndexFunc(items, has); i >= 0 {
			out = append(out, items[i])
		}
	}
	return out
}

// facets are the filters, in the order in which they stand; the first three stand open.
func facets(s *kit.Site) []list.Facet[figures] {
	scored := []contract.ModelField{contract.PortfolioModels}
	of := func(value func(figures) string) func(figures) []string {
		return func(c figures) []string { return list.One(value(c)) }
	}
	return []list.Facet[figures]{
		{Key: "risk", Label: "selection.facet.risk", Rests: scored, Open: true, Order: []string{"critical", "high", "moderate", "low"},
			Values: of(func(c figures) string {
				if c.Risk == nil {
					return ""
				}
				return string(c.Risk.Band)
			}), Word: func(v string) string { return s.Word("band", v) }},
		{Key: "end", Label: "selection.facet.end", Open: true, Order: list.Texts(stages.EndBands), Word: list.Word(s, "selection.facet.end-"),
			Values: of(func(c figures) string { return string(stages.EndBandOf(&c.Terms, s.F.AsOf)) })},
		{Key: "use", Label: "selection.facet.use", Open: true, Order: list.Texts(ceilings.UseBands), Word: list.Word(s, "selection.facet.use-"),
			Values: of(func(c figures) string { return string(ceilings.UseBandOf(&c.Money)) })},
		{Key: "asks", Label: "selection.facet.asks", Order: list.Texts(asks(s)), Word: list.Word(s, "selection.facet.asks-"),
			Values: func(c figures) []string { return list.Texts(totals.AsksOf(s.F, c)) }},
		list.Department(s, list.OfContract),
		list.Category(s, list.OfContract),
		{Key: "kind", Label: "selection.facet.kind", Values: of(func(c figures) string { return string(c.Contract.Kind) }), Word: func(v string) string { return s.Word("kind", v) }},
		list.Status(s, func(c figures) contract.Status { return c.Status }),
		list.Followed(s, func(c figures) figures { return c }),
		list.Manager(s, func(c figures) *contract.Person { return c.Manager }),
		{Key: "matrix", Label: "selection.facet.matrix", Rests: scored,
			Values: of(func(c figures) string {
				if c.Risk == nil {
					return ""
				}
				return risk.CellKey(s, c.Risk)
			}),
			Word: func(v string) string {
				likelihood, consequence, _ := strings.Cut(v, "-")
				return s.Say("selection.facet.cell", message.Args{"likelihood": message.Verbatim(likelihood), "consequence": message.Verbatim(consequence)})
			}},
		{Key: "carried", Label: "selection.facet.carried", Order: list.Texts([]inspections.Covered{inspections.WasInspected, inspections.NotInspected}), Word: list.Word(s, "selection.facet.carried-"),
			Values: of(func(c figures) string { return string(inspections.CoveredOf(s.F, c)) })},
		{Key: "gap", Label: "selection.facet.gap", Order: list.Texts([]totals.Gap{totals.GapCeiling, totals.GapTurnover}), Word: list.Word(s, "selection.facet.gap-"),
			Values: func(c figures) []string { return list.Texts(totals.MissingOf(c)) }},
		{Key: "supplier", Label: "selection.facet.supplier", Hidden: true, Values: func(c figures) []string { return c.Contract.Suppliers }},
	}
}

// asks are the actions that the profile knows contracts to ask for.
func asks(s *kit.Site) []totals.Ask {
	return slices.DeleteFunc(slices.Clone(totals.Asks), func(a totals.Ask) bool {
		switch a {
		case totals.AskOpen, totals.AskSeveralOpen:
			return !s.Shows(contract.ContractDeviations, contract.InspectionFindings)
		case totals.AskUnmanaged:
			return !s.Shows(contract.ContractManager)
		}
		return false
	})
}

// sorts are the orders; the rows come in the first.
func sorts(s *kit.Site) []list.Sort[figures] {
	titles := list.TitleKeys(s)
	return []list.Sort[figures]{
		{Key: "end", Label: "selection.sort.end", Of: endKey},
		{Key: "title", Label: "selection.sort.title", Of: func(c figures) string { return titles[c.Contract.ID] }},
		{Key: "forecast", Label: "selection.sort.forecast", Numeric: true, Descending: true, Of: func(c figures) string { return list.Decimal(measure.Percent(c.Money.ProjectedUse), 2) }},
		{Key: "value", Label: "selection.sort.value", Numeric: true, Descending: true, Of: func(c figures) string { return list.Decimal(c.Money.Ceiling, 2) }},
		{Key: "risk", Label: "selection.sort.risk", Rests: []contract.ModelField{contract.PortfolioModels}, Numeric: true, Descending: true, Of: func(c figures) string {
			if c.Risk == nil {
				return ""
			}
			return list.Decimal(c.Risk.Order(), 2)
		}},
	}
}

// file is the selection as a file.
func file(s *kit.Site, at string) *list.File[figures] {
	out := &list.File[figures]{Title: s.Say("frame.menu.contracts", nil), CSV: templates.Link{Text: s.Say("frame.foot.csv", nil), Href: s.File(at, s.Address("data")+"contracts.csv")}}
	if s.Opt.Workbook != nil {
		out.XLSX = templates.Link{Text: s.Say("feeds.xlsx", nil), Href: s.File(at, s.Address("data")+"contracts.xlsx")}
	}
	scored := []contract.ModelField{contract.PortfolioModels}
	out.Columns = []list.Column[figures]{
		{Key: "title", Kind: "text", Width: 48, From: "title"},
		{Key: "suppliers", Kind: "text", Width: 32, Value: func(c figures) string { return s.SupplierNames(c.Contract.Suppliers) }},
		{Key: "reference", Kind: "text", Width: 14, Value: func(c figures) string { return c.Contract.Procurement.Reference }},
		{Key: "status", Kind: "text", Width: 12, From: "facet:status"},
		{Key: "category", Kind: "text", Of: "category", Width: 28, From: "facet:category"},
		{Key: "manager", Kind: "text", Of: "manager", Width: 24, Rests: []contract.ModelField{contract.ContractManager}, From: "facet:manager"},
		{Key: "used", Kind: "number", Of: "use", Width: 14, Value: func(c figures) string { return list.Decimal(measure.Percent(c.Money.Use), 1) }},
		{Key: "projected", Kind: "number", Of: "use", Width: 14, From: "sort:forecast"},
		{Key: "end", Kind: "date", Of: "end", Width: 12, Value: func(c figures) string { return c.Terms.CurrentEnd.String() }},
		{Key: "band", Kind: "text", Of: "risk", Width: 12, Rests: scored, From: "facet:risk"},
		{Key: "score", Kind: "number", Of: "risk", Width: 12, Rests: scored, Value: func(c figures) string {
			if c.Risk == nil {
				return ""
			}
			return list.Decimal(c.Risk.Score, 2)
		}},
		{Key: "deviations", Kind: "number", Of: "risk", Width: 10, Rests: []contract.ModelField{contract.ContractDeviations, contract.InspectionFindings}, Value: func(c figures) string { return strconv.Itoa(c.OpenMatters().V) }},
		{Key: "department", Kind: "text", Of: "department", Width: 28, From: "facet:department"},
		{Key: "ceiling", Kind: "number", Of: "ceiling", Width: 16, From: "sort:value"},
		{Key: "currency", Kind: "text", Of: "ceiling", Width: 8, Value: func(c figures) string { return c.Money.Currency }},
		{Key: "last", Kind: "date", Of: "last-end", Width: 12, Value: func(c figures) string { return c.Terms.LastEnd.String() }},
	}
	for i := range out.Columns {
		out.Columns[i].Label = "selection.columns." + out.Columns[i].Key
	}
	return out
}

// endKey sorts by current end; those without one come late, and those that are over last.
func endKey(c figures) string {
	if c.Over() {
		return "over-" + c.Terms.CurrentEnd.String()
	}
	if c.Terms.CurrentEnd.IsZero() {
		return date.Of(9999, 12, 31).String()
	}
	return c.Terms.CurrentEnd.String()
}

// alsoFoundBy is what a contract may be found by besides what its row shows.
func alsoFoundBy(s *kit.Site, c figures) string {
	k := c.Contract
	found := append([]string{k.ID, k.Procurement.Doffin, k.Procurement.Archive, k.Procurement.Number}, k.Suppliers...)
	found = append(append(found, k.CPV...), k.Tags...)
	for n, id := range k.Suppliers {
		if n > 0 { // the row names the first
			found = append(found, s.SupplierLink("", id).Text)
		}
	}
	return words.Join(found)
}
