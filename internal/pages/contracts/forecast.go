package contracts

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// forecastFacts adds the range to the use of a contract that is in force.
func forecastFacts(s *kit.Site, u *templates.ContractUse, c *measure.ContractFigures) {
	if c.Status != "active" {
		return
	}
	fc := forecast.Of(s.F, c)
	for _, l := range fc.Lines(s.Pr, &c.Money) {
		u.Facts = append(u.Facts, templates.Fact{Label: l.Label, Value: l.Value, Note: l.Note, Missing: l.Missing})
	}
	if m := c.Money; m.Headroom != nil {
		u.Facts = append(u.Facts, templates.Fact{Label: s.Pr.Text("forecast.headroom", nil), Value: s.Money(c, m.Headroom), Note: s.Pr.Text("forecast.headroom-note", nil)})
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
