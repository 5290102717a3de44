package duties_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// Of two states the worse counts; contracts that are not followed up are in no count, and what
// was judged not to concern a contract is counted by itself.
func TestStandings(t *testing.T) {
	f := &measure.Figures{}
	add := func(id, status string, rs ...measure.RequirementFigures) {
		f.Contracts = append(f.Contracts, &measure.ContractFigures{Contract: &contract.Contract{ID: id}, Status: contract.Status(status), Requirements: rs})
	}
	approved := measure.RequirementFigures{Applies: measure.Yes, State: "approved"}
	late := measure.RequirementFigures{Applies: measure.Unknown, State: "overdue", Evidence: "overdue"}
	none := measure.RequirementFigures{Applies: measure.No}
	add("a", "active", approved, late)
	add("b", "active", late, measure.RequirementFigures{Applies: measure.Yes, State: "missing"})
	add("c", "active", none, none)
	add("d", "ended", late, late)
	not := measure.RequirementFigures{Applies: measure.Yes, State: "not-applicable", Evidence: "not-applicable"}
	add("e", "active", not, not)

	for _, x := range [][3]contract.EvidenceState{{"", "approved", "approved"}, {"overdue", "missing", "overdue"}, {"overdue", "expired", "expired"}, {"rejected", "deviation", "deviation"}} {
		if got := duties.Worse(x[0], x[1]); got != x[2] || duties.Worse(x[1], x[0]) != x[2] {
			t.Errorf("the worse of %q and %q is %q", x[0], x[1], got)
		}
	}
	if n := duties.StandingsOf(f, 0); n.Applies != 2 || n.Not != 1 || !maps.Equal(n.By, map[contract.EvidenceState]int{"approved": 1, "overdue": 1}) {
		t.Errorf("the first: %+v", n)
	}
	if n := duties.AllStandings(f); n.Applies != 4 || n.Not != 2 || !maps.Equal(n.By, map[contract.EvidenceState]int{"approved": 1, "overdue": 2, "missing": 1}) {
		t.Errorf("all: %+v", n)
	}
	if got := strings.Join(measure.IDs(duties.Applying(f, 1)), " "); got != "a b" {
		t.Errorf("applying: %s", got)
	}
}
