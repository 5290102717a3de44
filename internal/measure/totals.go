package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// soonDays and decideSoonDays bound what the overview counts as soon.
const (
	soonDays       = 183
	decideSoonDays = 90
)

// totals adds up the portfolio. Sums of money leave out contracts under another (the
// framework's figures have theirs) and those in another currency.
func (w *world) totals(f *Figures) Totals {
	t := Totals{
		Status: map[string]int{}, Bands: map[string]int{},
		Maximum: new(big.Rat), Committed: new(big.Rat), Spent: new(big.Rat),
		UseSpent: new(big.Rat), UseCeiling: new(big.Rat), LastYear: new(big.Rat), PrecedingYear: new(big.Rat),
		Unmanaged: contract.Some(0), ExpiringSoon: contract.Some(0), OpenDevs: contract.Some(0),
	}
	if f.Model != nil {
		for i := range f.Model.Bands {
			t.Bands[f.Model.Bands[i].ID] = 0
		}
	}
	managers := map[string]bool{}
	quarters := (&bought{}).quarters(w.asOf)
	for _, cf := range f.Contracts {
		t.Status[cf.Status]++
		w.addMoney(&t, cf, quarters)
		if cf.Status == "active" {
			w.addActive(&t, cf)
			if cf.Manager != nil {
				managers[cf.Manager.ID] = true
			}
		}
	}
	t.Managers = contract.Maybe[int]{V: len(managers), Set: t.Unmanaged.Set}
	t.Quarters = quarters
	t.Benefits = w.benefitTotals(f)
	w.spendShares(&t)
	return t
}

func (w *world) addMoney(t *Totals, cf *ContractFigures, quarters []QuarterTurnover) {
	m := &cf.Money
	if m.Foreign {
		return
	}
	if parent := w.p.Contract(cf.Contract.Parent); parent != nil && w.currency(parent) == w.home {
		return
	}
	if m.LastYear != nil {
		t.LastYear.Add(t.LastYear, m.LastYear)
		t.PrecedingYear.Add(t.PrecedingYear, m.PrecedingYear)
	}
	for i := range m.Quarters {
		quarters[i].Amount += m.Quarters[i].Amount
	}
	if cf.Status != "active" {
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

func (w *world) addActive(t *Totals, cf *ContractFigures) {
	if cf.Risk != nil {
		t.Bands[cf.Risk.Band]++
	}
	switch m := &cf.Money; {
	case m.Passed():
		t.Over++
	case m.WillPass():
		t.WillPass++
	}
	count(&t.Unmanaged, not(cf.Managed))
	terms := &cf.Terms
	if !terms.Indefinite && !terms.LastEnd.IsZero() && terms.LastEnd.Days(w.asOf) <= soonDays {
		count(&t.ExpiringSoon, not(cf.Succeeded))
	}
	for i := range cf.Contract.Options {
		o := &cf.Contract.Options[i]
		if optionStatus(o, w.asOf) == open && !o.DecideBy.IsZero() && o.DecideBy.Days(w.asOf) <= decideSoonDays {
			t.OptionsSoon++
		}
	}
	open := Unknown
	if n := cf.Open(); n.Set {
		open = triOf(n.V > 0)
	}
	count(&t.OpenDevs, open)
}

// count adds one to a count for yes; for unknown the whole is unknown.
func count(n *contract.Maybe[int], t Tri) {
	switch {
	case t == Unknown:
		*n = contract.Maybe[int]{}
	case t == Yes && n.Set:
		n.V++
	}
}

// spendShares come from spend facts only: shares of the latest quarter that has
// ended, and what went past contracts in the four up to it.
func (w *world) spendShares(t *Totals) {
	quarters := SpendByQuarter(w.p, w.asOf, "", leakageQuarters)
	if len(quarters) == 0 {
		return
	}
	latest := quarters[len(quarters)-1]
	t.SpendQuarter, t.Coverage, t.Loyalty, t.EHandel = latest.Quarter, latest.Coverage(), latest.Loyalty(), latest.EHandelShare()
	var leaked money.Amount
	for _, q := range quarters {
		leaked += q.Off
	}
	t.Leakage = leaked.Rat()
}

// shareOf is a part of a whole; nil where the whole is nothing.
func shareOf(part, whole money.Amount) *big.Rat {
	if whole <= 0 {
		return nil
	}
	return big.NewRat(int64(part), int64(whole))
}
