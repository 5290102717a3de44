// Package gather makes the report of a quarter out of figures.
//
// In go the figures at the quarter's end and, where they are known, those of the quarter
// before; out comes one report.Report. It reads nothing, and computes no figure of its own
// beyond counting, sorting and rounding.
package gather

import (
	"cmp"
	"math/big"
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
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/trend"
)

// ahead is how many days of deadlines are listed: two quarters.
const ahead = 183

// Input of a report. Of the public part of a portfolio, it is a public report.
type Input struct {
	Quarter   date.Quarter
	Portfolio *contract.Portfolio
	Figures   *measure.Figures              // of Portfolio, at the quarter's end
	Past      *contract.Portfolio           // at the end of the quarter before; nil: not known
	Before    *measure.Figures              // of Past; nil: not known
	Frozen    *report.Status                // of the quarter before, where it is frozen: wins over Before's totals
	Quarters  []trend.Point                 // of the quarters up to this one that are known, oldest first: for what was bought in them
	Source    report.Source                 // of Portfolio
	Because   func(trend.Movement) []string // reasons in words; nil: none
	Lang      string                        // of titles that the portfolio has in several languages
}

// Any tells whether there is anything to report: a contract that had begun.
func Any(f *measure.Figures) bool { return stages.AnyBegun(f) }

// Report gathers the report of a quarter.
func Report(in Input) *report.Report {
	p, f := in.Portfolio, in.Figures
	r := &report.Report{Schema: report.Schema, Quarter: in.Quarter, AsOf: f.AsOf, Organisation: p.Settings.Organisation.Name, Currency: p.Settings.Defaults.Currency,
		Public: p.Withholds(contract.PortfolioPeople), Source: in.Source, Status: status(p, f), Before: in.Frozen,
		Purchases: purchases(in), Ceilings: ceilingsOf(f), Deadlines: deadlinesOf(f), Spend: spendOf(p, f),
		Movements: []report.Movement{}, Workload: []report.Workload{}, Quality: []report.Quality{}, Decisions: []report.Decision{}, Deviations: report.Deviations{Open: []report.OpenAge{}}}
	if r.Source.Unread == nil {
		r.Source.Unread = []string{}
	}
	if r.Before == nil && in.Before != nil {
		s := status(in.Past, in.Before)
		r.Before = &s
	}
	r.Started, r.Ended = comings(in, r.Public)
	r.Areas, r.Themes = inspectionsOf(in)
	if r.Public { // what follows rests on people, plans, risk and deviations
		return r
	}
	planned := inspections.Planned(f, in.Quarter.Add(1))
	r.Planned = &planned
	if f.Model != nil {
		r.Model = f.Model.ID
		if in.Before != nil && in.Before.Model != nil && in.Before.Model.ID != r.Model {
			r.ModelBefore = in.Before.Model.ID
		}
	}
	r.Movements, r.Deviations, r.Workload = movements(in), deviations(in), workloadOf(p, f)
	r.Quality, r.Decisions = quality(f), decisions(f)
	return r
}

// each makes a list of another; never nil, because JSON has no null for a list.
func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, of(v))
	}
	return out
}

func kroner(r *big.Rat) report.Number { return report.NumberOf(r, 2) }
func share(r *big.Rat) report.Number  { return report.NumberOf(r, 6) }
func score(r *big.Rat) report.Number  { return report.NumberOf(r, 4) }

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// status is the portfolio at a quarter's end; what it withholds is zero.
func status(p *contract.Portfolio, f *measure.Figures) report.Status {
	t := &f.Totals
	hours := workload.SumAll(f)
	s := report.Status{Contracts: t.Status, Bands: t.Bands, Managers: t.Managers.V, Committed: kroner(t.Committed), Maximum: kroner(t.Maximum),
		Turnover: kroner(t.Spent), Use: share(t.CeilingUse()), LastYear: kroner(t.LastYear), Passed: t.Over, WillPass: t.WillPass,
		Benefits: map[contract.BenefitClass]report.Benefit{}, SpendOf: t.SpendQuarter, Coverage: share(t.Coverage), Loyalty: share(t.Loyalty), EHandel: share(t.EHandel), Leakage: kroner(t.Leakage),
		Hours: hours.Need, Capacity: hours.Capacity, Overload: hours.Short}
	for _, b := range t.Benefits {
		s.Benefits[b.Class] = report.Benefit{Planned: kroner(b.PlannedToDate), Realised: kroner(b.Realised), Confirmed: kroner(b.Confirmed), Costs: kroner(b.Costs), Net: kroner(b.Net()), Estimated: kroner(b.Estimated)}
	}
	for _, c := range f.Contracts {
		s.Open += c.OpenMatters().V
	}
	return s
}

