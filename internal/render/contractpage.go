package render

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
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) contractPages() []kit.Page {
	var out []kit.Page
	for _, c := range s.F.Contracts {
		at := s.Address("contracts", c.Contract.ID)
		h := kit.Head{At: at, Title: c.Contract.Title, Nav: "contracts", Crumbs: s.Crumbs(at, "contracts"), Source: c.Contract.Origin, Description: c.Contract.Description,
			Feeds: []templates.Feed{{Type: "application/json", Title: "JSON", Href: "index.json"}}}
		out = append(out,
			s.HTML(h, func(f templates.Frame) kit.Component {
				v := s.contractView(at, c)
				if !s.Public {
					v.Sections = s.sourcesOf(f, c)
				}
				return templates.DrawContract(f, v)
			}),
			s.Twin(at, func() any { return block.ContractData(s.Site, c) }))
	}
	return out
}

func (s *site) contractView(at string, c *measure.ContractFigures) templates.Contract {
	k := c.Contract
	v := templates.Contract{
		Kicker:      strings.Trim(s.Word("kind", k.Kind)+", "+cmp.Or(k.Procurement.Reference, k.Procurement.Archive), ", "),
		Title:       k.Title,
		Description: k.Description,
		Badges:      append([]templates.Badge{block.StatusBadge(s.Site, c.Status)}, block.ContractRow(s.Site, at, c).Alerts...),
		Risk:        block.RiskBadge(s.Site, c.Risk),
		Facts:       s.contractFacts(at, c),
		Use:         s.contractUse(c),
		Term:        s.term(c),
		Demands:     s.demands(at, c),
		DemandText:  s.demandText(c),
		Amendments:  s.amendments(c),
		Documents:   s.documents(k),
		Details:     s.details(at, c),
		Custom:      s.custom(k),
	}
	if b := block.EndBadge(s.Site, c); b.Text != "" {
		v.Badges = append(v.Badges, b)
	}
	for _, i := range c.Contract.Inspections {
		v.Inspections = append(v.Inspections, inspections.Row(s.Site, at, k, i, false))
	}
	for i := range c.Benefits {
		v.Benefits = append(v.Benefits, benefits.Row(s.Site, at, c, &c.Benefits[i], false))
	}
	if s.Public {
		return v
	}
	v.RiskWhy = s.riskWhy(at, c)
	v.Trends = s.contractTrends(k)
	split := slices.IndexFunc(c.Deadlines, func(d measure.Deadline) bool { return d.Days >= 0 })
	if split < 0 {
		split = len(c.Deadlines)
	}
	v.Plan = append(calendar.Gathered(s.Site, at, c.Deadlines[:split], false), calendar.Gathered(s.Site, at, c.Deadlines[split:], false)...)
	v.Deviations = deviations.Rows(s.Site, at, c, false)
	v.Chain = s.chain(at, k)
	v.Tree, v.ChainText = s.chainTree(at, k)
	for _, e := range k.Log {
		item := templates.LogItem{Date: s.Date(e.Date), Kind: s.Word("log-kind", e.Kind), Text: e.Title}
		for _, p := range e.Promises {
			item.Text += " " + s.promise(p)
		}
		v.Log = append(v.Log, item)
	}
	if k.Notes != "" {
		html, _ := s.MD.HTML(k.Notes, at)
		v.Notes = templates.HTML(html)
	}
	for _, fd := range s.BySubject[k.ID] {
		v.Findings = append(v.Findings, guidance.FindingRow(s.Site, at, fd))
	}
	v.Changes, v.ChangesMore = s.contractChanges(at, k.ID), changes.Link(s.Site, at, k.ID)
	return v
}

func (s *site) contractFacts(at string, c *measure.ContractFigures) []templates.Fact {
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
	if !s.Public {
		m := templates.Fact{Label: s.T("fact.manager", nil), Value: s.T("fact.no-manager", nil), Missing: true}
		if c.Manager != nil {
			l := s.PersonLink(at, c.Manager.ID)
			m = templates.Fact{Label: m.Label, Value: l.Text, Href: l.Href, Note: s.DepartmentLink(at, k.Department).Text}
		}
		out = append(out, m)
	}
	return append(out, s.periodFact(c), s.ceilingFact(c))
}

