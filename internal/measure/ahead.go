package measure

import (
	"iter"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
)

// Late reports whether the day has passed.
func (d *Deadline) Late() bool { return d.Days < 0 }

// Soon reports whether the day is within 90 days, or has passed.
func (d *Deadline) Soon() bool { return d.Days <= 90 }

// WithinYear reports whether the day is at most a year ahead, or has passed.
func (d *Deadline) WithinYear() bool { return d.Days <= 365 }

// SplitLate splits deadlines, soonest first, into those that are late and those to come.
func SplitLate(list []Deadline) (late, ahead []Deadline) {
	n := slices.IndexFunc(list, func(d Deadline) bool { return !d.Late() })
	if n < 0 {
		n = len(list)
	}
	return list[:n], list[n:]
}

// DueGroups are deadlines by how near they are, each in the order that they came.
type DueGroups struct {
	Late  []Deadline // passed
	Soon  []Deadline // within 90 days
	Later []Deadline // within a year
}

// GroupDue sorts deadlines by how near they are; what lies more than a year ahead is left
// out.
func GroupDue(list iter.Seq[Deadline]) (g DueGroups) {
	for d := range list {
		switch {
		case d.Late():
			g.Late = append(g.Late, d)
		case d.Soon():
			g.Soon = append(g.Soon, d)
		case d.WithinYear():
			g.Later = append(g.Later, d)
		}
	}
	return g
}

// MonthDeadlines counts the deadlines of a month.
type MonthDeadlines struct {
	Month     date.Month
	Ends      int
	Decisions int // on options and notices
}

// All counts them together.
func (m MonthDeadlines) All() int { return m.Ends + m.Decisions }

// DeadlinesByMonth counts the ends and decisions of some contracts in n months, the first
// that of the as-of date.
func DeadlinesByMonth(list []*ContractFigures, asOf date.Date, n int) []MonthDeadlines {
	out := make([]MonthDeadlines, n)
	first := asOf.MonthOf()
	for i := range out {
		out[i].Month = first.Add(i)
	}
	for _, c := range list {
		for i := range c.Deadlines {
			at := c.Deadlines[i].Date.MonthOf().Sub(first)
			if at < 0 || at >= n {
				continue
			}
			switch c.Deadlines[i].Kind {
			case DeadlineExpiry:
				out[at].Ends++
			case DeadlineOption, DeadlineNotice:
				out[at].Decisions++
			}
		}
	}
	return out
}

// FullestMonth is the first month with the most deadlines, and all is how many all months
// have; the month is zero where there are none.
func FullestMonth(months []MonthDeadlines) (fullest MonthDeadlines, all int) {
	for _, m := range months {
		if all += m.All(); m.All() > fullest.All() {
			fullest = m
		}
	}
	return fullest, all
}

// Due are the deadlines at most so many days ahead, late ones too, of one manager or, with
// "", of all.
func (f *Figures) Due(manager string, within int) []Deadline {
	var out []Deadline
	for _, d := range f.Deadlines {
		if d.Days <= within && (manager == "" || d.Manager == manager) {
			out = append(out, d)
		}
	}
	return out
}

// TermDeadlines are the kinds of deadlines that are about a contract's term: decisions, ends
// and the competition that follows, not the day-to-day work.
var TermDeadlines = []DeadlineKind{DeadlineOption, DeadlineNotice, DeadlineExpiry, DeadlineTenderStart}

// TermAhead are the deadlines about terms from the day after the as-of date and so many days
// ahead, soonest first. Options of a contract that was terminated, or given notice, are left
// out: there is nothing to extend.
func (f *Figures) TermAhead(days int) []Deadline {
	var out []Deadline
	for _, d := range f.Deadlines {
		if d.Days <= 0 || d.Days > days || !slices.Contains(TermDeadlines, d.Kind) || d.Kind == DeadlineOption && f.Of(d.Contract.ID).Terms.Stopped {
			continue
		}
		out = append(out, d)
	}
	return out
}
