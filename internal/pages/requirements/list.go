package requirements

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/templates"
)

// ListPages are the list of what is required of each contract, and how its evidence stands.
func ListPages(s *kit.Site) []kit.Page {
	at := s.Address("evidence")
	h := kit.Head{At: at, Title: s.Say("requirements.list", nil), Nav: "requirements", Crumbs: s.Crumbs(at, "requirements")}
	return describe(s).Pages(s, h, func(f templates.Frame, v templates.List) kit.Component {
		return templates.DrawList(f, templates.ListPage{Lead: s.Say("requirements.list-lead", nil), List: v})
	})
}

// describe describes the list, what is due first.
func describe(s *kit.Site) list.List[duties.Demand] {
	shown := []contract.ModelField{contract.RequirementEvidence, contract.SupplierEvidence}
	keys := []string{"requirement"}
	if Shown(s) {
		keys = append(keys, "last", "next", "status")
	}
	columns, titles := s.Heads("table", append(keys, "manager")...), list.TitleKeys(s)
	if !s.Shows(contract.ContractManager) {
		columns = columns[:len(columns)-1]
	}
	items := duties.Demands(s.F)
	slices.SortStableFunc(items, func(a, b duties.Demand) int {
		return cmp.Or(cmp.Compare(due(a), due(b)), cmp.Compare(titles[a.Contract.Contract.ID], titles[b.Contract.Contract.ID]))
	})
	of := func(d duties.Demand) *contract.Contract { return d.Contract.Contract }
	all := ""
	if s.Shows(contract.RequirementEvidence, contract.SupplierEvidence) {
		all = "evidence"
	}
	return list.List[duties.Demand]{
		Table: all,
		Key:   "evidence", Words: "requirements.rows", Items: items, Contract: of,
		Facets: []list.Facet[duties.Demand]{
			{Key: "standing", Label: "requirements.facet.standing", Rests: shown, Open: true, Order: list.Texts(duties.AskedStandings), Word: func(v string) string { return s.Word("evidence-state", v) },
				Values: func(d duties.Demand) []string { return list.One(string(d.State)) }},
			{Key: "debt", Label: "requirements.facet.debt", Rests: shown, Open: true, Order: []string{"yes"}, Word: list.Word(s, "requirements.facet.debt-"),
				Values: func(d duties.Demand) []string {
					if d.InDebt() != measure.Yes {
						return nil
					}
					return list.One("yes")
				}},
			{Key: "requirement", Label: "requirements.facet.requirement", Open: true, Word: func(id string) string { return s.RequirementLink("", id).Text },
				Values: func(d duties.Demand) []string { return list.One(d.Requirement.ID) }},
			list.Department(s, of), list.Category(s, of), list.Manager(s, func(d duties.Demand) *contract.Person { return d.Contract.Manager }),
		},
		Sorts: []list.Sort[duties.Demand]{
			{Key: "date", Label: "requirements.sort.date", Rests: shown, Of: func(d duties.Demand) string { return d.Due.String() }},
			{Key: "title", Label: "requirements.sort.title", Of: func(d duties.Demand) string { return titles[d.Contract.Contract.ID] }},
		},
		Heads: list.Heads(columns),
		Cells: list.Cells(columns, func(at string, d duties.Demand) []templates.Cell {
			l := s.RequirementLink(at, d.Requirement.ID)
			cells := make([]templates.Cell, 1, len(columns)+1) // there are many rows, and cells are large
			cells[0] = templates.Cell{Text: l.Text, Href: l.Href, Under: s.ContractLink(at, d.Contract.Contract.ID)}
			if Shown(s) {
				cells = append(cells, day(s, d.Last), day(s, d.Due), templates.Cell{Badge: []templates.Badge{EvidenceBadge(s, d.State)}})
			}
			return append(cells, templates.Cell{Text: s.Responsible(of(d).Manager)})[:len(columns)]
		}),
	}
}

// due sorts by the day on which evidence is due; what is not due comes last.
func due(d duties.Demand) string { return cmp.Or(d.Due.String(), "none") }

func day(s *kit.Site, d date.Date) templates.Cell {
	v := s.Date(d)
	return templates.Cell{Text: v.Text, ISO: v.ISO}
}
