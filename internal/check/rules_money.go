package check

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/posted"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/money"
)

// callOffsOverFramework: the call-offs' maxima stay within the framework's (C-23/20).
func callOffsOverFramework(r *run) {
	sum := map[string]money.Amount{}
	for _, c := range r.p.Contracts {
		p := r.p.Contract(c.Parent)
		if p == nil || p == c || r.f.Of(c.ID).Money.Currency != r.f.Of(p.ID).Money.Currency {
			continue
		}
		switch {
		case c.Value.Maximum.Set:
			sum[p.ID] += c.Value.Maximum.V
		case c.Value.Estimated.Set:
			sum[p.ID] += c.Value.Estimated.V
		}
	}
	for _, f := range r.f.Contracts {
		if s := sum[f.Contract.ID]; f.Money.Maximum != nil && f.Money.Maximum.Sign() > 0 && s.Rat().Cmp(f.Money.Maximum) > 0 {
			r.report(f.Contract.Value.At("maximum"), f.Contract.ID, diag.Args{"sum": s, "maximum": f.Money.Maximum})
		}
	}
}

func boughtAfterEnd(r *run, f *measure.ContractFigures) {
	if f.SpendAfterEnd == measure.Yes && !backwards(f) {
		r.report(f.Contract.Period.At("end"), f.Contract.ID, diag.Args{"end": f.Terms.CurrentEnd})
	}
}

func amountsBelowZero(r *run, f *measure.ContractFigures) {
	v := f.Contract.Value
	if v.Maximum.Set && v.Maximum.V <= 0 {
		r.report(v.At("maximum"), f.Contract.ID, diag.Args{"amount": v.Maximum.V})
	}
	if v.Estimated.Set && v.Estimated.V <= 0 {
		r.report(v.At("estimated"), f.Contract.ID, diag.Args{"amount": v.Estimated.V})
	}
}

// willPassMaximum: at the present rate the maximum is reached before the last end.
func willPassMaximum(r *run, f *measure.ContractFigures) {
	m := f.Money
	if f.Followed() && m.Maximum != nil && m.Spent != nil && m.Spent.Cmp(m.Maximum) <= 0 && m.Projected != nil && m.Projected.Cmp(m.Maximum) > 0 {
		r.report(f.Contract.Value.At("maximum"), f.Contract.ID, diag.Args{"projected": m.Projected, "maximum": m.Maximum, "date": m.Exhaustion})
	}
}

// minorAmendmentsOver: net, amendments on FOA § 28-1 (b) stay under 10 % (works 15 %)
// of the original value and under the EEA threshold.
func minorAmendmentsOver(r *run, f *measure.ContractFigures) {
	m := f.Money
	if m.Headroom == nil || m.Headroom.Sign() >= 0 {
		return
	}
	for _, a := range slices.Backward(f.Contract.Amendments) { // the last one is where it was passed
		if a.Ground == contract.Ground28b {
			net := new(big.Rat).Sub(m.HeadroomLimit, m.Headroom)
			r.report(a.At("value"), f.Contract.ID, diag.Args{"sum": net, "limit": m.HeadroomLimit})
			return
		}
	}
}

// singleAmendmentOver: each amendment on (c) or (d) is at most half of the original value.
func singleAmendmentOver(r *run, f *measure.ContractFigures) {
	limit := f.Money.SingleLimit
	for _, a := range f.Contract.Amendments {
		if (a.Ground == contract.Ground28c || a.Ground == contract.Ground28d) && limit != nil && a.Value.V.Rat().Cmp(limit) > 0 {
			r.report(a.At("value"), f.Contract.ID, diag.Args{"amount": a.Value.V, "limit": limit})
		}
	}
}

// amendmentAsTotal: an amendment's value is what it adds. One with which the sum passes the
// maximum, and which does not raise it, is mostly the new total. They add up as they were
// signed, in whatever order the file has them.
func amendmentAsTotal(r *run, f *measure.ContractFigures) {
	v := f.Contract.Value
	if !v.Maximum.Set || v.Maximum.V < v.Estimated.V {
		return // maximumBelowEstimate reports it
	}
	sum, maximum := v.Estimated.V, v.Maximum.V
	for _, a := range signedInOrder(f.Contract, r.f.AsOf) {
		sum += a.Value.V
		switch {
		case a.MaximumAfter.Set:
			maximum = a.MaximumAfter.V
		case a.Value.V > 0 && sum > maximum:
			r.report(a.At("value"), f.Contract.ID, diag.Args{"amount": a.Value.V, "sum": sum, "maximum": maximum})
			return
		}
	}
}

