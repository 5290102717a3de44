// Package figures puts the figures of a portfolio together, each from those before it.
//
// In go a portfolio (with findings or without: it never fails) and a day; out come
// measure.Figures. No formula is here: those are in the packages beside this one.
package figures

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/measure/totals"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/measure/workload"
)

// Of computes every figure of a portfolio on a day. It works on all cores; its result
// depends on nothing but its arguments.
func Of(p *contract.Portfolio, asOf date.Date) *measure.Figures {
	w, model := measure.NewWorld(p, asOf), measure.ModelOn(p, asOf)
	m := &maker{w: w, catalogue: duties.NewCatalogue(w)}
	if model != nil {
		m.scorer = risk.NewScorer(model)
	}
	contracts := make([]*measure.ContractFigures, len(p.Contracts))
	parallel(len(contracts), func(i int) { contracts[i] = m.contract(p.Contracts[i]) })
	f := measure.NewFigures(w, model, contracts)
	f.Deadlines = deadlines.All(contracts)
	f.Totals = totals.Of(f)
	f.Workload = workload.Of(f)
	return f
}

// Rescored gives the risk of every contract under another model, in the order of
// Contracts; nil for those that are not active.
func Rescored(f *measure.Figures, m *contract.RiskModel) []*measure.Risk {
	scorer := risk.NewScorer(m)
	out := make([]*measure.Risk, len(f.Contracts))
	parallel(len(out), func(i int) {
		if cf := f.Contracts[i]; cf.Followed() {
			out[i] = scorer.Score(&facts.Facts{World: f.World, ContractFigures: cf})
		}
	})
	return out
}

// maker is what the figures of all contracts are made with.
type maker struct {
	w         *measure.World
	catalogue *duties.Catalogue
	scorer    *risk.Scorer // nil where no model is in force
}

// contract computes the figures of one contract.
func (m *maker) contract(c *contract.Contract) *measure.ContractFigures {
	w := m.w
	cf := &measure.ContractFigures{Contract: c, Terms: terms.Of(c, w.AsOf), Manager: w.Person(c.Manager)}
	cf.Managed, cf.Succeeded = managed(w, cf.Manager), measure.SucceededBy(w, c, nil)
	b := turnover.BoughtOn(w, c)
	cf.SpendAfterEnd = turnover.AfterEnd(&cf.Terms, &b)
	cf.Status, cf.Lapsed = terms.Status(c, &cf.Terms, w.AsOf), terms.Lapsed(w, c, &cf.Terms)
	cf.Terms.LatestTenderStart = terms.TenderStart(w.Portfolio, c, cf.Terms.CurrentEnd)
	if terms.OpenOptions(c, w.AsOf) > 0 {
		cf.Terms.LastTenderStart = terms.TenderStart(w.Portfolio, c, cf.Terms.LastEnd)
	}
	cf.Money = turnover.Of(w, c, &cf.Terms, &b)
	cf.Counted = cf.Money.Exchange != nil && !w.UnderAnother(c)
	matters.FillOpen(w, cf)
	cf.Plan = duties.Plan(c, &cf.Terms, w.AsOf)
	if !w.Portfolio.Withholds(contract.ContractPlan) {
		cf.FollowUpDebt = contract.Some(duties.FollowUpDebt(cf.Plan, w.AsOf))
	}
	cf.Requirements = m.catalogue.Of(cf)
	if cf.Debt = duties.Debt(cf.Requirements, measure.Yes, measure.Unknown); cf.Debt != nil {
		cf.SureDebt = duties.Debt(cf.Requirements, measure.Yes)
	}
	cf.Benefits = benefits.Of(c, w.AsOf)
	if cf.Followed() && m.scorer != nil {
		cf.Risk = m.scorer.Score(&facts.Facts{World: w, ContractFigures: cf})
	}
	cf.Deadlines = deadlines.Of(cf, w.AsOf)
	return cf
}

// managed tells whether a contract has a manager, by the one that was found.
func managed(w *measure.World, n *contract.Person) measure.Tri {
	if w.Portfolio.Withholds(contract.ContractManager) || w.Portfolio.Withholds(contract.PortfolioPeople) {
		return measure.Unknown
	}
	return measure.TriOf(n != nil)
}

// parallel runs do for 0 … n−1 on all cores.
func parallel(n int, do func(i int)) {
	const share = 16 // contracts taken at a time
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+share-1)/share) {
		wg.Go(func() {
			for {
				first := int(next.Add(share)) - share
				if first >= n {
					return
				}
				for i := first; i < min(first+share, n); i++ {
					do(i)
				}
			}
		})
	}
	wg.Wait()
}
