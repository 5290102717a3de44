package render

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// openDeadlines is how many deadlines of a month show at once: more are unfolded by the
// reader, so that the page can be gone through on a phone.
const openDeadlines = 12

func (s *site) calendarPages() []kit.Page {
	at := s.Address("calendar")
	h := kit.Head{At: at, Title: s.T("menu.calendar", nil), Nav: "calendar", Crumbs: s.Crumbs(at), Feeds: s.calendarFeed(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Calendar{Lead: s.T("calendar.lead", nil), Months: s.deadlineMonths(measure.Active(s.F.Contracts)), Empty: s.T("calendar.empty", nil), Feed: s.subscribe(at, at)}
		within := map[string][]measure.Deadline{}
		for _, d := range s.F.Deadlines {
			if !s.shows(d) {
				continue
			}
			id, title := d.Date.MonthOf().String(), prose.UpperFirst(s.Pr.Month(d.Date.MonthOf()))
			switch {
			case d.Days < 0:
				id, title = "forfalt", s.T("calendar.overdue", nil)
			case d.Days > 365:
				continue
			}
			if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
				v.Groups = append(v.Groups, templates.DeadlineGroup{ID: id, Title: title})
			}
			within[id] = append(within[id], d)
		}
		more := 0
		for i := range v.Groups {
			items, left := fewer(s.gathered(at, within[v.Groups[i].ID], true), s.Word("deadline", "evidence"))
			v.Groups[i].Items, more = items, more+left
			first := v.Groups[i].ID != "forfalt" && (i == 0 || v.Groups[i-1].ID == "forfalt") // what is nearest stands open
			if len(items) > openDeadlines && !first {
				v.Groups[i].Fold = s.T("calendar.unfold", message.Args{"n": len(items)})
			}
		}
		v.More = s.Counted("feeds.more-evidence", more)
		return templates.DrawCalendar(f, v)
	})}
}

func (s *site) requirementPages() []kit.Page {
	at := s.Address("requirements")
	h := kit.Head{At: at, Title: s.T("menu.requirements", nil), Nav: "requirements", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "requirements", Table: s.requirementTable(at)}
		if !s.Public {
			v.Keys = []templates.KeyItem{{Tone: "accent", Text: s.Say("areas.column.approved", nil)}, {Tone: "second", Text: s.Say("areas.column.late", nil)}, {Tone: "muted", Text: s.Say("areas.other", nil)}}
		}
		return templates.DrawRecordList(f, v)
	})}
	for i, r := range s.P.Requirements {
		at := s.Address("requirements", r.ID)
		h := kit.Head{At: at, Title: r.Title.In(s.Pr.Lang()), Nav: "requirements", Crumbs: s.Crumbs(at, "requirements"), Source: r.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawRequirement(f, s.requirement(at, i, r)) }),
			s.Twin(at, func() any {
				return map[string]any{"id": r.ID, "title": r.Title.In(s.Pr.Lang()), "group": r.Group, "basis": r.Basis, "when": r.When, "contracts": measure.IDs(s.applying(i))}
			}))
	}
	return out
}

// applying are the active contracts that requirement i applies to, or may.
func (s *site) applying(i int) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Active(s.F.Contracts) {
		if c.Requirements[i].Applies != measure.No {
			out = append(out, c)
		}
	}
	return out
}

