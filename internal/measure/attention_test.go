package measure_test

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

func TestAttention(t *testing.T) {
	asOf := date.MustParse("2026-11-01")
	managed := func(c measure.ContractFigures) *measure.ContractFigures {
		c.Status, c.Manager = "active", &contract.Person{ID: "kari"}
		if c.Contract == nil {
			c.Contract = &contract.Contract{}
		}
		return &c
	}
	decide := func(days int) *measure.ContractFigures {
		return managed(measure.ContractFigures{Terms: measure.Terms{NextDecision: asOf.AddDays(days)}})
	}
	ends := func(days int, tacit bool, successor string) *measure.ContractFigures {
		return managed(measure.ContractFigures{Terms: measure.Terms{LastEnd: asOf.AddDays(days), Tacit: tacit}, Contract: &contract.Contract{Successor: successor}})
	}
	open := func(deviations, findings int) *measure.ContractFigures {
		return managed(measure.ContractFigures{OpenDevs: deviations, OpenFindings: findings})
	}
	for _, x := range []struct {
		name string
		list []*measure.ContractFigures
		want measure.Attention
	}{
		{"nothing", nil, measure.Attention{}},
		{"nothing is known of it", []*measure.ContractFigures{managed(measure.ContractFigures{})}, measure.Attention{}},
		{"only active contracts ask", []*measure.ContractFigures{{Status: "planned", Contract: &contract.Contract{}}, {Status: "ended", Contract: &contract.Contract{}, OpenDevs: 2}}, measure.Attention{}},
		{"options: overdue, today, the last day, the day after", []*measure.ContractFigures{decide(-3), decide(0), decide(90), decide(91)}, measure.Attention{Options: 3, FirstOption: asOf.AddDays(-3)}},
		{"ends: passed, the last day, the day after", []*measure.ContractFigures{ends(-1, false, ""), ends(183, false, ""), ends(184, false, "")}, measure.Attention{Ending: 2}},
		{"does not end: goes on by itself, has a successor", []*measure.ContractFigures{ends(10, true, ""), ends(10, false, "next")}, measure.Attention{}},
		{"open: one, one of each, none", []*measure.ContractFigures{open(1, 0), open(1, 1), open(0, 0)}, measure.Attention{Open: 2, SeveralOpen: 1}},
		{"without a manager", []*measure.ContractFigures{{Status: "active", Contract: &contract.Contract{}}}, measure.Attention{Unmanaged: 1}},
	} {
		if got := measure.AttentionTo(x.list, asOf); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
	}
}

func TestHighRisk(t *testing.T) {
	if n := measure.HighRisk(map[contract.BandID]int{"low": 9, "moderate": 4, "high": 2, "critical": 1}); n != 3 {
		t.Error(n)
	}
	if n := measure.HighRisk(nil); n != 0 {
		t.Error(n)
	}
}
