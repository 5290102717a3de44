// Package requirements draws the catalogue of requirements: where each applies and why, and
// how its evidence stands.
//
// In go a kit.Site and the requirements of its figures; out come the page about all of them, a
// page with its JSON twin for each, and what other pages show of them: a state, the reasons, a
// figure of the regulations. Measure decides whether a requirement applies and what is late.
package requirements

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Shown tells whether the evidence of requirements may be shown.
func Shown(s *kit.Site) bool {
	return s.Shows(contract.RequirementEvidence, contract.SupplierEvidence)
}

// table tells how each requirement stands where it applies.
func table(s *kit.Site, at string) templates.Table {
	keys := []string{"requirement", "basis", "every", "applies#"}
	shown := Shown(s)
	if shown {
		keys = append(keys, "approved#", "late#", "bar")
	}
	t := templates.Table{Caption: s.Say("frame.menu.requirements", nil), Cards: true, Columns: s.Heads("requirements", keys...)}
	for _, i := range byGroup(s) {
		r := s.P.Requirements[i]
		n, of, only := duties.StandingsOf(s.F, i), kit.About("requirement", r.ID), s.Filter("requirement", r.ID)
		row := []templates.Cell{{Text: r.Title.In(s.Pr.Lang()), Href: s.Href(at, s.Address("requirements", r.ID)), Note: s.Word("group", string(r.Group))}, {Text: r.Basis}, {Text: s.Word("every", string(r.Every))}, {Count: s.Marked(definitions.Applies, of, s.Count(n.Applies, at, "evidence", only))}}
		if shown {
			approved, overdue, bar := n.By[contract.EvidenceApproved], n.Debt, &templates.StackBar{}
			if n.Applies > 0 && r.Every != contract.OnEvent { // evidence that is asked for on an event does not lack between events
				share := func(k int) float64 { return float64(k) / float64(n.Applies) }
				bar.Parts = []templates.BarPart{{Share: share(approved), Tone: chart.ToneAccent}, {Share: share(overdue), Tone: chart.ToneSecond}, {Share: share(n.Applies - approved - overdue), Tone: chart.ToneMuted}}
			}
			row = append(row, templates.Cell{Count: s.Marked(definitions.Approved, of, s.Count(approved, at, "evidence", only, s.Filter("standing", string(contract.EvidenceApproved))))},
				templates.Cell{Count: s.Marked(definitions.InDebt, of, s.Count(overdue, at, "evidence", only, s.Filter("debt", "yes")))}, templates.Cell{Bar: bar})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// byGroup are the places of requirements in the catalogue, by group and then by title.
func byGroup(s *kit.Site) []int {
	groups, sorter := contract.Group("").Choices(), s.Pr.Sorter()
	order := make([]int, len(s.P.Requirements))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := s.P.Requirements[i], s.P.Requirements[j]
		return cmp.Or(slices.Index(groups, string(a.Group))-slices.Index(groups, string(b.Group)), sorter(a.Title.In(s.Pr.Lang()), b.Title.In(s.Pr.Lang())))
	})
	return order
}

// Why gives the reasons why a requirement applies or does not, in words.
func Why(s *kit.Site, reasons []measure.Reason) string {
	var out []string
	for _, r := range reasons {
		out = append(out, s.Reason(r))
	}
	return strings.Join(out, " ")
}

// EvidenceBadge is a state of evidence or of a requirement; empty where there is none.
func EvidenceBadge(s *kit.Site, state contract.EvidenceState) templates.Badge {
	if state == "" {
		return templates.Badge{}
	}
	b := templates.Badge{Text: s.Word("evidence-state", string(state))}
	switch state {
	case contract.EvidenceApproved:
		b.Tone = templates.OK
	case contract.EvidenceOverdue, contract.EvidenceExpired, contract.EvidenceRejected:
		b.Tone = templates.Warning
	case contract.EvidenceDeviation:
		b.Tone = templates.Danger
	}
	return b
}

// coverage draws how requirement i of the catalogue stands on the contracts that it applies
// to.
func coverage(s *kit.Site, at string, i int) templates.Figure {
	count := duties.StandingsOf(s.F, i)
	if count.Applies == count.By[contract.EvidenceWithheld] {
		return templates.Figure{}
	}
	title := s.Say("requirements.states", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true, Series: []chart.Series{{Name: s.Say("table.column.contracts", nil), Tone: chart.ToneAccent}}}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("requirements.column.state", nil)}, {Head: s.Say("table.column.contracts", nil), Numeric: true}}}
	var counts []string
	for _, k := range duties.Standings {
		n := count.By[k]
		if n == 0 {
			continue
		}
		name := s.Word("evidence-state", string(k))
		c.Labels = append(c.Labels, chart.Label{Text: name})
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(n), Text: strconv.Itoa(n)})
		c.Totals = append(c.Totals, strconv.Itoa(n))
		table.Rows = append(table.Rows, []templates.Cell{{Text: name}, {Count: s.Count(n, at, "evidence", s.Filter("requirement", s.P.Requirements[i].ID), s.Filter("standing", string(k)))}})
		counts = append(counts, strconv.Itoa(n)+" "+strings.ToLower(name))
	}
	return s.Figure(s.Name("standing"), "", s.Pr.List(counts)+".", c, table)
}

