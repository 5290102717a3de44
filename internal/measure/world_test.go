package measure_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

func TestHasLeft(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	for left, want := range map[date.Date]bool{{}: false, asOf.AddDays(-1): true, asOf: false, asOf.AddDays(1): false} {
		if got := measure.HasLeft(&contract.Person{Left: left}, asOf); got != want {
			t.Errorf("%v: %v", left, got)
		}
	}
}