func (s *site) periodFact(c *measure.ContractFigures) templates.Fact {
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

func (s *site) ceilingFact(c *measure.ContractFigures) templates.Fact {
	f := templates.Fact{Label: s.T("fact.ceiling", nil)}
	if c.Money.Ceiling == nil {
		f.Value, f.Missing = s.T("fact.no-ceiling", nil), true
		return f
	}
	f.Value, f.Note = s.Money(c, c.Money.Ceiling), s.T("fact.excluding-vat", nil)
	return f
}

func (s *site) contractUse(c *measure.ContractFigures) templates.ContractUse {
	m := c.Money
	u := templates.ContractUse{Usage: block.Usage(s.Site, c), Quarters: block.QuarterFigure(s.Site, "omsetning", s.T("contract.turnover", nil), since(c.Terms.Start, m.Quarters), foreign(m))}
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
	s.forecast(&u, c)
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
func (s *site) term(c *measure.ContractFigures) templates.ContractTerm {
	t := c.Terms
	out := templates.ContractTerm{Conclusion: s.termConclusion(c)}
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
		out.Steps = append(out.Steps, templates.TermStep{Part: name, From: s.Date(st.From), To: s.Date(st.To), DecideBy: s.Date(st.DecideBy), Status: s.stepBadge(st), By: s.stepSigned(c.Contract, st)})
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

func (s *site) stepBadge(st measure.Step) templates.Badge {
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

func (s *site) termConclusion(c *measure.ContractFigures) string {
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

func (s *site) demands(at string, c *measure.ContractFigures) []templates.DemandRow {
	var out []templates.DemandRow
	for _, r := range c.Requirements {
		row := templates.DemandRow{Name: s.RequirementLink(at, r.Requirement.ID), Applies: [...]string{"no", "yes", "unknown"}[r.Applies], Why: requirements.Why(s.Site, r.Why())}
		if r.Applies != measure.No && !s.Public {
			row.State, row.Last, row.Due, row.Overdue = requirements.EvidenceBadge(s.Site, r.State, r.Overdue), s.Date(r.Last), s.Date(r.Due), r.Overdue
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b templates.DemandRow) int { // what is overdue comes first
		switch {
		case a.Overdue == b.Overdue:
			return 0
		case a.Overdue:
			return -1
		}
		return 1
	})
	return out
}

// demandText tells how many requirements apply, and how they stand.
func (s *site) demandText(c *measure.ContractFigures) string {
	n, met, late := 0, 0, 0
	for _, r := range c.Requirements {
		switch {
		case r.Applies == measure.No:
			continue
		case r.Overdue:
			late++
		case r.State == "approved":
			met++
		}
		n++
	}
	if s.Public {
		return s.Say("areas.demands-public", message.Args{"n": n})
	}
	return s.Say("areas.demands", message.Args{"n": n, "met": met, "late": late})
}

func (s *site) riskWhy(at string, c *measure.ContractFigures) *templates.RiskWhy {
	r := c.Risk
	if r == nil {
		return nil
	}
	w := &templates.RiskWhy{
		Conclusion: s.T("contract.risk", message.Args{"band": s.Word("band", r.Band), "score": s.Pr.Rat(r.Score, 1)}),
		Detail: s.T("contract.risk-detail", message.Args{"consequence": s.Pr.Rat(r.Consequence, 2), "likelihood": s.Pr.Rat(r.Likelihood, 2),
			"confidence": s.Pr.Percent(r.Confidence, 0)}),
		Matrix: risk.Matrix(s.Site, at, nil, r, ""),
		Model:  templates.Link{Text: s.T("risk.how", nil), Href: s.Href(at, s.Address("risk"))},
	}
	for _, f := range r.Factors {
		row := templates.FactorRow{Name: f.Factor.Title.In(s.Pr.Lang()), Points: f.Points, Weight: strconv.Itoa(f.Factor.Weight), Reason: s.Reason(f.Reason), Known: f.Known}
		if f.Factor.Axis == "consequence" {
			w.Consequence = append(w.Consequence, row)
		} else {
			w.Likelihood = append(w.Likelihood, row)
		}
	}
	for _, h := range r.Floors {
		key := "contract.floor"
		if h.Raised {
			key = "contract.floor-raised"
		}
		w.Floors = append(w.Floors, s.T(key, message.Args{"floor": h.Floor.Title.In(s.Pr.Lang()), "band": s.Word("band", h.Floor.Band)}))
	}
	for _, b := range s.F.Model.Bands {
		if b.ID == r.Band {
			w.FollowUp = s.T("contract.follow-up", message.Args{"band": s.Word("band", b.ID), "what": risk.FollowUp(s.Site, b), "n": b.Hours})
		}
	}
	return w
}

func (s *site) amendments(c *measure.ContractFigures) templates.ContractAmendments {
	out := templates.ContractAmendments{}
	for _, a := range c.Contract.Amendments {
		row := templates.AmendmentRow{Date: s.Date(a.Date), Title: a.Title, Ground: s.Word("ground", a.Ground), Signed: s.Date(a.Signed), Value: "–", By: s.signedBadge(c.Contract.ID, a.Origin)}
		if a.Value.Set {
			row.Value = s.Pr.Money(a.Value.V)
		}
		out.Rows = append(out.Rows, row)
	}
	if m := c.Money; len(out.Rows) > 0 && m.AmendmentsSum != nil && m.AmendShare != nil {
		out.Conclusion = s.T("contract.amendments", message.Args{"sum": s.Money(c, m.AmendmentsSum), "share": s.Pr.Percent(m.AmendShare, 1)})
		if m.Headroom != nil {
			out.Conclusion += " " + s.T("contract.headroom", message.Args{"amount": s.Money(c, m.Headroom)})
		}
	}
	return out
}

func (s *site) documents(k *contract.Contract) []templates.Document {
	var out []templates.Document
	for _, d := range k.Documents {
		doc := templates.Document{Title: templates.Link{Text: d.Title, Href: kit.SafeURL(d.URL)}, Type: s.Word("document-type", d.Type), Date: s.Date(d.Date), Hash: d.SHA256[:min(12, len(d.SHA256))]}
		if d.Archive != "" {
			doc.Note = s.T("contract.archive", message.Args{"case": d.Archive})
		}
		if d.Reason != "" {
			doc.Note = strings.TrimPrefix(doc.Note+". "+d.Reason, ". ")
		}
		out = append(out, doc)
	}
	return out
}

func (s *site) details(at string, c *measure.ContractFigures) []templates.Fact {
	k := c.Contract
	var out []templates.Fact
	add := func(key, value, href string) {
		if value != "" {
			out = append(out, templates.Fact{Label: s.T("fact."+key, nil), Value: value, Href: href})
		}
	}
	link := func(key string, l templates.Link) { add(key, l.Text, l.Href) }
	link("department", s.DepartmentLink(at, k.Department))
	link("category", s.CategoryLink(at, k.Category))
	add("nature", s.Word("nature", k.Nature), "")
	add("cpv", strings.Join(k.CPV, ", "), "")
	add("procedure", s.Word("procedure", k.Procurement.Procedure), "")
	if k.Procurement.Bids.Set {
		add("bids", strconv.Itoa(k.Procurement.Bids.V), "")
	}
	add("reference", k.Procurement.Reference, "")
	add("number", k.Procurement.Number, "")
	add("doffin", k.Procurement.Doffin, "")
	add("notice", k.Notice.Notice, "")
	if k.Procurement.Archive != k.Procurement.Reference {
		add("archive", k.Procurement.Archive, "")
	}
	for _, d := range []struct {
		key string
		day date.Date
	}{{"published", k.Procurement.Published}, {"awarded", k.Procurement.Awarded}, {"signed", k.Procurement.Signed}} {
		if !d.day.IsZero() {
			add(d.key, s.Pr.Date(d.day), "")
		}
	}
	if k.Value.Estimated.Set {
		add("estimated", s.Money(c, k.Value.Estimated.V.Rat()), "")
	}
	if k.Parent != "" {
		link("parent", s.ContractLink(at, k.Parent))
	}
	if k.Predecessor != "" {
		link("predecessor", s.ContractLink(at, k.Predecessor))
	}
	if k.Successor != "" {
		link("successor", s.ContractLink(at, k.Successor))
	}
	for _, id := range k.Suppliers[min(1, len(k.Suppliers)):] {
		link("supplier-also", s.SupplierLink(at, id))
	}
	for _, id := range k.Buyers {
		add("buyer", s.buyerName(id), "")
	}
	if k.Criticality != "" {
		add("criticality", s.Word("criticality", k.Criticality), "")
	}
	return out
}

func (s *site) buyerName(id string) string {
	for _, b := range append([]contract.Organisation{s.P.Settings.Organisation}, s.P.Settings.Buyers...) {
		if b.ID == id {
			return b.Name + " (" + kit.OrgNumber(id) + ")"
		}
	}
	return kit.OrgNumber(id)
}

func (s *site) custom(k *contract.Contract) []templates.Fact {
	var out []templates.Fact
	for _, v := range k.Custom {
		label := v.Key
		for _, f := range s.P.Settings.Fields {
			if f.Key == v.Key {
				label = cmp.Or(f.Label.In(s.Pr.Lang()), v.Key)
			}
		}
		text := ""
		switch x := v.Value.(type) {
		case string:
			text = x
		case int64:
			text = s.Pr.Number(x)
		case money.Decimal:
			text = s.Pr.Decimal(x)
		case date.Date:
			text = s.Pr.Date(x)
		case bool:
			text = s.Pr.Text(map[bool]string{true: "common.yes", false: "common.no"}[x], nil)
		}
		out = append(out, templates.Fact{Label: label, Value: text})
	}
	return out
}

func (s *site) chain(at string, k *contract.Contract) []templates.ChainRow {
	if k.SupplyChain == nil {
		return nil
	}
	tier := map[string]int{}
	for _, id := range k.Suppliers {
		tier[id] = 0
	}
	var out []templates.ChainRow
	for _, f := range k.SupplyChain.Firms {
		above, known := tier[f.Parent]
		if !known {
			above = 0
		}
		tier[f.ID] = above + 1
		row := templates.ChainRow{Tier: tier[f.ID], Name: templates.Link{Text: f.Name}, OrgNo: kit.OrgNumber(f.ID), Work: f.Trade}
		for _, h := range k.SupplyChain.Hours {
			if h.Firm == f.ID {
				row.Hours, row.Period = s.Pr.Number(int64(h.Total)), s.Pr.Quarter(h.Period)
			}
		}
		out = append(out, row)
	}
	return out
}

// contractChanges are the latest commits that touched the contract's folder.
func (s *site) contractChanges(at, id string) []templates.Change {
	if told := changes.Latest(s.Site, id); told != nil {
		return told
	}
	var out []templates.Change
	for _, c := range s.Opt.Log.Recent {
		for _, p := range c.Paths {
			if kit.ContractOf(p) == id {
				ch := changes.Row(s.Site, at, c)
				ch.On, ch.Detail = templates.Link{}, ""
				out = append(out, ch)
				break
			}
		}
		if len(out) == 5 {
			break
		}
	}
	return out
}

// foreign is the currency of a contract whose amounts are in another than the portfolio's.
func foreign(m measure.Money) string {
	if m.Foreign {
		return m.Currency
	}
	return ""
}

// promise tells what was promised, by when, and whether it was kept.
func (s *site) promise(p contract.Promise) string {
	key := "promise-open"
	switch kept := !p.Done.IsZero() && !p.Done.After(s.F.AsOf); {
	case kept && (p.By.IsZero() || !p.Done.After(p.By)):
		key = "promise-kept"
	case kept:
		key = "promise-late"
	case !p.By.IsZero() && p.By.Before(s.F.AsOf):
		key = "promise-broken"
	}
	return s.T("contract.promise", message.Args{"what": p.What, "by": p.By}) + " " + s.T("contract."+key, message.Args{"done": p.Done})
}
