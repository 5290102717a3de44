package render

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) overviewPages() []kit.Page {
	h := kit.Head{Title: cmp.Or(s.P.Settings.Site.Title, s.T("name", nil)), Nav: "overview", Source: s.P.Settings.Origin, Description: s.T("overview.description", nil)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := s.overview("", s.F.Contracts, "")
		v.Lead, v.Changes = s.overviewLead(), nil
		for i, c := range s.Opt.Log.Recent {
			if i == 5 {
				break
			}
			v.Changes = append(v.Changes, changes.Row(s.Site, "", c))
		}
		v.Trends = s.overviewTrends()
		return templates.DrawOverview(f, v)
	})}
}

func (s *site) overviewLead() string {
	t := s.F.Totals
	if s.Public {
		return s.T("overview.lead-public", message.Args{"n": t.Status["active"]})
	}
	return s.T("overview.lead", message.Args{"n": t.Status["active"], "managers": t.Managers})
}

// overview is what needs action among some contracts: the whole portfolio, or an area. Scope is
// the filter that keeps the list to them, as "kategori=mat"; "" for all.
func (s *site) overview(at string, list []*measure.ContractFigures, scope string) templates.Overview {
	active := measure.Active(list)
	v := templates.Overview{
		Actions:  s.actions(at, active, scope),
		KPIs:     s.keyFigures(list),
		Ceiling:  s.nearestCeiling(at, active, 7, scope),
		Months:   calendar.Months(s.Site, active),
		Calendar: templates.Link{Text: s.T("overview.open-calendar", nil), Href: s.Href(at, s.Address("calendar"))},
		Inspections: templates.InspectionSummary{
			More: templates.Link{Text: s.T("overview.all-inspections", nil), Href: s.Href(at, s.Address("inspections"))},
		},
	}
	rows, n, found := inspections.Areas(s.Site, at, list, s.F.AsOf.AddMonths(-6))
	if v.Inspections.Rows = rows; n > 0 {
		v.Inspections.Conclusion = s.T("overview.inspections-conclusion", message.Args{"n": n, "found": found})
	}
	if len(list) == 0 { // the list has no such filter
		v.Actions, v.Ceiling.More = nil, templates.Link{}
	}
	v.Changes = s.changesOf(at, list, 5)
	if len(v.Changes) == 0 {
		v.NoChanges = cmp.Or(s.Opt.Log.Missing, s.T("overview.no-changes", nil))
	}
	if !s.Public {
		v.Risk = s.riskSummary(at, active, scope)
	}
	return v
}

// changesOf are the latest commits that touched some contracts.
func (s *site) changesOf(at string, list []*measure.ContractFigures, n int) []templates.Change {
	ours := map[string]bool{}
	for _, c := range list {
		ours[c.Contract.ID] = true
	}
	var out []templates.Change
	for _, c := range s.Opt.Log.Recent {
		if len(out) < n && slices.ContainsFunc(c.Paths, func(p string) bool { return ours[kit.ContractOf(p)] }) {
			out = append(out, changes.Row(s.Site, at, c))
		}
	}
	return out
}

