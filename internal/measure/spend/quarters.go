package spend

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// ended are the spend facts of the latest quarter that has ended and has any, and of
// the n−1 calendar quarters before it, oldest first.
func ended(p *contract.Portfolio, asOf date.Date, n int) []*contract.Spend {
	var out []*contract.Spend
	for _, s := range p.Spend {
		if !s.Quarter.IsZero() && !s.Quarter.Last().After(asOf) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortStableFunc(out, func(a, b *contract.Spend) int { return a.Quarter.Compare(b.Quarter) })
	latest := out[len(out)-1].Quarter
	return slices.DeleteFunc(out, func(s *contract.Spend) bool { return latest.Compare(s.Quarter) >= n })
}

// LeakageQuarters is over how many quarters what went past contracts is added up.
const LeakageQuarters = 4

// ByQuarter sums the latest n quarters up to the latest that has spend facts, oldest
// first; of one category, or of all where category is "". A quarter without facts, or in
// which the category is not mentioned, is left out.
func ByQuarter(p *contract.Portfolio, asOf date.Date, category string, n int) []QuarterSum {
	var out []QuarterSum
	for _, s := range ended(p, asOf, n) {
		q := QuarterSum{Quarter: s.Quarter}
		found := category == ""
		for i := range s.Categories {
			if k := &s.Categories[i]; category == "" || k.ID == category {
				found = true
				q.Add(k)
			}
		}
		if found {
			out = append(out, q)
		}
	}
	return out
}

// ByCategory sums the same four quarters as Totals.Leakage, by category, the largest
// amount off contract first. Since is the first of them that has facts.
func ByCategory(p *contract.Portfolio, asOf date.Date) (sums []CategorySum, since date.Quarter) {
	at := map[string]int{}
	for _, s := range ended(p, asOf, LeakageQuarters) {
		if since.IsZero() {
			since = s.Quarter
		}
		for i := range s.Categories {
			k := &s.Categories[i]
			j, ok := at[k.ID]
			if !ok {
				j = len(sums)
				at[k.ID], sums = j, append(sums, CategorySum{Category: k.ID})
			}
			sums[j].Add(k)
		}
	}
	slices.SortStableFunc(sums, func(a, b CategorySum) int {
		if a.Off != b.Off {
			return int(min(max(b.Off-a.Off, -1), 1))
		}
		if a.Uncovered != b.Uncovered {
			return int(min(max(b.Uncovered-a.Uncovered, -1), 1))
		}
		return slices.Compare([]byte(a.Category), []byte(b.Category))
	})
	return sums, since
}
