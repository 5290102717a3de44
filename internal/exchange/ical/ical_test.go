package ical

import (
	"bytes"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/plain"
)

func TestWrite(t *testing.T) {
	got := string(Write(Calendar{Name: "Frister, Fjordvik", AsOf: date.MustParse("2026-11-01"), Events: []Event{
		{UID: "a@313000001", Date: date.MustParse("2026-12-31"), Summary: "Opsjon må avgjøres; vakthold", Category: "Opsjon", URL: "https://example.no/kontrakter/vakt/", Priority: 3, Alarms: []int{30, 1, 0}},
		{UID: "b@313000001", Date: date.MustParse("2026-12-31"), Summary: "Avgjort", Priority: 3, Alarms: []int{30}, Cancelled: true},
	}}))
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//forvalt//forvalt//NO", "METHOD:PUBLISH", "CALSCALE:GREGORIAN",
		`NAME:Frister\, Fjordvik`, `X-WR-CALNAME:Frister\, Fjordvik`, "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
		"BEGIN:VEVENT", "UID:a@313000001", "DTSTAMP:20261101T000000Z", "SEQUENCE:2496", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
		`SUMMARY:Opsjon må avgjøres\; vakthold`, "CATEGORIES:Opsjon", "URL:https://example.no/kontrakter/vakt/", "TRANSP:TRANSPARENT", "PRIORITY:3",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Opsjon må avgjøres\; vakthold`, "TRIGGER:-P29DT15H", "END:VALARM",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Opsjon må avgjøres\; vakthold`, "TRIGGER:-PT15H", "END:VALARM",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Opsjon må avgjøres\; vakthold`, "TRIGGER:PT9H", "END:VALARM",
		"END:VEVENT",
		"BEGIN:VEVENT", "UID:b@313000001", "DTSTAMP:20261101T000000Z", "SEQUENCE:2496", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
		"SUMMARY:Avgjort", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever the texts hold, the library reads back what was written: the same events, no
// more lines, and no line longer than 75 octets.
func TestRoundTrip(t *testing.T) {
	text := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune(",;:\\\"\n\r\t\x00\u2028æøåé😀 BEGIN:VEVENT")), rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		c := Calendar{Name: text.Draw(t, "name"), Description: text.Draw(t, "desc"), AsOf: date.MustParse("2026-11-01")}
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			c.Events = append(c.Events, Event{
				UID:  rapid.StringMatching(`[a-f0-9]{8}@313000001`).Draw(t, "uid"),
				Date: date.MustParse("2020-01-01").AddDays(rapid.IntRange(0, 20000).Draw(t, "day")), Summary: text.Draw(t, "summary"), Description: text.Draw(t, "text"),
				Category: text.Draw(t, "category"), URL: "https://example.no/" + text.Draw(t, "path"),
			})
		}
		data := Write(c)
		if !bytes.Equal(data, Write(c)) {
			t.Fatal("two writings of one calendar differ")
		}
		for l := range strings.SplitSeq(string(data), "\r\n") {
			if len(l) > 75 || strings.ContainsAny(l, "\r\n") {
				t.Fatalf("bad line %q", l)
			}
		}
		back, err := ics.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%v in %q", err, data)
		}
		events := back.Events()
		if len(events) != len(c.Events) {
			t.Fatalf("%d events became %d", len(c.Events), len(events))
		}
		for i, e := range events {
			want := c.Events[i]
			start, err := e.GetAllDayStartAt()
			if err != nil || date.FromTime(start) != want.Date {
				t.Errorf("starts %v (%v), want %v", start, err, want.Date)
			}
			if e.Id() != want.UID {
				t.Errorf("uid %q, want %q", e.Id(), want.UID)
			}
			if !strings.Contains(want.Summary, `\`) { // the library's own reading of \\n is wrong
				if got := value(e, ics.ComponentPropertySummary); strings.TrimSpace(got) != strings.TrimSpace(plain.Text(want.Summary)) {
					t.Errorf("summary %q, want %q", got, plain.Text(want.Summary))
				}
			}
		}
	})
}

func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if v := e.GetProperty(p); v != nil {
		return v.Value
	}
	return ""
}
