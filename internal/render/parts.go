package render

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/templates"
)

// usage is a contract's use against its ceiling.
func (s *site) usage(c *measure.ContractFigures) templates.Usage {
	m := c.Money
	if m.Use == nil {
		return templates.Usage{Text: s.T("usage.unknown", nil)}
	}
	u := templates.Usage{Known: true, Used: kit.Float(m.Use),
		Text: s.T("usage.of", message.Args{"share": s.Pr.Percent(m.Use, 0), "ceiling": s.Money(c, m.Ceiling)})}
	if m.ProjectedUse != nil {
		u.HasProjected, u.Projected = true, kit.Float(m.ProjectedUse)
	}
	switch beyond := new(big.Rat); {
	case measure.Over(m.Use):
		u.Verdict, u.Tone = s.T("usage.over", message.Args{"share": s.Pr.Percent(beyond.Sub(m.Use, measure.One), 0)}), templates.Danger
	case measure.Over(m.ProjectedUse) && c.Status == "active":
		u.Verdict, u.Tone = s.T("usage.will-pass", message.Args{"share": s.Pr.Percent(beyond.Sub(m.ProjectedUse, measure.One), 0)}), templates.Danger
	}
	return u
}

func (s *site) riskBadge(r *measure.Risk) *templates.RiskBadge {
	if r == nil || s.Public {
		return nil
	}
	return &templates.RiskBadge{Band: r.Band, Label: s.Word("band", r.Band), Score: s.Pr.Rat(r.Score, 1)}
}

func (s *site) statusBadge(status string) templates.Badge {
	tone := map[string]templates.Tone{"active": templates.OK, "planned": templates.Accent}[status]
	return templates.Badge{Text: s.Word("status", status), Tone: tone}
}

// contractRow is a contract in a table.
func (s *site) contractRow(from string, c *measure.ContractFigures) templates.ContractRow {
	k := c.Contract
	r := templates.ContractRow{
		Title:     k.Title,
		Href:      s.Href(from, s.Address("contracts", k.ID)),
		Suppliers: s.SupplierNames(k.Suppliers),
		Reference: k.Procurement.Reference,
		Category:  s.CategoryLink("", k.Category).Text,
		Usage:     s.usage(c),
		End:       s.Date(c.Terms.CurrentEnd),
		EndBadge:  s.endBadge(c),
		Risk:      s.riskBadge(c.Risk),
	}
	if c.Manager != nil && !s.Public {
		r.Manager = c.Manager.Name
	}
	if c.Status != "active" {
		r.Status = s.statusBadge(c.Status)
	}
	if n := c.OpenDevs + c.OpenFindings; n > 0 && !s.Public {
		r.Alerts = append(r.Alerts, templates.Badge{Text: s.T("open-deviations", message.Args{"n": n}), Tone: templates.Danger})
	}
	return r
}

// endBadge says what may come after the current end.
func (s *site) endBadge(c *measure.ContractFigures) templates.Badge {
	if c.Status != "active" {
		return templates.Badge{}
	}
	open := 0
	for _, o := range c.Contract.Options {
		if o.Status == "open" {
			open++
		}
	}
	switch d := c.Terms.NextDecision; {
	case open > 0 && !d.IsZero() && d.Days(s.F.AsOf) <= 183:
		return templates.Badge{Text: s.T("option-by", message.Args{"date": d}), Tone: templates.Warning}
	case open > 0:
		return templates.Badge{Text: s.T("options", message.Args{"n": open})}
	case c.Contract.Period.Renewal == "tacit":
		return templates.Badge{Text: s.T("tacit", nil)}
	}
	return templates.Badge{}
}

func (s *site) contractTable(from, caption string, list []*measure.ContractFigures) templates.ContractTable {
	t := templates.ContractTable{Caption: caption, HideManager: s.Public, HideRisk: s.Public, Empty: s.T("no-contracts", nil)}
	for _, c := range list {
		t.Rows = append(t.Rows, s.contractRow(from, c))
	}
	return t
}

// deadline is a row of what must be decided or done.
func (s *site) deadline(from string, d measure.Deadline, withContract bool) templates.Deadline {
	out := templates.Deadline{
		Date:   s.Date(d.Date),
		Days:   s.Pr.RelativeDays(d.Days),
		Kind:   s.Word("deadline", d.Kind),
		Title:  s.Reason(d.Title),
		Person: s.PersonName(d.Manager),
	}
	if d.Days <= 90 {
		out.Tone = templates.Warning
	}
	if d.Days < 0 {
		out.Badge = templates.Badge{Text: s.T("overdue", nil), Tone: templates.Warning}
	}
	if withContract {
		out.Contract = s.ContractLink(from, d.Contract.ID)
	}
	return out
}

// change is a commit as an entry of the log.
func (s *site) change(from string, c past.Change) templates.Change {
	out := templates.Change{Text: c.Subject, Who: c.Author, Commit: templates.Link{Text: c.Hash[:min(7, len(c.Hash))], Href: s.Forge("commit", c.Hash)}}
	if d, err := date.Parse(c.Day); err == nil {
		out.Date = s.DateLong(d)
	}
	var ids []string
	for _, p := range c.Paths {
		if id := kit.ContractOf(p); id != "" && (len(ids) == 0 || ids[len(ids)-1] != id) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		out.On = s.ContractLink(from, ids[0])
	}
	if len(ids) > 1 {
		out.Detail = s.T("more-contracts", message.Args{"n": len(ids) - 1})
	}
	return out
}

// evidenceBadge is a requirement's state.
func (s *site) evidenceBadge(state string, overdue bool) templates.Badge {
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

// findingSeverity is the colour of a deviation: red while it is open and grave.
func (s *site) findingSeverity(severity string) templates.Badge {
	tone := map[string]templates.Tone{"critical": templates.Danger, "major": templates.Warning}[severity]
	return templates.Badge{Text: s.Word("finding-severity", severity), Tone: tone}
}

func (s *site) resultBadge(i contract.Inspection) templates.Badge {
	switch {
	case i.Status == "planned" || i.Result == "":
		return templates.Badge{Text: s.Word("inspection-status", cmp.Or(i.Status, "planned"))}
	case i.Result == "conform":
		return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.OK}
	case i.Result == "major" && i.Status != "closed":
		return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.Danger}
	}
	return templates.Badge{Text: s.Word("inspection-result", i.Result), Tone: templates.Warning}
}

func (s *site) inspectionRow(from string, c *contract.Contract, i contract.Inspection, withContract bool) templates.InspectionRow {
	r := templates.InspectionRow{Date: s.Date(i.Date), Area: i.Area, Theme: s.Themes(i.Themes), Kind: s.T("inspection."+ordinary(&i), nil),
		Result: s.resultBadge(i), Note: i.Summary}
	if withContract {
		r.Contract = s.ContractLink(from, c.ID)
	}
	if i.ID != "" {
		r.Href = s.Href(from, s.inspectionAddress(c, &i))
	}
	open := 0
	for _, f := range i.Findings {
		if f.Closed.IsZero() || f.Closed.After(s.F.AsOf) {
			open++
		}
	}
	if n := len(i.Findings); n > 0 {
		if r.Findings = s.T("inspection.findings", message.Args{"n": n, "open": open}); open == 0 {
			r.Findings = s.T("inspection.findings-closed", message.Args{"n": n})
		}
	}
	return r
}
