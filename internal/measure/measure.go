package measure

import (
	"math/big"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// world is what the figures of every contract share. It is made once and then only read.
type world struct {
	p           *contract.Portfolio
	asOf        date.Date
	month       date.Month // of asOf
	home        string     // the portfolio's currency
	children    map[string][]*contract.Contract
	regulations map[string][]*contract.Regulation
	values      map[*contract.Regulation]*big.Rat
	reasons     map[*contract.Regulation]Reason
	expressions map[*contract.Requirement]*expression // nil where one does not compile
	shared      map[string][]*contract.Evidence       // of suppliers, by supplier and requirement
}

// facts are what expressions and measures look at: one contract in the world.
type facts struct {
	w  *world
	c  *contract.Contract
	cf *ContractFigures
}

// Measure computes every figure of a portfolio on a date. It works on all cores;
// its result depends on nothing but its arguments.
func Measure(p *contract.Portfolio, asOf date.Date) *Figures {
	w := newWorld(p, asOf)
	f := &Figures{AsOf: asOf, Model: ModelOn(p, asOf), w: w}
	var sc *scorer
	if f.Model != nil {
		sc = newScorer(f.Model)
	}
	f.Contracts = make([]*ContractFigures, len(p.Contracts))
	parallel(len(p.Contracts), func(i int) {
		f.Contracts[i] = w.contract(p.Contracts[i], sc)
	})
	f.byID = make(map[string]*ContractFigures, len(f.Contracts))
	for _, cf := range f.Contracts {
		if f.byID[cf.Contract.ID] == nil {
			f.byID[cf.Contract.ID] = cf
		}
	}
	f.Deadlines = byDate(f.Contracts)
	f.Totals = w.totals(f)
	f.Workload = w.workload(f)
	return f
}

// Rescored gives the risk of every contract under another model, in the order of
// Contracts; nil for those that are not active.
func (f *Figures) Rescored(m *contract.RiskModel) []*Risk {
	sc := newScorer(m)
	out := make([]*Risk, len(f.Contracts))
	parallel(len(out), func(i int) {
		if cf := f.Contracts[i]; cf.Status == "active" {
			out[i] = sc.score(&facts{f.w, cf.Contract, cf})
		}
	})
	return out
}

func newWorld(p *contract.Portfolio, asOf date.Date) *world {
	w := &world{
		p: p, asOf: asOf, month: asOf.MonthOf(), home: p.Settings.Defaults.Currency,
		children:    map[string][]*contract.Contract{},
		regulations: map[string][]*contract.Regulation{},
		values:      map[*contract.Regulation]*big.Rat{},
		reasons:     map[*contract.Regulation]Reason{},
		expressions: map[*contract.Requirement]*expression{},
		shared:      map[string][]*contract.Evidence{},
	}
	if w.home == "" {
		w.home = "NOK"
	}
	for _, c := range p.Contracts {
		if c.Parent != "" && c.Parent != c.ID {
			w.children[c.Parent] = append(w.children[c.Parent], c)
		}
	}
	for i := range p.Regulations {
		r := &p.Regulations[i]
		w.regulations[r.ID] = append(w.regulations[r.ID], r)
		if r.Value.Set {
			w.values[r] = r.Value.V.Rat()
			w.reasons[r] = w.regulationReason(r)
		}
	}
	for _, r := range p.Requirements {
		if r.When != "" {
			w.expressions[r], _ = compile(r.When, ForRequirement)
		}
	}
	for _, s := range p.Suppliers {
		for i := range s.Evidence {
			e := &s.Evidence[i]
			w.shared[s.ID+" "+e.Requirement] = append(w.shared[s.ID+" "+e.Requirement], e)
		}
	}
	return w
}

// contract computes the figures of one contract, each from those before it.
func (w *world) contract(c *contract.Contract, sc *scorer) *ContractFigures {
	cf := &ContractFigures{Contract: c, Terms: termsOf(c, w.asOf), Manager: w.manager(c), Succeeded: w.succeeded(c)}
	cf.Managed = w.managed(cf.Manager)
	f := &facts{w, c, cf}
	b := w.boughtOn(c)
	cf.SpendAfterEnd = spendAfterEnd(&cf.Terms, &b)
	cf.Status = statusOf(c, &cf.Terms, cf.SpendAfterEnd == Yes, w.asOf)
	cf.Terms.LatestTenderStart = tenderStart(w.p, c, cf.Terms.CurrentEnd)
	if openOptions(c, w.asOf) > 0 {
		cf.Terms.LastTenderStart = tenderStart(w.p, c, cf.Terms.LastEnd)
	}
	cf.Money = w.moneyOf(c, &cf.Terms, &b)
	w.openMatters(cf)
	cf.Plan = plansOf(c, &cf.Terms, w.asOf)
	if !w.p.Withholds(contract.ContractPlan) {
		cf.FollowUpDebt = contract.Some(followUpDebt(cf.Plan, w.asOf))
	}
	cf.Requirements = w.requirements(f)
	cf.Debt = requirementDebt(cf.Requirements)
	cf.Benefits = w.benefits(c)
	if cf.Status == "active" && sc != nil {
		cf.Risk = sc.score(f)
	}
	cf.Deadlines = w.deadlines(f)
	return cf
}

// manager of a contract; nil for none, one that is not known, and one who has left.
func (w *world) manager(c *contract.Contract) *contract.Person {
	n := w.p.Person(c.Manager)
	if n == nil || !n.Left.IsZero() && n.Left.Before(w.asOf) {
		return nil
	}
	return n
}

// managed tells whether the manager that was found is one.
func (w *world) managed(n *contract.Person) Tri {
	switch {
	case w.p.Withholds(contract.ContractManager) || w.p.Withholds(contract.PortfolioPeople):
		return Unknown
	case n == nil:
		return No
	}
	return Yes
}

// succeeded tells whether the contract that follows is named.
func (w *world) succeeded(c *contract.Contract) Tri {
	switch {
	case c.Successor != "":
		return Yes
	case w.p.Withholds(contract.ContractSuccessor):
		return Unknown
	}
	return No
}

// spendAfterEnd tells whether something was bought in a month that began after the
// current end; unknown without turnover.
func spendAfterEnd(t *Terms, b *bought) Tri {
	switch {
	case !b.known:
		return Unknown
	case t.CurrentEnd.IsZero() || !b.after(t.CurrentEnd):
		return No
	}
	return Yes
}

// ModelOn is the risk model of a portfolio that was in force on a date; nil for none.
func ModelOn(p *contract.Portfolio, on date.Date) (m *contract.RiskModel) {
	for _, v := range p.Models {
		if !v.From.After(on) {
			m = v
		}
	}
	return m
}

// regulation is the figure in force on a date; nil where there is none. Where figures
// for several kinds of buyer are in force, that for municipalities is taken, then
// that for all; among several of one kind the latest.
func (w *world) regulation(id string, on date.Date) (found *contract.Regulation) {
	rank := func(r *contract.Regulation) int {
		return slices.Index([]string{"state", "all", "", "municipal"}, r.Scope)
	}
	if on.IsZero() {
		return nil
	}
	for _, r := range w.regulations[id] {
		if r.From.After(on) || !r.To.IsZero() && r.To.Before(on) {
			continue
		}
		if found == nil || rank(r) > rank(found) || rank(r) == rank(found) && !r.From.Before(found.From) {
			found = r
		}
	}
	return found
}

// regulationOf finds the figure that a call asks for.
func (w *world) regulationOf(f *facts, args []value) *contract.Regulation {
	on := procured(f.c)
	if len(args) > 1 {
		on = args[1].d
	}
	return w.regulation(args[0].s, on)
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

// Regulation is the figure of regulations.toml that was in force when a contract was
// procured; ok is false where there is none.
func (f *Figures) Regulation(id string, c *contract.Contract) (value *big.Rat, ok bool) {
	r := f.w.regulation(id, procured(c))
	if r == nil || !r.Value.Set {
		return nil, false
	}
	return f.w.values[r], true
}
