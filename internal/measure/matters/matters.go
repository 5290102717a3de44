// Package matters goes through what contracts have to put right: deviations that were
// reported, and findings of inspections that were held. It says what is open, how old and how
// grave that is.
package matters

import (
	"cmp"
	"iter"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/inspections"
)

// Severities of deviations and findings, the gravest first.
var Severities = []contract.FindingSeverity{contract.SeverityCritical, contract.SeverityMajor, contract.SeverityMinor}

// Matter is something to put right on a contract: a deviation that was reported, or a
// finding of an inspection that was held.
type Matter struct {
	Contract   *contract.Contract
	Deviation  *contract.Deviation // nil for a finding
	Finding    *contract.Finding   // nil for a deviation
	Inspection *contract.Inspection

	Severity    contract.FindingSeverity // as it is recorded; "" where it is not: see Gravity
	Requirement string                   // id; "" for none
	Supplier    string                   // id of the one that it is about; "" where several share the contract, and none is named
	Reported    date.Date                // of a finding, the day of its inspection; zero where no day is recorded
	Deadline    date.Date                // zero for none
	Closed      date.Date                // zero: not yet; a day after the as-of date is still to come

	Open bool // not closed by the as-of date
	Late bool // open, and its deadline has passed
	Age  int  // days from Reported to the as-of date; −1 where no day is recorded
}

// Of goes through what a contract had to put right by a day: its deviations, then the
// findings of its inspections, in the order of the files. What was reported after that day
// is not known on it; what has no day of report is.
func Of(c *contract.Contract, asOf date.Date) iter.Seq[Matter] {
	return func(yield func(Matter) bool) {
		for i := range c.Deviations {
			d := &c.Deviations[i]
			if !d.Reported.After(asOf) && !yield(OfDeviation(c, d, asOf)) {
				return
			}
		}
		for i := range c.Inspections {
			n := &c.Inspections[i]
			if !inspections.Held(n, asOf) {
				continue
			}
			for j := range n.Findings {
				d := &n.Findings[j]
				m := Matter{Contract: c, Finding: d, Inspection: n, Severity: d.Severity, Requirement: d.Requirement, Supplier: cmp.Or(n.Supplier, c.SoleSupplier()), Reported: n.Date, Deadline: d.Deadline, Closed: d.Closed}
				if !yield(m.on(asOf)) {
					return
				}
			}
		}
	}
}

// OfDeviation is a contract's deviation as it stands on a day.
func OfDeviation(c *contract.Contract, d *contract.Deviation, asOf date.Date) Matter {
	return Matter{Contract: c, Deviation: d, Severity: d.Severity, Requirement: d.Requirement, Supplier: cmp.Or(d.Supplier, c.SoleSupplier()),
		Reported: d.Reported, Deadline: d.Deadline, Closed: d.Closed}.on(asOf)
}

// on fills in how a matter stands on a day.
func (m Matter) on(asOf date.Date) Matter {
	m.Open, m.Late, m.Age = measure.StillOpen(m.Closed, asOf), measure.PastDue(m.Deadline, m.Closed, asOf), -1
	if !m.Reported.IsZero() {
		m.Age = asOf.Days(m.Reported)
	}
	return m
}

// OfAll goes through those of every contract.
func OfAll(f *measure.Figures) iter.Seq[Matter] {
	return func(yield func(Matter) bool) {
		for _, c := range f.Contracts {
			for m := range Of(c.Contract, f.AsOf) {
				if !yield(m) {
					return
				}
			}
		}
	}
}

// Overdue is how many days ago the deadline passed; only for what is Late.
func (m *Matter) Overdue(asOf date.Date) int { return asOf.Days(m.Deadline) }

// Gravity is the severity that a matter counts with, one of Severities.
func (m *Matter) Gravity() contract.FindingSeverity {
	gravity, _ := GravityOf(m.Severity)
	return gravity
}

// GravityOf is what a recorded severity counts as, and whether it is stated: where none is, or
// none that is known, it counts as major (FIGURES.md D3).
func GravityOf(severity contract.FindingSeverity) (gravity contract.FindingSeverity, stated bool) {
	if !slices.Contains(Severities, severity) {
		return contract.SeverityMajor, false
	}
	return severity, true
}

// Unstated counts those of some matters that are open and have no severity of their own.
func Unstated(matters iter.Seq[Matter]) (n int) {
	for m := range matters {
		if _, stated := GravityOf(m.Severity); m.Open && !stated {
			n++
		}
	}
	return n
}

// State is how a matter stands.
type State string

// The states; what is late is open too.
const (
	StateOpen   State = "open"
	StateLate   State = "late"
	StateClosed State = "closed"
)

// States are all states.
var States = []State{StateOpen, StateLate, StateClosed}

// States are those that a matter is in.
func (m *Matter) States() []State {
	switch {
	case m.Late:
		return []State{StateOpen, StateLate}
	case m.Open:
		return []State{StateOpen}
	}
	return []State{StateClosed}
}

// ReportedIn reports whether a matter was reported in a quarter.
func (m *Matter) ReportedIn(q date.Quarter) bool {
	return !m.Reported.IsZero() && m.Reported.QuarterOf() == q
}

// ClosedIn reports whether a matter was closed in a quarter.
func (m *Matter) ClosedIn(q date.Quarter) bool {
	return !m.Closed.IsZero() && m.Closed.QuarterOf() == q
}

// AgeBands is how many bands the age of what is open has: under 30 days, 30–89, 90–179,
// and 180 or more (DOMAIN.md: deviations are closed in 30, 60 or 90 days by severity).
const AgeBands = 4

// ageLimits are the ages in days at which the bands after the first begin.
var ageLimits = [AgeBands - 1]int{30, 90, 180}

// AgeBand is the band of a matter's age, from 0; without a day of report it counts as old.
func (m *Matter) AgeBand() int {
	if m.Age < 0 {
		return AgeBands - 1
	}
	band := 0
	for band < len(ageLimits) && m.Age >= ageLimits[band] {
		band++
	}
	return band
}

// OpenAges counts the open matters of a gravity by band of age.
type OpenAges struct {
	Severity contract.FindingSeverity
	Count    [AgeBands]int
}

// CountOpen counts those of some matters that are open: one row for each of Severities.
func CountOpen(matters iter.Seq[Matter]) []OpenAges {
	out := make([]OpenAges, len(Severities))
	for i, s := range Severities {
		out[i].Severity = s
	}
	for m := range matters {
		for i := range out {
			if m.Open && out[i].Severity == m.Gravity() {
				out[i].Count[m.AgeBand()]++
			}
		}
	}
	return out
}
