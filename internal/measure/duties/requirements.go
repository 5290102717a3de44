// Package duties holds what must be shown and done on a contract: requirements that apply
// and their evidence, how they stand, the follow-up plan, and what suppliers promised.
//
// In go a world and a contract's figures with its terms and money; out come states and
// dates. Package deadlines lists them by day; package risk decides how serious a neglected
// duty is.
package duties

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/why"
	"github.com/forvalt/forvalt/internal/message"
)

// Catalogue is the requirements of a portfolio made ready: their conditions compiled, and
// what suppliers have handed in for all of their contracts.
type Catalogue struct {
	w          *measure.World
	conditions map[*contract.Requirement]*expr.Expression // nil where one does not compile
	shared     map[string][]*contract.Evidence            // of suppliers, by supplier and requirement
}

// Conditions is the language of requirements' conditions: yes or no, over the facts of the
// contract.
var Conditions = expr.Language{Names: facts.Names, YesNo: true}

// NewCatalogue prepares the catalogue of a portfolio.
func NewCatalogue(w *measure.World) *Catalogue {
	k := &Catalogue{w, map[*contract.Requirement]*expr.Expression{}, map[string][]*contract.Evidence{}}
	for _, r := range w.Portfolio.Requirements {
		if r.When != "" {
			k.conditions[r], _ = expr.Compile(r.When, &Conditions)
		}
	}
	for _, s := range w.Portfolio.Suppliers {
		for i := range s.Evidence {
			e := &s.Evidence[i]
			k.shared[s.ID+" "+e.Requirement] = append(k.shared[s.ID+" "+e.Requirement], e)
		}
	}
	return k
}

// Of says for each requirement whether it applies to the contract, why, and how its
// evidence stands. It needs the contract's terms and money, which must have been computed.
func (k *Catalogue) Of(cf *measure.ContractFigures) []measure.RequirementFigures {
	out := make([]measure.RequirementFigures, len(k.w.Portfolio.Requirements))
	g := &grounds{k, facts.Facts{World: k.w, ContractFigures: cf}}
	for i, r := range k.w.Portfolio.Requirements {
		rf := &out[i]
		rf.Requirement, rf.Applied, rf.Grounds = r, appliedOf(cf.Contract, r.ID), g
		rf.Applies = g.applies(r, rf.Applied)
		if rf.Applies != measure.No {
			k.evidence(cf, rf)
		}
	}
	return out
}

func appliedOf(c *contract.Contract, id string) *contract.AppliedRequirement {
	for i := range c.Requirements {
		if c.Requirements[i].ID == id {
			return &c.Requirements[i]
		}
	}
	return nil
}

// grounds decide for one contract whether a requirement applies, and why.
type grounds struct {
	k     *Catalogue
	facts facts.Facts
}

// applies decides in this order: what the contract states, what the catalogue's
// expression says, and without an expression yes.
func (g *grounds) applies(r *contract.Requirement, a *contract.AppliedRequirement) measure.Tri {
	switch e := g.k.conditions[r]; {
	case a != nil && a.Applies.Set && a.Applies.V:
		return measure.Yes
	case a != nil && a.Applies.Set:
		return measure.No
	case r.When == "":
		return measure.Yes
	case e == nil:
		return measure.Unknown
	default:
		return e.Eval(&g.facts).Tri()
	}
}

// Why gives the reasons why a requirement applies or does not.
func (g *grounds) Why(r *measure.RequirementFigures) []measure.Reason {
	if a := r.Applied; a != nil && a.Applies.Set {
		key := "why.stated-no"
		if a.Applies.V {
			key = "why.stated-yes"
		}
		if a.Reason == "" {
			return []measure.Reason{{Key: key + "-without-reason"}}
		}
		return []measure.Reason{{Key: key, Args: message.Args{"reason": a.Reason}}}
	}
	if r.Requirement.When == "" {
		return []measure.Reason{{Key: "why.always"}}
	}
	e := g.k.conditions[r.Requirement]
	if e == nil {
		return []measure.Reason{{Key: "why.bad-expression", Args: message.Args{"expression": r.Requirement.When}}}
	}
	then := *g.facts.ContractFigures
	then.Requirements = nil // as when the expression was evaluated: no requirement had been decided yet
	return why.Of(e, &facts.Facts{World: g.facts.World, ContractFigures: &then})
}

// Debt is the weight of requirements whose evidence is overdue, rejected
// or expired, by the weight of all of which it is so said that they apply; 0 where none is.
func Debt(rs []measure.RequirementFigures, applies ...measure.Tri) *big.Rat {
	var debt, all int64
	for i := range rs {
		if r := &rs[i]; slices.Contains(applies, r.Applies) {
			all += int64(r.Requirement.Weight)
			switch r.InDebt() {
			case measure.Yes:
				debt += int64(r.Requirement.Weight)
			case measure.Unknown:
				return nil
			}
		}
	}
	if all <= 0 {
		return new(big.Rat)
	}
	return big.NewRat(debt, all)
}
