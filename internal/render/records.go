package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

func supplierPages(s *site) []page {
	at := s.address("suppliers")
	h := head{at: at, title: s.t("menu.suppliers", nil), nav: "suppliers", crumbs: s.crumbs(at)}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.RecordList{Kind: "suppliers", Filter: true, Table: templates.Table{Caption: h.title, Cards: true, Empty: s.t("no-suppliers", nil), Columns: s.columns("supplier", "org-number", "contracts#", "turnover-year#")}}
		for _, sup := range s.sortedSuppliers() {
			list := s.bySupplier[sup.ID]
			last, _ := turnoverSums(list)
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: sup.Name, Href: s.href(at, s.address("suppliers", sup.ID))}, {Text: orgNumber(sup.ID)}, {Text: strconv.Itoa(len(list))}, {Text: s.pr.MoneyShort(last)}})
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, sup := range s.p.Suppliers {
		at := s.address("suppliers", sup.ID)
		h := head{at: at, title: sup.Name, nav: "suppliers", crumbs: s.crumbs(at, "suppliers"), source: sup.Origin}
		out = append(out, s.html(h, func(f templates.Frame) component { return templates.DrawSupplier(f, s.supplier(at, sup)) }),
			s.twin(at, func() any {
				return map[string]any{"id": sup.ID, "name": sup.Name, "contracts": contractIDs(s.bySupplier[sup.ID])}
			}))
	}
	return out
}

func contractIDs(list []*measure.ContractFigures) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.Contract.ID)
	}
	return out
}

func (s *site) sortedSuppliers() []*contract.Supplier {
	sorter := s.pr.Sorter()
	list := slices.Clone(s.p.Suppliers)
	slices.SortStableFunc(list, func(a, b *contract.Supplier) int { return sorter(a.Name, b.Name) })
	return list
}

// columns of a table: keys of column words; "#" marks numbers.
func (s *base) columns(keys ...string) []templates.Column {
	var out []templates.Column
	for _, k := range keys {
		key, numeric := strings.CutSuffix(k, "#")
		out = append(out, templates.Column{Head: s.t("column."+key, nil), Numeric: numeric})
	}
	return out
}

func (s *site) supplier(at string, sup *contract.Supplier) templates.Supplier {
	list := s.bySupplier[sup.ID]
	last, _ := turnoverSums(list)
	v := templates.Supplier{Title: sup.Name, Number: s.t("fact.org-number", message.Args{"number": orgNumber(sup.ID)}),
		Facts: []templates.Fact{
			{Label: s.t("fact.active-contracts", nil), Value: strconv.Itoa(len(activeOnly(list)))},
			{Label: s.t("kpi.turnover", nil), Value: s.pr.MoneyShort(last)},
		},
		Contracts: s.contractTable(at, s.t("menu.contracts", nil), list)}
	for i := range v.Contracts.Rows {
		if r := &v.Contracts.Rows[i]; r.Suppliers == sup.Name { // the page is this supplier's
			r.Suppliers = ""
		}
	}
	if sup.Parent != "" {
		l := s.supplierLink(at, sup.Parent)
		v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.parent-firm", nil), Value: l.Text, Href: l.Href})
	}
	if sup.Employees.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.employees", nil), Value: s.pr.Number(int64(sup.Employees.V))})
	}
	for _, sign := range sup.Signs {
		v.Badges = append(v.Badges, templates.Badge{Text: s.word("sign", sign), Tone: templates.Warning})
	}
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if i.Supplier == "" || i.Supplier == sup.ID {
				v.Inspections = append(v.Inspections, s.inspectionRow(at, c.Contract, i, true))
			}
		}
		if !s.public {
			v.Deviations = append(v.Deviations, s.deviationRows(at, c, true)...)
		}
	}
	slices.SortStableFunc(v.Inspections, func(a, b templates.InspectionRow) int { return cmp.Compare(b.Date.ISO, a.Date.ISO) })
	v.Turnover, v.Conclusion = s.supplierTurnover(sup.ID)
	if !s.public {
		v.Evidence, v.Due = s.supplierEvidence(at, sup, list)
	}
	return v
}