// Pages are the page about all requirements and one for each.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("requirements")
	h := kit.Head{At: at, Title: s.Say("frame.menu.requirements", nil), Nav: "requirements", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "requirements", Table: table(s, at), All: templates.Link{Text: s.Say("requirements.to-list", nil), Href: s.Rows(at, "evidence")}}
		if !Shown(s) {
			v.Lead = s.Say("requirements.lead-public", nil)
		} else {
			v.Keys = []templates.KeyItem{{Tone: "accent", Text: s.Say("requirements.column.approved", nil)}, {Tone: "second", Text: s.Say("requirements.column.late", nil)}, {Tone: "muted", Text: s.Say("requirements.other", nil)}}
		}
		return templates.DrawRecordList(f, v)
	})}
	for i, r := range s.P.Requirements {
		at := s.Address("requirements", r.ID)
		h := kit.Head{At: at, Title: r.Title.In(s.Pr.Lang()), Nav: "requirements", Crumbs: s.Crumbs(at, "requirements"), Source: r.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawRequirement(f, record(s, at, i, r)) }),
			s.Twin(at, func() any {
				return map[string]any{"id": r.ID, "title": r.Title.In(s.Pr.Lang()), "group": r.Group, "basis": r.Basis, "when": r.When, "contracts": measure.IDs(duties.Applying(s.F, i))}
			}))
	}
	return out
}

// must says what the supplier must hand in, and how often; "" where the catalogue does not.
func must(s *kit.Site, r *contract.Requirement) string {
	evidence := r.Evidence.In(s.Pr.Lang())
	if evidence == "" {
		return ""
	}
	return s.Say("requirements.must", message.Args{"evidence": evidence, "every": strings.ToLower(s.Word("every", string(r.Every)))})
}

// once parts the reasons why a requirement applies to each of several contracts: those that at
// least half of them have are said once, the others of each are left.
func once(s *kit.Site, reasons [][]measure.Reason) (shared string, left []string) {
	said, count := make([][]string, len(reasons)), map[string]int{}
	for i, list := range reasons {
		for _, r := range list {
			said[i] = append(said[i], s.Reason(r))
			count[s.Reason(r)]++
		}
	}
	var most []string
	for _, list := range said {
		var own []string
		for _, r := range list {
			switch {
			case count[r] < 2 || 2*count[r] < len(reasons):
				own = append(own, r)
			case !slices.Contains(most, r):
				most = append(most, r)
			}
		}
		left = append(left, strings.Join(own, " "))
	}
	return strings.Join(most, " "), left
}

