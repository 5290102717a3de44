package kit

import (
	"cmp"
	"math/big"
	"path"
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

func LastPart(id string) string { return path.Base(id) }

func Present(list []string) []string {
	var out []string
	for _, v := range list {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

// PercentNumber is a share in percent without its sign.
func (s *Site) PercentNumber(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	return s.Pr.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1)
}

// Points is the change between two shares, in percentage points with a sign.
func (s *Site) Points(now, before *big.Rat) string {
	if now == nil || before == nil {
		return ""
	}
	d := new(big.Rat).Sub(now, before)
	text := s.PercentNumber(d)
	if d.Sign() > 0 {
		text = "+" + text
	}
	return text
}

// QuarterLabel is a quarter under a chart; the year stands where it begins.
func (s *Site) QuarterLabel(q date.Quarter, first bool) chart.Label {
	l := chart.Label{Text: s.Pr.QuarterShort(q)}
	if first || q.Q == 1 {
		l.Group = strconv.Itoa(q.Year)
	}
	return l
}

// Millions is an amount in million kroner with one decimal.
func (s *Site) Millions(a money.Amount) string {
	return s.Pr.Rat(new(big.Rat).Quo(a.Rat(), big.NewRat(1_000_000, 1)), 1)
}

func (s *Site) Signed(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+" + s.Pr.Percent(r, 1)
	}
	return s.Pr.Percent(r, 1)
}

// quarterFigure is turnover by quarter.
// inMillions tells what the numbers of a chart are; "" is the portfolio's currency.
func (s *Site) InMillions(currency string) string {
	return s.T("kpi.in-millions", message.Args{"currency": cmp.Or(currency, s.T("kpi.kroner", nil))})
}

func (s *Site) Date(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: s.Pr.Date(d)}
}

func (s *Site) DateLong(d date.Date) templates.Date {
	if d.IsZero() {
		return templates.Date{}
	}
	return templates.Date{ISO: d.String(), Text: s.Pr.DateLong(d)}
}

// Money is an amount of a contract in short, in its own currency.
func (s *Site) Money(c *measure.ContractFigures, r *big.Rat) string {
	if c.Money.Foreign {
		return s.Pr.InCurrency(r, c.Money.Currency)
	}
	return s.Pr.MoneyShort(r)
}

func Float(r *big.Rat) float64 {
	if r == nil {
		return 0
	}
	f, _ := r.Float64()
	return f
}

// Shorter cuts a list of rows to what a page shows first.
func Shorter[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// OrgNumber groups an organisation number: 313 000 028.
func OrgNumber(id string) string {
	if len(id) == 9 && strings.Trim(id, "0123456789") == "" {
		return id[:3] + "\u00A0" + id[3:6] + "\u00A0" + id[6:]
	}
	return id
}

// Join puts the words that there are between spaces.
func Join(words []string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func (s *Site) Maybe(a contract.Maybe[money.Amount]) string {
	if !a.Set {
		return "–"
	}
	return s.Pr.MoneyShort(a.V.Rat())
}

// ChangeText tells how much more was bought than the year before.
func (s *Site) ChangeText(now, before *big.Rat) string {
	if now == nil || before == nil || before.Sign() <= 0 {
		return ""
	}
	change := new(big.Rat).Sub(now, before)
	return s.T("kpi.since-last-year", message.Args{"change": s.Signed(change.Quo(change, before))})
}

// Quarters is how many quarters of spend facts are shown.
const Quarters = 12

// WholeNumber writes a figure without decimals.
func (s *Site) WholeNumber(r *big.Rat) string { return s.Pr.Rat(r, 0) }

// OneDecimal writes a figure with one decimal.
func (s *Site) OneDecimal(r *big.Rat) string { return s.Pr.Rat(r, 1) }

// Share writes a share as percent with one decimal.
func (s *Site) Share(r *big.Rat) string { return s.Pr.Percent(r, 1) }
