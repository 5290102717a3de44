// Package workload adds up the hours that follow-up needs from each person, and says who
// lacks them and what will then not get done.
//
// In go the figures of every contract; what needs hours is the risk model's bands and the
// plan, which is package duties'.
package workload

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// Of adds up the hours that follow-up needs in the quarter of the as-of date:
// by the bands of each person's active contracts, and by the plan items that are due
// in the quarter, of whoever is responsible for them. Nil where it is withheld who manages
// what.
func Of(f *measure.Figures) []measure.Workload {
	w := f.World
	if w.Portfolio.Withholds(contract.PortfolioPeople) || w.Portfolio.Withholds(contract.ContractManager) {
		return nil
	}
	out := make([]measure.Workload, len(w.Portfolio.People)+1)
	at := make(map[string]int, len(out))
	for i, n := range w.Portfolio.People {
		out[i] = measure.Workload{Person: n.ID, ByBand: map[contract.BandID]int{}, Capacity: n.Capacity}
		at[n.ID] = i
	}
	nobody := len(w.Portfolio.People)
	out[nobody] = measure.Workload{ByBand: map[contract.BandID]int{}}
	hours := bandHours(f.Model)
	for _, cf := range f.Contracts {
		if !cf.Followed() {
			continue
		}
		mine := &out[nobody]
		if cf.Manager != nil {
			mine = &out[at[cf.Manager.ID]]
		}
		mine.Contracts++
		if cf.Risk != nil {
			mine.ByBand[cf.Risk.Band]++
			mine.Follow += hours[cf.Risk.Band]
		}
		planHours(w, cf, mine, func(person string) *measure.Workload {
			if w.Person(person) != nil {
				return &out[at[person]]
			}
			return mine
		})
	}
	for i := range out {
		o := &out[i]
		o.Over = o.Capacity.Set && o.Spare() < 0
	}
	return out
}

// bandHours are the hours of follow-up a quarter by band.
func bandHours(m *contract.RiskModel) map[contract.BandID]int {
	hours := map[contract.BandID]int{}
	if m != nil {
		for i := range m.Bands {
			hours[m.Bands[i].ID] = m.Bands[i].Hours
		}
	}
	return hours
}

func planHours(w *measure.World, cf *measure.ContractFigures, mine *measure.Workload, of func(person string) *measure.Workload) {
	q := w.AsOf.QuarterOf()
	for i := range cf.Contract.Plan {
		item := &cf.Contract.Plan[i]
		if !item.Hours.Set {
			continue
		}
		to := mine
		if item.Responsible != "" {
			to = of(item.Responsible)
		}
		to.Plan += item.Hours.V * duties.DueBetween(item, &cf.Terms, q.First(), q.Last())
	}
}
