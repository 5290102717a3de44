package ceilings_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
)

func TestCeilings(t *testing.T) {
	// of makes a contract of a ceiling, what is spent and what is forecast; below 0: unknown.
	of := func(id, kind string, ceiling, spent, projected int64) *measure.ContractFigures {
		known := func(n int64) *big.Rat {
			if n < 0 {
				return nil
			}
			return big.NewRat(n, 1)
		}
		share := func(part *big.Rat) *big.Rat {
			if part == nil || ceiling <= 0 {
				return nil
			}
			return new(big.Rat).Quo(part, known(ceiling))
		}
		m := measure.Money{Ceiling: known(ceiling), Spent: known(spent), Projected: known(projected)}
		m.Use, m.ProjectedUse = share(m.Spent), share(m.Projected)
		return &measure.ContractFigures{Contract: &contract.Contract{ID: id, Kind: contract.Kind(kind)}, Money: m}
	}
	list := []*measure.ContractFigures{
		of("a", "framework", 100, 50, 90),
		of("b", "dps", 100, 50, 101),
		of("c", "contract", 100, 101, 102),
		of("d", "contract", 100, 100, 100), // at the ceiling is not past it
		of("e", "framework", 100, 50, -1),
		of("f", "framework", -1, 50, 90),
		of("g", "contract", 100, -1, -1),
		of("h", "contract", 0, 1, 2), // any turnover passes a ceiling of nothing, but is no share of it
		of("i", "call-off", 100, 50, 101),
	}
	if got, want := ceilings.Count(list), (ceilings.Counts{Known: 7, Passed: 2, WillPass: 2}); got != want {
		t.Errorf("counts: %+v, want %+v", got, want)
	}
	for _, x := range []struct {
		name string
		of   func([]*measure.ContractFigures) []*measure.ContractFigures
		want []string
	}{
		{"frameworks", ceilings.Frameworks, []string{"a", "b", "e", "f"}},
		{"nearest", ceilings.Nearest, []string{"c", "b", "i", "d", "a"}},
		{"past", ceilings.Past, []string{"c", "b", "i", "h"}},
	} {
		if got := measure.IDs(x.of(list)); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
		if got := x.of(nil); got != nil {
			t.Errorf("%s of nothing: %v", x.name, got)
		}
	}
	if got := ceilings.HighestUse(&list[0].Money).RatString(); got != "9/10" {
		t.Errorf("the forecast is higher: %s", got)
	}
	if got := ceilings.HighestUse(&list[4].Money).RatString(); got != "1/2" {
		t.Errorf("there is no forecast: %s", got)
	}
	if got := ceilings.HighestUse(&list[6].Money); got.Sign() != 0 {
		t.Errorf("nothing is known: %v", got)
	}
}

func TestDaysProjected(t *testing.T) {
	through, rate := date.MustParse("2026-10-31"), big.NewRat(5, 1)
	for _, x := range []struct {
		name string
		m    measure.Money
		want int
	}{
		{"to the end", measure.Money{Rate: rate, Through: through, Horizon: through.AddDays(30)}, 30},
		{"the end has passed", measure.Money{Rate: rate, Through: through, Horizon: through.AddDays(-1)}, 0},
		{"no rate", measure.Money{Through: through, Horizon: through.AddDays(30)}, 0},
		{"nothing is bought", measure.Money{Rate: new(big.Rat), Through: through, Horizon: through.AddDays(30)}, 0},
		{"no end", measure.Money{Rate: rate, Through: through}, 0},
	} {
		if got := ceilings.DaysProjected(&x.m); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}