func (s *site) requirement(at string, i int, r *contract.Requirement) templates.Requirement {
	v := templates.Requirement{Title: r.Title.In(s.Pr.Lang()), Group: s.Word("group", r.Group), Expression: r.When, Coverage: s.requirementCoverage(i)}
	for _, fact := range [][2]string{{"basis", r.Basis}, {"evidence", r.Evidence.In(s.Pr.Lang())}, {"every", s.Word("every", r.Every)}, {"weight", strconv.Itoa(r.Weight)}} {
		if fact[1] != "" {
			v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact."+fact[0], nil), Value: fact[1]})
		}
	}
	met, active := 0, measure.Active(s.F.Contracts)
	for _, c := range active {
		q := c.Requirements[i]
		row := templates.RequirementContract{Contract: s.ContractLink(at, c.Contract.ID), Why: s.why(q.Why())}
		if q.Applies == measure.No {
			v.Not = append(v.Not, row)
			continue
		}
		if !s.Public {
			row.State, row.Due, row.Last = s.evidenceBadge(q.State, q.Overdue), s.Date(q.Due), s.Date(q.Last)
		}
		if q.State == "approved" && !q.Overdue {
			met++
		}
		v.Applies = append(v.Applies, row)
	}
	key := "requirement.conclusion"
	if s.Public {
		key = "requirement.conclusion-public"
	}
	v.Conclusion = s.T(key, message.Args{"n": len(v.Applies), "total": len(active), "met": met})
	if r.When != "" {
		for _, id := range measure.Uses(r.When, measure.ForRequirement) {
			for _, g := range s.P.Regulations {
				if g.ID == id {
					v.Figures = append(v.Figures, s.regulation(g))
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

func (s *site) regulation(g contract.Regulation) templates.RegulationRow {
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

// inspectionAreas counts inspections by area since a date; n is how many in all, found how
// many of them had deviations.
func (s *site) inspectionAreas(at string, list []*measure.ContractFigures, since date.Date) (out []templates.InspectionArea, n, found int) {
	type count struct {
		n, found int
		themes   []string
	}
	by := map[string]*count{}
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if !s.performed(i) || i.Date.Before(since) {
				continue
			}
			area := cmp.Or(i.Area, s.Say("topics.no-area", nil))
			k := by[area]
			if k == nil {
				k = &count{}
				by[area] = k
			}
			k.n++
			n++
			if foundSomething(i) {
				k.found++
				found++
			}
			for _, t := range i.Themes {
				if !slices.Contains(k.themes, t) {
					k.themes = append(k.themes, t)
				}
			}
		}
	}
	sorter := s.Pr.Sorter()
	var names []string
	for n := range by {
		names = append(names, n)
	}
	slices.SortFunc(names, sorter)
	for _, name := range names {
		k := by[name]
		slices.Sort(k.themes)
		out = append(out, templates.InspectionArea{Area: name, Themes: s.Themes(k.themes), Count: strconv.Itoa(k.n), WithFindings: strconv.Itoa(k.found)})
	}
	return out, n, found
}

func (s *site) inspectionPages() []kit.Page {
	at := s.Address("inspections")
	h := kit.Head{At: at, Title: s.T("menu.inspections", nil), Nav: "inspections", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		areas, n, found := s.inspectionAreas(at, s.F.Contracts, s.F.AsOf.AddMonths(-12))
		v := templates.Inspections{Lead: s.T("inspection.lead", nil), Areas: areas, Chart: s.inspectionQuarters()}
		if sec, several := s.inspectionThemes(f); several {
			v.Sections = append(v.Sections, sec)
		}
		v.Sections = append(v.Sections, s.inspectionCoverage(f, at))
		if !s.Public {
			v.Candidates = s.inspectionCandidates(at)
		}
		type dated struct {
			d   date.Date
			row templates.InspectionRow
		}
		var rows []dated
		for _, c := range s.F.Contracts {
			for _, i := range c.Contract.Inspections {
				rows = append(rows, dated{i.Date, s.inspectionRow(at, c.Contract, i, true)})
			}
		}
		slices.SortStableFunc(rows, func(a, b dated) int { return b.d.Compare(a.d) })
		for _, r := range rows {
			v.Rows = append(v.Rows, r.row)
		}
		v.Conclusion = s.T("inspection.year", message.Args{"n": n, "found": found, "all": len(rows)})
		return templates.DrawInspections(f, v)
	})}
}

// deviationRows are a contract's deviations and inspection findings.
func (s *site) deviationRows(at string, c *measure.ContractFigures, withContract bool) []templates.DeviationRow {
	var out []templates.DeviationRow
	add := func(id, title, severity, owner, action string, reported, due, closed date.Date) {
		row := templates.DeviationRow{ID: id, Title: title, Href: s.Href(at, s.Address("contracts", c.Contract.ID)) + "#" + id, Severity: block.SeverityBadge(s.Site, severity), Reported: s.Date(reported), Due: s.Date(due), Owner: s.PersonName(owner), Action: action}
		if open := closed.IsZero() || closed.After(s.F.AsOf); open {
			row.Status = templates.Badge{Text: s.T("deviation.open", nil), Tone: templates.Danger}
			row.Late = !due.IsZero() && due.Before(s.F.AsOf)
			if !reported.IsZero() {
				row.Age = s.Pr.Text("common.days", message.Args{"n": s.F.AsOf.Days(reported)})
			}
		} else {
			row.Status = templates.Badge{Text: s.T("deviation.closed", message.Args{"date": closed}), Tone: templates.OK}
			row.Severity.Tone = "" // red is for what is open
		}
		if withContract {
			row.Contract = s.ContractLink(at, c.Contract.ID)
		}
		out = append(out, row)
	}
	for _, d := range c.Contract.Deviations {
		if d.Reported.After(s.F.AsOf) {
			continue // measure does not know of it either
		}
		action := ""
		if n := len(d.Actions); n > 0 {
			action = d.Actions[n-1].What
		}
		add("avvik-"+d.ID, d.Title, d.Severity, d.Owner, action, d.Reported, d.Deadline, d.Closed)
		out[len(out)-1].Href = s.Href(at, s.Address("deviations", c.Contract.ID, d.ID))
	}
	for _, i := range c.Contract.Inspections {
		if i.Date.After(s.F.AsOf) || i.Status == "planned" {
			continue
		}
		for _, f := range i.Findings {
			responsible := f.VerifiedBy
			if responsible == "" && len(i.Inspectors) > 0 {
				responsible = i.Inspectors[0]
			}
			add("funn-"+i.ID+"-"+f.ID, f.Description, f.Severity, responsible, f.Action, i.Date, f.Deadline, f.Closed)
			out[len(out)-1].Href = s.Href(at, block.InspectionAddress(s.Site, c.Contract, &i)) + "#funn"
		}
	}
	return out
}

func (s *site) deviationPages() []kit.Page {
	if s.Public {
		return nil
	}
	at := s.Address("deviations")
	h := kit.Head{At: at, Title: s.T("menu.deviations", nil), Nav: "deviations", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Deviations{Lead: s.T("deviation.lead", nil)}
		late := 0
		var ages []int // of the open ones
		for _, c := range s.F.Contracts {
			for _, r := range s.deviationRows(at, c, true) {
				if r.Status.Tone == templates.Danger {
					v.Open = append(v.Open, r)
					if r.Late {
						late++
					}
				} else {
					v.Closed = append(v.Closed, r)
				}
			}
		}
		slices.SortStableFunc(v.Open, func(a, b templates.DeviationRow) int { return cmp.Compare(a.Reported.ISO, b.Reported.ISO) })
		slices.SortStableFunc(v.Closed, func(a, b templates.DeviationRow) int { return cmp.Compare(b.Reported.ISO, a.Reported.ISO) })
		for _, r := range v.Open {
			age := 1 << 20 // without a date it counts as old, as in the report
			if d, err := date.Parse(r.Reported.ISO); err == nil {
				age = s.F.AsOf.Days(d)
			}
			ages = append(ages, age)
		}
		v.Ages = s.deviationAges(v.Open, ages)
		v.Conclusion = s.T("deviation.conclusion", message.Args{"n": len(v.Open), "late": late})
		return templates.DrawDeviations(f, v)
	})}
}

