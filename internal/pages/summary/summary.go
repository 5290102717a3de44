// Package summary draws what some contracts ask for: what needs action, key figures, the
// contracts nearest their ceilings, and what happened lately. The overview shows it of the
// whole portfolio; categories, departments and people show it of their own contracts.
//
// In go a kit.Site and figures of contracts; out come view structs of templates. What it
// says is measured in measure, and the topics draw their own parts; it draws no page.
package summary

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/templates"
)

// Of draws the overview of a subject, the whole portfolio or an area, with its contracts, on the
// page at an address. Scope is the filter that keeps the list of contracts to them, as "kategori=mat";
// "" for all.
func Of(s *kit.Site, at string, of kit.Subject, list []*measure.ContractFigures, scope string) templates.Overview {
	followed := measure.Followed(list)
	v := templates.Overview{
		Actions:  Actions(s, at, of, followed, scope),
		KPIs:     KeyFigures(s, of, list),
		Ceiling:  Ceilings(s, at, followed, 7, scope),
		Months:   calendar.Months(s, followed),
		Calendar: templates.Link{Text: s.Say("overview.open-calendar", nil), Href: s.Href(at, s.Address("calendar"))},
		Inspections: templates.InspectionSummary{
			More: templates.Link{Text: s.Say("overview.all-inspections", nil), Href: s.Href(at, s.Address("inspections"))},
		},
	}
	rows, all := inspections.Areas(s, list, 6)
	if v.Inspections.Rows = rows; all.Held > 0 {
		v.Inspections.Conclusion = s.Say("overview.inspections-conclusion", message.Args{"n": all.Held, "found": all.Nonconforming})
	}
	if len(list) == 0 { // the list has no filter for an area without contracts
		v.Actions, v.Ceiling.More = nil, templates.Link{}
	}
	v.Changes = changesOf(s, at, list, 5)
	if len(v.Changes) == 0 && s.ShowsFiles() {
		v.NoChanges = cmp.Or(s.Opt.Log.Missing, s.Say("overview.no-changes", nil))
	}
	if s.Shows(contract.PortfolioModels) {
		v.Risk = risk.Summary(s, at, of, followed, scope)
	}
	return v
}

// changesOf draws the latest n commits that touched some contracts.
func changesOf(s *kit.Site, at string, list []*measure.ContractFigures, n int) []templates.Change {
	ours := map[string]bool{}
	for _, c := range list {
		ours[c.Contract.ID] = true
	}
	var out []templates.Change
	for _, c := range s.Opt.Log.Recent {
		if len(out) < n && slices.ContainsFunc(c.Paths, func(p string) bool { return ours[kit.ContractOf(p)] }) {
			out = append(out, changes.Row(s, at, c))
		}
	}
	return out
}

// Actions draws how many of a subject's contracts ask for what action, on the page at an address,
// each with a link to them that keeps to a scope (see Of): ceilings, options, ends, then
// those that are known.
func Actions(s *kit.Site, at string, of kit.Subject, list []*measure.ContractFigures, scope string) []templates.Action {
	n := totals.AttentionTo(s.F, list)
	pass := n.Ceilings.Passed + n.Ceilings.WillPass
	contracts := s.Href(at, s.Address("contracts"))
	out := []templates.Action{
		action(s, s.Count(definitions.Passing, of, pass), pass, "will-pass", address.Scoped(contracts+"?"+s.Filter("use", "over-forecast", "over"), scope), templates.Danger),
		action(s, s.Count(definitions.Options, of, n.Options), n.Options, "options", s.Href(at, s.Address("calendar")), templates.Warning),
		action(s, s.Count(definitions.Ending, of, n.Ending), n.Ending, "ending", address.Scoped(contracts+"?"+s.Filter("end", "6"), scope), templates.Warning),
	}
	if n.Ceilings.Passed > 0 {
		out[0].Note = s.Say("overview.action.already-over", message.Args{"n": n.Ceilings.Passed})
	}
	if n.Options > 0 {
		out[1].Note = s.Say("overview.action.first", message.Args{"date": n.FirstOption})
	}
	switch {
	case !s.Shows(contract.ContractSuccessor):
		out[2].Text = s.Say("overview.action.ending-public", message.Args{"n": n.Ending})
	case n.Ending > 0:
		out[2].Note = s.Say("overview.action.ending-note", nil)
	}
	if s.Shows(contract.ContractDeviations, contract.InspectionFindings, contract.ContractManager) {
		deviations := action(s, s.Known(definitions.WithOpen, of, n.Open), n.Open.V, "deviations", s.Href(at, s.Address("deviations")), templates.Danger)
		if n.SeveralOpen.V > 0 {
			deviations.Note = s.Say("overview.action.several", message.Args{"n": n.SeveralOpen.V})
		}
		unmanaged := action(s, s.Known(definitions.Unmanaged, of, n.Unmanaged), n.Unmanaged.V, "unmanaged", address.Scoped(contracts+"?"+s.Filter("manager", "none"), scope), templates.Neutral)
		if n.Unmanaged.V > 0 {
			unmanaged.Note = s.Say("overview.action.unmanaged-note", nil)
		}
		out = append(out, deviations, unmanaged)
	}
	return out
}

// action draws how many contracts ask for an action, which key names; it leads nowhere and
// has no tone where none does.
func action(s *kit.Site, count templates.Value, n int, key, href string, tone templates.Tone) templates.Action {
	a := templates.Action{Count: count, Text: s.Say("overview.action."+key, message.Args{"n": n})}
	if n > 0 {
		a.Href, a.Tone = href, tone
	}
	return a
}