// actions are the counts that ask for something.
func (s *site) actions(at string, active []*measure.ContractFigures, scope string) []templates.Action {
	var past, pass, options, ending, deviations, unmanaged int
	first := date.Date{}
	several := 0
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
		if n := c.OpenDevs + c.OpenFindings; n > 0 {
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
	if !s.Public {
		out = append(out,
			templates.Action{Count: s.Pr.Number(int64(deviations)), Text: s.T("action.deviations", message.Args{"n": deviations}), Href: s.Href(at, s.Address("deviations")), Note: s.T("action.several", message.Args{"n": several}), Tone: tone(deviations, templates.Danger)},
			templates.Action{Count: s.Pr.Number(int64(unmanaged)), Text: s.T("action.unmanaged", message.Args{"n": unmanaged}), Href: kit.Scoped(list+"?"+s.Param("manager")+"=ingen", scope), Note: s.T("action.unmanaged-note", nil)})
	}
	for i, n := range []int{pass, options, ending, deviations, unmanaged}[:len(out)] {
		if n == 0 { // nothing to go to, and nothing to add
			out[i].Href, out[i].Note = "", ""
		}
	}
	if past == 0 {
		out[0].Note = ""
	}
	if several == 0 && !s.Public {
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

// keyFigures of some contracts. Spend facts belong to the whole portfolio and are shown
// only there.
func (s *site) keyFigures(list []*measure.ContractFigures) []templates.KPI {
	last, _ := measure.TurnoverSums(list)
	active := measure.Active(list)
	number, unit := s.Pr.ShortNumber(last)
	k := templates.KPI{Label: s.T("kpi.turnover", nil), Value: number, Unit: strings.TrimSpace(unit + "\u00A0kr")}
	k.Change = s.likeForLike(list)
	out := []templates.KPI{k}
	t := s.F.Totals
	if len(active) == t.Status["active"] && !s.Public {
		out[0].Spark = s.turnoverSpark()
		out = append(out, s.shareKPI("loyalty", t.Loyalty))
		if t.Leakage != nil {
			n, u := s.Pr.ShortNumber(t.Leakage)
			out = append(out, templates.KPI{Label: s.T("kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr"), Change: s.T("kpi.four-quarters", nil)})
		}
	}
	return append(out, inspections.KPI(s.Site, list), s.benefitKPI(list)) // ended contracts too: so says the page of benefits
}

// turnoverSpark is the turnover of twelve months at the end of each quarter, of the contracts
// that were in the portfolio then.
func (s *site) turnoverSpark() templates.SVG {
	var line []chart.Value
	for i := range s.Opt.Trend.Points {
		r := s.Opt.Trend.Points[i].Totals.LastYear
		line = append(line, chart.Value{Number: kit.Float(r), Missing: r == nil})
	}
	if len(line) < 2 {
		return ""
	}
	return templates.SVG(chart.Spark(line))
}

// likeForLike is how turnover changed on contracts that ran through both of the last two
// years. The portfolio holds few of those that ended, so comparing the sums of all would call
// every new contract growth. "" where no contract ran so long.
func (s *site) likeForLike(list []*measure.ContractFigures) string {
	last, before := new(big.Rat), new(big.Rat)
	for _, c := range list {
		m := c.Money
		if m.Foreign || c.Contract.Parent != "" || c.Status != "active" || m.LastYear == nil || m.PrecedingYear == nil || c.Terms.Start.IsZero() {
			continue
		}
		if c.Terms.Start.After(m.Through.AddMonths(-24)) {
			continue
		}
		last.Add(last, m.LastYear)
		before.Add(before, m.PrecedingYear)
	}
	if before.Sign() <= 0 {
		return ""
	}
	return s.T("kpi.same-contracts", message.Args{"change": s.Signed(last.Quo(last.Sub(last, before), before))})
}

func (s *site) shareKPI(key string, r *big.Rat) templates.KPI {
	k := templates.KPI{Label: s.T("kpi."+key, nil)}
	if r == nil {
		k.Missing = s.T("kpi.no-spend", nil)
		return k
	}
	k.Value, k.Unit, k.Change = s.Pr.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1), "%", s.Pr.Quarter(s.F.Totals.SpendQuarter)
	return k
}

func (s *site) benefitKPI(list []*measure.ContractFigures) templates.KPI {
	planned, realised := measure.CashBenefits(list)
	n, u := s.Pr.ShortNumber(realised)
	k := templates.KPI{Label: s.T("kpi.benefits", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr")}
	if planned.Sign() > 0 {
		k.Change = s.T("kpi.of-plan", message.Args{"share": s.Pr.Percent(new(big.Rat).Quo(realised, planned), 0)})
	}
	return k
}

// nearestCeiling are the contracts whose forecast is highest against the ceiling.
func (s *site) nearestCeiling(at string, active []*measure.ContractFigures, n int, scope string) templates.CeilingList {
	var known []*measure.ContractFigures
	for _, c := range active {
		if c.Money.Use != nil && c.Money.ProjectedUse != nil {
			known = append(known, c)
		}
	}
	slices.SortStableFunc(known, func(a, b *measure.ContractFigures) int {
		return cmp.Or(b.Money.ProjectedUse.Cmp(a.Money.ProjectedUse), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	out := templates.CeilingList{More: templates.Link{Text: s.T("overview.all-by-forecast", nil), Href: kit.Scoped(s.Href(at, s.Address("contracts"))+"?"+s.Param("sort")+"=prognose", scope)}, Empty: s.T("overview.no-ceiling", nil)}
	pass, past := 0, 0
	for _, c := range active {
		switch {
		case measure.Over(c.Money.Use):
			pass, past = pass+1, past+1
		case measure.Over(c.Money.ProjectedUse):
			pass++
		}
	}
	if out.Conclusion = s.T("overview.ceiling-holds", nil); pass > 0 {
		out.Conclusion = s.T("overview.ceiling-conclusion", message.Args{"n": pass, "past": past})
	}
	for _, c := range kit.Shorter(known, n) {
		out.Items = append(out.Items, templates.CeilingItem{
			Contract: templates.Link{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))},
			Amounts:  s.T("usage.amounts", message.Args{"used": s.Money(c, c.Money.Spent), "ceiling": s.Money(c, c.Money.Ceiling)}),
			Usage:    block.Usage(s.Site, c),
		})
	}
	return out
}
