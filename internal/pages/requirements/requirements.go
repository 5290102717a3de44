package requirements

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Shown tells whether the evidence of requirements may be shown.
func Shown(s *kit.Site) bool {
	return s.Shows(contract.RequirementEvidence, contract.SupplierEvidence)
}

// requirementRows tell how each requirement stands where it applies.
func table(s *kit.Site, at string) templates.Table {
	keys := []string{"requirement", "basis", "every", "applies#"}
	shown := Shown(s)
	if shown {
		keys = append(keys, "approved#", "late#", "bar")
	}
	t := templates.Table{Caption: s.T("menu.requirements", nil), Cards: true, Columns: s.Heads("areas", keys...)}
	for i, r := range s.P.Requirements {
		n := len(applying(s, i))
		row := []templates.Cell{{Text: r.Title.In(s.Pr.Lang()), Href: s.Href(at, s.Address("requirements", r.ID)), Note: s.Word("group", r.Group)}, {Text: r.Basis}, {Text: s.Word("every", r.Every)}, {Text: strconv.Itoa(n)}}
		if shown {
			_, count := states(s, i)
			bar := &templates.StackBar{}
			if n > 0 {
				share := func(k int) float64 { return float64(k) / float64(n) }
				bar.Parts = []templates.BarPart{{Share: share(count["approved"]), Tone: chart.ToneAccent}, {Share: share(count["overdue"]), Tone: chart.ToneSecond}, {Share: share(n - count["approved"] - count["overdue"]), Tone: chart.ToneMuted}}
			}
			row = append(row, templates.Cell{Text: strconv.Itoa(count["approved"])}, templates.Cell{Text: strconv.Itoa(count["overdue"])}, templates.Cell{Bar: bar})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func Why(s *kit.Site, reasons []measure.Reason) string {
	var out []string
	for _, r := range reasons {
		out = append(out, s.Reason(r))
	}
	return strings.Join(out, " ")
}

// EvidenceBadge is a requirement's state.
func EvidenceBadge(s *kit.Site, state string, overdue bool) templates.Badge {
	if state == "" {
		return templates.Badge{}
	}
	tone := map[string]templates.Tone{"approved": templates.OK, "rejected": templates.Warning, "expired": templates.Warning}[state]
	switch {
	case overdue && state == "missing":
		tone = templates.Warning
	case overdue && state == "approved": // what was approved no longer covers
		state, tone = "due-again", templates.Warning
	}
	return templates.Badge{Text: s.Word("evidence-state", state), Tone: tone}
}

// states is how a requirement stands on the contracts that it applies to.
func states(s *kit.Site, i int) (states []string, count map[string]int) {
	count = map[string]int{}
	for _, c := range applying(s, i) {
		q := c.Requirements[i]
		state := cmp.Or(q.State, "missing")
		if q.Overdue == measure.Yes {
			state = "overdue"
		}
		count[state]++
	}
	for _, k := range []string{measure.Withheld, "approved", "received", "missing", "overdue", "rejected", "expired", "not-applicable"} {
		if count[k] > 0 {
			states = append(states, k)
		}
	}
	return states, count
}

// stateName is the word for a state, and for what is past its date.
func stateName(s *kit.Site, state string) string {
	if state == "overdue" {
		return s.Say("topics.state-overdue", nil)
	}
	return s.Word("evidence-state", state)
}

// coverage draws the states of a requirement.
func coverage(s *kit.Site, i int) templates.Figure {
	states, count := states(s, i)
	if len(states) == 0 || states[0] == measure.Withheld {
		return templates.Figure{}
	}
	title := s.Say("topics.states", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true, Series: []chart.Series{{Name: s.T("column.contracts", nil), Tone: chart.ToneAccent}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("topics.column.state", nil)}, {Head: s.T("column.contracts", nil), Numeric: true}}}
	var words []string
	for _, k := range states {
		name := stateName(s, k)
		c.Labels = append(c.Labels, chart.Label{Text: name})
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(count[k]), Text: strconv.Itoa(count[k])})
		c.Totals = append(c.Totals, strconv.Itoa(count[k]))
		table.Rows = append(table.Rows, []templates.Cell{{Text: name}, {Text: strconv.Itoa(count[k])}})
		words = append(words, strconv.Itoa(count[k])+" "+strings.ToLower(name))
	}
	return s.Figure("tilstand", "", s.Pr.List(words)+".", c, table)
}