func purchases(in Input) []report.Purchase {
	return each(trend.Purchases(in.Quarters, in.Figures), func(q measure.QuarterTurnover) report.Purchase {
		return report.Purchase{Quarter: q.Quarter, Amount: kroner(q.Amount.Rat())}
	})
}

// ceilingsOf are the active contracts past their ceiling or forecast to pass it.
func ceilingsOf(f *measure.Figures) []report.Ceiling {
	return each(ceilings.Pressing(f.Contracts), func(c *measure.ContractFigures) report.Ceiling {
		m := &c.Money
		out := report.Ceiling{ID: c.Contract.ID, Title: c.Contract.Title, Currency: m.Currency, Spent: kroner(m.Spent), Ceiling: kroner(m.Ceiling),
			Use: share(m.Use), Projected: share(m.ProjectedUse), Passed: m.Passed(), End: c.Terms.LastEnd}
		if !out.Passed {
			out.Reached = m.Exhaustion
		}
		return out
	})
}

func deadlinesOf(f *measure.Figures) []report.Deadline {
	return each(deadlines.TermAhead(f, ahead), func(d measure.Deadline) report.Deadline {
		return report.Deadline{Date: d.Date, Kind: d.Kind, ID: d.Contract.ID, Title: d.Contract.Title}
	})
}

