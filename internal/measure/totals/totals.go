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
	"github.com/forvalt/forvalt/internal/measure/posted"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/measure/turnover"
)

// Of adds up the portfolio. Sums of money are of the contracts that are Counted, converted
// where they are in another currency.
func Of(f *measure.Figures) measure.Totals {
	w := f.World
	t := measure.Totals{
		Status: map[contract.Status]int{}, Followed: contract.Some(0), Bands: map[contract.BandID]int{},
		Maximum: new(big.Rat), Committed: new(big.Rat), Spent: new(big.Rat),
		UseSpent: new(big.Rat), UseCeiling: new(big.Rat), LastYear: new(big.Rat), PrecedingYear: new(big.Rat),
	}
	if f.Model != nil {
		for i := range f.Model.Bands {
			t.Bands[f.Model.Bands[i].ID] = 0
		}
	}
	managers := map[string]bool{}
	quarters := posted.Quarters(w.AsOf)
	for _, cf := range f.Contracts {
		t.Status[cf.Status]++
		addMoney(w, &t, cf, quarters)
		if cf.MayBeFollowed() {
			t.Followed = contract.Maybe[int]{}
		}
		if !cf.Followed() {
			continue
		}
		t.Followed.V++
		if cf.Risk != nil {
			t.Bands[cf.Risk.Band]++
		}
		if cf.Manager != nil {
			managers[cf.Manager.ID] = true
		}
	}
	currencies := turnover.CurrenciesOf(f.Contracts)
	t.Converted, t.NoExchange = currencies.Converted, currencies.NoExchange
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
	if !cf.Counted {
		return
	}
	k := m.InSums()
	measure.AddTo(t.LastYear, m.Home(k.LastYear))
	measure.AddTo(t.PrecedingYear, m.Home(k.PrecedingYear))
	for i := range k.Quarters {
		quarters[i].Amount += m.HomeAmount(k.Quarters[i].Amount)
	}
	if cf.Status != contract.Active {
		return
	}
	if m.Ceiling == nil {
		t.NoCeiling++
	}
	measure.AddTo(t.Maximum, m.Home(m.Ceiling))
	if e := cf.Contract.Value.Estimated; e.Set {
		measure.AddTo(t.Committed, m.Home(e.V.Rat()))
	}
	if m.Spent == nil && m.Part == nil {
		t.NoTurnover++
	}
	measure.AddTo(t.Spent, m.Home(k.Spent))
	if m.Ceiling != nil && m.Spent != nil {
		measure.AddTo(t.UseCeiling, m.Home(m.Ceiling))
		measure.AddTo(t.UseSpent, m.Home(m.Spent))
	}
}

// MissingOf are the gaps for which a contract is counted in Totals.NoCeiling and
// Totals.NoTurnover: GapCeiling, GapTurnover.
func MissingOf(cf *measure.ContractFigures) []Gap {
	if cf.Status != contract.Active || !cf.Counted {
		return nil
	}
	var out []Gap
	if cf.Money.Ceiling == nil {
		out = append(out, GapCeiling)
	}
	if cf.Money.Spent == nil && cf.Money.Part == nil {
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
