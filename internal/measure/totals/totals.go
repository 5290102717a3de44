// Package totals adds up contracts: sums of money over the portfolio, and how many of any set
// of contracts ask for action or lack data.
//
// In go the figures of every contract; out come sums. Sums over benefits are package
// benefits', those of spend facts package spend's.
package totals

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Of adds up the portfolio. Sums of money leave out contracts under another (the
// framework's figures have theirs) and those in another currency.
func Of(f *measure.Figures) measure.Totals {
	w := f.World
	t := measure.Totals{
		Status: map[contract.Status]int{}, Bands: map[contract.BandID]int{},
		Maximum: new(big.Rat), Committed: new(big.Rat), Spent: new(big.Rat),
		UseSpent: new(big.Rat), UseCeiling: new(big.Rat), LastYear: new(big.Rat), PrecedingYear: new(big.Rat),
	}
	if f.Model != nil {
		for i := range f.Model.Bands {
			t.Bands[f.Model.Bands[i].ID] = 0
		}
	}
	managers := map[string]bool{}
	quarters := turnover.Quarters(w.AsOf)
	for _, cf := range f.Contracts {
		t.Status[cf.Status]++
		addMoney(w, &t, cf, quarters)
		if cf.Status != contract.Active {
			continue
		}
		if cf.Risk != nil {
			t.Bands[cf.Risk.Band]++
		}
		if cf.Manager != nil {
			managers[cf.Manager.ID] = true
		}
	}
	attention := AttentionTo(f, f.Contracts)
	t.Over, t.WillPass, t.Unmanaged = attention.Ceilings.Passed, attention.Ceilings.WillPass, attention.Unmanaged
	t.Managers = contract.Maybe[int]{V: len(managers), Set: t.Unmanaged.Set}
	t.Quarters = quarters
	t.Benefits = benefits.Totals(f)
	spendShares(w, &t)
	return t
}

func addMoney(w *measure.World, t *measure.Totals, cf *measure.ContractFigures, quarters []measure.QuarterTurnover) {
	m := &cf.Money
	if !summed(w, cf) {
		return
	}
	if m.LastYear != nil {
		t.LastYear.Add(t.LastYear, m.LastYear)
		t.PrecedingYear.Add(t.PrecedingYear, m.PrecedingYear)
	}
	for i := range m.Quarters {
		quarters[i].Amount += m.Quarters[i].Amount
	}
	if cf.Status != contract.Active {
		return
	}
	if m.Ceiling == nil {
		t.NoCeiling++
	} else {
		t.Maximum.Add(t.Maximum, m.Ceiling)
	}
	if e := cf.Contract.Value.Estimated; e.Set {
		t.Committed.Add(t.Committed, e.V.Rat())
	}
	if m.Spent == nil {
		t.NoTurnover++
	} else {
		t.Spent.Add(t.Spent, m.Spent)
	}
	if m.Ceiling != nil && m.Spent != nil {
		t.UseCeiling.Add(t.UseCeiling, m.Ceiling)
		t.UseSpent.Add(t.UseSpent, m.Spent)
	}
}

// summed reports whether the sums have a contract's money.
func summed(w *measure.World, cf *measure.ContractFigures) bool {
	if cf.Money.Foreign {
		return false
	}
	parent := w.Portfolio.Contract(cf.Contract.Parent)
	return parent == nil || w.Currency(parent) != w.Home
}

// MissingOf are the gaps for which a contract is counted in Totals.NoCeiling and
// Totals.NoTurnover: GapCeiling, GapTurnover.
func MissingOf(f *measure.Figures, cf *measure.ContractFigures) []Gap {
	if cf.Status != contract.Active || !summed(f.World, cf) {
		return nil
	}
	var out []Gap
	if cf.Money.Ceiling == nil {
		out = append(out, GapCeiling)
	}
	if cf.Money.Spent == nil {
		out = append(out, GapTurnover)
	}
	return out
}

// spendShares come from spend facts only: shares of the latest quarter that has
// ended, and what went past contracts in the four up to it.
func spendShares(w *measure.World, t *measure.Totals) {
	quarters := spend.ByQuarter(w.Portfolio, w.AsOf, "", spend.LeakageQuarters)
	if len(quarters) == 0 {
		return
	}
	latest := quarters[len(quarters)-1]
	t.SpendQuarter, t.Coverage, t.Loyalty, t.EHandel = latest.Quarter, latest.Coverage(), latest.Loyalty(), latest.EHandelShare()
	leaked, _ := spend.Leaked(quarters)
	t.Leakage = leaked.Rat()
}
