package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

func TestTermsMayGoOn(t *testing.T) {
	a, b := measuretest.Day("2026-12-31"), measuretest.Day("2027-12-31")
	for _, x := range []struct {
		terms                       Terms
		extendable, goesOn, endless bool
	}{
		{Terms{}, false, false, false},
		{Terms{CurrentEnd: a, LastEnd: a}, false, false, false},
		{Terms{CurrentEnd: a, LastEnd: b}, true, false, false},
		{Terms{CurrentEnd: a, LastEnd: b, Tacit: true}, true, true, true},
		{Terms{CurrentEnd: a, LastEnd: a, Tacit: true, NoticeGiven: true}, false, false, true},
		{Terms{LastEnd: b, Indefinite: true}, false, false, true},
	} {
		if got := []bool{x.terms.Extendable(), x.terms.GoesOn(), x.terms.Endless()}; got[0] != x.extendable || got[1] != x.goesOn || got[2] != x.endless {
			t.Errorf("%+v: %v", x.terms, got)
		}
	}
}
