package people

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
)

// Before her last day she leaves; after it she has left, and what she should do is nobody's.
func TestLeaving(t *testing.T) {
	for day, want := range map[string][2]string{"2026-12-31": {"Slutter 31.12.2026", "Kari Lie"}, "2027-01-01": {"Sluttet 31.12.2026", "ingen: Kari Lie har sluttet"}} {
		s := kittest.Site(t, contract.Internal, day)
		n := s.P.Person("kari")
		n.Left = date.MustParse("2026-12-31")
		if got := [2]string{leaving(s, n)[0].Text, s.Responsible("kari")}; got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}
