package report

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/trend"
)

const (
	ahead     = 183 // days of deadlines that are told: two quarters
	toDecide  = 92  // days within which something must be decided for it to be asked for now
	yearAhead = 366 // days within which a ceiling that will be reached is a matter for the leadership
)

// Input of a report: the figures at the quarter's end, measured from the portfolio, and
// those of the quarter before (nil where they are not known).
type Input struct {
	Quarter   date.Quarter
	Portfolio *contract.Portfolio // that the figures are of; its public part for a public report
	Figures   *measure.Figures
	Before    *measure.Figures
	Past      *contract.Portfolio // that Before is of
	Frozen    *Status             // of the quarter before, where it is frozen: wins over Before's totals
	Public    bool
	Source    Source
	Because   func(trend.Movement) []string // reasons in words
	Lang      string                        // of titles that the portfolio has in several languages
}

// Make gathers the report of a quarter.
func Make(in Input) *Report {
	p, f := in.Portfolio, in.Figures
	r := &Report{Schema: Schema, Quarter: in.Quarter, AsOf: f.AsOf, Organisation: p.Settings.Organisation.Name, Currency: p.Settings.Defaults.Currency,
		Public: in.Public, Source: in.Source, Status: status(p, f, in.Public), Before: in.Frozen,
		Purchases: []Purchase{}, Started: []Contract{}, Ended: []Contract{}, Movements: []Movement{}, Ceilings: []Ceiling{}, Deadlines: []Deadline{},
		Areas: []Inspected{}, Themes: []Inspected{}, Spend: []Spend{}, Workload: []Workload{}, Quality: []Quality{}, Decisions: []Decision{}, Deviations: Deviations{Open: []OpenAge{}}}
	if r.Source.Unread == nil {
		r.Source.Unread = []string{}
	}
	if r.Before == nil && in.Before != nil {
		s := status(in.Past, in.Before, in.Public)
		r.Before = &s
	}
	for _, q := range f.Totals.Quarters {
		r.Purchases = append(r.Purchases, Purchase{q.Quarter, kroner(q.Amount.Rat())})
	}
	r.ceilings(f)
	r.deadlines(f)
	r.comings(in)
	r.inspections(p, f, in.Lang)
	r.spend(p, f)
	if in.Public {
		return r
	}
	if f.Model != nil {
		r.Model = f.Model.ID
	}
	r.movements(in)
	r.deviations(f)
	r.workload(p, f)
	r.quality(f)
	r.decisions(f)
	return r
}

// Any tells whether there is anything to report of: a contract that had begun.
func Any(f *measure.Figures) bool {
	for _, c := range f.Contracts {
		if c.Status != "planned" && !c.Terms.Start.After(f.AsOf) {
			return true
		}
	}
	return false
}

func status(p *contract.Portfolio, f *measure.Figures, public bool) Status {
	t := &f.Totals
	s := Status{Contracts: map[string]int{}, Bands: map[string]int{}, Managers: t.Managers.V, Committed: kroner(t.Committed), Maximum: kroner(t.Maximum),
		Turnover: kroner(t.Spent), Use: share(t.CeilingUse()), LastYear: kroner(t.LastYear), Passed: t.Over, WillPass: t.WillPass,
		Benefits: map[string]Benefit{}, SpendOf: t.SpendQuarter, Coverage: share(t.Coverage), Loyalty: share(t.Loyalty), EHandel: share(t.EHandel), Leakage: kroner(t.Leakage)}
	for k, n := range t.Status {
		s.Contracts[k] = n
	}
	for _, b := range t.Benefits {
		s.Benefits[b.Class] = Benefit{kroner(b.PlannedToDate), kroner(b.Realised), kroner(b.Confirmed), kroner(b.Costs)}
	}
	if public {
		s.Managers = 0
		return s
	}
	for k, n := range t.Bands {
		s.Bands[k] = n
	}
	for _, w := range f.Workload {
		s.Hours += w.Follow + w.Plan
		if n := p.Person(w.Person); w.Capacity.Set && n != nil && (n.Left.IsZero() || !n.Left.Before(f.AsOf)) {
			s.Capacity += w.Capacity.V
		}
		if w.Over {
			s.Overload++
		}
	}
	for _, c := range f.Contracts {
		s.Open += c.Open().V
	}
	return s
}

