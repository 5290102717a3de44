package measure

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// PlanFigures tell how one item of the follow-up plan stands.
type PlanFigures struct {
	Item *contract.PlanItem
	Last date.Date // last time done
	Next date.Date // the oldest date due that is not done, in the past or to come; zero: none
}

// plansOf goes through the follow-up plan. An item that recurs is due on the last day
// of each calendar period (month, quarter, half-year, year) within the term. Once it
// has been done, what was due before counts as settled: nobody can hold last year's
// meeting.
func plansOf(c *contract.Contract, t *Terms, asOf date.Date) []PlanFigures {
	out := make([]PlanFigures, len(c.Plan))
	for i := range c.Plan {
		item := &c.Plan[i]
		pf := &out[i]
		pf.Item = item
		for _, d := range item.Done {
			if !d.After(asOf) {
				pf.Last = date.Max(pf.Last, d)
			}
		}
		pf.Next = nextDue(item, t, pf.Last)
	}
	return out
}

func nextDue(item *contract.PlanItem, t *Terms, last date.Date) date.Date {
	months := everyMonths[item.Every]
	if months == 0 { // once, or when something happens
		if !last.IsZero() {
			return date.Date{}
		}
		return item.Due
	}
	from := firstDay(item, t)
	if from.IsZero() {
		return date.Date{}
	}
	due := periodEnd(from, months)
	if !last.IsZero() && !last.Before(from) {
		due = periodEnd(periodEnd(last, months).AddDays(1), months)
	}
	if !t.CurrentEnd.IsZero() && due.After(t.CurrentEnd) {
		return date.Date{}
	}
	return due
}

func firstDay(item *contract.PlanItem, t *Terms) date.Date {
	if !item.From.IsZero() {
		return item.From
	}
	return t.Start
}

// periodEnd is the last day of the calendar period of so many months around a date.
func periodEnd(d date.Date, months int) date.Date {
	m := d.MonthOf()
	first := (int(m.Month()) - 1) / months * months
	return date.NewMonth(m.Year(), 1).Add(first + months - 1).Last()
}

// dueBetween counts how often an item is due from a first to a last day.
func dueBetween(item *contract.PlanItem, t *Terms, first, last date.Date) (n int) {
	months := everyMonths[item.Every]
	if months == 0 {
		if d := item.Due; d.IsZero() || d.Before(first) || d.After(last) {
			return 0
		}
		return 1
	}
	from := firstDay(item, t)
	if from.IsZero() {
		return 0
	}
	if !t.CurrentEnd.IsZero() {
		last = date.Min(last, t.CurrentEnd)
	}
	for d := periodEnd(date.Max(first, from), months); !d.After(last); d = periodEnd(d.AddDays(1), months) {
		n++
	}
	return n
}

// followUpDebt is the number of days since the oldest item that is due and not done.
func followUpDebt(plan []PlanFigures, asOf date.Date) (days int) {
	for i := range plan {
		if next := plan[i].Next; !next.IsZero() {
			days = max(days, asOf.Days(next))
		}
	}
	return days
}
