package block_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/trend"
)

// Three years are twelve quarters and today: with fewer points the page says where history
// begins.
func TestTrendNotes(t *testing.T) {
	s := kittest.Site(t, contract.Internal, "2026-09-30")
	for points, want := range map[int]int{1: 1, 12: 1, 13: 0} {
		s.Opt.Trend.Points = make([]trend.Point, points)
		if got := block.TrendNotes(s); len(got) != want {
			t.Errorf("%d points: %q", points, got)
		}
	}
}