func Pages(s *kit.Site) []kit.Page {
	at := s.Address("requirements")
	h := kit.Head{At: at, Title: s.T("menu.requirements", nil), Nav: "requirements", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "requirements", Table: table(s, at)}
		if !Shown(s) {
			v.Lead = s.Say("pages.requirements.lead-public", nil)
		} else {
			v.Keys = []templates.KeyItem{{Tone: "accent", Text: s.Say("areas.column.approved", nil)}, {Tone: "second", Text: s.Say("areas.column.late", nil)}, {Tone: "muted", Text: s.Say("areas.other", nil)}}
		}
		return templates.DrawRecordList(f, v)
	})}
	for i, r := range s.P.Requirements {
		at := s.Address("requirements", r.ID)
		h := kit.Head{At: at, Title: r.Title.In(s.Pr.Lang()), Nav: "requirements", Crumbs: s.Crumbs(at, "requirements"), Source: r.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawRequirement(f, record(s, at, i, r)) }),
			s.Twin(at, func() any {
				return map[string]any{"id": r.ID, "title": r.Title.In(s.Pr.Lang()), "group": r.Group, "basis": r.Basis, "when": r.When, "contracts": measure.IDs(applying(s, i))}
			}))
	}
	return out
}

// applying are the active contracts that requirement i applies to, or may.
func applying(s *kit.Site, i int) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Active(s.F.Contracts) {
		if c.Requirements[i].Applies != measure.No {
			out = append(out, c)
		}
	}
	return out
}

func record(s *kit.Site, at string, i int, r *contract.Requirement) templates.Requirement {
	v := templates.Requirement{Title: r.Title.In(s.Pr.Lang()), Group: s.Word("group", r.Group), Expression: r.When, Coverage: coverage(s, i)}
	for _, fact := range [][2]string{{"basis", r.Basis}, {"evidence", r.Evidence.In(s.Pr.Lang())}, {"every", s.Word("every", r.Every)}, {"weight", strconv.Itoa(r.Weight)}} {
		if fact[1] != "" {
			v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact."+fact[0], nil), Value: fact[1]})
		}
	}
	v.HideEvidence = !Shown(s)
	met, active := 0, measure.Active(s.F.Contracts)
	for _, c := range active {
		q := c.Requirements[i]
		row := templates.RequirementContract{Contract: s.ContractLink(at, c.Contract.ID), Why: Why(s, q.Why())}
		if q.Applies == measure.No {
			v.Not = append(v.Not, row)
			continue
		}
		if !v.HideEvidence {
			row.State, row.Due, row.Last = EvidenceBadge(s, q.State, q.Overdue == measure.Yes), s.Date(q.Due), s.Date(q.Last)
		}
		if q.State == "approved" && q.Overdue == measure.No {
			met++
		}
		v.Applies = append(v.Applies, row)
	}
	key := "requirement.conclusion"
	if v.HideEvidence {
		key = "requirement.conclusion-public"
	}
	v.Conclusion = s.T(key, message.Args{"n": len(v.Applies), "total": len(active), "met": met})
	if r.When != "" {
		for _, id := range measure.Uses(r.When, measure.ForRequirement) {
			for _, g := range s.P.Regulations {
				if g.ID == id {
					v.Figures = append(v.Figures, Regulation(s, g))
				}
			}
		}
	}
	if r.Guidance != "" {
		for _, g := range s.P.Guidance {
			if g.ID == r.Guidance || kit.LastPart(g.ID) == r.Guidance {
				v.Guidance = templates.Link{Text: g.Title, Href: s.Href(at, s.Address("guidance", g.ID))}
			}
		}
	}
	return v
}

func Regulation(s *kit.Site, g contract.Regulation) templates.RegulationRow {
	row := templates.RegulationRow{Name: cmp.Or(g.Title.In(s.Pr.Lang()), g.ID), From: s.Date(g.From), To: s.Date(g.To), Source: templates.Link{Text: cmp.Or(g.Basis, g.Source), Href: kit.SafeURL(g.Source)}, Verified: s.Date(g.Verified)}
	unit := g.Unit
	if unit == "NOK" {
		unit = "kr"
	}
	row.Value = s.Pr.Decimal(g.Value.V) + "\u00A0" + unit
	if g.Confidence != "" {
		tone := templates.Neutral
		if g.Confidence != "verified" {
			tone = templates.Warning
		}
		row.Sure = templates.Badge{Text: s.Word("confidence", g.Confidence), Tone: tone}
	}
	return row
}