// signedInOrder are the amendments in force on the as-of date, as they were signed.
func signedInOrder(c *contract.Contract, asOf date.Date) []contract.Amendment {
	signed := slices.DeleteFunc(slices.Clone(c.Amendments), func(a contract.Amendment) bool { return !terms.Signed(&a, asOf) })
	slices.SortStableFunc(signed, func(a, b contract.Amendment) int { return a.Signed.Compare(b.Signed) })
	return signed
}

func amendmentWithoutGround(r *run, f *measure.ContractFigures) {
	for _, a := range f.Contract.Amendments {
		if a.Value.Set && a.Value.V != 0 && a.Ground == "" {
			r.report(a.At("title"), f.Contract.ID, diag.Args{"title": a.Title})
		}
	}
}

// spendTolerance is how far turnover may be from the spend analysis before it is a finding.
var spendTolerance = big.NewRat(2, 100)

// spendDisagrees: a category's turnover by contract is what its spend analysis says was
// bought on contract. Only the latest quarter that both cover is judged, and only when
// every file could be read.
func spendDisagrees(r *run) {
	if r.p.Unread > 0 {
		return
	}
	for i := len(r.p.Spend) - 1; i >= 0; i-- {
		s := r.p.Spend[i]
		if s.Quarter.Last().After(r.f.AsOf) {
			continue
		}
		for _, cat := range s.Categories {
			sum, whole := turnoverOf(r, cat.ID, s.Quarter)
			if !cat.OnContract.Set || !whole {
				continue
			}
			gap := new(big.Rat).Abs((sum - cat.OnContract.V).Rat())
			if gap.Cmp(new(big.Rat).Mul(spendTolerance, cat.OnContract.V.Rat())) > 0 {
				r.report(cat.At("on_contract"), "", diag.Args{"turnover": sum, "spend": cat.OnContract.V, "quarter": s.Quarter})
			}
		}
		return
	}
}

// turnoverOf is what the contracts of a category turned over in a quarter; whole tells
// whether every contract that was in force then has turnover that reaches so far.
func turnoverOf(r *run, category string, q date.Quarter) (sum money.Amount, whole bool) {
	whole = true
	found := false
	for _, f := range r.f.Contracts {
		c := f.Contract
		if c.Category != category || !backwards(f) && !f.Terms.LastEnd.IsZero() && f.Terms.LastEnd.Before(q.First()) || f.Terms.Start.After(q.Last()) {
			continue
		}
		if c.Turnover == nil || len(c.Turnover.Months) == 0 || c.Turnover.Months[len(c.Turnover.Months)-1].Month.Before(q.Last().MonthOf()) || f.Money.Foreign || backwards(f) {
			whole = false
			continue
		}
		found = true
		for _, m := range c.Turnover.Months {
			if d := m.Month.First(); !d.Before(q.First()) && !d.After(q.Last()) {
				sum += m.Total
			}
		}
	}
	return sum, whole && found
}

func turnoverOfStranger(r *run, f *measure.ContractFigures) {
	if m, s := stranger(f.Contract); s != nil {
		r.report(m.At(s.Supplier), f.Contract.ID, diag.Args{"id": s.Supplier, "month": m.Month})
	}
}

// stranger is the first supplier that a contract's turnover names and the contract does not,
// and its month. One is enough: the rest follows from it.
func stranger(c *contract.Contract) (*contract.MonthTurnover, *contract.SupplierTurnover) {
	if c.Turnover == nil {
		return nil, nil
	}
	for i := range c.Turnover.Months {
		m := &c.Turnover.Months[i]
		for j := range m.BySupplier {
			if !slices.Contains(c.Suppliers, m.BySupplier[j].Supplier) {
				return m, &m.BySupplier[j]
			}
		}
	}
	return nil, nil
}

// supplierMissing: where a month is given by supplier, one without an amount counts as 0. The
// latest month is shown.
func supplierMissing(r *run, f *measure.ContractFigures) {
	c := f.Contract
	if _, other := stranger(c); c.Turnover == nil || other != nil {
		return // a wrong id is also one that is missing
	}
	for _, m := range slices.Backward(c.Turnover.Months) {
		for _, id := range c.Suppliers {
			if len(m.BySupplier) > 0 && !slices.ContainsFunc(m.BySupplier, func(s contract.SupplierTurnover) bool { return s.Supplier == id }) {
				r.report(m.AtKey(""), c.ID, diag.Args{"id": id, "month": m.Month})
				return
			}
		}
	}
}

