package block_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/trend"
)

// To the public an inspection is its date and theme; the second of the same has a number.
func TestInspectionID(t *testing.T) {
	day := date.MustParse("2026-03-01")
	c := &contract.Contract{ID: "a", Inspections: []contract.Inspection{{ID: "a", Date: day}, {ID: "b", Date: day}, {ID: "c", Date: day}, {ID: "d", Date: day.AddDays(1)}}}
	internal, public := kittest.Site(t, contract.Internal, "2026-09-30", c), kittest.Site(t, contract.Public, "2026-09-30", c)
	for i, want := range []string{"2026-03-01-kontroll", "2026-03-01-kontroll-2", "2026-03-01-kontroll-3", "2026-03-02-kontroll"} {
		x := &c.Inspections[i]
		if got := block.InspectionID(public, c, x); got != want {
			t.Errorf("%s to the public: %q, want %q", x.ID, got, want)
		}
		if got := block.InspectionID(internal, c, x); got != x.ID {
			t.Errorf("%s: %q", x.ID, got)
		}
	}
}

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
