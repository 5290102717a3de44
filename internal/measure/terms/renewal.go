package terms

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// maxRenewals bounds the count of tacit renewals: monthly ones over two centuries.
const maxRenewals = 2400

// renewals are the ends of a contract that goes on by itself.
type renewals struct {
	period *contract.Period
	base   date.Date // of the fixed term
	limit  int       // how many renewals at most
}

// end after k renewals.
func (r *renewals) end(k int) date.Date {
	if k == 0 {
		return r.base
	}
	return date.LastOf(r.base.AddDays(1), k*r.period.Tacit.Months)
}

// notice is the last day on which notice stops renewal k+1; zero where none is agreed.
func (r *renewals) notice(k int) date.Date { return noticeDate(r.period, r.end(k)) }

// running is the first k whose end has not passed.
func (r *renewals) running(on date.Date) int {
	k := 0
	for k < r.limit && r.end(k).Before(on) {
		k++
	}
	return k
}

// stop gives the number of renewals that happen although notice was given on a day (FIGURES.md
// C1): late notice fails every renewal whose last day for it is before, from the first end on
// or after it. missed is that day; zero where notice was in time, or no renewal was left.
func (r *renewals) stop(given date.Date) (kept int, missed date.Date) {
	first := r.running(given)
	kept = first
	for kept < r.limit && !r.notice(kept).IsZero() && r.notice(kept).Before(given) {
		kept++
	}
	if kept > first {
		missed = r.notice(first)
	}
	return kept, missed
}

// bound is the number of renewals that silence has made certain, when k have happened.
func (r *renewals) bound(k int, asOf date.Date) int {
	for k < r.limit && !r.notice(k).IsZero() && r.notice(k).Before(asOf) {
		k++
	}
	return k
}

// renew follows tacit renewals from the end of the fixed term. A renewal has happened when
// the end before it has passed; it is certain, by silence, when its notice date has passed
// (B1). Once notice is given those that it could not stop count at once.
func (t *life) renew(c *contract.Contract, asOf, base date.Date) {
	p := &c.Period
	t.Tacit = true
	t.NoticeGiven = !p.NoticeGiven.IsZero() && !p.NoticeGiven.After(asOf)
	if p.Tacit.Months <= 0 {
		t.renewForever(c, asOf, base)
		return
	}
	r := renewals{p, base, maxRenewals}
	if p.Tacit.Times > 0 {
		r.limit = min(r.limit, p.Tacit.Times)
		t.FinalEnd = r.end(r.limit)
	}
	happened, next := r.running(asOf), 0
	if t.NoticeGiven {
		happened, t.MissedNotice = r.stop(p.NoticeGiven)
		next, r.limit = happened, happened
	} else {
		bound := r.bound(happened, asOf)
		t.CertainEnd = r.end(bound)
		next = min(max(happened+1, bound), r.limit)
	}
	t.CurrentEnd, t.LastEnd = r.end(happened), r.end(next)
	t.renewalSteps(&r, happened, next)
	for k := happened; k < r.limit && t.NoticeDate.IsZero() && !r.notice(0).IsZero(); k++ {
		t.setNotice(c, asOf, r.end(k))
	}
}

// renewalSteps lists the renewals up to the next.
func (t *life) renewalSteps(r *renewals, happened, next int) {
	for k := 1; k <= next; k++ {
		s := measure.Step{Kind: measure.StepRenewal, From: r.end(k - 1).AddDays(1), To: r.end(k), Status: measure.StepComing, DecideBy: r.notice(k - 1), Index: -1}
		if k <= happened {
			s.Status = measure.StepHappened
		}
		t.Steps = append(t.Steps, s)
	}
}

// renewForever follows a tacit renewal whose length is not stated: the next end is not known,
// so the contract is indefinite once its first end has passed, or can no longer be stopped.
func (t *life) renewForever(c *contract.Contract, asOf, base date.Date) {
	last := noticeDate(&c.Period, base)
	if last.IsZero() {
		last = base
	}
	switch given := c.Period.NoticeGiven; {
	case t.NoticeGiven && !given.After(last):
		t.CurrentEnd, t.LastEnd = base, base
		return
	case t.NoticeGiven:
		t.MissedNotice = last
		t.CurrentEnd = date.Max(base, afterNotice(&c.Period))
		t.LastEnd = t.CurrentEnd
		return
	}
	t.LastEnd = date.Max(base, asOf.AddYears(indefiniteYears))
	if base.Before(asOf) {
		t.Indefinite = true
		return
	}
	t.CurrentEnd, t.CertainEnd = base, base
	t.setNotice(c, asOf, base)
}

// setNotice takes the notice date before an end if it has not passed.
func (t *life) setNotice(c *contract.Contract, asOf, end date.Date) {
	if n := noticeDate(&c.Period, end); !n.IsZero() && !n.Before(asOf) {
		t.NoticeDate, t.NoticeFor = n, end
	}
}

// noticeDate is the last day on which notice ends the contract at end:
// (end + 1 day − n months) − 1 day. Zero where no notice is agreed.
func noticeDate(p *contract.Period, end date.Date) date.Date {
	if !p.NoticeMonths.Set && !p.NoticeDays.Set {
		return date.Date{}
	}
	return end.AddDays(1).AddMonths(-p.NoticeMonths.V).AddDays(-1 - p.NoticeDays.V)
}

// afterNotice is the last day of a contract without an end whose notice was given: the notice
// period after it, carried on to the end of the stretch of the calendar that it runs to.
func afterNotice(p *contract.Period) date.Date {
	end := p.NoticeGiven.AddDays(1 + p.NoticeDays.V).AddMonths(p.NoticeMonths.V).AddDays(-1)
	months := p.NoticeTo.Months()
	if months == 0 {
		return end
	}
	m := end.MonthOf()
	for (int(m.Month()))%months != 0 {
		m = m.Add(1)
	}
	return m.Last()
}
