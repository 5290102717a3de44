// Package measure holds the figures of a portfolio on a day as typed facts: terms,
// turnover against the ceiling, requirements, risk, benefits, deadlines, totals, workload.
//
// Whoever states a figure uses its type from here, and may ask it simple questions. The
// formulas are in the packages below this one, each with its source beside the function:
//
//	terms         the dates of a contract's life, its status, when a competition must begin
//	stages        where a contract is in its life, and what comes next
//	posted     what is posted of turnover: months, to which day, what is missing, the pace
//	turnover      turnover against the ceiling, amendments against theirs
//	ceilings      which ceilings are passed or will be, and how far contracts are towards them
//	forecast      turnover to come, as a range
//	spend         what was bought on contract, off it and without one
//	suppliers     what a supplier has handed in, and what was bought from it
//	categories    where categories stand
//	chain         who stands under whom in a supply chain
//	inspections   how many were held, and of what; which contracts should be inspected
//	matters       deviations and findings: what is open, how old and how grave
//	facts         what expressions know of a contract
//	expr          the expressions of requirements and risk models
//	why           what an expression came to, in reasons
//	duties        requirements and their evidence, the plan, promises
//	deadlines     what must be decided or done, by day
//	benefits      what was planned and what came in
//	factors       what a risk model may ask of a contract
//	risk          its points, bands and floors
//	workload      hours of follow-up, and who lacks them
//	totals        sums over contracts; what asks for action, and what is missing
//	figures       puts them together: figures.Of(portfolio, day)
//
// They are pure and total: they never fail, facts dated after the day are ignored, and
// nothing in them reads clock, disk or network, knows a language, or judges. A figure that
// is bad is still a figure, and what is missing is shown as missing. What rests on a field
// that the portfolio withholds is unknown: neither zero nor missing.
package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// Figures of a portfolio on a date.
type Figures struct {
	AsOf      date.Date
	Model     *contract.RiskModel // in force on AsOf; nil where the portfolio has none, or withholds it
	Contracts []*ContractFigures  // in the order of Portfolio.Contracts
	Deadlines []Deadline          // of active and planned contracts, soonest first
	Totals    Totals
	Workload  []Workload // by person, in the order of Portfolio.People; then "" for contracts without a manager; nil: withheld

	World *World // what they were made from

	byID map[string]*ContractFigures
}

// NewFigures are those of the contracts of a world, in its order; deadlines, totals and
// workload are still to be filled in.
func NewFigures(w *World, m *contract.RiskModel, contracts []*ContractFigures) *Figures {
	f := &Figures{AsOf: w.AsOf, Model: m, Contracts: contracts, World: w, byID: make(map[string]*ContractFigures, len(contracts))}
	for _, cf := range contracts {
		if f.byID[cf.Contract.ID] == nil {
			f.byID[cf.Contract.ID] = cf
		}
	}
	return f
}

// Of gives a contract's figures; nil where there is no such contract.
func (f *Figures) Of(id string) *ContractFigures { return f.byID[id] }

// ContractFigures are the figures of one contract.
type ContractFigures struct {
	Contract     *contract.Contract
	Status       contract.Status // on the as-of date: computed from decision and dates
	Lapsed       Tri             // past its end, and nobody has decided anything; unknown: withheld
	Terms        Terms
	Counted      bool // its amounts stand in sums: no other contract's hold them, and they can be told in the portfolio's currency
	Money        Money
	Requirements []RequirementFigures // one for each requirement of the catalogue, in its order
	Risk         *Risk                // nil unless it is followed up and a model is in force
	Benefits     []BenefitFigures     // in the order of Contract.Benefits
	Deadlines    []Deadline           // soonest first; those that are known
	OpenFindings contract.Maybe[int]  // inspection findings not closed; unset: withheld
	OpenDevs     contract.Maybe[int]  // deviations not closed; unset: withheld
	Managed      Tri                  // somebody manages it; unknown: withheld
	Manager      *contract.Person     // nil: none, unknown, or has left
	Succeeded    Tri                  // the contract that follows it is named; unknown: one may be, and be withheld
	FollowUpDebt contract.Maybe[int]  // days since the oldest plan item that is due and not done, 0 for none; unset: withheld

	OpenSeverity  contract.Maybe[int] // sum of severity of what is open: minor 1, major 3, critical 9; unset: withheld
	Debt          *big.Rat            // weight of requirements in debt ÷ weight of all that apply; nil: withheld
	SureDebt      *big.Rat            // the same without those that apply only for want of an input
	Plan          []PlanFigures       // in the order of Contract.Plan
	SpendAfterEnd Tri                 // something was bought in a month that began after the current end
}

// Followed reports whether a contract is followed up: it is active, or past its end without a
// decision, or goes on being bought on though nothing but its dates has ended it (FIGURES.md
// C2).
func (c *ContractFigures) Followed() bool {
	return c.Status == contract.Active || c.Lapsed == Yes || c.BoughtOn()
}

// MayBeFollowed reports whether what is withheld decides if a contract is followed up.
func (c *ContractFigures) MayBeFollowed() bool {
	return !c.Followed() && (c.Lapsed == Unknown || c.Money.Part != nil && c.Status == contract.Ended && c.Contract.Status != contract.Ended)
}

// BoughtOn reports whether something was bought after the end of a contract that nobody has
// declared ended.
func (c *ContractFigures) BoughtOn() bool {
	return c.Status == contract.Ended && c.Contract.Status != contract.Ended && c.SpendAfterEnd == Yes
}

// Over reports whether the contract has ended or was terminated.
func (c *ContractFigures) Over() bool {
	return c.Status == contract.Ended || c.Status == contract.Terminated
}

// Closed reports whether the contract is over and nobody follows it up any more.
func (c *ContractFigures) Closed() bool {
	return c.Over() && !c.Followed() && !c.MayBeFollowed()
}

// OpenMatters counts what is open on a contract.
func (c *ContractFigures) OpenMatters() contract.Maybe[int] {
	return contract.Maybe[int]{V: c.OpenDevs.V + c.OpenFindings.V, Set: c.OpenDevs.Set && c.OpenFindings.Set}
}

// HasOpen tells whether the contract has one that is not closed; unknown where some are
// withheld.
func (c *ContractFigures) HasOpen() Tri {
	n := c.OpenMatters()
	if !n.Set {
		return Unknown
	}
	return TriOf(n.V > 0)
}

// Tri is yes, no or unknown.
type Tri uint8

// The three answers.
const (
	No Tri = iota
	Yes
	Unknown // counts as applying
)

// TriOf is yes or no.
func TriOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Not turns yes and no.
func (t Tri) Not() Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// Count adds one to a count for yes; for unknown the whole count is unknown.
func (t Tri) Count(n *contract.Maybe[int]) {
	switch {
	case t == Unknown:
		*n = contract.Maybe[int]{}
	case t == Yes && n.Set:
		n.V++
	}
}
