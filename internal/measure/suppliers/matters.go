package suppliers

import (
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
)

// Matters are what must be put right under some contracts and concerns a supplier: its own,
// and apart from them what is on contracts that it shares and names none of their suppliers.
// What is another's is in neither.
func Matters(supplier string, list []*measure.ContractFigures, asOf date.Date) (own, unnamed []matters.Matter) {
	for _, c := range list {
		for m := range matters.Of(c.Contract, asOf) {
			switch m.Supplier {
			case supplier:
				own = append(own, m)
			case "":
				unnamed = append(unnamed, m)
			}
		}
	}
	return own, unnamed
}

// Open counts those of some matters that are open.
func Open(list []matters.Matter) (n int) {
	for i := range list {
		if list[i].Open {
			n++
		}
	}
	return n
}
