package totals_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/totals"
)

func TestAttention(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	none := contract.Some(0)
	managed := func(c measure.ContractFigures) *measure.ContractFigures {
		c.Status, c.Manager, c.Managed = "active", &contract.Person{ID: "kari"}, measure.Yes
		if c.Contract == nil {
			c.Contract = &contract.Contract{}
		}
		return &c
	}
	decide := func(days int) *measure.ContractFigures {
		return managed(measure.ContractFigures{Terms: measure.Terms{NextDecision: asOf.AddDays(days)}, OpenDevs: none, OpenFindings: none})
	}
	ends := func(days int, tacit bool, successor string) *measure.ContractFigures {
		return managed(measure.ContractFigures{Terms: measure.Terms{LastEnd: asOf.AddDays(days), Tacit: tacit}, Succeeded: measure.TriOf(successor != ""), OpenDevs: none, OpenFindings: none})
	}
	open := func(deviations, findings int) *measure.ContractFigures {
		return managed(measure.ContractFigures{OpenDevs: contract.Some(deviations), OpenFindings: contract.Some(findings)})
	}
	known := func(a totals.Attention) totals.Attention { // nothing is withheld
		a.Open.Set, a.SeveralOpen.Set, a.Unmanaged.Set = true, true, true
		return a
	}
	figures := func(p *contract.Portfolio) *measure.Figures {
		return measure.NewFigures(measure.NewWorld(p, asOf), nil, nil)
	}
	whole := &contract.Portfolio{}
	for _, x := range []struct {
		name string
		list []*measure.ContractFigures
		want totals.Attention
	}{
		{"nothing", nil, known(totals.Attention{})},
		{"what is open is withheld", []*measure.ContractFigures{managed(measure.ContractFigures{}), open(1, 1)}, totals.Attention{Unmanaged: none}},
		{"who manages is withheld", []*measure.ContractFigures{{Status: "active", Managed: measure.Unknown, OpenDevs: none, OpenFindings: none}}, totals.Attention{Open: none, SeveralOpen: none}},
		{"only active contracts ask", []*measure.ContractFigures{{Status: "planned", Contract: &contract.Contract{}}, {Status: "ended", Contract: &contract.Contract{}, OpenDevs: contract.Some(2)}}, known(totals.Attention{})},
		{"options: overdue, today, the last day, the day after", []*measure.ContractFigures{decide(-3), decide(0), decide(90), decide(91)}, known(totals.Attention{Options: 3, LateOptions: 1, FirstOption: asOf})},
		{"ends: passed, the last day, the day after", []*measure.ContractFigures{ends(-1, false, ""), ends(183, false, ""), ends(184, false, "")}, known(totals.Attention{Ending: 2})},
		{"does not end: goes on by itself, has a successor", []*measure.ContractFigures{ends(10, true, ""), ends(10, false, "next")}, known(totals.Attention{})},
		{"open: one, one of each, none", []*measure.ContractFigures{open(1, 0), open(1, 1), open(0, 0)}, known(totals.Attention{Open: contract.Some(2), SeveralOpen: contract.Some(1)})},
		{"without a manager", []*measure.ContractFigures{{Status: "active", OpenDevs: none, OpenFindings: none}}, known(totals.Attention{Unmanaged: contract.Some(1)})},
	} {
		if got := totals.AttentionTo(figures(whole), x.list); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
		asked := map[totals.Ask]int{}
		for _, c := range x.list {
			for _, a := range totals.AsksOf(figures(whole), c) {
				asked[a]++
			}
		}
		for a, want := range map[totals.Ask]contract.Maybe[int]{totals.AskOption: contract.Some(x.want.Options), totals.AskEnding: contract.Some(x.want.Ending),
			totals.AskOpen: x.want.Open, totals.AskSeveralOpen: x.want.SeveralOpen, totals.AskUnmanaged: x.want.Unmanaged} {
			if want.Set && asked[a] != want.V {
				t.Errorf("%s: %d ask for %s, want %d", x.name, asked[a], a, want.V)
			}
		}
	}
	if got := totals.AttentionTo(figures(whole.PublicPart(asOf)), nil); got != (totals.Attention{}) {
		t.Errorf("of a public part without contracts: %+v", got)
	}
}

func TestHighRisk(t *testing.T) {
	if n := totals.HighRisk(map[contract.BandID]int{"low": 9, "moderate": 4, "high": 2, "critical": 1}); n != 3 {
		t.Error(n)
	}
	if n := totals.HighRisk(nil); n != 0 {
		t.Error(n)
	}
}
