// Package report gathers what a contract department tells its leadership at the end of
// a quarter.
//
// In go the figures at the quarter's end and, where they are known, those of the quarter
// before; out comes one Report, whose parts every format draws. It reads nothing, knows
// no language and computes no figure of its own beyond counting and sorting.
package report

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Report of one quarter. Rationals are kroner or shares; nil means unknown.
type Report struct {
	Quarter    date.Quarter
	AsOf       date.Date // its last day
	Model      string    // of the risk scores; "" for none
	Totals     measure.Totals
	Use        *big.Rat       // spent ÷ ceilings of active contracts
	Before     map[string]int // contracts by band at the end of the quarter before; nil unknown
	Movements  []Movement     // contracts whose band changed, gravest first
	Ceilings   []Ceiling      // active contracts past their ceiling or forecast to pass it
	Deadlines  []measure.Deadline
	Areas      []Area
	OpenByAge  [3]int // open deviations and findings: up to 30, up to 90, and more days
	Late       int    // of those, past their deadline
	Overloaded []measure.Workload
	Decisions  []Decision
}

// Movement of a contract between bands; From is "" for one that is new, To for one that ended.
type Movement struct {
	Contract *contract.Contract
	From, To string
}

// Ceiling of one contract.
type Ceiling struct {
	Contract *contract.Contract
	Money    measure.Money
}

// Area of inspections in the quarter.
type Area struct {
	Name             string
	Held, WithFaults int
}

// Decision that the leadership is asked for.
type Decision struct {
	Kind     string // ceiling-passed, ceiling-forecast, option, manager, critical
	Contract *contract.Contract
	By       date.Date // zero: now
}

// ahead is how far deadlines are told: two quarters.
const ahead = 183

// order of bands, mild to grave.
var order = []string{"low", "moderate", "high", "critical"}

// Make gathers the report of a quarter from the figures at its end; before are those of
// the quarter before, nil where they are not known.
func Make(q date.Quarter, f, before *measure.Figures) *Report {
	r := &Report{Quarter: q, AsOf: f.AsOf, Totals: f.Totals}
	if f.Model != nil {
		r.Model = f.Model.ID
	}
	if t := f.Totals; t.Spent != nil && t.Maximum != nil && t.Maximum.Sign() > 0 {
		r.Use = new(big.Rat).Quo(t.Spent, t.Maximum)
	}
	if before != nil {
		r.Before = before.Totals.Bands
		r.movements(f, before)
	}
	for _, d := range f.Deadlines {
		if d.Days >= 0 && d.Days <= ahead && d.Kind != "evidence" && d.Kind != "plan" {
			r.Deadlines = append(r.Deadlines, d)
		}
	}
	areas := map[string]*Area{}
	for _, c := range f.Contracts {
		if c.Status == "active" {
			r.contract(c)
		}
		r.open(c)
		for _, v := range c.Contract.Inspections {
			if v.Status != "planned" && v.Date.QuarterOf() == q {
				a := areas[v.Area]
				if a == nil {
					a = &Area{Name: v.Area}
					areas[v.Area] = a
				}
				a.Held++
				if len(v.Findings) > 0 {
					a.WithFaults++
				}
			}
		}
	}
	for _, a := range areas {
		r.Areas = append(r.Areas, *a)
	}
	slices.SortFunc(r.Areas, func(a, b Area) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(r.Ceilings, func(a, b Ceiling) int { return use(b).Cmp(use(a)) })
	slices.SortStableFunc(r.Decisions, func(a, b Decision) int {
		return cmp.Or(cmp.Compare(kinds[a.Kind], kinds[b.Kind]), a.By.Compare(b.By), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	for _, w := range f.Workload {
		if w.Over {
			r.Overloaded = append(r.Overloaded, w)
		}
	}
	return r
}

// kinds of decisions in the order in which they are asked for.
var kinds = map[string]int{"ceiling-passed": 0, "critical": 1, "manager": 2, "option": 3, "ceiling-forecast": 4}

func use(c Ceiling) *big.Rat {
	if c.Money.ProjectedUse != nil {
		return c.Money.ProjectedUse
	}
	return c.Money.Use
}

// contract gathers what one active contract asks for.
func (r *Report) contract(c *measure.ContractFigures) {
	ask := func(kind string, by date.Date) { r.Decisions = append(r.Decisions, Decision{kind, c.Contract, by}) }
	one := big.NewRat(1, 1)
	switch m := c.Money; {
	case m.Use != nil && m.Use.Cmp(one) > 0:
		r.Ceilings = append(r.Ceilings, Ceiling{c.Contract, m})
		ask("ceiling-passed", date.Date{})
	case m.Use != nil && m.ProjectedUse != nil && m.ProjectedUse.Cmp(one) > 0:
		r.Ceilings = append(r.Ceilings, Ceiling{c.Contract, m})
		ask("ceiling-forecast", m.Exhaustion)
	}
	if c.Risk != nil && c.Risk.Band == "critical" {
		ask("critical", date.Date{})
	}
	if c.Manager == nil {
		ask("manager", date.Date{})
	}
	if d := c.Terms.NextDecision; !d.IsZero() && d.Days(r.AsOf) <= ahead/2 {
		ask("option", d)
	}
}

// open counts deviations and findings that are open, by age.
func (r *Report) open(c *measure.ContractFigures) {
	count := func(reported, due, closed date.Date) {
		if reported.IsZero() || reported.After(r.AsOf) || !closed.IsZero() && !closed.After(r.AsOf) {
			return
		}
		switch age := r.AsOf.Days(reported); {
		case age <= 30:
			r.OpenByAge[0]++
		case age <= 90:
			r.OpenByAge[1]++
		default:
			r.OpenByAge[2]++
		}
		if !due.IsZero() && due.Before(r.AsOf) {
			r.Late++
		}
	}
	for _, d := range c.Contract.Deviations {
		count(d.Reported, d.Deadline, d.Closed)
	}
	for _, v := range c.Contract.Inspections {
		for _, n := range v.Findings {
			count(v.Date, n.Deadline, n.Closed)
		}
	}
}

// movements compares the bands of contracts, by id or by an id that they had.
func (r *Report) movements(f, before *measure.Figures) {
	band := func(c *measure.ContractFigures) string {
		if c == nil || c.Risk == nil {
			return ""
		}
		return c.Risk.Band
	}
	for _, c := range f.Contracts {
		old := before.Of(c.Contract.ID)
		for _, was := range c.Contract.IDWas {
			if old == nil {
				old = before.Of(was)
			}
		}
		if from, to := band(old), band(c); from != to {
			r.Movements = append(r.Movements, Movement{c.Contract, from, to})
		}
	}
	slices.SortStableFunc(r.Movements, func(a, b Movement) int {
		return cmp.Or(slices.Index(order, b.To)-slices.Index(order, a.To), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
}
