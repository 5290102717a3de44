package people

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/templates"
)

// DepartmentPages are the list of departments and the page of each.
func DepartmentPages(s *kit.Site) []kit.Page {
	at := s.Address("departments")
	h := kit.Head{At: at, Title: s.Say("frame.menu.departments", nil), Crumbs: s.Crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	var rest []*measure.ContractFigures // of no department
	for _, c := range s.F.Contracts {
		of[c.Contract.Department] = append(of[c.Contract.Department], c)
		if s.P.Department(c.Contract.Department) == nil {
			rest = append(rest, c)
		}
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "departments", Table: templates.Table{Caption: h.Title, Cards: true, Columns: s.Heads("table", "department", "active#", "turnover-year#")}, Note: block.InSums(s, s.F.Contracts)}
		for _, d := range s.P.Settings.Departments {
			last, _ := turnover.TwoYears(of[d.ID])
			about := kit.About("department", d.ID)
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: d.Name, Href: s.Href(at, s.Address("departments", d.ID))}, {Count: s.Marked(definitions.Active, about, s.Count(len(measure.Active(of[d.ID])), at, "contracts", s.Filter("department", d.ID), s.Filter("status", string(contract.Active))))}, {Value: s.Kroner(definitions.Year, about, last)}})
		}
		none, all := block.Sums(s, s.Say("people.no-department", nil), rest)
		if none != nil {
			v.Table.Rows = append(v.Table.Rows, none)
		}
		v.Table.Foot = all
		return templates.DrawRecordList(f, v)
	})}
	for _, d := range s.P.Settings.Departments {
		at := s.Address("departments", d.ID)
		h := kit.Head{At: at, Title: d.Name, Crumbs: s.Crumbs(at, "departments"), Source: d.Origin, Feeds: calendar.Feed(s, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			v := templates.Area{Kicker: s.Say("facts.department", nil), Title: d.Name, Calendar: calendar.Subscribe(s, at, at), Overview: summary.Of(s, at, kit.About("department", d.ID), of[d.ID], s.Filter("department", d.ID))}
			v.Contracts, v.Count, v.List = block.Following(s, at, of[d.ID], s.Filter("department", d.ID))
			v.Overview.Lead = s.Say("people.department-lead", message.Args{"n": len(measure.Active(of[d.ID]))})
			if l := s.PersonLink(at, d.Head); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.Say("people.head", nil), Value: l.Text, Href: l.Href})
			}
			if people := peopleOf(s, d.ID); len(people) > 0 {
				v.Sections = append(v.Sections, workloadSection(s, f, at, people))
			}
			return templates.DrawArea(f, v)
		}), s.Twin(at, func() any {
			return map[string]any{"id": d.ID, "name": d.Name, "contracts": measure.IDs(of[d.ID])}
		}))
	}
	return out
}
