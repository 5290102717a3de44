package render

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/templates"
)

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
		r.Href = s.Href(from, block.InspectionAddress(s.Site, c, &i))
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
