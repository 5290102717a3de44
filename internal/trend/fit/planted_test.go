package fit

import (
	"cmp"
	"math"
	"os"
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
			contracts[c.ID] = c
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

func TestPlanted(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	for _, x := range []struct {
		n    int
		seed uint64
	}{{852, 7}, {852, 1}, {852, 2}, {852, 3}, {852, 4}, {852, 5}, {2000, 3}} {
		p, recorded := past(t, demo.Options{Contracts: x.n, Seed: x.seed, AsOf: asOf}, 17)
		m := measure.ModelOn(p, asOf)
		seen := trend.Observe(p, asOf, recorded, m)
		f := Of(m, seen)
		t.Logf("%v: %d observations, %d contracts, %d events, %d hit, %d needed, learnt %v", x, f.Observations, f.Contracts, f.Events, f.Hit, f.Needed, f.Learnt)
		var truth, learnt []float64
		for _, w := range f.Weights {
			for _, tr := range demo.Truth {
				if tr.Factor == w.Factor.ID {
					truth = append(truth, tr.LogOdds)
				}
			}
			learnt = append(learnt, w.LogOdds)
			t.Logf("  %-18s old %2d new %2d (%d–%d) %.3f true %.2f", w.Factor.ID, w.Factor.Weight, w.New, w.Low, w.High, w.LogOdds, truth[len(truth)-1])
		}
		show := func(name string, o trend.OutcomeTest) {
			a, _ := o.Area.Float64()
			l, _ := o.Low.Float64()
			h, _ := o.High.Float64()
			t.Logf("  %s %.3f (%.3f–%.3f) %d events %d hit", name, a, l, h, o.Events, o.Hit)
		}
		t.Logf("  spearman %.3f", spearman(truth, learnt))
		show("before", f.Before)
		show("after", f.After)
		t.Log(f.Difference.Area.FloatString(3), f.Difference.Low.FloatString(3), f.Difference.High.FloatString(3))
		show("v2", trend.Foretold(seen, second(seen, nil)))
		var models [Folds]map[string]float64
		rows, _ := rowsOf(seen)
		fold := make([]int, len(seen))
		for i := range seen {
			fold[i] = foldOf(seen[i].Contract.ID)
		}
		pen, parts := validated(rows, fold)
		var direct []float64
		for i := range rows {
			direct = append(direct, rows[i].logOdds(parts[fold[i]]))
		}
		t.Log("penalty", pen)
		show("regression", trend.Foretold(seen, direct))
		for k := range Folds {
			models[k] = map[string]float64{}
			for i, w := range weightsOf(m, parts[k]) {
				models[k][m.Factors[i].ID] = float64(w)
			}
		}
		show("v2 with fit", trend.Foretold(seen, second(seen, func(i int, id string) float64 { return models[fold[i]][id] })))
	}
}

// second scores as version 2 of the model does.
func second(seen []trend.Observation, weight func(i int, id string) float64) (out []float64) {
	for i := range seen {
		var k, kw, top float64
		s := 1.0
		of := func(f *contract.Factor) float64 {
			if weight != nil {
				return weight(i, f.ID)
			}
			return float64(f.Weight)
		}
		for _, f := range seen[i].Risk.Factors {
			if f.Factor.Axis == contract.AxisLikelihood {
				top = max(top, of(f.Factor))
			}
		}
		for _, f := range seen[i].Risk.Factors {
			x := float64(f.Points) / 4
			if f.Factor.Axis == contract.AxisLikelihood {
				s *= 1 - 0.8*of(f.Factor)/top*x*x
			} else {
				k += of(f.Factor) * x * x
				kw += of(f.Factor)
			}
		}
		out = append(out, 100*math.Sqrt(k/kw)*(1-s))
	}
	return out
}
