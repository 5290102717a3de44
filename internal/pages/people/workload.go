package people

import (
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// workloadTable is hours needed against hours there are, for some people.
func workloadTable(s *kit.Site, at string, people []*contract.Person) templates.Table {
	t := templates.Table{Caption: s.Say("areas.workload", nil), Cards: true, Empty: s.T("no-people", nil), Columns: s.Heads("areas", "person", "contracts#", "critical#", "need#", "capacity#", "bar", "state")}
	scale := 1
	rows := map[string]measure.Workload{}
	for _, w := range s.F.Workload {
		rows[w.Person] = w
	}
	for _, n := range people {
		w := rows[n.ID]
		scale = max(scale, w.Follow+w.Plan, w.Capacity.V)
	}
	for _, n := range people {
		w := rows[n.ID]
		part := func(hours int) float64 { return float64(hours) / float64(scale) }
		need := w.Follow + w.Plan
		bar := &templates.StackBar{Parts: []templates.BarPart{{Share: part(w.Follow), Tone: "accent"}, {Share: part(w.Plan), Tone: "second"}}}
		capacity, state := templates.Cell{Text: s.T("unknown", nil)}, templates.Cell{Text: "–"}
		if w.Capacity.Set {
			capacity.Text, bar.Mark = s.Pr.Number(int64(w.Capacity.V)), part(w.Capacity.V)
			state = templates.Cell{Text: s.Say("areas.spare", message.Args{"n": w.Capacity.V - need})}
		}
		if w.Over {
			state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("areas.lacks", message.Args{"n": need - w.Capacity.V}), Tone: templates.Warning}}}
		}
		name := templates.Cell{Text: n.Name, Href: s.Href(at, s.Address("people", n.ID)), Note: s.DepartmentLink("", n.Department).Text}
		if gone(s, n) {
			capacity.Text, bar.Mark, state.Text = "–", 0, "–"
			name.Badge = []templates.Badge{{Text: s.T("person.left", message.Args{"date": n.Left}), Tone: templates.Warning}}
		}
		t.Rows = append(t.Rows, []templates.Cell{name, {Text: strconv.Itoa(w.Contracts)}, {Text: strconv.Itoa(w.ByBand["critical"] + w.ByBand["high"])}, {Text: s.Pr.Number(int64(need))}, capacity, {Bar: bar}, state})
	}
	return t
}

func workloadKeys(s *kit.Site) []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.T("person.follow", nil)}, {Tone: "second", Text: s.T("person.plan", nil)}}
}

// workloadConclusion tells how many have too little time.
func workloadConclusion(s *kit.Site, people []*contract.Person) string {
	short, need, capacity, unknown := 0, 0, 0, 0
	for _, w := range s.F.Workload {
		if !slices.ContainsFunc(people, func(n *contract.Person) bool { return n.ID == w.Person }) {
			continue
		}
		if n := s.P.Person(w.Person); n == nil || gone(s, n) {
			continue
		}
		if w.Over {
			short++
		}
		if !w.Capacity.Set {
			unknown++
			continue
		}
		need, capacity = need+w.Follow+w.Plan, capacity+w.Capacity.V
	}
	text := s.Say("areas.workload-conclusion", message.Args{"n": short, "need": need, "capacity": capacity})
	if unknown > 0 {
		text = kit.Join([]string{text, s.Say("areas.capacity-unknown", message.Args{"n": unknown})})
	}
	return text
}

// workloadSection is the people's capacity against need.
func workloadSection(s *kit.Site, f templates.Frame, at string, people []*contract.Person) templates.Section {
	return templates.Section{ID: "kapasitet", Title: s.Say("areas.workload", nil), Conclusion: workloadConclusion(s, people),
		Blocks: []templates.Block{templates.LegendBlock(workloadKeys(s)), templates.ParagraphsBlock(s.Say("areas.workload-how", nil)), templates.TableBlock(f, workloadTable(s, at, people))}}
}
