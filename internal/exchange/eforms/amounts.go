package eforms

import (
	"math"
	"slices"

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

// stated is an amount that a notice states of a lot.
type stated struct {
	sum
	lot string // "": the notice does not say which
	at  *node
}

// claim is all that a notice states of the value, or the maximum, of one contract.
type claim struct {
	contract *contract.Contract
	lots     []stated // none: nothing that can be used
}

// added is a claim read as lots that add up.
func (c claim) added() []stated { return c.lots }

// once is a claim read as lots that repeat the whole contract's amount: one of them where they
// can, none where they differ and may be of one lot.
func (c claim) once() []stated {
	switch {
	case c.repeats():
		return c.lots[:1]
	case c.unsure():
		return nil
	}
	return c.lots
}

func (c claim) repeats() bool {
	return len(c.lots) > 1 && c.lots[0].amount > 0 && !slices.ContainsFunc(c.lots, func(s stated) bool { return s.amount != c.lots[0].amount })
}

// unsure reports whether the amounts themselves do not say if they add up.
func (c claim) unsure() bool {
	return c.repeats() || len(c.lots) > 1 && slices.ContainsFunc(c.lots, func(s stated) bool { return s.lot == "" })
}

// limit is a total that the notice states over all contracts, or over its frameworks.
type limit struct {
	sum
	at     *node
	whole  bool // the amounts come to it; otherwise they are within it
	covers func(claim) bool
}

// claims records what the notice states of a contract's amounts; settle decides when all
// contracts are read.
func (r *reader) claims(c *contract.Contract, id string, lots []string, tenders []*node) {
	byLot := map[string][]*node{}
	var apart [][]*node // tenders of which no lot is known
	for _, t := range tenders {
		a := t.first("LegalMonetaryTotal/PayableAmount")
		switch lot := r.lotOf[t]; {
		case a.text == "":
		case lot == "":
			apart = append(apart, []*node{a})
		default:
			byLot[lot] = append(byLot[lot], a)
		}
	}
	if len(apart) > 0 { // and lots without tenders are theirs
		lots = slices.DeleteFunc(slices.Clone(lots), func(lot string) bool { return len(byLot[lot]) == 0 })
	}
	r.values = append(r.values, r.claim(c, lots, func(lot string) []*node { return byLot[lot] }, apart))
	if r.capped(c) {
		r.maxima = append(r.maxima, r.claim(c, lots, func(lot string) []*node { return r.maximum(id, lot) }, nil))
	}
}

// capped reports whether a contract has a maximum: a framework, or what a modification is of,
// which need not repeat the technique.
func (r *reader) capped(c *contract.Contract) bool {
	return c.Kind == contract.KindFramework || r.isModification()
}

// claim is what each lot's amounts agree on; nothing, with a finding, where only some of them
// have an amount, or one has another currency.
func (r *reader) claim(c *contract.Contract, lots []string, of func(lot string) []*node, apart [][]*node) claim {
	none := claim{contract: c}
	out := none
	all := apart
	var some []*node // the first amounts of lots that have one
	for _, lot := range lots {
		list := of(lot)
		if all = append(all, list); len(list) > 0 {
			some = append(some, list[0])
		}
	}
	if n := len(some); n > 0 && n < len(lots) {
		r.report(some[0], "FV835", diag.Warning, diag.Args{"n": n, "lots": len(lots)})
		return none
	}
	var total money.Amount
	for i, list := range all {
		a, ok := r.agreed(list)
		switch {
		case !ok:
			return none
		case i > 0 && a.currency != out.lots[0].currency:
			r.report(list[0], "FV817", diag.Warning, diag.Args{"one": out.lots[0].currency, "other": a.currency}, out.lots[0].at)
			return none
		}
		s := stated{sum: a, at: list[0]}
		if i >= len(apart) {
			s.lot = lots[i-len(apart)]
		}
		out.lots = append(out.lots, s)
		if total = together(total, a.amount); total == tooMuch {
			r.report(list[0], "FV812", diag.Warning, diag.Args{"value": list[0].text})
			return none
		}
	}
	return out
}

// tooMuch stands for all that is more than an amount can hold.
const tooMuch = money.Amount(math.MaxInt64)

func together(a, b money.Amount) money.Amount {
	if a > tooMuch-b {
		return tooMuch
	}
	return a + b
}

func overall(list []stated) (out money.Amount) {
	for _, s := range list {
		out = together(out, s.amount)
	}
	return out
}

// maximum of a framework in a lot: that of the contract's own results (BT-709 on the result),
// or of all of the lot's, else the lot's own.
func (r *reader) maximum(id, lot string) []*node {
	const path = "FrameworkAgreementValues/MaximumValueAmount"
	var own, found []*node
	for _, res := range r.results[lot] {
		found = append(found, res.all(path)...)
		if r.names[naming{res, id}] {
			own = append(own, res.all(path)...)
		}
	}
	if len(own) > 0 {
		return own
	}
	if len(found) == 0 {
		found = r.lot(lot).all("ProcurementProject/RequestedTenderTotal/UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/FrameworkMaximumAmount")
	}
	return found
}

// amounts gives the contracts their values and maxima, within the totals that the notice
// states: of all contracts (BT-161) and of its frameworks (BT-118).
func (r *reader) amounts() {
	capped := func(c claim) bool { return r.capped(c.contract) }
	total := r.limit("NoticeResult/TotalAmount", true, func(claim) bool { return true })
	most := r.limit("NoticeResult/OverallMaximumFrameworkContractsAmount", false, capped)
	valueAt := map[*contract.Contract]*node{}
	r.settle(r.values, slices.Concat(total, most), func(c *contract.Contract, value sum, at *node) {
		c.Value.Estimated, c.Value.Currency = contract.Some(value.amount), value.currency
		valueAt[c] = at
	})
	for i := range most {
		most[i].whole = true
	}
	r.settle(r.maxima, most, func(c *contract.Contract, top sum, at *node) {
		value := sum{c.Value.Estimated.V, c.Value.Currency}
		switch {
		case c.Value.Estimated.Set && top.currency != value.currency:
			r.report(at, "FV817", diag.Warning, diag.Args{"one": value.currency, "other": top.currency}, valueAt[c])
		case c.Value.Estimated.Set && top.amount < value.amount:
			r.report(at, "FV811", diag.Warning, diag.Args{"maximum": said(top.amount, top.currency), "value": said(value.amount, value.currency)}, valueAt[c])
		default:
			c.Value.Maximum, c.Value.Currency = contract.Some(top.amount), top.currency
		}
	})
}

// limit is the total at a path, if the notice states one that can be read.
func (r *reader) limit(path string, whole bool, covers func(claim) bool) []limit {
	list := r.ext.all(path)
	total, ok := r.agreed(list)
	if !ok {
		return nil
	}
	return []limit{{total, list[0], whole, covers}}
}

// settle decides what the claims come to. The notice's totals tell lots that add up from lots
// that repeat one amount. Amounts that fit the totals in neither way are left out, and so are
// those that nothing tells of.
func (r *reader) settle(claims []claim, limits []limit, set func(*contract.Contract, sum, *node)) {
	added, once := exceeded(limits, claims, claim.added), exceeded(limits, claims, claim.once)
	read := claim.added
	switch {
	case added != nil && once == nil:
		read = claim.once
	case added != nil:
		r.disagree(*added, claims)
	}
	for _, c := range claims {
		covered := slices.ContainsFunc(limits, func(l limit) bool { return l.compares(c) })
		switch {
		case len(c.lots) == 0, added != nil && once != nil && added.compares(c):
		case c.unsure() && (!covered || (added == nil) == (once == nil) || len(read(c)) == 0):
			r.report(c.lots[0].at, "FV831", diag.Warning, diag.Args{"n": len(c.lots), "value": said(c.lots[0].amount, c.lots[0].currency)}, c.lots[1].at)
		default:
			set(c.contract, sum{overall(read(c)), c.lots[0].currency}, c.lots[0].at)
		}
	}
	for _, l := range limits {
		i := slices.IndexFunc(claims, func(c claim) bool { return l.covers(c) && len(c.lots) > 0 && c.lots[0].currency != l.currency })
		if i >= 0 {
			r.report(l.at, "FV833", diag.Note, diag.Args{"total": said(l.amount, l.currency), "currency": claims[i].lots[0].currency}, claims[i].lots[0].at)
		}
	}
}

func (l limit) compares(c claim) bool {
	return l.covers(c) && len(c.lots) > 0 && c.lots[0].currency == l.currency
}

// exceeded gives the first of the totals that the claims do not fit. Contracts that share a lot
// may each state all of its amount. Amounts may be rounded to whole kroner.
func exceeded(limits []limit, claims []claim, read func(claim) []stated) *limit {
	for i, l := range limits {
		var all, apart []stated // apart: what several contracts state of one lot, once
		seen := map[stated]bool{}
		whole, compared := l.whole, false
		for _, c := range claims {
			if !l.compares(c) {
				whole = whole && !l.covers(c) // it is not known what this one adds
				continue
			}
			compared = true
			for _, s := range read(c) {
				key := stated{sum: s.sum, lot: s.lot}
				if all = append(all, s); s.lot == "" || !seen[key] {
					apart = append(apart, s)
				}
				seen[key] = true
			}
		}
		slack := money.NOK(int64(len(all)))
		near := func(list []stated) bool { return max(overall(list)-l.amount, l.amount-overall(list)) <= slack }
		if compared && !near(all) && !near(apart) && (whole || overall(apart) > l.amount) {
			return &limits[i]
		}
	}
	return nil
}

// maxShown bounds the places of a finding.
const maxShown = 10

// disagree reports a total that the amounts do not come to.
func (r *reader) disagree(l limit, claims []claim) {
	var all []stated
	var places []*node
	for _, c := range claims {
		if l.compares(c) {
			all = append(all, c.lots...)
		}
	}
	for _, s := range all[:min(len(all), maxShown)] {
		places = append(places, s.at)
	}
	r.report(l.at, "FV832", diag.Warning, diag.Args{"total": said(l.amount, l.currency), "sum": said(overall(all), l.currency)}, places...)
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
			r.report(n, "FV817", diag.Warning, diag.Args{"one": out.currency, "other": currency}, list[0])
			return sum{}, false
		case i > 0 && a != out.amount:
			r.report(n, "FV807", diag.Warning, diag.Args{"one": said(out.amount, currency), "other": said(a, currency)}, list[0])
			return sum{}, false
		}
		out = sum{a, currency}
	}
	return out, len(list) > 0
}
