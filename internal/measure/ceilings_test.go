package measure_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
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
	if got, want := measure.CountCeilings(list), (measure.CeilingCount{Known: 7, Passed: 2, WillPass: 2}); got != want {
		t.Errorf("counts: %+v, want %+v", got, want)
	}
	for _, x := range []struct {
		name string
		of   func([]*measure.ContractFigures) []*measure.ContractFigures
		want []string
	}{
		{"frameworks", measure.Frameworks, []string{"a", "b", "e", "f"}},
		{"nearest", measure.NearestCeiling, []string{"c", "b", "i", "d", "a"}},
		{"past", measure.PastCeiling, []string{"c", "b", "i", "h"}},
	} {
		if got := measure.IDs(x.of(list)); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
		if got := x.of(nil); got != nil {
			t.Errorf("%s of nothing: %v", x.name, got)
		}
	}
	if got := list[0].Money.HighestUse().RatString(); got != "9/10" {
		t.Errorf("the forecast is higher: %s", got)
	}
	if got := list[4].Money.HighestUse().RatString(); got != "1/2" {
		t.Errorf("there is no forecast: %s", got)
	}
	if got := list[6].Money.HighestUse(); got.Sign() != 0 {
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
		if got := x.m.DaysProjected(); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}
