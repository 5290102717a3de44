package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/date"
)

func TestBooksClose(t *testing.T) {
	for q, want := range map[string][2]string{ // its last day, on which it is measured; the day on which its books close
		"2025-q4": {"2025-12-31", "2026-01-31"},
		"2026-q1": {"2026-03-31", "2026-04-30"},
		"2026-q2": {"2026-06-30", "2026-07-31"},
		"2026-q3": {"2026-09-30", "2026-10-31"},
	} {
		quarter, err := date.ParseQuarter(q)
		if got := [2]string{quarter.Last().String(), BooksClose(quarter).String()}; err != nil || got != want {
			t.Errorf("%s: %v, want %v (%v)", q, got, want, err)
		}
	}
}
