// Package stages says where contracts are in their life on a day: what comes next, what may
// come after the current end, how each step of the term stands, and which contracts came and
// went in a quarter.
//
// In go figures of contracts; their dates are package terms'.
package stages

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// mustDecide is how many days ahead the decision on an option is near, so that a contract
// shows it as one that must be made.
const mustDecide = 183

// EndBand says when a contract ends at the latest.
type EndBand string

// The bands, the nearest first; what is over stands last.
const (
	EndWithin6  EndBand = "6"     // within half a year: 183 days
	EndWithin12 EndBand = "12"    // within a year: 365 days
	EndWithin24 EndBand = "24"    // within two: 730 days
	EndLater    EndBand = "later" // or no end is known
	EndOver     EndBand = "over"
)

// EndBands are all bands of the last end.
var EndBands = []EndBand{EndWithin6, EndWithin12, EndWithin24, EndLater, EndOver}

// EndBandOf gives the band of the last end. A contract that ends on the date is not over.
func EndBandOf(t *measure.Terms, asOf date.Date) EndBand {
	switch days := t.LastEnd.Days(asOf); {
	case t.LastEnd.IsZero():
		return EndLater
	case days < 0:
		return EndOver
	case days <= 183:
		return EndWithin6
	case days <= 365:
		return EndWithin12
	case days <= 730:
		return EndWithin24
	}
	return EndLater
}

// NextStage is a kind of what comes next.
type NextStage string

// The stages; "" where nothing is known.
const (
	StageOver       NextStage = "over"       // the contract has ended
	StageDecide     NextStage = "decide"     // an open option is to be decided
	StageNotice     NextStage = "notice"     // the last day to give notice
	StageEnds       NextStage = "ends"       // it ends, unless somebody prolongs it
	StageRenews     NextStage = "renews"     // it is renewed, and nobody can stop that any more
	StageIndefinite NextStage = "indefinite" // it runs until someone gives notice
)

// Next is what comes next in a contract's life.
type Next struct {
	Stage NextStage
	On    date.Date // for a contract that has ended the day on which it did; zero where there is none
	Days  int       // to On, from the as-of date; negative once it has passed
}

// NextOf gives what comes next.
func NextOf(c *measure.ContractFigures, asOf date.Date) Next {
	on := func(stage NextStage, d date.Date) Next { return Next{stage, d, d.Days(asOf)} }
	switch t := &c.Terms; {
	case c.Over():
		return on(StageOver, t.CurrentEnd)
	case !t.NextDecision.IsZero():
		return on(StageDecide, t.NextDecision)
	case !t.Bound().IsZero() || t.GoesOn() && t.NoticeDate.IsZero():
		return on(StageRenews, t.CurrentEnd)
	case !t.NoticeDate.IsZero():
		return on(StageNotice, t.NoticeDate)
	case !t.CurrentEnd.IsZero():
		return on(StageEnds, t.CurrentEnd)
	case t.Indefinite:
		return Next{Stage: StageIndefinite}
	}
	return Next{}
}

// AfterEnd says what may come after the current end of an active contract.
type AfterEnd string

// What may come; "" for nothing, and for a contract that is not active.
const (
	AfterDecision AfterEnd = "decision" // an option that must be decided within half a year, or should have been
	AfterOptions  AfterEnd = "options"  // open options
	AfterRenewal  AfterEnd = "renewal"  // a tacit one
	AfterNotice   AfterEnd = "notice"   // nothing, for notice was given
)

// AfterEndOf gives what may come after the current end. Whether that is a renewal is what
// NextOf says too.
func AfterEndOf(c *measure.ContractFigures, asOf date.Date) AfterEnd {
	t, next := &c.Terms, NextOf(c, asOf).Stage
	switch open := t.OpenOptions(); {
	case c.Status != contract.Active:
		return ""
	case open > 0 && within(t.NextDecision, asOf, mustDecide):
		return AfterDecision
	case open > 0:
		return AfterOptions
	case t.NoticeGiven || t.Stopped && !c.Contract.Period.NoticeGiven.IsZero():
		return AfterNotice
	case next == StageRenews || next == StageNotice:
		return AfterRenewal
	}
	return ""
}

// within reports whether a day is known and at most so many days ahead; one that has passed is.
func within(d, asOf date.Date, days int) bool { return !d.IsZero() && d.Days(asOf) <= days }

// StateOf gives the step's state on a date.
func StateOf(s *measure.Step, asOf date.Date) measure.StepState {
	switch {
	case s.Kind == measure.StepOption && s.Status == measure.StepOpen && within(s.DecideBy, asOf, mustDecide):
		return measure.StepMustDecide
	case s.Kind == measure.StepOption || s.Kind == measure.StepRenewal:
		return s.Status
	case !s.To.IsZero() && s.To.Before(asOf):
		return measure.StepOver
	case s.From.After(asOf):
		return measure.StepComing
	}
	return measure.StepRunning
}

// Hold says how firmly a step belongs to the term.
type Hold uint8

// The holds.
const (
	Agreed   Hold = iota // part of the term
	Possible             // may become part of it
	Gone                 // will not
)

// HoldOf gives how firmly the step belongs to the term.
func HoldOf(s *measure.Step) Hold {
	switch {
	case s.Status == measure.StepDeclined || s.Status == measure.StepLapsed:
		return Gone
	case s.Status == measure.StepExercised || s.Status == measure.StepHappened || s.Kind == measure.StepInitial || s.Kind == measure.StepAmendment:
		return Agreed
	}
	return Possible
}

// Span is a stretch of days, both included.
type Span struct{ First, Last date.Date }

// SpanOf is the stretch that a line of the whole term covers: from the start to the last end,
// or to the as-of date where that is later. Zero where the start or the term is unknown.
func SpanOf(t *measure.Terms, asOf date.Date) Span {
	if t.Start.IsZero() || len(t.Steps) == 0 {
		return Span{}
	}
	return Span{t.Start, date.Max(asOf, date.Max(t.LastEnd, t.Steps[len(t.Steps)-1].To))}
}

// IsZero reports whether there is no stretch.
func (s Span) IsZero() bool { return s == Span{} }

// Begun is the share of the stretch that has passed when a day begins, 0–1.
func (s Span) Begun(d date.Date) float64 {
	return min(max(float64(d.Days(s.First))/float64(s.Last.Days(s.First)+1), 0), 1)
}

// Ended is the share of the stretch that has passed when a day ends, 0–1.
func (s Span) Ended(d date.Date) float64 { return s.Begun(d.AddDays(1)) }
