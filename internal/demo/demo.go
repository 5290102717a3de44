// Package demo makes up a portfolio of any size that looks like a large municipality's.
//
// In go a number of active contracts, a seed, an as-of date and a base portfolio whose
// requirement catalogue, regulations, risk model and guidance it takes over; out comes a
// portfolio that validates and, from History, the commits that could have led to it. The
// same options give the same result. Everything in it is invented and says so. It writes
// nothing: files go into a Tree that the caller provides.
package demo

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/slug"
)

// Options of Generate.
type Options struct {
	Contracts int // active ones; planned and ended ones come on top, some 12 %
	Seed      uint64
	AsOf      date.Date
	Base      *contract.Portfolio // catalogue, figures, model and guidance; nil for none
}

// The proportions of the municipality that this is modelled on: 852 active contracts.
const (
	perManager  = 10.8 // active contracts for each contract manager: 79 at 852
	perSupplier = 3.05 // active contracts for each supplier: 280 at 852
	categories  = 60
)

// generator makes one portfolio.
type generator struct {
	opt    Options
	r      *rand.Rand
	back   *rand.Rand // for what went wrong; its own source, so that it does not change the rest
	p      *contract.Portfolio
	titles map[string]int
	ids    map[string]bool
	habits map[string]habit // by contract

	supplier map[string]*contract.Supplier
	bankrupt map[string]date.Date
}

// Generate makes up a portfolio.
func Generate(opt Options) *contract.Portfolio { return newGenerator(opt).generate() }

func newGenerator(opt Options) *generator {
	return &generator{opt: opt, r: rand.New(rand.NewPCG(opt.Seed, 0x666F7276616C74)), back: rand.New(rand.NewPCG(opt.Seed, 0x74696C62616B65)), p: &contract.Portfolio{},
		titles: map[string]int{}, ids: map[string]bool{}, habits: map[string]habit{}, supplier: map[string]*contract.Supplier{}}
}

