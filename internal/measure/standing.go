package measure

import "github.com/forvalt/forvalt/internal/contract"

// Standings are the words for how a requirement that applies may stand, in the order in
// which they are told: the states of evidence, overdue, and withheld.
var Standings = []contract.EvidenceState{contract.EvidenceApproved, contract.EvidenceReceived, contract.EvidenceMissing, EvidenceOverdue, contract.EvidenceRejected, contract.EvidenceExpired, contract.EvidenceNotApplicable, Withheld}

// EvidenceOverdue is how a requirement stands whose evidence is late.
const EvidenceOverdue contract.EvidenceState = "overdue"

// Withheld is how a requirement stands whose evidence the portfolio withholds.
const Withheld contract.EvidenceState = "withheld"

// Standing is how a requirement stands on a contract, one of Standings: overdue where its
// evidence is late, whatever was handed in before; else the state of the evidence. "" where
// the requirement does not apply.
func (r *RequirementFigures) Standing() contract.EvidenceState {
	switch {
	case r.Applies == No:
		return ""
	case r.Overdue == Yes:
		return EvidenceOverdue
	}
	return r.State
}

// StandingCount counts requirements by how they stand.
type StandingCount struct {
	Applies int                            // or may
	By      map[contract.EvidenceState]int // of those, by standing
}

func (n *StandingCount) add(r *RequirementFigures) {
	if s := r.Standing(); s != "" {
		n.Applies++
		n.By[s]++
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
