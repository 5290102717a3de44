package render

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) maybe(a contract.Maybe[money.Amount]) string {
	if !a.Set {
		return "–"
	}
	return s.pr.MoneyShort(a.V.Rat())
}

// openDeadlines is how many deadlines of a month show at once: more are unfolded by the
// reader, so that the page can be gone through on a phone.
const openDeadlines = 12

func calendarPages(s *site) []page {
	at := s.address("calendar")
	h := head{at: at, title: s.t("menu.calendar", nil), nav: "calendar", crumbs: s.crumbs(at), feeds: s.calendarFeed(at)}
	return []page{s.html(h, func(f templates.Frame) component {
		v := templates.Calendar{Lead: s.t("calendar.lead", nil), Months: s.deadlineMonths(activeOnly(s.f.Contracts)), Empty: s.t("calendar.empty", nil), Feed: s.subscribe(at, at)}
		within := map[string][]measure.Deadline{}
		for _, d := range s.f.Deadlines {
			if !s.shows(d) {
				continue
			}
			id, title := d.Date.MonthOf().String(), upperFirst(s.pr.Month(d.Date.MonthOf()))
			switch {
			case d.Days < 0:
				id, title = "forfalt", s.t("calendar.overdue", nil)
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
			items, left := fewer(s.gathered(at, within[v.Groups[i].ID], true), s.word("deadline", "evidence"))
			v.Groups[i].Items, more = items, more+left
			first := v.Groups[i].ID != "forfalt" && (i == 0 || v.Groups[i-1].ID == "forfalt") // what is nearest stands open
			if len(items) > openDeadlines && !first {
				v.Groups[i].Fold = s.t("calendar.unfold", message.Args{"n": len(items)})
			}
		}
		v.More = s.counted("feeds.more-evidence", more)
		return templates.DrawCalendar(f, v)
	})}
}

func requirementPages(s *site) []page {
	at := s.address("requirements")
	h := head{at: at, title: s.t("menu.requirements", nil), nav: "requirements", crumbs: s.crumbs(at)}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.RecordList{Kind: "requirements", Table: s.requirementTable(at)}
		if !s.public {
			v.Keys = []templates.KeyItem{{Tone: "accent", Text: s.say("areas.column.approved", nil)}, {Tone: "second", Text: s.say("areas.column.late", nil)}, {Tone: "muted", Text: s.say("areas.other", nil)}}
		}
		return templates.DrawRecordList(f, v)
	})}
	for i, r := range s.p.Requirements {
		at := s.address("requirements", r.ID)
		h := head{at: at, title: r.Title.In(s.pr.Lang()), nav: "requirements", crumbs: s.crumbs(at, "requirements"), source: r.Origin}
		out = append(out, s.html(h, func(f templates.Frame) component { return templates.DrawRequirement(f, s.requirement(at, i, r)) }),
			s.twin(at, func() any {
				return map[string]any{"id": r.ID, "title": r.Title.In(s.pr.Lang()), "group": r.Group, "basis": r.Basis, "when": r.When, "contracts": contractIDs(s.applying(i))}
			}))
	}
	return out
}

// applying are the active contracts that requirement i applies to, or may.
func (s *site) applying(i int) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range activeOnly(s.f.Contracts) {
		if c.Requirements[i].Applies != measure.No {
			out = append(out, c)
		}
	}
	return out
}

func (s *site) requirement(at string, i int, r *contract.Requirement) templates.Requirement {
	v := templates.Requirement{Title: r.Title.In(s.pr.Lang()), Group: s.word("group", r.Group), Expression: r.When, Coverage: s.requirementCoverage(i)}
	for _, fact := range [][2]string{{"basis", r.Basis}, {"evidence", r.Evidence.In(s.pr.Lang())}, {"every", s.word("every", r.Every)}, {"weight", itoa(r.Weight)}} {
		if fact[1] != "" {
			v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact."+fact[0], nil), Value: fact[1]})
		}
	}
	met, active := 0, activeOnly(s.f.Contracts)
	for _, c := range active {
		q := c.Requirements[i]
		row := templates.RequirementContract{Contract: s.contractLink(at, c.Contract.ID), Why: s.why(q.Why())}
		if q.Applies == measure.No {
			v.Not = append(v.Not, row)
			continue
		}
		if !s.public {
			row.State, row.Due, row.Last = s.evidenceBadge(q.State, q.Overdue), s.date(q.Due), s.date(q.Last)
		}
		if q.State == "approved" && !q.Overdue {
			met++
		}
		v.Applies = append(v.Applies, row)
	}
	key := "requirement.conclusion"
	if s.public {
		key = "requirement.conclusion-public"
	}
	v.Conclusion = s.t(key, message.Args{"n": len(v.Applies), "total": len(active), "met": met})
	if r.When != "" {
		for _, id := range expr.Regulations(r.When, &duties.Conditions) {
			for _, g := range s.p.Regulations {
				if g.ID == id {
					v.Figures = append(v.Figures, s.regulation(g))
				}
			}
		}
	}
	if r.Guidance != "" {
		for _, g := range s.p.Guidance {
			if g.ID == r.Guidance || lastPart(g.ID) == r.Guidance {
				v.Guidance = templates.Link{Text: g.Title, Href: s.href(at, s.address("guidance", g.ID))}
			}
		}
	}
	return v
}

