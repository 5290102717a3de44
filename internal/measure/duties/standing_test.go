package duties_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// What is overdue is so whatever was handed in; what does not apply does not stand at all,
// and contracts that are not active are in no count.
func TestStandings(t *testing.T) {
	f := &measure.Figures{}
	add := func(id, status string, rs ...measure.RequirementFigures) {
		f.Contracts = append(f.Contracts, &measure.ContractFigures{Contract: &contract.Contract{ID: id}, Status: contract.Status(status), Requirements: rs})
	}
	approved := measure.RequirementFigures{Applies: measure.Yes, State: "approved"}
	late := measure.RequirementFigures{Applies: measure.Unknown, State: "approved", Overdue: measure.Yes}
	none := measure.RequirementFigures{Applies: measure.No}
	add("a", "active", approved, late)
	add("b", "active", late, measure.RequirementFigures{Applies: measure.Yes, State: "missing"})
	add("c", "active", none, none)
	add("d", "ended", late, late)

	for want, r := range map[string]measure.RequirementFigures{"approved": approved, "overdue": late, "": none} {
		if got := duties.StandingOf(&r); string(got) != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if n := duties.StandingsOf(f, 0); n.Applies != 2 || !maps.Equal(n.By, map[contract.EvidenceState]int{"approved": 1, "overdue": 1}) {
		t.Errorf("the first: %+v", n)
	}
	if n := duties.AllStandings(f); n.Applies != 4 || !maps.Equal(n.By, map[contract.EvidenceState]int{"approved": 1, "overdue": 2, "missing": 1}) {
		t.Errorf("all: %+v", n)
	}
	if got := strings.Join(measure.IDs(duties.Applying(f, 1)), " "); got != "a b" {
		t.Errorf("applying: %s", got)
	}
}
