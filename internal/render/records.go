package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) supplierPages() []kit.Page {
	at := s.Address("suppliers")
	h := kit.Head{At: at, Title: s.T("menu.suppliers", nil), Nav: "suppliers", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "suppliers", Filter: true, Table: templates.Table{Caption: h.Title, Cards: true, Empty: s.T("no-suppliers", nil), Columns: s.Columns("supplier", "org-number", "contracts#", "turnover-year#")}}
		for _, sup := range s.sortedSuppliers() {
			list := s.BySupplier[sup.ID]
			last, _ := measure.TurnoverSums(list)
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: sup.Name, Href: s.Href(at, s.Address("suppliers", sup.ID))}, {Text: kit.OrgNumber(sup.ID)}, {Text: strconv.Itoa(len(list))}, {Text: s.Pr.MoneyShort(last)}})
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, sup := range s.P.Suppliers {
		at := s.Address("suppliers", sup.ID)
		h := kit.Head{At: at, Title: sup.Name, Nav: "suppliers", Crumbs: s.Crumbs(at, "suppliers"), Source: sup.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawSupplier(f, s.supplier(at, sup)) }),
			s.Twin(at, func() any {
				return map[string]any{"id": sup.ID, "name": sup.Name, "contracts": measure.IDs(s.BySupplier[sup.ID])}
			}))
	}
	return out
}

func (s *site) sortedSuppliers() []*contract.Supplier {
	sorter := s.Pr.Sorter()
	list := slices.Clone(s.P.Suppliers)
	slices.SortStableFunc(list, func(a, b *contract.Supplier) int { return sorter(a.Name, b.Name) })
	return list
}

func (s *site) supplier(at string, sup *contract.Supplier) templates.Supplier {
	list := s.BySupplier[sup.ID]
	last, _ := measure.TurnoverSums(list)
	v := templates.Supplier{Title: sup.Name, Number: s.T("fact.org-number", message.Args{"number": kit.OrgNumber(sup.ID)}),
		Facts: []templates.Fact{
			{Label: s.T("fact.active-contracts", nil), Value: strconv.Itoa(len(measure.Active(list)))},
			{Label: s.T("kpi.turnover", nil), Value: s.Pr.MoneyShort(last)},
		},
		Contracts: block.ContractTable(s.Site, at, s.T("menu.contracts", nil), list)}
	for i := range v.Contracts.Rows {
		if r := &v.Contracts.Rows[i]; r.Suppliers == sup.Name { // the page is this supplier's
			r.Suppliers = ""
		}
	}
	if sup.Parent != "" {
		l := s.SupplierLink(at, sup.Parent)
		v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.parent-firm", nil), Value: l.Text, Href: l.Href})
	}
	if sup.Employees.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.employees", nil), Value: s.Pr.Number(int64(sup.Employees.V))})
	}
	for _, sign := range sup.Signs {
		v.Badges = append(v.Badges, templates.Badge{Text: s.Word("sign", sign), Tone: templates.Warning})
	}
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if i.Supplier == "" || i.Supplier == sup.ID {
				v.Inspections = append(v.Inspections, inspections.Row(s.Site, at, c.Contract, i, true))
			}
		}
		if !s.Public {
			v.Deviations = append(v.Deviations, deviations.Rows(s.Site, at, c, true)...)
		}
	}
	slices.SortStableFunc(v.Inspections, func(a, b templates.InspectionRow) int { return cmp.Compare(b.Date.ISO, a.Date.ISO) })
	v.Turnover, v.Conclusion = s.supplierTurnover(sup.ID)
	if !s.Public {
		v.Evidence, v.Due = s.supplierEvidence(at, sup, list)
	}
	return v
}

