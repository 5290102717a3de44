package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Plan goes through the follow-up plan. An item that recurs is due on the last day
// of each calendar period (month, quarter, half-year, year) within the term. Once it
// has been done, what was due before counts as settled: nobody can hold last year's
// meeting.
func Plan(c *contract.Contract, t *measure.Terms, asOf date.Date) []measure.PlanFigures {
	out := make([]measure.PlanFigures, len(c.Plan))
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

func nextDue(item *contract.PlanItem, t *measure.Terms, last date.Date) date.Date {
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

func firstDay(item *contract.PlanItem, t *measure.Terms) date.Date {
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

// DueBetween counts how often an item is due from a first to a last day.
func DueBetween(item *contract.PlanItem, t *measure.Terms, first, last date.Date) (n int) {
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

// FollowUpDebt is the number of days since the oldest item that is due and not done.
func FollowUpDebt(plan []measure.PlanFigures, asOf date.Date) (days int) {
	for i := range plan {
		if next := plan[i].Next; !next.IsZero() {
			days = max(days, asOf.Days(next))
		}
	}
	return days
}

// bandMonths are the months between two rounds of what a band of the risk model asks for, by its word.
var bandMonths = map[string]int{"yearly-check": 12, "status-meeting": 12, "quarterly-meeting": 3, "monthly-meeting": 1}

// PlanGap is the months between two rounds that the contract's band asks for, where its
// plan has nothing that comes as often; 0 where the plan reaches, or nothing is asked.
func PlanGap(c *measure.ContractFigures, m *contract.RiskModel) int {
	if c.Risk == nil || m == nil {
		return 0
	}
	best := 0
	for i := range c.Contract.Plan {
		if n := everyMonths[c.Contract.Plan[i].Every]; n > 0 && (best == 0 || n < best) {
			best = n
		}
	}
	for i := range m.Bands {
		if m.Bands[i].ID != c.Risk.Band {
			continue
		}
		for _, w := range m.Bands[i].FollowUp {
			if n := bandMonths[w]; n > 0 && (best == 0 || best > n) {
				return n
			}
		}
	}
	return 0
}
