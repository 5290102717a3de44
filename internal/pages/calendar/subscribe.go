package calendar

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Name is the file of the calendar beside a page.
func Name(s *kit.Site) string { return s.Slug("calendar") + ".ics" }

func file(s *kit.Site, at, what, whose string) kit.Page {
	return kit.Page{Path: at + Name(s), Draw: func(b *bytes.Buffer) error {
		c := kit.Calendar{Name: s.Pr.Text("feeds.calendar", message.Args{"what": what, "owner": s.P.Settings.Organisation.Name}),
			Description: s.Pr.Text("feeds.calendar-description", message.Args{"date": s.F.AsOf}), AsOf: s.F.AsOf}
		seen := map[string]int{}
		for d := range s.DueOf(whose) {
			e := event(s, d)
			seen[e.UID]++
			if n := seen[e.UID]; n > 1 { // two deadlines with the same words
				e.UID = strconv.Itoa(n) + "-" + e.UID
			}
			c.Events = append(c.Events, e)
		}
		b.Write(s.Opt.Calendar(c))
		return nil
	}}
}

// event is a deadline in a calendar. Its UID comes from what it is about, never from its
// date or its words in a language, so that a deadline that moves is moved in the reader's
// calendar too.
func event(s *kit.Site, d measure.Deadline) kit.Event {
	about := []string{s.Reason(d.Title)}
	lines := []string{s.Word("deadline", string(d.Kind)), d.Contract.Title, s.SupplierNames(d.Contract.Suppliers), d.Contract.Procurement.Reference, s.Responsible(d.Manager)}
	return kit.Event{
		UID:         fmt.Sprintf("%x@%s.forvalt", sha256.Sum256(fmt.Append(nil, d.Contract.ID, "\x00", d.Kind, "\x00", d.Title.Key, "\x00", d.Title.Args)), cmp.Or(s.P.Settings.Organisation.ID, "0"))[24:],
		Date:        d.Date,
		Summary:     strings.Join(append(about, d.Contract.Title), ": "),
		Description: strings.Join(words.Present(lines), "\n"),
		Category:    s.Word("deadline", string(d.Kind)),
		URL:         s.Absolute(s.Address("contracts", d.Contract.ID)),
	}
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
	var out []kit.Page
	out = append(out, file(s, s.Address("calendar"), s.Pr.Text("feeds.all", nil), ""))
	for _, d := range s.P.Settings.Departments {
		out = append(out, file(s, s.Address("departments", d.ID), d.Name, "department/"+d.ID))
	}
	for _, k := range s.P.Categories {
		out = append(out, file(s, s.Address("categories", k.ID), k.Title, "category/"+k.ID))
	}
	for _, n := range s.P.People {
		out = append(out, file(s, s.Address("people", n.ID), n.Name, "manager/"+n.ID))
	}
	return out
}