func personPages(s *site) []page {
	if s.public {
		return nil
	}
	at := s.address("people")
	h := head{at: at, title: s.t("menu.people", nil), crumbs: s.crumbs(at)}
	work := map[string]measure.Workload{}
	for _, w := range s.f.Workload {
		work[w.Person] = w
	}
	out := []page{s.html(h, func(f templates.Frame) component {
		people := s.peopleOf("")
		return templates.DrawRecordList(f, templates.RecordList{Kind: "people", Filter: true, Conclusion: s.workloadConclusion(people), Note: s.say("areas.workload-how", nil), Keys: s.workloadKeys(), Table: s.workloadTable(at, people)})
	})}
	for _, n := range s.p.People {
		at := s.address("people", n.ID)
		h := head{at: at, title: n.Name, crumbs: s.crumbs(at, "people"), source: n.Origin, feeds: s.calendarFeed(at)}
		out = append(out, s.html(h, func(f templates.Frame) component { return templates.DrawPerson(f, s.person(at, n, work[n.ID])) }),
			s.twin(at, func() any {
				return map[string]any{"id": n.ID, "name": n.Name, "department": n.Department, "left": n.Left, "contracts": contractIDs(s.byManager[n.ID])}
			}))
	}
	return out
}

func (s *site) person(at string, n *contract.Person, w measure.Workload) templates.Person {
	list := s.byManager[n.ID]
	v := templates.Person{Title: n.Name, Role: strings.Trim(cmp.Or(n.Title, s.t("fact.manager", nil))+", "+s.departmentLink("", n.Department).Text, ", "), Contracts: s.contractTable(at, s.t("menu.contracts", nil), list)}
	v.Contracts.HideManager, v.Calendar = true, s.subscribe(at, at)
	if !n.Left.IsZero() {
		v.Badges = append(v.Badges, templates.Badge{Text: s.t("person.left", message.Args{"date": n.Left}), Tone: templates.Warning})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.active-contracts", nil), Value: strconv.Itoa(w.Contracts)})
	if n.Email != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.say("areas.email", nil), Value: n.Email})
	}
	var mine []measure.Deadline
	late := 0
	for d := range s.dueOf("manager/" + n.ID) {
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
		items := s.gathered(at, g.list, true)
		for i := range items {
			if items[i].Person == n.Name { // the page is this person's
				items[i].Person = ""
			}
		}
		v.Deadlines = append(v.Deadlines, templates.DeadlineGroup{Title: s.t(g.key, nil), Items: items})
	}
	if len(mine) > 0 {
		v.Due = s.t("person.deadlines-conclusion", message.Args{"late": late, "n": soon - split})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.say("areas.late", nil), Value: strconv.Itoa(late)})
	if slices.ContainsFunc(list, func(c *measure.ContractFigures) bool { return c.Manager == n }) { // not of one who has left
		v.Actions = shorter(s.actions(at, activeOnly(list), s.param("manager")+"="+n.ID), 4) // all have a manager
	}
	key := "person.within"
	if w.Over {
		key = "person.beyond"
	}
	if !w.Capacity.Set {
		key = "person.no-capacity"
	}
	v.Workload = templates.Workload{Conclusion: s.t(key, message.Args{"need": w.Follow + w.Plan, "capacity": w.Capacity.V}),
		Keys: s.workloadKeys(), Table: s.workloadTable(at, []*contract.Person{n})}
	for _, c := range list {
		for _, fd := range s.bySubject[c.Contract.ID] {
			v.Missing = append(v.Missing, s.findingRow(at, fd))
		}
	}
	return v
}

