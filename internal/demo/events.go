package demo

import (
	"fmt"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// events go through the quarters of every contract, in the order of their time: what stood
// at a quarter's end makes what goes wrong in the next more or less likely.
func (g *generator) events() {
	for _, s := range g.p.Suppliers {
		g.supplier[s.ID] = s
	}
	g.bankruptcies()
	g.bankrupt = bankruptcies(g.p.Contracts)
	for _, c := range g.p.Contracts {
		if c.Status == contract.Planned {
			continue
		}
		until := g.opt.AsOf.AddDays(-1)
		if c.Status == contract.Ended {
			until = date.Min(until, c.Period.End)
		}
		for q := c.Period.Start.QuarterOf(); q.Last().Before(until); q = q.Add(1) {
			g.quarter(c, q.Last(), until)
		}
	}
}

// quarter makes up what happens to a contract in the quarter after an end of one.
func (g *generator) quarter(c *contract.Contract, end, until date.Date) {
	pressure := g.pressure(c, end)
	if on := end.AddDays(1 + g.back.IntN(90)); g.back.Float64() < chanceOf(quietDeviation+pressure) && !on.After(until) {
		g.deviation(c, on)
	}
	if on := end.AddDays(1 + g.back.IntN(90)); tradeOf(c).area != "" && g.back.Float64() < 0.07 && !on.After(until) {
		g.inspection(c, on, g.back.Float64() < chanceOf(quietInspection+pressure))
	}
}

func (g *generator) deviation(c *contract.Contract, on date.Date) {
	d := contract.Deviation{ID: fmt.Sprintf("avvik-%d", len(c.Deviations)+1), Title: pick(g.back, []string{"Levert for sent", "Mangelfull rapport", "Mangelfull bemanning", "Avvik i kvalitet", "Faktura uten avtalt referanse"}),
		Severity: contract.SeverityMinor, Requirement: "quality", Owner: c.Manager, Reported: on, Deadline: on.AddDays(60)}
	if g.back.Float64() < majorChance(c) {
		d.Severity = pick(g.back, []contract.FindingSeverity{contract.SeverityMajor, contract.SeverityMajor, contract.SeverityCritical})
	}
	d.Closed = g.settled(on)
	c.Deviations = append(c.Deviations, d)
}

// settled is the day on which a matter was closed: most within three months, some drag on;
// zero where that day has not come.
func (g *generator) settled(from date.Date) date.Date {
	days := 15 + g.back.IntN(70)
	if g.back.Float64() < 0.25 {
		days += 60 + g.back.IntN(200)
	}
	if closed := from.AddDays(days); closed.Before(g.opt.AsOf) {
		return closed
	}
	return date.Date{}
}

func (g *generator) inspection(c *contract.Contract, on date.Date, fails bool) {
	i := contract.Inspection{ID: on.String() + "-pay", Date: on, Kind: pick(g.back, []contract.InspectionKind{"document", "site", "unannounced"}), Extensive: true, Themes: []string{"pay"}, Area: tradeOf(c).area, Status: contract.InspectionClosed, Result: contract.ResultConform, Hours: contract.Some(8 + g.back.IntN(24))}
	if c.Manager != "" {
		i.Inspectors = []string{c.Manager}
	}
	finding := contract.Finding{ID: "funn-1", Requirement: "pay", Deadline: on.AddDays(45)}
	switch {
	case fails:
		i.Result = contract.ResultMajor
		finding.Severity, finding.Description, finding.Action = contract.SeverityMajor, "Lønn under allmenngjort sats i en del av perioden", "Etterbetales"
	case g.back.Float64() < 0.3:
		i.Result = contract.ResultMinor
		finding.Severity, finding.Description, finding.Action = contract.SeverityMinor, "Timelister mangler for en del av perioden", "Ettersendes"
	}
	if i.Result != contract.ResultConform {
		if finding.Closed = g.settled(on); finding.Closed.IsZero() {
			i.Status = contract.InspectionPerformed
		} else {
			finding.VerifiedBy = c.Manager
		}
		i.Findings = []contract.Finding{finding}
	}
	c.Inspections = append(c.Inspections, i)
}

// perSign is how often, in a quarter, a supplier goes bankrupt for each sign that it has.
const perSign = 0.003

// bankruptcies strike suppliers that have signs already, in the last three years. Each of the
// contracts in force then gets a critical deviation of that day.
func (g *generator) bankruptcies() {
	inForce := map[string][]*contract.Contract{}
	for _, c := range g.p.Contracts {
		if c.Status == contract.Active {
			inForce[c.Suppliers[0]] = append(inForce[c.Suppliers[0]], c)
		}
	}
	for _, s := range g.p.Suppliers {
		for n := -12; n < 0 && len(s.Signs) > 0; n++ {
			on := g.opt.AsOf.QuarterOf().Add(n).Last().AddDays(1 + g.back.IntN(90))
			if g.back.Float64() < perSign*float64(len(s.Signs)) && on.Before(g.opt.AsOf) && g.fail(inForce[s.ID], on) {
				s.Signs = append(s.Signs, contract.SignBankruptcy)
				break
			}
		}
	}
}

// fail records a bankruptcy on the contracts that it meets; false where it meets none.
func (g *generator) fail(contracts []*contract.Contract, on date.Date) (met bool) {
	for _, c := range contracts {
		if c.Period.Start.Before(on) {
			met = true
			c.Deviations = append(c.Deviations, contract.Deviation{ID: bankruptcy, Title: "Leverandøren er konkurs", Severity: contract.SeverityCritical, Requirement: "quality", Owner: c.Manager, Reported: on, Deadline: on.AddDays(30), Closed: g.settled(on)})
		}
	}
	return met
}

const bankruptcy = "konkurs" // id of the deviation that records a supplier's bankruptcy

// bankruptcies are the days on which suppliers went bankrupt, as their contracts tell.
func bankruptcies(contracts []*contract.Contract) map[string]date.Date {
	out := map[string]date.Date{}
	for _, c := range contracts {
		for _, d := range c.Deviations {
			if d.ID == bankruptcy {
				out[c.Suppliers[0]] = d.Reported
			}
		}
	}
	return out
}

// signsOn are a supplier's signs as they were on a day: that of a bankruptcy comes with it.
func signsOn(s *contract.Supplier, bankrupt map[string]date.Date, on date.Date) []contract.Sign {
	var out []contract.Sign
	for _, sign := range s.Signs {
		if sign != contract.SignBankruptcy || !on.Before(bankrupt[s.ID]) {
			out = append(out, sign)
		}
	}
	return out
}
