package check

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/chain"
	"github.com/forvalt/forvalt/internal/measure/factors"
)

// appliesButMissing: what the catalogue says applies, with evidence to collect, is on the
// contract. One finding names all, as in missingData, which reports a contract without any
// requirement.
func appliesButMissing(r *run, f *measure.ContractFigures) {
	c := f.Contract
	if !f.Followed() || len(c.Requirements) == 0 {
		return
	}
	var missing []string
	for _, q := range f.Requirements {
		if q.Applies == measure.Yes && q.Applied == nil && nothingCame(&q) && evidenceWanted[q.Requirement.Group] {
			missing = append(missing, q.Requirement.ID)
		}
	}
	if len(missing) > 0 {
		r.report(c.AtKey("requirements[0]"), c.ID, diag.Args{"keys": missing, "n": len(missing)})
	}
}

// nothingCame reports whether no evidence of a requirement was ever approved, and none waits.
func nothingCame(q *measure.RequirementFigures) bool {
	return q.Last.IsZero() && (q.Evidence == contract.EvidenceMissing || q.Evidence == contract.EvidenceOverdue)
}

// evidenceWanted are the groups of requirements that are met by evidence from the supplier.
var evidenceWanted = map[contract.Group]bool{contract.GroupSocial: true, contract.GroupEnvironment: true}

// listedButNotApplying: what the catalogue says does not apply is on the contract for a reason.
func listedButNotApplying(r *run, f *measure.ContractFigures) {
	if backwards(f) {
		return
	}
	for _, q := range f.Requirements {
		if a := q.Applied; a != nil && q.Applies == measure.No && !a.Applies.Set && a.Reason == "" {
			r.report(a.At("id"), f.Contract.ID, diag.Args{"id": a.ID})
		}
	}
}

func evidenceExpired(r *run, f *measure.ContractFigures) { evidenceIn(r, f, contract.EvidenceExpired) }
func evidenceRejected(r *run, f *measure.ContractFigures) {
	evidenceIn(r, f, contract.EvidenceRejected)
}

func evidenceIn(r *run, f *measure.ContractFigures, state contract.EvidenceState) {
	if !f.Followed() {
		return
	}
	for _, q := range f.Requirements {
		if q.Evidence == state && q.Applies != measure.No {
			at := f.Contract.Origin.AtKey("requirements[0]")
			if q.Applied != nil {
				at = q.Applied.At("id")
			}
			r.report(at, f.Contract.ID, diag.Args{"id": q.Requirement.ID})
		}
	}
}

// evidenceBackwards: evidence, the contracts' own and the suppliers', does not expire
// before it came.
func evidenceBackwards(r *run) {
	see := func(list []contract.Evidence, subject string) {
		for _, e := range list {
			if !e.Expires.IsZero() && e.Expires.Before(e.Received) {
				r.report(e.At("expires"), subject, diag.Args{"expires": e.Expires, "received": e.Received})
			}
		}
	}
	for _, c := range r.p.Contracts {
		for _, q := range c.Requirements {
			see(q.Evidence, c.ID)
		}
	}
	for _, s := range r.p.Suppliers {
		see(s.Evidence, "")
	}
}

func notApplicableWithoutReason(r *run, f *measure.ContractFigures) {
	for _, q := range f.Contract.Requirements {
		for _, e := range q.Evidence {
			if e.State == contract.EvidenceNotApplicable && e.Reason == "" && q.Reason == "" {
				r.report(e.At("state"), f.Contract.ID, diag.Args{"id": q.ID})
			}
		}
	}
}

// tooManyTiers: works and cleaning normally have at most two tiers of subcontractors
// (FOA §§ 8-13, 19-3); the number is the figure tier-limit.
func tooManyTiers(r *run, f *measure.ContractFigures) {
	if s := f.Contract.SupplyChain; s != nil && factors.TooManyTiers(r.f.World, f) == measure.Yes {
		r.report(s.AtKey("firms[0]"), f.Contract.ID, diag.Args{"n": chain.Tiers(f.Contract, r.f.AsOf)})
	}
}

// chainBroken: every firm has the one above it in the chain, or the supplier.
func chainBroken(r *run, f *measure.ContractFigures) {
	s := f.Contract.SupplyChain
	if s == nil {
		return
	}
	var firms []string
	for _, x := range s.Firms {
		firms = append(firms, x.ID)
	}
	for _, x := range s.Firms {
		if x.Parent == x.ID || x.Parent != "" && !slices.Contains(firms, x.Parent) && !slices.Contains(f.Contract.Suppliers, x.Parent) {
			r.report(x.At("parent"), f.Contract.ID, diag.Args{"id": x.Parent, "closest": contract.NearestID(x.Parent, append(firms, f.Contract.Suppliers...))})
		}
	}
	for _, h := range s.Hours {
		if !slices.Contains(firms, h.Firm) && !slices.Contains(f.Contract.Suppliers, h.Firm) {
			r.report(h.At("firm"), f.Contract.ID, diag.Args{"id": h.Firm, "closest": contract.NearestID(h.Firm, append(firms, f.Contract.Suppliers...))})
		}
	}
}

func hoursDisagree(r *run, f *measure.ContractFigures) {
	s := f.Contract.SupplyChain
	if s == nil {
		return
	}
	for _, h := range s.Hours {
		if h.Apprentice+h.Skilled > h.Total || h.Total < 0 || h.Apprentice < 0 || h.Skilled < 0 {
			r.report(h.At("total"), f.Contract.ID, diag.Args{"total": h.Total, "n": h.Apprentice + h.Skilled})
		}
	}
}

// cpvOutsideCategory: one of the contract's codes is among the category's.
func cpvOutsideCategory(r *run, f *measure.ContractFigures) {
	c := f.Contract
	cat := r.p.Category(c.Category)
	if cat == nil || len(cat.CPV) == 0 || len(c.CPV) == 0 {
		return
	}
	for _, code := range c.CPV {
		for _, prefix := range cat.CPV {
			if len(code) >= len(prefix) && code[:len(prefix)] == prefix {
				return
			}
		}
	}
	r.report(c.At("category"), c.ID, diag.Args{"cpv": c.CPV[0], "title": cat.Title})
}
