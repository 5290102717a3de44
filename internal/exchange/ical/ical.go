// Package ical writes deadlines as an iCalendar file (RFC 5545) that people subscribe
// to.
//
// In go a calendar's name and its events, with words already chosen; out come bytes.
// Events last a whole day and are stamped with the day that the figures hold for, so
// that the same deadlines give the same bytes; so is their number in the sequence of versions,
// for a program that keeps the calendar takes the later one. It knows no portfolio, no language
// and no clock, and reads no calendars.
package ical

import (
	"bytes"
	"slices"
	"strconv"

	ics "github.com/arran4/golang-ical"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/plain"
)

// Calendar is what one address gives.
type Calendar struct {
	Name        string
	Description string
	AsOf        date.Date // stamped on every event
	Events      []Event
}

// Event is one deadline.
type Event struct {
	UID         string // the same from build to build, unique in the calendar
	Date        date.Date
	Summary     string
	Description string
	Category    string
	URL         string // absolute; may be empty
	Priority    int    // 1 the highest, 9 the lowest; 0: none
	Alarms      []int  // days before, at nine in the morning
	Cancelled   bool   // it was in the calendar, and is done or decided
}

// product is who made the calendar, as RFC 5545 § 3.7.3 wants it.
const product = "-//forvalt//forvalt//NO"

// Write gives the calendar as bytes, with CRLF and folded lines.
func Write(c Calendar) []byte {
	out := ics.NewCalendar()
	out.SetProductId(product)
	out.SetMethod(ics.MethodPublish)
	out.SetCalscale("GREGORIAN")
	out.SetName(plain.Text(c.Name))
	if c.Description != "" {
		out.SetDescription(plain.Text(c.Description))
		out.SetXWRCalDesc(plain.Text(c.Description))
	}
	out.SetRefreshInterval("P1D") // RFC 7986 § 5.7: look again tomorrow
	out.SetXPublishedTTL("P1D")
	form := &ics.SerializationConfiguration{MaxLength: width, PropertyMaxLength: width, NewLine: string(ics.WithNewLineWindows)}
	frame := []byte(out.Serialize(form))
	end := bytes.LastIndex(frame, []byte("END:VCALENDAR"))
	// One event at a time: those of ten thousand contracts would fill the memory as values.
	b := bytes.NewBuffer(slices.Clone(frame[:end]))
	for _, e := range c.Events {
		_ = event(e, c.AsOf).SerializeTo(b, form) // a buffer takes everything
	}
	b.Write(frame[end:])
	return b.Bytes()
}

// width is where lines are folded, in bytes: RFC 5545 § 3.1.
const width = 75

// versions are counted from this day, one a day.
var versions = date.Of(2020, 1, 1)

func event(e Event, asOf date.Date) *ics.VEvent {
	v := ics.NewEvent(plain.Line(e.UID))
	v.SetDtStampTime(asOf.Time())
	v.SetSequence(max(0, asOf.Days(versions)))
	v.SetAllDayStartAt(e.Date.Time())
	v.SetAllDayEndAt(e.Date.AddDays(1).Time()) // DTEND is the first day after
	v.SetSummary(plain.Text(e.Summary))
	if e.Description != "" {
		v.SetDescription(plain.Text(e.Description))
	}
	if e.Category != "" {
		v.AddCategory(plain.Text(e.Category))
	}
	if e.URL != "" {
		v.SetURL(plain.Line(e.URL))
	}
	v.SetTimeTransparency(ics.TransparencyTransparent) // nobody is busy because of it
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
		return v
	}
	if e.Priority > 0 {
		v.SetPriority(e.Priority)
	}
	for _, days := range e.Alarms {
		a := v.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetDescription(plain.Text(e.Summary))
		a.SetTrigger(trigger(days))
	}
	return v
}

// trigger is nine in the morning so many days before a day that begins at midnight.
func trigger(days int) string {
	switch days {
	case 0:
		return "PT9H"
	case 1:
		return "-PT15H"
	}
	return "-P" + strconv.Itoa(days-1) + "DT15H"
}
