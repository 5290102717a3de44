// Package measuretest makes portfolios for the tests of figures: a small fixed world, one
// contract with everything known and nothing wrong, and any number of contracts by chance,
// in which every field may be missing. The program does not import it.
package measuretest

import (
	"fmt"
	"math/big"
	"math/rand/v2"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// AsOf is the day around which all dates lie.
var AsOf = Day("2026-11-23")

// Day reads a date; "" and "-" are none.
func Day(s string) date.Date {
	if s == "" || s == "-" {
		return date.Date{}
	}
	return date.MustParse(s)
}

// Rat reads a fraction; "" is unknown.
func Rat(s string) *big.Rat {
	if s == "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// Same reports whether two figures are the same, or both unknown.
func Same(a, b *big.Rat) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0
}

// Months gives the same sum in each month from first to last.
func Months(first, last string, nok int64) (out []contract.MonthTurnover) {
	to := Day(last + "-01").MonthOf()
	for m := Day(first + "-01").MonthOf(); !to.Before(m); m = m.Add(1) {
		out = append(out, contract.MonthTurnover{Month: m, Total: money.NOK(nok)})
	}
	return out
}

// Contract adds one to a portfolio, with everything known and nothing wrong.
func Contract(p *contract.Portfolio) *contract.Contract {
	c := &contract.Contract{
		ID: "a", Title: "A", Status: contract.Active, Kind: contract.KindContract, Nature: contract.Services, Category: "kategori-1", CPV: []string{"79713000"},
		Department: "innkjop", Manager: "person-1", Suppliers: []string{"x-leverandor-0"}, Criticality: "none",
		Period: contract.Period{Start: Day("2026-01-01"), End: Day("2029-12-31")}, Plan: []contract.PlanItem{{What: "Møte", Every: contract.OnEvent}},
		Requirements: []contract.AppliedRequirement{{ID: "pay"}},
	}
	c.Procurement.Bids, c.Procurement.Published = contract.Some(7), Day("2025-09-01")
	c.Value.Estimated, c.Value.Maximum = contract.Some(money.NOK(1_000_000)), contract.Some(money.NOK(1_200_000))
	c.Turnover = &contract.Turnover{Months: Months("2026-01", "2026-10", 10_000)}
	p.Contracts = append(p.Contracts, c)
	return c
}

// Decimal reads a number.
func Decimal(s string) money.Decimal {
	v, err := money.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return v
}

// Decimals reads several.
func Decimals(ss ...string) (out []money.Decimal) {
	for _, s := range ss {
		out = append(out, Decimal(s))
	}
	return out
}

// SecondModel is version 2 of the risk model that ships.
func SecondModel() *contract.RiskModel {
	m := Model()
	m.ID = "2026-10-01"
	m.Axes.Consequence.Combine = contract.CombineQuadratic
	m.Axes.Likelihood = contract.Combination{Combine: contract.CombineAny, Share: contract.Some(Decimal("0.8"))}
	m.Floors[0].When = "over_maximum"
	m.Floors = append(m.Floors, contract.Floor{ID: "no-turnover", When: "no_turnover", Band: contract.BandModerate})
	return m
}

// Model is version 1 of the risk model that ships.
func Model() *contract.RiskModel {
	k, s := contract.AxisConsequence, contract.AxisLikelihood
	m := &contract.RiskModel{ID: "2026-01-01", From: Day("2020-01-01"), Unknown: 2}
	for _, b := range []struct {
		id    contract.BandID
		from  string
		hours int
	}{{contract.BandLow, "0", 1}, {contract.BandModerate, "20", 3}, {contract.BandHigh, "40", 8}, {contract.BandCritical, "60", 20}} {
		m.Bands = append(m.Bands, contract.Band{ID: b.id, From: contract.Some(Decimal(b.from)), Hours: b.hours})
	}
	m.Factors = []contract.Factor{
		{ID: "value", Axis: k, Weight: 30, Measure: "annual_value", Thresholds: Decimals("500_000", "2_500_000", "10_000_000", "50_000_000")},
		{ID: "criticality", Axis: k, Weight: 30, Measure: "criticality", Choices: []string{"none", "nuisance", "delay", "affects-users", "critical"}},
		{ID: "bids", Axis: k, Weight: 15, Measure: "bids", Thresholds: Decimals("6", "4", "3", "2"), Descending: true},
		{ID: "exposure", Axis: k, Weight: 25, Measure: "exposure", Thresholds: Decimals("1", "4", "7", "10")},
		{ID: "ceiling", Axis: s, Weight: 20, Measure: "projected_ceiling_use", Thresholds: Decimals("0.70", "0.85", "0.95", "1.05")},
		{ID: "deadline", Axis: s, Weight: 10, Measure: "days_to_deadline", Thresholds: Decimals("365", "180", "90", "30"), Descending: true},
		{ID: "debt", Axis: s, Weight: 20, Measure: "requirement_debt", Thresholds: Decimals("0.10", "0.25", "0.50"), Zero: true},
		{ID: "deviations", Axis: s, Weight: 15, Measure: "open_deviations", Thresholds: Decimals("1", "3", "9", "18")},
		{ID: "labour", Axis: s, Weight: 10, Measure: "labour_crime", Thresholds: Decimals("1", "2", "3", "4")},
		{ID: "amendments", Axis: s, Weight: 10, Measure: "amendments_share", Thresholds: Decimals("0.03", "0.07", "0.10"), ThresholdsWorks: Decimals("0.03", "0.07", "0.15"), Zero: true},
		{ID: "signs", Axis: s, Weight: 5, Measure: "supplier_signs", Thresholds: Decimals("1", "2", "3", "4")},
		{ID: "follow-up", Axis: s, Weight: 5, Measure: "followup_debt", Thresholds: Decimals("30", "60", "90"), Zero: true},
		{ID: "data", Axis: s, Weight: 5, Measure: "data_quality", Thresholds: Decimals("1", "2", "3", "4")},
	}
	m.Floors = []contract.Floor{
		{ID: "over-maximum", When: "spent > maximum", Band: contract.BandCritical},
		{ID: "after-end", When: "spend_after_end", Band: contract.BandCritical},
		{ID: "forecast", When: "forecast_breach", Band: contract.BandHigh},
		{ID: "breach", When: "major_social_breach", Band: contract.BandHigh},
		{ID: "tiers", When: "tiers_over_limit", Band: contract.BandHigh},
		{ID: "amendment", When: "amendments_over_limit", Band: contract.BandHigh},
		{ID: "vacant", When: "no_manager", Band: contract.BandModerate},
	}
	return m
}

// Chance draws numbers below n.
type Chance func(n int) int

// Seeded draws the same for the same seed.
func Seeded(seed uint64) Chance {
	r := rand.New(rand.NewPCG(seed, 1))
	return r.IntN
}

func (c Chance) of(percent int) bool { return c(100) < percent }

func (c Chance) word(words ...string) string { return words[c(len(words))] }

// day around the as-of date, so many days back and forward.
func (c Chance) day(back, forward int) date.Date { return AsOf.AddDays(c(back+forward+1) - back) }

func (c Chance) maybeDay(percent, back, forward int) date.Date {
	if !c.of(percent) {
		return date.Date{}
	}
	return c.day(back, forward)
}

// Portfolio holds requirements, categories, suppliers and people, but no contract.
func Portfolio() *contract.Portfolio {
	p := &contract.Portfolio{Models: []*contract.RiskModel{Model()}}
	p.Settings.Defaults.Currency = "NOK"
	p.Settings.LeadTimes = []contract.LeadTime{{Procedure: contract.ProcedureOpen, Preparation: 40, Tender: 35, Evaluation: 20, Standstill: 10}}
	for i, r := range []contract.Requirement{
		{ID: "pay", Group: contract.GroupSocial, Weight: 3, Every: contract.EveryYear, When: "nature != 'goods' && value >= regulation('pay-threshold')"},
		{ID: "human-rights", Group: contract.GroupSocial, Weight: 2, Every: contract.EveryYear},
		{ID: "packaging", Group: contract.GroupEnvironment, Weight: 1, Every: contract.EveryHalfYear, When: "nature == 'goods'"},
		{ID: "zero-emission", Group: contract.GroupEnvironment, Weight: 2, Every: contract.EveryQuarter, When: "has_requirement('zero-emission')"},
		{ID: "ceiling", Group: contract.GroupEconomy, Weight: 3, Every: contract.Once, When: "kind == 'framework' or value > 100_000_000"},
		{ID: "data-protection", Group: contract.GroupLaw, Weight: 2, Every: contract.OnEvent, When: "vulnerable_users"},
	} {
		for j := range 1 + 2*btoi(i < 2) { // more of a kind, so that exposure varies
			q := r
			if j > 0 {
				q.ID += fmt.Sprint("-", j)
			}
			q.Title = contract.Text{"": "Krav " + q.ID}
			p.Requirements = append(p.Requirements, &q)
		}
	}
	p.Regulations = []contract.Regulation{
		{ID: "pay-threshold", Value: contract.Some(Decimal("1_300_000")), Unit: "NOK", Scope: "all", From: Day("2015-01-01"), To: Day("2023-12-31"), Basis: "FOR-2008-02-08-112 § 4", Confidence: contract.ConfidenceUnsure},
		{ID: "pay-threshold", Value: contract.Some(Decimal("2_200_000")), Unit: "NOK", Scope: "municipal", From: Day("2024-01-01"), Basis: "FOR-2008-02-08-112 § 4", Confidence: contract.ConfidenceSecondary},
		{ID: "eea-threshold", Value: contract.Some(Decimal("2_300_000")), Unit: "NOK", Scope: "municipal", From: Day("2015-01-01")},
		{ID: "eea-threshold-works", Value: contract.Some(Decimal("57_800_000")), Unit: "NOK", From: Day("2015-01-01")},
		{ID: "tier-limit", Value: contract.Some(Decimal("2")), From: Day("2015-01-01")},
	}
	for i := range 5 {
		k := &contract.Category{ID: fmt.Sprint("kategori-", i), Title: fmt.Sprint("Kategori ", i)}
		if i > 0 {
			k.IndustryRisk = contract.Some(i)
		}
		p.Categories = append(p.Categories, k)
		p.People = append(p.People, &contract.Person{ID: fmt.Sprint("person-", i), Name: fmt.Sprint("Person ", i), Capacity: contract.Some(40 * i)})
	}
	p.People[4].Left = AsOf.AddDays(-10)
	for i := range 12 {
		s := &contract.Supplier{ID: fmt.Sprint("x-leverandor-", i), Name: fmt.Sprint("Leverandør ", i)}
		s.Signs = []contract.Sign{"new", "dependent", "arrears", "bankruptcy"}[:i%5%5]
		p.Suppliers = append(p.Suppliers, s)
	}
	return p
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// addContract makes a contract by Chance: every field may be missing.
func addContract(p *contract.Portfolio, id string, r Chance) *contract.Contract {
	c := &contract.Contract{
		ID: id, Title: "Kontrakt " + id, Status: contract.Status(r.word("active", "active", "active", "active", "planned", "ended", "terminated")),
		Kind:   contract.Kind(r.word("framework", "contract", "contract", "call-off", "dps")),
		Nature: contract.Nature(r.word("goods", "services", "services", "works", "")), VulnerableUse: r.of(10),
		Criticality: contract.Criticality(r.word("none", "nuisance", "delay", "affects-users", "critical", "")),
	}
	if r.of(90) {
		c.Category = p.Categories[r(len(p.Categories))].ID
		c.CPV, c.Department = []string{"79713000"}, "innkjop"
	}
	if r.of(90) {
		c.Manager = p.People[r(len(p.People))].ID
	}
	for range r(3) {
		c.Suppliers = append(c.Suppliers, p.Suppliers[r(len(p.Suppliers))].ID)
	}
	start := r.day(2000, 60)
	c.Period = contract.Period{Start: start, End: start.AddDays(r(2400)), Renewal: contract.RenewalNone}
	switch r(8) {
	case 0:
		c.Period.Renewal, c.Period.Tacit.Months, c.Period.NoticeMonths = contract.RenewalTacit, 1+r(24), contract.Some(r(7))
		if r.of(30) {
			c.Period.Tacit.Times = 1 + r(4)
		}
		if r.of(20) {
			c.Period.NoticeGiven = r.day(700, 30)
		}
	case 1:
		c.Period.End = date.Date{}
	case 2, 3, 4:
		c.Period.Renewal = contract.RenewalOptions
		for i := range 1 + r(2) {
			o := contract.Option{ExtendsTo: c.Period.End.AddMonths(12 * (i + 1)), Status: contract.OptionStatus(r.word("open", "open", "exercised", "declined", "lapsed"))}
			o.DecideBy = o.ExtendsTo.AddMonths(-15)
			if o.Status != contract.OptionOpen && r.of(80) {
				o.Decided = o.DecideBy.AddDays(r(200) - 150)
			}
			c.Options = append(c.Options, o)
		}
	}
	if r.of(10) {
		c.Successor = "etterfolger"
	}
	if r.of(85) {
		c.Procurement.Bids = contract.Some(1 + r(8))
		c.Procurement.Published = start.AddDays(-120)
	}
	addMoney(c, r)
	addFollowUp(p, c, r)
	p.Contracts = append(p.Contracts, c)
	return c
}

func addMoney(c *contract.Contract, r Chance) {
	if r.of(5) {
		c.Value.Currency = "EUR"
		if r.of(60) {
			c.Value.Rate, c.Value.RateDate = contract.Some(Decimal("11.5")), r.maybeDay(80, 900, 0)
		}
	}
	estimate := money.Amount(1+r(2_000_000_000)) * 10
	if r.of(90) {
		c.Value.Estimated = contract.Some(estimate)
	}
	if r.of(70) {
		c.Value.Maximum = contract.Some(estimate + estimate/2)
	}
	if r.of(85) {
		c.Turnover = &contract.Turnover{}
		if r.of(20) {
			c.Turnover.Through = r.day(90, 0)
		}
		monthly := int(estimate/100)/(20+r(60)) + 1
		for m := c.Period.Start.MonthOf(); !AsOf.MonthOf().Before(m); m = m.Add(1) {
			if !c.Period.End.IsZero() && m.First().After(c.Period.End) && !r.of(3) {
				break
			}
			if r.of(90) {
				c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: m, Total: money.Amount(r(2*monthly)) * 100})
			}
		}
	}
	for range r(4) {
		c.Amendments = append(c.Amendments, contract.Amendment{
			Signed: r.maybeDay(90, 900, 60), Value: contract.Some(estimate/100*money.Amount(r(8)) - estimate/50),
			Ground: contract.Ground(r.word("foa-28-1-a", "foa-28-1-b", "foa-28-1-c")),
		})
		if a := &c.Amendments[len(c.Amendments)-1]; r.of(20) {
			a.MaximumAfter = contract.Some(estimate * 2)
		}
	}
}

