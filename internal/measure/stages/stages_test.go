package stages

import (
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
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
		terms := measure.Terms{LastEnd: measuretest.Day(x.last)}
		if got := EndBandOf(&terms, measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %s, want %s", x.last, got, x.want)
		}
	}
}

func TestNext(t *testing.T) {
	end, decide, notice := measuretest.Day("2027-01-31"), measuretest.Day("2026-10-22"), measuretest.Day("2026-12-01")
	for name, x := range map[string]struct {
		status string
		terms  measure.Terms
		want   Next
	}{
		"nothing known":      {"active", measure.Terms{}, Next{}},
		"indefinite":         {"active", measure.Terms{Indefinite: true, LastEnd: end}, Next{Stage: StageIndefinite}},
		"ends":               {"active", measure.Terms{CurrentEnd: end}, Next{StageEnds, end, 91}},
		"notice before end":  {"active", measure.Terms{CurrentEnd: end, NoticeDate: notice}, Next{StageNotice, notice, 30}},
		"decision, and late": {"active", measure.Terms{CurrentEnd: end, NoticeDate: notice, NextDecision: decide}, Next{StageDecide, decide, -10}},
		"over":               {"terminated", measure.Terms{CurrentEnd: end, NextDecision: decide}, Next{StageOver, end, 91}},
	} {
		c := measure.ContractFigures{Status: contract.Status(x.status), Terms: x.terms}
		if got := NextOf(&c, measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAfterEnd(t *testing.T) {
	option := func(status, by string) measure.Step {
		return measure.Step{Kind: "option", Status: measure.StepState(status), DecideBy: measuretest.Day(by)}
	}
	renews := measure.Terms{Tacit: true, CurrentEnd: measuretest.Day("2027-05-31"), LastEnd: measuretest.Day("2028-05-31"), NoticeDate: measuretest.Day("2027-02-28")}
	for name, x := range map[string]struct {
		status string
		terms  measure.Terms
		want   AfterEnd
	}{
		"nothing":           {"active", measure.Terms{Steps: []measure.Step{option("exercised", "")}}, ""},
		"not active":        {"planned", measure.Terms{Steps: []measure.Step{option("open", "")}}, ""},
		"open, no day":      {"active", measure.Terms{Steps: []measure.Step{option("open", "")}}, AfterOptions},
		"open, far":         {"active", measure.Terms{Steps: []measure.Step{option("open", "")}, NextDecision: measuretest.Day("2027-05-04")}, AfterOptions},
		"open, near":        {"active", measure.Terms{Steps: []measure.Step{option("open", "")}, NextDecision: measuretest.Day("2027-05-03")}, AfterDecision},
		"open, late":        {"active", measure.Terms{Steps: []measure.Step{option("open", "")}, NextDecision: measuretest.Day("2026-01-01")}, AfterDecision},
		"tacit":             {"active", renews, AfterRenewal},
		"tacit, no day":     {"active", measure.Terms{Tacit: true, CurrentEnd: renews.CurrentEnd, LastEnd: renews.LastEnd}, AfterRenewal},
		"tacit, the last":   {"active", measure.Terms{Tacit: true, CurrentEnd: renews.CurrentEnd, LastEnd: renews.CurrentEnd}, ""},
		"tacit, notice":     {"active", measure.Terms{Tacit: true, NoticeGiven: true, CurrentEnd: renews.CurrentEnd, LastEnd: renews.CurrentEnd}, AfterNotice},
		"terminated":        {"active", measure.Terms{Stopped: true, CurrentEnd: renews.CurrentEnd, LastEnd: renews.CurrentEnd}, ""},
		"tacit, but option": {"active", measure.Terms{Tacit: true, Steps: []measure.Step{option("open", "")}}, AfterOptions},
	} {
		c := measure.ContractFigures{Contract: &contract.Contract{}, Status: contract.Status(x.status), Terms: x.terms}
		if got := AfterEndOf(&c, measuretest.Day(asOfNow)); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func TestStepState(t *testing.T) {
	for _, x := range []struct {
		step measure.Step
		want measure.StepState
		hold Hold
	}{
		{measure.Step{Kind: "initial", To: measuretest.Day("2026-10-31")}, measure.StepOver, Agreed},
		{measure.Step{Kind: "initial", To: measuretest.Day("2026-11-01")}, measure.StepRunning, Agreed},
		{measure.Step{Kind: "initial"}, measure.StepRunning, Agreed},
		{measure.Step{Kind: "amendment", From: measuretest.Day("2026-11-02"), To: measuretest.Day("2027-11-01")}, measure.StepComing, Agreed},
		{measure.Step{Kind: "option", Status: "open", DecideBy: measuretest.Day("2027-05-03")}, measure.StepMustDecide, Possible},
		{measure.Step{Kind: "option", Status: "open", DecideBy: measuretest.Day("2027-05-04")}, "open", Possible},
		{measure.Step{Kind: "option", Status: "open"}, "open", Possible},
		{measure.Step{Kind: "option", Status: "exercised", DecideBy: measuretest.Day("2026-01-01")}, "exercised", Agreed},
		{measure.Step{Kind: "option", Status: "declined"}, "declined", Gone},
		{measure.Step{Kind: "option", Status: "lapsed"}, "lapsed", Gone},
		{measure.Step{Kind: "renewal", Status: "happened", To: measuretest.Day("2025-01-01")}, "happened", Agreed},
		{measure.Step{Kind: "renewal", Status: "coming"}, measure.StepComing, Possible},
	} {
		if got, hold := StateOf(&x.step, measuretest.Day(asOfNow)), HoldOf(&x.step); got != x.want || hold != x.hold {
			t.Errorf("%+v: %s, %d; want %s, %d", x.step, got, hold, x.want, x.hold)
		}
	}
}

func TestSpan(t *testing.T) {
	terms := measure.Terms{Start: measuretest.Day("2026-01-01"), LastEnd: measuretest.Day("2026-01-10"), Steps: []measure.Step{{To: measuretest.Day("2026-01-10")}}}
	s := SpanOf(&terms, measuretest.Day("2026-01-05"))
	if s.Begun(s.First) != 0 || s.Ended(s.Last) != 1 || s.Begun(measuretest.Day("2026-01-06")) != .5 || s.Ended(measuretest.Day("2026-01-05")) != .5 || s.Begun(measuretest.Day("2025-01-01")) != 0 {
		t.Errorf("%+v", s)
	}
	if s := SpanOf(&terms, measuretest.Day("2026-03-01")); s.Last != measuretest.Day("2026-03-01") {
		t.Errorf("to the as-of date: %+v", s)
	}
	for _, none := range []measure.Terms{{}, {Start: measuretest.Day("2026-01-01")}, {Steps: terms.Steps}} {
		if !SpanOf(&none, measuretest.Day(asOfNow)).IsZero() {
			t.Errorf("%+v", none)
		}
	}
}
