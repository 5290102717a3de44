package measure

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
)

const asOfNow = "2026-11-01"

func TestEndBand(t *testing.T) {
	for _, x := range []struct {
		last string
		want EndBand
	}{
		{"", EndLater},
		{"2026-10-31", EndOver},
		{"2026-11-01", EndWithin6}, // in force on its last day
		{"2027-05-03", EndWithin6}, // 183 days
		{"2027-05-04", EndWithin12},
		{"2027-11-01", EndWithin12}, // 365
		{"2027-11-02", EndWithin24},
		{"2028-10-31", EndWithin24}, // 730
		{"2028-11-01", EndLater},
	} {
		terms := Terms{LastEnd: measuretest.Day(x.last)}
		if got := terms.EndBand(measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %s, want %s", x.last, got, x.want)
		}
	}
}

func TestNext(t *testing.T) {
	end, decide, notice := measuretest.Day("2027-01-31"), measuretest.Day("2026-10-22"), measuretest.Day("2026-12-01")
	for name, x := range map[string]struct {
		status string
		terms  Terms
		want   Next
	}{
		"nothing known":      {"active", Terms{}, Next{}},
		"indefinite":         {"active", Terms{Indefinite: true, LastEnd: end}, Next{Stage: StageIndefinite}},
		"ends":               {"active", Terms{CurrentEnd: end}, Next{StageEnds, end, 91}},
		"notice before end":  {"active", Terms{CurrentEnd: end, NoticeDate: notice}, Next{StageNotice, notice, 30}},
		"decision, and late": {"active", Terms{CurrentEnd: end, NoticeDate: notice, NextDecision: decide}, Next{StageDecide, decide, -10}},
		"over":               {"terminated", Terms{CurrentEnd: end, NextDecision: decide}, Next{StageOver, end, 91}},
	} {
		c := ContractFigures{Status: contract.Status(x.status), Terms: x.terms}
		if got := c.Next(measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAfterEnd(t *testing.T) {
	option := func(status, by string) Step {
		return Step{Kind: "option", Status: StepState(status), DecideBy: measuretest.Day(by)}
	}
	for name, x := range map[string]struct {
		status string
		terms  Terms
		want   AfterEnd
	}{
		"nothing":           {"active", Terms{Steps: []Step{option("exercised", "")}}, ""},
		"not active":        {"planned", Terms{Steps: []Step{option("open", "")}}, ""},
		"open, no day":      {"active", Terms{Steps: []Step{option("open", "")}}, AfterOptions},
		"open, far":         {"active", Terms{Steps: []Step{option("open", "")}, NextDecision: measuretest.Day("2027-05-04")}, AfterOptions},
		"open, near":        {"active", Terms{Steps: []Step{option("open", "")}, NextDecision: measuretest.Day("2027-05-03")}, AfterDecision},
		"open, late":        {"active", Terms{Steps: []Step{option("open", "")}, NextDecision: measuretest.Day("2026-01-01")}, AfterDecision},
		"tacit":             {"active", Terms{Tacit: true}, AfterRenewal},
		"tacit, but option": {"active", Terms{Tacit: true, Steps: []Step{option("open", "")}}, AfterOptions},
	} {
		c := ContractFigures{Status: contract.Status(x.status), Terms: x.terms}
		if got := c.AfterEnd(measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func TestStepState(t *testing.T) {
	for _, x := range []struct {
		step Step
		want StepState
		hold Hold
	}{
		{Step{Kind: "initial", To: measuretest.Day("2026-10-31")}, StepOver, Agreed},
		{Step{Kind: "initial", To: measuretest.Day("2026-11-01")}, StepRunning, Agreed},
		{Step{Kind: "initial"}, StepRunning, Agreed},
		{Step{Kind: "amendment", From: measuretest.Day("2026-11-02"), To: measuretest.Day("2027-11-01")}, StepComing, Agreed},
		{Step{Kind: "option", Status: "open", DecideBy: measuretest.Day("2027-05-03")}, StepMustDecide, Possible},
		{Step{Kind: "option", Status: "open", DecideBy: measuretest.Day("2027-05-04")}, "open", Possible},
		{Step{Kind: "option", Status: "open"}, "open", Possible},
		{Step{Kind: "option", Status: "exercised", DecideBy: measuretest.Day("2026-01-01")}, "exercised", Agreed},
		{Step{Kind: "option", Status: "declined"}, "declined", Gone},
		{Step{Kind: "option", Status: "lapsed"}, "lapsed", Gone},
		{Step{Kind: "renewal", Status: "happened", To: measuretest.Day("2025-01-01")}, "happened", Agreed},
		{Step{Kind: "renewal", Status: "coming"}, StepComing, Possible},
	} {
		if got, hold := x.step.State(measuretest.Day(asOfNow)), x.step.Hold(); got != x.want || hold != x.hold {
			t.Errorf("%+v: %s, %d; want %s, %d", x.step, got, hold, x.want, x.hold)
		}
	}
}

func TestSpan(t *testing.T) {
	terms := Terms{Start: measuretest.Day("2026-01-01"), LastEnd: measuretest.Day("2026-01-10"), Steps: []Step{{To: measuretest.Day("2026-01-10")}}}
	s := terms.Span(measuretest.Day("2026-01-05"))
	if s.Begun(s.First) != 0 || s.Ended(s.Last) != 1 || s.Begun(measuretest.Day("2026-01-06")) != .5 || s.Ended(measuretest.Day("2026-01-05")) != .5 || s.Begun(measuretest.Day("2025-01-01")) != 0 {
		t.Errorf("%+v", s)
	}
	if s := terms.Span(measuretest.Day("2026-03-01")); s.Last != measuretest.Day("2026-03-01") {
		t.Errorf("to the as-of date: %+v", s)
	}
	for _, none := range []Terms{{}, {Start: measuretest.Day("2026-01-01")}, {Steps: terms.Steps}} {
		if !none.Span(measuretest.Day(asOfNow)).IsZero() {
			t.Errorf("%+v", none)
		}
	}
}

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

func TestLikelihoodOf(t *testing.T) {
	for p, want := range map[string]Likelihood{"0": VeryUnlikely, "9/100": VeryUnlikely, "1/10": Unlikely, "39/100": Unlikely, "4/10": EvenChance, "59/100": EvenChance, "6/10": Likely, "89/100": Likely, "9/10": VeryLikely, "1": VeryLikely} {
		if got := LikelihoodOf(measuretest.Rat(p)); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}
