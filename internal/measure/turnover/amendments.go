package turnover

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/terms"
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
func amendments(w *measure.World, c *contract.Contract, m *measure.Money) {
	var positive, net money.Amount
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !terms.Signed(a, w.AsOf) {
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
	works := c.Nature == contract.Works
	threshold := threshold(w, c, works)
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
func threshold(w *measure.World, c *contract.Contract, works bool) *big.Rat {
	on := c.Procurement.Signed
	if on.IsZero() {
		on = measure.Procured(c)
	}
	if on.IsZero() {
		on = c.Period.Start
	}
	for _, id := range thresholdFigures[works] {
		if r := w.Regulation(id, on); r != nil && r.Value.Set {
			return w.Value(r)
		}
	}
	return nil
}

// AmendmentsOverLimit reports whether the net sum on ground (b) is above its limit, or
// a single amendment on (c) or (d) above half the original value.
func AmendmentsOverLimit(c *contract.Contract, m *measure.Money, asOf date.Date) measure.Tri {
	answer := measure.No
	if m.Headroom != nil && m.Headroom.Sign() < 0 {
		return measure.Yes
	}
	var net money.Amount
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !terms.Signed(a, asOf) || a.Value.V <= 0 && a.Ground != minorGround {
			continue
		}
		switch a.Ground {
		case minorGround:
			net += a.Value.V
		case additionalGround, unforeseenGround:
			if m.Original == nil {
				answer = measure.Unknown
			} else if a.Value.V.Rat().Cmp(m.SingleLimit) > 0 {
				return measure.Yes
			}
		}
	}
	if net <= 0 || m.Headroom != nil {
		return answer
	}
	if m.Original != nil && net.Rat().Cmp(new(big.Rat).Mul(m.Original, minorShares[c.Nature == contract.Works])) > 0 {
		return measure.Yes // above the share, whatever the threshold
	}
	return measure.Unknown
}
