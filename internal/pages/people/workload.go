package people

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// workloadTable draws the hours that are needed against those that there are, for some people.
func workloadTable(s *kit.Site, at string, people []*contract.Person) templates.Table {
	t := templates.Table{Caption: s.Say("people.workload", nil), Cards: true, Empty: s.Say("people.no-people", nil), Columns: s.Heads("people", "person", "contracts#", "critical#", "need#", "capacity#", "bar", "state")}
	scale := 1
	rows := map[string]measure.Workload{}
	for _, w := range s.F.Workload {
		rows[w.Person] = w
	}
	for _, n := range people {
		w := rows[n.ID]
		scale = max(scale, w.Need(), w.Capacity.V)
	}
	for _, n := range people {
		w, of := rows[n.ID], kit.About("person", n.ID)
		part := func(hours int) float64 { return float64(hours) / float64(scale) }
		bar := &templates.StackBar{Parts: []templates.BarPart{{Share: part(w.Follow), Tone: "accent"}, {Share: part(w.Plan), Tone: "second"}}}
		capacity, state := templates.Cell{Text: s.Say("values.unknown", nil)}, templates.Cell{Text: "–"}
		if w.Capacity.Set {
			capacity, bar.Mark = templates.Cell{Value: s.Number(definitions.Capacity, of, w.Capacity.V)}, part(w.Capacity.V)
			state = templates.Cell{Text: s.Say("people.spare", message.Args{"n": w.Spare()})}
		}
		if w.Over {
			state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("people.lacks", message.Args{"n": -w.Spare()}), Tone: templates.Warning}}}
		}
		name := templates.Cell{Text: n.Name, Href: s.Href(at, s.Address("people", n.ID)), Note: s.DepartmentLink("", n.Department).Text}
		name.Badge = leaving(s, n)
		if measure.HasLeft(n, s.F.AsOf) {
			capacity, bar.Mark, state = templates.Cell{Text: "–"}, 0, templates.Cell{Text: "–"}
		}
		t.Rows = append(t.Rows, []templates.Cell{name, {Count: s.Marked(definitions.Following, of, followedBy(s, at, n, w))},
			{Count: s.Marked(definitions.HighRisk, of, s.Count(totals.HighRisk(w.ByBand), at, "contracts", s.Filter("manager", n.ID), s.Filter("risk", string(contract.BandHigh), string(contract.BandCritical))))}, {Value: s.Number(definitions.Need, of, w.Need())}, capacity, {Bar: bar}, state})
	}
	return t
}

// everybody draws the hours of all people, and last those of contracts without a manager, so that
// the table has the hours that are summed above it.
func everybody(s *kit.Site, at string, people []*contract.Person) templates.Table {
	t := workloadTable(s, at, people)
	for _, w := range s.F.Workload {
		if w.Person == "" && w.Contracts > 0 {
			none := s.Filter("manager", list.None)
			t.Rows = append(t.Rows, []templates.Cell{{Text: s.Say("people.without-manager", nil)}, {Count: s.Count(w.Contracts, at, "contracts", none, s.Filter("followed", "yes"))},
				{Count: s.Count(totals.HighRisk(w.ByBand), at, "contracts", none, s.Filter("risk", string(contract.BandHigh), string(contract.BandCritical)))}, {Text: s.Pr.Number(int64(w.Need()))}, {Text: "–"}, {Text: "–"}, {Text: "–"}})
		}
	}
	return t
}

// followedBy counts the contracts that a person follows up.
func followedBy(s *kit.Site, at string, n *contract.Person, w measure.Workload) templates.Count {
	return s.Count(w.Contracts, at, "contracts", s.Filter("manager", n.ID), s.Filter("followed", "yes"))
}

// workloadKeys say what the colours of a bar mean.
func workloadKeys(s *kit.Site) []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.Say("people.follow", nil)}, {Tone: "second", Text: s.Say("people.plan", nil)}}
}

// workloadConclusion says how many have too little time, and of the hours that are needed what
// there is no known capacity for.
func workloadConclusion(s *kit.Site, sum workload.CapacitySum) string {
	said := []string{s.Say("people.workload-conclusion", message.Args{"n": sum.Short, "need": sum.Need, "capacity": sum.Capacity})}
	if sum.Unknown > 0 {
		said = append(said, s.Say("people.capacity-unknown", message.Args{"n": sum.Unknown, "hours": sum.UnknownHours}))
	}
	if sum.Nobody > 0 {
		said = append(said, s.Say("people.hours-nobody", message.Args{"hours": sum.Nobody}))
	}
	return words.Join(said)
}

// workloadSection draws the people's capacity against need.
func workloadSection(s *kit.Site, f templates.Frame, at string, people []*contract.Person) templates.Section {
	return templates.Section{ID: s.Name("capacity"), Title: s.Say("people.workload", nil), Conclusion: workloadConclusion(s, workload.SumCapacity(s.F.Workload, people, s.F.AsOf)),
		Blocks: []templates.Block{templates.LegendBlock(workloadKeys(s)), templates.ParagraphsBlock(s.Say("people.workload-how", nil)), templates.TableBlock(f, workloadTable(s, at, people))}}
}