func (s *site) personPages() []kit.Page {
	if s.Public {
		return nil
	}
	at := s.Address("people")
	h := kit.Head{At: at, Title: s.T("menu.people", nil), Crumbs: s.Crumbs(at)}
	work := map[string]measure.Workload{}
	for _, w := range s.F.Workload {
		work[w.Person] = w
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		people := s.peopleOf("")
		return templates.DrawRecordList(f, templates.RecordList{Kind: "people", Filter: true, Conclusion: s.workloadConclusion(people), Note: s.Say("areas.workload-how", nil), Keys: s.workloadKeys(), Table: s.workloadTable(at, people)})
	})}
	for _, n := range s.P.People {
		at := s.Address("people", n.ID)
		h := kit.Head{At: at, Title: n.Name, Crumbs: s.Crumbs(at, "people"), Source: n.Origin, Feeds: calendar.Feed(s.Site, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawPerson(f, s.person(at, n, work[n.ID])) }),
			s.Twin(at, func() any {
				return map[string]any{"id": n.ID, "name": n.Name, "department": n.Department, "left": n.Left, "contracts": measure.IDs(s.ByManager[n.ID])}
			}))
	}
	return out
}

func (s *site) person(at string, n *contract.Person, w measure.Workload) templates.Person {
	list := s.ByManager[n.ID]
	v := templates.Person{Title: n.Name, Role: strings.Trim(cmp.Or(n.Title, s.T("fact.manager", nil))+", "+s.DepartmentLink("", n.Department).Text, ", "), Contracts: block.ContractTable(s.Site, at, s.T("menu.contracts", nil), list)}
	v.Contracts.HideManager, v.Calendar = true, calendar.Subscribe(s.Site, at, at)
	if !n.Left.IsZero() {
		v.Badges = append(v.Badges, templates.Badge{Text: s.T("person.left", message.Args{"date": n.Left}), Tone: templates.Warning})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.active-contracts", nil), Value: strconv.Itoa(w.Contracts)})
	if n.Email != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("areas.email", nil), Value: n.Email})
	}
	var mine []measure.Deadline
	late := 0
	for d := range s.DueOf("manager/" + n.ID) {
		if d.Days <= 365 {
			mine = append(mine, d)
			if d.Days < 0 {
				late++
			}
		}
	}
	split := slices.IndexFunc(mine, func(d measure.Deadline) bool { return d.Days >= 0 })
	if split < 0 {
		split = len(mine)
	}
	soon := split
	for soon < len(mine) && mine[soon].Days <= 90 {
		soon++
	}
	for _, g := range []struct {
		key  string
		list []measure.Deadline
	}{{"calendar.overdue", mine[:split]}, {"person.soon", mine[split:soon]}, {"person.later", mine[soon:]}} {
		if len(g.list) == 0 {
			continue
		}
		items := calendar.Gathered(s.Site, at, g.list, true)
		for i := range items {
			if items[i].Person == n.Name { // the page is this person's
				items[i].Person = ""
			}
		}
		v.Deadlines = append(v.Deadlines, templates.DeadlineGroup{Title: s.T(g.key, nil), Items: items})
	}
	if len(mine) > 0 {
		v.Due = s.T("person.deadlines-conclusion", message.Args{"late": late, "n": soon - split})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.Say("areas.late", nil), Value: strconv.Itoa(late)})
	if slices.ContainsFunc(list, func(c *measure.ContractFigures) bool { return c.Manager == n }) { // not of one who has left
		v.Actions = kit.Shorter(summary.Actions(s.Site, at, measure.Active(list), s.Param("manager")+"="+n.ID), 4) // all have a manager
	}
	key := "person.within"
	if w.Over {
		key = "person.beyond"
	}
	if !w.Capacity.Set {
		key = "person.no-capacity"
	}
	v.Workload = templates.Workload{Conclusion: s.T(key, message.Args{"need": w.Follow + w.Plan, "capacity": w.Capacity.V}),
		Keys: s.workloadKeys(), Table: s.workloadTable(at, []*contract.Person{n})}
	for _, c := range list {
		for _, fd := range s.BySubject[c.Contract.ID] {
			v.Missing = append(v.Missing, guidance.FindingRow(s.Site, at, fd))
		}
	}
	return v
}

