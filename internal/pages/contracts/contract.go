package contracts

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

func recordPages(s *kit.Site) []kit.Page {
	var out []kit.Page
	for _, c := range s.F.Contracts {
		at := s.Address("contracts", c.Contract.ID)
		h := kit.Head{At: at, Title: c.Contract.Title, Nav: "contracts", Crumbs: s.Crumbs(at, "contracts"), Source: c.Contract.Origin, Description: c.Contract.Description,
			Feeds: []templates.Feed{{Type: "application/json", Title: "JSON", Href: "index.json"}}}
		out = append(out,
			s.HTML(h, func(f templates.Frame) kit.Component {
				v := view(s, at, c)
				if c.Contract.File() != "" {
					v.Sections = sources(s, f, c)
				}
				return templates.DrawContract(f, v)
			}),
			s.Twin(at, func() any { return block.ContractData(s, c) }))
	}
	return out
}

func view(s *kit.Site, at string, c *measure.ContractFigures) templates.Contract {
	k := c.Contract
	v := templates.Contract{
		Kicker:      strings.Trim(s.Word("kind", k.Kind)+", "+cmp.Or(k.Procurement.Reference, k.Procurement.Archive), ", "),
		Title:       k.Title,
		Description: k.Description,
		Badges:      append([]templates.Badge{block.StatusBadge(s, c.Status)}, block.ContractRow(s, at, c).Alerts...),
		Risk:        block.RiskBadge(s, c.Risk),
		Facts:       facts(s, at, c),
		Use:         use(s, c),
		Term:        term(s, c),
		Demands:     demands(s, at, c),
		DemandText:  demandText(s, c),
		Amendments:  amendments(s, c),
		Documents:   documents(s, k),
		NoDocuments: noDocuments(s),
		Details:     details(s, at, c),
		Custom:      custom(s, k),
	}
	if b := block.EndBadge(s, c); b.Text != "" {
		v.Badges = append(v.Badges, b)
	}
	for _, i := range c.Contract.Inspections {
		v.Inspections = append(v.Inspections, inspections.Row(s, at, k, i, false))
	}
	for i := range c.Benefits {
		v.Benefits = append(v.Benefits, benefits.Row(s, at, c, &c.Benefits[i], false))
	}
	v.HideEvidence, v.HideFollowUp, v.HideDeviations = !requirements.Shown(s), !s.Shows(contract.ContractPlan), !deviations.Shown(s)
	v.RiskWhy = riskWhy(s, at, c)
	v.Trends = trends(s, k)
	split := slices.IndexFunc(c.Deadlines, func(d measure.Deadline) bool { return d.Days >= 0 })
	if split < 0 {
		split = len(c.Deadlines)
	}
	v.Plan = append(calendar.Gathered(s, at, c.Deadlines[:split], false), calendar.Gathered(s, at, c.Deadlines[split:], false)...)
	v.Deviations = deviations.Rows(s, at, c, false)
	v.Chain = chain(s, at, k)
	v.Tree, v.ChainText = chainTree(s, at, k)
	for _, e := range k.Log {
		item := templates.LogItem{Date: s.Date(e.Date), Kind: s.Word("log-kind", e.Kind), Text: e.Title}
		for _, p := range e.Promises {
			item.Text += " " + promise(s, p)
		}
		v.Log = append(v.Log, item)
	}
	if k.Notes != "" {
		html, _ := s.MD.HTML(k.Notes, at)
		v.Notes = templates.HTML(html)
	}
	for _, fd := range s.BySubject[k.ID] {
		v.Findings = append(v.Findings, guidance.FindingRow(s, at, fd))
	}
	v.Changes, v.ChangesMore = changed(s, at, k.ID), changes.Link(s, at, k.ID)
	return v
}

func facts(s *kit.Site, at string, c *measure.ContractFigures) []templates.Fact {
	k := c.Contract
	sup := templates.Fact{Label: s.T("fact.supplier", nil), Value: s.T("fact.no-supplier", nil), Missing: true}
	if len(k.Suppliers) > 0 {
		l := s.SupplierLink(at, k.Suppliers[0])
		sup = templates.Fact{Label: sup.Label, Value: l.Text, Href: l.Href, Note: s.T("fact.org-number", message.Args{"number": kit.OrgNumber(k.Suppliers[0])})}
		if n := len(k.Suppliers) - 1; n > 0 {
			sup.Note = s.T("fact.more-suppliers", message.Args{"n": n})
		}
	}
	out := []templates.Fact{sup}
	if s.Shows(contract.ContractManager) {
		m := templates.Fact{Label: s.T("fact.manager", nil), Value: s.T("fact.no-manager", nil), Missing: true}
		if c.Manager != nil {
			l := s.PersonLink(at, c.Manager.ID)
			m = templates.Fact{Label: m.Label, Value: l.Text, Href: l.Href, Note: s.DepartmentLink(at, k.Department).Text}
		}
		out = append(out, m)
	}
	return append(out, periodFact(s, c), ceilingFact(s, c))
}

