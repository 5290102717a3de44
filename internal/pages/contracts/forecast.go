package contracts

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/forecast"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// ForecastLine is one thing that the forecast of a contract says. The page of the
// contract and `risk ID` say the same.
type ForecastLine struct {
	Label, Value, Note string
	Missing            bool
}

// ForecastLines put a contract's forecast into words; none for a contract that is over.
func ForecastLines(pr *message.Printer, c *measure.ContractFigures, fc *measure.Forecast) []ForecastLine {
	if fc.Missing == "over" {
		return nil
	}
	text := func(key string, args message.Args) string { return pr.Text("forecast."+key, args) }
	first := ForecastLine{Label: text("range", message.Args{"date": fc.Horizon})}
	if fc.Missing != "" {
		if fc.Horizon.IsZero() {
			first.Label = text("title", nil)
		}
		first.Value, first.Missing = text("missing."+fc.Missing, message.Args{"n": fc.Months, "needed": forecast.MinMonths}), true
		return []ForecastLine{first}
	}
	low, high := forecastAmounts(pr, fc)
	first.Value = text("between", message.Args{"low": low, "high": high})
	if forecastAmount(pr, fc, fc.Low) == high {
		first.Value = text("about", message.Args{"high": high})
	}
	first.Note = text(map[bool]string{true: "basis-seasonal", false: "basis"}[fc.Seasonal], message.Args{"n": fc.Months})
	if p := c.Money.Projected; p != nil && c.Money.Horizon == fc.Horizon {
		switch amount := (message.Args{"amount": forecastAmount(pr, fc, p)}); {
		case p.Cmp(fc.High) > 0:
			first.Note += " " + text("above", amount)
		case p.Cmp(fc.Low) < 0:
			first.Note += " " + text("below", amount)
		}
	}
	out := []ForecastLine{first}
	if fc.Passing == nil {
		return out
	}
	chance, reached := ForecastLine{Label: text("chance", nil)}, ForecastLine{Label: text("reached", nil)}
	chance.Value = text("chance-value", message.Args{"words": text("words."+likelihood(fc.Passing), nil), "share": pr.Percent(fc.Passing, 0)})
	switch {
	case fc.Passing.Cmp(measure.One) == 0:
		reached.Value = text("passed", nil)
		return append(out, reached)
	case fc.Earliest.IsZero():
		reached.Value = text("reached-not", nil)
	case fc.Latest.IsZero():
		reached.Value = text("reached-from", message.Args{"earliest": fc.Earliest})
	case fc.Latest == fc.Earliest:
		reached.Value = text("reached-now", nil)
	default:
		reached.Value = text("reached-between", message.Args{"earliest": fc.Earliest, "latest": fc.Latest})
	}
	return append(out, chance, reached)
}

// likelihood is the word for a probability, on the five steps that Norwegian public
// threat assessments use: 10, 40, 60 and 90 %.
func likelihood(p *big.Rat) string {
	for i, limit := range []int64{10, 40, 60, 90} {
		if p.Cmp(big.NewRat(limit, 100)) < 0 {
			return []string{"very-unlikely", "unlikely", "possible", "likely"}[i]
		}
	}
	return "very-likely"
}

func forecastAmount(pr *message.Printer, fc *measure.Forecast, r *big.Rat) string {
	return pr.InCurrency(r, fc.Currency)
}

// forecastAmounts writes the ends of the range; where their unit is the same, once.
func forecastAmounts(pr *message.Printer, fc *measure.Forecast) (low, high string) {
	low, high = forecastAmount(pr, fc, fc.Low), forecastAmount(pr, fc, fc.High)
	number, unit := pr.ShortNumber(fc.Low)
	if _, same := pr.ShortNumber(fc.High); unit == same && pr.Lang() != "en" {
		low = number
	}
	return low, high
}

// forecastFacts adds the range to the use of a contract that is in force.
func forecastFacts(s *kit.Site, u *templates.ContractUse, c *measure.ContractFigures) {
	if c.Status != "active" {
		return
	}
	fc := forecast.Of(s.F, c)
	for _, l := range ForecastLines(s.Pr, c, fc) {
		u.Facts = append(u.Facts, templates.Fact{Label: l.Label, Value: l.Value, Note: l.Note, Missing: l.Missing})
	}
	if m := c.Money; m.Headroom != nil {
		u.Facts = append(u.Facts, templates.Fact{Label: s.Pr.Text("forecast.headroom", nil), Value: s.Money(c, m.Headroom), Note: s.Pr.Text("forecast.headroom-note", nil)})
	}
	if fc.Missing != "" || c.Money.Use == nil {
		return
	}
	share := func(r *big.Rat) float64 { return kit.Float(new(big.Rat).Quo(r, c.Money.Ceiling)) }
	u.Usage.HasRange, u.Usage.Low, u.Usage.High = true, share(fc.Low), share(fc.High)
	low, high := forecastAmounts(s.Pr, fc)
	if fc.Low.Cmp(fc.High) < 0 {
		u.RangeText = s.Pr.Text("forecast.legend", message.Args{"low": low, "high": high})
	}
}
