package main

import (
	"testing"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
)

// The day on which figures are told is that of the portfolio's zone, not of the machine.
func TestTodayAroundMidnight(t *testing.T) {
	for _, tc := range []struct{ zone, now, want string }{
		{"", "2026-06-30T21:59:59Z", "2026-06-30"}, // summer: Oslo is two hours ahead
		{"", "2026-06-30T22:00:00Z", "2026-07-01"},
		{"", "2026-12-31T22:59:59Z", "2026-12-31"}, // winter: one
		{"", "2026-12-31T23:00:00Z", "2027-01-01"},
		{"UTC", "2026-12-31T23:59:59Z", "2026-12-31"},
		{"America/New_York", "2027-01-01T04:59:59Z", "2026-12-31"},
		{"Europe/Olso", "2026-12-31T23:00:00Z", "2027-01-01"}, // told of, and Norway's till then
		{"Local", "2026-12-31T23:00:00Z", "2027-01-01"},
	} {
		now, err := time.Parse(time.RFC3339, tc.now)
		if err != nil {
			t.Fatal(err)
		}
		p := &contract.Portfolio{}
		p.Settings.Defaults.Timezone = tc.zone
		a := &app{now: func() time.Time { return now }}
		if got, err := a.date(p); err != nil || got.String() != tc.want {
			t.Errorf("%s in %q is %s (%v), want %s", tc.now, tc.zone, got, err, tc.want)
		}
	}
}

func TestUnknownZone(t *testing.T) {
	for zone, want := range map[string]int{"": 0, "Europe/Oslo": 0, "Asia/Tokyo": 0, "Europe/Olso": 1, "Local": 1, "../etc": 1, "CEST+1": 1} {
		p := &contract.Portfolio{}
		p.Settings.Defaults.Timezone = zone
		if got := unknownZone(p); len(got) != want || want == 1 && got[0].Code != "FV022" {
			t.Errorf("%q: %v", zone, got)
		}
	}
}
