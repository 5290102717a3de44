package terms

import (
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// TenderStart is the latest day on which work on the next competition must begin
// for its contract to take over the day after end. Backwards: standstill (calendar
// days), evaluation (working days), tender period (calendar days), preparation
// (working days). Zero where no lead time is known.
func TenderStart(p *contract.Portfolio, c *contract.Contract, end date.Date) date.Date {
	if end.IsZero() {
		return date.Date{}
	}
	next := end.AddDays(1)
	if lead := c.Procurement.LeadDays; lead.Set {
		return next.AddDays(-lead.V)
	}
	l := leadTime(p, c.Procurement.Procedure)
	if l == nil {
		return date.Date{}
	}
	d := workingDaysBefore(next.AddDays(-l.Standstill), l.Evaluation)
	return workingDaysBefore(d.AddDays(-l.Tender), l.Preparation)
}

// leadTime of a procedure; that of an open competition where the portfolio has none
// for it; nil where it has neither.
func leadTime(p *contract.Portfolio, procedure contract.Procedure) *contract.LeadTime {
	var open *contract.LeadTime
	for i := range p.Settings.LeadTimes {
		l := &p.Settings.LeadTimes[i]
		if l.Procedure == procedure {
			return l
		}
		if l.Procedure == contract.ProcedureOpen {
			open = l
		}
	}
	return open
}

// maxWorkingDays bounds a lead time: forty years.
const maxWorkingDays = 10_000

// workingDaysBefore is the first of the n working days that come before d.
func workingDaysBefore(d date.Date, n int) date.Date {
	for n = min(n, maxWorkingDays); n > 0; {
		if d = d.AddDays(-1); workingDay(d) {
			n--
		}
	}
	return d
}

// workingDay reports whether people can be expected to work on a competition: not on
// weekends and public holidays, and not in July.
func workingDay(d date.Date) bool {
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday || d.Month() == time.July {
		return false
	}
	return !holiday(d)
}

// holiday reports whether a date is a Norwegian public holiday.
func holiday(d date.Date) bool {
	switch m, day := d.Month(), d.Day(); {
	case m == time.January && day == 1, m == time.May && (day == 1 || day == 17),
		m == time.December && (day == 25 || day == 26):
		return true
	case m < time.March || m > time.June:
		return false
	}
	switch d.Days(easter(d.Year())) {
	case -3, -2, 0, 1, 39, 49, 50: // Maundy Thursday, Good Friday, Easter, Ascension, Whitsun
		return true
	}
	return false
}

// easter is Easter Sunday of a year in the Gregorian calendar.
func easter(year int) date.Date {
	golden := year % 19
	century := year / 100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	moon := epact - epact/28*(1-epact/28*(29/(epact+1))*((21-golden)/11)) // days from 21 March to the full moon
	weekday := (year + year/4 + moon + 2 - century + century/4) % 7
	n := moon - weekday // days from 28 March − 7 to the Sunday after it
	return date.Of(year, time.March, 28+n)
}
