package demo

import (
	"fmt"
	"math/rand/v2"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// duties are the social and environmental requirements of the sample's catalogue with the
// contracts that they apply to there. A contract lists most of those that apply to it.
var duties = []struct {
	id      string
	yearly  bool // else with the contract's round each quarter
	applies func(c *contract.Contract) bool
}{
	{"pay", true, func(c *contract.Contract) bool { return c.Nature != contract.Goods && above(c, 2_050_000) }},
	{"tax-certificate", true, func(c *contract.Contract) bool { return c.Nature != contract.Goods }},
	{"inclusion", false, func(c *contract.Contract) bool { return c.Nature == contract.Services && above(c, 30_000_000) }},
	{"hms-card", false, func(c *contract.Contract) bool { return c.Nature == contract.Works }},
	{"seriousness", false, func(c *contract.Contract) bool { return c.Nature == contract.Works }},
	{"tiers", false, func(c *contract.Contract) bool { return c.Nature == contract.Works || c.Category == "renhold" }},
	{"apprentices", false, func(c *contract.Contract) bool { return c.Nature == contract.Works && above(c, 2_050_000) }},
	{"human-rights", true, func(c *contract.Contract) bool { return c.Nature == contract.Goods && above(c, 5_000_000) }},
	{"packaging", true, func(c *contract.Contract) bool { return c.Nature == contract.Goods }},
	{"eco-label", true, func(c *contract.Contract) bool { return c.Nature == contract.Goods || c.Category == "renhold" }},
	{"zero-emission", false, func(c *contract.Contract) bool {
		return c.Category == "avfall" || c.Category == "transport" || c.Category == "mat"
	}},
}

func above(c *contract.Contract, kroner int64) bool { return c.Value.Maximum.V >= money.NOK(kroner) }

// everyday adds what surrounds a contract: duties with evidence, firms below the supplier
// with their hours, meetings and promises, and a custom field. It has its own random
// source.
func (g *generator) everyday() {
	r := rand.New(rand.NewPCG(g.opt.Seed, 0x6461676C6967))
	chance := func(share float64) bool { return r.Float64() < share }
	g.p.Settings.Fields = []contract.Field{{Key: "beredskap", Label: contract.Text{"nb": "Beredskapsklasse", "nn": "Beredskapsklasse", "en": "Preparedness class"},
		Type: contract.FieldChoice, Choices: []string{"A", "B", "C"}, Visibility: contract.Internal}}
	firm := 40_000
	for _, c := range g.p.Contracts {
		if chance(0.3) {
			c.Custom = []contract.CustomValue{{Key: "beredskap", Value: pick(r, []string{"A", "B", "B", "C", "C", "C"})}}
		}
		if c.Status == contract.Planned {
			continue
		}
		g.duties(r, c)
		if c.Nature == contract.Works && chance(0.6) {
			firm = g.chain(r, c, firm)
		}
		if c.Manager != "" && chance(0.3) {
			g.log(r, c)
		}
	}
}

// duties adds the duties that apply to a contract, with evidence, but for those that slack
// lets be forgotten.
func (g *generator) duties(r *rand.Rand, c *contract.Contract) {
	h := g.habits[c.ID]
	for _, d := range duties {
		if !d.applies(c) {
			continue
		}
		if r.Float64() < forgotten[h.slack] {
			if r.Float64() < 0.7 { // it stands on the contract, at least
				c.Requirements = append(c.Requirements, contract.AppliedRequirement{ID: d.id})
			}
			continue
		}
		e := contract.Evidence{ID: d.id + "-1", State: contract.EvidenceApproved, Received: h.round, Approved: h.round}
		if d.yearly {
			e.Received = date.Max(c.Period.Start, g.opt.AsOf.AddDays(-r.IntN(330)))
			e.Approved, e.Expires = e.Received, e.Received.AddYears(1)
		}
		if d.id == "pay" && r.Float64() < 0.12*float64(h.slack) {
			e.State = contract.EvidenceRejected
		}
		if r.Float64() < 0.04 {
			e.State, e.Approved, e.Expires = contract.EvidenceReceived, date.Date{}, date.Date{}
		}
		c.Requirements = append(c.Requirements, contract.AppliedRequirement{ID: d.id, Evidence: []contract.Evidence{e}})
	}
}

// chain has one to four firms below the supplier, numbered from next on; sometimes one is
// below another.
func (g *generator) chain(r *rand.Rand, c *contract.Contract, next int) int {
	s := &contract.SupplyChain{}
	for i := range 1 + r.IntN(4) {
		f := contract.Firm{ID: organisation(next), Name: pick(r, supplierFirst) + pick(r, []string{"betong", "grunn", "tak", "elektro"}) + " AS",
			Parent: c.Suppliers[0], Trade: pick(r, []string{"betong", "grunnarbeid", "tak", "elektro", "maling"}), Approved: c.Period.Start.AddDays(20 + r.IntN(60))}
		if f.Approved.After(g.opt.AsOf) {
			break
		}
		if i > 1 && r.Float64() < 0.3 {
			f.Parent = s.Firms[0].ID
		}
		s.Firms = append(s.Firms, f)
		next += 2 // past a number without a check digit
	}
	for q := g.opt.AsOf.QuarterOf().Add(-4); q.Last().Before(g.opt.AsOf); q = q.Add(1) {
		if !q.First().After(c.Period.Start) || q.Last().After(c.Period.End) {
			continue
		}
		total := 600 + r.IntN(6000)
		s.Hours = append(s.Hours, contract.FirmHours{Period: q, Firm: c.Suppliers[0], Total: total, Apprentice: total * (3 + r.IntN(10)) / 100, Skilled: total * (40 + r.IntN(40)) / 100})
	}
	if len(s.Firms)+len(s.Hours) > 0 {
		c.SupplyChain = s
	}
	return next
}

// log makes up meetings, with promises that are mostly kept.
func (g *generator) log(r *rand.Rand, c *contract.Contract) {
	on := date.Max(c.Period.Start.AddDays(30), g.opt.AsOf.AddDays(-360+r.IntN(60)))
	for n := 1; n <= 1+r.IntN(3) && on.Before(date.Min(g.opt.AsOf, c.Period.End)); n++ {
		e := contract.LogEntry{ID: fmt.Sprintf("mote-%d", n), Date: on, Kind: "meeting", Title: "Statusmøte", With: c.Suppliers[0]}
		if r.Float64() < 0.5 {
			p := contract.Promise{ID: "lofte", What: pick(r, []string{"Fast kontaktperson", "Oppdatert prisliste", "Rapport om avvik", "Plan for bemanning"}), By: on.AddDays(30)}
			if done := on.AddDays(20 + r.IntN(20)); done.Before(g.opt.AsOf) && r.Float64() < 0.85 {
				p.Done = done
			}
			e.Promises = []contract.Promise{p}
		}
		c.Log = append(c.Log, e)
		on = on.AddDays(80 + r.IntN(60))
	}
}
