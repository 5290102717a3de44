package measure_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

func TestKraljic(t *testing.T) {
	var unknown contract.Maybe[int]
	known := contract.Some[int]
	for _, x := range []struct {
		impact, risk contract.Maybe[int]
		want         measure.KraljicPosition
	}{
		{known(0), known(0), measure.KraljicRoutine},
		{known(2), known(2), measure.KraljicRoutine},
		{known(3), known(2), measure.KraljicLeverage},
		{known(2), known(3), measure.KraljicBottleneck},
		{known(4), known(4), measure.KraljicStrategic},
		{unknown, known(4), ""},
		{known(4), unknown, ""},
		{unknown, unknown, ""},
	} {
		if got := measure.KraljicOf(&contract.Category{Kraljic: contract.Kraljic{Impact: x.impact, SupplyRisk: x.risk}}); got != x.want {
			t.Errorf("%v, %v: %q, want %q", x.impact, x.risk, got, x.want)
		}
	}
}
