package demo

import (
	"fmt"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// earlier gives a contract deviations and inspections of earlier quarters, all closed, so
// that there is a past to look back on. They are more frequent where the industry's risk
// and the criticality are high, but occur by chance elsewhere too. The last 300 days are
// left to followUp.
func (g *generator) earlier(c *contract.Contract, t trade) {
	until := date.Min(g.opt.AsOf.AddDays(-300), c.Period.End)
	critical := slices.Index([]contract.Criticality{"none", "nuisance", "delay", "affects-users", "critical"}, c.Criticality)
	often := 0.004 + 0.005*float64(t.risk+critical)
	for d := c.Period.Start.AddDays(30); d.Before(until); d = d.AddDays(91) {
		on := d.AddDays(g.back.IntN(60))
		if g.back.Float64() < often {
			v := contract.Deviation{ID: fmt.Sprintf("tidligere-%d", len(c.Deviations)+1), Title: pick(g.back, []string{"Levert for sent", "Mangelfull bemanning", "Feil i leveransen"}), Severity: pick(g.back, []contract.FindingSeverity{contract.SeverityMinor, contract.SeverityMajor, contract.SeverityMajor, contract.SeverityCritical}), Requirement: "quality", Owner: c.Manager, Reported: on, Deadline: on.AddDays(60)}
			v.Closed = on.AddDays(15 + g.back.IntN(60))
			c.Deviations = append(c.Deviations, v)
		}
		if t.area != "" && g.back.Float64() < 0.05 {
			g.earlierInspection(c, t, on)
		}
	}
}

func (g *generator) earlierInspection(c *contract.Contract, t trade, on date.Date) {
	i := contract.Inspection{ID: on.String() + "-pay", Date: on, Kind: pick(g.back, []contract.InspectionKind{"document", "site", "unannounced"}), Extensive: true, Themes: []string{"pay"}, Area: t.area, Status: contract.InspectionClosed, Result: contract.ResultConform, Hours: contract.Some(8 + g.back.IntN(24))}
	if c.Manager != "" {
		i.Inspectors = []string{c.Manager}
	}
	if g.back.Float64() < 0.08+0.08*float64(t.risk) {
		i.Result = contract.ResultMajor
		i.Findings = []contract.Finding{{ID: "funn-1", Requirement: "pay", Severity: contract.SeverityMajor, Description: "Lønn under allmenngjort sats i en del av perioden", Action: "Etterbetales", Deadline: on.AddDays(45), Closed: on.AddDays(20 + g.back.IntN(50)), VerifiedBy: c.Manager}}
	}
	c.Inspections = append(c.Inspections, i)
}