func periodFact(s *kit.Site, c *measure.ContractFigures) templates.Fact {
	t := c.Terms
	f := templates.Fact{Label: s.T("fact.period", nil)}
	switch {
	case t.Start.IsZero():
		f.Value, f.Missing = s.T("fact.no-period", nil), true
	case t.CurrentEnd.IsZero():
		f.Value = s.T("fact.from", message.Args{"date": t.Start})
	default:
		f.Value = s.Pr.Date(t.Start) + "–" + s.Pr.Date(t.CurrentEnd)
	}
	if t.LastEnd.After(t.CurrentEnd) && !t.CurrentEnd.IsZero() {
		key := "fact.longest"
		if t.Tacit {
			key = "fact.renews"
		}
		f.Note = s.T(key, message.Args{"date": t.LastEnd})
	}
	return f
}

func ceilingFact(s *kit.Site, c *measure.ContractFigures) templates.Fact {
	f := templates.Fact{Label: s.T("fact.ceiling", nil)}
	if c.Money.Ceiling == nil {
		f.Value, f.Missing = s.T("fact.no-ceiling", nil), true
		return f
	}
	f.Value, f.Note = s.Money(c, c.Money.Ceiling), s.T("fact.excluding-vat", nil)
	return f
}

func use(s *kit.Site, c *measure.ContractFigures) templates.ContractUse {
	m := c.Money
	u := templates.ContractUse{Usage: block.Usage(s, c), Quarters: block.QuarterFigure(s, "omsetning", s.T("contract.turnover", nil), since(c.Terms.Start, m.Quarters), foreign(m))}
	switch {
	case m.Spent == nil && c.Status == "planned" && !c.Terms.Start.IsZero():
		u.Missing = s.T("contract.not-begun", message.Args{"date": c.Terms.Start})
	case m.Spent == nil:
		u.Missing = s.T("contract.no-turnover", nil)
	case m.Ceiling == nil:
		u.Missing = s.T("contract.no-ceiling", message.Args{"spent": s.Money(c, m.Spent)})
	}
	if u.Missing != "" {
		return u
	}
	u.Conclusion = s.T("contract.used", message.Args{"spent": s.Money(c, m.Spent), "ceiling": s.Money(c, m.Ceiling), "share": s.Pr.Percent(m.Use, 0)})
	u.Ceiling, u.UsedText = s.Money(c, m.Ceiling), s.Money(c, m.Spent)
	if m.Projected != nil {
		u.ProjText = s.T("contract.projected", message.Args{"amount": s.Money(c, m.Projected), "date": m.Horizon})
		exhaustion, holds := "contract.exhaustion", "contract.holds"
		if c.Terms.Tacit || c.Terms.Indefinite { // it has no last end: the horizon is a year
			exhaustion, holds = "contract.exhaustion-year", "contract.holds-year"
		}
		switch {
		case !m.Exhaustion.IsZero() && !m.Exhaustion.After(s.F.AsOf):
			u.Detail = s.T("contract.exhausted", nil)
		case !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon):
			u.Detail = s.T(exhaustion, message.Args{"month": m.Exhaustion.MonthOf(), "amount": s.Money(c, m.Projected), "date": m.Horizon})
		default:
			u.Detail = s.T(holds, message.Args{"amount": s.Money(c, m.Projected), "date": m.Horizon})
		}
	} else {
		u.Detail = s.T("contract.no-rate", nil)
	}
	forecast(s, &u, c)
	worst := m.Spent
	if m.Projected != nil && m.Projected.Cmp(worst) > 0 {
		worst = m.Projected
	}
	if beyond := new(big.Rat).Sub(worst, m.Ceiling); beyond.Sign() > 0 {
		u.OverText = s.Money(c, beyond)
	}
	return u
}

// since leaves out the quarters that ended before the contract began.
func since(start date.Date, quarters []measure.QuarterTurnover) []measure.QuarterTurnover {
	for len(quarters) > 0 && quarters[0].Amount == 0 && quarters[0].Quarter.Last().Before(start) {
		quarters = quarters[1:]
	}
	return quarters
}

