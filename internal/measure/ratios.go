package measure

import "math/big"

// Excess is how much of a share is more than the whole: 0.2 of 1.2. Nil where the share
// is unknown, or no more than the whole.
func Excess(share *big.Rat) *big.Rat {
	if !Over(share) {
		return nil
	}
	return new(big.Rat).Sub(share, One)
}

// Percent is a share in hundredths; nil where it is unknown.
func Percent(share *big.Rat) *big.Rat {
	if share == nil {
		return nil
	}
	return new(big.Rat).Mul(share, hundred)
}

var hundred = big.NewRat(100, 1)

// Difference is a figure less what it was before; nil where either is unknown.
func Difference(now, before *big.Rat) *big.Rat {
	if now == nil || before == nil {
		return nil
	}
	return new(big.Rat).Sub(now, before)
}

// Growth is how much a figure grew, as a share of what it was; nil where either is unknown,
// and where there was nothing to grow from.
func Growth(now, before *big.Rat) *big.Rat {
	if before == nil || before.Sign() <= 0 {
		return nil
	}
	return Ratio(Difference(now, before), before)
}

// Ratio is a part of a whole; nil where either is unknown or the whole is nothing.
func Ratio(part, whole *big.Rat) *big.Rat {
	if part == nil || whole == nil || whole.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(part, whole)
}

// Count is a number of things as a figure.
func Count(n int) *big.Rat { return big.NewRat(int64(n), 1) }

// AddTo adds what is known to a sum.
func AddTo(sum, r *big.Rat) {
	if r != nil {
		sum.Add(sum, r)
	}
}
