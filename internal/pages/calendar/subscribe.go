package calendar

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Name is the file of the calendar beside a page.
func Name(s *kit.Site) string { return s.Slug("calendar") + ".ics" }

func file(s *kit.Site, at, what, whose string, settled map[string][]measure.Deadline) kit.Page {
	return kit.Page{Path: at + Name(s), Draw: func(b *bytes.Buffer) error {
		c := kit.Calendar{Name: s.Pr.Text("feeds.calendar", message.Args{"what": what, "owner": s.P.Settings.Organisation.Name}),
			Description: s.Pr.Text("feeds.calendar-description", message.Args{"date": s.F.AsOf}), AsOf: s.F.AsOf}
		seen := map[string]int{}
		for _, e := range events(s, whose, settled[whose]) {
			seen[e.UID]++
			if n := seen[e.UID]; n > 1 { // two records with the same id
				e.UID = strconv.Itoa(n) + "-" + e.UID
			}
			c.Events = append(c.Events, e)
		}
		b.Write(s.Opt.Calendar(c))
		return nil
	}}
}

// events are those of somebody's calendar: what is overdue first, then by priority and day, and last
// what is settled, so that programs that have it take it out. Evidence is one event a day, for there is
// much of it.
func events(s *kit.Site, whose string, settled []measure.Deadline) []kit.Event {
	var out []kit.Event
	evidence := map[date.Date][]measure.Deadline{}
	for d := range s.DueOf(whose) {
		if d.Kind == measure.DeadlineEvidence {
			evidence[d.Date] = append(evidence[d.Date], d)
			continue
		}
		out = append(out, event(s, d))
	}
	for day, list := range evidence {
		out = append(out, evidenceEvent(s, whose, day, list))
	}
	slices.SortStableFunc(out, func(a, b kit.Event) int { return cmp.Or(cmp.Compare(a.Priority, b.Priority), a.Date.Compare(b.Date)) })
	for _, d := range settled {
		e := event(s, d)
		e.Cancelled = true
		out = append(out, e)
	}
	return out
}

// alarms are how many days before a deadline of a kind people are told: decisions take longest to
// prepare. What is on nobody's list has none.
var alarms = map[measure.DeadlineKind][]int{
	measure.DeadlineTenderStart: {60, 14}, measure.DeadlineOption: {60, 14}, measure.DeadlineNotice: {60, 14}, measure.DeadlineExpiry: {90, 30},
	measure.DeadlineEvidence: {14}, measure.DeadlinePlan: {7}, measure.DeadlineFinding: {7, 1}, measure.DeadlineDeviation: {7, 1},
}

// The priorities of a calendar.
const (
	overdueFirst = 1
	toDecide     = 3
	toDo         = 5
)

// told sets what follows from when a deadline is, and of which kind.
func told(s *kit.Site, e *kit.Event, d *measure.Deadline) {
	switch {
	case d.Late():
		e.Priority, e.Summary = overdueFirst, s.Say("calendar.overdue", nil)+": "+e.Summary
		return // an alarm would be of the past
	case d.Decision():
		e.Priority = toDecide
	default:
		e.Priority = toDo
	}
	e.Alarms = alarms[d.Kind]
}

// event is a deadline in a calendar. Its UID comes from the ids of what it is about, never from its
// date or its words, so that a deadline that moves is moved in the reader's calendar too.
func event(s *kit.Site, d measure.Deadline) kit.Event {
	lines := []string{s.Word("deadline", string(d.Kind)), d.Contract.Title, s.SupplierNames(d.Contract.Suppliers), d.Contract.Procurement.Reference, s.Responsible(d.Manager)}
	e := kit.Event{
		UID:         uid(s, d.Contract.ID, string(d.Kind), d.Title.Key, d.About),
		Date:        d.Date,
		Summary:     s.Reason(d.Title) + ": " + d.Contract.Title,
		Description: strings.Join(words.Present(lines), "\n"),
		Category:    s.Word("deadline", string(d.Kind)),
		URL:         s.Absolute(s.Address("contracts", d.Contract.ID)),
	}
	told(s, &e, &d)
	return e
}

// evidenceListed is how much of the evidence of a day is named in its event.
const evidenceListed = 30

// evidenceEvent is the evidence that is due on a day in somebody's calendar.
func evidenceEvent(s *kit.Site, whose string, day date.Date, list []measure.Deadline) kit.Event {
	var lines []string
	for _, d := range kit.Shorter(list, evidenceListed) {
		lines = append(lines, d.Contract.Title+": "+s.Reason(d.Title))
	}
	e := kit.Event{
		UID:         uid(s, string(measure.DeadlineEvidence), whose, day.String()),
		Date:        day,
		Summary:     s.Say("feeds.evidence-day", message.Args{"n": len(list)}),
		Description: strings.Join(words.Present(append(lines, s.Counted("calendar.and-more", max(0, len(list)-evidenceListed)))), "\n"),
		Category:    s.Word("deadline", string(measure.DeadlineEvidence)),
		URL:         s.Absolute(s.Address("calendar")),
	}
	told(s, &e, &list[0])
	return e
}

// uid is the same from build to build, and in the world.
func uid(s *kit.Site, about ...string) string {
	return fmt.Sprintf("%x@%s.forvalt", sha256.Sum256([]byte(strings.Join(about, "\x00"))), cmp.Or(s.P.Settings.Organisation.ID, "0"))[24:]
}

// Subscribe is the link to the calendar beside a page: programs that keep calendars take
// webcal addresses, which must be absolute.
func Subscribe(s *kit.Site, at, dir string) templates.Link {
	if s.Opt.Calendar == nil {
		return templates.Link{}
	}
	l := templates.Link{Text: s.Pr.Text("feeds.subscribe", nil), Href: s.File(at, dir+Name(s))}
	if _, rest, ok := strings.Cut(s.Absolute(dir+Name(s)), "://"); ok {
		l.Href = "webcal://" + rest
	}
	return l
}

// Feed names the calendar beside a page in the page's head.
func Feed(s *kit.Site, at string) []templates.Feed {
	if s.Opt.Calendar == nil {
		return nil
	}
	return []templates.Feed{{Type: "text/calendar", Title: s.Pr.Text("feeds.subscribe", nil), Href: Name(s)}}
}

// files are the calendars to subscribe to: of all, and of each department, category and
// manager.
func files(s *kit.Site) []kit.Page {
	if s.Opt.Calendar == nil {
		return nil
	}
	settled := map[string][]measure.Deadline{}
	for _, c := range s.F.Contracts {
		for _, d := range deadlines.Settled(c, s.F.AsOf) {
			for _, whose := range append(kit.Whose(&d), "") {
				settled[whose] = append(settled[whose], d)
			}
		}
	}
	out := []kit.Page{file(s, s.Address("calendar"), s.Pr.Text("feeds.all", nil), "", settled)}
	for _, d := range s.P.Settings.Departments {
		out = append(out, file(s, s.Address("departments", d.ID), d.Name, "department/"+d.ID, settled))
	}
	for _, k := range s.P.Categories {
		out = append(out, file(s, s.Address("categories", k.ID), k.Title, "category/"+k.ID, settled))
	}
	for _, n := range s.P.People {
		out = append(out, file(s, s.Address("people", n.ID), n.Name, "manager/"+n.ID, settled))
	}
	return out
}
