package measure

import "github.com/forvalt/forvalt/internal/date"

// Terms are the dates of a contract's life.
type Terms struct {
	Start, CurrentEnd, LastEnd date.Date // zero where unknown; CurrentEnd zero also for an indefinite contract
	AgreedEnd                  date.Date // the last end that was agreed, whatever became of its option
	CertainEnd                 date.Date // of a tacit contract: until when it is bound, for notice can no longer stop it before
	FinalEnd                   date.Date // of a tacit contract that renews a number of times: the end after the last; else zero
	Indefinite                 bool
	Tacit                      bool      // goes on by itself; LastEnd is the end after the next renewal
	Stopped                    bool      // terminated, or notice was given: CurrentEnd is final
	NoticeGiven                bool      // notice was given: no renewal follows CurrentEnd
	MissedNotice               date.Date // the last day on which the notice that was given would have stopped the next renewal; zero: it did
	NoticeDate                 date.Date // last day to give notice that stops the next renewal that is not decided; zero where there is none
	NoticeFor                  date.Date // the end that NoticeDate belongs to: CurrentEnd, or the one after it once its notice date has passed
	NextDecision               date.Date // earliest decide_by of the open options, which may have passed
	LatestTenderStart          date.Date // from the current end (or the last, where options are open: see LastTenderStart)
	LastTenderStart            date.Date // from the last end, where options are open
	DaysLeft                   int       // from as-of to LastEnd, never below 0
	Steps                      []Step    // initial period, then options and renewals, in order
}

// StepKind is what a step of the term comes from.
type StepKind string

// The kinds of steps.
const (
	StepInitial   StepKind = "initial"
	StepAmendment StepKind = "amendment"
	StepOption    StepKind = "option"
	StepRenewal   StepKind = "renewal"
)

// Step is one stretch of the term.
type Step struct {
	Kind     StepKind
	From, To date.Date
	DecideBy date.Date // of an option, or the notice date of a renewal
	Status   StepState // of an option or a renewal, whatever its dates; see State
	Index    int       // of the option or amendment in the contract; -1 for others
}

// StepState is the state of a step of the term on a date.
type StepState string

// The states: first those of an option, then those of a renewal, which may also be coming.
const (
	StepOpen       StepState = "open"
	StepExercised  StepState = "exercised"
	StepDeclined   StepState = "declined"
	StepLapsed     StepState = "lapsed"
	StepHappened   StepState = "happened"
	StepMustDecide StepState = "must-decide" // an open option whose decision is near, or late
	StepOver       StepState = "over"
	StepComing     StepState = "coming"
	StepRunning    StepState = "running"
)

// Extendable reports whether the contract may run past its current end.
func (t *Terms) Extendable() bool {
	return !t.CurrentEnd.IsZero() && t.LastEnd.After(t.CurrentEnd)
}

// GoesOn reports whether the contract is renewed by itself: it renews tacitly, notice has not
// been given, and renewals are left.
func (t *Terms) GoesOn() bool { return t.Tacit && t.LastEnd != t.CurrentEnd }

// Ends is the day on which the contract ends unless somebody prolongs it: the current end;
// zero where it goes on by itself, or has no end.
func (t *Terms) Ends() date.Date {
	if t.GoesOn() {
		return date.Date{}
	}
	return t.CurrentEnd
}

// Bound is until when a contract that goes on by itself can no longer be stopped before, for
// its notice date has passed; zero where the term under way is all that is certain.
func (t *Terms) Bound() date.Date {
	if !t.CertainEnd.After(t.CurrentEnd) {
		return date.Date{}
	}
	return t.CertainEnd
}

// Endless reports whether no last end is fixed: LastEnd is then how far the contract is followed.
func (t *Terms) Endless() bool { return t.Tacit || t.Indefinite }

// OpenOptions counts the options that are not decided.
func (t *Terms) OpenOptions() (n int) {
	for i := range t.Steps {
		if t.Steps[i].Kind == StepOption && t.Steps[i].Status == StepOpen {
			n++
		}
	}
	return n
}
