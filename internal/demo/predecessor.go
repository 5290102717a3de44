package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// months is the length of a contract's term, a made-up predecessor's option included.
func (h *past) months(c *contract.Contract) int {
	last := c.Period.End
	if len(c.Options) == 1 && c.Options[0].ID == prolonged {
		last = c.Options[0].ExtendsTo
	}
	return max(12, last.AddDays(1).MonthOf().Sub(c.Period.Start.MonthOf()))
}

// before makes up the predecessor that ended when c began, for the same purchase and as
// long.
func (h *past) before(c *contract.Contract, ids map[string]bool) *contract.Contract {
	months := h.months(c)
	end := c.Period.Start.AddDays(-1)
	start := c.Period.Start.AddMonths(-months)
	b := *c
	base := strings.TrimSuffix(c.ID, fmt.Sprintf("-%d", c.Period.Start.Year()))
	for n, id := 0, fmt.Sprintf("%s-%d", base, start.Year()); ; n++ {
		if n > 0 {
			id = fmt.Sprintf("%s-%d-%d", base, start.Year(), n)
		}
		if !ids[id] {
			b.ID, ids[id] = id, true
			break
		}
	}
	b.Status, b.Predecessor, b.Successor = contract.Active, "", ""
	b.Period = contract.Period{Start: start, End: end, Renewal: contract.RenewalNone}
	b.Procurement.Published = start.AddMonths(-5)
	b.Procurement.Reference = fmt.Sprintf("%d/%05d", b.Procurement.Published.Year(), 1000+h.hash("ref"+b.ID)%90_000)
	b.Options, b.Log, b.SupplyChain = nil, nil, nil
	if months >= 36 {
		b.Period.Renewal, b.Period.End = contract.RenewalOptions, end.AddDays(1).AddMonths(-12).AddDays(-1)
		by := b.Period.End.AddMonths(-4)
		b.Options = []contract.Option{{ID: prolonged, ExtendsTo: end, DecideBy: by, Status: contract.OptionExercised, Decided: by.AddDays(-int(h.hash("option"+b.ID) % 30))}}
	}
	b.Amendments = slices.Clone(c.Amendments)
	for i := range b.Amendments {
		a := &b.Amendments[i]
		a.Date, a.Signed = a.Date.AddMonths(-months), a.Signed.AddMonths(-months)
	}
	back := h.asOf.Days(end) // moves what is recent today to just before its end
	move := func(d date.Date) date.Date {
		if d.IsZero() {
			return d
		}
		return date.Max(start, d.AddDays(-back))
	}
	b.Requirements = slices.Clone(c.Requirements)
	for i := range b.Requirements {
		r := &b.Requirements[i]
		r.Evidence = slices.Clone(r.Evidence)
		for j := range r.Evidence {
			e := &r.Evidence[j]
			e.Received, e.Approved = move(e.Received), move(e.Approved)
			if !e.Expires.IsZero() {
				e.Expires = e.Received.AddYears(1)
			}
		}
	}
	b.Plan = slices.Clone(c.Plan)
	for i := range b.Plan {
		b.Plan[i].Done = nil
		for d := start.AddDays(40); d.Before(end); d = d.AddDays(90) {
			b.Plan[i].Done = append(b.Plan[i].Done, d)
		}
	}
	b.Deviations = slices.DeleteFunc(slices.Clone(c.Deviations), func(d contract.Deviation) bool { return d.ID == bankruptcy })
	for i := range b.Deviations {
		d := &b.Deviations[i]
		d.Reported, d.Deadline, d.Closed = move(d.Reported), move(d.Deadline), move(d.Closed)
		if d.Closed.IsZero() {
			d.Closed = date.Min(end, d.Reported.AddDays(20+int(h.hash(b.ID)%60)))
		}
	}
	b.Inspections = slices.Clone(c.Inspections)
	for i := range b.Inspections {
		in := &b.Inspections[i]
		in.Date = move(in.Date)
		in.ID = in.Date.String() + in.ID[len("2006-01-02"):]
		in.Findings = slices.Clone(in.Findings)
		for j := range in.Findings {
			f := &in.Findings[j]
			f.Deadline = in.Date.AddDays(30)
			f.Closed = in.Date.AddDays(25)
			in.Status = contract.InspectionClosed
		}
	}
	b.Benefits = slices.Clone(c.Benefits)
	for i := range b.Benefits {
		v := &b.Benefits[i]
		v.Planned = slices.Clone(v.Planned)
		for j := range v.Planned {
			v.Planned[j].Year -= (months + 11) / 12
		}
		was := v.Realised
		v.Realised = nil
		for n, q := 0, start.QuarterOf(); len(was) > 0 && q.Last().Before(end); q = q.Add(1) {
			r := was[n%len(was)]
			r.Period = q
			v.Realised = append(v.Realised, r)
			n++
		}
	}
	if t := c.Turnover; t != nil && len(t.Months) > 0 {
		turnover := &contract.Turnover{}
		for n, m := 0, start.MonthOf(); !m.Last().After(end); m = m.Add(1) {
			was := t.Months[n%len(t.Months)]
			turnover.Months = append(turnover.Months, contract.MonthTurnover{Month: m, Total: was.Total / 100 * 93})
			n++
		}
		b.Turnover = turnover
	}
	return &b
}
