// Package categories says where the categories of a portfolio stand: in the matrix of
// importance against supply risk, and by what was bought under their contracts.
//
// What was bought on contract and off it in a category is package spend's.
package categories

import "github.com/forvalt/forvalt/internal/contract"

// KraljicPosition is a category's place in the matrix of importance against supply risk
// (P. Kraljic, "Purchasing must become supply management", Harvard Business Review 1983);
// "" where it is not known.
type KraljicPosition string

// The four positions.
const (
	KraljicRoutine    KraljicPosition = "routine"    // neither is high
	KraljicLeverage   KraljicPosition = "leverage"   // only importance
	KraljicBottleneck KraljicPosition = "bottleneck" // only supply risk
	KraljicStrategic  KraljicPosition = "strategic"  // both
)

// KraljicOf is a category's position. Each axis goes from 0 to 4, and is high above 2; the
// position is not known unless both are.
func KraljicOf(k *contract.Category) KraljicPosition {
	if !k.Kraljic.Impact.Set || !k.Kraljic.SupplyRisk.Set {
		return ""
	}
	return KraljicAt(k.Kraljic.Impact.V > 2, k.Kraljic.SupplyRisk.V > 2)
}

// KraljicAt is the position of high or low importance and supply risk.
func KraljicAt(highImpact, highRisk bool) KraljicPosition {
	switch {
	case highImpact && highRisk:
		return KraljicStrategic
	case highImpact:
		return KraljicLeverage
	case highRisk:
		return KraljicBottleneck
	}
	return KraljicRoutine
}
