// Package terms follows a contract's life: its period, amendments of the end, options,
// notice and renewals, as they were known on a day.
//
// In go a contract and a day; out come dates. It knows no money and no other contract.
package terms

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// indefiniteYears is how far a contract without an end is followed.
const indefiniteYears = 4

// OptionStatus is the state of an option as it was known on the as-of date: what
// was decided later is still open. An option past its decision date that nobody
// has decided stays open, and its deadline is shown as passed.
func OptionStatus(o *contract.Option, asOf date.Date) contract.OptionStatus {
	switch {
	case o.Status == "", o.Decided.After(asOf):
		return contract.OptionOpen
	case o.Status == contract.OptionLapsed && o.Decided.IsZero() && !o.DecideBy.Before(asOf):
		return contract.OptionOpen
	}
	return o.Status
}

// OpenOptions counts the options that are not decided.
func OpenOptions(c *contract.Contract, asOf date.Date) (n int) {
	for i := range c.Options {
		if OptionStatus(&c.Options[i], asOf) == contract.OptionOpen {
			n++
		}
	}
	return n
}

// life is a contract's terms while they are being worked out.
type life struct{ measure.Terms }

// Of computes the dates of a contract's life as known on the as-of date.
func Of(c *contract.Contract, asOf date.Date) measure.Terms {
	t := life{measure.Terms{Start: c.Period.Start}}
	base := t.fixedTerm(c, asOf)
	switch ended := stopped(c, asOf); {
	case !ended.IsZero() && (base.IsZero() || !ended.After(base) || tacit(c)):
		t.CurrentEnd, t.LastEnd, t.Stopped = ended, ended, true
		t.closeOptions()
	case base.IsZero():
		t.noEnd(c, asOf)
	case tacit(c):
		t.renew(c, asOf, base)
	default:
		t.CurrentEnd, t.LastEnd = base, t.openEnd(c, asOf, base)
	}
	if !t.Stopped {
		t.NextDecision = nextDecision(c, &t.Terms, asOf)
	}
	t.AgreedEnd = agreedEnd(c, date.Max(base, t.LastEnd))
	if !t.LastEnd.IsZero() {
		t.DaysLeft = max(0, t.LastEnd.Days(asOf))
	}
	return t.Terms
}

// fixedTerm follows the agreed period, signed changes of the end and exercised
// options in the order in which they were made, and gives the end that they make;
// zero for none.
func (t *life) fixedTerm(c *contract.Contract, asOf date.Date) date.Date {
	p := &c.Period
	end := p.End
	if months := p.DurationMonths; end.IsZero() && months.Set && months.V > 0 && !p.Start.IsZero() {
		end = date.LastOf(p.Start, months.V)
	}
	if !p.Start.IsZero() || !end.IsZero() {
		t.Steps = append(t.Steps, measure.Step{Kind: measure.StepInitial, From: p.Start, To: end, Index: -1})
	}
	changes := endChanges(c, asOf)
	for _, ch := range changes {
		if ch.exact || ch.to.After(end) {
			end = ch.to
		}
	}
	t.addSteps(c, asOf, changes)
	return end
}

// endChange is a decision that moved the end.
type endChange struct {
	on, to date.Date
	exact  bool // an amendment sets the end; an option only extends
	index  int
}

func endChanges(c *contract.Contract, asOf date.Date) []endChange {
	var out []endChange
	for i := range c.Options {
		o := &c.Options[i]
		if !o.ExtendsTo.IsZero() && OptionStatus(o, asOf) == contract.OptionExercised {
			on := o.Decided
			if on.IsZero() {
				on = o.DecideBy
			}
			out = append(out, endChange{on: on, to: o.ExtendsTo, index: i})
		}
	}
	for i := range c.Amendments {
		a := &c.Amendments[i]
		if !a.EndAfter.IsZero() && Signed(a, asOf) {
			out = append(out, endChange{on: a.Signed, to: a.EndAfter, exact: true, index: i})
		}
	}
	slices.SortStableFunc(out, func(a, b endChange) int { return a.on.Compare(b.on) })
	return out
}

