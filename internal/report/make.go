package report

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/inspections"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/measure/stages"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/measure/workload"
	"github.com/forvalt/forvalt/internal/trend"
)

// ahead is how many days of deadlines are told: two quarters.
const ahead = 183

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
func Any(f *measure.Figures) bool { return stages.AnyBegun(f) }

func status(p *contract.Portfolio, f *measure.Figures, public bool) Status {
	t := &f.Totals
	s := Status{Contracts: map[string]int{}, Bands: map[string]int{}, Managers: t.Managers.V, Committed: kroner(t.Committed), Maximum: kroner(t.Maximum),
		Turnover: kroner(t.Spent), Use: share(t.CeilingUse()), LastYear: kroner(t.LastYear), Passed: t.Over, WillPass: t.WillPass,
		Benefits: map[string]Benefit{}, SpendOf: t.SpendQuarter, Coverage: share(t.Coverage), Loyalty: share(t.Loyalty), EHandel: share(t.EHandel), Leakage: kroner(t.Leakage)}
	for k, n := range t.Status {
		s.Contracts[string(k)] = n
	}
	for _, b := range t.Benefits {
		s.Benefits[string(b.Class)] = Benefit{kroner(b.PlannedToDate), kroner(b.Realised), kroner(b.Confirmed), kroner(b.Costs)}
	}
	if public {
		s.Managers = 0
		return s
	}
	for k, n := range t.Bands {
		s.Bands[string(k)] = n
	}
	hours := workload.SumCapacity(f.Workload, p.People, f.AsOf)
	s.Hours, s.Capacity, s.Overload = workload.TotalNeed(f.Workload), hours.Capacity, hours.Short
	for _, c := range f.Contracts {
		s.Open += c.OpenMatters().V
	}
	return s
}

// ceilings are the active contracts past their ceiling or forecast to pass it.
func (r *Report) ceilings(f *measure.Figures) {
	for _, c := range ceilings.Pressing(f.Contracts) {
		m := &c.Money
		line := Ceiling{ID: c.Contract.ID, Title: c.Contract.Title, Currency: m.Currency, Spent: kroner(m.Spent), Ceiling: kroner(m.Ceiling),
			Use: share(m.Use), Projected: share(m.ProjectedUse), Passed: m.Passed(), End: c.Terms.LastEnd}
		if !line.Passed {
			line.Reached = m.Exhaustion
		}
		r.Ceilings = append(r.Ceilings, line)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (r *Report) deadlines(f *measure.Figures) {
	for _, d := range deadlines.TermAhead(f, ahead) {
		r.Deadlines = append(r.Deadlines, Deadline{d.Date, string(d.Kind), d.Contract.ID, d.Contract.Title})
	}
}

// comings are the contracts that began in the quarter, and those that had ended by its
// end and not by the end of the one before. A public report cannot tell contracts that were
// taken out of the register from those that are no longer public.
func (r *Report) comings(in Input) {
	for _, c := range in.Figures.Contracts {
		name := named(in.Portfolio, c)
		if stages.BeganIn(c, r.Quarter) {
			name.Date = c.Terms.Start
			r.Started = append(r.Started, name)
		}
		if stages.EndedIn(c, r.Quarter) {
			name.Date = c.Terms.CurrentEnd
			r.Ended = append(r.Ended, name)
		}
	}
	if in.Before != nil && !in.Public {
		for _, c := range stages.GoneSince(in.Figures, in.Before, r.Quarter) {
			name := named(in.Past, c)
			if stages.EndsIn(&c.Terms, r.Quarter) {
				name.Date = c.Terms.CurrentEnd
			}
			r.Ended = append(r.Ended, name)
		}
	}
	byDate := func(a, b Contract) int { // without a date last
		return cmp.Or(cmp.Compare(b2i(a.Date.IsZero()), b2i(b.Date.IsZero())), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(r.Started, byDate)
	slices.SortFunc(r.Ended, byDate)
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
		line := Movement{ID: m.Contract.ID, Title: m.Contract.Title, From: string(m.From), To: string(m.To), Up: m.Up, Before: number(m.Before, 4), Score: number(m.Score, 4), Reasons: []string{}}
		if in.Because != nil {
			line.Reasons = append(line.Reasons, in.Because(m)...)
		}
		r.Movements = append(r.Movements, line)
	}
	gravity := func(m Movement) int { return b2i(m.Up) * (1 + measure.BandRank(contract.BandID(m.To))) }
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
				a.Open += b2i(measure.StillOpen(n.Closed, r.AsOf))
			}
		}
		a.WithFindings += b2i(a.Findings > before)
	}
	r.Planned = inspections.Planned(f, r.Quarter.Add(1))
	for _, v := range inspections.HeldUnder(f, f.Contracts) {
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

func (r *Report) deviations(f *measure.Figures) {
	d := &r.Deviations
	for m := range matters.OfAll(f) {
		d.Opened += b2i(m.ReportedIn(r.Quarter))
		d.Closed += b2i(m.ClosedIn(r.Quarter))
		d.Late += b2i(m.Late)
	}
	for _, a := range matters.CountOpen(matters.OfAll(f)) {
		d.Open = append(d.Open, OpenAge{string(a.Severity), a.Count[0], a.Count[1], a.Count[2] + a.Count[3]})
	}
}

func (r *Report) spend(p *contract.Portfolio, f *measure.Figures) {
	sums, _ := spend.ByCategory(p, f.AsOf)
	for _, s := range sums {
		name := s.Category
		if c := p.Category(s.Category); c != nil {
			name = c.Title
		}
		r.Spend = append(r.Spend, Spend{Name: name, On: kroner(s.On.Rat()), Off: kroner(s.Off.Rat()), Uncovered: kroner(s.Uncovered.Rat()), EHandel: share(s.EHandelShare())})
	}
}

func (r *Report) workload(p *contract.Portfolio, f *measure.Figures) {
	for _, w := range workload.ShortOfHours(f.Workload) {
		name := w.Person
		if n := p.Person(w.Person); n != nil {
			name = n.Name
		}
		r.Workload = append(r.Workload, Workload{name, w.Contracts, w.Need(), w.Capacity.V})
	}
}

// quality counts what is missing of the active contracts.
func (r *Report) quality(f *measure.Figures) {
	for _, g := range totals.CountGaps(f.Contracts) {
		r.Quality = append(r.Quality, Quality{string(g.Gap), g.N, g.Of})
	}
}

// decisions are what active contracts ask of the leadership.
func (r *Report) decisions(f *measure.Figures) {
	for _, d := range deadlines.Decisions(f) {
		r.Decisions = append(r.Decisions, Decision{string(d.Kind), d.Contract.Contract.ID, d.Contract.Contract.Title, d.By, d.About})
	}
}
