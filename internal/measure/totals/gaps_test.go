package totals

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestCountGaps(t *testing.T) {
	whole := func() *measure.ContractFigures {
		return &measure.ContractFigures{Status: "active", Manager: &contract.Person{}, FollowUpDebt: contract.Some(0), Contract: &contract.Contract{Category: "x", Plan: []contract.PlanItem{{}}},
			Money: measure.Money{Ceiling: measuretest.Rat("1"), Spent: measuretest.Rat("1")}, Terms: measure.Terms{CurrentEnd: measuretest.AsOf}, Risk: &measure.Risk{Confidence: measuretest.Rat("3/4")}}
	}
	for _, x := range []struct {
		gap    Gap
		change func(*measure.ContractFigures)
	}{
		{"", func(*measure.ContractFigures) {}},
		{"", func(c *measure.ContractFigures) {
			*c = measure.ContractFigures{Contract: &contract.Contract{}, Status: "ended"}
		}},
		{"", func(c *measure.ContractFigures) { c.Terms = measure.Terms{Indefinite: true} }},
		{"", func(c *measure.ContractFigures) { c.Money.Spent, c.Contract.Parent = nil, "framework" }},
		{"", func(c *measure.ContractFigures) { c.Risk = nil }},
		{GapManager, func(c *measure.ContractFigures) { c.Manager = nil }},
		{GapCeiling, func(c *measure.ContractFigures) { c.Money.Ceiling = nil }},
		{GapTurnover, func(c *measure.ContractFigures) { c.Money.Spent = nil }},
		{GapEnd, func(c *measure.ContractFigures) { c.Terms = measure.Terms{} }},
		{GapCategory, func(c *measure.ContractFigures) { c.Contract.Category = "" }},
		{GapPlan, func(c *measure.ContractFigures) { c.Contract.Plan = nil }},
		{GapConfidence, func(c *measure.ContractFigures) { c.Risk.Confidence = measuretest.Rat("74/100") }},
		{GapEvidence, func(c *measure.ContractFigures) {
			c.Requirements = []measure.RequirementFigures{{Applies: measure.Yes, State: "overdue", Evidence: "overdue"}, {Applies: measure.No}}
		}},
	} {
		c := whole()
		x.change(c)
		for _, g := range CountGaps([]*measure.ContractFigures{c}) {
			if (g.N == 1) != (g.Gap == x.gap) {
				t.Errorf("%q: %+v", x.gap, g)
			}
		}
	}
	c := whole()
	c.Requirements = []measure.RequirementFigures{{Applies: measure.Yes, State: "approved"}, {Applies: measure.Unknown, State: "deviation", Evidence: "overdue"}, {Applies: measure.Yes, State: "missing"}, {Applies: measure.No, State: ""}}
	if got := duties.StandingsOn(c); got.Applies != 3 || got.By["approved"] != 1 || got.By["deviation"] != 1 || got.Debt != 1 {
		t.Errorf("%+v", got)
	}
}
