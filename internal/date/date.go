// Package date holds calendar dates, months and quarters without clock or zone.
//
// In go years, months, days and text as TOML writes it; out come comparable
// values with calendar arithmetic. Nothing here reads the clock, and nothing
// knows of time zones: the shell turns "now" into a Date of the portfolio's zone.
//
// Arithmetic is total: no date plus some days is no date, and what would lie before the
// year 0 or after 19999 stays at that bound, so that a slip in a file never wraps round.
package date

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar. The zero value is "no date".
type Date struct {
	n int32 // days since 1970-01-01, plus epochShift so that zero means absent
}

const epochShift = 1 << 30

// The bounds of arithmetic: years 0 and 19999, as days since 1970-01-01 and as months.
const (
	minDay, maxDay     = -719528, 6585321
	minMonth, maxMonth = 0, 20000*12 - 1
)

// Of gives the date of year, month and day; days past the month's end run over,
// as in package time.
func Of(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// FromTime gives the calendar day that t shows in its own location.
func FromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Of(y, m, d)
}

func fromTime(t time.Time) Date {
	sec := t.Unix()
	days := sec / 86400
	if sec%86400 < 0 {
		days--
	}
	return Date{int32(min(max(days, minDay), maxDay) + epochShift)}
}

// Parse reads "2006-01-02".
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date written as 2026-12-31", s)
	}
	return fromTime(t), nil
}

// MustParse is Parse for constants in tests and tables; it panics on a bad date.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d.n-epochShift)*86400, 0).UTC() }

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Year of the calendar.
func (d Date) Year() int { return d.Time().Year() }

// Month of the year.
func (d Date) Month() time.Month { return d.Time().Month() }

// Day of the month, from 1.
func (d Date) Day() int { return d.Time().Day() }

// Weekday of the date.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays moves n days on (back when negative).
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{int32(min(max(int64(d.n)-epochShift+int64(n), minDay), maxDay) + epochShift)}
}

// AddMonths moves n months on; where the month is too short, its last day is taken
// (31 January + 1 month = 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	m := d.MonthOf().Add(n)
	return Of(m.Year(), m.Month(), min(d.Day(), m.Days()))
}

// LastOf is the last day of a period of so many months from a day: 1 January and 12 months
// give 31 December, 31 January and 1 month the last day of February.
func LastOf(from Date, months int) Date {
	to := from.AddMonths(months)
	if to.Day() < from.Day() {
		return to
	}
	return to.AddDays(-1)
}

// AddYears moves n years on; 29 February becomes 28 in other years.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// Days from e to d: positive when d is later.
func (d Date) Days(e Date) int { return int(d.n - e.n) }

// Before tells whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After tells whether d is later than e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Compare orders dates; no date comes first.
func (d Date) Compare(e Date) int { return int(d.n) - int(e.n) }

// Max is the later of the two.
func Max(d, e Date) Date {
	if d.After(e) {
		return d
	}
	return e
}

// Min is the earlier of the two.
func Min(d, e Date) Date {
	if d.Before(e) {
		return d
	}
	return e
}

// String writes "2006-01-02", or nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalJSON writes the date as a string, or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Date) UnmarshalJSON(data []byte) error {
	s, err := quoted(data)
	if err != nil || s == "" {
		*d = Date{}
		return err
	}
	*d, err = Parse(s)
	return err
}

// quoted is the text of a JSON string; "" for null.
func quoted(data []byte) (string, error) {
	var s *string
	if err := json.Unmarshal(data, &s); err != nil || s == nil {
		return "", err
	}
	return *s, nil
}

// MonthOf is the month that the date lies in.
func (d Date) MonthOf() Month { return NewMonth(d.Year(), d.Month()) }

// QuarterOf is the calendar quarter that the date lies in.
func (d Date) QuarterOf() Quarter { return Quarter{d.Year(), (int(d.Month())-1)/3 + 1} }

