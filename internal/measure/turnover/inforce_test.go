package turnover

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
)

func TestQuartersInForce(t *testing.T) {
	q := func(day string, amount money.Amount) measure.QuarterTurnover {
		return measure.QuarterTurnover{Quarter: measuretest.Day(day).QuarterOf(), Amount: amount}
	}
	c := measure.ContractFigures{Terms: measure.Terms{Start: measuretest.Day("2026-04-01")}}
	c.Money.Quarters = []measure.QuarterTurnover{q("2025-10-01", 0), q("2026-01-01", 0), q("2026-04-01", 0), q("2026-07-01", 3)}
	if got := QuartersInForce(&c); len(got) != 2 || got[0].Quarter != measuretest.Day("2026-04-01").QuarterOf() {
		t.Error(got)
	}
	c.Money.Quarters[1].Amount = 1 // bought before it began: shown
	if got := QuartersInForce(&c); len(got) != 3 {
		t.Error(got)
	}
}
