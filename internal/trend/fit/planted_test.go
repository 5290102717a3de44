package fit

import (
	"cmp"
	"math"
	"math/big"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// past is a made-up portfolio as its history recorded it at the quarters' ends.
func past(t *testing.T, opt demo.Options, quarters int) (*contract.Portfolio, func(date.Date) *contract.Portfolio) {
	opt.Base, _ = store.Load(t.Context(), os.DirFS("../../../contracts"), store.Options{})
	p := demo.Generate(opt)
	then := map[date.Date]*contract.Portfolio{}
	contracts, suppliers := map[string]*contract.Contract{}, map[string]*contract.Supplier{}
	whole := *p
	keep := func(end date.Date) {
		q := whole
		q.Contracts, q.Suppliers = nil, nil
		for _, c := range contracts {
			q.Contracts = append(q.Contracts, c)
		}
		for _, s := range suppliers {
			q.Suppliers = append(q.Suppliers, s)
		}
		slices.SortFunc(q.Contracts, func(a, b *contract.Contract) int { return cmp.Compare(a.ID, b.ID) })
		slices.SortFunc(q.Suppliers, func(a, b *contract.Supplier) int { return cmp.Compare(a.ID, b.ID) })
		then[end] = q.Index()
	}
	var before date.Date
	for s := range demo.History(p, opt, quarters) {
		on := date.FromTime(s.When)
		if !before.IsZero() && on.QuarterOf() != before.QuarterOf() {
			keep(before.QuarterOf().Last())
		}
		before = on
		if s.Whole != nil {
			whole.People = s.Whole.People
			for _, c := range s.Whole.Contracts {
				contracts[c.ID] = c
			}
			for _, v := range s.Whole.Suppliers {
				suppliers[v.ID] = v
			}
		}
		for _, c := range s.Contracts {
			contracts[c.ID] = c
		}
		for _, c := range s.Turnover {
			then := *contracts[c.ID]
			then.Turnover = c.Turnover
			contracts[c.ID] = &then
		}
		for _, v := range s.Suppliers {
			suppliers[v.ID] = v
		}
		for _, gone := range s.Gone {
			if id, ok := strings.CutPrefix(gone, "people/"); ok {
				whole.People = slices.DeleteFunc(slices.Clone(whole.People), func(n *contract.Person) bool { return n.ID+".toml" == id })
			}
			delete(contracts, strings.TrimPrefix(gone, "agreements/"))
		}
	}
	return p, func(end date.Date) *contract.Portfolio { return then[end] }
}

// ranks with equal ones sharing their places.
func ranks(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		for j := range v {
			switch {
			case v[j] < v[i]:
				out[i]++
			case v[j] == v[i]:
				out[i] += 0.5
			}
		}
	}
	return out
}

// spearman is the correlation of ranks.
func spearman(a, b []float64) float64 {
	x, y := ranks(a), ranks(b)
	mean := float64(len(x)) / 2
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mean) * (y[i] - mean)
		xx += (x[i] - mean) * (x[i] - mean)
		yy += (y[i] - mean) * (y[i] - mean)
	}
	return xy / math.Sqrt(xx*yy)
}

// What is planted in the made-up portfolio is found again: the learnt weights have the order
// of the true ones, and foretell what they were not learnt from better than guessing.
func TestPlanted(t *testing.T) {
	t.Parallel()
	asOf := date.MustParse("2026-11-01")
	p, recorded := past(t, demo.Options{Contracts: 852, Seed: 7, AsOf: asOf}, 17)
	m := measure.ModelOn(p, asOf)
	seen := trend.Observe(p, asOf, recorded, m)
	f := Of(m, seen)
	t.Logf("%d observations of %d contracts; %d events on %d contracts, %d needed", f.Observations, f.Contracts, f.Events, f.Hit, f.Needed)
	if f.Short() != Enough {
		t.Fatalf("short of %d", f.Short())
	}
	var truth, learnt []float64
	sum := 0
	for i, w := range f.Weights {
		if demo.Truth[slices.IndexFunc(demo.Truth, func(v demo.Cause) bool { return v.Factor == w.Factor.ID })].LogOdds > 0 && w.High == 0 {
			t.Errorf("nothing is learnt of %s", w.Factor.ID)
		}
		for _, v := range demo.Truth {
			if v.Factor == w.Factor.ID {
				truth = append(truth, v.LogOdds)
			}
		}
		odds, _ := w.LogOdds.Float64()
		learnt = append(learnt, odds)
		sum += w.New - w.Factor.Weight
		t.Logf("%-18s %2d → %2d (%d–%d); log-odds %.2f, true %.2f", w.Factor.ID, w.Factor.Weight, w.New, w.Low, w.High, odds, truth[i])
		if w.Low > w.New || w.New > w.High {
			t.Errorf("%s: %d is not within %d–%d", w.Factor.ID, w.New, w.Low, w.High)
		}
	}
	if sum != 0 {
		t.Errorf("the weights weigh %d more than before", sum)
	}
	if r := spearman(truth, learnt); r < 0.8 {
		t.Errorf("the ranks correlate by %.3f only", r)
	} else {
		t.Logf("rank correlation %.3f", r)
	}
	for _, o := range []trend.OutcomeTest{f.Before, f.After} {
		t.Logf("accuracy %s (%s–%s)", o.Area.FloatString(3), o.Low.FloatString(3), o.High.FloatString(3))
		if o.Verdict() != "better" || o.Area.Cmp(big.NewRat(7, 10)) < 0 {
			t.Errorf("%+v", o)
		}
	}
	if again := Of(m, seen); !reflect.DeepEqual(again, f) {
		t.Error("the second time something else is learnt")
	}
	few := Of(m, seen[:400])
	if few.Short() != Events || few.Missing() != few.Needed-few.Events || few.Needed != 10*len(m.Factors) || few.Proposal != nil {
		t.Errorf("%+v", few)
	}
}
