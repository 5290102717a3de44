package demo

import (
	"math"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Cause is what one point of a factor adds to the log-odds of things going wrong.
type Cause struct {
	Factor  string
	LogOdds float64
}

// Truth is what makes things go wrong in a made-up portfolio: for each likelihood factor of
// the risk model, what one of its points (0–4) at a quarter's end adds to the log-odds of a
// deviation, and of an inspection that fails, in the quarter after. A back-test finds again
// what is planted here, and a fit of weights their order. The factors of consequence bring no
// deviation about: they make it more often major or critical. That a ceiling is passed
// is not drawn: it comes of the turnover, of which the factor ceiling is the projection.
var Truth = []Cause{
	{"requirement-debt", 0.8},
	{"labour-crime", 0.6},
	{"follow-up-debt", 0.45},
	{"ceiling", 0.35},
	{"deviations", 0.3},
	{"supplier-signs", 0.25},
	{"amendments", 0.1},
	{"deadline", 0},
	{"data-quality", 0},
}

// Log-odds of events of a contract without any points, and what a point of consequence adds
// to those of a deviation being major or critical.
const (
	quietDeviation  = -6.6
	quietInspection = -5.6
	quietMajor      = -1.8
	perCriticality  = 0.7
	perAnnualValue  = 0.35
)

func chanceOf(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

// pressure is the sum of a contract's points at a quarter's end, each by its weight in Truth.
// The points are reckoned here in a few lines, not by the risk model, whose figures cost
// more than the portfolio itself: the demo's test holds the two to each other.
func (g *generator) pressure(c *contract.Contract, on date.Date) (logOdds float64) {
	for _, t := range Truth {
		if t.LogOdds > 0 {
			logOdds += t.LogOdds * float64(g.points(t.Factor, c, on))
		}
	}
	return logOdds
}

// points are what a factor of the risk model says of a contract on a day.
func (g *generator) points(factor string, c *contract.Contract, on date.Date) int {
	switch factor {
	case "requirement-debt":
		return g.habits[c.ID].slack
	case "labour-crime":
		return labourCrime(c, on)
	case "follow-up-debt":
		return followUpDebt(c, on)
	case "deviations":
		return steps(openSeverity(c, on), 1, 3, 9, 18)
	case "supplier-signs":
		return min(len(signsOn(g.supplier[c.Suppliers[0]], g.bankrupt, on)), 4)
	case "ceiling":
		return steps(projectedUse(c, on), 0.70, 0.85, 0.95, 1.05)
	case "amendments":
		return amended(c, on)
	}
	return 0
}

// steps counts the limits that a value has reached.
func steps(value float64, limits ...float64) (n int) {
	for _, limit := range limits {
		if value >= limit {
			n++
		}
	}
	return n
}

func tradeOf(c *contract.Contract) trade { return trades[indexOf(c.CPV[0])] }

// labourCrime is the trade's class, one more with firms below firms, one less for a year
// after an inspection that found all in order.
func labourCrime(c *contract.Contract, on date.Date) int {
	if c.Nature == contract.Goods {
		return 0
	}
	n := tradeOf(c).risk
	if s := c.SupplyChain; s != nil && slices.ContainsFunc(s.Firms, func(f contract.Firm) bool { return f.Parent != c.Suppliers[0] && !f.Approved.After(on) }) {
		n++
	}
	if slices.ContainsFunc(c.Inspections, func(i contract.Inspection) bool {
		return i.Result == contract.ResultConform && !i.Date.After(on) && !i.Date.Before(on.AddMonths(-12))
	}) {
		n--
	}
	return max(0, min(n, 4))
}

// followUpDebt goes by the days since the first meeting that was due after the last held.
func followUpDebt(c *contract.Contract, on date.Date) int {
	if c.Manager == "" {
		return 4
	}
	item := &c.Plan[0]
	quarters := 1
	switch item.Every {
	case contract.EveryHalfYear:
		quarters = 2
	case contract.EveryYear:
		quarters = 4
	}
	first := c.Period.Start.QuarterOf()
	for _, d := range item.Done {
		if !d.After(on) {
			first = d.QuarterOf().Add(quarters)
		}
	}
	for (first.Q-1)%quarters != quarters-1 { // the last quarter of its half-year or year
		first = first.Add(1)
	}
	return steps(float64(on.Days(first.Last())), 1, 30, 60, 90)
}

func openSeverity(c *contract.Contract, on date.Date) (sum float64) {
	add := func(severity contract.FindingSeverity, reported, closed date.Date) {
		if reported.After(on) || !closed.IsZero() && !closed.After(on) {
			return
		}
		switch severity {
		case contract.SeverityCritical:
			sum += 9
		case contract.SeverityMajor:
			sum += 3
		default:
			sum++
		}
	}
	for _, d := range c.Deviations {
		add(d.Severity, d.Reported, d.Closed)
	}
	for _, i := range c.Inspections {
		for _, f := range i.Findings {
			add(f.Severity, i.Date, f.Closed)
		}
	}
	return sum
}

// projectedUse goes on as the last twelve months went, to the last end, and compares with
// the maximum.
func projectedUse(c *contract.Contract, on date.Date) float64 {
	var spent, year money.Amount
	var months, inYear int
	if c.Turnover != nil {
		for _, m := range c.Turnover.Months {
			if m.Month.Last().After(on) {
				break
			}
			spent += m.Total
			months++
			if m.Month.Last().After(on.AddMonths(-12)) {
				year += m.Total
				inYear++
			}
		}
	}
	if inYear < 3 {
		return 0
	}
	end := c.Period.End
	if n := len(c.Options); n > 0 {
		end = c.Options[n-1].ExtendsTo
	}
	left := max(0, float64(end.Days(on))/30.44)
	return (float64(spent) + float64(year)/float64(inYear)*left) / float64(c.Value.Maximum.V)
}

func amended(c *contract.Contract, on date.Date) int {
	var sum money.Amount
	for _, a := range c.Amendments {
		if !a.Signed.After(on) {
			sum += a.Value.V
		}
	}
	if sum <= 0 {
		return 0
	}
	last := 0.10
	if c.Nature == contract.Works {
		last = 0.15
	}
	return 1 + steps(float64(sum)/float64(c.Value.Estimated.V), 0.03, 0.07, last)
}

// majorChance is how often a deviation of a contract is major or critical.
func majorChance(c *contract.Contract) float64 {
	critical := slices.Index([]contract.Criticality{"none", "nuisance", "delay", "affects-users", "critical"}, c.Criticality)
	days := max(1, c.Period.End.Days(c.Period.Start))
	value := steps(float64(c.Value.Estimated.V)/100/float64(days)*365, 500_000, 2_500_000, 10_000_000, 50_000_000)
	return chanceOf(quietMajor + perCriticality*float64(critical) + perAnnualValue*float64(value))
}
