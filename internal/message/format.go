package message

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// Spaces that hold a number together.
const (
	nbsp  = "\u00A0"
	minus = "\u2212"
)

// value writes an argument as the language writes its type.
func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Number(int64(v))
	case int64:
		return p.Number(v)
	case money.Amount:
		return p.Money(v)
	case money.Decimal:
		return p.Decimal(v)
	case *big.Rat:
		return p.RatMoney(v)
	case Share:
		return p.Percent(v.Rat, v.Digits)
	case Number:
		return p.Rat(v.Rat, v.Digits)
	case Verbatim:
		return string(v)
	case date.Date:
		return p.Date(v)
	case date.Month:
		return p.Month(v)
	case date.Quarter:
		return p.Quarter(v)
	case []string:
		return p.List(v)
	case Ref:
		return p.Text(v.Key, v.Args)
	case nil:
		return "–"
	}
	return fmt.Sprint(v)
}

// Share is a fraction shown as percent with so many decimals.
type Share struct {
	Rat    *big.Rat
	Digits int
}

// Number is a number shown with so many decimals.
type Number struct {
	Rat    *big.Rat
	Digits int
}

// Verbatim is a text or number shown as it stands.
type Verbatim string

// Ref is an argument that is itself a text of the catalogue.
type Ref struct {
	Key  string
	Args Args
}

// Number groups a whole number by thousands: 1 234 567 (en: 1,234,567).
func (p *Printer) Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	neg := strings.HasPrefix(s, "-")
	s = p.group(strings.TrimPrefix(s, "-"))
	if neg {
		return minus + s
	}
	return s
}

func (p *Printer) group(digits string) string {
	if len(digits) <= 3 || len(digits) == 4 && p.lang != "en" {
		return digits // four digits stand together in Norwegian
	}
	sep := nbsp
	if p.lang == "en" {
		sep = ","
	}
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, parts...), sep)
}

// Rat writes a fraction with so many decimals, rounded half away from zero.
func (p *Printer) Rat(r *big.Rat, digits int) string {
	if r == nil {
		return "–"
	}
	return p.decimals(money.Fixed(r, digits))
}

// Millions writes how many millions an amount is, with so many decimals.
func (p *Printer) Millions(r *big.Rat, digits int) string {
	if r == nil {
		return "–"
	}
	return p.Rat(new(big.Rat).Quo(r, big.NewRat(1_000_000, 1)), digits)
}

// Decimal writes a decimal number as it was given.
func (p *Printer) Decimal(d money.Decimal) string { return p.decimals(d.String()) }

// decimals puts a machine-written decimal into the language's form.
func (p *Printer) decimals(s string) string {
	neg := strings.HasPrefix(s, "-") && strings.Trim(s, "-0.") != ""
	whole, frac, has := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	out := p.group(whole)
	if has {
		point := ","
		if p.lang == "en" {
			point = "."
		}
		out += point + frac
	}
	if neg {
		return minus + out
	}
	return out
}

// Percent writes a share: 0.583 with no digits is 58 %.
func (p *Printer) Percent(r *big.Rat, digits int) string {
	switch {
	case r == nil:
		return "–"
	case p.lang == "en":
		return p.PercentNumber(r, digits) + "%"
	}
	return p.PercentNumber(r, digits) + nbsp + "%"
}

// PercentNumber is Percent's number, without the sign.
func (p *Printer) PercentNumber(r *big.Rat, digits int) string {
	if r == nil {
		return "–"
	}
	return p.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), digits)
}

// Signed writes a change with its sign before all of it, as a way of writing sizes has it;
// without one where nothing is left of it when it is rounded.
func (p *Printer) Signed(r *big.Rat, write func(*big.Rat) string) string {
	text := write(new(big.Rat).Abs(r))
	if !strings.ContainsAny(text, "123456789") {
		return text
	}
	return map[int]string{1: "+", -1: minus}[r.Sign()] + text
}

// Money writes an amount in full: 1 234 567,50 kr.
func (p *Printer) Money(a money.Amount) string {
	s := a.String()
	if i := strings.IndexByte(s, '.'); i >= 0 && len(s)-i == 2 {
		s += "0"
	}
	return p.currency(p.decimals(s))
}

