package contracts

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

func ceilingFact(s *kit.Site, c *measure.ContractFigures) templates.Fact {
	f := templates.Fact{Label: s.Say("facts.ceiling", nil)}
	if c.Money.Ceiling == nil {
		f.Value, f.Missing = s.Say("facts.no-ceiling", nil), true
		return f
	}
	f.Figure, f.Note = s.Amount(definitions.Ceiling, c, c.Money.Ceiling), words.Join([]string{s.AtHome(c, c.Money.Ceiling), s.Say("facts.excluding-vat", nil)})
	return f
}

func use(s *kit.Site, c *measure.ContractFigures) templates.ContractUse {
	m := c.Money
	u := templates.ContractUse{Usage: block.Usage(s, c), Quarters: block.QuarterFigure(s, s.Name("turnover"), s.Say("usage.by-quarter", nil), kit.OfContract(c), turnover.QuartersInForce(c), foreign(m))}
	if lack := ceilings.LackOf(c); lack != "" {
		u.Missing = s.Say("contracts."+string(lack), message.Args{"date": c.Terms.Start, "spent": s.Money(c, m.Spent)})
		return u
	}
	key := "contracts.used"
	if m.Done() {
		key = "contracts.bought"
	}
	u.Conclusion = s.Say(key, message.Args{"spent": s.Money(c, m.Spent), "ceiling": s.Money(c, m.Ceiling), "share": s.Pr.Percent(m.Use, 0), "through": m.Through})
	u.Ceiling, u.UsedText = s.Amount(definitions.Ceiling, c, m.Ceiling), s.Amount(definitions.Spent, c, m.Spent)
	if m.Projected != nil && !m.Done() {
		u.ProjText = s.Value(definitions.Projected, kit.OfContract(c), m.Projected, func(r *big.Rat) string {
			return s.Say("contracts.projected", message.Args{"amount": s.Money(c, r), "date": m.Horizon})
		})
	}
	u.Detail = words.Join([]string{outlook(s, c), boughtOn(s, c)})
	forecastFacts(s, &u, c)
	if beyond := ceilings.Beyond(&m); beyond != nil {
		u.OverText = s.Amount(definitions.OverCeiling, c, beyond)
	}
	return u
}

// outlook says whether the ceiling will hold.
func outlook(s *kit.Site, c *measure.ContractFigures) string {
	m, year := &c.Money, ""
	if c.Terms.Endless() && m.YearAhead() {
		year = "-year"
	}
	args := message.Args{"through": m.Through, "month": m.Exhaustion.MonthOf(), "amount": s.Money(c, m.Projected), "date": m.Horizon}
	switch ceilings.OutlookOf(m, s.F.AsOf) {
	case ceilings.Done:
		return ""
	case ceilings.NoRate:
		return s.Say("contracts.no-rate", nil)
	case ceilings.Reckoned:
		return s.Say("contracts.reckoned", args)
	case ceilings.Reached:
		return s.Say("contracts.exhausted", nil)
	case ceilings.WillReach:
		return s.Say("contracts.exhaustion"+year, args)
	}
	return s.Say("contracts.holds"+year, args)
}

// boughtOn says how much was bought after the end.
func boughtOn(s *kit.Site, c *measure.ContractFigures) string {
	if c.Money.AfterEnd == nil {
		return ""
	}
	return s.Say("contracts.bought-on", message.Args{"amount": s.Money(c, c.Money.AfterEnd), "date": c.Terms.CurrentEnd})
}

// foreign is the currency of a contract whose amounts are in another than the portfolio's.
func foreign(m measure.Money) string {
	if m.Foreign {
		return m.Currency
	}
	return ""
}

// forecastFacts adds the range to the use of a contract that is in force.
func forecastFacts(s *kit.Site, u *templates.ContractUse, c *measure.ContractFigures) {
	if c.Status != contract.Active {
		return
	}
	fc := forecast.Of(s.F, c)
	for _, l := range fc.Lines(s.Pr, &c.Money) {
		u.Facts = append(u.Facts, templates.Fact{Label: l.Label, Value: l.Value, Note: l.Note, Missing: l.Missing})
	}
	if m := c.Money; m.Headroom != nil {
		u.Facts = append(u.Facts, templates.Fact{Label: s.Pr.Text("forecast.headroom", nil), Figure: s.Amount(definitions.Headroom, c, m.Headroom), Note: s.Pr.Text("forecast.headroom-note", nil)})
	}
	if fc.Missing != "" || c.Money.Use == nil {
		return
	}
	share := func(r *big.Rat) float64 { return kit.Float(measure.Ratio(r, c.Money.Ceiling)) }
	u.Usage.HasRange, u.Usage.Low, u.Usage.High = true, share(fc.Low), share(fc.High)
	if fc.Low.Cmp(fc.High) < 0 {
		low, high := fc.Range(s.Pr)
		u.RangeText = s.Pr.Text("forecast.legend", message.Args{"low": low, "high": high})
	}
}
