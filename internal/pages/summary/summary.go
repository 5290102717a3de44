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
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	measured "github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/message"
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
		KPIs:     KeyFigures(s, at, of, list, scope),
		Ceiling:  Ceilings(s, at, followed, 7, scope),
		Months:   calendar.Months(s, at, followed, scope),
		Calendar: templates.Link{Text: s.Say("overview.open-calendar", nil), Href: s.Href(at, s.Address("calendar"))},
		Inspections: templates.InspectionSummary{
			More: templates.Link{Text: s.Say("overview.all-inspections", nil), Href: s.Rows(at, "inspections", scope)},
		},
	}
	rows, all := inspections.Areas(s, at, list, measured.Period6, scope)
	if v.Inspections.Rows = rows; all.Held > 0 {
		v.Inspections.Conclusion = s.Say("overview.inspections-conclusion", message.Args{"n": all.Held, "found": all.Nonconforming})
	}
	if v.None = len(followed) == 0; v.None {
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

// changesOf draws the latest n commits that touched some contracts, and names only these.
func changesOf(s *kit.Site, at string, list []*measure.ContractFigures, n int) []templates.Change {
	ours := map[string]bool{}
	for _, c := range list {
		ours[c.Contract.ID] = true
	}
	var out []templates.Change
	for _, c := range s.Opt.Log.Recent {
		if len(out) < n && slices.ContainsFunc(c.Paths, func(p string) bool { return ours[kit.ContractOf(p)] }) {
			c.Paths = slices.DeleteFunc(slices.Clone(c.Paths), func(p string) bool { return !ours[kit.ContractOf(p)] })
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
	action := func(id definitions.ID, count int, key string, tone templates.Tone, asks ...totals.Ask) templates.Action {
		a := templates.Action{Count: s.Marked(id, of, asking(s, at, count, scope, asks...)), Text: s.Say("overview.action."+key, message.Args{"n": count})}
		if count > 0 {
			a.Tone = tone
		}
		return a
	}
	note := func(count int, key string, args message.Args, asks ...totals.Ask) templates.Count {
		c := asking(s, at, count, scope, asks...)
		c.Text = s.Say("overview.action."+key, args)
		return c
	}
	out := []templates.Action{
		action(definitions.Passing, n.Ceilings.Passed+n.Ceilings.WillPass, "will-pass", templates.Danger, totals.AskOver, totals.AskOverForecast),
		action(definitions.Options, n.Options, "options", templates.Warning, totals.AskOption),
		action(definitions.Ending, n.Ending, "ending", templates.Warning, totals.AskEnding),
	}
	if n.Ceilings.Withheld > 0 {
		out[0].Text = s.Say("overview.action.will-pass-known", message.Args{"n": n.Ceilings.Passed + n.Ceilings.WillPass})
	}
	if n.Ceilings.Passed > 0 {
		out[0].Note = note(n.Ceilings.Passed, "already-over", message.Args{"n": n.Ceilings.Passed}, totals.AskOver)
	}
	var notes []string
	if n.LateOptions > 0 {
		notes = append(notes, s.Say("overview.action.options-late", message.Args{"n": n.LateOptions}))
	}
	if !n.FirstOption.IsZero() {
		notes = append(notes, s.Say("overview.action.first", message.Args{"date": n.FirstOption}))
	}
	out[1].Note.Text = strings.Join(notes, ". ")
	switch {
	case !s.Shows(contract.ContractSuccessor):
		out[2].Text = s.Say("overview.action.ending-public", message.Args{"n": n.Ending})
	case n.Ending > 0:
		out[2].Note.Text = s.Say("overview.action.ending-note", nil)
	}
	if s.Shows(contract.ContractDeviations, contract.InspectionFindings, contract.ContractManager) {
		deviations := action(definitions.WithOpen, n.Open.V, "deviations", templates.Danger, totals.AskOpen)
		if n.SeveralOpen.V > 0 {
			deviations.Note = note(n.SeveralOpen.V, "several", message.Args{"n": n.SeveralOpen.V}, totals.AskSeveralOpen)
		}
		unmanaged := action(definitions.Unmanaged, n.Unmanaged.V, "unmanaged", templates.Neutral, totals.AskUnmanaged)
		if n.Unmanaged.V > 0 {
			unmanaged.Note.Text = s.Say("overview.action.unmanaged-note", nil)
		}
		out = append(out, deviations, unmanaged)
	}
	return out
}

// asking counts the contracts that ask for one of some actions, within a scope (see Of).
func asking(s *kit.Site, at string, n int, scope string, asks ...totals.Ask) templates.Count {
	words := make([]string, len(asks))
	for i, a := range asks {
		words[i] = string(a)
	}
	return s.Count(n, at, "contracts", s.Filter("asks", words...), scope)
}
