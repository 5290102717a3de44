package measure

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
)

// Standings are the states of a requirement that applies, from best to worst (FIGURES.md F):
// of several suppliers, and of evidence and what is open against the requirement, the worst
// counts. Withheld stands last, for it says nothing.
var Standings = []contract.EvidenceState{contract.EvidenceNotApplicable, contract.EvidenceApproved, contract.EvidenceReceived, contract.EvidenceMissing,
	EvidenceOverdue, contract.EvidenceExpired, contract.EvidenceRejected, Deviating, Withheld}

// The states that no file holds.
const (
	EvidenceOverdue contract.EvidenceState = "overdue"   // none was approved in time
	Deviating       contract.EvidenceState = "deviation" // a major or critical deviation or finding is open against it
	Withheld        contract.EvidenceState = "withheld"
)

// Worse gives the worse of two states; "" is none.
func Worse(a, b contract.EvidenceState) contract.EvidenceState {
	if slices.Index(Standings, b) > slices.Index(Standings, a) {
		return b
	}
	return a
}

// StandingCount counts requirements by how they stand.
type StandingCount struct {
	Applies int                            // or may
	By      map[contract.EvidenceState]int // of those, by state
	Debt    int                            // of those, evidence that is overdue, expired or rejected
}

func (n *StandingCount) add(r *RequirementFigures) {
	if r.Applies == No {
		return
	}
	n.Applies++
	n.By[r.State]++
	if r.InDebt() == Yes {
		n.Debt++
	}
}

// CountStandings counts how the requirements of a contract stand.
func (c *ContractFigures) CountStandings() StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for i := range c.Requirements {
		n.add(&c.Requirements[i])
	}
	return n
}

// Applying are the active contracts that requirement i of the catalogue applies to, or may.
func (f *Figures) Applying(i int) []*ContractFigures {
	var out []*ContractFigures
	for _, c := range Active(f.Contracts) {
		if c.Requirements[i].Applies != No {
			out = append(out, c)
		}
	}
	return out
}

// CountStandings counts how requirement i of the catalogue stands on active contracts.
func (f *Figures) CountStandings(i int) StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for _, c := range Active(f.Contracts) {
		n.add(&c.Requirements[i])
	}
	return n
}

// CountAllStandings counts how every requirement stands on active contracts.
func (f *Figures) CountAllStandings() StandingCount {
	n := StandingCount{By: map[contract.EvidenceState]int{}}
	for _, c := range Active(f.Contracts) {
		for i := range c.Requirements {
			n.add(&c.Requirements[i])
		}
	}
	return n
}
