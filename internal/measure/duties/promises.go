package duties

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// PromiseState says how a supplier's promise stands.
type PromiseState string

// The states.
const (
	PromiseOpen   PromiseState = "open"
	PromiseKept   PromiseState = "kept"
	PromiseLate   PromiseState = "late"   // done, but after the day that was promised
	PromiseBroken PromiseState = "broken" // not done, and that day has passed
)

// StateOfPromise gives how a promise stands on a date. What was done after the date is not
// known yet; a promise without a day cannot be late.
func StateOfPromise(p contract.Promise, asOf date.Date) PromiseState {
	done := !p.Done.IsZero() && !p.Done.After(asOf)
	switch {
	case done && !p.By.IsZero() && p.Done.After(p.By):
		return PromiseLate
	case done:
		return PromiseKept
	case !p.By.IsZero() && p.By.Before(asOf):
		return PromiseBroken
	}
	return PromiseOpen
}