// LastQuarter is the latest quarter that has ended when the day is over.
func (d Date) LastQuarter() Quarter { return d.AddDays(1).QuarterOf().Add(-1) }

// QuartersBefore are the latest n quarters that ended before the day, oldest first.
func (d Date) QuartersBefore(n int) []Quarter {
	out := make([]Quarter, n)
	for i := range out {
		out[i] = d.QuarterOf().Add(i - n)
	}
	return out
}

// EndIn is the last moment of the day in a time zone.
func (d Date) EndIn(zone *time.Location) time.Time {
	year, month, day := d.AddDays(1).Time().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone).Add(-time.Nanosecond)
}

// Month is a calendar month. The zero value is "no month".
type Month struct {
	n int32 // year*12 + month-1, so that January of year 0 is zero
}

// NewMonth gives a calendar month.
func NewMonth(year int, month time.Month) Month { return Month{int32(year*12 + int(month) - 1)} }

// ParseMonth reads "2006-01".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("%q is not a month written as 2026-12", s)
	}
	return NewMonth(t.Year(), t.Month()), nil
}

// Year of the month.
func (m Month) Year() int { return int(m.n / 12) }

// Month of the year.
func (m Month) Month() time.Month { return time.Month(m.n%12 + 1) }

// Add moves n months on.
func (m Month) Add(n int) Month {
	return Month{int32(min(max(int64(m.n)+int64(n), minMonth), maxMonth))}
}

// Sub counts the months from o to m.
func (m Month) Sub(o Month) int { return int(m.n - o.n) }

// First day of the month.
func (m Month) First() Date { return Of(m.Year(), m.Month(), 1) }

// Last day of the month.
func (m Month) Last() Date { return m.Add(1).First().AddDays(-1) }

// Days in the month.
func (m Month) Days() int { return m.Last().Day() }

// Before tells whether m is earlier than o.
func (m Month) Before(o Month) bool { return m.n < o.n }

// Compare orders months.
func (m Month) Compare(o Month) int { return int(m.n) - int(o.n) }

// IsZero tells whether there is no month.
func (m Month) IsZero() bool { return m.n == 0 }

// String writes "2006-01".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Month())) }

// Quarter is a calendar quarter. The zero value is "no quarter".
type Quarter struct {
	Year int
	Q    int // 1–4
}

// ParseQuarter reads "2026-q3".
func ParseQuarter(s string) (Quarter, error) {
	var q Quarter
	if len(s) == 7 {
		if _, err := fmt.Sscanf(s, "%04d-q%1d", &q.Year, &q.Q); err == nil && q.Year > 0 && q.Q >= 1 && q.Q <= 4 && q.String() == s {
			return q, nil
		}
	}
	return Quarter{}, fmt.Errorf("%q is not a quarter written as 2026-q3", s)
}

// First day of the quarter.
func (q Quarter) First() Date { return Of(q.Year, time.Month(q.Q*3-2), 1) }

// Last day of the quarter.
func (q Quarter) Last() Date { return NewMonth(q.Year, time.Month(q.Q*3)).Last() }

// Add moves n quarters on.
func (q Quarter) Add(n int) Quarter { return q.First().AddMonths(3 * n).QuarterOf() }

// Compare orders quarters.
func (q Quarter) Compare(o Quarter) int { return (q.Year-o.Year)*4 + q.Q - o.Q }

// IsZero tells whether there is no quarter.
func (q Quarter) IsZero() bool { return q == Quarter{} }

// String writes "2026-q3".
func (q Quarter) String() string { return fmt.Sprintf("%04d-q%d", q.Year, q.Q) }

// MarshalJSON writes the quarter as a string ("2026-q3"), or null for none.
func (q Quarter) MarshalJSON() ([]byte, error) {
	if q.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + q.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (q *Quarter) UnmarshalJSON(data []byte) error {
	s, err := quoted(data)
	if err != nil || s == "" {
		*q = Quarter{}
		return err
	}
	*q, err = ParseQuarter(s)
	return err
}
