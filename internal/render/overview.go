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
	"github.com/forvalt/forvalt/templates"
)

func overviewPages(s *site) []page {
	h := head{title: or(s.p.Settings.Site.Title, s.t("name", nil)), nav: "overview", source: s.p.Settings.Origin, description: s.t("overview.description", nil)}
	return []page{s.html(h, func(f templates.Frame) component {
		v := s.overview("", s.f.Contracts, "")
		v.Lead, v.Changes = s.overviewLead(), nil
		for i, c := range s.opt.Log.Recent {
			if i == 5 {
				break
			}
			v.Changes = append(v.Changes, s.change("", c))
		}
		v.Trends = s.overviewTrends()
		return templates.DrawOverview(f, v)
	})}
}

func (s *site) overviewLead() string {
	t := s.f.Totals
	if s.public {
		return s.t("overview.lead-public", message.Args{"n": t.Status["active"]})
	}
	return s.t("overview.lead", message.Args{"n": t.Status["active"], "managers": t.Managers})
}

// overview is what needs action among some contracts: the whole portfolio, or an area. Scope is
// the filter that keeps the list to them, as "kategori=mat"; "" for all.
func (s *site) overview(at string, list []*measure.ContractFigures, scope string) templates.Overview {
	active := activeOnly(list)
	v := templates.Overview{
		Actions:  s.actions(at, active, scope),
		KPIs:     s.keyFigures(list),
		Ceiling:  s.nearestCeiling(at, active, 7, scope),
		Months:   s.deadlineMonths(active),
		Calendar: templates.Link{Text: s.t("overview.open-calendar", nil), Href: s.href(at, s.address("calendar"))},
		Inspections: templates.InspectionSummary{
			More: templates.Link{Text: s.t("overview.all-inspections", nil), Href: s.href(at, s.address("inspections"))},
		},
	}
	rows, n, found := s.inspectionAreas(at, list, s.f.AsOf.AddMonths(-6))
	if v.Inspections.Rows = rows; n > 0 {
		v.Inspections.Conclusion = s.t("overview.inspections-conclusion", message.Args{"n": n, "found": found})
	}
	if len(list) == 0 { // the list has no such filter
		v.Actions, v.Ceiling.More = nil, templates.Link{}
	}
	v.Changes = s.changesOf(at, list, 5)
	if len(v.Changes) == 0 {
		v.NoChanges = or(s.opt.Log.Missing, s.t("overview.no-changes", nil))
	}
	if !s.public {
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
	for _, c := range s.opt.Log.Recent {
		if len(out) < n && slices.ContainsFunc(c.Paths, func(p string) bool { return ours[contractOf(p)] }) {
			out = append(out, s.change(at, c))
		}
	}
	return out
}

func activeOnly(list []*measure.ContractFigures) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range list {
		if c.Status == "active" {
			out = append(out, c)
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
		case over(c.Money.Use):
			past++
			pass++
		case over(c.Money.ProjectedUse):
			pass++
		}
		if d := c.Terms.NextDecision; !d.IsZero() && d.Days(s.f.AsOf) <= 90 {
			options++
			if first.IsZero() || d.Before(first) {
				first = d
			}
		}
		if e := c.Terms.LastEnd; !e.IsZero() && !c.Terms.Tacit && e.Days(s.f.AsOf) <= 183 && c.Contract.Successor == "" {
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
	list := s.href(at, s.address("contracts"))
	out := []templates.Action{
		{Count: s.pr.Number(int64(pass)), Text: s.t("action.will-pass", message.Args{"n": pass}), Href: scoped(list+"?"+s.param("use")+"=over-prognose,over", scope), Note: s.t("action.already-over", message.Args{"n": past}), Tone: tone(pass, templates.Danger)},
		{Count: s.pr.Number(int64(options)), Text: s.t("action.options", message.Args{"n": options}), Href: s.href(at, s.address("calendar")), Tone: tone(options, templates.Warning)},
		{Count: s.pr.Number(int64(ending)), Text: s.t("action.ending", message.Args{"n": ending}), Href: scoped(list+"?"+s.param("end")+"=6", scope), Note: s.t("action.ending-note", nil), Tone: tone(ending, templates.Warning)},
	}
	if options > 0 {
		out[1].Note = s.t("action.first", message.Args{"date": first})
	}
	if !s.public {
		out = append(out,
			templates.Action{Count: s.pr.Number(int64(deviations)), Text: s.t("action.deviations", message.Args{"n": deviations}), Href: s.href(at, s.address("deviations")), Note: s.t("action.several", message.Args{"n": several}), Tone: tone(deviations, templates.Danger)},
			templates.Action{Count: s.pr.Number(int64(unmanaged)), Text: s.t("action.unmanaged", message.Args{"n": unmanaged}), Href: scoped(list+"?"+s.param("manager")+"=ingen", scope), Note: s.t("action.unmanaged-note", nil)})
	}
	for i, n := range []int{pass, options, ending, deviations, unmanaged}[:len(out)] {
		if n == 0 { // nothing to go to, and nothing to add
			out[i].Href, out[i].Note = "", ""
		}
	}
	if past == 0 {
		out[0].Note = ""
	}
	if several == 0 && !s.public {
		out[3].Note = ""
	}
	return out
}

// scoped adds a filter to an address of the list.
func scoped(href, scope string) string {
	if scope == "" {
		return href
	}
	return href + "&" + scope
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
	last, _ := turnoverSums(list)
	active := activeOnly(list)
	number, unit := s.pr.ShortNumber(last)
	k := templates.KPI{Label: s.t("kpi.turnover", nil), Value: number, Unit: strings.TrimSpace(unit + "\u00A0kr")}
	k.Change = s.likeForLike(list)
	out := []templates.KPI{k}
	t := s.f.Totals
	if len(active) == t.Status["active"] && !s.public {
		out[0].Spark = s.turnoverSpark()
		out = append(out, s.shareKPI("loyalty", t.Loyalty))
		if t.Leakage != nil {
			n, u := s.pr.ShortNumber(t.Leakage)
			out = append(out, templates.KPI{Label: s.t("kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr"), Change: s.t("kpi.four-quarters", nil)})
		}
	}
	return append(out, s.inspectionKPI(list), s.benefitKPI(list)) // ended contracts too: so says the page of benefits
}

// turnoverSpark is the turnover of twelve months at the end of each quarter, of the contracts
// that were in the portfolio then.
func (s *site) turnoverSpark() templates.SVG {
	var line []chart.Value
	for i := range s.opt.Trend.Points {
		r := s.opt.Trend.Points[i].Totals.LastYear
		line = append(line, chart.Value{Number: float(r), Missing: r == nil})
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
	return s.t("kpi.same-contracts", message.Args{"change": s.signed(last.Quo(last.Sub(last, before), before))})
}

func (s *site) signed(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+" + s.pr.Percent(r, 1)
	}
	return s.pr.Percent(r, 1)
}

func (s *site) shareKPI(key string, r *big.Rat) templates.KPI {
	k := templates.KPI{Label: s.t("kpi."+key, nil)}
	if r == nil {
		k.Missing = s.t("kpi.no-spend", nil)
		return k
	}
	k.Value, k.Unit, k.Change = s.pr.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1), "%", s.pr.Quarter(s.f.Totals.SpendQuarter)
	return k
}

func (s *site) inspectionKPI(list []*measure.ContractFigures) templates.KPI {
	n, found := 0, 0
	for _, c := range list {
		for _, i := range c.Contract.Inspections {
			if i.Date.Year() == s.f.AsOf.Year() && !i.Date.After(s.f.AsOf) && i.Status != "planned" {
				n++
				if i.Result == "minor" || i.Result == "major" {
					found++
				}
			}
		}
	}
	return templates.KPI{Label: s.t("kpi.inspections", nil), Value: s.pr.Number(int64(n)), Change: s.t("kpi.with-findings", message.Args{"n": found})}
}

func (s *site) benefitKPI(list []*measure.ContractFigures) templates.KPI {
	planned, realised := new(big.Rat), new(big.Rat)
	for _, c := range list {
		for _, b := range c.Benefits {
			if measure.BenefitClass(b.Benefit) == "cash" {
				add(planned, b.PlannedToDate)
				add(realised, b.Realised)
			}
		}
	}
	n, u := s.pr.ShortNumber(realised)
	k := templates.KPI{Label: s.t("kpi.benefits", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr")}
	if planned.Sign() > 0 {
		k.Change = s.t("kpi.of-plan", message.Args{"share": s.pr.Percent(new(big.Rat).Quo(realised, planned), 0)})
	}
	return k
}

func add(sum, r *big.Rat) {
	if r != nil {
		sum.Add(sum, r)
	}
}

// turnoverSums adds the turnover of contracts that are not call-offs, in the portfolio's currency.
func turnoverSums(list []*measure.ContractFigures) (last, before *big.Rat) {
	last, before = new(big.Rat), new(big.Rat)
	for _, c := range list {
		if !c.Money.Foreign && c.Contract.Parent == "" {
			add(last, c.Money.LastYear)
			add(before, c.Money.PrecedingYear)
		}
	}
	return last, before
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
	out := templates.CeilingList{More: templates.Link{Text: s.t("overview.all-by-forecast", nil), Href: scoped(s.href(at, s.address("contracts"))+"?"+s.param("sort")+"=prognose", scope)}, Empty: s.t("overview.no-ceiling", nil)}
	pass, past := 0, 0
	for _, c := range active {
		switch {
		case over(c.Money.Use):
			pass, past = pass+1, past+1
		case over(c.Money.ProjectedUse):
			pass++
		}
	}
	if out.Conclusion = s.t("overview.ceiling-holds", nil); pass > 0 {
		out.Conclusion = s.t("overview.ceiling-conclusion", message.Args{"n": pass, "past": past})
	}
	for _, c := range shorter(known, n) {
		out.Items = append(out.Items, templates.CeilingItem{
			Contract: templates.Link{Text: c.Contract.Title, Href: s.href(at, s.address("contracts", c.Contract.ID))},
			Amounts:  s.t("usage.amounts", message.Args{"used": s.money(c, c.Money.Spent), "ceiling": s.money(c, c.Money.Ceiling)}),
			Usage:    s.usage(c),
		})
	}
	return out
}

// deadlineMonths is the chart of the next twelve months.
func (s *site) deadlineMonths(active []*measure.ContractFigures) templates.Figure {
	first := s.f.AsOf.MonthOf()
	var ends, options [12]int
	for _, c := range active {
		for _, d := range c.Deadlines {
			i := d.Date.MonthOf().Sub(first)
			if i < 0 || i > 11 {
				continue
			}
			switch d.Kind {
			case "expiry":
				ends[i]++
			case "option", "notice":
				options[i]++
			}
		}
	}
	c := chart.Chart{Title: s.t("overview.months", nil), Kind: chart.Stacked, Series: []chart.Series{{Name: s.t("overview.expiring", nil), Tone: chart.ToneAccent}, {Name: s.t("overview.deciding", nil), Tone: chart.ToneSecond}}}
	table := templates.Table{Caption: c.Title, Columns: []templates.Column{{Head: s.t("column.month", nil)}, {Head: c.Series[0].Name, Numeric: true}, {Head: c.Series[1].Name, Numeric: true}}}
	sum, most, top := 0, 0, first
	for i := range 12 {
		m := first.Add(i)
		label := chart.Label{Text: s.pr.MonthShort(m)}
		if i == 0 || m.Month() == 1 {
			label.Group = itoa(m.Year())
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(ends[i]), Text: s.pr.Number(int64(ends[i]))})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: float64(options[i]), Text: s.pr.Number(int64(options[i]))})
		both := ends[i] + options[i]
		c.Totals = append(c.Totals, s.pr.Number(int64(both)))
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.pr.Month(m)}, {Text: s.pr.Number(int64(ends[i]))}, {Text: s.pr.Number(int64(options[i]))}})
		if sum += both; both > most {
			most, top = both, m
		}
	}
	conclusion := s.t("overview.no-deadlines", nil)
	if sum > 0 {
		conclusion = s.t("overview.months-conclusion", message.Args{"n": sum, "month": s.pr.Month(top), "most": most})
	}
	return s.figure("frister", "", conclusion, c, table)
}

