package summary

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/templates"
)

// Of is what needs action among some contracts: the whole portfolio, or an area. Scope is
// the filter that keeps the list to them, as "kategori=mat"; "" for all.
func Of(s *kit.Site, at string, list []*measure.ContractFigures, scope string) templates.Overview {
	active := measure.Active(list)
	v := templates.Overview{
		Actions:  Actions(s, at, active, scope),
		KPIs:     KeyFigures(s, list),
		Ceiling:  NearestCeiling(s, at, active, 7, scope),
		Months:   calendar.Months(s, active),
		Calendar: templates.Link{Text: s.T("overview.open-calendar", nil), Href: s.Href(at, s.Address("calendar"))},
		Inspections: templates.InspectionSummary{
			More: templates.Link{Text: s.T("overview.all-inspections", nil), Href: s.Href(at, s.Address("inspections"))},
		},
	}
	rows, n, found := inspections.Areas(s, at, list, s.F.AsOf.AddMonths(-6))
	if v.Inspections.Rows = rows; n > 0 {
		v.Inspections.Conclusion = s.T("overview.inspections-conclusion", message.Args{"n": n, "found": found})
	}
	if len(list) == 0 { // the list has no such filter
		v.Actions, v.Ceiling.More = nil, templates.Link{}
	}
	v.Changes = changesOf(s, at, list, 5)
	if len(v.Changes) == 0 && s.ShowsFiles() {
		v.NoChanges = cmp.Or(s.Opt.Log.Missing, s.T("overview.no-changes", nil))
	}
	if s.Shows(contract.PortfolioModels) {
		v.Risk = risk.Summary(s, at, active, scope)
	}
	return v
}

// changesOf are the latest commits that touched some contracts.
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

// Actions are the counts that ask for something.
func Actions(s *kit.Site, at string, active []*measure.ContractFigures, scope string) []templates.Action {
	var past, pass, options, ending, deviations, unmanaged int
	first := date.Date{}
	several := 0
	known := s.Shows(contract.ContractDeviations, contract.InspectionFindings, contract.ContractManager)
	for _, c := range active {
		switch {
		case measure.Over(c.Money.Use):
			past++
			pass++
		case measure.Over(c.Money.ProjectedUse):
			pass++
		}
		if d := c.Terms.NextDecision; !d.IsZero() && d.Days(s.F.AsOf) <= 90 {
			options++
			if first.IsZero() || d.Before(first) {
				first = d
			}
		}
		if e := c.Terms.LastEnd; !e.IsZero() && !c.Terms.Tacit && e.Days(s.F.AsOf) <= 183 && c.Contract.Successor == "" {
			ending++
		}
		if n := c.Open().V; n > 0 {
			deviations++
			if n > 1 {
				several++
			}
		}
		if c.Manager == nil {
			unmanaged++
		}
	}
	list := s.Href(at, s.Address("contracts"))
	out := []templates.Action{
		{Count: s.Pr.Number(int64(pass)), Text: s.T("action.will-pass", message.Args{"n": pass}), Href: kit.Scoped(list+"?"+s.Param("use")+"=over-prognose,over", scope), Note: s.T("action.already-over", message.Args{"n": past}), Tone: tone(pass, templates.Danger)},
		{Count: s.Pr.Number(int64(options)), Text: s.T("action.options", message.Args{"n": options}), Href: s.Href(at, s.Address("calendar")), Tone: tone(options, templates.Warning)},
		{Count: s.Pr.Number(int64(ending)), Text: s.T("action.ending", message.Args{"n": ending}), Href: kit.Scoped(list+"?"+s.Param("end")+"=6", scope), Note: s.T("action.ending-note", nil), Tone: tone(ending, templates.Warning)},
	}
	if options > 0 {
		out[1].Note = s.T("action.first", message.Args{"date": first})
	}
	if known {
		out = append(out,
			templates.Action{Count: s.Pr.Number(int64(deviations)), Text: s.T("action.deviations", message.Args{"n": deviations}), Href: s.Href(at, s.Address("deviations")), Note: s.T("action.several", message.Args{"n": several}), Tone: tone(deviations, templates.Danger)},
			templates.Action{Count: s.Pr.Number(int64(unmanaged)), Text: s.T("action.unmanaged", message.Args{"n": unmanaged}), Href: kit.Scoped(list+"?"+s.Param("manager")+"=ingen", scope), Note: s.T("action.unmanaged-note", nil)})
	}
	for i, n := range []int{pass, options, ending, deviations, unmanaged}[:len(out)] {
		if n == 0 { // nothing to go to, and nothing to add
			out[i].Href, out[i].Note = "", ""
		}
	}
	if !s.Shows(contract.ContractSuccessor) {
		out[2].Text, out[2].Note = s.T("action.ending-public", message.Args{"n": ending}), ""
	}
	if past == 0 {
		out[0].Note = ""
	}
	if several == 0 && known {
		out[3].Note = ""
	}
	return out
}

func tone(n int, t templates.Tone) templates.Tone {
	if n == 0 {
		return templates.Neutral
	}
	return t
}
