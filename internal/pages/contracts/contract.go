package contracts

import (
	"cmp"
	"math/big"
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
	for i := range k.Inspections {
		v.Inspections = append(v.Inspections, inspections.Row(s, at, k, &k.Inspections[i], false))
	}
	for i := range c.Benefits {
		v.Benefits = append(v.Benefits, benefits.Row(s, at, c, &c.Benefits[i], false))
	}
	v.HideEvidence, v.HideFollowUp, v.HideDeviations = !requirements.Shown(s), !s.Shows(contract.ContractPlan), !deviations.Shown(s)
	v.RiskWhy = riskWhy(s, at, c)
	v.Trends = trends(s, k)
	late, ahead := measure.SplitLate(c.Deadlines)
	v.Plan = append(calendar.Gathered(s, at, late, false), calendar.Gathered(s, at, ahead, false)...)
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
	if t.Extendable() {
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
	u := templates.ContractUse{Usage: block.Usage(s, c), Quarters: block.QuarterFigure(s, "omsetning", s.T("contract.turnover", nil), c.QuartersInForce(), foreign(m))}
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
	}
	u.Detail = outlook(s, c)
	forecastFacts(s, &u, c)
	if beyond := m.Beyond(); beyond != nil {
		u.OverText = s.Money(c, beyond)
	}
	return u
}

// outlook tells whether the ceiling will hold.
func outlook(s *kit.Site, c *measure.ContractFigures) string {
	m, year := &c.Money, ""
	if c.Terms.Endless() { // the horizon is a year
		year = "-year"
	}
	args := message.Args{"month": m.Exhaustion.MonthOf(), "amount": s.Money(c, m.Projected), "date": m.Horizon}
	switch m.CeilingOutlook(s.F.AsOf) {
	case measure.CeilingNoRate:
		return s.T("contract.no-rate", nil)
	case measure.CeilingReached:
		return s.T("contract.exhausted", nil)
	case measure.CeilingWillReach:
		return s.T("contract.exhaustion"+year, args)
	}
	return s.T("contract.holds"+year, args)
}

// term draws the period and its options on a line from the start to the last end.
func term(s *kit.Site, c *measure.ContractFigures) templates.ContractTerm {
	t := c.Terms
	out := templates.ContractTerm{Conclusion: termConclusion(s, c)}
	span := t.Span(s.F.AsOf)
	if span.IsZero() {
		return out
	}
	line := templates.Timeline{Label: out.Conclusion, Today: templates.TimeMark{At: span.Begun(s.F.AsOf), Text: s.T("contract.today", nil)}}
	first, last := span.First.Year(), span.Last.Year()
	for y := first + 1; y <= last; y += max(1, (last-first)/8) {
		if at := span.Begun(date.Of(y, 1, 1)); at < .92 { // its text stands to the right of it
			line.Years = append(line.Years, templates.TimeMark{At: at, Text: strconv.Itoa(y)})
		}
	}
	options := 0
	for i := range t.Steps {
		st := &t.Steps[i]
		name := s.Word("step", st.Kind)
		if st.Kind == "option" {
			options++
			name += " " + strconv.Itoa(options)
		}
		to := st.To
		if to.IsZero() {
			to = span.Last
		}
		kind := map[measure.Hold]string{measure.Agreed: "term", measure.Possible: "option", measure.Gone: "past"}[st.Hold()]
		line.Segments = append(line.Segments, templates.TimeSegment{From: span.Begun(st.From), To: span.Ended(to), Text: name, Kind: kind})
		if !st.DecideBy.IsZero() && st.Status == "open" {
			line.Marks = append(line.Marks, templates.TimeMark{At: span.Begun(st.DecideBy), Text: s.Pr.Date(st.DecideBy)})
		}
		out.Steps = append(out.Steps, templates.TermStep{Part: name, From: s.Date(st.From), To: s.Date(st.To), DecideBy: s.Date(st.DecideBy), Status: stepBadge(s, st), By: stepSigned(s, c.Contract, st)})
	}
	out.Line = line
	return out
}

func stepBadge(s *kit.Site, st *measure.Step) templates.Badge {
	switch state := st.State(s.F.AsOf); {
	case state == measure.StepMustDecide:
		return templates.Badge{Text: s.T("contract.must-decide", nil), Tone: templates.Warning}
	case st.Kind == "option":
		return templates.Badge{Text: s.Word("option-status", string(state))}
	case state == measure.StepRunning:
		return templates.Badge{Text: s.Word("step-status", string(state)), Tone: templates.OK}
	default:
		return templates.Badge{Text: s.Word("step-status", string(state))}
	}
}

// termConclusion tells what comes next; "" where nothing is known.
func termConclusion(s *kit.Site, c *measure.ContractFigures) string {
	switch next := c.Next(s.F.AsOf); next.Stage {
	case "":
		return ""
	case measure.StageOver:
		return s.T("contract.over", message.Args{"date": next.On})
	case measure.StageIndefinite:
		return s.T("contract.indefinite", nil)
	default:
		return s.T("contract."+string(next.Stage), message.Args{"date": s.Pr.DateLong(next.On), "days": s.Pr.RelativeDays(next.Days)})
	}
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
