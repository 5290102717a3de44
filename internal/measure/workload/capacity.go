package workload

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// TotalNeed is the hours that the follow-up of all contracts takes, also of those without a
// manager.
func TotalNeed(list []measure.Workload) (hours int) {
	for i := range list {
		hours += list[i].Need()
	}
	return hours
}

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
	Short          int // people who need more hours than they have
	Unknown        int // people whose capacity is not known: not in the hours
	Need, Capacity int // hours
}

// SumCapacity adds up the workload of some people who have not left on a day.
func SumCapacity(list []measure.Workload, people []*contract.Person, asOf date.Date) (sum CapacitySum) {
	here := map[string]bool{}
	for _, n := range people {
		here[n.ID] = !measure.HasLeft(n, asOf)
	}
	for i := range list {
		w := &list[i]
		switch {
		case !here[w.Person]:
		case !w.Capacity.Set:
			sum.Unknown++
		default:
			sum.Need += w.Need()
			sum.Capacity += w.Capacity.V
			if w.Over {
				sum.Short++
			}
		}
	}
	return sum
}