func (s *site) regulation(g contract.Regulation) templates.RegulationRow {
	row := templates.RegulationRow{Name: or(g.Title.In(s.pr.Lang()), g.ID), From: s.date(g.From), To: s.date(g.To), Source: templates.Link{Text: or(g.Basis, g.Source), Href: safeURL(g.Source)}, Verified: s.date(g.Verified)}
	unit := g.Unit
	if unit == "NOK" {
		unit = "kr"
	}
	row.Value = s.pr.Decimal(g.Value.V) + "\u00A0" + unit
	if g.Confidence != "" {
		tone := templates.Neutral
		if g.Confidence != "verified" {
			tone = templates.Warning
		}
		row.Sure = templates.Badge{Text: s.word("confidence", g.Confidence), Tone: tone}
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
			area := or(i.Area, s.say("topics.no-area", nil))
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
	sorter := s.pr.Sorter()
	var names []string
	for n := range by {
		names = append(names, n)
	}
	slices.SortFunc(names, sorter)
	for _, name := range names {
		k := by[name]
		slices.Sort(k.themes)
		out = append(out, templates.InspectionArea{Area: name, Themes: s.themes(k.themes), Count: itoa(k.n), WithFindings: itoa(k.found)})
	}
	return out, n, found
}

func inspectionPages(s *site) []page {
	at := s.address("inspections")
	h := head{at: at, title: s.t("menu.inspections", nil), nav: "inspections", crumbs: s.crumbs(at)}
	return []page{s.html(h, func(f templates.Frame) component {
		areas, n, found := s.inspectionAreas(at, s.f.Contracts, s.f.AsOf.AddMonths(-12))
		v := templates.Inspections{Lead: s.t("inspection.lead", nil), Areas: areas, Chart: s.inspectionQuarters()}
		if sec, several := s.inspectionThemes(f); several {
			v.Sections = append(v.Sections, sec)
		}
		v.Sections = append(v.Sections, s.inspectionCoverage(f, at))
		if !s.public {
			v.Candidates = s.inspectionCandidates(at)
		}
		type dated struct {
			d   date.Date
			row templates.InspectionRow
		}
		var rows []dated
		for _, c := range s.f.Contracts {
			for _, i := range c.Contract.Inspections {
				rows = append(rows, dated{i.Date, s.inspectionRow(at, c.Contract, i, true)})
			}
		}
		slices.SortStableFunc(rows, func(a, b dated) int { return b.d.Compare(a.d) })
		for _, r := range rows {
			v.Rows = append(v.Rows, r.row)
		}
		v.Conclusion = s.t("inspection.year", message.Args{"n": n, "found": found, "all": len(rows)})
		return templates.DrawInspections(f, v)
	})}
}

// deviationRows are a contract's deviations and inspection findings.
func (s *site) deviationRows(at string, c *measure.ContractFigures, withContract bool) []templates.DeviationRow {
	var out []templates.DeviationRow
	add := func(id, title, severity, owner, action string, reported, due, closed date.Date) {
		row := templates.DeviationRow{ID: id, Title: title, Href: s.href(at, s.address("contracts", c.Contract.ID)) + "#" + id, Severity: severityBadge(s, severity), Reported: s.date(reported), Due: s.date(due), Owner: s.personName(owner), Action: action}
		if open := closed.IsZero() || closed.After(s.f.AsOf); open {
			row.Status = templates.Badge{Text: s.t("deviation.open", nil), Tone: templates.Danger}
			row.Late = !due.IsZero() && due.Before(s.f.AsOf)
			if !reported.IsZero() {
				row.Age = s.pr.Text("common.days", message.Args{"n": s.f.AsOf.Days(reported)})
			}
		} else {
			row.Status = templates.Badge{Text: s.t("deviation.closed", message.Args{"date": closed}), Tone: templates.OK}
			row.Severity.Tone = "" // red is for what is open
		}
		if withContract {
			row.Contract = s.contractLink(at, c.Contract.ID)
		}
		out = append(out, row)
	}
	for _, d := range c.Contract.Deviations {
		if d.Reported.After(s.f.AsOf) {
			continue // measure does not know of it either
		}
		action := ""
		if n := len(d.Actions); n > 0 {
			action = d.Actions[n-1].What
		}
		add("avvik-"+d.ID, d.Title, d.Severity, d.Owner, action, d.Reported, d.Deadline, d.Closed)
		out[len(out)-1].Href = s.href(at, s.address("deviations", c.Contract.ID, d.ID))
	}
	for _, i := range c.Contract.Inspections {
		if i.Date.After(s.f.AsOf) || i.Status == "planned" {
			continue
		}
		for _, f := range i.Findings {
			responsible := f.VerifiedBy
			if responsible == "" && len(i.Inspectors) > 0 {
				responsible = i.Inspectors[0]
			}
			add("funn-"+i.ID+"-"+f.ID, f.Description, f.Severity, responsible, f.Action, i.Date, f.Deadline, f.Closed)
			out[len(out)-1].Href = s.href(at, s.inspectionAddress(c.Contract, &i)) + "#funn"
		}
	}
	return out
}

func deviationPages(s *site) []page {
	if s.public {
		return nil
	}
	at := s.address("deviations")
	h := head{at: at, title: s.t("menu.deviations", nil), nav: "deviations", crumbs: s.crumbs(at)}
	return []page{s.html(h, func(f templates.Frame) component {
		v := templates.Deviations{Lead: s.t("deviation.lead", nil)}
		late := 0
		var ages []int // of the open ones
		for _, c := range s.f.Contracts {
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
				age = s.f.AsOf.Days(d)
			}
			ages = append(ages, age)
		}
		v.Ages = s.deviationAges(v.Open, ages)
		v.Conclusion = s.t("deviation.conclusion", message.Args{"n": len(v.Open), "late": late})
		return templates.DrawDeviations(f, v)
	})}
}

