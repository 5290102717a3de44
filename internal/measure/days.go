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