func addFollowUp(p *contract.Portfolio, c *contract.Contract, r Chance) {
	severity := func() string { return r.word("minor", "minor", "major", "critical", "") }
	for i := range r(4) {
		c.Deviations = append(c.Deviations, contract.Deviation{
			ID: fmt.Sprint("avvik-", i), Title: "Avvik", Reported: r.day(400, 20), Closed: r.maybeDay(60, 300, 20),
			Severity: contract.FindingSeverity(severity()), Requirement: r.word("pay", "quality"), Deadline: r.day(60, 60),
		})
	}
	for range r(3) {
		c.Inspections = append(c.Inspections, contract.Inspection{
			Date: r.day(700, 30), Extensive: r.of(50), Status: contract.InspectionStatus(r.word("performed", "closed", "planned")), Result: contract.InspectionResult(r.word("conform", "minor", "major")),
			Findings: []contract.Finding{{ID: "funn", Severity: contract.FindingSeverity(severity()), Requirement: "human-rights", Closed: r.maybeDay(60, 300, 20)}},
		})
	}
	if r.of(30) {
		c.SupplyChain = &contract.SupplyChain{Firms: []contract.Firm{{ID: "a"}, {ID: "b", Parent: r.word("a", "x")}, {ID: "c", Parent: r.word("b", "x")}}}
	}
	for _, q := range p.Requirements {
		if !r.of(40) {
			continue
		}
		a := contract.AppliedRequirement{ID: q.ID}
		if r.of(10) {
			a.Applies, a.Reason = contract.Some(r.of(50)), "Avtalt"
		}
		for range r(3) {
			e := contract.Evidence{State: contract.EvidenceState(r.word("approved", "approved", "received", "rejected", "missing", "not-applicable")), Received: r.day(500, 20), Expires: r.maybeDay(50, 100, 400)}
			if len(c.Suppliers) > 0 && r.of(50) {
				e.Supplier = c.Suppliers[r(len(c.Suppliers))]
			}
			a.Evidence = append(a.Evidence, e)
		}
		c.Requirements = append(c.Requirements, a)
	}
	for range r(3) {
		item := contract.PlanItem{What: "Statusmøte", Every: contract.Every(r.word("month", "quarter", "half-year", "year")), Hours: contract.Some(2)}
		for range r(4) {
			item.Done = append(item.Done, r.day(300, 20))
		}
		c.Plan = append(c.Plan, item)
	}
}

// Random is a portfolio of n contracts, with what chance gives them.
func Random(n int, r Chance) *contract.Portfolio {
	p := Portfolio()
	for _, s := range p.Suppliers {
		if r.of(50) {
			s.Evidence = append(s.Evidence, contract.Evidence{Requirement: "human-rights", State: contract.EvidenceState(r.word("approved", "rejected")), Received: r.day(500, 0), Expires: r.maybeDay(50, 200, 200)})
		}
	}
	for i := range n {
		addContract(p, fmt.Sprintf("kontrakt-%05d", i), r)
	}
	return p.Index()
}
