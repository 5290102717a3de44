package calendar

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/templates"
)

// ListPages are the list of all deadlines, one a row.
func ListPages(s *kit.Site) []kit.Page {
	at := s.Address("deadlines")
	h := kit.Head{At: at, Title: s.Say("calendar.list", nil), Nav: "calendar", Crumbs: s.Crumbs(at, "calendar")}
	return describe(s).Pages(s, h, func(f templates.Frame, v templates.List) kit.Component {
		return templates.DrawList(f, templates.ListPage{Lead: s.Say("calendar.list-lead", nil), List: v})
	})
}

// describe describes the list, the soonest first.
func describe(s *kit.Site) list.List[measure.Deadline] {
	columns := s.Heads("table", "what", "due", "kind", "owner")
	if !s.Shows(contract.ContractManager) {
		columns = columns[:3]
	}
	titles := list.TitleKeys(s)
	of := func(d measure.Deadline) *contract.Contract { return d.Contract }
	return list.List[measure.Deadline]{
		Table: "deadlines",
		Key:   "deadline", Words: "calendar.rows", Items: s.F.Deadlines, Contract: of,
		Facets: []list.Facet[measure.Deadline]{
			{Key: "when", Label: "calendar.facet.when", Open: true, Order: list.Texts(deadlines.Nearnesses), Word: list.Word(s, "calendar.facet.when-"),
				Values: func(d measure.Deadline) []string { return list.One(string(deadlines.NearnessOf(&d))) }},
			{Key: "kind", Label: "calendar.facet.kind", Open: true, Word: func(v string) string { return s.Word("deadline", v) },
				Values: func(d measure.Deadline) []string { return list.One(string(d.Kind)) }},
			{Key: "month", Label: "calendar.facet.month", Order: months(s), Word: func(v string) string {
				m, _ := date.ParseMonth(v)
				return s.Pr.Month(m)
			}, Values: func(d measure.Deadline) []string {
				m, ok := deadlines.MonthOf(&d, s.F.AsOf, monthsShown)
				if !ok {
					return nil
				}
				return list.One(m.String())
			}},
			list.Department(s, of), list.Category(s, of),
			list.Manager(s, func(d measure.Deadline) *contract.Person { return s.P.Person(d.Manager) }),
			list.Followed(s, func(d measure.Deadline) *measure.ContractFigures { return s.F.Of(d.Contract.ID) }),
		},
		Sorts: []list.Sort[measure.Deadline]{
			{Key: "date", Label: "calendar.sort.date", Of: func(d measure.Deadline) string { return d.Date.String() }},
			{Key: "title", Label: "calendar.sort.title", Of: func(d measure.Deadline) string { return titles[d.Contract.ID] }},
		},
		Heads: list.Heads(columns),
		Cells: list.Cells(columns, func(at string, d measure.Deadline) []templates.Cell {
			r := deadline(s, at, d, true)
			return []templates.Cell{{Text: r.Title, Under: r.Contract}, {Text: r.Date.Text, ISO: r.Date.ISO, Note: r.Days}, {Text: r.Kind}, {Text: r.Person}}[:len(columns)]
		}),
	}
}

// months are those that the chart has.
func months(s *kit.Site) []string {
	var out []string
	for _, m := range deadlines.ByMonth(nil, s.F.AsOf, monthsShown) {
		out = append(out, m.Month.String())
	}
	return out
}