// addSteps lists amendments of the end and options, by the end that they lead to.
func (t *life) addSteps(c *contract.Contract, asOf date.Date, changes []endChange) {
	var steps []measure.Step
	for _, ch := range changes {
		if ch.exact {
			steps = append(steps, measure.Step{Kind: measure.StepAmendment, To: ch.to, Index: ch.index})
		}
	}
	for i := range c.Options {
		o := &c.Options[i]
		s := OptionStatus(o, asOf)
		steps = append(steps, measure.Step{Kind: measure.StepOption, To: o.ExtendsTo, DecideBy: o.DecideBy, Status: measure.StepState(s), Index: i})
	}
	slices.SortStableFunc(steps, func(a, b measure.Step) int { return a.To.Compare(b.To) })
	for _, s := range steps {
		if n := len(t.Steps); n > 0 && !t.Steps[n-1].To.IsZero() {
			s.From = t.Steps[n-1].To.AddDays(1)
		}
		t.Steps = append(t.Steps, s)
	}
}

// closeOptions lets the open options of a contract that was stopped lapse: there is nothing to
// extend.
func (t *life) closeOptions() {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.Kind == measure.StepOption && s.Status == measure.StepOpen {
			s.Status = measure.StepLapsed
		}
	}
}

// openEnd is the last possible end: that of the latest open option, or the end.
func (t *life) openEnd(c *contract.Contract, asOf, end date.Date) date.Date {
	for i := range c.Options {
		if o := &c.Options[i]; OptionStatus(o, asOf) == contract.OptionOpen {
			end = date.Max(end, o.ExtendsTo)
		}
	}
	return end
}

// DecideBy is the day by which an option must be decided: where the file does not say, the
// end that it would move.
func DecideBy(o *contract.Option, t *measure.Terms) date.Date {
	if o.DecideBy.IsZero() {
		return t.CurrentEnd
	}
	return o.DecideBy
}

// nextDecision is the first day by which an open option must be decided; zero for none.
func nextDecision(c *contract.Contract, t *measure.Terms, asOf date.Date) (next date.Date) {
	for i := range c.Options {
		o := &c.Options[i]
		if by := DecideBy(o, t); OptionStatus(o, asOf) == contract.OptionOpen && !by.IsZero() && (next.IsZero() || by.Before(next)) {
			next = by
		}
	}
	return next
}

// agreedEnd is the last end, or that of an option that was declined or has lapsed where it is
// later: the value was agreed for all of it (FIGURES.md H5).
func agreedEnd(c *contract.Contract, end date.Date) date.Date {
	for i := range c.Options {
		end = date.Max(end, c.Options[i].ExtendsTo)
	}
	return end
}

// noEnd follows a contract that runs until someone gives notice.
func (t *life) noEnd(c *contract.Contract, asOf date.Date) {
	t.Indefinite = true
	t.LastEnd = date.Max(asOf.AddYears(indefiniteYears), t.openEnd(c, asOf, date.Date{}))
}

// stopped is the last day of a contract that was terminated, or whose indefinite
// term was given notice; zero for others. The decision counts from the day on which
// notice was given, where that is known.
func stopped(c *contract.Contract, asOf date.Date) date.Date {
	p := &c.Period
	if p.NoticeGiven.After(asOf) {
		return date.Date{}
	}
	if !p.Terminated.IsZero() {
		return p.Terminated
	}
	if p.NoticeGiven.IsZero() || !p.End.IsZero() || p.DurationMonths.Set || tacit(c) {
		return date.Date{}
	}
	return afterNotice(p)
}

// tacit reports whether the contract goes on by itself.
func tacit(c *contract.Contract) bool {
	return c.Period.Renewal == contract.RenewalTacit || c.Period.Renewal == "" && c.Period.Tacit.Months > 0
}

// Signed reports whether an amendment was in force on the as-of date.
func Signed(a *contract.Amendment, asOf date.Date) bool {
	return !a.Signed.IsZero() && !a.Signed.After(asOf)
}
