package deadlines

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestDecisions(t *testing.T) {
	manager := &contract.Person{ID: "kari"}
	of := func(id string, change func(*measure.ContractFigures)) *measure.ContractFigures {
		c := &measure.ContractFigures{Contract: &contract.Contract{ID: id}, Status: "active", Manager: manager, Managed: measure.TriOf(manager != nil)}
		change(c)
		return c
	}
	for name, x := range map[string]struct {
		change func(*measure.ContractFigures)
		want   string
	}{
		"nothing":             {func(*measure.ContractFigures) {}, ""},
		"not active":          {func(c *measure.ContractFigures) { c.Status, c.Manager, c.Managed = "ended", nil, measure.No }, ""},
		"no manager":          {func(c *measure.ContractFigures) { c.Manager, c.Managed = nil, measure.No }, "manager"},
		"passed":              {func(c *measure.ContractFigures) { c.Money.Spent, c.Money.Ceiling = big.NewRat(2, 1), big.NewRat(1, 1) }, "ceiling-passed"},
		"at it":               {func(c *measure.ContractFigures) { c.Money.Spent, c.Money.Ceiling = big.NewRat(1, 1), big.NewRat(1, 1) }, ""},
		"will pass in a year": {func(c *measure.ContractFigures) { willPass(c, "2027-11-02") }, "ceiling-forecast"}, // 366 days
		"will pass later":     {func(c *measure.ContractFigures) { willPass(c, "2027-11-03") }, ""},
		"option near":         {func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2027-02-01") }, "option"}, // 92 days
		"option far":          {func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2027-02-02") }, ""},
		"option late":         {func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2026-01-01") }, "option"},
		"lapsed": {func(c *measure.ContractFigures) {
			c.Status, c.Lapsed, c.Terms.CurrentEnd = "ended", measure.Yes, measuretest.Day("2026-10-01")
		}, "lapsed"},
		"lapsed before its option": {func(c *measure.ContractFigures) {
			c.Status, c.Lapsed, c.Terms.CurrentEnd, c.Terms.NextDecision = "ended", measure.Yes, measuretest.Day("2026-10-01"), measuretest.Day("2026-09-01")
		}, "lapsed"},
		"tender": {func(c *measure.ContractFigures) { c.Terms.LatestTenderStart = measuretest.Day("2026-12-01") }, "tender"},
		"tender, call-off": {func(c *measure.ContractFigures) {
			c.Terms.LatestTenderStart, c.Contract.Parent = measuretest.Day("2026-12-01"), "x"
		}, ""},
		"tender, successor": {func(c *measure.ContractFigures) {
			c.Terms.LatestTenderStart, c.Contract.Successor = measuretest.Day("2026-12-01"), "x"
		}, ""},
		"tender, is its own": {func(c *measure.ContractFigures) {
			c.Terms.LatestTenderStart, c.Contract.Predecessor = measuretest.Day("2026-12-01"), "a"
		}, "tender"},
		"tender, goes on": {func(c *measure.ContractFigures) {
			c.Terms = measure.Terms{LatestTenderStart: measuretest.Day("2026-12-01"), Tacit: true, LastEnd: measuretest.Day("2027-12-31")}
		}, ""},
		"option before tender": {func(c *measure.ContractFigures) {
			c.Terms.LatestTenderStart, c.Terms.NextDecision = measuretest.Day("2026-12-01"), measuretest.Day("2026-12-01")
		}, "option"},
		"several, by gravity": {func(c *measure.ContractFigures) {
			c.Manager, c.Managed = nil, measure.No
			willPass(c, "2027-01-01")
			c.Terms.NextDecision = measuretest.Day("2026-12-01")
		}, "manager option ceiling-forecast"},
		"critical without plan": {func(c *measure.ContractFigures) { c.Risk = &measure.Risk{Band: "critical"} }, "critical"},
		"high without plan":     {func(c *measure.ContractFigures) { c.Risk = &measure.Risk{Band: "high"} }, ""},
	} {
		f := &measure.Figures{AsOf: measuretest.Day("2026-11-01"), Contracts: []*measure.ContractFigures{of("a", x.change)}, Model: &contract.RiskModel{Bands: []contract.Band{{ID: "critical", FollowUp: []string{"monthly-meeting"}}}}}
		got := ""
		for i, one := range Decisions(f) {
			if i > 0 {
				got += " "
			}
			got += string(one.Kind)
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	f := &measure.Figures{AsOf: measuretest.Day("2026-11-01"), Contracts: []*measure.ContractFigures{
		of("b", func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2026-12-01") }), of("c", func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2026-11-15") }),
		of("a", func(c *measure.ContractFigures) { c.Terms.NextDecision = measuretest.Day("2026-12-01") }), of("d", func(c *measure.ContractFigures) { c.Contract.Predecessor, c.Manager, c.Managed = "a", nil, measure.No })}}
	got := ""
	for _, one := range Decisions(f) {
		got += one.Contract.Contract.ID
	}
	if got != "dcab" {
		t.Errorf("order %q", got)
	}
}

func willPass(c *measure.ContractFigures, on string) {
	c.Money.Spent, c.Money.Projected, c.Money.Ceiling, c.Money.Exhaustion = big.NewRat(1, 1), big.NewRat(3, 1), big.NewRat(2, 1), measuretest.Day(on)
}
