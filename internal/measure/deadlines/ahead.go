package deadlines

import (
	"iter"
	"slices"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// SplitLate splits deadlines, soonest first, into those that are late and those to come.
func SplitLate(list []measure.Deadline) (late, ahead []measure.Deadline) {
	n := slices.IndexFunc(list, func(d measure.Deadline) bool { return !d.Late() })
	if n < 0 {
		n = len(list)
	}
	return list[:n], list[n:]
}

// DueGroups are deadlines by how near they are, each in the order that they came.
type DueGroups struct {
	Late  []measure.Deadline // passed
	Soon  []measure.Deadline // within 90 days
	Later []measure.Deadline // within a year
}

// GroupDue sorts deadlines by how near they are; what lies more than a year ahead is left
// out.
func GroupDue(list iter.Seq[measure.Deadline]) (g DueGroups) {
	for d := range list {
		switch NearnessOf(&d) {
		case NearLate:
			g.Late = append(g.Late, d)
		case NearSoon:
			g.Soon = append(g.Soon, d)
		case NearYear:
			g.Later = append(g.Later, d)
		}
	}
	return g
}

// ToDecide parts deadlines in what is to be decided and what is to be done.
func ToDecide(list []measure.Deadline) (decide, do []measure.Deadline) {
	for i := range list {
		if list[i].Decision() {
			decide = append(decide, list[i])
		} else {
			do = append(do, list[i])
		}
	}
	return decide, do
}

// Month counts the deadlines of a month.
type Month struct {
	Month     date.Month
	Ends      int
	Decisions int // on options and notices
}

// All counts them together.
func (m Month) All() int { return m.Ends + m.Decisions }

// ByMonth counts the ends and decisions of some contracts in n months, the first
// that of the as-of date.
func ByMonth(list []*measure.ContractFigures, asOf date.Date, n int) []Month {
	out := make([]Month, n)
	first := asOf.MonthOf()
	for i := range out {
		out[i].Month = first.Add(i)
	}
	for _, c := range list {
		for i := range c.Deadlines {
			month, ok := MonthOf(&c.Deadlines[i], asOf, n)
			at := month.Sub(first)
			switch {
			case !ok:
			case slices.Contains(MonthEnds, c.Deadlines[i].Kind):
				out[at].Ends++
			case slices.Contains(MonthDecisions, c.Deadlines[i].Kind):
				out[at].Decisions++
			}
		}
	}
	return out
}

// The kinds of deadlines that a Month counts as ends, and as decisions.
var (
	MonthEnds      = []measure.DeadlineKind{measure.DeadlineExpiry}
	MonthDecisions = []measure.DeadlineKind{measure.DeadlineOption, measure.DeadlineNotice}
)

// MonthOf is the month of a deadline, if it is one of the n from that of a day.
func MonthOf(d *measure.Deadline, asOf date.Date, n int) (m date.Month, ok bool) {
	m = d.Date.MonthOf()
	at := m.Sub(asOf.MonthOf())
	return m, at >= 0 && at < n
}

// Nearness says how near a deadline is.
type Nearness string

// How near one may be, the nearest first: as DueGroups has them, and what lies further ahead.
const (
	NearLate  Nearness = "late"
	NearSoon  Nearness = "soon"
	NearYear  Nearness = "year"
	NearLater Nearness = "later"
)

// Nearnesses are all of them.
var Nearnesses = []Nearness{NearLate, NearSoon, NearYear, NearLater}

// NearnessOf says how near a deadline is.
func NearnessOf(d *measure.Deadline) Nearness {
	switch {
	case d.Late():
		return NearLate
	case d.Soon():
		return NearSoon
	case d.WithinYear():
		return NearYear
	}
	return NearLater
}

// FullestMonth is the first month with the most deadlines, and all is how many all months
// have; the month is zero where there are none.
func FullestMonth(months []Month) (fullest Month, all int) {
	for _, m := range months {
		if all += m.All(); m.All() > fullest.All() {
			fullest = m
		}
	}
	return fullest, all
}

// Due are the deadlines at most so many days ahead, late ones too, of one manager or, with
// "", of all.
func Due(f *measure.Figures, manager string, within int) []measure.Deadline {
	var out []measure.Deadline
	for _, d := range f.Deadlines {
		if d.Days <= within && (manager == "" || d.Manager == manager) {
			out = append(out, d)
		}
	}
	return out
}

// TermKinds are the kinds of deadlines that are about a contract's term: decisions, ends
// and the competition that follows, not the day-to-day work.
var TermKinds = []measure.DeadlineKind{measure.DeadlineOption, measure.DeadlineNotice, measure.DeadlineExpiry, measure.DeadlineTenderStart}

// TermAhead are the deadlines about terms from the day after the as-of date and so many days
// ahead, soonest first.
func TermAhead(f *measure.Figures, days int) []measure.Deadline {
	var out []measure.Deadline
	for _, d := range f.Deadlines {
		if d.Days > 0 && d.Days <= days && slices.Contains(TermKinds, d.Kind) {
			out = append(out, d)
		}
	}
	return out
}
