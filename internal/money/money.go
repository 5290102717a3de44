// Package money holds exact amounts and exact decimal numbers.
//
// In go the characters of a number as it stands in a TOML file; out come an
// Amount (whole øre) or a Decimal. Nothing here ever passes through a float,
// nothing is rounded silently, and nothing knows of languages: how an amount
// is shown to a reader is package message's work.
package money

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// Amount is a sum of money in minor units of its currency (øre for NOK).
type Amount int64

// Max is the largest amount that a file may hold: 10¹² kroner, some 130 times
// the purchases of a large city. It leaves room to add 90,000 of them in an int64.
const Max Amount = 1e14

// The reasons for which a number is refused.
var (
	ErrSyntax   = errors.New("not a decimal number")
	ErrDecimals = errors.New("more than two decimals")
	ErrRange    = errors.New("number out of range")
)

// NOK gives whole kroner as an Amount.
func NOK(kroner int64) Amount { return Amount(kroner * 100) }

// Parse reads an amount as TOML writes it: an optional sign, digits that may be
// grouped by single underscores, and at most two decimals. Exponents, hexadecimal
// and the words inf and nan are refused with ErrSyntax.
func Parse(token string) (Amount, error) {
	d, err := ParseDecimal(token)
	if err != nil {
		return 0, err
	}
	n, scale := d.n, d.scale
	for ; scale > 2 && n%10 == 0; scale-- {
		n /= 10
	}
	if scale > 2 {
		return 0, ErrDecimals
	}
	unit := [...]int64{100, 10, 1}[scale]
	if n > int64(Max)/unit || n < -int64(Max)/unit {
		return 0, ErrRange
	}
	return Amount(n * unit), nil
}

// Rounded gives an amount to the øre, half away from zero; what is more than Max is Max.
func Rounded(r *big.Rat) Amount {
	scaled := new(big.Rat).Mul(r, big.NewRat(200, 1)) // halves of an øre
	n := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	n.Add(n, big.NewInt(int64(n.Sign())))
	n.Quo(n, big.NewInt(2))
	if !n.IsInt64() || n.CmpAbs(big.NewInt(int64(Max))) > 0 {
		return Amount(n.Sign()) * Max
	}
	return Amount(n.Int64())
}

// Rat is the amount in whole units (kroner), exact.
func (a Amount) Rat() *big.Rat { return big.NewRat(int64(a), 100) }

// String writes the amount as TOML and machines read it: kroner, a point and
// two decimals where there are øre ("1234567.50", "2300000").
func (a Amount) String() string {
	neg, n := "", uint64(a)
	if a < 0 {
		neg, n = "-", -n
	}
	s := neg + strconv.FormatUint(n/100, 10)
	if n%100 != 0 {
		s += "." + strconv.FormatUint(n%100/10, 10) + strconv.FormatUint(n%10, 10)
	}
	return s
}

// MarshalJSON writes the amount as a JSON number in whole units.
func (a Amount) MarshalJSON() ([]byte, error) { return []byte(a.String()), nil }

// Decimal is an exact decimal number: a share, a weight, a threshold, a unit price.
// The zero value is 0.
type Decimal struct {
	n     int64
	scale uint8 // decimals
}

// NewDecimal gives n / 10^scale.
func NewDecimal(n int64, scale uint8) Decimal { return Decimal{n, scale} }

// ParseDecimal reads a decimal number as TOML writes it, of at most 18 digits.
func ParseDecimal(token string) (Decimal, error) {
	s := strings.TrimSpace(token)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(s[:min(1, len(s))], "+-") + s[min(1, len(s)):]
	var d Decimal
	digits, point, prev := 0, false, byte('.')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits > 18 {
				return Decimal{}, ErrRange
			}
			d.n = d.n*10 + int64(c-'0')
			if point {
				d.scale++
			}
		case c == '_' && prev != '_' && prev != '.' && i+1 < len(s) && s[i+1] != '.':
		case c == '.' && !point && prev != '.' && i+1 < len(s):
			point = true
		default:
			return Decimal{}, ErrSyntax
		}
		prev = s[i]
	}
	if digits == 0 || prev == '_' {
		return Decimal{}, ErrSyntax
	}
	if neg {
		d.n = -d.n
	}
	return d, nil
}

// Rat is the number as an exact fraction.
func (d Decimal) Rat() *big.Rat {
	den := int64(1)
	for range d.scale {
		den *= 10
	}
	return big.NewRat(d.n, den)
}

// Int gives the number as a whole number, and whether it is one.
func (d Decimal) Int() (int64, bool) {
	r := d.Rat()
	return r.Num().Int64(), r.IsInt()
}

// Cmp compares two decimals: -1, 0 or 1.
func (d Decimal) Cmp(o Decimal) int { return d.Rat().Cmp(o.Rat()) }

// String writes the number with the decimals that it was given with.
func (d Decimal) String() string { return Fixed(d.Rat(), int(d.scale)) }

// MarshalJSON writes the number as a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }
