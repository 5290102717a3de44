// Package people draws those who look after contracts: the list of people with their hours, the
// page of each, and the pages of the departments that they work in.
//
// In goes a kit.Site; out come pages and their JSON twins. Need and capacity are measured
// in measure; what their contracts ask for is drawn by summary.
package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/templates"
)

// peopleOf are the people of a department, by name; of all where it is "".
func peopleOf(s *kit.Site, department string) []*contract.Person {
	var out []*contract.Person
	for _, n := range s.P.People {
		if department == "" || n.Department == department {
			out = append(out, n)
		}
	}
	sorter := s.Pr.Sorter()
	slices.SortStableFunc(out, func(a, b *contract.Person) int { return sorter(a.Name, b.Name) })
	return out
}

// Pages are the list of people and the page of each.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("people")
	h := kit.Head{At: at, Title: s.Say("frame.menu.people", nil), Crumbs: s.Crumbs(at)}
	work := map[string]measure.Workload{}
	for _, w := range s.F.Workload {
		work[w.Person] = w
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		people := peopleOf(s, "")
		return templates.DrawRecordList(f, templates.RecordList{Kind: "people", Filter: true, Conclusion: workloadConclusion(s, workload.SumAll(s.F)), Note: s.Say("people.workload-how", nil), Keys: workloadKeys(s), Table: everybody(s, at, people)})
	})}
	for _, n := range s.P.People {
		at := s.Address("people", n.ID)
		h := kit.Head{At: at, Title: n.Name, Crumbs: s.Crumbs(at, "people"), Source: n.Origin, Feeds: calendar.Feed(s, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawPerson(f, record(s, at, n, work[n.ID])) }),
			s.Twin(at, func() any {
				return map[string]any{"id": n.ID, "name": n.Name, "department": n.Department, "left": n.Left, "contracts": measure.IDs(s.ByManager[n.ID])}
			}))
	}
	return out
}

// dueToo are the rules whose findings a person's page has among what is overdue: an option, an
// item of the plan, a finding, a deviation, evidence that has expired or was rejected.
var dueToo = map[string]bool{"FV109": true, "FV205": true, "FV206": true, "FV207": true, "FV404": true, "FV405": true}

// leaving says when somebody left, or will leave.
func leaving(s *kit.Site, n *contract.Person) []templates.Badge {
	if n.Left.IsZero() {
		return nil
	}
	key := "people.leaves"
	if measure.HasLeft(n, s.F.AsOf) {
		key = "people.left"
	}
	return []templates.Badge{{Text: s.Say(key, message.Args{"date": n.Left}), Tone: templates.Warning}}
}

// record draws the page of a person with what follow-up takes.
func record(s *kit.Site, at string, n *contract.Person, w measure.Workload) templates.Person {
	list, of := s.ByManager[n.ID], kit.About("person", n.ID)
	v := templates.Person{Title: n.Name, Role: strings.Trim(cmp.Or(n.Title, s.Say("facts.manager", nil))+", "+s.DepartmentLink("", n.Department).Text, ", "), Calendar: calendar.Subscribe(s, at, at), Badges: leaving(s, n)}
	v.Contracts, v.Count, v.List = block.Following(s, at, list, s.Filter("manager", n.ID))
	if measure.HasLeft(n, s.F.AsOf) { // the list knows nobody who has left
		v.List = templates.Link{}
	}
	v.Contracts.HideManager = true
	v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.followed-contracts", nil), Count: s.Marked(definitions.Following, of, followedBy(s, at, n, w))})
	if n.Email != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("people.email", nil), Value: n.Email, Href: "mailto:" + n.Email})
	}
	due := deadlines.GroupDue(s.DueOf("manager/" + n.ID))
	decide, do := deadlines.ToDecide(due.Late)
	for _, g := range []struct {
		key  string
		list []measure.Deadline
	}{{"people.late-decide", decide}, {"people.late-do", do}, {"people.soon", due.Soon}, {"people.later", due.Later}} {
		if len(g.list) == 0 {
			continue
		}
		items := calendar.Gathered(s, at, g.list, true)
		for i := range items {
			if items[i].Person == s.Responsible(n.ID) { // the page is this person's
				items[i].Person = ""
			}
		}
		v.Deadlines = append(v.Deadlines, templates.DeadlineGroup{Title: s.Say(g.key, nil), Items: items})
	}
	late := len(due.Late)
	switch {
	case len(v.Deadlines) == 0:
	case measure.HasLeft(n, s.F.AsOf):
		v.Due = s.Say("people.nobodys", message.Args{"name": n.Name, "late": late, "n": len(due.Soon)})
	default:
		v.Due = s.Say("people.deadlines-conclusion", message.Args{"late": late, "n": len(due.Soon)})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.Say("people.late", nil), Count: s.Marked(definitions.Overdue, of, s.Count(late, at, "deadlines", s.Filter("manager", n.ID), s.Filter("when", string(deadlines.NearLate))))})
	if slices.ContainsFunc(list, func(c *measure.ContractFigures) bool { return c.Manager == n }) { // not of one who has left
		v.Actions = kit.Shorter(summary.Actions(s, at, of, measure.Followed(list), s.Filter("manager", n.ID)), 4) // the fifth is about contracts without a manager
	}
	key := "people.within"
	if w.Over {
		key = "people.beyond"
	}
	if !w.Capacity.Set {
		key = "people.no-capacity"
	}
	v.Workload = templates.Workload{Conclusion: s.Say(key, message.Args{"need": w.Need(), "capacity": w.Capacity.V}),
		Keys: workloadKeys(s), Table: workloadTable(s, at, []*contract.Person{n})}
	for _, c := range list {
		for _, fd := range s.BySubject[c.Contract.ID] {
			if dueToo[fd.Code] {
				continue
			}
			row := guidance.FindingRow(s, at, fd)
			row.Contract = s.ContractLink(at, c.Contract.ID)
			v.Missing = append(v.Missing, row)
		}
	}
	return v
}