// RatMoney writes whole kroner.
func (p *Printer) RatMoney(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	return p.currency(p.Rat(r, 0))
}

// MoneyShort writes an amount with two or three digits that matter: 950 000 kr, 37,4 mill. kr, 1,2 mrd. kr.
func (p *Printer) MoneyShort(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	s, unit := p.short(r)
	if unit == "" {
		return p.currency(s)
	}
	return p.currency(s + nbsp + unit)
}

// ShortNumber is MoneyShort's number and unit, apart, without the currency.
func (p *Printer) ShortNumber(r *big.Rat) (number, unit string) {
	if r == nil {
		return "–", ""
	}
	return p.short(r)
}

func (p *Printer) short(r *big.Rat) (number, unit string) {
	abs := new(big.Rat).Abs(r)
	for _, u := range []struct {
		from, size int64
		key        string
	}{{999_500_000, 1_000_000_000, "values.unit.billion"}, {999_500, 1_000_000, "values.unit.million"}} {
		if abs.Cmp(big.NewRat(u.from, 1)) >= 0 {
			v := new(big.Rat).Quo(r, big.NewRat(u.size, 1))
			digits := 1
			if u.size == 1_000_000_000 {
				digits = 2
			}
			return p.Rat(v, digits), p.Text(u.key, nil)
		}
	}
	return p.Rat(r, 0), ""
}

func (p *Printer) currency(s string) string {
	if p.lang == "en" {
		return "NOK" + nbsp + s
	}
	return s + nbsp + "kr"
}

// InCurrency writes an amount of another currency: 1,2 mill. EUR.
func (p *Printer) InCurrency(r *big.Rat, code string) string {
	if code == "" || code == "NOK" {
		return p.MoneyShort(r)
	}
	if r == nil {
		return "–"
	}
	s, unit := p.short(r)
	return strings.Join(strings.Fields(s+" "+unit+" "+code), nbsp)
}

// Date writes 31.12.2026 (en: 31 Dec 2026).
func (p *Printer) Date(d date.Date) string {
	switch {
	case d.IsZero():
		return "–"
	case p.lang == "en":
		return strconv.Itoa(d.Day()) + nbsp + p.monthName(d.MonthOf(), "values.month-short") + nbsp + strconv.Itoa(d.Year())
	}
	return fmt.Sprintf("%02d.%02d.%04d", d.Day(), int(d.Month()), d.Year())
}

// DateLong writes 31. desember 2026 (en: 31 December 2026).
func (p *Printer) DateLong(d date.Date) string {
	if d.IsZero() {
		return "–"
	}
	point := "."
	if p.lang == "en" {
		point = ""
	}
	return strconv.Itoa(d.Day()) + point + nbsp + p.monthName(d.MonthOf(), "values.month") + nbsp + strconv.Itoa(d.Year())
}

// Month writes desember 2026.
func (p *Printer) Month(m date.Month) string {
	return p.monthName(m, "values.month") + nbsp + strconv.Itoa(m.Year())
}

// MonthShort writes des.
func (p *Printer) MonthShort(m date.Month) string { return p.monthName(m, "values.month-short") }

func (p *Printer) monthName(m date.Month, key string) string {
	return p.Text(fmt.Sprintf("%s.%02d", key, int(m.Month())), nil)
}

// Quarter writes 3. kvartal 2026.
func (p *Printer) Quarter(q date.Quarter) string {
	return p.Text("values.quarter", Args{"quarter": Verbatim(strconv.Itoa(q.Q)), "year": Verbatim(strconv.Itoa(q.Year))})
}

// QuarterShort writes 3. kv.
func (p *Printer) QuarterShort(q date.Quarter) string {
	return p.Text("values.quarter-short", Args{"quarter": Verbatim(strconv.Itoa(q.Q))})
}

// RelativeDays writes om 61 dager, i dag, 3 dager siden.
func (p *Printer) RelativeDays(days int) string {
	switch {
	case days == 0:
		return p.Text("values.today", nil)
	case days < 0:
		return p.Text("values.days-ago", Args{"n": -days})
	}
	return p.Text("values.in-days", Args{"n": days})
}

// List joins words: a, b og c.
func (p *Printer) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + p.Text("values.and", nil) + " " + items[last]
}
