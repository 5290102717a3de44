package demo

import (
	"os"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
)

// The points that make things go wrong are nearly those that the risk model gives: what is
// planted can be found.
func TestCausesAreTheModelsPoints(t *testing.T) {
	t.Parallel()
	base, _ := store.Load(t.Context(), os.DirFS("../../contracts"), store.Options{})
	g := newGenerator(Options{Contracts: 400, Seed: 7, AsOf: asOf, Base: base})
	f := figures.Of(g.generate(), asOf)
	for _, truth := range Truth {
		if truth.LogOdds == 0 {
			continue
		}
		near, all := 0, 0
		for _, cf := range f.Contracts {
			if cf.Risk == nil || cf.Status != contract.Active {
				continue
			}
			for _, s := range cf.Risk.Factors {
				if s.Factor.ID != truth.Factor {
					continue
				}
				all++
				if d := s.Points - g.points(truth.Factor, cf.Contract, asOf); -1 <= d && d <= 1 {
					near++
				}
			}
		}
		t.Logf("%s: %d of %d within a point", truth.Factor, near, all)
		if all == 0 || near*100 < all*80 {
			t.Errorf("%s: only %d of %d within a point", truth.Factor, near, all)
		}
	}
}

// Causes come before effects: as the history records them, a supplier has the sign of its
// bankruptcy from the day on which its contracts tell of it, and not before.
func TestBankruptcyIsNotForetold(t *testing.T) {
	t.Parallel()
	opt := Options{Contracts: 300, Seed: 7, AsOf: asOf}
	p := Generate(opt)
	days := bankruptcies(p.Contracts)
	if len(days) == 0 {
		t.Fatal("nobody went bankrupt")
	}
	told := map[string]bool{}
	for s := range History(p, opt, 12) {
		on := date.FromTime(s.When)
		suppliers := s.Suppliers
		if s.Whole != nil {
			suppliers = s.Whole.Suppliers
		}
		for _, v := range suppliers {
			bankrupt := slices.Contains(v.Signs, contract.SignBankruptcy)
			if day := days[v.ID]; bankrupt && (day.IsZero() || on.Before(day)) {
				t.Errorf("%s: %s has gone bankrupt, on %s", on, v.ID, day)
			}
			told[v.ID] = told[v.ID] || bankrupt
		}
	}
	for id := range days {
		if !told[id] {
			t.Errorf("the history does not tell that %s went bankrupt", id)
		}
	}
}
