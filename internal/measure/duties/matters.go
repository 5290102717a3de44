package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// severityPoints of a deviation or finding (DOMAIN.md: minor 1, major 3, critical 9).
var severityPoints = map[contract.FindingSeverity]int{contract.SeverityMinor: 1, contract.SeverityMajor: 3, contract.SeverityCritical: 9}

// CountOpen fills in how many deviations and inspection findings are open, and how grave
// they are together.
func CountOpen(cf *measure.ContractFigures, asOf date.Date) {
	for m := range measure.Matters(cf.Contract, asOf) {
		if !m.Open {
			continue
		}
		cf.OpenSeverity += severityPoints[m.Gravity()]
		if m.Deviation != nil {
			cf.OpenDevs++
		} else {
			cf.OpenFindings++
		}
	}
}
