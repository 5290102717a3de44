package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// FirmTiers gives the tier of each firm of a supply chain by its id: 1 right under a
// supplier, and for a firm whose parent is no firm of the chain. Figures.Tiers counts only
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
	return Ratio(Count(apprentice), Count(total)), of
}