func (s *site) benefitRow(at string, c *measure.ContractFigures, b *measure.BenefitFigures, withContract bool) templates.BenefitRow {
	unit := func(r *big.Rat) string {
		switch {
		case r == nil:
			return "–"
		case measure.BenefitClass(b.Benefit) == "share":
			return s.Pr.Rat(r, 1) + " " + cmp.Or(b.Benefit.Unit, "%")
		case measure.BenefitClass(b.Benefit) == "co2e":
			return s.Pr.Rat(r, 0) + " " + cmp.Or(b.Benefit.Unit, "t CO2e")
		case b.Benefit.Unit == "" || b.Benefit.Unit == "NOK":
			return s.Pr.MoneyShort(r)
		}
		return s.Pr.Rat(r, 0) + " " + b.Benefit.Unit
	}
	row := templates.BenefitRow{Title: cmp.Or(b.Benefit.Title, s.Word("benefit-kind", b.Benefit.Kind)), Kind: s.Word("benefit-kind", b.Benefit.Kind), Class: s.Word("benefit-class", measure.BenefitClass(b.Benefit)),
		Planned: unit(b.PlannedToDate), Realised: unit(b.Realised), Confirmed: unit(b.Confirmed), Share: s.Pr.Percent(b.Realisation, 0)}
	if n := len(b.Benefit.Realised); n > 0 {
		row.Evidence = s.Word("evidence-class", b.Benefit.Realised[n-1].Evidence)
	}
	switch {
	case b.Realisation == nil:
	case b.Realisation.Cmp(big.NewRat(8, 10)) >= 0:
		row.State = templates.Badge{Text: s.T("benefit.on-track", nil), Tone: templates.OK}
	default:
		row.State = templates.Badge{Text: s.T("benefit.behind", nil), Tone: templates.Warning}
	}
	if withContract {
		row.Contract = s.ContractLink(at, c.Contract.ID)
	}
	return row
}

func (s *site) benefitPages() []kit.Page {
	at := s.Address("benefits")
	h := kit.Head{At: at, Title: s.T("menu.benefits", nil), Nav: "benefits", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Benefits{Lead: s.T("benefit.lead", nil), KPIs: []templates.KPI{s.benefitKPI(s.F.Contracts)},
			Classes: templates.Table{Caption: s.T("benefit.by-class", nil), Columns: s.Columns("class", "planned#", "realised#", "confirmed#")}}
		for _, t := range s.F.Totals.Benefits {
			v.Classes.Rows = append(v.Classes.Rows, []templates.Cell{{Text: s.Word("benefit-class", t.Class)}, {Text: s.classSum(t.Class, t.PlannedToDate)}, {Text: s.classSum(t.Class, t.Realised)}, {Text: s.classSum(t.Class, t.Confirmed)}})
		}
		for _, c := range s.F.Contracts {
			for i := range c.Benefits {
				v.Rows = append(v.Rows, s.benefitRow(at, c, &c.Benefits[i], true))
			}
		}
		v.Sections, v.Conclusion = s.benefitSections(f), s.T("benefit.conclusion", message.Args{"n": len(v.Rows)})
		v.Trends = s.benefitTrends()
		return templates.DrawBenefits(f, v)
	})}
}

func (s *site) classSum(class string, r *big.Rat) string {
	if class == "cash" || class == "non-cash" || class == "workers" {
		return s.Pr.MoneyShort(r)
	}
	return s.Pr.Rat(r, 0)
}
