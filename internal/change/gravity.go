package change

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

// Grave is the gravity from which a change is told of before all others: a contract is gone or not read, its
// risk has become critical, or its ceiling is passed.
const Grave = 3

// Gravity says how much a change asks for attention: 0 for one that changes no figure.
func (c *Change) Gravity() int {
	if c.Type == Contract && (c.Verb == Removed || c.Verb == Misnamed) {
		return Grave
	}
	if e := c.Gravest(); e != nil {
		return e.gravity()
	}
	return 0
}

// Gravest is the effect that asks most for attention, the first of those; nil if there is none.
func (c *Change) Gravest() *Effect {
	var gravest *Effect
	for i := range c.Effects {
		if e := &c.Effects[i]; gravest == nil || e.gravity() > gravest.gravity() {
			gravest = e
		}
	}
	return gravest
}

func (e *Effect) gravity() int {
	band, _ := e.Args["band"].(Word)
	switch e.Kind {
	case CeilingPassed:
		return Grave
	case RiskChanged, BandChanged:
		switch {
		case !e.rises():
		case band.Value == string(contract.BandCritical):
			return Grave
		default:
			return Grave - 1
		}
	case CeilingWillPass, CeilingEarlier:
		return Grave - 1
	}
	return 1
}

// rises reports whether a level of risk is higher than before: the score is, or a floor holds.
func (e *Effect) rises() bool {
	before, _ := e.Old.(*big.Rat)
	after, _ := e.New.(*big.Rat)
	return before != nil && after != nil && after.Cmp(before) > 0 ||
		slices.ContainsFunc(e.Because, func(b Effect) bool { return b.Kind == FloorGained })
}

// Sort is the same for changes that differ only in which record, and in the values: those of which
// a reader who has seen a few knows the others.
func (c *Change) Sort() string {
	parts := []string{string(c.Type), string(c.Verb)}
	for _, f := range c.Fields {
		parts = append(parts, string(f.Type)+"."+f.Key)
	}
	for i := range c.Items {
		parts = append(parts, "["+c.Items[i].Sort()+"]")
	}
	for _, e := range c.Effects {
		parts = append(parts, fmt.Sprint(e.Kind, e.gravity()))
	}
	slices.Sort(parts[2:])
	return strings.Join(slices.Compact(parts), " ")
}
