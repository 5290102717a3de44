// Package deadlines lists what must be decided or done on contracts, by day and by month, and
// what contracts ask their leadership to decide.
//
// In go the figures of contracts with their duties; out come deadlines and decisions. What is
// due, and whether it is done, is package duties'.
package deadlines

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/terms"
	"github.com/forvalt/forvalt/internal/message"
)

// Of lists what must be decided or done on a contract, soonest first. What
// is past and still open stays in the list, with negative days.
func Of(cf *measure.ContractFigures, asOf date.Date) []measure.Deadline {
	d := lister{cf: cf, asOf: asOf}
	if cf.Followed() || cf.Status == contract.Planned {
		d.decisions()
		d.evidence()
		d.plan()
	}
	d.openMatters()
	sortDeadlines(d.out)
	return d.out
}

type lister struct {
	cf   *measure.ContractFigures
	asOf date.Date
	out  []measure.Deadline
}

func (l *lister) add(on date.Date, kind measure.DeadlineKind, about string, title measure.Reason, person string) {
	if on.IsZero() {
		return
	}
	if person == "" {
		person = l.cf.Contract.Manager
	}
	l.out = append(l.out, measure.Deadline{
		Date: on, Contract: l.cf.Contract, Kind: kind, About: about, Title: title, Manager: person, Days: on.Days(l.asOf),
	})
}

// decisions: options, notice, expiry and the next competition.
func (l *lister) decisions() {
	c, t := l.cf.Contract, &l.cf.Terms
	for i := range c.Options {
		if o := &c.Options[i]; !t.Stopped && terms.OptionStatus(o, l.asOf) == contract.OptionOpen {
			l.add(terms.DecideBy(o, t), measure.DeadlineOption, o.ID, measure.Reason{Key: "deadline.option", Args: message.Args{"to": o.ExtendsTo}}, "")
		}
	}
	l.add(t.NoticeDate, measure.DeadlineNotice, "", measure.Reason{Key: "deadline.notice", Args: message.Args{"end": t.NoticeFor}}, "")
	if l.cf.Lapsed == measure.Yes {
		l.add(t.CurrentEnd, measure.DeadlineLapsed, "", measure.Reason{Key: "deadline.lapsed"}, "")
	}
	if end := t.Ends(); end.Before(l.asOf) || l.cf.Succeeded == measure.Yes {
		return
	}
	l.add(t.CurrentEnd, measure.DeadlineExpiry, "", measure.Reason{Key: "deadline.expiry"}, "")
	l.add(t.LatestTenderStart, measure.DeadlineTenderStart, "", measure.Reason{Key: "deadline.tender-start", Args: message.Args{"end": t.CurrentEnd}}, "")
	if t.LastTenderStart != t.LatestTenderStart {
		l.add(t.LastTenderStart, measure.DeadlineTenderStart, "", measure.Reason{Key: "deadline.tender-start-last", Args: message.Args{"end": t.LastEnd}}, "")
	}
}

// evidence that is asked for.
func (l *lister) evidence() {
	for i := range l.cf.Requirements {
		r := &l.cf.Requirements[i]
		if r.Applies != measure.No {
			l.add(r.Due, measure.DeadlineEvidence, r.Requirement.ID, measure.Reason{Key: "deadline.evidence", Args: message.Args{"requirement": r.Requirement.Title}}, "")
		}
	}
}

func (l *lister) plan() {
	for i := range l.cf.Plan {
		p := &l.cf.Plan[i]
		l.add(p.Next, measure.DeadlinePlan, p.Item.ID, measure.Reason{Key: "deadline.plan", Args: message.Args{"what": p.Item.What}}, p.Item.Responsible)
	}
}

func (l *lister) openMatters() {
	for m := range matters.Of(l.cf.Contract, l.asOf) {
		if m.Open {
			l.matter(&m)
		}
	}
}

func (l *lister) matter(m *matters.Matter) {
	if m.Deviation != nil {
		l.add(m.Deadline, measure.DeadlineDeviation, m.Deviation.ID, measure.Reason{Key: "deadline.deviation", Args: message.Args{"title": m.Deviation.Title}}, m.Deviation.Owner)
		return
	}
	l.add(m.Deadline, measure.DeadlineFinding, m.Inspection.ID+"/"+m.Finding.ID, measure.Reason{Key: "deadline.inspection-finding", Args: message.Args{
		"title": cmp.Or(m.Finding.Description, m.Finding.ID), "date": m.Inspection.Date,
	}}, "")
}

// settledShown is for how many months what is settled is told of.
const settledShown = 12

// Settled lists what was to be decided or done on a contract, and has been within the last year:
// options, deviations and findings, and the notice and the end of a contract that is over. Calendars
// that had it take it out.
func Settled(cf *measure.ContractFigures, asOf date.Date) []measure.Deadline {
	l := lister{cf: cf, asOf: asOf}
	lately := func(day date.Date) bool {
		return !day.IsZero() && !day.After(asOf) && !day.Before(asOf.AddMonths(-settledShown))
	}
	c, t := cf.Contract, &cf.Terms
	for i := range c.Options {
		if o := &c.Options[i]; lately(o.Decided) && terms.OptionStatus(o, asOf) != contract.OptionOpen {
			l.add(terms.DecideBy(o, t), measure.DeadlineOption, o.ID, measure.Reason{Key: "deadline.option", Args: message.Args{"to": o.ExtendsTo}}, "")
		}
	}
	if cf.Over() && lately(t.CurrentEnd) {
		l.add(t.CurrentEnd, measure.DeadlineNotice, "", measure.Reason{Key: "deadline.notice", Args: message.Args{"end": t.CurrentEnd}}, "")
		l.add(t.CurrentEnd, measure.DeadlineExpiry, "", measure.Reason{Key: "deadline.expiry"}, "")
	}
	for m := range matters.Of(c, asOf) {
		if !m.Open && lately(m.Closed) {
			l.matter(&m)
		}
	}
	return l.out
}

// All gathers the deadlines of contracts that are followed up or planned: by date, and of one
// date in the order of contracts. It counts instead of comparing, because there are
// many deadlines and few dates.
func All(contracts []*measure.ContractFigures) []measure.Deadline {
	count := map[date.Date]int{}
	each := func(visit func(d *measure.Deadline)) {
		for _, cf := range contracts {
			if !cf.Followed() && cf.Status != contract.Planned {
				continue
			}
			for i := range cf.Deadlines {
				visit(&cf.Deadlines[i])
			}
		}
	}
	each(func(d *measure.Deadline) { count[d.Date]++ })
	at := 0
	for _, day := range slices.SortedFunc(maps.Keys(count), date.Date.Compare) {
		n := count[day]
		count[day] = at
		at += n
	}
	out := make([]measure.Deadline, at)
	each(func(d *measure.Deadline) {
		out[count[d.Date]] = *d
		count[d.Date]++
	})
	return out
}

// kindOrder is the order of deadlines that fall on one day.
var kindOrder = []measure.DeadlineKind{measure.DeadlineOption, measure.DeadlineNotice, measure.DeadlineLapsed, measure.DeadlineExpiry, measure.DeadlineTenderStart, measure.DeadlineEvidence, measure.DeadlinePlan, measure.DeadlineFinding, measure.DeadlineDeviation}

func sortDeadlines(ds []measure.Deadline) {
	slices.SortStableFunc(ds, func(a, b measure.Deadline) int {
		return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.Contract.ID, b.Contract.ID),
			cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)))
	})
}
