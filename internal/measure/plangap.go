package measure

import "github.com/forvalt/forvalt/internal/contract"

// bandMonths are the months between two rounds of what a band of the risk model asks for, by its word.
var bandMonths = map[string]int{"yearly-check": 12, "status-meeting": 12, "quarterly-meeting": 3, "monthly-meeting": 1}

// planMonths are the months between two rounds of a plan item.
var planMonths = map[string]int{"month": 1, "quarter": 3, "half-year": 6, "year": 12}

// PlanGap is the months between two rounds that the contract's band asks for, where its
// plan has nothing that comes as often; 0 where the plan reaches, or nothing is asked.
func (c *ContractFigures) PlanGap(m *contract.RiskModel) int {
	if c.Risk == nil || m == nil {
		return 0
	}
	best := 0
	for i := range c.Contract.Plan {
		if n := planMonths[c.Contract.Plan[i].Every]; n > 0 && (best == 0 || n < best) {
			best = n
		}
	}
	for i := range m.Bands {
		if m.Bands[i].ID != c.Risk.Band {
			continue
		}
		for _, w := range m.Bands[i].FollowUp {
			if n := bandMonths[w]; n > 0 && (best == 0 || best > n) {
				return n
			}
		}
	}
	return 0
}
