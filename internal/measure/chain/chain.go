// Package chain follows a supply chain: who stands under whom, how deep it is, the hours that
// were worked in it.
//
// In goes the chain of a contract; whether it is too deep is package risk's.
package chain

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// FirmTiers gives the tier of each firm of a supply chain by its id: 1 right under a
// supplier, and for a firm whose parent is no firm of the chain. Tiers counts only
// firms that are approved on the as-of date.
func FirmTiers(k *contract.SupplyChain) map[string]int {
	firms := map[string]*contract.Firm{}
	for i := range k.Firms {
		firms[k.Firms[i].ID] = &k.Firms[i]
	}
	out := make(map[string]int, len(firms))
	for id, f := range firms {
		n := 0
		for ; f != nil && n < len(firms); f = firms[f.Parent] { // a circle ends
			n++
		}
		out[id] = n
	}
	return out
}

// LatestHours gives the hours of each firm of a supply chain, by its id, in the latest
// quarter in which it has any.
func LatestHours(k *contract.SupplyChain) map[string]contract.FirmHours {
	out := map[string]contract.FirmHours{}
	for _, h := range k.Hours {
		if old, ok := out[h.Firm]; !ok || old.Period.Compare(h.Period) < 0 {
			out[h.Firm] = h
		}
	}
	return out
}

// Apprentices is the share of the hours of a supply chain that apprentices worked in the
// latest quarter that has hours. Nil where no hours are recorded.
func Apprentices(k *contract.SupplyChain) (share *big.Rat, of date.Quarter) {
	total, apprentice := 0, 0
	for _, h := range k.Hours {
		if h.Period.Compare(of) > 0 {
			of, total, apprentice = h.Period, 0, 0
		}
		if h.Period == of {
			total, apprentice = total+h.Total, apprentice+h.Apprentice
		}
	}
	return measure.Ratio(measure.Count(apprentice), measure.Count(total)), of
}

// Tiers is the depth of the supply chain; −1 where it is not known. A firm whose
// parent is no firm of the chain stands right under the supplier: tier 1.
func Tiers(c *contract.Contract, asOf date.Date) int {
	if c.SupplyChain == nil {
		return -1
	}
	firms := map[string]*contract.Firm{}
	for i := range c.SupplyChain.Firms {
		if f := &c.SupplyChain.Firms[i]; !f.Approved.After(asOf) {
			firms[f.ID] = f
		}
	}
	deepest := 0
	for id := range firms {
		depth := 0
		for f := firms[id]; f != nil && depth <= len(firms); f = firms[f.Parent] {
			depth++
		}
		deepest = max(deepest, min(depth, len(firms)))
	}
	return deepest
}

// Under is a place of a firm in the supply chain of a contract.
type Under struct {
	Contract *measure.ContractFigures
	Above    string // id of the firm that it stands under
}

// Places gives the places of every firm in supply chains, by its id, in the order of the
// contracts: of those that it is no supplier of itself, and in which it was approved by the
// as-of date, or on a day that is not recorded.
func Places(f *measure.Figures) map[string][]Under {
	out := map[string][]Under{}
	for _, c := range f.Contracts {
		k := c.Contract.SupplyChain
		if k == nil {
			continue
		}
		for i := range k.Firms {
			firm := &k.Firms[i]
			if !slices.Contains(c.Contract.Suppliers, firm.ID) && !firm.Approved.After(f.AsOf) {
				out[firm.ID] = append(out[firm.ID], Under{c, firm.Parent})
			}
		}
	}
	return out
}