// record draws requirement i of the catalogue.
func record(s *kit.Site, at string, i int, r *contract.Requirement) templates.Requirement {
	v := templates.Requirement{Summary: must(s, r), Title: r.Title.In(s.Pr.Lang()), Group: s.Word("group", string(r.Group)), Expression: r.When, Coverage: coverage(s, at, i), HideEvidence: !Shown(s)}
	for _, fact := range [][2]string{{"basis", r.Basis}, {"evidence", r.Evidence.In(s.Pr.Lang())}, {"every", s.Word("every", string(r.Every))}, {"weight", strconv.Itoa(r.Weight)}} {
		if fact[1] != "" {
			v.Facts = append(v.Facts, templates.Fact{Label: s.Say("requirements.fact."+fact[0], nil), Value: fact[1]})
		}
	}
	followed := slices.Clone(measure.Followed(s.F.Contracts))
	slices.SortStableFunc(followed, func(a, b *measure.ContractFigures) int {
		return duties.ByState(&a.Requirements[i], &b.Requirements[i])
	})
	var reasons [][]measure.Reason // of v.Applies
	for _, c := range followed {
		q := &c.Requirements[i]
		row := templates.RequirementContract{Contract: s.ContractLink(at, c.Contract.ID)}
		if q.Applies == measure.No {
			row.Why = Why(s, q.Why())
			v.Not = append(v.Not, row)
			continue
		}
		if q.Applies == measure.Unknown {
			row.Unsure = templates.Badge{Text: s.Say("requirements.unsure", nil), Tone: templates.Warning}
		}
		if !v.HideEvidence {
			row.State, row.Due, row.Last = EvidenceBadge(s, q.State), s.Date(q.Due), s.Date(q.Last)
		}
		v.Applies, reasons = append(v.Applies, row), append(reasons, q.Why())
	}
	shared, left := once(s, reasons)
	v.Why = shared
	for j := range v.Applies {
		v.Applies[j].Why = left[j]
	}
	key, n := "requirements.conclusion", duties.StandingsOf(s.F, i)
	if v.HideEvidence {
		key = "requirements.conclusion-public"
	}
	v.Conclusion = s.Say(key, message.Args{"n": n.Applies, "total": len(followed), "met": n.By[contract.EvidenceApproved]})
	v.Conclusion = words.Join([]string{v.Conclusion, s.Counted("requirements.may", n.May)})
	if r.When != "" {
		for _, id := range expr.Regulations(r.When, &duties.Conditions) {
			for _, g := range s.P.Regulations {
				if g.ID == id {
					v.Figures = append(v.Figures, Regulation(s, g))
				}
			}
		}
	}
	if r.Guidance != "" {
		for _, g := range s.P.Guidance {
			if g.ID == r.Guidance || path.Base(g.ID) == r.Guidance {
				v.Facts = append(v.Facts, templates.Fact{Label: s.Say("requirements.fact.guidance", nil), Value: g.Title, Href: s.Href(at, s.Address("guidance", g.ID))})
			}
		}
	}
	return v
}

// Regulation is a figure of the regulations, with where it is from and how sure it is.
func Regulation(s *kit.Site, g contract.Regulation) templates.RegulationRow {
	row := templates.RegulationRow{Name: cmp.Or(g.Title.In(s.Pr.Lang()), g.ID), From: s.Date(g.From), To: s.Date(g.To), Source: templates.Link{Text: cmp.Or(g.Basis, g.Source), Href: address.SafeURL(g.Source)}, Verified: s.Date(g.Verified)}
	unit := g.Unit
	if unit == "NOK" {
		unit = "kr"
	}
	row.Value = s.Pr.Decimal(g.Value.V) + "\u00A0" + unit
	if g.Confidence != "" {
		tone := templates.Neutral
		if g.Confidence != contract.ConfidenceVerified {
			tone = templates.Warning
		}
		row.Sure = templates.Badge{Text: s.Word("confidence", string(g.Confidence)), Tone: tone}
	}
	return row
}
