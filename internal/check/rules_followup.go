package check

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/duties"
	"github.com/forvalt/forvalt/internal/measure/matters"
)

// planTooThin: the plan reaches what the contract's band asks for.
func planTooThin(r *run, f *measure.ContractFigures) {
	if len(f.Contract.Plan) == 0 {
		return // missingData reports a contract without a plan
	}
	if m := duties.PlanGap(f, r.f.Model); m > 0 {
		r.report(f.Contract.AtKey("plan[0]"), f.Contract.ID, diag.Args{"band": f.Risk.Band, "n": m})
	}
}

const planGrace = 30 // days after which a plan item that is not done is a finding

func planOverdue(r *run, f *measure.ContractFigures) {
	if !f.Followed() {
		return
	}
	for _, p := range f.Plan {
		if late := r.f.AsOf.Days(p.Next); !p.Next.IsZero() && late > planGrace {
			r.report(p.Item.At("what"), f.Contract.ID, diag.Args{"what": p.Item.What, "date": p.Next, "n": late})
		}
	}
}

func findingOverdue(r *run, f *measure.ContractFigures) {
	for m := range matters.Of(f.Contract, r.f.AsOf) {
		if n := m.Finding; n != nil && m.Late {
			r.report(n.At("deadline"), f.Contract.ID, diag.Args{"date": n.Deadline, "n": m.Overdue(r.f.AsOf)})
		}
	}
}

func deviationOverdue(r *run, f *measure.ContractFigures) {
	for m := range matters.Of(f.Contract, r.f.AsOf) {
		if d := m.Deviation; d != nil && m.Late {
			r.report(d.At("deadline"), f.Contract.ID, diag.Args{"title": d.Title, "date": d.Deadline, "n": m.Overdue(r.f.AsOf)})
		}
	}
}

func deviationUnowned(r *run, f *measure.ContractFigures) {
	for _, d := range f.Contract.Deviations {
		if d.Closed.IsZero() && (d.Owner == "" || d.Deadline.IsZero()) {
			r.report(d.At("title"), f.Contract.ID, diag.Args{"title": d.Title})
		}
	}
}

func closedBeforeReported(r *run, f *measure.ContractFigures) {
	for _, d := range f.Contract.Deviations {
		if !d.Closed.IsZero() && d.Closed.Before(d.Reported) {
			fd := r.report(d.At("closed"), f.Contract.ID, diag.Args{"closed": d.Closed, "reported": d.Reported})
			fd.Related = []diag.Related{d.At("reported").Related()}
		}
	}
	for _, v := range f.Contract.Inspections {
		for _, n := range v.Findings {
			if !n.Closed.IsZero() && n.Closed.Before(v.Date) {
				r.report(n.At("closed"), f.Contract.ID, diag.Args{"closed": n.Closed, "reported": v.Date})
			}
		}
	}
}

// closedUnverified: somebody has verified that a grave finding is mended.
func closedUnverified(r *run, f *measure.ContractFigures) {
	for _, v := range f.Contract.Inspections {
		for _, n := range v.Findings {
			if !n.Closed.IsZero() && n.VerifiedBy == "" && n.Severity != contract.SeverityMinor {
				r.report(n.At("closed"), f.Contract.ID, diag.Args{})
			}
		}
	}
}

// closedWithOpen: an inspection is closed when all that it found is.
func closedWithOpen(r *run, f *measure.ContractFigures) {
	for _, v := range f.Contract.Inspections {
		n := 0
		for _, x := range v.Findings {
			if x.Closed.IsZero() {
				n++
			}
		}
		if v.Status == contract.InspectionClosed && n > 0 {
			r.report(v.At("status"), f.Contract.ID, diag.Args{"n": n})
		}
	}
}

func promiseBroken(r *run, f *measure.ContractFigures) {
	for _, e := range f.Contract.Log {
		for _, p := range e.Promises {
			if f.Followed() && measure.PastDue(p.By, p.Done, r.f.AsOf) {
				r.report(p.At("what"), f.Contract.ID, diag.Args{"what": p.What, "date": p.By})
			}
		}
	}
}

func inspectionNotHeld(r *run, f *measure.ContractFigures) {
	for _, v := range f.Contract.Inspections {
		if v.Status == contract.InspectionPlanned && !v.Date.IsZero() && v.Date.Before(r.f.AsOf) {
			r.report(v.At("status"), f.Contract.ID, diag.Args{"date": v.Date})
		}
	}
}

// overCapacity: a manager has the hours that the contracts need.
func overCapacity(r *run) {
	for _, w := range r.f.Workload {
		if p := r.p.Person(w.Person); p != nil && w.Over {
			r.report(p.At("capacity"), "", diag.Args{"name": p.Name, "need": w.Need(), "n": w.Capacity.V})
		}
	}
}

// ownerLeft: what needs an owner has one who still works here.
func ownerLeft(r *run) {
	see := func(o contract.Origin, person, title string) {
		if p := r.p.Person(person); p != nil && measure.HasLeft(p, r.f.AsOf) {
			r.report(o.At("owner"), "", diag.Args{"name": p.Name, "title": title, "date": p.Left})
		}
	}
	for _, c := range r.p.Categories {
		see(c.Origin, c.Owner, c.Title)
	}
	for _, c := range r.p.Catalogues {
		see(c.Origin, c.Owner, c.Title)
	}
	for _, g := range r.p.Guidance {
		see(g.Origin, g.Owner, g.Title)
	}
	for _, c := range r.p.Contracts {
		for _, d := range c.Deviations {
			if d.Closed.IsZero() {
				see(d.Origin, d.Owner, d.Title)
			}
		}
	}
	slices.SortStableFunc(r.findings, func(a, b diag.Finding) int { return a.Pos.Compare(b.Pos) })
}