// foreignWithoutRate: nothing is converted silently, so an amount in another currency
// states its rate and the rate's date. A framework misses what was called off so, too.
func foreignWithoutRate(r *run, f *measure.ContractFigures) {
	v := f.Contract.Value
	if !f.Money.Foreign || v.Rate.Set && !v.RateDate.IsZero() {
		return
	}
	key := "currency"
	if v.Rate.Set {
		key = "rate"
	}
	r.report(v.At(key), f.Contract.ID, diag.Args{"currency": v.Currency}).Related = leftOut(r, f)
}

// ledgerWithoutRate: turnover in a currency that is neither the contract's nor the portfolio's
// has no rate.
func ledgerWithoutRate(r *run, f *measure.ContractFigures) {
	c := f.Contract
	if c.Turnover == nil || f.Money.Exchange == nil {
		return // foreignWithoutRate reports a contract without a rate
	}
	if _, ok := r.f.World.Conversion(c, c); !ok {
		r.report(c.Turnover.At("currency"), c.ID, diag.Args{"currency": c.Turnover.Currency}).Related = leftOut(r, f)
	}
}

// leftOut is the framework whose turnover lacks a call-off's, for want of a rate.
func leftOut(r *run, f *measure.ContractFigures) []diag.Related {
	if parent := r.f.Of(f.Contract.Parent); parent != nil && parent != f && parent.Money.LeftOut > 0 {
		return []diag.Related{parent.Contract.At("title").Related()}
	}
	return nil
}

// rateOld: a rate is used at every date, so one from long ago misleads.
func rateOld(r *run, f *measure.ContractFigures) {
	v := f.Contract.Value
	if f.Followed() && f.Money.Foreign && v.Rate.Set && !v.RateDate.IsZero() && v.RateDate.Before(r.f.AsOf.AddYears(-1)) {
		r.report(v.At("rate_date"), f.Contract.ID, diag.Args{"date": v.RateDate, "currency": v.Currency})
	}
}

// throughStale: the day to which turnover is said to go is not before the last month that is
// posted; if it is, the months count.
func throughStale(r *run, f *measure.ContractFigures) {
	t := f.Contract.Turnover
	if t == nil || t.Through.IsZero() {
		return
	}
	if day := posted.RegisteredTo(t, r.f.AsOf); t.Through.Before(day) {
		r.report(t.At("through"), f.Contract.ID, diag.Args{"date": t.Through, "last": day})
	}
}

// postedWithin is how many months old turnover may be.
const postedWithin = 3

// turnoverOld: turnover of a contract that is bought on is posted now and then. Nothing is
// missing after the end.
func turnoverOld(r *run, f *measure.ContractFigures) {
	t, end := f.Contract.Turnover, f.Terms.CurrentEnd
	if t == nil || !f.Followed() {
		return
	}
	day := posted.RegisteredTo(t, r.f.AsOf)
	if !day.IsZero() && day.Before(r.f.AsOf.AddMonths(-postedWithin)) && (end.IsZero() || day.Before(end)) {
		r.report(t.At(""), f.Contract.ID, diag.Args{"date": day})
	}
}

// turnoverGap: a month that is missing is not a month without purchases.
func turnoverGap(r *run, f *measure.ContractFigures) {
	t := f.Contract.Turnover
	if t == nil {
		return
	}
	for i := 1; i < len(t.Months); i++ {
		if t.Months[i].Month.First().After(r.f.AsOf) {
			return // doneInFuture reports it
		}
		if want := t.Months[i-1].Month.Add(1); want.Before(t.Months[i].Month) {
			r.report(t.Months[i].AtKey(""), f.Contract.ID, diag.Args{"month": want})
			return
		}
	}
}

// directOverThreshold: above the national threshold a contract is advertised (FOA § 1-1).
func directOverThreshold(r *run, f *measure.ContractFigures) {
	c := f.Contract
	limit := r.f.World.Value(r.f.World.Regulation("national-threshold", measure.Procured(c)))
	if v := c.Value.Estimated; c.Procurement.Procedure == contract.ProcedureDirect && c.Kind != contract.KindCallOff && limit != nil && v.Set && v.V.Rat().Cmp(limit) >= 0 {
		r.report(c.Procurement.At("procedure"), c.ID, diag.Args{"value": v.V, "limit": limit})
	}
}
