package check

import (
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/terms"
)

func optionWithoutDeadline(r *run, f *measure.ContractFigures) {
	for _, o := range f.Contract.Options {
		if o.DecideBy.IsZero() && (o.Status == contract.OptionOpen || o.Status == "") {
			r.report(o.At("extends_to"), f.Contract.ID, diag.Args{"date": o.ExtendsTo})
		}
	}
}

// optionDeadlinePassed: an option that nobody decided in time may be lost. It stays open until
// somebody says so, past the end of the contract too.
func optionDeadlinePassed(r *run, f *measure.ContractFigures) {
	if !inForce(f) && !f.Followed() {
		return
	}
	for _, o := range f.Contract.Options {
		if terms.OptionStatus(&o, r.f.AsOf) == contract.OptionOpen && !o.DecideBy.IsZero() && o.DecideBy.Before(r.f.AsOf) {
			r.report(o.At("decide_by"), f.Contract.ID, diag.Args{"date": o.DecideBy})
		}
	}
}

func decidedAfterDeadline(r *run, f *measure.ContractFigures) {
	for _, o := range f.Contract.Options {
		if terms.OptionStatus(&o, r.f.AsOf) == contract.OptionExercised && !o.DecideBy.IsZero() && o.Decided.After(o.DecideBy) {
			fd := r.report(o.At("decided"), f.Contract.ID, diag.Args{"date": o.Decided, "deadline": o.DecideBy})
			fd.Related = []diag.Related{o.At("decide_by").Related()}
		}
	}
}

// doneInFuture: what is done is not dated after the as-of date.
func doneInFuture(r *run, f *measure.ContractFigures) {
	c := f.Contract
	// The place is looked up only for a finding: that reads the file once more.
	see := func(d date.Date, o contract.Origin, key string) {
		if d.After(r.f.AsOf) {
			r.report(o.At(key), c.ID, diag.Args{"date": d})
		}
	}
	for _, o := range c.Options {
		see(o.Decided, o.Origin, "decided")
	}
	for _, a := range c.Amendments {
		see(a.Signed, a.Origin, "signed")
	}
	for _, i := range c.Plan {
		for n, d := range i.Done {
			see(d, i.Origin, index("done", n))
		}
	}
	for _, i := range c.Handover.Items {
		see(i.Done, i.Origin, "done")
	}
	for _, q := range c.Requirements {
		for _, e := range q.Evidence {
			see(date.Max(e.Received, e.Approved), e.Origin, "received")
		}
	}
	for _, v := range c.Inspections {
		if v.Status == contract.InspectionPerformed || v.Status == contract.InspectionClosed {
			see(v.Date, v.Origin, "date")
		}
		for _, n := range v.Findings {
			see(n.Closed, n.Origin, "closed")
		}
	}
	if c.Turnover != nil {
		for _, m := range c.Turnover.Months {
			if m.Total != 0 && m.Month.First().After(r.f.AsOf) {
				r.report(m.AtKey(""), c.ID, diag.Args{"date": m.Month.First()})
			}
		}
	}
	for _, d := range c.Deviations {
		see(d.Reported, d.Origin, "reported")
		see(d.Closed, d.Origin, "closed")
	}
	for _, e := range c.Log {
		for _, p := range e.Promises {
			see(p.Done, p.Origin, "done")
		}
	}
}

// tacitWithoutLength: a contract that goes on by itself says for how long each
// time, and until when notice can be given.
func tacitWithoutLength(r *run, f *measure.ContractFigures) {
	p := f.Contract.Period
	if p.Renewal == contract.RenewalTacit && !p.End.IsZero() && (p.Tacit.Months == 0 || !p.NoticeMonths.Set && !p.NoticeDays.Set) {
		r.report(p.At("renewal"), f.Contract.ID, diag.Args{})
	}
}

func renewalDisagrees(r *run, f *measure.ContractFigures) {
	p, n := f.Contract.Period, len(f.Contract.Options)
	if p.Renewal == contract.RenewalOptions && n == 0 || p.Renewal == contract.RenewalNone && n > 0 || p.Renewal != contract.RenewalTacit && p.Tacit.Months > 0 {
		r.report(p.At("renewal"), f.Contract.ID, diag.Args{"n": n})
	}
}

func durationDisagrees(r *run, f *measure.ContractFigures) {
	p := f.Contract.Period
	if !p.DurationMonths.Set || p.Start.IsZero() || p.End.IsZero() {
		return
	}
	if end := date.LastOf(p.Start, p.DurationMonths.V); end != p.End {
		r.report(p.At("duration_months"), f.Contract.ID, diag.Args{"n": p.DurationMonths.V, "end": p.End, "expected": end})
	}
}