func (s *site) benefitRow(at string, c *measure.ContractFigures, b *measure.BenefitFigures, withContract bool) templates.BenefitRow {
	unit := func(r *big.Rat) string {
		switch {
		case r == nil:
			return "–"
		case measure.BenefitClass(b.Benefit) == "share":
			return s.pr.Rat(r, 1) + " " + or(b.Benefit.Unit, "%")
		case measure.BenefitClass(b.Benefit) == "co2e":
			return s.pr.Rat(r, 0) + " " + or(b.Benefit.Unit, "t CO2e")
		case b.Benefit.Unit == "" || b.Benefit.Unit == "NOK":
			return s.pr.MoneyShort(r)
		}
		return s.pr.Rat(r, 0) + " " + b.Benefit.Unit
	}
	row := templates.BenefitRow{Title: or(b.Benefit.Title, s.word("benefit-kind", b.Benefit.Kind)), Kind: s.word("benefit-kind", b.Benefit.Kind), Class: s.word("benefit-class", measure.BenefitClass(b.Benefit)),
		Planned: unit(b.PlannedToDate), Realised: unit(b.Realised), Confirmed: unit(b.Confirmed), Share: s.pr.Percent(b.Realisation, 0)}
	if n := len(b.Benefit.Realised); n > 0 {
		row.Evidence = s.word("evidence-class", b.Benefit.Realised[n-1].Evidence)
	}
	switch {
	case b.Realisation == nil:
	case b.Realisation.Cmp(big.NewRat(8, 10)) >= 0:
		row.State = templates.Badge{Text: s.t("benefit.on-track", nil), Tone: templates.OK}
	default:
		row.State = templates.Badge{Text: s.t("benefit.behind", nil), Tone: templates.Warning}
	}
	if withContract {
		row.Contract = s.contractLink(at, c.Contract.ID)
	}
	return row
}

func benefitPages(s *site) []page {
	at := s.address("benefits")
	h := head{at: at, title: s.t("menu.benefits", nil), nav: "benefits", crumbs: s.crumbs(at)}
	return []page{s.html(h, func(f templates.Frame) component {
		v := templates.Benefits{Lead: s.t("benefit.lead", nil), KPIs: []templates.KPI{s.benefitKPI(s.f.Contracts)},
			Classes: templates.Table{Caption: s.t("benefit.by-class", nil), Columns: s.columns("class", "planned#", "realised#", "confirmed#")}}
		for _, t := range s.f.Totals.Benefits {
			v.Classes.Rows = append(v.Classes.Rows, []templates.Cell{{Text: s.word("benefit-class", t.Class)}, {Text: s.classSum(t.Class, t.PlannedToDate)}, {Text: s.classSum(t.Class, t.Realised)}, {Text: s.classSum(t.Class, t.Confirmed)}})
		}
		for _, c := range s.f.Contracts {
			for i := range c.Benefits {
				v.Rows = append(v.Rows, s.benefitRow(at, c, &c.Benefits[i], true))
			}
		}
		v.Sections, v.Conclusion = s.benefitSections(f), s.t("benefit.conclusion", message.Args{"n": len(v.Rows)})
		v.Trends = s.benefitTrends()
		return templates.DrawBenefits(f, v)
	})}
}

func (s *site) classSum(class string, r *big.Rat) string {
	if class == "cash" || class == "non-cash" || class == "workers" {
		return s.pr.MoneyShort(r)
	}
	return s.pr.Rat(r, 0)
}
