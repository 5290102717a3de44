package measure

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
)

// deadlines lists what must be decided or done on a contract, soonest first. What
// is past and still open stays in the list, with negative days.
func (w *world) deadlines(f *facts) []Deadline {
	d := lister{f: f}
	if f.cf.Status == "active" || f.cf.Status == "planned" {
		d.decisions()
		d.evidence()
		d.plan()
	}
	d.openMatters()
	sortDeadlines(d.out)
	return d.out
}

type lister struct {
	f   *facts
	out []Deadline
}

func (l *lister) add(on date.Date, kind string, title Reason, person string) {
	if on.IsZero() {
		return
	}
	if person == "" {
		person = l.f.c.Manager
	}
	l.out = append(l.out, Deadline{
		Date: on, Contract: l.f.c, Kind: kind, Title: title, Manager: person, Days: on.Days(l.f.w.asOf),
	})
}

// decisions: options, notice, expiry and the next competition.
func (l *lister) decisions() {
	c, t := l.f.c, &l.f.cf.Terms
	for i := range c.Options {
		if o := &c.Options[i]; optionStatus(o, l.f.w.asOf) == open {
			l.add(o.DecideBy, "option", Reason{"deadline.option", message.Args{"to": o.ExtendsTo}}, "")
		}
	}
	l.add(t.NoticeDate, "notice", Reason{"deadline.notice", message.Args{"end": t.NoticeFor}}, "")
	if l.f.cf.Succeeded == Yes || t.CurrentEnd.IsZero() || t.Tacit && t.LastEnd != t.CurrentEnd {
		return
	}
	l.add(t.CurrentEnd, "expiry", Reason{"deadline.expiry", nil}, "")
	l.add(t.LatestTenderStart, "tender-start", Reason{"deadline.tender-start", message.Args{"end": t.CurrentEnd}}, "")
	if t.LastTenderStart != t.LatestTenderStart {
		l.add(t.LastTenderStart, "tender-start", Reason{"deadline.tender-start-last", message.Args{"end": t.LastEnd}}, "")
	}
}

// evidence that is due within the term.
func (l *lister) evidence() {
	end := l.f.cf.Terms.LastEnd
	for i := range l.f.cf.Requirements {
		r := &l.f.cf.Requirements[i]
		if r.Applies == No || r.Due.IsZero() || !end.IsZero() && r.Due.After(end) {
			continue
		}
		l.add(r.Due, "evidence", Reason{"deadline.evidence", message.Args{"requirement": r.Requirement.Title}}, "")
	}
}

func (l *lister) plan() {
	for i := range l.f.cf.Plan {
		p := &l.f.cf.Plan[i]
		l.add(p.Next, "plan", Reason{"deadline.plan", message.Args{"what": p.Item.What}}, p.Item.Responsible)
	}
}

func (l *lister) openMatters() {
	l.f.w.eachOpen(l.f.c, func(m openMatter) {
		if m.deviation != nil {
			l.add(m.deadline, "deviation", Reason{"deadline.deviation", message.Args{"title": m.deviation.Title}}, m.deviation.Owner)
			return
		}
		l.add(m.deadline, "inspection-finding", Reason{"deadline.inspection-finding", message.Args{
			"title": cmp.Or(m.finding.Description, m.finding.ID), "date": m.inspection.Date,
		}}, "")
	})
}

// byDate gathers the deadlines of active and planned contracts: by date, and of one
// date in the order of contracts. It counts instead of comparing, because there are
// many deadlines and few dates.
func byDate(contracts []*ContractFigures) []Deadline {
	count := map[date.Date]int{}
	each := func(visit func(d *Deadline)) {
		for _, cf := range contracts {
			if cf.Status != "active" && cf.Status != "planned" {
				continue
			}
			for i := range cf.Deadlines {
				visit(&cf.Deadlines[i])
			}
		}
	}
	each(func(d *Deadline) { count[d.Date]++ })
	at := 0
	for _, day := range slices.SortedFunc(maps.Keys(count), date.Date.Compare) {
		n := count[day]
		count[day] = at
		at += n
	}
	out := make([]Deadline, at)
	each(func(d *Deadline) {
		out[count[d.Date]] = *d
		count[d.Date]++
	})
	return out
}

// kindOrder is the order of deadlines that fall on one day.
var kindOrder = []string{"option", "notice", "expiry", "tender-start", "evidence", "plan", "inspection-finding", "deviation"}

func sortDeadlines(ds []Deadline) {
	slices.SortStableFunc(ds, func(a, b Deadline) int {
		return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.Contract.ID, b.Contract.ID),
			cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)))
	})
}
