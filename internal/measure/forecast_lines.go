package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/message"
)

// ForecastMonths is how many complete months a forecast needs: with fewer nothing is said.
const ForecastMonths = 6

// ForecastLine is one thing that the forecast of a contract says: its words stand in the
// area "forecast" of the catalogue.
type ForecastLine struct {
	Label, Value, Note string
	Missing            bool // Value says why nothing is known
}

// Lines puts the forecast of a contract's turnover into words; none for a contract that is
// over.
func (fc *Forecast) Lines(p *message.Printer, m *Money) []ForecastLine {
	if fc.Missing == "over" {
		return nil
	}
	text := func(key string, args message.Args) string { return p.Text("forecast."+key, args) }
	first := ForecastLine{Label: text("range", message.Args{"date": fc.Horizon})}
	if fc.Missing != "" {
		if fc.Horizon.IsZero() {
			first.Label = text("title", nil)
		}
		first.Value, first.Missing = text("missing."+fc.Missing, message.Args{"n": fc.Months, "needed": ForecastMonths}), true
		return []ForecastLine{first}
	}
	amount := func(r *big.Rat) string { return p.InCurrency(r, fc.Currency) }
	low, high := fc.Range(p)
	first.Value = text("between", message.Args{"low": low, "high": high})
	if amount(fc.Low) == high { // rounded, the two are one
		first.Value = text("about", message.Args{"high": high})
	}
	first.Note = text(map[bool]string{true: "basis-seasonal", false: "basis"}[fc.Seasonal], message.Args{"n": fc.Months})
	if side := fc.Outside(m); side != 0 {
		first.Note += " " + text(map[int]string{1: "above", -1: "below"}[side], message.Args{"amount": amount(m.Projected)})
	}
	out := []ForecastLine{first}
	when := fc.Reaching()
	if when == "" {
		return out
	}
	if when != ReachedBefore {
		out = append(out, ForecastLine{Label: text("chance", nil),
			Value: text("chance-value", message.Args{"words": text("words."+string(LikelihoodOf(fc.Passing)), nil), "share": p.Percent(fc.Passing, 0)})})
	}
	return append(out, ForecastLine{Label: text("reached", nil), Value: text(string(when), message.Args{"earliest": fc.Earliest, "latest": fc.Latest})})
}

// Range writes the ends of the range; where their unit is the same, once.
func (fc *Forecast) Range(p *message.Printer) (low, high string) {
	low, high = p.InCurrency(fc.Low, fc.Currency), p.InCurrency(fc.High, fc.Currency)
	number, unit := p.ShortNumber(fc.Low)
	if _, same := p.ShortNumber(fc.High); unit == same && p.Lang() != "en" {
		low = number
	}
	return low, high
}