func (s *site) departmentPages() []kit.Page {
	at := s.Address("departments")
	h := kit.Head{At: at, Title: s.T("menu.departments", nil), Crumbs: s.Crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	for _, c := range s.F.Contracts {
		of[c.Contract.Department] = append(of[c.Contract.Department], c)
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "departments", Table: templates.Table{Caption: h.Title, Cards: true, Columns: s.Columns("department", "contracts#", "turnover-year#")}}
		for _, d := range s.P.Settings.Departments {
			last, _ := measure.TurnoverSums(of[d.ID])
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: d.Name, Href: s.Href(at, s.Address("departments", d.ID))}, {Text: strconv.Itoa(len(of[d.ID]))}, {Text: s.Pr.MoneyShort(last)}})
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, d := range s.P.Settings.Departments {
		at := s.Address("departments", d.ID)
		h := kit.Head{At: at, Title: d.Name, Crumbs: s.Crumbs(at, "departments"), Source: d.Origin, Feeds: calendar.Feed(s.Site, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			v := templates.Area{Kicker: s.T("fact.department", nil), Title: d.Name, Calendar: calendar.Subscribe(s.Site, at, at), Overview: summary.Of(s.Site, at, of[d.ID], s.Param("department")+"="+d.ID), Contracts: block.ContractTable(s.Site, at, s.T("menu.contracts", nil), of[d.ID])}
			v.Overview.Lead = s.Say("areas.department-lead", message.Args{"n": len(measure.Active(of[d.ID]))})
			if l := s.PersonLink(at, d.Head); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.Say("areas.head", nil), Value: l.Text, Href: l.Href})
			}
			if people := s.peopleOf(d.ID); len(people) > 0 && !s.Public {
				v.Sections = append(v.Sections, s.workloadSection(f, at, people))
			}
			return templates.DrawArea(f, v)
		}), s.Twin(at, func() any {
			return map[string]any{"id": d.ID, "name": d.Name, "contracts": measure.IDs(of[d.ID])}
		}))
	}
	return out
}

func (s *site) categoryPages() []kit.Page {
	at := s.Address("categories")
	h := kit.Head{At: at, Title: s.T("menu.categories", nil), Crumbs: s.Crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	for _, c := range s.F.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "categories", Filter: true, Table: s.categoryTable(at, of)}
		if !s.Public {
			v.Sections = []templates.Section{s.kraljicSection(at, nil)}
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, k := range s.P.Categories {
		at := s.Address("categories", k.ID)
		h := kit.Head{At: at, Title: k.Title, Crumbs: s.Crumbs(at, "categories"), Source: k.Origin, Feeds: calendar.Feed(s.Site, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawArea(f, s.category(f, at, k, of[k.ID])) }),
			s.Twin(at, func() any {
				return map[string]any{"id": k.ID, "title": k.Title, "cpv": append([]string{}, k.CPV...), "contracts": measure.IDs(of[k.ID])}
			}))
	}
	return out
}

func (s *site) category(f templates.Frame, at string, k *contract.Category, list []*measure.ContractFigures) templates.Area {
	v := templates.Area{Kicker: s.T("fact.category", nil), Title: k.Title, Calendar: calendar.Subscribe(s.Site, at, at), Overview: summary.Of(s.Site, at, list, s.Param("category")+"="+k.ID), Contracts: block.ContractTable(s.Site, at, s.T("menu.contracts", nil), list)}
	v.Contracts.HideCategory = true
	if l := s.PersonLink(at, k.Owner); l.Text != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.owner", nil), Value: l.Text, Href: l.Href})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.cpv", nil), Value: strings.Join(k.CPV, ", ")})
	v.Overview.Lead = s.Say("areas.category-lead", message.Args{"n": len(measure.Active(list))})
	if s.Public {
		return v
	}
	if p, known := kraljicOf(k); known {
		v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.kraljic", nil), Value: s.T("kraljic."+kraljicWords[p], nil)})
	}
	if k.IndustryRisk.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("areas.industry-risk", nil), Value: s.Say("areas.of-four", message.Args{"n": k.IndustryRisk.V})})
	}
	v.Sections = append([]templates.Section{s.kraljicSection(at, k)}, s.spendSections(f, at, k)...)
	v.Charts = len(v.Sections) > 2
	return v
}
