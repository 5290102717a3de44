package measure

import "github.com/forvalt/forvalt/internal/date"

// Late reports whether a day by which something should be done has passed: on that day itself
// it may still be done, and without a day nothing is late.
func Late(by, asOf date.Date) bool { return !by.IsZero() && by.Before(asOf) }

// InForce reports whether a date is within the first and the last day in force; a zero day
// sets no limit.
func InForce(from, to, asOf date.Date) bool {
	return !from.After(asOf) && (to.IsZero() || !to.Before(asOf))
}

// StillOpen reports whether what was closed on a day (zero: never) was open on another: what
// is closed on the as-of date is closed.
func StillOpen(closed, asOf date.Date) bool { return closed.IsZero() || closed.After(asOf) }

// PastDue reports whether something was open on a day though its deadline had passed; on the
// day of the deadline it is in time, and without a deadline never late.
func PastDue(deadline, closed, asOf date.Date) bool {
	return Late(deadline, asOf) && StillOpen(closed, asOf)
}
