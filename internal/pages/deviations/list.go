package deviations

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/templates"
)

// describe describes the list of all deviations and findings: what is open first, and of that
// the oldest; then what is closed, the latest first.
func describe(s *kit.Site) list.List[matters.Matter] {
	items := slices.SortedStableFunc(matters.OfAll(s.F), func(a, b matters.Matter) int {
		switch {
		case a.Open != b.Open:
			return cmp.Compare(order(&a), order(&b))
		case a.Open:
			return a.Reported.Compare(b.Reported)
		}
		return b.Reported.Compare(a.Reported)
	})
	titles := list.TitleKeys(s)
	of := func(m matters.Matter) *contract.Contract { return m.Contract }
	return list.List[matters.Matter]{
		Table: "deviations",
		Key:   "deviation", ID: s.Name("all"), Words: "deviations.rows", Items: items, Contract: of,
		Facets: []list.Facet[matters.Matter]{
			{Key: "state", Label: "deviations.facet.state", Open: true, Order: list.Texts(matters.States), Word: list.Word(s, "deviations.facet.state-"),
				Values: func(m matters.Matter) []string { return list.Texts(m.States()) }},
			{Key: "severity", Label: "deviations.facet.severity", Open: true, Order: list.Texts(matters.Severities), Word: func(v string) string { return s.Word("finding-severity", v) },
				Values: func(m matters.Matter) []string { return list.One(string(m.Gravity())) }},
			{Key: "age", Label: "deviations.facet.age", Open: true, Order: []string{"0", "1", "2", "3"}, Word: list.Word(s, "deviations.age-"),
				Values: func(m matters.Matter) []string {
					if !m.Open {
						return nil
					}
					return list.One(strconv.Itoa(m.AgeBand()))
				}},
			list.Department(s, of), list.Category(s, of), list.Manager(s, func(m matters.Matter) *contract.Person { return s.P.Person(m.Contract.Manager) }),
			{Key: "supplier", Label: "selection.facet.supplier", Hidden: true, Values: func(m matters.Matter) []string { return list.One(m.Supplier) }},
		},
		Sorts: []list.Sort[matters.Matter]{
			{Key: "age", Label: "deviations.sort.age", Of: func(m matters.Matter) string {
				if !m.Open {
					return "closed" // in their order
				}
				return m.Reported.String()
			}},
			{Key: "date", Label: "deviations.sort.date", Of: func(m matters.Matter) string { return m.Deadline.String() }},
			{Key: "title", Label: "deviations.sort.title", Of: func(m matters.Matter) string { return titles[m.Contract.ID] }},
		},
		Heads: func(f templates.Frame) templates.Block { return templates.DeviationHeads(f) },
		Cells: func(f templates.Frame, at string, m matters.Matter) templates.Block {
			r := row(s, at, &m)
			r.Contract = s.ContractLink(at, m.Contract.ID)
			return templates.DeviationCells(f, r)
		},
	}
}

// order puts what is open before what is closed.
func order(m *matters.Matter) int {
	if m.Open {
		return 0
	}
	return 1
}
