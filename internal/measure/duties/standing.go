package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Standings are the words for how a requirement that applies may stand, in the order in
// which they are told: the states of evidence, overdue, and withheld.
var Standings = []contract.EvidenceState{contract.EvidenceApproved, contract.EvidenceReceived, contract.EvidenceMissing, EvidenceOverdue, contract.EvidenceRejected, contract.EvidenceExpired, contract.EvidenceNotApplicable, Withheld}

// EvidenceOverdue is how a requirement stands whose evidence is late.
const EvidenceOverdue contract.EvidenceState = "overdue"

// Withheld is how a requirement stands whose evidence the portfolio withholds.
const Withheld contract.EvidenceState = "withheld"

// StandingOf is how a requirement stands on a contract, one of Standings: overdue where its
// evidence is late, whatever was handed in before; else the state of the evidence. "" where
// the requirement does not apply.
func StandingOf(r *measure.RequirementFigures) contract.EvidenceState {
	switch {
	case r.Applies == measure.No:
		return ""
	case r.Overdue == measure.Yes:
		return EvidenceOverdue
	}
	return r.State
}

// StandingCount counts requirements by how they stand.
type StandingCount struct {
	Applies int                            // or may
	By      map[contract.EvidenceState]int // of those, by standing
}

func (n *StandingCount) add(r *measure.RequirementFigures) {
	if s := StandingOf(r); s != "" {
		n.Applies++
		n.By[s]++
	}
}

// StandingsOn counts how the requirements of a contract stand.
func StandingsOn(c *measure.ContractFigures) StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for i := range c.Requirements {
		n.add(&c.Requirements[i])
	}
	return n
}

// Applying are the active contracts that requirement i of the catalogue applies to, or may.
func Applying(f *measure.Figures, i int) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Active(f.Contracts) {
		if c.Requirements[i].Applies != measure.No {
			out = append(out, c)
		}
	}
	return out
}

// Demand is a requirement that applies to an active contract, or may.
type Demand struct {
	Contract *measure.ContractFigures
	*measure.RequirementFigures
}

// Demands are those of all contracts, by requirement.
func Demands(f *measure.Figures) []Demand {
	var out []Demand
	for i := range f.World.Portfolio.Requirements {
		for _, c := range Applying(f, i) {
			out = append(out, Demand{c, &c.Requirements[i]})
		}
	}
	return out
}

// StandingsOf counts how requirement i of the catalogue stands on active contracts.
func StandingsOf(f *measure.Figures, i int) StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for _, c := range measure.Active(f.Contracts) {
		n.add(&c.Requirements[i])
	}
	return n
}

// AllStandings counts how every requirement stands on active contracts.
func AllStandings(f *measure.Figures) StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for _, c := range measure.Active(f.Contracts) {
		for i := range c.Requirements {
			n.add(&c.Requirements[i])
		}
	}
	return n
}
