// Package words puts what a page shows into words: sentences and words of the catalogue, shares,
// amounts, dates and changes.
//
// In go values; out come texts, written by a printer in its language. It computes no figure,
// knows no page and links to nothing.
package words

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/templates"
)

// Words writes in the language of a printer.
type Words struct{ Pr *message.Printer }

// Say is a sentence of the catalogue.
func (w Words) Say(key string, args message.Args) string { return w.Pr.Text(key, args) }

// Counted is a sentence about n things; "" where there are none.
func (w Words) Counted(key string, n int) string {
	if n == 0 {
		return ""
	}
	return w.Say(key, message.Args{"n": n})
}

// Word is the word of a value of some kind; "" for no key.
func (w Words) Word(kind, key string) string {
	if key == "" {
		return ""
	}
	if full := "values." + kind + "." + key; w.Pr.Has(full) {
		return w.Pr.Text(full, nil)
	}
	return key
}

// Reason makes the sentence of a figure's reason.
func (w Words) Reason(r measure.Reason) string {
	return measure.Sentence(w.Pr, r)
}

// Present gives the words that are not empty.
func Present(list []string) []string {
	var out []string
	for _, v := range list {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

// PercentNumber is a share in percent with one decimal, without its sign.
func (w Words) PercentNumber(r *big.Rat) string { return w.Pr.PercentNumber(r, 1) }

// Points is the change between two shares, in percentage points with a sign; "" where
// either is unknown.
func (w Words) Points(now, before *big.Rat) string {
	change := measure.Difference(now, before)
	if change == nil {
		return ""
	}
	return plus(change) + w.PercentNumber(change)
}

// plus is the sign of a growth; the printer writes that of a fall.
func plus(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+"
	}
	return ""
}

// QuarterLabel is a quarter under a chart; the year stands where it begins.
func (w Words) QuarterLabel(q date.Quarter, first bool) chart.Label {
	l := chart.Label{Text: w.Pr.QuarterShort(q)}
	if first || q.Q == 1 {
		l.Group = strconv.Itoa(q.Year)
	}
	return l
}

// Millions is an amount in million kroner with one decimal.
func (w Words) Millions(a money.Amount) string { return w.Pr.Millions(a.Rat(), 1) }

// Signed is a change in percent, with its sign.
func (w Words) Signed(r *big.Rat) string { return plus(r) + w.Pr.Percent(r, 1) }

// InMillions says what the numbers of a chart are, in a currency; "" is the portfolio's.
func (w Words) InMillions(currency string) string {
	return w.Say("values.in-millions", message.Args{"currency": cmp.Or(currency, w.Say("values.kroner", nil))})
}

// Date is a day as a cell or a fact shows it; empty where there is none.
func (w Words) Date(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: w.Pr.Date(d)}
}

// DateLong is Date with the month in words.
func (w Words) DateLong(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: w.Pr.DateLong(d)}
}

// Money is an amount of a contract in short, in its own currency.
func (w Words) Money(c *measure.ContractFigures, r *big.Rat) string {
	if c.Money.Foreign {
		return w.Pr.InCurrency(r, c.Money.Currency)
	}
	return w.Pr.MoneyShort(r)
}

// AtHome is an amount of a contract in the portfolio's currency, with the day of its rate; ""
// where the contract is in that currency itself.
func (w Words) AtHome(c *measure.ContractFigures, r *big.Rat) string {
	if !c.Money.Foreign || r == nil {
		return ""
	}
	home := c.Money.Home(r)
	if home == nil {
		return w.Say("values.no-rate-sentence", nil)
	}
	return w.Say("values.at-home", message.Args{"amount": w.Pr.MoneyShort(home), "date": c.Contract.Value.RateDate})
}

// OrgNumber groups an organisation number: 313 000 028.
func OrgNumber(id string) string {
	if len(id) == 9 && strings.Trim(id, "0123456789") == "" {
		return id[:3] + "\u00A0" + id[3:6] + "\u00A0" + id[6:]
	}
	return id
}

// Join joins the words that are not empty, with spaces.
func Join(words []string) string { return strings.Join(Present(words), " ") }

// Maybe is an amount in short, or a dash where none is given.
func (w Words) Maybe(a contract.Maybe[money.Amount]) string {
	if !a.Set {
		return "–"
	}
	return w.Pr.MoneyShort(a.V.Rat())
}

// ChangeText says how much more was bought than the year before; "" where that is unknown.
func (w Words) ChangeText(now, before *big.Rat) string {
	growth := measure.Growth(now, before)
	if growth == nil {
		return ""
	}
	return w.Say("values.since-last-year", message.Args{"change": w.Signed(growth)})
}

// WholeNumber writes a figure without decimals.
func (w Words) WholeNumber(r *big.Rat) string { return w.Pr.Rat(r, 0) }

// Score writes a score of risk.
func (w Words) Score(r *big.Rat) string { return w.Pr.Rat(r, measure.ScoreDigits) }

// WholePercent writes a share as percent without decimals.
func (w Words) WholePercent(r *big.Rat) string { return w.Pr.Percent(r, 0) }

// Share writes a share as percent with one decimal.
func (w Words) Share(r *big.Rat) string { return w.Pr.Percent(r, 1) }
