package duties

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestStateOfPromise(t *testing.T) {
	for _, x := range []struct {
		by, done string
		want     PromiseState
	}{
		{"", "", PromiseOpen},
		{"2026-11-01", "", PromiseOpen},
		{"2026-10-31", "", PromiseBroken},
		{"2026-10-31", "2026-10-31", PromiseKept},
		{"", "2026-11-01", PromiseKept},
		{"2026-10-30", "2026-10-31", PromiseLate},
		{"2026-12-31", "2026-11-02", PromiseOpen}, // not known of yet
		{"2026-10-31", "2026-11-02", PromiseBroken},
	} {
		if got := StateOfPromise(contract.Promise{By: measuretest.Day(x.by), Done: measuretest.Day(x.done)}, measuretest.Day("2026-11-01")); got != x.want {
			t.Errorf("by %q, done %q: %s, want %s", x.by, x.done, got, x.want)
		}
	}
}
