package matters

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// severityPoints of a deviation or finding (DOMAIN.md: minor 1, major 3, critical 9).
var severityPoints = map[contract.FindingSeverity]int{contract.SeverityMinor: 1, contract.SeverityMajor: 3, contract.SeverityCritical: 9}

// FillOpen fills in how many deviations and inspection findings are open, and how grave
// they are together.
func FillOpen(w *measure.World, cf *measure.ContractFigures) {
	var severity, devs, findings int
	for m := range Of(cf.Contract, w.AsOf) {
		if !m.Open {
			continue
		}
		severity += severityPoints[m.Gravity()]
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
