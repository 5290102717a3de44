package figures_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

// What is said of a contract in one place is not denied in another: its deadlines, its risk,
// its requirements and its term rest on the same facts.
func TestAContractDoesNotContradictItself(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(8, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		for _, c := range figures.Of(p, measuretest.AsOf).Contracts {
			if !c.Followed() {
				continue
			}
			late := lateKinds(c)
			for _, same := range []struct {
				what     string
				one, two bool
			}{
				{"the plan is late, and due", c.FollowUpDebt.V > 0, late[measure.DeadlinePlan] > 0},
				{"the plan is as late as its oldest deadline", c.FollowUpDebt.V == late[measure.DeadlinePlan], true},
				{"evidence is in debt, and due", inDebt(c), c.Debt.Sign() > 0},
				{"the contract has lapsed, and must be decided", c.Lapsed == measure.Yes, late[measure.DeadlineLapsed] > 0},
				{"what ends a contract is in due, and what has a notice date goes on", has(c, measure.DeadlineExpiry) && c.Terms.GoesOn(), false},
				{"it is bound past its end, and does not end", !c.Terms.Bound().IsZero() && !c.Terms.Ends().IsZero(), false},
			} {
				if same.one != same.two {
					rt.Fatalf("%s: %s: %t and %t", c.Contract.ID, same.what, same.one, same.two)
				}
				if same.one {
					seen[same.what]++
				}
			}
			for i := range c.Requirements {
				r := &c.Requirements[i]
				if open := openAgainst(c, r.Requirement.ID); r.Applies != measure.No && open != (r.State == contract.EvidenceDeviation) {
					rt.Fatalf("%s: %s stands as %s, and something grave open against it: %t", c.Contract.ID, r.Requirement.ID, r.State, open)
				}
				if due := !r.Due.IsZero() && r.Due.Before(measuretest.AsOf); r.InDebt() == measure.No && due {
					rt.Fatalf("%s: %s was due %s, and is in order", c.Contract.ID, r.Requirement.ID, r.Due)
				}
				if r.InDebt() == measure.Yes && (r.Due.IsZero() || r.Due.After(measuretest.AsOf)) {
					rt.Fatalf("%s: %s is in debt, and due %s", c.Contract.ID, r.Requirement.ID, r.Due)
				}
			}
		}
	})
	for _, what := range []string{"the plan is late, and due", "evidence is in debt, and due", "the contract has lapsed, and must be decided"} {
		if seen[what] < 10 {
			t.Errorf("%s: only %d times", what, seen[what])
		}
	}
}

// lateKinds are the most days by which deadlines of a kind have passed.
func lateKinds(c *measure.ContractFigures) map[measure.DeadlineKind]int {
	out := map[measure.DeadlineKind]int{}
	for _, d := range c.Deadlines {
		if -d.Days > out[d.Kind] {
			out[d.Kind] = -d.Days
		}
	}
	return out
}

func has(c *measure.ContractFigures, k measure.DeadlineKind) bool {
	for _, d := range c.Deadlines {
		if d.Kind == k {
			return true
		}
	}
	return false
}

func inDebt(c *measure.ContractFigures) bool {
	for i := range c.Requirements {
		if r := &c.Requirements[i]; r.Applies != measure.No && r.Requirement.Weight > 0 && r.InDebt() == measure.Yes {
			return true
		}
	}
	return false
}

func openAgainst(c *measure.ContractFigures, requirement string) bool {
	for m := range matters.Of(c.Contract, measuretest.AsOf) {
		if m.Open && m.Requirement == requirement && m.Gravity() != contract.SeverityMinor {
			return true
		}
	}
	return false
}
