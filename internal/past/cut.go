package past

import (
	"context"
	"errors"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
)

// Cut says from which data a quarter is measured. Whoever shows a quarter asks for it with
// (*Archive).Cut, so that its figures are the same everywhere.
type Cut struct {
	Quarter     date.Quarter
	Revision    string // of the data; "": as they are in the folder today
	Named       bool   // reports/<quarter>.toml names the revision
	Model       string // of risk, named there; "": the one in force
	Preliminary bool   // today's data, because the books have not closed
	Why         string // why today's data stand in for those of then, in words; "": they do not
	Since       int    // how many of the changes of Log came after it
}

// PinError is a quarter that is pinned to a revision where there is no history.
type PinError struct {
	Quarter date.Quarter
	Why     string // in words
}

func (e *PinError) Error() string { return e.Quarter.String() + " is pinned: " + e.Why }

// ModelError is a risk model that a quarter is pinned to and its revision does not have.
type ModelError struct{ Model, Revision string }

func (e *ModelError) Error() string { return "no risk model " + e.Model + " at " + e.Revision }

// Cut finds the data of a quarter:
//
//   - those of the revision that reports/<quarter>.toml names;
//   - today's, until the books have closed (measure.BooksClose): that is preliminary;
//   - else those of the last commit that had come in when they closed, in the portfolio's
//     time zone;
//   - or today's, where Git does not have those, and then Why says so.
//
// Errors are *PinError, that of the context, and why a history that is there cannot be read
// back to the quarter.
func (a *Archive) Cut(ctx context.Context, q date.Quarter) (Cut, error) {
	cut := Cut{Quarter: q}
	closes := measure.BooksClose(q)
	log, err := a.Line(ctx)
	if ctx.Err() != nil {
		return cut, ctx.Err()
	}
	var at *history.Arrival
	if log != nil {
		if at = log.At(closes.EndIn(a.Today.Zone)); at != nil {
			cut.Since = at.Since
		}
	}
	for _, f := range a.Today.Reports {
		if f.Quarter == q && f.Revision != "" {
			if a.missing != nil {
				return cut, &PinError{q, a.Why(a.missing)}
			}
			cut.Revision, cut.Model, cut.Named = f.Revision, f.Model, true
			return cut, nil
		}
	}
	switch {
	case !closes.Before(a.Today.AsOf):
		cut.Preliminary = true
	case at != nil:
		cut.Revision = at.Hash
	case errors.Is(err, history.ErrNone), errors.Is(err, history.ErrNoCommit):
		cut.Why = a.Why(err)
	case err != nil:
		return cut, err
	case log.Cut:
		cut.Why = a.Printer.Text("report.why.cut", nil)
	default:
		cut.Why = a.Printer.Text("report.why.before-history", nil)
	}
	return cut, nil
}

// Take gives the data that a cut says. Errors are *ModelError and those of At.
func (a *Archive) Take(ctx context.Context, cut Cut) (*Snapshot, error) { return a.take(ctx, cut, nil) }

// take is Take with only the files that are wanted of a past tree; nil: all.
func (a *Archive) take(ctx context.Context, cut Cut, want func(name string) bool) (*Snapshot, error) {
	if cut.Revision == "" {
		return &a.Today.Snapshot, nil
	}
	read := a.At
	if want != nil {
		read = func(ctx context.Context, rev string) (*Snapshot, error) { return a.Part(ctx, rev, want) }
	}
	then, err := read(ctx, cut.Revision)
	if err != nil || cut.Model == "" {
		return then, err
	}
	var keep []*contract.RiskModel
	for _, m := range then.Models {
		if m.ID == cut.Model || m.From.String() == cut.Model {
			keep = append(keep, m)
		}
	}
	if len(keep) == 0 {
		return nil, &ModelError{cut.Model, cut.Revision}
	}
	only := *then.Portfolio
	only.Models = keep
	then.Portfolio = only.Index()
	return then, nil
}

// Recorded looks up quarters that have ended. at gives the portfolio that the quarter that
// ends on a day is measured from; nil where that is today's, or it cannot be read. fault gives
// the first reason why something could not be read.
func (a *Archive) Recorded(ctx context.Context) (at func(end date.Date) *contract.Portfolio, fault func() error) {
	var first error
	at = func(end date.Date) *contract.Portfolio {
		cut, err := a.Cut(ctx, end.QuarterOf())
		if err == nil && cut.Revision != "" {
			var then *Snapshot
			if then, err = a.Take(ctx, cut); err == nil {
				return then.Portfolio
			}
		}
		if first == nil {
			first = err
		}
		return nil
	}
	return at, func() error { return first }
}
