package categories_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/categories"
)

func TestKraljic(t *testing.T) {
	var unknown contract.Maybe[int]
	known := contract.Some[int]
	for _, x := range []struct {
		impact, risk contract.Maybe[int]
		want         categories.KraljicPosition
	}{
		{known(0), known(0), categories.KraljicRoutine},
		{known(2), known(2), categories.KraljicRoutine},
		{known(3), known(2), categories.KraljicLeverage},
		{known(2), known(3), categories.KraljicBottleneck},
		{known(4), known(4), categories.KraljicStrategic},
		{unknown, known(4), ""},
		{known(4), unknown, ""},
		{unknown, unknown, ""},
	} {
		if got := categories.KraljicOf(&contract.Category{Kraljic: contract.Kraljic{Impact: x.impact, SupplyRisk: x.risk}}); got != x.want {
			t.Errorf("%v, %v: %q, want %q", x.impact, x.risk, got, x.want)
		}
	}
}
