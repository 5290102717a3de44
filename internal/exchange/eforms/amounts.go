package eforms

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
)

// sum is an amount with its currency.
type sum struct {
	amount   money.Amount
	currency string
}

// said is an amount as a finding says it: in kroner, or with its currency.
func said(a money.Amount, currency string) any {
	if currency == "NOK" {
		return a
	}
	return a.String() + " " + currency
}

// amounts: a lot's tenders that each carry the whole amount count once; tenders of a
// lot that disagree are reported and none is chosen. Lots of one currency add up.
func (r *reader) amounts(c *contract.Contract, lots []string, tenders []*node) {
	byLot := map[string][]*node{}
	for _, t := range tenders {
		if a := t.first("LegalMonetaryTotal/PayableAmount"); a.text != "" {
			lot := t.str("TenderLot/ID")
			byLot[lot] = append(byLot[lot], a)
		}
	}
	value, known := r.total(lots, func(lot string) []*node { return byLot[lot] })
	if known {
		c.Value.Estimated, c.Value.Currency = contract.Some(value.amount), value.currency
	}
	if c.Kind != contract.KindFramework && !r.isModification() { // which need not repeat the technique
		return
	}
	top, known := r.total(lots, r.maximum)
	switch {
	case !known:
	case c.Value.Estimated.Set && top.currency != value.currency:
		r.report(r.root, "FV817", diag.Warning, diag.Args{"one": value.currency, "other": top.currency})
	case c.Value.Estimated.Set && top.amount < value.amount:
		r.report(r.root, "FV811", diag.Warning, diag.Args{"maximum": said(top.amount, top.currency), "value": said(value.amount, value.currency)})
	default:
		c.Value.Maximum, c.Value.Currency = contract.Some(top.amount), top.currency
	}
}

// maximum of a framework: the result's (BT-709 on the result), else the lot's.
func (r *reader) maximum(lot string) []*node {
	var found []*node
	for _, res := range r.results[lot] {
		found = append(found, res.all("FrameworkAgreementValues/MaximumValueAmount")...)
	}
	if len(found) == 0 {
		found = r.lot(lot).all("ProcurementProject/RequestedTenderTotal/UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/FrameworkMaximumAmount")
	}
	return found
}

// total adds what the lots agree on; nothing where one of them has no amount, or another
// currency.
func (r *reader) total(lots []string, of func(lot string) []*node) (sum, bool) {
	var out sum
	for i, lot := range lots {
		list := of(lot)
		a, ok := r.agreed(list)
		switch {
		case !ok:
			return sum{}, false
		case i > 0 && a.currency != out.currency:
			r.report(list[0], "FV817", diag.Warning, diag.Args{"one": out.currency, "other": a.currency})
			return sum{}, false
		case out.amount+a.amount < out.amount: // more than can be held
			r.report(list[0], "FV812", diag.Warning, diag.Args{"value": list[0].text})
			return sum{}, false
		}
		out = sum{out.amount + a.amount, a.currency}
	}
	return out, len(lots) > 0
}

// agreed is the amount that all the elements give; different amounts are a finding.
func (r *reader) agreed(list []*node) (sum, bool) {
	var out sum
	for i, n := range list {
		a, err := money.Parse(n.text)
		currency := n.attrs["currencyID"]
		switch {
		case err != nil || a < 0:
			r.report(n, "FV812", diag.Warning, diag.Args{"value": n.text})
			return sum{}, false
		case !currencyCode.MatchString(currency):
			r.report(n, "FV816", diag.Warning, diag.Args{"value": n.text})
			return sum{}, false
		case i > 0 && currency != out.currency:
			r.report(n, "FV817", diag.Warning, diag.Args{"one": out.currency, "other": currency})
			return sum{}, false
		case i > 0 && a != out.amount:
			r.report(n, "FV807", diag.Warning, diag.Args{"one": said(out.amount, currency), "other": said(a, currency)})
			return sum{}, false
		}
		out = sum{a, currency}
	}
	return out, len(list) > 0
}