// comings are the contracts that began in the quarter, and those that had ended by its end
// and not by the end of the one before. A public report leaves out those that are gone: they
// may have been taken out of the register, or have become internal.
func comings(in Input, public bool) (started, ended []report.Contract) {
	started, ended = []report.Contract{}, []report.Contract{}
	for _, c := range in.Figures.Contracts {
		if stages.BeganIn(c, in.Quarter) {
			started = append(started, named(in.Portfolio, c, c.Terms.Start))
		}
		if stages.EndedIn(c, in.Quarter) {
			ended = append(ended, named(in.Portfolio, c, c.Terms.CurrentEnd))
		}
	}
	if in.Before != nil && !public {
		for _, c := range stages.GoneSince(in.Figures, in.Before, in.Quarter) {
			var day date.Date
			if stages.EndsIn(&c.Terms, in.Quarter) {
				day = c.Terms.CurrentEnd
			}
			ended = append(ended, named(in.Past, c, day))
		}
	}
	byDate := func(a, b report.Contract) int { // without a date last
		return cmp.Or(cmp.Compare(b2i(a.Date.IsZero()), b2i(b.Date.IsZero())), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(started, byDate)
	slices.SortFunc(ended, byDate)
	return started, ended
}

// named is a contract as the lists have it.
func named(p *contract.Portfolio, c *measure.ContractFigures, day date.Date) report.Contract {
	out := report.Contract{ID: c.Contract.ID, Title: c.Contract.Title, Date: day}
	if d := p.Department(c.Contract.Department); d != nil {
		out.Department = d.Name
	}
	out.Value = kroner(c.Money.Home(c.Money.Ceiling))
	return out
}

// movements are the contracts whose band changed: up first, to the gravest band first.
func movements(in Input) []report.Movement {
	if in.Before == nil {
		return []report.Movement{}
	}
	before, after := trend.Of(in.Before, true), trend.Of(in.Figures, true)
	out := each(trend.Movements(&before, &after, in.Portfolio.Contracts), func(m trend.Movement) report.Movement {
		line := report.Movement{ID: m.Contract.ID, Title: m.Contract.Title, From: m.From, To: m.To, Up: m.Up, Before: score(m.Before), Score: score(m.Score), Reasons: []string{}}
		line.FromFloor, line.ToFloor = floor(in, &before, m.FromFloor), floor(in, &after, m.ToFloor)
		if in.Because != nil {
			line.Reasons = append(line.Reasons, in.Because(m)...)
		}
		return line
	})
	gravity := func(m report.Movement) int { return b2i(m.Up) * (1 + measure.BandRank(m.To)) }
	slices.SortStableFunc(out, func(a, b report.Movement) int { return cmp.Compare(gravity(b), gravity(a)) })
	return out
}

// floor is what a floor of the model at a point is called; nil for none.
func floor(in Input, at *trend.Point, id string) contract.Text {
	f := measure.FloorOf(in.Portfolio, at.Model, id)
	if f == nil {
		return nil
	}
	return measure.InSentence(f)
}

// inspectionsOf are those that were held in the quarter, by area and by theme.
func inspectionsOf(in Input) (areas, themes []report.Inspected) {
	byArea, byTheme := map[string]*report.Inspected{}, map[string]*report.Inspected{}
	f := in.Figures
	count := func(by map[string]*report.Inspected, name string, v *contract.Inspection, of func(*contract.Finding) bool) {
		a := by[name]
		if a == nil {
			a = &report.Inspected{Name: name}
			by[name] = a
		}
		a.Held++
		a.Extensive += b2i(v.Extensive)
		before := a.Findings
		for i := range v.Findings {
			if n := &v.Findings[i]; of(n) {
				a.Findings++
				a.Open += b2i(measure.StillOpen(n.Closed, f.AsOf))
			}
		}
		a.WithFindings += b2i(a.Findings > before)
	}
	for _, v := range inspections.HeldUnder(f, f.Contracts) {
		if v.Date.QuarterOf() != in.Quarter {
			continue
		}
		count(byArea, v.Area, v, func(*contract.Finding) bool { return true })
		for _, t := range v.Themes {
			name := t
			if q := in.Portfolio.Requirement(t); q != nil {
				name = q.Title.In(in.Lang)
			}
			// a finding that is of another theme of the inspection is not of this
			count(byTheme, name, v, func(n *contract.Finding) bool { return n.Requirement == t || !slices.Contains(v.Themes, n.Requirement) })
		}
	}
	return sorted(byArea), sorted(byTheme)
}

func sorted(by map[string]*report.Inspected) []report.Inspected {
	out := make([]report.Inspected, 0, len(by))
	for _, a := range by {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b report.Inspected) int {
		return cmp.Or(cmp.Compare(b.Held, a.Held), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func deviations(in Input) report.Deviations {
	var out report.Deviations
	for m := range matters.OfAll(in.Figures) {
		out.Opened += b2i(m.ReportedIn(in.Quarter))
		out.Closed += b2i(m.ClosedIn(in.Quarter))
		out.Late += b2i(m.Late)
	}
	out.Open = each(matters.CountOpen(matters.OfAll(in.Figures)), func(a matters.OpenAges) report.OpenAge {
		return report.OpenAge{Severity: a.Severity, To30: a.Count[0], To90: a.Count[1], Older: a.Count[2] + a.Count[3]}
	})
	out.Unstated = matters.Unstated(matters.OfAll(in.Figures))
	return out
}

func spendOf(p *contract.Portfolio, f *measure.Figures) []report.Spend {
	sums, _ := spend.ByCategory(p, f.AsOf)
	return each(sums, func(s spend.CategorySum) report.Spend {
		name := s.Category
		if c := p.Category(s.Category); c != nil {
			name = c.Title
		}
		return report.Spend{Name: name, On: kroner(s.On.Rat()), Off: kroner(s.Off.Rat()), Uncovered: kroner(s.Uncovered.Rat()), EHandel: share(s.EHandelShare())}
	})
}

func workloadOf(p *contract.Portfolio, f *measure.Figures) []report.Workload {
	return each(workload.ShortOfHours(f.Workload), func(w measure.Workload) report.Workload {
		name := w.Person
		if n := p.Person(w.Person); n != nil {
			name = n.Name
		}
		return report.Workload{Name: name, Contracts: w.Contracts, Hours: w.Need(), Capacity: w.Capacity.V}
	})
}

// quality counts what contracts that are followed up lack.
func quality(f *measure.Figures) []report.Quality {
	return each(totals.CountGaps(f.Contracts), func(g totals.GapCount) report.Quality {
		return report.Quality{Kind: g.Gap, N: g.N, Of: g.Of}
	})
}

// decisions are what active contracts ask of the leadership.
func decisions(f *measure.Figures) []report.Decision {
	return each(deadlines.Decisions(f), func(d deadlines.Decision) report.Decision {
		return report.Decision{Kind: d.Kind, ID: d.Contract.Contract.ID, Title: d.Contract.Contract.Title, By: d.By, Note: d.About}
	})
}
