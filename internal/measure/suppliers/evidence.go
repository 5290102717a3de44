package suppliers

import (
	"cmp"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
)

// HandedIn is how a requirement stands by what a supplier has handed in.
type HandedIn struct {
	Evidence    *contract.Evidence     // the piece that decides
	Requirement string                 // id
	Contract    *contract.Contract     // that it was handed in for; nil: for all of the supplier's
	State       contract.EvidenceState // of its pieces together
	ExpiresSoon bool                   // has not expired, but will within expiresSoon days
}

// expiresSoon is how many days before evidence expires the supplier should be asked for new.
const expiresSoon = 90

// pressing are the states of evidence by how much they ask for: what is not there first.
var pressing = []contract.EvidenceState{contract.EvidenceMissing, contract.EvidenceExpired, contract.EvidenceRejected, contract.EvidenceReceived, contract.EvidenceApproved, contract.EvidenceNotApplicable}

// HandedInBy is the evidence of a supplier, for all of its contracts and for each of some:
// also evidence that names no supplier, where the contract has no other. There is one for each
// requirement and contract, the most pressing first; then by the day on which it expires, and
// by requirement.
func HandedInBy(sup *contract.Supplier, list []*measure.ContractFigures, asOf date.Date) []HandedIn {
	var out []HandedIn
	for requirement, pieces := range byRequirement(sup.Evidence) {
		out = add(out, requirement, nil, pieces, asOf)
	}
	for _, c := range list {
		for i := range c.Contract.Requirements {
			r := &c.Contract.Requirements[i]
			var pieces []*contract.Evidence
			for j := range r.Evidence {
				if e := &r.Evidence[j]; cmp.Or(e.Supplier, c.Contract.SoleSupplier()) == sup.ID {
					pieces = append(pieces, e)
				}
			}
			out = add(out, r.ID, c.Contract, pieces, asOf)
		}
	}
	last := func(d date.Date) date.Date {
		if d.IsZero() {
			return date.Of(9999, 12, 31)
		}
		return d
	}
	contractID := func(h HandedIn) string {
		if h.Contract == nil {
			return ""
		}
		return h.Contract.ID
	}
	slices.SortStableFunc(out, func(a, b HandedIn) int {
		return cmp.Or(slices.Index(pressing, a.State)-slices.Index(pressing, b.State), last(a.Evidence.Expires).Compare(last(b.Evidence.Expires)),
			cmp.Compare(a.Requirement, b.Requirement), cmp.Compare(contractID(a), contractID(b)))
	})
	return out
}

// byRequirement gathers pieces of evidence by what they are evidence of.
func byRequirement(list []contract.Evidence) map[string][]*contract.Evidence {
	out := map[string][]*contract.Evidence{}
	for i := range list {
		out[list[i].Requirement] = append(out[list[i].Requirement], &list[i])
	}
	return out
}

// add adds how a requirement stands by its pieces, if any had come by a day.
func add(out []HandedIn, requirement string, c *contract.Contract, pieces []*contract.Evidence, asOf date.Date) []HandedIn {
	state, piece := duties.Decisive(pieces, asOf)
	if piece == nil {
		return out
	}
	holds := state == contract.EvidenceApproved || state == contract.EvidenceReceived
	soon := holds && !piece.Expires.IsZero() && piece.Expires.Days(asOf) <= expiresSoon
	return append(out, HandedIn{piece, requirement, c, state, soon})
}

// Standing counts evidence by how it stands.
type Standing struct {
	Documents int // that are there: not missing
	Missing   int
	Expired   int
	Soon      int // expire soon
}

// Count counts evidence.
func Count(list []HandedIn) (n Standing) {
	for _, h := range list {
		switch h.State {
		case contract.EvidenceMissing:
			n.Missing++
			continue
		case contract.EvidenceExpired:
			n.Expired++
		}
		n.Documents++
		if h.ExpiresSoon {
			n.Soon++
		}
	}
	return n
}
