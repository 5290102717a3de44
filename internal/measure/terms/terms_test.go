package terms

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

// option reads "extends_to decide_by status decided".
func option(s string) contract.Option {
	f := strings.Fields(s)
	return contract.Option{ExtendsTo: measuretest.Day(f[0]), DecideBy: measuretest.Day(f[1]), Status: contract.OptionStatus(f[2]), Decided: measuretest.Day(f[3])}
}

// period reads "start end renewal[/months[/times]] [notice]": 3m or 90d.
func period(s string) contract.Period {
	f := strings.Fields(s)
	p := contract.Period{Start: measuretest.Day(f[0]), End: measuretest.Day(f[1])}
	r := strings.Split(f[2], "/")
	if r[0] != "-" {
		p.Renewal = contract.Renewal(r[0])
	}
	if len(r) > 1 {
		p.Tacit.Months = atoi(r[1])
	}
	if len(r) > 2 {
		p.Tacit.Times = atoi(r[2])
	}
	if len(f) > 3 {
		n := atoi(f[3][:len(f[3])-1])
		if strings.HasSuffix(f[3], "m") {
			p.NoticeMonths = contract.Some(n)
		} else {
			p.NoticeDays = contract.Some(n)
		}
	}
	return p
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// Each case was worked out by hand from the calendar. Columns: as-of date; the
// period; options; then current end, last end, notice date, the end that the notice
// is for, next decision, days left ("*" where it does not matter).
var termCases = []struct {
	name, asOf, period string
	options            []string
	current, last      string
	notice, noticeFor  string
	decision           string
	daysLeft           int
}{
	// Fixed terms.
	{"fixed, running", "2026-03-01", "2025-01-01 2026-12-31 none", nil, "2026-12-31", "2026-12-31", "", "", "", 305},
	{"fixed, on its last day", "2026-12-31", "2025-01-01 2026-12-31 none", nil, "2026-12-31", "2026-12-31", "", "", "", 0},
	{"fixed, the day after", "2027-01-01", "2025-01-01 2026-12-31 none", nil, "2026-12-31", "2026-12-31", "", "", "", 0},
	{"fixed, notice agreed but no renewal", "2026-03-01", "2025-01-01 2026-12-31 none 3m", nil, "2026-12-31", "2026-12-31", "", "", "", 305},
	{"not yet begun", "2024-06-01", "2025-01-01 2026-12-31 none", nil, "2026-12-31", "2026-12-31", "", "", "", 943},

	// Options.
	{"option open", "2023-01-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 open -"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 471},
	{"option open, decision date passed", "2023-02-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 open -"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 440},
	{"option exercised in time", "2023-02-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-01-12"}, "2024-04-30", "2024-04-30", "", "", "", 440},
	{"option exercised, seen the day before", "2023-01-11", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-01-12"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 475},
	{"option exercised, seen that day", "2023-01-12", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-01-12"}, "2024-04-30", "2024-04-30", "", "", "", 474},
	{"option exercised late, before it was", "2023-02-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-03-10"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 440},
	{"option exercised late, after it was", "2023-03-10", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-03-10"}, "2024-04-30", "2024-04-30", "", "", "", 417},
	{"option exercised after the end", "2023-06-01", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-05-20"}, "2024-04-30", "2024-04-30", "", "", "", 334},
	{"option exercised, day not noted", "2023-02-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised -"}, "2024-04-30", "2024-04-30", "", "", "", 440},
	{"option declined", "2023-02-15", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 declined 2023-01-20"}, "2023-04-30", "2023-04-30", "", "", "", 74},
	{"option declined, seen before", "2023-01-19", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 declined 2023-01-20"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 467},
	{"option lapsed", "2023-02-01", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 lapsed -"}, "2023-04-30", "2023-04-30", "", "", "", 88},
	{"option that will lapse today at midnight", "2023-01-31", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 lapsed -"}, "2023-04-30", "2024-04-30", "", "", "2023-01-31", 455},
	{"two options, one exercised", "2023-06-01", "2021-05-01 2023-04-30 options", []string{"2024-04-30 2023-01-31 exercised 2023-01-12", "2025-04-30 2024-01-31 open -"}, "2024-04-30", "2025-04-30", "", "", "2024-01-31", 699},
	{"options out of order in the file", "2023-06-01", "2021-05-01 2023-04-30 options", []string{"2025-04-30 2024-01-31 open -", "2024-04-30 2023-01-31 exercised 2023-01-12"}, "2024-04-30", "2025-04-30", "", "", "2024-01-31", 699},
	{"two open, the nearest decision", "2022-06-01", "2021-05-01 2023-04-30 options", []string{"2025-04-30 2024-01-31 open -", "2024-04-30 2023-01-31 open -"}, "2023-04-30", "2025-04-30", "", "", "2023-01-31", 1064},
	{"option to a leap day", "2023-06-01", "2022-03-01 2023-02-28 options", []string{"2024-02-29 2022-11-30 exercised 2022-11-01"}, "2024-02-29", "2024-02-29", "", "", "", 273},

	// Tacit renewal. glpi#23084: the notice date follows the end as it has been renewed.
	{"glpi#23084: first period", "2020-06-01", "2020-01-01 2020-12-31 tacit/12 2m", nil, "2020-12-31", "2021-12-31", "2020-10-31", "2020-12-31", "", 578},
	{"glpi#23084: after one renewal", "2021-06-01", "2020-01-01 2020-12-31 tacit/12 2m", nil, "2021-12-31", "2022-12-31", "2021-10-31", "2021-12-31", "", 578},
	{"glpi#23084: after six renewals", "2026-06-01", "2020-01-01 2020-12-31 tacit/12 2m", nil, "2026-12-31", "2027-12-31", "2026-10-31", "2026-12-31", "", 578},
	// glpi#15893: three years, then yearly, three months' notice.
	{"glpi#15893: in the three years", "2022-05-01", "2020-03-15 2023-03-14 tacit/12 3m", nil, "2023-03-14", "2024-03-14", "2022-12-14", "2023-03-14", "", 683},
	{"glpi#15893: on the notice date", "2022-12-14", "2020-03-15 2023-03-14 tacit/12 3m", nil, "2023-03-14", "2024-03-14", "2022-12-14", "2023-03-14", "", 456},
	{"glpi#15893: notice date passed in silence", "2022-12-15", "2020-03-15 2023-03-14 tacit/12 3m", nil, "2023-03-14", "2024-03-14", "2023-12-14", "2024-03-14", "", 455},
	{"glpi#15893: on the last day of the three years", "2023-03-14", "2020-03-15 2023-03-14 tacit/12 3m", nil, "2023-03-14", "2024-03-14", "2023-12-14", "2024-03-14", "", 366},
	{"glpi#15893: first renewed day", "2023-03-15", "2020-03-15 2023-03-14 tacit/12 3m", nil, "2024-03-14", "2025-03-14", "2023-12-14", "2024-03-14", "", 730},
	{"renewed twice at most, first year", "2021-02-01", "2020-01-01 2020-12-31 tacit/12/2 3m", nil, "2021-12-31", "2022-12-31", "2021-09-30", "2021-12-31", "", 698},
	{"renewed twice at most, last year", "2022-02-01", "2020-01-01 2020-12-31 tacit/12/2 3m", nil, "2022-12-31", "2022-12-31", "", "", "", 333},
	{"renewed twice at most, over", "2023-02-01", "2020-01-01 2020-12-31 tacit/12/2 3m", nil, "2022-12-31", "2022-12-31", "", "", "", 0},
	{"monthly from a short month", "2023-03-15", "2022-12-01 2023-01-31 tacit/1 1m", nil, "2023-03-31", "2023-04-30", "2023-03-31", "2023-04-30", "", 46},
	{"monthly, end of February", "2023-02-10", "2022-12-01 2023-01-31 tacit/1 14d", nil, "2023-02-28", "2023-03-31", "2023-02-14", "2023-02-28", "", 49},
	{"yearly from a leap day's end", "2025-01-10", "2023-03-01 2024-02-29 tacit/12 1m", nil, "2025-02-28", "2026-02-28", "2025-01-31", "2025-02-28", "", 414},
	{"yearly, back to a leap day", "2028-01-10", "2023-03-01 2024-02-29 tacit/12 1m", nil, "2028-02-29", "2029-02-28", "2028-01-31", "2028-02-29", "", 415},
	{"notice in days", "2026-01-01", "2025-07-01 2026-06-30 tacit/12 90d", nil, "2026-06-30", "2027-06-30", "2026-04-01", "2026-06-30", "", 545},
	{"tacit without notice", "2026-01-01", "2025-07-01 2026-06-30 tacit/12", nil, "2026-06-30", "2027-06-30", "", "", "", 545},
	{"tacit without a length, first period", "2026-01-01", "2025-07-01 2026-06-30 tacit 3m", nil, "2026-06-30", "2030-01-01", "2026-03-31", "2026-06-30", "", 1461},
	{"tacit without a length, later", "2026-07-01", "2025-07-01 2026-06-30 tacit 3m", nil, "", "2030-07-01", "", "", "", 1461},
	{"tacit after an exercised option", "2024-06-01", "2021-05-01 2023-04-30 tacit/12 3m", []string{"2024-04-30 2023-01-31 exercised 2023-01-12"}, "2025-04-30", "2026-04-30", "2025-01-31", "2025-04-30", "", 698},
	{"notice of three months to the end of August", "2026-01-01", "2025-09-01 2026-08-31 tacit/12 3m", nil, "2026-08-31", "2027-08-31", "2026-05-31", "2026-08-31", "", 607},
	{"notice of six months to the end of August: no 31 February", "2026-01-01", "2025-09-01 2026-08-31 tacit/12 6m", nil, "2026-08-31", "2027-08-31", "2026-02-28", "2026-08-31", "", 607},
	{"notice of one month to 30 March", "2026-01-01", "2025-03-31 2026-03-30 tacit/12 1m", nil, "2026-03-30", "2027-03-30", "2026-02-27", "2026-03-30", "", 453},

	// No end.
	{"indefinite", "2026-03-01", "2025-01-01 - none 3m", nil, "", "2030-03-01", "", "", "", 1461},
	{"indefinite on a leap day", "2024-02-29", "2020-01-01 - -", nil, "", "2028-02-29", "", "", "", 1461},
	{"nothing known", "2026-03-01", "- - -", nil, "", "2030-03-01", "", "", "", 1461},
}

func TestTerms(t *testing.T) {
	t.Parallel()
	for _, tc := range termCases {
		t.Run(tc.name, func(t *testing.T) {
			c := &contract.Contract{Period: period(tc.period)}
			for _, o := range tc.options {
				c.Options = append(c.Options, option(o))
			}
			got := Of(c, measuretest.Day(tc.asOf))
			for _, x := range []struct {
				what string
				got  date.Date
				want string
			}{
				{"current end", got.CurrentEnd, tc.current}, {"last end", got.LastEnd, tc.last},
				{"notice", got.NoticeDate, tc.notice}, {"notice for", got.NoticeFor, tc.noticeFor},
				{"decision", got.NextDecision, tc.decision},
			} {
				if x.got != measuretest.Day(x.want) {
					t.Errorf("%s: %s, want %s", x.what, x.got, x.want)
				}
			}
			if got.DaysLeft != tc.daysLeft {
				t.Errorf("days left: %d, want %d", got.DaysLeft, tc.daysLeft)
			}
		})
	}
}

// Ends that decisions have moved.
func TestTermsDecisions(t *testing.T) {
	t.Parallel()
	base := func() *contract.Contract {
		return &contract.Contract{Status: "active", Period: period("2024-01-01 2026-12-31 none")}
	}
	for _, tc := range []struct {
		name          string
		change        func(c *contract.Contract)
		asOf          string
		current, last string
		status        string
	}{
		{"duration instead of an end", func(c *contract.Contract) { c.Period.End = date.Date{}; c.Period.DurationMonths = contract.Some(24) }, "2025-01-01", "2025-12-31", "2025-12-31", "active"},
		{"an amendment extends", func(c *contract.Contract) {
			c.Amendments = []contract.Amendment{{Signed: measuretest.Day("2025-06-01"), EndAfter: measuretest.Day("2027-06-30")}}
		}, "2025-06-01", "2027-06-30", "2027-06-30", "active"},
		{"an amendment not yet signed", func(c *contract.Contract) {
			c.Amendments = []contract.Amendment{{Signed: measuretest.Day("2025-06-01"), EndAfter: measuretest.Day("2027-06-30")}}
		}, "2025-05-31", "2026-12-31", "2026-12-31", "active"},
		{"an amendment without a signature", func(c *contract.Contract) {
			c.Amendments = []contract.Amendment{{Date: measuretest.Day("2025-06-01"), EndAfter: measuretest.Day("2027-06-30")}}
		}, "2026-05-31", "2026-12-31", "2026-12-31", "active"},
		{"an amendment shortens", func(c *contract.Contract) {
			c.Amendments = []contract.Amendment{{Signed: measuretest.Day("2025-06-01"), EndAfter: measuretest.Day("2025-12-31")}}
		}, "2025-07-01", "2025-12-31", "2025-12-31", "active"},
		{"shortened after an option was exercised", func(c *contract.Contract) {
			c.Options = []contract.Option{option("2027-12-31 2026-06-30 exercised 2026-05-01")}
			c.Amendments = []contract.Amendment{{Signed: measuretest.Day("2026-06-01"), EndAfter: measuretest.Day("2027-03-31")}}
		}, "2026-07-01", "2027-03-31", "2027-03-31", "active"},
		{"terminated, still in force", func(c *contract.Contract) {
			c.Status = "terminated"
			c.Period.NoticeGiven, c.Period.Terminated = measuretest.Day("2025-02-01"), measuretest.Day("2025-04-30")
		}, "2025-04-30", "2025-04-30", "2025-04-30", "active"},
		{"terminated, over", func(c *contract.Contract) {
			c.Status = "terminated"
			c.Period.NoticeGiven, c.Period.Terminated = measuretest.Day("2025-02-01"), measuretest.Day("2025-04-30")
		}, "2025-05-01", "2025-04-30", "2025-04-30", "terminated"},
		{"terminated, seen before notice was given", func(c *contract.Contract) {
			c.Status = "terminated"
			c.Period.NoticeGiven, c.Period.Terminated = measuretest.Day("2025-02-01"), measuretest.Day("2025-04-30")
		}, "2025-01-31", "2026-12-31", "2026-12-31", "active"},
		{"terminated in the past, day not noted", func(c *contract.Contract) { c.Status = "terminated" }, "2025-01-31", "2026-12-31", "2026-12-31", "terminated"},
		{"a terminated contract's options are gone", func(c *contract.Contract) {
			c.Period.Terminated = measuretest.Day("2025-04-30")
			c.Options = []contract.Option{option("2027-12-31 2026-06-30 open -")}
		}, "2025-04-01", "2025-04-30", "2025-04-30", "active"},
		{"terminated on its last day, with an option", func(c *contract.Contract) {
			c.Period.Terminated = measuretest.Day("2026-12-31")
			c.Options = []contract.Option{option("2027-12-31 2026-06-30 open -")}
		}, "2026-07-01", "2026-12-31", "2026-12-31", "active"},
		{"tacit, notice in time", func(c *contract.Contract) {
			c.Period = period("2024-01-01 2024-12-31 tacit/12 3m")
			c.Period.NoticeGiven = measuretest.Day("2025-09-30")
		}, "2025-10-15", "2025-12-31", "2025-12-31", "active"},
		{"tacit, notice a day late: one more year, counted at once", func(c *contract.Contract) {
			c.Period = period("2024-01-01 2024-12-31 tacit/12 3m")
			c.Period.NoticeGiven = measuretest.Day("2025-10-01")
		}, "2025-10-15", "2026-12-31", "2026-12-31", "active"},
		{"tacit, notice a day late, in the last year", func(c *contract.Contract) {
			c.Period = period("2024-01-01 2024-12-31 tacit/12 3m")
			c.Period.NoticeGiven = measuretest.Day("2025-10-01")
		}, "2026-02-15", "2026-12-31", "2026-12-31", "active"},
		{"tacit, notice given: over", func(c *contract.Contract) {
			c.Period = period("2024-01-01 2024-12-31 tacit/12 3m")
			c.Period.NoticeGiven = measuretest.Day("2025-09-30")
		}, "2026-01-01", "2025-12-31", "2025-12-31", "ended"},
		{"indefinite, notice given", func(c *contract.Contract) {
			c.Period = period("2024-01-01 - none 3m")
			c.Period.NoticeGiven = measuretest.Day("2025-09-30")
		}, "2025-10-15", "2025-12-31", "2025-12-31", "active"},
		{"before the start", func(*contract.Contract) {}, "2023-12-31", "2026-12-31", "2026-12-31", "planned"},
		{"on the first day", func(*contract.Contract) {}, "2024-01-01", "2026-12-31", "2026-12-31", "active"},
		{"on the last day", func(*contract.Contract) {}, "2026-12-31", "2026-12-31", "2026-12-31", "active"},
		{"the day after the last", func(*contract.Contract) {}, "2027-01-01", "2026-12-31", "2026-12-31", "ended"},
		{"planned stays planned until someone decides", func(c *contract.Contract) { c.Status = "planned" }, "2024-06-01", "2026-12-31", "2026-12-31", "planned"},
		{"declared ended, seen while it ran", func(c *contract.Contract) { c.Status = "ended" }, "2024-06-01", "2026-12-31", "2026-12-31", "active"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := base()
			tc.change(c)
			got := Of(c, measuretest.Day(tc.asOf))
			if got.CurrentEnd != measuretest.Day(tc.current) || got.LastEnd != measuretest.Day(tc.last) {
				t.Errorf("ends %s and %s, want %s and %s", got.CurrentEnd, got.LastEnd, tc.current, tc.last)
			}
			if got.Stopped && (!got.NextDecision.IsZero() || got.OpenOptions() > 0) {
				t.Errorf("stopped, and %d options are open, to decide by %s", got.OpenOptions(), got.NextDecision)
			}
			if s := Status(c, &got, measuretest.Day(tc.asOf)); string(s) != tc.status {
				t.Errorf("status %s, want %s", s, tc.status)
			}
		})
	}
}

func TestStepsFollowEachOther(t *testing.T) {
	t.Parallel()
	c := &contract.Contract{Period: period("2021-05-01 2023-04-30 tacit/12 3m")}
	c.Options = []contract.Option{option("2024-04-30 2023-01-31 exercised 2023-01-12")}
	got := Of(c, measuretest.Day("2025-06-01"))
	want := []string{
		"initial 2021-05-01 2023-04-30 ", "option 2023-05-01 2024-04-30 exercised",
		"renewal 2024-05-01 2025-04-30 happened", "renewal 2025-05-01 2026-04-30 happened", "renewal 2026-05-01 2027-04-30 coming",
	}
	for i, s := range got.Steps {
		if line := strings.Join([]string{string(s.Kind), s.From.String(), s.To.String(), string(s.Status)}, " "); i >= len(want) || line != want[i] {
			t.Errorf("step %d: %s", i, line)
		}
	}
	if len(got.Steps) != len(want) {
		t.Errorf("%d steps, want %d", len(got.Steps), len(want))
	}
}

func TestEaster(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"1961-04-02", "1981-04-19", "1954-04-18", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2020-04-12", "2021-04-04",
		"2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19",
	} {
		if got := easter(measuretest.Day(s).Year()); got != measuretest.Day(s) {
			t.Errorf("Easter %d: %s, want %s", measuretest.Day(s).Year(), got, s)
		}
	}
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	want := "2026-01-01 2026-04-02 2026-04-03 2026-04-05 2026-04-06 2026-05-01 2026-05-14 2026-05-17 2026-05-24 2026-05-25 2026-12-25 2026-12-26"
	var got []string
	for day := measuretest.Day("2026-01-01"); day.Year() == 2026; day = day.AddDays(1) {
		if holiday(day) {
			got = append(got, day.String())
		}
	}
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s", s)
	}
}

func TestTenderStart(t *testing.T) {
	t.Parallel()
	p := &contract.Portfolio{}
	p.Settings.LeadTimes = []contract.LeadTime{
		{Procedure: "open", Preparation: 40, Tender: 35, Evaluation: 20, Standstill: 10},
		{Procedure: "direct", Preparation: 5},
	}
	for _, tc := range []struct {
		name, procedure, end string
		lead                 contract.Maybe[int]
		want                 string
	}{
		// New contract 1 May 2027. Standstill 21–30 April. Evaluation: 20 working days
		// before 21 April, without the three of Easter, from 19 March; tender from 12
		// February; 40 working days before that, without 25 December and 1 January.
		{"over Easter", "open", "2027-04-30", contract.Maybe[int]{}, "2026-12-16"},
		// New contract 1 September 2026: standstill 22–31 August; evaluation 27 July… no:
		// July is left out, so 15 days of August and 5 of June.
		{"over July", "open", "2026-08-31", contract.Maybe[int]{}, "2026-03-18"},
		{"another procedure", "direct", "2026-12-31", contract.Maybe[int]{}, "2026-12-24"},
		{"a procedure without lead times", "negotiated", "2027-04-30", contract.Maybe[int]{}, "2026-12-16"},
		{"stated days", "open", "2026-12-31", contract.Some(200), "2026-06-15"},
		{"no end", "open", "", contract.Maybe[int]{}, ""},
	} {
		c := &contract.Contract{Procurement: contract.Procurement{Procedure: contract.Procedure(tc.procedure), LeadDays: tc.lead}}
		if got := TenderStart(p, c, measuretest.Day(tc.end)); got != measuretest.Day(tc.want) {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
	if got := TenderStart(&contract.Portfolio{}, &contract.Contract{}, measuretest.Day("2027-04-30")); !got.IsZero() {
		t.Errorf("without lead times: %s", got)
	}
}

// A deadline moves only when a renewal, an option or a lapse has passed: from one day
// to the next the dates stay, unless one of them lies between.
func TestDeadlinesStandStill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(4, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		today := measuretest.AsOf.AddDays(rapid.IntRange(-800, 800).Draw(rt, "day"))
		tomorrow := today.AddDays(1)
		for _, c := range p.Contracts {
			a, b := Of(c, today), Of(c, tomorrow)
			passed := a.NoticeDate == today || a.CurrentEnd == today || a.Indefinite
			for _, o := range c.Options {
				passed = passed || o.Decided == tomorrow || o.DecideBy == today
			}
			for _, x := range c.Amendments {
				passed = passed || x.Signed == tomorrow
			}
			if !passed && (a.CurrentEnd != b.CurrentEnd || a.LastEnd != b.LastEnd || a.NoticeDate != b.NoticeDate || a.NextDecision != b.NextDecision) {
				rt.Fatalf("%s on %s: %+v, then %+v", c.ID, today, a, b)
			}
		}
	})
}
