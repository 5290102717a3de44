// Package suppliers draws the list of suppliers and the page of each: what was bought from it,
// its contracts, what it has handed in, and what was found about it.
//
// In goes a kit.Site; out come pages and their JSON twins. Rows of inspections and
// deviations are drawn by their own packages.
package suppliers

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// purchases draws what was bought from a supplier by quarter, and says how much; empty if
// nothing was.
func purchases(s *kit.Site, id string) (fig templates.Figure, conclusion string) {
	quarters, shared := suppliers.Turnover(s.F, s.BySupplier[id], id, kit.Quarters)
	sum := turnover.SumQuarters(quarters)
	if sum == 0 {
		return templates.Figure{}, ""
	}
	fig = block.QuarterFigure(s, s.Name("turnover-of-supplier"), "", quarters, "")
	if shared {
		fig.Conclusion = words.Join([]string{fig.Conclusion, s.Say("suppliers.shared", nil)})
	}
	return fig, s.Say("suppliers.supplier-turnover", message.Args{"amount": s.Pr.MoneyShort(sum.Rat())})
}

// evidence draws what a supplier has handed in, for all of its contracts and for each of
// some, and says what has expired or soon will.
func evidence(s *kit.Site, at string, sup *contract.Supplier, list []*measure.ContractFigures) (rows []templates.EvidenceRow, conclusion string) {
	pieces := suppliers.HandedInBy(sup, list, s.F.AsOf)
	for _, h := range pieces {
		e := h.Evidence
		row := templates.EvidenceRow{Requirement: s.RequirementLink(at, h.Requirement), Received: s.Date(e.Received), Expires: s.Date(e.Expires), Note: e.Document,
			State: requirements.EvidenceBadge(s, h.State)}
		if h.Contract != nil {
			row.Contract = s.ContractLink(at, h.Contract.ID)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ""
	}
	expired, soon := suppliers.Expiry(pieces)
	return rows, s.Say("suppliers.evidence-conclusion", message.Args{"n": len(rows), "expired": expired, "soon": soon})
}

// Pages are the list of suppliers and the page of each.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("suppliers")
	h := kit.Head{At: at, Title: s.Say("frame.menu.suppliers", nil), Nav: "suppliers", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "suppliers", Filter: true, Table: templates.Table{Caption: h.Title, Cards: true, Empty: s.Say("suppliers.no-suppliers", nil), Columns: s.Heads("table", "supplier", "org-number", "contracts#", "turnover-year#")}}
		for _, sup := range sorted(s) {
			list := s.BySupplier[sup.ID]
			last, _ := turnover.TwoYears(list)
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: sup.Name, Href: s.Href(at, s.Address("suppliers", sup.ID))}, {Text: words.OrgNumber(sup.ID)}, {Count: s.Count(len(list), at, "contracts", s.Filter("supplier", sup.ID))}, {Text: s.Pr.MoneyShort(last)}})
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, sup := range s.P.Suppliers {
		at := s.Address("suppliers", sup.ID)
		h := kit.Head{At: at, Title: sup.Name, Nav: "suppliers", Crumbs: s.Crumbs(at, "suppliers"), Source: sup.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawSupplier(f, record(s, at, sup)) }),
			s.Twin(at, func() any {
				return map[string]any{"id": sup.ID, "name": sup.Name, "contracts": measure.IDs(s.BySupplier[sup.ID])}
			}))
	}
	return out
}

// sorted are all suppliers, by name.
func sorted(s *kit.Site) []*contract.Supplier {
	sorter := s.Pr.Sorter()
	list := slices.Clone(s.P.Suppliers)
	slices.SortStableFunc(list, func(a, b *contract.Supplier) int { return sorter(a.Name, b.Name) })
	return list
}

// record draws the page of a supplier.
func record(s *kit.Site, at string, sup *contract.Supplier) templates.Supplier {
	list := s.BySupplier[sup.ID]
	last, _ := turnover.TwoYears(list)
	v := templates.Supplier{Title: sup.Name, Number: s.Say("facts.org-number", message.Args{"number": words.OrgNumber(sup.ID)}),
		Facts: []templates.Fact{
			{Label: s.Say("facts.active-contracts", nil), Count: s.Count(len(measure.Active(list)), at, "contracts", s.Filter("supplier", sup.ID), s.Filter("status", string(contract.Active)))},
			{Label: s.Say("usage.turnover-year", nil), Value: s.Pr.MoneyShort(last)},
		},
		Contracts: block.ContractTable(s, at, s.Say("frame.menu.contracts", nil), list)}
	for i := range v.Contracts.Rows {
		if r := &v.Contracts.Rows[i]; r.Suppliers == sup.Name { // the page is this supplier's
			r.Suppliers = ""
		}
	}
	if sup.Parent != "" {
		l := s.SupplierLink(at, sup.Parent)
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("suppliers.parent-firm", nil), Value: l.Text, Href: l.Href})
	}
	if sup.Employees.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("suppliers.employees", nil), Value: s.Pr.Number(int64(sup.Employees.V))})
	}
	for _, sign := range sup.Signs {
		v.Badges = append(v.Badges, templates.Badge{Text: s.Word("sign", string(sign)), Tone: templates.Warning})
	}
	for _, c := range list {
		v.Deviations = append(v.Deviations, deviations.Rows(s, at, c, true)...)
	}
	v.Inspections = inspections.OfSupplier(s, at, sup.ID, list)
	v.Turnover, v.Conclusion = purchases(s, sup.ID)
	v.Evidence, v.Due = evidence(s, at, sup, list)
	v.HideEvidence, v.HideDeviations = !requirements.Shown(s), !deviations.Shown(s)
	return v
}
