package workload

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// ShortOfHours are those who need more hours than they have, the largest lack first.
func ShortOfHours(list []measure.Workload) []measure.Workload {
	var out []measure.Workload
	for _, w := range list {
		if w.Over {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b measure.Workload) int { return cmp.Compare(a.Spare(), b.Spare()) })
	return out
}

// CapacitySum is the hours that there are against those that are needed.
type CapacitySum struct {
	Short        int // people who need more hours than they have
	Need         int // hours of all, Nobody's with them
	Capacity     int // hours, as far as they are known
	Unknown      int // people whose capacity is not known
	UnknownHours int // of Need, theirs
	Nobody       int // of Need, on contracts without a manager
}

// SumAll adds up the workload of everybody, and of contracts without a manager.
func SumAll(f *measure.Figures) CapacitySum {
	sum := SumCapacity(f.Workload, f.World.Portfolio.People, f.AsOf)
	for i := range f.Workload {
		if w := &f.Workload[i]; w.Person == "" {
			sum.Nobody += w.Need()
			sum.Need += w.Need()
		}
	}
	return sum
}

// SumCapacity adds up the workload of some people who have not left on a day.
func SumCapacity(list []measure.Workload, people []*contract.Person, asOf date.Date) (sum CapacitySum) {
	here := map[string]bool{}
	for _, n := range people {
		here[n.ID] = !measure.HasLeft(n, asOf)
	}
	for i := range list {
		w := &list[i]
		if !here[w.Person] {
			continue
		}
		sum.Need += w.Need()
		if w.Capacity.Set {
			sum.Capacity += w.Capacity.V
		} else {
			sum.Unknown++
			sum.UnknownHours += w.Need()
		}
		if w.Over {
			sum.Short++
		}
	}
	return sum
}
