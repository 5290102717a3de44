package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
)

// requirements tells of each requirement of the catalogue whether it applies to the
// contract, why, and how its evidence stands.
func (w *world) requirements(f *facts) []RequirementFigures {
	out := make([]RequirementFigures, len(w.p.Requirements))
	for i, r := range w.p.Requirements {
		rf := &out[i]
		rf.Requirement, rf.Applied, rf.facts = r, appliedOf(f.c, r.ID), f
		rf.Applies = w.applies(f, r, rf.Applied)
		if rf.Applies != No {
			w.evidence(f, rf)
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

// applies decides in this order: what the contract states, what the catalogue's
// expression says, and without an expression yes.
func (w *world) applies(f *facts, r *contract.Requirement, a *contract.AppliedRequirement) Tri {
	switch e := w.expressions[r]; {
	case a != nil && a.Applies.Set && a.Applies.V:
		return Yes
	case a != nil && a.Applies.Set:
		return No
	case r.When == "":
		return Yes
	case e == nil:
		return Unknown
	default:
		return e.root.eval(f).tri()
	}
}

// Why tells why the requirement applies or does not. The reasons of 10,000 contracts
// would fill the memory, so they are made when they are asked for.
func (r *RequirementFigures) Why() []Reason {
	if a := r.Applied; a != nil && a.Applies.Set {
		key := "why.stated-no"
		if a.Applies.V {
			key = "why.stated-yes"
		}
		if a.Reason == "" {
			return []Reason{{Key: key + "-without-reason"}}
		}
		return []Reason{{key, message.Args{"reason": a.Reason}}}
	}
	if r.Requirement.When == "" {
		return []Reason{{Key: "why.always"}}
	}
	e := r.facts.w.expressions[r.Requirement]
	if e == nil {
		return []Reason{{"why.bad-expression", message.Args{"expression": r.Requirement.When}}}
	}
	figures := *r.facts.cf
	figures.Requirements = nil // as when the expression was judged: none had been yet
	return e.why(&facts{r.facts.w, r.facts.c, &figures})
}

// requirementDebt is the weight of requirements whose evidence is overdue, rejected
// or expired, by the weight of all that apply; 0 where none applies, nil where the
// evidence of one is withheld.
func requirementDebt(rs []RequirementFigures) *big.Rat {
	var debt, all int64
	for i := range rs {
		if r := &rs[i]; r.Applies != No {
			all += int64(r.Requirement.Weight)
			switch r.InDebt() {
			case Yes:
				debt += int64(r.Requirement.Weight)
			case Unknown:
				return nil
			}
		}
	}
	if all <= 0 {
		return new(big.Rat)
	}
	return big.NewRat(debt, all)
}

// InDebt tells whether a requirement that applies lacks its evidence: none was
// approved in time, or the newest was rejected or has expired. Unknown where it is withheld.
func (r *RequirementFigures) InDebt() Tri {
	if r.Applies != No && (r.State == rejected || r.State == expired) {
		return Yes
	}
	return r.Overdue
}

// exposure counts the requirements of society and environment that apply; unknown
// ones count.
func exposure(f *facts) (n int) {
	for i := range f.cf.Requirements {
		r := &f.cf.Requirements[i]
		if g := r.Requirement.Group; r.Applies != No && (g == "social" || g == "environment") {
			n++
		}
	}
	return n
}
