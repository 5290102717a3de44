package measure

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// The grounds of FOA § 28-1 that have a limit.
const (
	minorGround      = "foa-28-1-b"
	additionalGround = "foa-28-1-c"
	unforeseenGround = "foa-28-1-d"
)

// The thresholds come from regulations.toml; without one the limit is unknown. The
// shares are those of the paragraph itself.
var (
	thresholdFigures = map[bool][]string{
		false: {"eea-threshold", "eea-threshold-goods-services"},
		true:  {"eea-threshold-works"},
	}
	minorShares = map[bool]*big.Rat{false: big.NewRat(10, 100), true: big.NewRat(15, 100)}
	singleShare = big.NewRat(50, 100)
)

// amendments fills the sums of signed amendments and the headroom that FOA § 28-1
// (2) leaves: min(10 % of the original value, 15 % for works, and the EEA threshold
// at signature) − max(0, net sum of the amendments on that ground).
func (w *world) amendments(c *contract.Contract, m *Money) {
	var positive, net money.Amount
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !signed(a, w.asOf) {
			continue
		}
		positive += max(0, a.Value.V)
		if a.Ground == minorGround {
			net += a.Value.V
		}
	}
	m.AmendmentsSum = positive.Rat()
	if positive == 0 {
		m.AmendShare = new(big.Rat)
	}
	if !c.Value.Estimated.Set || c.Value.Estimated.V <= 0 {
		return
	}
	m.Original = c.Value.Estimated.V.Rat()
	m.AmendShare = new(big.Rat).Quo(m.AmendmentsSum, m.Original)
	m.SingleLimit = new(big.Rat).Mul(m.Original, singleShare)
	works := c.Nature == "works"
	threshold := w.threshold(c, works)
	if threshold == nil {
		return
	}
	m.HeadroomLimit = new(big.Rat).Mul(m.Original, minorShares[works])
	if threshold.Cmp(m.HeadroomLimit) < 0 {
		m.HeadroomLimit = threshold
	}
	m.Headroom = new(big.Rat).Sub(m.HeadroomLimit, max(0, net).Rat())
}

// threshold is the EEA threshold that was in force when the contract was signed.
func (w *world) threshold(c *contract.Contract, works bool) *big.Rat {
	on := c.Procurement.Signed
	if on.IsZero() {
		on = procured(c)
	}
	if on.IsZero() {
		on = c.Period.Start
	}
	for _, id := range thresholdFigures[works] {
		if r := w.regulation(id, on); r != nil && r.Value.Set {
			return w.values[r]
		}
	}
	return nil
}

// amendmentsOverLimit tells whether the net sum on ground (b) is above its limit, or
// a single amendment on (c) or (d) above half the original value.
func amendmentsOverLimit(c *contract.Contract, m *Money, asOf date.Date) Tri {
	answer := No
	if m.Headroom != nil && m.Headroom.Sign() < 0 {
		return Yes
	}
	var net money.Amount
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !signed(a, asOf) || a.Value.V <= 0 && a.Ground != minorGround {
			continue
		}
		switch a.Ground {
		case minorGround:
			net += a.Value.V
		case additionalGround, unforeseenGround:
			if m.Original == nil {
				answer = Unknown
			} else if a.Value.V.Rat().Cmp(m.SingleLimit) > 0 {
				return Yes
			}
		}
	}
	if net <= 0 || m.Headroom != nil {
		return answer
	}
	if m.Original != nil && net.Rat().Cmp(new(big.Rat).Mul(m.Original, minorShares[c.Nature == "works"])) > 0 {
		return Yes // above the share, whatever the threshold
	}
	return Unknown
}

// procured is the date whose rules a contract is judged by: the publication of its
// competition, else the award, else the signature. Zero where none is known.
func procured(c *contract.Contract) date.Date {
	for _, d := range []date.Date{c.Procurement.Published, c.Procurement.Awarded, c.Procurement.Signed} {
		if !d.IsZero() {
			return d
		}
	}
	return date.Date{}
}
