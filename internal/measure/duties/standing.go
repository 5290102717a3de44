package duties

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Standings are the states of a requirement that applies, from best to worst (FIGURES.md F):
// of several suppliers, and of evidence and what is open against the requirement, the worst
// counts. contract.EvidenceWithheld stands last, for it says nothing.
var Standings = []contract.EvidenceState{contract.EvidenceNotApplicable, contract.EvidenceApproved, contract.EvidenceReceived, contract.EvidenceMissing,
	contract.EvidenceOverdue, contract.EvidenceExpired, contract.EvidenceRejected, contract.EvidenceDeviation, contract.EvidenceWithheld}

// AskedStandings are those of requirements that are asked for.
var AskedStandings = Standings[1:]

// Worse gives the worse of two states; "" is none.
func Worse(a, b contract.EvidenceState) contract.EvidenceState {
	if slices.Index(Standings, b) > slices.Index(Standings, a) {
		return b
	}
	return a
}

// ByState orders requirements, the worst first; those that do not apply come last.
func ByState(a, b *measure.RequirementFigures) int {
	rank := func(r *measure.RequirementFigures) int {
		if r.Applies == measure.No || r.State == contract.EvidenceWithheld {
			return -1
		}
		return slices.Index(Standings, r.State)
	}
	return rank(b) - rank(a)
}

// StandingCount counts requirements by how they stand.
type StandingCount struct {
	Applies int                            // or may, and was not judged not to concern the contract
	Not     int                            // was so judged; in no other count
	By      map[contract.EvidenceState]int // of those, by state
	May     int                            // of those that apply or may: not known to apply, for want of a fact
	Debt    int                            // of those, evidence that is overdue, expired or rejected
}

func (n *StandingCount) add(r *measure.RequirementFigures) {
	if r.Applies == measure.No {
		return
	}
	if !r.Asked() {
		n.Not++
		return
	}
	n.Applies++
	n.By[r.State]++
	if r.Applies == measure.Unknown {
		n.May++
	}
	if r.InDebt() == measure.Yes {
		n.Debt++
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

// Applying are the contracts followed up on which requirement i of the catalogue is asked for.
func Applying(f *measure.Figures, i int) []*measure.ContractFigures {
	var out []*measure.ContractFigures
	for _, c := range measure.Followed(f.Contracts) {
		if c.Requirements[i].Asked() {
			out = append(out, c)
		}
	}
	return out
}

// Demand is a requirement that is asked for on a contract followed up.
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
	for _, c := range measure.Followed(f.Contracts) {
		n.add(&c.Requirements[i])
	}
	return n
}

// AllStandings counts how every requirement stands on active contracts.
func AllStandings(f *measure.Figures) StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for _, c := range measure.Followed(f.Contracts) {
		for i := range c.Requirements {
			n.add(&c.Requirements[i])
		}
	}
	return n
}