// term draws the period and its options on a line from the start to the last end.
func term(s *kit.Site, c *measure.ContractFigures) templates.ContractTerm {
	t := c.Terms
	out := templates.ContractTerm{Conclusion: termConclusion(s, c)}
	if t.Start.IsZero() || len(t.Steps) == 0 {
		return out
	}
	first, last := t.Start, date.Max(t.LastEnd, t.Steps[len(t.Steps)-1].To)
	last = date.Max(last, s.F.AsOf)
	span := float64(last.Days(first) + 1)
	pos := func(d date.Date) float64 { return min(max(float64(d.Days(first))/span, 0), 1) }
	line := templates.Timeline{Label: out.Conclusion, Today: templates.TimeMark{At: pos(s.F.AsOf), Text: s.T("contract.today", nil)}}
	step := max(1, (last.Year()-first.Year())/8)
	for y := first.Year() + 1; y <= last.Year(); y += step {
		if at := pos(date.Of(y, 1, 1)); at < .92 { // its text stands to the right of it
			line.Years = append(line.Years, templates.TimeMark{At: at, Text: strconv.Itoa(y)})
		}
	}
	for n, st := range t.Steps {
		kind := map[string]string{"initial": "term", "amendment": "term"}[st.Kind]
		if kind == "" {
			kind = "option"
		}
		switch st.Status {
		case "exercised", "happened":
			kind = "term"
		case "declined", "lapsed":
			kind = "past"
		}
		name := s.Word("step", st.Kind)
		if st.Kind == "option" {
			name += " " + strconv.Itoa(countKind(t.Steps[:n+1], "option"))
		}
		to := st.To
		if to.IsZero() {
			to = last
		}
		line.Segments = append(line.Segments, templates.TimeSegment{From: pos(st.From), To: pos(to.AddDays(1)), Text: name, Kind: kind})
		if !st.DecideBy.IsZero() && st.Status == "open" {
			line.Marks = append(line.Marks, templates.TimeMark{At: pos(st.DecideBy), Text: s.Pr.Date(st.DecideBy)})
		}
		out.Steps = append(out.Steps, templates.TermStep{Part: name, From: s.Date(st.From), To: s.Date(st.To), DecideBy: s.Date(st.DecideBy), Status: stepBadge(s, st), By: stepSigned(s, c.Contract, st)})
	}
	out.Line = line
	return out
}

func countKind(steps []measure.Step, kind string) int {
	n := 0
	for _, st := range steps {
		if st.Kind == kind {
			n++
		}
	}
	return n
}

func stepBadge(s *kit.Site, st measure.Step) templates.Badge {
	switch {
	case st.Kind == "option" && st.Status == "open" && st.DecideBy.Days(s.F.AsOf) <= 183 && !st.DecideBy.IsZero():
		return templates.Badge{Text: s.T("contract.must-decide", nil), Tone: templates.Warning}
	case st.Kind == "option":
		return templates.Badge{Text: s.Word("option-status", cmp.Or(st.Status, "open"))}
	case st.Kind == "renewal" && st.Status != "":
		return templates.Badge{Text: s.Word("step-status", st.Status)}
	case !st.To.IsZero() && st.To.Before(s.F.AsOf):
		return templates.Badge{Text: s.Word("step-status", "over")}
	case st.From.After(s.F.AsOf):
		return templates.Badge{Text: s.Word("step-status", "coming")}
	}
	return templates.Badge{Text: s.Word("step-status", "running"), Tone: templates.OK}
}

func termConclusion(s *kit.Site, c *measure.ContractFigures) string {
	t := c.Terms
	days := func(d date.Date) string { return s.Pr.RelativeDays(d.Days(s.F.AsOf)) }
	switch {
	case c.Status == "ended" || c.Status == "terminated":
		return s.T("contract.over", message.Args{"date": t.CurrentEnd})
	case !t.NextDecision.IsZero():
		return s.T("contract.decide", message.Args{"date": s.Pr.DateLong(t.NextDecision), "days": days(t.NextDecision)})
	case !t.NoticeDate.IsZero():
		return s.T("contract.notice", message.Args{"date": s.Pr.DateLong(t.NoticeDate), "days": days(t.NoticeDate)})
	case !t.CurrentEnd.IsZero():
		return s.T("contract.ends", message.Args{"date": s.Pr.DateLong(t.CurrentEnd), "days": days(t.CurrentEnd)})
	case t.Indefinite:
		return s.T("contract.indefinite", nil)
	}
	return ""
}

// trends is one contract's path.
func trends(s *kit.Site, c *contract.Contract) templates.Trends {
	path := trend.Path(s.Opt.Trend.Points, c)
	at := func(value func(*trend.Contract) *big.Rat) []*big.Rat {
		out := make([]*big.Rat, len(path))
		for i, v := range path {
			if v != nil {
				out[i] = value(v)
			}
		}
		return out
	}
	v := block.Trends(s,
		block.Line{Key: "score", Values: at(func(c *trend.Contract) *big.Rat { return c.Score }), Write: s.OneDecimal, Money: false},
		block.Line{Key: "bought", Values: at(func(c *trend.Contract) *big.Rat { return c.Spent }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "of-ceiling", Values: at(func(c *trend.Contract) *big.Rat { return c.Use }), Write: s.Share, Money: false},
	)
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	kept := v.Table.Rows[:0] // quarters in which there was no such contract say nothing
	for i, row := range v.Table.Rows {
		if path[i] != nil {
			kept = append(kept, row)
		}
	}
	v.Table.Rows = kept
	return v
}
