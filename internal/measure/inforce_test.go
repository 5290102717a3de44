package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
)

func TestQuartersInForce(t *testing.T) {
	q := func(day string, amount money.Amount) QuarterTurnover {
		return QuarterTurnover{Quarter: measuretest.Day(day).QuarterOf(), Amount: amount}
	}
	c := ContractFigures{Terms: Terms{Start: measuretest.Day("2026-04-01")}}
	c.Money.Quarters = []QuarterTurnover{q("2025-10-01", 0), q("2026-01-01", 0), q("2026-04-01", 0), q("2026-07-01", 3)}
	if got := c.QuartersInForce(); len(got) != 2 || got[0].Quarter != measuretest.Day("2026-04-01").QuarterOf() {
		t.Error(got)
	}
	c.Money.Quarters[1].Amount = 1 // bought before it began: shown
	if got := c.QuartersInForce(); len(got) != 3 {
		t.Error(got)
	}
}
