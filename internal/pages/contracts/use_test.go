package contracts

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// A range that is one amount, because more has been bought than was to be expected, is no
// range to a reader.
func TestRangeOfUse(t *testing.T) {
	for november, want := range map[int64]bool{10_000: true, 5_000_000: false} {
		c := &contract.Contract{ID: "a", Status: "active", Kind: "framework", Period: contract.Period{Start: measuretest.Day("2026-01-01"), End: measuretest.Day("2026-11-30")},
			Value: contract.Value{Maximum: contract.Some(money.NOK(10_000_000))}, Turnover: &contract.Turnover{}}
		c.Turnover.Months = append(measuretest.Months("2026-01", "2026-10", 10_000), measuretest.Months("2026-11", "2026-11", november)...)
		s := kittest.Site(t, contract.Internal, "2026-11-15", c)
		if u := use(s, s.F.Of("a")); !u.Usage.HasRange || (u.RangeText != "") != want {
			t.Errorf("%d in November: range %v from %v to %v, %q", november, u.Usage.HasRange, u.Usage.Low, u.Usage.High, u.RangeText)
		}
	}
}
