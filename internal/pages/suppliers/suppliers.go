// Package suppliers draws the list of suppliers and the page of each: what was bought from it,
// its contracts, what it has handed in, and what was found about it.
//
// In goes a kit.Site; out come pages and their JSON twins. Whose an amount or a finding is
// among several suppliers is measured; rows of inspections and deviations are drawn by their
// own packages.
package suppliers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// supplier is a supplier with what is known of it.
type supplier struct {
	*contract.Supplier
	contracts    []*measure.ContractFigures
	under        []chain.Under // where it is a subcontractor
	turnover     suppliers.Turnover
	evidence     []suppliers.HandedIn
	own, unnamed []matters.Matter
}

// active are its contracts that are active.
func (v *supplier) active() []*measure.ContractFigures { return measure.Active(v.contracts) }

// gather looks up what is known of every supplier.
func gather(s *kit.Site, d *suppliers.Division) []*supplier {
	places := chain.Places(s.F)
	var out []*supplier
	for _, r := range s.P.Suppliers {
		v := &supplier{Supplier: r, contracts: s.BySupplier[r.ID], under: places[r.ID], turnover: d.Of(r.ID)}
		v.evidence = suppliers.HandedInBy(r, v.contracts, s.F.AsOf)
		v.own, v.unnamed = suppliers.Matters(r.ID, v.contracts, s.F.AsOf)
		for _, u := range v.under {
			own, _ := suppliers.Matters(r.ID, []*measure.ContractFigures{u.Contract}, s.F.AsOf)
			v.own = append(v.own, own...)
		}
		out = append(out, v)
	}
	return out
}

// Pages are the list of suppliers and the page of each.
func Pages(s *kit.Site) []kit.Page {
	division := suppliers.Divide(s.F)
	all := gather(s, division)
	at := s.Address("suppliers")
	h := kit.Head{At: at, Title: s.Say("frame.menu.suppliers", nil), Nav: "suppliers", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "suppliers", Filter: true, Conclusion: population(s, all), Note: block.InSums(s, s.F.Contracts), Table: table(s, at, all, division)}
		if !deviations.Shown(s) {
			v.Lead = s.Say("suppliers.lead-public", nil)
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, v := range all {
		at := s.Address("suppliers", v.ID)
		h := kit.Head{At: at, Title: v.Name, Nav: "suppliers", Crumbs: s.Crumbs(at, "suppliers"), Source: v.Origin}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawSupplier(f, record(s, f, at, v)) }),
			s.Twin(at, func() any { return data(v) }))
	}
	return out
}

// data is a supplier as open data.
func data(v *supplier) map[string]any {
	out := map[string]any{"id": v.ID, "name": v.Name, "contracts": measure.IDs(v.contracts), "turnover_last_year": kit.Number(v.turnover.LastYear)}
	if len(v.under) > 0 {
		var under []*measure.ContractFigures
		for _, u := range v.under {
			under = append(under, u.Contract)
		}
		out["subcontractor_on"] = measure.IDs(under)
	}
	return out
}

// population says how many suppliers there are, how many of them have an active contract,
// and how many are only subcontractors.
func population(s *kit.Site, all []*supplier) string {
	active, under := 0, 0
	for _, v := range all {
		switch {
		case len(v.active()) > 0:
			active++
		case len(v.contracts) == 0 && len(v.under) > 0:
			under++
		}
	}
	return words.Join([]string{s.Say("suppliers.population", message.Args{"n": len(all), "active": active}), s.Counted("suppliers.only-under", under)})
}

// table draws all suppliers, those first from whom most was bought, with what is wrong at
// each. Its sum is the turnover of all contracts.
func table(s *kit.Site, at string, all []*supplier, d *suppliers.Division) templates.Table {
	keys := []string{"supplier", "org-number", "active#", "turnover-year#"}
	found, evidence := deviations.Shown(s), requirements.Shown(s)
	if found {
		keys = append(keys, "open#")
	}
	if evidence {
		keys = append(keys, "expired#")
	}
	t := templates.Table{Caption: s.Say("frame.menu.suppliers", nil), Cards: true, Empty: s.Say("suppliers.no-suppliers", nil), Columns: s.Heads("suppliers", keys...)}
	for _, v := range sorted(s, all) {
		name := templates.Cell{Text: v.Name, Href: s.Href(at, s.Address("suppliers", v.ID)), Note: s.Counted("suppliers.under-n", len(v.under))}
		row := []templates.Cell{name, {Text: words.OrgNumber(v.ID)}, {Count: activeOf(s, at, v)}, bought(s, v)}
		if found {
			row = append(row, trouble(suppliers.Open(v.own)))
		}
		if evidence {
			row = append(row, trouble(suppliers.Count(v.evidence).Expired))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = make([]templates.Cell, len(keys))
	t.Foot[0], t.Foot[3] = templates.Cell{Text: s.Say("usage.all-contracts", nil)}, templates.Cell{Value: s.Kroner(definitions.Year, kit.Portfolio, s.F.Totals.LastYear)}
	if d.Undivided.Sign() != 0 {
		t.Foot[0].Note = s.Say("suppliers.undivided", message.Args{"amount": s.Pr.MoneyShort(d.Undivided)})
	}
	return t
}

// activeOf is how many active contracts a supplier has.
func activeOf(s *kit.Site, at string, v *supplier) templates.Count {
	return s.Marked(definitions.Active, kit.About("supplier", v.ID), s.Count(len(v.active()), at, "contracts", s.Filter("supplier", v.ID), s.Filter("status", string(contract.Active))))
}

// trouble is a count that draws the eye where it is not zero.
func trouble(n int) templates.Cell {
	c := templates.Cell{Text: strconv.Itoa(n)}
	if n > 0 {
		c.Tone = templates.Danger
	}
	return c
}

// sorted are suppliers by what was bought from them, the most first; those of which it is not
// known come last; equal ones by name.
func sorted(s *kit.Site, all []*supplier) []*supplier {
	sorter := s.Pr.Sorter()
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b *supplier) int {
		return cmp.Or(suppliers.ByTurnover(&a.turnover, &b.turnover), sorter(a.Name, b.Name))
	})
	return list
}