// procurementOrder: published, awarded, signed; and published before the start.
func procurementOrder(r *run, f *measure.ContractFigures) {
	p := f.Contract.Procurement
	steps := []struct {
		key string
		on  date.Date
	}{{"published", p.Published}, {"awarded", p.Awarded}, {"signed", p.Signed}}
	for i := range steps {
		for j := range steps[:i] {
			if a, b := steps[j], steps[i]; !a.on.IsZero() && !b.on.IsZero() && b.on.Before(a.on) {
				fd := r.report(p.At(b.key), f.Contract.ID, diag.Args{"date": b.on, "before": a.on})
				fd.Related = []diag.Related{p.At(a.key).Related()}
				return
			}
		}
	}
	if start := f.Terms.Start; !start.IsZero() && p.Published.After(start) {
		fd := r.report(f.Contract.Period.At("start"), f.Contract.ID, diag.Args{"date": start, "before": p.Published})
		fd.Related = []diag.Related{p.At("published").Related()}
	}
}

func plannedButBegun(r *run, f *measure.ContractFigures) {
	if c := f.Contract; c.Status == contract.Planned && !c.Period.Start.IsZero() && c.Period.Start.Before(r.f.AsOf) {
		r.report(c.At("status"), c.ID, diag.Args{"start": c.Period.Start})
	}
}

func endedTooEarly(r *run, f *measure.ContractFigures) {
	if c := f.Contract; c.Status == contract.Ended && !f.Terms.CurrentEnd.IsZero() && !f.Terms.CurrentEnd.Before(r.f.AsOf) { // the end is the last day in force
		r.report(c.At("status"), c.ID, diag.Args{"end": f.Terms.CurrentEnd})
	}
}

// tenderTooLate: the day by which the next competition had to begin has passed. Nothing
// has to follow a contract that goes on by itself.
func tenderTooLate(r *run, f *measure.ContractFigures) {
	t := f.Terms
	if t.Tacit && t.LastEnd != t.CurrentEnd {
		return
	}
	start := t.LatestTenderStart
	if !t.LastTenderStart.IsZero() {
		start = t.LastTenderStart
	}
	if f.Followed() && f.Contract.Successor == "" && inForce(f) && !start.IsZero() && start.Before(r.f.AsOf) {
		r.report(f.Contract.Period.At("end"), f.Contract.ID, diag.Args{"start": start, "end": t.LastEnd})
	}
}

// inForce tells whether a contract's term is not over: nothing is asked of one that is.
func inForce(f *measure.ContractFigures) bool {
	return f.Terms.CurrentEnd.IsZero() || f.Terms.DaysLeft > 0 && f.Status != contract.Ended && f.Status != contract.Terminated
}

func parentKind(r *run, f *measure.ContractFigures) {
	if p := r.p.Contract(f.Contract.Parent); p != nil && p.Kind != "" && p.Kind != contract.KindFramework && p.Kind != contract.KindDPS {
		r.report(f.Contract.At("parent"), f.Contract.ID, diag.Args{"title": p.Title})
	}
}

func parentCircle(r *run, f *measure.ContractFigures) {
	above := func(c *contract.Contract) *contract.Contract {
		if c == nil {
			return nil
		}
		return r.p.Contract(c.Parent)
	}
	slow, fast := above(f.Contract), above(above(f.Contract))
	for slow != nil && slow != f.Contract && slow != fast { // they meet in a circle further up
		slow, fast = above(slow), above(above(fast))
	}
	if slow == f.Contract {
		r.report(slow.At("parent"), slow.ID, diag.Args{})
	}
}

func callOffWithoutParent(r *run, f *measure.ContractFigures) {
	if c := f.Contract; c.Kind == contract.KindCallOff && c.Parent == "" {
		r.report(c.At("kind"), c.ID, diag.Args{})
	}
}

// copies: a contract that was copied to be filled in, and was not.
func copies(r *run) {
	type gist struct {
		title, suppliers, parent string
		start, end               date.Date
		value                    contract.Value
	}
	first := map[gist]*contract.Contract{}
	for _, c := range r.p.Contracts {
		g := gist{title: c.Title, suppliers: strings.Join(c.Suppliers, " "), parent: c.Parent, start: c.Period.Start, end: c.Period.End}
		g.value.Estimated, g.value.Maximum = c.Value.Estimated, c.Value.Maximum
		if c.Title == "" || len(c.Suppliers) == 0 || g.start.IsZero() || !g.value.Estimated.Set && !g.value.Maximum.Set {
			continue
		}
		if o := first[g]; o != nil {
			fd := r.report(c.At("title"), c.ID, diag.Args{"id": o.ID})
			fd.Related = []diag.Related{o.At("title").Related()}
			continue
		}
		first[g] = c
	}
}

// neighboursDisagree: what follows a contract names it as what went before.
func neighboursDisagree(r *run, f *measure.ContractFigures) {
	c := f.Contract
	for _, n := range []struct {
		key, id string
		back    func(*contract.Contract) string
	}{
		{"successor", c.Successor, func(o *contract.Contract) string { return o.Predecessor }},
		{"predecessor", c.Predecessor, func(o *contract.Contract) string { return o.Successor }},
	} {
		if o := r.p.Contract(n.id); o != nil && n.back(o) != c.ID {
			r.report(c.At(n.key), c.ID, diag.Args{"title": o.Title})
		}
	}
}
