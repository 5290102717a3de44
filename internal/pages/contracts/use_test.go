package contracts

import (
	"strings"
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

// Where call-offs are not public, how much of a framework is used is not known: the public page
// says that, and draws nothing.
func TestUseWithoutItsCallOffs(t *testing.T) {
	period := contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day("2027-12-31")}
	framework := &contract.Contract{ID: "f", Status: contract.Active, Visibility: contract.Public, Kind: contract.KindFramework, Period: period,
		Value: contract.Value{Maximum: contract.Some(money.NOK(50_000_000))}, Turnover: &contract.Turnover{Months: measuretest.Months("2026-01", "2026-10", 100_000)}}
	callOff := &contract.Contract{ID: "c", Status: contract.Active, Kind: contract.Kind("call-off"), Parent: "f", Period: period,
		Turnover: &contract.Turnover{Months: measuretest.Months("2024-01", "2026-10", 1_500_000)}}
	for _, x := range []struct {
		visibility contract.Visibility // of the call-off
		left       bool
	}{{contract.Internal, true}, {contract.Public, false}} {
		callOff.Visibility = x.visibility
		s := kittest.Site(t, contract.Public, "2026-11-01", framework, callOff)
		u := use(s, s.F.Of("f"))
		said := u.Missing == s.Say("contracts.without-call-offs", nil) && u.Usage.Text.Text == s.Say("usage.without-call-offs", nil)
		if said != x.left || u.Usage.Known == x.left || (u.ProjText.Text == "") != x.left || (u.Quarters.ID == "") != x.left || (u.Conclusion == "") != x.left {
			t.Errorf("a call-off that is %s: %+v", x.visibility, u)
		}
	}
}

// Of a contract that is over it is said what was bought, and what of it after the end; nothing is
// said of a rate.
func TestUseAfterTheEnd(t *testing.T) {
	c := &contract.Contract{ID: "a", Status: contract.Active, Kind: contract.KindFramework, Period: contract.Period{Start: measuretest.Day("2024-01-01"), End: measuretest.Day("2026-09-30")},
		Value: contract.Value{Maximum: contract.Some(money.NOK(10_000_000))}, Turnover: &contract.Turnover{Months: measuretest.Months("2026-01", "2026-09", 100_000)}}
	for _, x := range []struct {
		last, said string
	}{
		{"2026-09", ""},
		{"2026-10", "Av dette er 100 000 kr kjøpt etter at avtalen løp ut 30.09.2026."},
	} {
		c.Turnover.Months = measuretest.Months("2026-01", x.last, 100_000)
		s := kittest.Site(t, contract.Internal, "2026-11-15", c)
		u := use(s, s.F.Of("a"))
		if detail := strings.ReplaceAll(u.Detail, "\u00A0", " "); detail != x.said || !strings.HasPrefix(u.Conclusion, "Det ble kjøpt for ") || u.ProjText.Text != "" {
			t.Errorf("registered to %s: %q %q %q", x.last, u.Conclusion, u.Detail, u.ProjText.Text)
		}
	}
}
