package check

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
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

// lapsed: a contract that is past its end goes on in due and in risk until somebody decides
// what becomes of it.
func lapsed(r *run, f *measure.ContractFigures) {
	if f.Lapsed == measure.Yes && !backwards(f) {
		r.report(f.Contract.At("status"), f.Contract.ID, diag.Args{"end": f.Terms.CurrentEnd})
	}
}

// noticeTooLate: notice that was given after its last day does not stop the next renewal.
func noticeTooLate(r *run, f *measure.ContractFigures) {
	if t := f.Terms; !t.MissedNotice.IsZero() {
		r.report(f.Contract.Period.At("notice_given"), f.Contract.ID, diag.Args{"date": t.MissedNotice, "end": t.CurrentEnd})
	}
}

// longNotice is a notice period in months that nobody agrees on, where there is no term to
// compare it with.
const longNotice = 60

// noticeTooLong: notice of more months than the term has, or than each renewal has, can never
// be given in time.
func noticeTooLong(r *run, f *measure.ContractFigures) {
	p := f.Contract.Period
	if !p.NoticeMonths.Set && !p.NoticeDays.Set || backwards(f) {
		return
	}
	key := "notice_months"
	if !p.NoticeMonths.Set {
		key = "notice_days"
	}
	var end date.Date
	if steps := f.Terms.Steps; len(steps) > 0 {
		end = steps[0].To
	}
	from, next, slack := f.Terms.Start, end.AddDays(1), 0
	switch {
	case end.IsZero(): // any day will do to count back from
		next = r.f.AsOf
		from = next.AddMonths(-longNotice)
	case p.Tacit.Months > 0:
		from, slack = next.AddMonths(-p.Tacit.Months), 3 // the longest renewal is over months of 31 days
	}
	if !from.IsZero() && next.AddMonths(-p.NoticeMonths.V).AddDays(slack-p.NoticeDays.V).Before(from) {
		r.report(p.At(key), f.Contract.ID, diag.Args{"n": monthsBetween(from, next)})
	}
}

// monthsBetween counts the whole months from one day to another.
func monthsBetween(from, to date.Date) int {
	n := to.MonthOf().Sub(from.MonthOf())
	if from.AddMonths(n).After(to) {
		n--
	}
	return n
}

// noticeToWithEnd: only the notice period of a contract without an end is carried on.
func noticeToWithEnd(r *run, f *measure.ContractFigures) {
	if p := f.Contract.Period; p.NoticeTo != "" && (!p.End.IsZero() || p.DurationMonths.Set) {
		r.report(p.At("notice_to"), f.Contract.ID, diag.Args{})
	}
}

// callOffOutside: a call-off is made and begins while its framework is in force.
func callOffOutside(r *run, f *measure.ContractFigures) {
	c, parent := f.Contract, r.f.Of(f.Contract.Parent)
	if parent == nil || parent == f || backwards(parent) {
		return
	}
	end := parent.Terms.LastEnd
	if final := parent.Terms.FinalEnd; !final.IsZero() && !parent.Terms.NoticeGiven && !parent.Terms.Stopped {
		end = final
	} else if end.IsZero() || parent.Terms.Endless() && !parent.Terms.NoticeGiven && !parent.Terms.Stopped {
		return
	}
	at := c.Procurement.At("signed")
	on := c.Procurement.Signed
	if !on.After(end) {
		at, on = c.Period.At("start"), c.Period.Start
	}
	if on.After(end) {
		fd := r.report(at, c.ID, diag.Args{"date": on, "end": end, "title": parent.Contract.Title})
		fd.Related = []diag.Related{parent.Contract.Period.At("end").Related()}
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