// ceilings are the active contracts past their ceiling or forecast to pass it.
func (r *Report) ceilings(f *measure.Figures) {
	for _, c := range f.Contracts {
		m := &c.Money
		passed := m.Passed()
		if c.Status != "active" || !passed && !m.WillPass() {
			continue
		}
		line := Ceiling{ID: c.Contract.ID, Title: c.Contract.Title, Currency: m.Currency, Spent: kroner(m.Spent), Ceiling: kroner(m.Ceiling),
			Use: share(m.Use), Projected: share(m.ProjectedUse), Passed: passed, End: c.Terms.LastEnd}
		if !passed {
			line.Reached = m.Exhaustion
		}
		r.Ceilings = append(r.Ceilings, line)
	}
	slices.SortStableFunc(r.Ceilings, func(a, b Ceiling) int {
		if a.Passed != b.Passed {
			return cmp.Compare(b2i(b.Passed), b2i(a.Passed))
		}
		if use, of := a.Use.Rat(), b.Use.Rat(); a.Passed && use != nil && of != nil { // nil: of a ceiling of zero
			return cmp.Or(of.Cmp(use), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(a.Reached.Compare(b.Reached), cmp.Compare(a.ID, b.ID))
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// told are the kinds of deadlines that a report tells: decisions and ends, not the
// day-to-day work that `forvalt due` lists.
var told = map[string]bool{"option": true, "notice": true, "expiry": true, "tender-start": true}

func (r *Report) deadlines(f *measure.Figures) {
	for _, d := range f.Deadlines {
		if d.Kind == "option" && f.Of(d.Contract.ID).Terms.Stopped {
			continue // terminated: nothing to extend
		}
		if d.Days > 0 && d.Days <= ahead && told[d.Kind] {
			r.Deadlines = append(r.Deadlines, Deadline{d.Date, d.Kind, d.Contract.ID, d.Contract.Title})
		}
	}
}

// comings are the contracts that began in the quarter, and those that had ended by its
// end and not by the end of the one before: a last day in force that ends a quarter is
// told in the next, for on it the contract still counts as active.
func (r *Report) comings(in Input) {
	within := func(d date.Date) bool { return d.QuarterOf() == r.Quarter && !d.IsZero() }
	for _, c := range in.Figures.Contracts {
		if c.Status == "planned" {
			continue
		}
		name := named(in.Portfolio, c)
		if within(c.Terms.Start) {
			name.Date = c.Terms.Start
			r.Started = append(r.Started, name)
		}
		if c.Status != "active" && !c.Terms.CurrentEnd.IsZero() && within(c.Terms.CurrentEnd.AddDays(1)) {
			name.Date = c.Terms.CurrentEnd
			r.Ended = append(r.Ended, name)
		}
	}
	r.Ended = append(r.Ended, undated(in, r.Ended)...)
	byDate := func(a, b Contract) int { // without a date last
		return cmp.Or(cmp.Compare(b2i(a.Date.IsZero()), b2i(b.Date.IsZero())), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(r.Started, byDate)
	slices.SortFunc(r.Ended, byDate)
}

// undated are the contracts that were active at the end of the quarter before and are so
// no longer, though no date says that they ended in the quarter: terminated without one,
// or taken out of the register. A public report cannot tell the latter from those that
// are no longer public.
func undated(in Input, dated []Contract) []Contract {
	if in.Before == nil || in.Public {
		return nil
	}
	told := map[string]bool{} // by id, also of former ids
	tell := func(c *contract.Contract) {
		told[c.ID] = true
		for _, id := range c.IDWas {
			told[id] = true
		}
	}
	for _, c := range in.Figures.Contracts {
		if c.Status == "active" || c.Status == "planned" {
			tell(c.Contract)
		}
	}
	for _, c := range dated {
		tell(in.Portfolio.Contract(c.ID))
	}
	var out []Contract
	for _, c := range in.Before.Contracts {
		if c.Status != "active" || told[c.Contract.ID] {
			continue
		}
		name := named(in.Past, c)
		if end := c.Terms.CurrentEnd; !end.IsZero() && end.AddDays(1).QuarterOf() == in.Quarter {
			name.Date = end
		}
		out = append(out, name)
	}
	return out
}

// named is a contract as the lists have it, without a day.
func named(p *contract.Portfolio, c *measure.ContractFigures) Contract {
	out := Contract{ID: c.Contract.ID, Title: c.Contract.Title}
	if d := p.Department(c.Contract.Department); d != nil {
		out.Department = d.Name
	}
	if !c.Money.Foreign {
		out.Value = kroner(c.Money.Ceiling)
	}
	return out
}

func (r *Report) movements(in Input) {
	if in.Before == nil {
		return
	}
	before, after := trend.Of(in.Before, true), trend.Of(in.Figures, true)
	for _, m := range trend.Movements(&before, &after, in.Portfolio.Contracts) {
		line := Movement{ID: m.Contract.ID, Title: m.Contract.Title, From: m.From, To: m.To, Up: m.Up, Before: number(m.Before, 4), Score: number(m.Score, 4), Reasons: []string{}}
		if in.Because != nil {
			line.Reasons = append(line.Reasons, in.Because(m)...)
		}
		r.Movements = append(r.Movements, line)
	}
	gravity := func(m Movement) int { return b2i(m.Up) * (1 + measure.BandRank(m.To)) }
	slices.SortStableFunc(r.Movements, func(a, b Movement) int { return cmp.Compare(gravity(b), gravity(a)) })
}

func (r *Report) inspections(p *contract.Portfolio, f *measure.Figures, lang string) {
	areas, themes := map[string]*Inspected{}, map[string]*Inspected{}
	count := func(in map[string]*Inspected, name string, v *contract.Inspection, of func(*contract.Finding) bool) {
		a := in[name]
		if a == nil {
			a = &Inspected{Name: name}
			in[name] = a
		}
		a.Held++
		a.Extensive += b2i(v.Extensive)
		before := a.Findings
		for i := range v.Findings {
			if n := &v.Findings[i]; !r.Public && of(n) { // what was found is internal
				a.Findings++
				a.Open += b2i((open{v.Date, date.Date{}, n.Closed, ""}).isOpen(r.AsOf))
			}
		}
		a.WithFindings += b2i(a.Findings > before)
	}
	for _, c := range f.Contracts {
		for i := range c.Contract.Inspections {
			v := &c.Contract.Inspections[i]
			if v.Status == "planned" || v.Date.After(r.AsOf) {
				r.Planned += b2i(v.Date.QuarterOf() == r.Quarter.Add(1))
				continue
			}
			if v.Date.QuarterOf() != r.Quarter {
				continue
			}
			count(areas, v.Area, v, func(*contract.Finding) bool { return true })
			for _, t := range v.Themes {
				name := t
				if q := p.Requirement(t); q != nil {
					name = q.Title.In(lang)
				}
				// a finding that is of another theme of the inspection is not of this
				count(themes, name, v, func(n *contract.Finding) bool { return n.Requirement == t || !slices.Contains(v.Themes, n.Requirement) })
			}
		}
	}
	r.Areas, r.Themes = listed(areas), listed(themes)
}

func listed(in map[string]*Inspected) []Inspected {
	out := make([]Inspected, 0, len(in))
	for _, a := range in {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Inspected) int { return cmp.Or(cmp.Compare(b.Held, a.Held), cmp.Compare(a.Name, b.Name)) })
	return out
}

// open is a deviation or an inspection finding.
type open struct {
	reported, deadline, closed date.Date
	severity                   string
}

// isOpen is the rule of measure: what has no date of report counts, and as old.
func (o open) isOpen(on date.Date) bool {
	return !o.reported.After(on) && (o.closed.IsZero() || o.closed.After(on))
}

// each gives every deviation and inspection finding.
func each(f *measure.Figures, do func(open)) {
	for _, c := range f.Contracts {
		for i := range c.Contract.Deviations {
			d := &c.Contract.Deviations[i]
			do(open{d.Reported, d.Deadline, d.Closed, d.Severity})
		}
		for i := range c.Contract.Inspections {
			v := &c.Contract.Inspections[i]
			if v.Status == "planned" {
				continue
			}
			for j := range v.Findings {
				n := &v.Findings[j]
				do(open{v.Date, n.Deadline, n.Closed, n.Severity})
			}
		}
	}
}

// severities, the gravest first.
var severities = []string{"critical", "major", "minor"}

func (r *Report) deviations(f *measure.Figures) {
	for _, s := range severities {
		r.Deviations.Open = append(r.Deviations.Open, OpenAge{Severity: s})
	}
	each(f, func(o open) {
		d := &r.Deviations
		d.Opened += b2i(o.reported.QuarterOf() == r.Quarter && !o.reported.IsZero())
		d.Closed += b2i(!o.closed.IsZero() && o.closed.QuarterOf() == r.Quarter)
		if !o.isOpen(r.AsOf) {
			return
		}
		d.Late += b2i(!o.deadline.IsZero() && o.deadline.Before(r.AsOf))
		at := slices.IndexFunc(d.Open, func(a OpenAge) bool { return a.Severity == o.severity })
		if at < 0 {
			at = len(d.Open) - 1 // without a severity: minor
		}
		switch age := r.AsOf.Days(o.reported); {
		case age < 30:
			d.Open[at].To30++
		case age < 90:
			d.Open[at].To90++
		default:
			d.Open[at].Older++
		}
	})
}

func (r *Report) spend(p *contract.Portfolio, f *measure.Figures) {
	sums, _ := measure.SpendByCategory(p, f.AsOf)
	for _, s := range sums {
		name := s.Category
		if c := p.Category(s.Category); c != nil {
			name = c.Title
		}
		r.Spend = append(r.Spend, Spend{Name: name, On: kroner(s.On.Rat()), Off: kroner(s.Off.Rat()), Uncovered: kroner(s.Uncovered.Rat()), EHandel: share(s.EHandelShare())})
	}
}

func (r *Report) workload(p *contract.Portfolio, f *measure.Figures) {
	for _, w := range f.Workload {
		if !w.Over {
			continue
		}
		name := w.Person
		if n := p.Person(w.Person); n != nil {
			name = n.Name
		}
		r.Workload = append(r.Workload, Workload{name, w.Contracts, w.Follow + w.Plan, w.Capacity.V})
	}
	over := func(w Workload) int { return w.Hours - w.Capacity }
	slices.SortStableFunc(r.Workload, func(a, b Workload) int { return cmp.Compare(over(b), over(a)) })
}

// qualities are the kinds of Quality, in their order.
var qualities = []string{"manager", "ceiling", "turnover", "end", "category", "plan", "confidence", "evidence"}

// quality counts what is missing of the active contracts.
func (r *Report) quality(f *measure.Figures) {
	n, active, evidence := map[string]int{}, 0, 0
	most := big.NewRat(3, 4)
	for _, c := range f.Contracts {
		if c.Status != "active" {
			continue
		}
		active++
		for kind, missing := range map[string]bool{
			"manager": c.Manager == nil, "ceiling": c.Money.Ceiling == nil, "turnover": c.Money.Spent == nil && c.Contract.Parent == "",
			"end": c.Terms.CurrentEnd.IsZero() && !c.Terms.Indefinite, "category": c.Contract.Category == "", "plan": len(c.Contract.Plan) == 0,
			"confidence": c.Risk != nil && c.Risk.Confidence != nil && c.Risk.Confidence.Cmp(most) < 0,
		} {
			n[kind] += b2i(missing)
		}
		for i := range c.Requirements {
			if q := &c.Requirements[i]; q.Applies != measure.No {
				evidence++
				n["evidence"] += b2i(q.Overdue == measure.Yes)
			}
		}
	}
	for _, k := range qualities {
		of := active
		if k == "evidence" {
			of = evidence
		}
		r.Quality = append(r.Quality, Quality{k, n[k], of})
	}
}

// urgency of decisions, the most pressing first.
var urgency = map[string]int{"ceiling-passed": 0, "critical": 1, "manager": 2, "option": 3, "tender": 4, "ceiling-forecast": 5}

// decisions are what active contracts ask of the leadership: only what must be decided
// within a quarter, and ceilings that will be reached within a year.
func (r *Report) decisions(f *measure.Figures) {
	succeeded := map[string]bool{} // either contract may name the other
	for _, c := range f.Contracts {
		k := c.Contract
		succeeded[k.ID] = succeeded[k.ID] || k.Successor != ""
		if k.Predecessor != k.ID {
			succeeded[k.Predecessor] = true
		}
	}
	for _, c := range f.Contracts {
		if c.Status != "active" {
			continue
		}
		ask := func(kind string, by, about date.Date) {
			r.Decisions = append(r.Decisions, Decision{kind, c.Contract.ID, c.Contract.Title, by, about})
		}
		t, m := &c.Terms, &c.Money
		switch {
		case m.Passed():
			ask("ceiling-passed", date.Date{}, date.Date{})
		case m.WillPass() && !m.Exhaustion.IsZero() && m.Exhaustion.Days(r.AsOf) <= yearAhead:
			ask("ceiling-forecast", m.Exhaustion, m.Exhaustion)
		}
		if c.Risk != nil && c.Risk.Band == "critical" && c.PlanGap(f.Model) > 0 {
			ask("critical", date.Date{}, date.Date{})
		}
		if c.Manager == nil {
			ask("manager", date.Date{}, date.Date{})
		}
		goesOn := t.Tacit && t.LastEnd != t.CurrentEnd // unless notice is given
		if d := t.NextDecision; !d.IsZero() && !t.Stopped && d.Days(r.AsOf) <= toDecide {
			ask("option", d, t.CurrentEnd)
		} else if d := t.LatestTenderStart; !d.IsZero() && !succeeded[c.Contract.ID] && !goesOn && c.Contract.Parent == "" && d.Days(r.AsOf) <= toDecide {
			ask("tender", d, t.CurrentEnd)
		}
	}
	slices.SortStableFunc(r.Decisions, func(a, b Decision) int {
		return cmp.Or(cmp.Compare(urgency[a.Kind], urgency[b.Kind]), a.By.Compare(b.By), cmp.Compare(a.ID, b.ID))
	})
}
