package turnover

import (
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestYearsBetween(t *testing.T) {
	for _, tc := range []struct {
		first, last string
		want        *big.Rat
	}{
		{"2021-05-01", "2025-04-30", big.NewRat(4, 1)},
		{"2021-05-01", "2022-04-30", big.NewRat(1, 1)},
		{"2021-05-01", "2021-07-31", big.NewRat(1, 1)}, // at least 1
		{"2021-05-01", "2020-07-31", big.NewRat(1, 1)},
		{"2024-01-01", "2026-12-31", big.NewRat(3, 1)},
		{"2024-02-29", "2025-02-27", big.NewRat(1, 1)},
		{"2023-01-01", "2025-06-30", new(big.Rat).Add(big.NewRat(2, 1), big.NewRat(181, 365))},
		{"2022-01-01", "2024-06-30", new(big.Rat).Add(big.NewRat(2, 1), big.NewRat(182, 366))},
		{"", "2025-06-30", nil},
		{"2023-01-01", "", nil},
	} {
		got := yearsBetween(measuretest.Day(tc.first), measuretest.Day(tc.last))
		if (got == nil) != (tc.want == nil) || got != nil && got.Cmp(tc.want) != 0 {
			t.Errorf("%s to %s: %v, want %v", tc.first, tc.last, got, tc.want)
		}
	}
}
