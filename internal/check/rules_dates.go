package check

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
)

func endBeforeStart(r *run, f *measure.ContractFigures) {
	if p := f.Contract.Period; backwards(f) {
		fd := r.report(p.At("end"), f.Contract.ID, diag.Args{"start": p.Start, "end": p.End})
		fd.Related = []diag.Related{p.At("start").Related()}
	}
}

// backwards tells whether a period ends before it starts: endBeforeStart reports it, and
// nothing follows from its dates.
func backwards(f *measure.ContractFigures) bool {
	p := f.Contract.Period
	return !p.Start.IsZero() && !p.End.IsZero() && p.End.Before(p.Start)
}

// optionOrder: every option extends past the period and past the option before it.
func optionOrder(r *run, f *measure.ContractFigures) {
	last := f.Contract.Period.End
	for _, o := range f.Contract.Options {
		if o.ExtendsTo.IsZero() || last.IsZero() {
			continue
		}
		if !o.ExtendsTo.After(last) {
			r.report(o.At("extends_to"), f.Contract.ID, diag.Args{"date": o.ExtendsTo, "last": last})
			continue
		}
		last = o.ExtendsTo
	}
}

// optionDecidedLate: an option is to be decided before the term that it extends is over.
func optionDecidedLate(r *run, f *measure.ContractFigures) {
	before := f.Contract.Period.End
	if backwards(f) {
		return
	}
	for _, o := range f.Contract.Options {
		if !before.IsZero() && !o.DecideBy.IsZero() && o.DecideBy.After(before) {
			r.report(o.At("decide_by"), f.Contract.ID, diag.Args{"date": o.DecideBy, "end": before})
		}
		if o.ExtendsTo.After(before) {
			before = o.ExtendsTo
		}
	}
}

func amendmentOutside(r *run, f *measure.ContractFigures) {
	t := f.Terms
	if backwards(f) {
		return
	}
	for _, a := range f.Contract.Amendments {
		switch {
		case a.Date.IsZero():
		case !t.Start.IsZero() && a.Date.Before(t.Start), !t.LastEnd.IsZero() && !t.Tacit && a.Date.After(t.LastEnd):
			r.report(a.At("date"), f.Contract.ID, diag.Args{"date": a.Date, "start": t.Start, "end": t.LastEnd})
		}
	}
}

// activeButOver: status holds a decision, so an active contract whose term is over needs one.
func activeButOver(r *run, f *measure.ContractFigures) {
	e := f.Terms.CurrentEnd
	if f.Contract.Status == contract.Active && !e.IsZero() && e.Before(r.f.AsOf) && !backwards(f) {
		r.report(f.Contract.At("status"), f.Contract.ID, diag.Args{"end": e})
	}
}

func turnoverOutside(r *run, f *measure.ContractFigures) {
	t := f.Contract.Turnover
	if t == nil || f.Terms.Start.IsZero() || backwards(f) {
		return
	}
	for _, m := range t.Months {
		if m.Total != 0 && m.Month.Before(f.Terms.Start.MonthOf()) {
			r.report(m.AtKey(""), f.Contract.ID, diag.Args{"month": m.Month, "start": f.Terms.Start})
			return // one is enough: the rest follows from it
		}
	}
}

func exercisedWithoutDate(r *run, f *measure.ContractFigures) {
	for _, o := range f.Contract.Options {
		if (o.Status == contract.OptionExercised || o.Status == contract.OptionDeclined) && o.Decided.IsZero() {
			r.report(o.At("status"), f.Contract.ID, diag.Args{})
		}
	}
}
