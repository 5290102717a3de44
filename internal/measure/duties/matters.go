package duties

import (
	"iter"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// severityPoints of a deviation or finding; one whose severity is missing counts as
// major.
func severityPoints(severity string) int {
	switch severity {
	case "minor":
		return 1
	case "critical":
		return 9
	}
	return 3
}

// CountOpen fills in how many deviations and inspection findings are open, and how grave
// they are together.
func CountOpen(w *measure.World, cf *measure.ContractFigures) {
	var severity, devs, findings int
	for m := range Open(cf.Contract, w.AsOf) {
		severity += severityPoints(m.Severity)
		if m.Deviation != nil {
			devs++
		} else {
			findings++
		}
	}
	cf.OpenDevs = contract.Maybe[int]{V: devs, Set: !w.Portfolio.Withholds(contract.ContractDeviations)}
	cf.OpenFindings = contract.Maybe[int]{V: findings, Set: !w.Portfolio.Withholds(contract.InspectionFindings)}
	cf.OpenSeverity = contract.Maybe[int]{V: severity, Set: cf.OpenDevs.Set && cf.OpenFindings.Set}
}

// Matter is a deviation or a finding of an inspection that is not closed.
type Matter struct {
	Severity, Requirement string
	Deadline              date.Date
	Deviation             *contract.Deviation // or
	Finding               *contract.Finding
	Inspection            *contract.Inspection
}

// Open goes through a contract's deviations and findings that are not closed.
func Open(c *contract.Contract, asOf date.Date) iter.Seq[Matter] {
	open := func(closed date.Date) bool { return closed.IsZero() || closed.After(asOf) }
	return func(yield func(Matter) bool) {
		for i := range c.Deviations {
			d := &c.Deviations[i]
			if !d.Reported.After(asOf) && open(d.Closed) && !yield(Matter{d.Severity, d.Requirement, d.Deadline, d, nil, nil}) {
				return
			}
		}
		for i := range c.Inspections {
			n := &c.Inspections[i]
			if n.Date.After(asOf) || n.Status == "planned" {
				continue
			}
			for j := range n.Findings {
				d := &n.Findings[j]
				if open(d.Closed) && !yield(Matter{d.Severity, d.Requirement, d.Deadline, nil, d, n}) {
					return
				}
			}
		}
	}
}