// figure draws a chart with its conclusion and its table.
func (s *site) figure(id, title, conclusion string, c chart.Chart, table templates.Table) templates.Figure {
	c.Desc = conclusion
	out := templates.Figure{ID: id, Title: title, Conclusion: conclusion, Table: table}
	options, err := c.Options()
	if err != nil {
		return out // the table has the same numbers
	}
	out.Drawing, out.Options = templates.SVG(c.SVG()), string(options)
	for _, k := range c.Legend() {
		out.Legend = append(out.Legend, templates.KeyItem{Tone: k.Tone, Text: k.Text})
	}
	return out
}

// inMillions tells what the numbers of a chart are; "" is the portfolio's currency.
func (s *site) inMillions(currency string) string {
	return s.t("kpi.in-millions", message.Args{"currency": or(currency, s.t("kpi.kroner", nil))})
}

// quarterFigure draws turnover by quarter, in a currency; "" is the portfolio's own.
func (s *site) quarterFigure(id, title string, quarters []measure.QuarterTurnover, currency string) templates.Figure {
	if len(quarters) == 0 {
		return templates.Figure{}
	}
	name := or(title, s.t("contract.turnover", nil))
	c := chart.Chart{Title: name, Kind: chart.Grouped, Series: []chart.Series{{Name: s.t("kpi.turnover-short", nil), Tone: chart.ToneAccent}}, Narrow: true}
	table := templates.Table{Caption: name, Columns: []templates.Column{{Head: s.t("column.quarter", nil)}, {Head: s.t("kpi.turnover-short", nil), Numeric: true}}}
	for i, q := range quarters {
		label := chart.Label{Text: s.pr.QuarterShort(q.Quarter)}
		if i == 0 || q.Quarter.Q == 1 {
			label.Group = itoa(q.Quarter.Year)
		}
		c.Labels = append(c.Labels, label)
		million := new(big.Rat).Quo(q.Amount.Rat(), big.NewRat(1_000_000, 1))
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float(q.Amount.Rat()), Text: s.pr.Rat(million, 1)})
		quarter := s.pr.Quarter(q.Quarter)
		if q.Partial {
			quarter = s.t("quarter-so-far", message.Args{"quarter": quarter})
		}
		amount := s.pr.Money(q.Amount)
		if currency != "" {
			amount = s.pr.InCurrency(q.Amount.Rat(), currency)
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: quarter}, {Text: amount}})
	}
	f := s.figure(id, title, s.inMillions(currency), c, table)
	f.Options = "" // the drawing says it all: kroner on an axis would not be in the reader's language
	return f
}

// param is a query parameter of the contract list.
func (s *site) param(key string) string {
	return map[string]string{"risk": "risiko", "end": "utloper", "use": "forbruk", "manager": "forvalter", "department": "avdeling", "category": "kategori",
		"status": "status", "kind": "type", "sort": "sort"}[key]
}
