package list

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// The pages of a long list are in the order of the departments' names; rows without a
// department come last.
func TestPartsInOrder(t *testing.T) {
	s := kittest.Site(t, contract.Internal, "2026-09-30", &contract.Contract{ID: "a"}, &contract.Contract{ID: "b", Department: "okonomi"}, &contract.Contract{ID: "c", Department: "drift"})
	s.P.Settings.Departments = []contract.Department{{ID: "okonomi", Name: "Økonomi"}, {ID: "drift", Name: "Teknisk drift"}}
	s.P.Index()
	l := List[*measure.ContractFigures]{Key: "contract", Words: "selection", Items: s.F.Contracts, Contract: OfContract}
	parts, pages := l.parts(s, kit.Head{At: s.Address("contracts")})
	got := ""
	for _, p := range parts {
		got += p.Name + "|"
	}
	if got != "Teknisk drift|Økonomi|Uten avdeling|" || len(pages) != 3 {
		t.Errorf("%s, %d pages", got, len(pages))
	}
}