func departmentPages(s *site) []page {
	at := s.address("departments")
	h := head{at: at, title: s.t("menu.departments", nil), crumbs: s.crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	for _, c := range s.f.Contracts {
		of[c.Contract.Department] = append(of[c.Contract.Department], c)
	}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.RecordList{Kind: "departments", Table: templates.Table{Caption: h.title, Cards: true, Columns: s.columns("department", "contracts#", "turnover-year#")}}
		for _, d := range s.p.Settings.Departments {
			last, _ := turnoverSums(of[d.ID])
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: d.Name, Href: s.href(at, s.address("departments", d.ID))}, {Text: strconv.Itoa(len(of[d.ID]))}, {Text: s.pr.MoneyShort(last)}})
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, d := range s.p.Settings.Departments {
		at := s.address("departments", d.ID)
		h := head{at: at, title: d.Name, crumbs: s.crumbs(at, "departments"), source: d.Origin, feeds: s.calendarFeed(at)}
		out = append(out, s.html(h, func(f templates.Frame) component {
			v := templates.Area{Kicker: s.t("fact.department", nil), Title: d.Name, Calendar: s.subscribe(at, at), Overview: s.overview(at, of[d.ID], s.param("department")+"="+d.ID), Contracts: s.contractTable(at, s.t("menu.contracts", nil), of[d.ID])}
			v.Overview.Lead = s.say("areas.department-lead", message.Args{"n": len(activeOnly(of[d.ID]))})
			if l := s.personLink(at, d.Head); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.say("areas.head", nil), Value: l.Text, Href: l.Href})
			}
			if people := s.peopleOf(d.ID); len(people) > 0 && !s.public {
				v.Sections = append(v.Sections, s.workloadSection(f, at, people))
			}
			return templates.DrawArea(f, v)
		}), s.twin(at, func() any {
			return map[string]any{"id": d.ID, "name": d.Name, "contracts": contractIDs(of[d.ID])}
		}))
	}
	return out
}

func categoryPages(s *site) []page {
	at := s.address("categories")
	h := head{at: at, title: s.t("menu.categories", nil), crumbs: s.crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	for _, c := range s.f.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
	}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.RecordList{Kind: "categories", Filter: true, Table: s.categoryTable(at, of)}
		if !s.public {
			v.Sections = []templates.Section{s.kraljicSection(at, nil)}
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, k := range s.p.Categories {
		at := s.address("categories", k.ID)
		h := head{at: at, title: k.Title, crumbs: s.crumbs(at, "categories"), source: k.Origin, feeds: s.calendarFeed(at)}
		out = append(out, s.html(h, func(f templates.Frame) component { return templates.DrawArea(f, s.category(f, at, k, of[k.ID])) }),
			s.twin(at, func() any {
				return map[string]any{"id": k.ID, "title": k.Title, "cpv": append([]string{}, k.CPV...), "contracts": contractIDs(of[k.ID])}
			}))
	}
	return out
}

func (s *site) category(f templates.Frame, at string, k *contract.Category, list []*measure.ContractFigures) templates.Area {
	v := templates.Area{Kicker: s.t("fact.category", nil), Title: k.Title, Calendar: s.subscribe(at, at), Overview: s.overview(at, list, s.param("category")+"="+k.ID), Contracts: s.contractTable(at, s.t("menu.contracts", nil), list)}
	v.Contracts.HideCategory = true
	if l := s.personLink(at, k.Owner); l.Text != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.owner", nil), Value: l.Text, Href: l.Href})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.cpv", nil), Value: strings.Join(k.CPV, ", ")})
	v.Overview.Lead = s.say("areas.category-lead", message.Args{"n": len(activeOnly(list))})
	if s.public {
		return v
	}
	if p, known := kraljicOf(k); known {
		v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.kraljic", nil), Value: s.t("kraljic."+kraljicWords[p], nil)})
	}
	if k.IndustryRisk.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.say("areas.industry-risk", nil), Value: s.say("areas.of-four", message.Args{"n": k.IndustryRisk.V})})
	}
	v.Sections = append([]templates.Section{s.kraljicSection(at, k)}, s.spendSections(f, at, k)...)
	v.Charts = len(v.Sections) > 2
	return v
}