func (g *generator) generate() *contract.Portfolio {
	opt := g.opt
	g.settings()
	g.people(max(1, int(math.Round(float64(opt.Contracts)/perManager))))
	g.suppliers(max(3, int(math.Round(float64(opt.Contracts)/perSupplier))))
	g.categories()
	for i := range opt.Contracts {
		g.contract(contract.Active, i)
	}
	for i := range opt.Contracts / 20 {
		g.contract(contract.Planned, i)
	}
	for i := range opt.Contracts / 14 {
		g.contract(contract.Ended, i)
	}
	g.everyday()
	g.events()
	g.spend()
	if b := opt.Base; b != nil {
		g.p.Requirements, g.p.Regulations, g.p.Models = b.Requirements, b.Regulations, b.Models
		for _, page := range b.Guidance {
			free := *page
			free.Owner = "" // the sample's people are not in this portfolio
			g.p.Guidance = append(g.p.Guidance, &free)
		}
	}
	return g.p.Index()
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true with the probability share.
func (g *generator) chance(share float64) bool { return g.r.Float64() < share }

func (g *generator) settings() {
	s := &g.p.Settings
	s.Schema = 2
	s.Organisation = contract.Organisation{Name: "Storfjord kommune (oppdiktet)", ID: organisation(99_000), Sample: true}
	s.Site = contract.Site{Title: "Kontraktsporteføljen", Language: "nb", AsOf: g.opt.AsOf}
	s.Defaults = contract.Defaults{Currency: "NOK", Timezone: "Europe/Oslo"}
	for _, d := range departments {
		s.Departments = append(s.Departments, contract.Department{ID: d.id, Name: d.name})
	}
}

func (g *generator) people(n int) {
	for i := range n {
		name := firstNames[i%len(firstNames)] + " " + lastNames[(i/len(firstNames)+i*7)%len(lastNames)]
		id := g.unique(slug.Of(name))
		g.p.People = append(g.p.People, &contract.Person{ID: id, Name: name, Department: departments[i%len(departments)].id, Capacity: contract.Some(40 + 10*g.r.IntN(10))})
	}
}

func (g *generator) suppliers(n int) {
	for i := range n {
		name := pick(g.r, supplierFirst) + pick(g.r, supplierTrade) + " " + pick(g.r, places) + " AS"
		s := &contract.Supplier{ID: organisation(10_000 + i*3), Name: name, Country: "NO", Employees: contract.Some(3 + g.r.IntN(400))}
		if g.chance(0.2) {
			s.Signs = []contract.Sign{contract.SignArrears, contract.SignDependent, contract.SignNew}[:1+g.r.IntN(3)]
		}
		if g.chance(0.6) {
			received := g.opt.AsOf.AddDays(-g.r.IntN(400))
			s.Evidence = []contract.Evidence{{ID: "skatteattest", Requirement: "tax-certificate", State: contract.EvidenceApproved, Received: received, Expires: received.AddMonths(6), Document: fmt.Sprintf("%d/%d", received.Year(), 1000+i)}}
		}
		g.p.Suppliers = append(g.p.Suppliers, s)
	}
}

func (g *generator) categories() {
	for i := range categories {
		t := trades[i%len(trades)]
		title, id := t.title, t.id
		if n := i / len(trades); n > 0 {
			title, id = title+", "+[]string{"drift", "skole", "helse", "kultur"}[n-1], id+"-"+[]string{"drift", "skole", "helse", "kultur"}[n-1]
		}
		g.p.Categories = append(g.p.Categories, &contract.Category{ID: id, Title: title, CPV: []string{t.cpv[:3]}, IndustryRisk: contract.Some(t.risk),
			Kraljic: contract.Kraljic{Impact: contract.Some(g.r.IntN(5)), SupplyRisk: contract.Some(g.r.IntN(5))}})
	}
}

// contract makes one contract and all that belongs to it.
func (g *generator) contract(status contract.Status, n int) {
	k := g.r.IntN(categories)
	t := trades[k%len(trades)]
	title := pick(g.r, t.objects)
	for range 20 { // the same object is bought in other places, and in lots
		full := title + ", " + pick(g.r, places)
		if g.titles[full] == 0 {
			title = full
			break
		}
	}
	if g.titles[title]++; g.titles[title] > 1 {
		title = fmt.Sprintf("%s, delområde %d", title, g.titles[title])
	}
	months := pick(g.r, []int{24, 24, 36, 48})
	start := g.opt.AsOf.AddMonths(-g.r.IntN(months)).AddDays(1 - g.opt.AsOf.Day())
	switch status {
	case contract.Planned:
		start = g.opt.AsOf.AddMonths(1 + g.r.IntN(8)).AddDays(1 - g.opt.AsOf.Day())
	case contract.Ended:
		start = g.opt.AsOf.AddMonths(-months - 1 - g.r.IntN(18)).AddDays(1 - g.opt.AsOf.Day())
	}
	c := &contract.Contract{ID: g.unique(slug.Of(title) + "-" + fmt.Sprint(start.Year())), Title: title, Status: status, Kind: pick(g.r, []contract.Kind{contract.KindFramework, contract.KindFramework, contract.KindFramework, contract.KindContract}), Nature: t.nature,
		Category: g.p.Categories[k].ID, CPV: []string{t.cpv}, Department: pick(g.r, departments).id, Suppliers: []string{pick(g.r, g.p.Suppliers).ID},
		Criticality: pick(g.r, []contract.Criticality{"none", "nuisance", "nuisance", "delay", "delay", "affects-users", "critical"}), Visibility: pick(g.r, []contract.Visibility{contract.Public, contract.Public, contract.Internal})}
	if status != "active" || n%85 != 84 { // about ten of 852 have no manager
		c.Manager = g.p.People[(n*7+g.r.IntN(3))%len(g.p.People)].ID
	}
	published := start.AddMonths(-5)
	c.Procurement = contract.Procurement{Reference: fmt.Sprintf("%d/%05d", published.Year(), 1000+g.r.IntN(90_000)), Procedure: pick(g.r, []contract.Procedure{contract.ProcedureOpen, contract.ProcedureOpen, contract.ProcedureRestricted, contract.ProcedureNegotiated}), Published: published, Bids: contract.Some(1 + g.r.IntN(8))}
	end := start.AddMonths(months).AddDays(-1)
	c.Period = contract.Period{Start: start, End: end, Renewal: contract.RenewalNone}
	last := g.options(c, end)
	annual := g.value()
	years := float64(last.Days(start)+1) / 365.25
	estimate := math.Round(annual*years/10_000) * 10_000
	c.Value = contract.Value{Estimated: contract.Some(money.NOK(int64(estimate))), Maximum: contract.Some(money.NOK(int64(math.Round(estimate*(1.08+0.45*g.r.Float64())/10_000) * 10_000)))}
	if status != contract.Planned {
		g.turnover(c, annual, k, date.Min(end, g.opt.AsOf))
		g.followUp(c)
	}
	g.p.Contracts = append(g.p.Contracts, c)
}

// options gives a contract up to two options, decided if their date has passed.
func (g *generator) options(c *contract.Contract, end date.Date) (last date.Date) {
	last = end
	n := pick(g.r, []int{0, 1, 1, 2})
	if c.Status == contract.Ended {
		return last
	}
	for i := range n {
		if c.Kind == contract.KindFramework && last.AddMonths(12).After(c.Period.Start.AddYears(4)) && g.chance(0.9) {
			break // frameworks normally last four years at most
		}
		if i == 0 {
			c.Period.Renewal = contract.RenewalOptions
		}
		by := last.AddMonths(-3 - g.r.IntN(4))
		o := contract.Option{ID: []string{"ett", "to"}[i], DecideBy: by, Status: contract.OptionOpen}
		last = last.AddDays(1).AddMonths(12).AddDays(-1)
		o.ExtendsTo = last
		if !by.After(g.opt.AsOf) {
			o.Status, o.Decided = contract.OptionExercised, by.AddDays(-g.r.IntN(20))
		}
		c.Options = append(c.Options, o)
	}
	return last
}

// value is kroner a year: a few large contracts and many small ones, 9 million on average.
func (g *generator) value() float64 {
	return math.Min(250_000_000, math.Max(60_000, math.Exp(14.6+1.68*g.r.NormFloat64())))
}

// turnover makes up turnover by month: a level that grows or shrinks, the season of the
// category, and chance.
func (g *generator) turnover(c *contract.Contract, annual float64, category int, through date.Date) {
	t := &contract.Turnover{}
	first := c.Period.Start.MonthOf()
	if limit := through.MonthOf().Add(-36); first.Before(limit) {
		first = limit
	}
	level := annual / 12 * (0.7 + 0.55*g.r.Float64())
	growth := 1 + 0.012*g.r.NormFloat64()
	for m := first; !through.Before(m.Last()); m = m.Add(1) {
		season := 1 + 0.15*math.Sin(float64(int(m.Month())+category)*math.Pi/6)
		level *= growth
		t.Months = append(t.Months, contract.MonthTurnover{Month: m, Total: money.NOK(int64(level * season * (0.9 + 0.2*g.r.Float64())))})
	}
	if len(t.Months) > 0 {
		c.Turnover = t
	}
}

// habit is how a contract is followed up, all its time.
type habit struct {
	slack int       // 0–4: about the points of its requirement debt
	round date.Date // when it last handed in what comes each quarter
}

// forgotten is how much of the evidence due a contract is not asked for, by its slack.
var forgotten = [...]float64{0, 0.06, 0.18, 0.36, 0.7}

// ongoing are the requirements of the sample's catalogue, besides duties, that bring evidence
// again and again, in the contract's own round each quarter.
var ongoing = []struct {
	id      string
	applies func(c *contract.Contract) bool
}{
	{"prices", always}, {"quality", always}, {"invoicing", always}, {"amendments", always}, {"price-adjustment", always}, {"fees", always},
	{"ceiling", isFramework}, {"loyalty", isFramework},
	{"benefits", func(c *contract.Contract) bool { return above(c, 10_000_000) }},
	{"e-ordering", func(c *contract.Contract) bool { return c.Nature == contract.Goods }},
}

func always(*contract.Contract) bool { return true }

func isFramework(c *contract.Contract) bool { return c.Kind == contract.KindFramework }

// followUp adds evidence, plan, amendments and benefits.
func (g *generator) followUp(c *contract.Contract) {
	asOf, start := g.opt.AsOf, c.Period.Start
	h := habit{slack: pick(g.r, []int{0, 0, 0, 1, 1, 2, 2, 3, 3, 4}), round: date.Max(start, asOf.AddDays(-1-g.r.IntN(85)))}
	g.habits[c.ID] = h
	for _, d := range ongoing {
		if d.applies(c) && !g.chance(forgotten[h.slack]) {
			c.Requirements = append(c.Requirements, contract.AppliedRequirement{ID: d.id, Evidence: []contract.Evidence{{ID: d.id + "-1", State: contract.EvidenceApproved, Received: h.round, Approved: h.round}}})
		}
	}
	c.Requirements = append(c.Requirements, contract.AppliedRequirement{ID: "deviations", Applies: contract.Some(false), Reason: "Avvik føres her etter hvert"})
	plan := contract.PlanItem{ID: "statusmote", What: "Statusmøte med leverandøren", Type: "contractual", Every: pick(g.r, []contract.Every{contract.EveryQuarter, contract.EveryHalfYear, contract.EveryYear}), Hours: contract.Some(2 + g.r.IntN(6))}
	first := h.round
	for !first.AddDays(-cycle).Before(start) {
		first = first.AddDays(-cycle)
	}
	for d, held := first, pick(g.r, []float64{0.99, 0.97, 0.9}); d.Before(asOf) && g.chance(held); d = d.AddDays(cycle) {
		plan.Done = append(plan.Done, d)
	}
	c.Plan = []contract.PlanItem{plan}
	if g.chance(0.25) && start.Before(asOf.AddMonths(-4)) {
		c.Amendments = []contract.Amendment{{ID: "endring-1", Title: "Justert omfang", Date: start.AddMonths(3), Signed: start.AddMonths(3).AddDays(2), Ground: contract.Ground28b, Value: contract.Some(c.Value.Estimated.V / 100 * money.Amount(1+g.r.IntN(11)))}}
	}
	if g.chance(0.2) {
		yearly := c.Value.Estimated.V / 100 / 60
		b := contract.Benefit{ID: "pris", Title: "Lavere pris enn forrige avtale", Kind: "price-reduction", Class: contract.ClassCash,
			Baseline: contract.Baseline{Value: contract.Some(money.NewDecimal(int64(yearly)*12, 0)), Unit: "NOK/år", Source: "Forrige avtale", Date: start.AddMonths(-2)}}
		for y := start.Year(); y <= c.Period.End.Year(); y++ {
			b.Planned = append(b.Planned, contract.PlannedBenefit{Year: y, Amount: contract.Some(money.NewDecimal(int64(yearly), 0))})
		}
		for q := asOf.QuarterOf().Add(-12); q.Last().Before(asOf); q = q.Add(1) {
			if q.First().After(start) && q.Last().Before(c.Period.End) {
				b.Realised = append(b.Realised, contract.RealisedBenefit{Period: q, Amount: contract.Some(money.NewDecimal(int64(float64(yearly)*(0.1+0.3*g.r.Float64())), 0)), Evidence: contract.EvidenceB, State: contract.BenefitRealised})
			}
		}
		c.Benefits = []contract.Benefit{b}
	}
}

// spend makes up the facts of twelve quarters of spend analysis: what was bought on
// contract is the contracts' turnover, within one per cent; loyalty rises slowly.
func (g *generator) spend() {
	r := rand.New(rand.NewPCG(g.opt.Seed, 0x7370656E64)) // its own source, so that contracts do not depend on it
	type key struct {
		category string
		quarter  date.Quarter
	}
	bought := map[key]money.Amount{}
	for _, c := range g.p.Contracts {
		if c.Turnover != nil {
			for _, m := range c.Turnover.Months {
				bought[key{c.Category, m.Month.First().QuarterOf()}] += m.Total
			}
		}
	}
	kroner := func(v float64) contract.Maybe[money.Amount] { return contract.Some(money.NOK(int64(v))) }
	now := g.opt.AsOf.QuarterOf()
	for n := range 12 {
		s := &contract.Spend{Quarter: now.Add(n - 12), Source: "Oppdiktet"}
		for _, c := range g.p.Categories {
			off, rare := 1+0.01*r.Float64(), r.Float64() < 0.02 // one in fifty does not match
			if rare {
				off = 1.08
			}
			on := float64(bought[key{c.ID, s.Quarter}]) / 100 * off
			loyal, covered := 0.72+0.012*float64(n)+0.08*r.Float64(), 0.85+0.004*float64(n)+0.06*r.Float64()
			all := on / loyal
			s.Categories = append(s.Categories, contract.CategorySpend{ID: c.ID, OnContract: kroner(on), OffContract: kroner(all - on),
				Uncovered: kroner(all/covered - all), EHandel: kroner(on * (0.2 + 0.02*float64(n) + 0.2*r.Float64())), Invoices: 20 + r.IntN(400)})
		}
		g.p.Spend = append(g.p.Spend, s)
	}
}

func indexOf(cpv string) int {
	for i, t := range trades {
		if t.cpv == cpv {
			return i
		}
	}
	return 0
}

// unique gives an id that is not taken.
func (g *generator) unique(base string) string {
	base = slug.Cut(base, 80)
	id := base
	for n := 2; g.ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	g.ids[id] = true
	return id
}

// organisation is the first number with a check digit from the n-th of the synthetic range 313… on.
func organisation(n int) string {
	for ; ; n++ {
		s := fmt.Sprintf("313%05d", n%100_000)
		if digit, ok := contract.CheckDigit(s); ok {
			return s + string(digit)
		}
	}
}
