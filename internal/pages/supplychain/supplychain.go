// Package supplychain draws the firms under a contract's suppliers.
//
// In go a kit.Site and a contract; out come view structs of templates. Tiers and hours are
// measure's. Only the internal site has it.
package supplychain

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Tree is the firms under the suppliers, as deep as the file says; a circle ends.
func Tree(s *kit.Site, at string, k *contract.Contract) (tree []templates.ChainNode, conclusion string) {
	if k.SupplyChain == nil || len(k.SupplyChain.Firms) == 0 {
		return nil, ""
	}
	hours, seen := chain.LatestHours(k.SupplyChain), map[string]bool{}
	worked := func(id string) string {
		h, ok := hours[id]
		if !ok {
			return ""
		}
		return s.Say("supplychain.hours", message.Args{"n": h.Total, "total": s.Pr.Number(int64(h.Total)), "quarter": h.Period, "apprentice": s.Pr.Number(int64(h.Apprentice))})
	}
	var under func(parent string) []templates.ChainNode
	node := func(f contract.Firm) templates.ChainNode {
		note := []string{words.OrgNumber(f.ID), f.Trade}
		if !f.Approved.IsZero() {
			note = append(note, s.Say("supplychain.approved", message.Args{"date": f.Approved}))
		}
		n := templates.ChainNode{Name: templates.Link{Text: cmp.Or(f.Name, f.ID)}, Note: strings.Join(words.Present(note), ", "), Hours: worked(f.ID)}
		if s.P.Supplier(f.ID) != nil {
			n.Name = s.SupplierLink(at, f.ID)
		}
		n.Under = under(f.ID)
		return n
	}
	under = func(parent string) (out []templates.ChainNode) {
		for _, f := range k.SupplyChain.Firms {
			if f.Parent == parent && !seen[f.ID] {
				seen[f.ID] = true
				out = append(out, node(f))
			}
		}
		return out
	}
	for _, id := range k.Suppliers {
		root := templates.ChainNode{Name: s.SupplierLink(at, id), Note: s.Say("supplychain.main-supplier", nil), Hours: worked(id), Under: under(id)}
		tree = append(tree, root)
	}
	for _, f := range k.SupplyChain.Firms { // those whose parent firm is not known
		if !seen[f.ID] {
			seen[f.ID] = true
			tree = append(tree, node(f))
		}
	}
	deepest := 0
	for _, tier := range chain.FirmTiers(k.SupplyChain) {
		deepest = max(deepest, tier)
	}
	conclusion = s.Say("supplychain.chain-conclusion", message.Args{"n": len(k.SupplyChain.Firms), "tiers": deepest})
	if share, quarter := chain.Apprentices(k.SupplyChain); share != nil {
		conclusion = words.Join([]string{conclusion, s.Say("supplychain.apprentices", message.Args{"share": s.Pr.Percent(share, 1), "quarter": quarter})})
	}
	return tree, conclusion
}

// Rows are the firms of a supply chain in the order of its file.
func Rows(s *kit.Site, at string, k *contract.Contract) []templates.ChainRow {
	if k.SupplyChain == nil {
		return nil
	}
	tiers, hours := chain.FirmTiers(k.SupplyChain), chain.LatestHours(k.SupplyChain)
	var out []templates.ChainRow
	for _, f := range k.SupplyChain.Firms {
		row := templates.ChainRow{Tier: tiers[f.ID], Name: templates.Link{Text: f.Name}, OrgNo: words.OrgNumber(f.ID), Work: f.Trade}
		if s.P.Supplier(f.ID) != nil {
			row.Name = s.SupplierLink(at, f.ID)
		}
		if h, ok := hours[f.ID]; ok {
			row.Hours, row.Period = s.Pr.Number(int64(h.Total)), s.Pr.Quarter(h.Period)
		}
		out = append(out, row)
	}
	return out
}
