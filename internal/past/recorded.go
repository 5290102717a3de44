package past

import (
	"context"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
)

// Ends are the last moments of quarters.
func (a *Archive) Ends(quarters []date.Quarter) []time.Time {
	out := make([]time.Time, len(quarters))
	for i, q := range quarters {
		out[i] = q.Last().EndIn(a.Today.Zone)
	}
	return out
}

// Recorded looks up the latest quarters that have ended. at gives the portfolio as Git had
// it on the last day of one; nil if there was no commit by then, or it cannot be read. fault
// gives the first reason why something could not be read.
func (a *Archive) Recorded(ctx context.Context, quarters int) (at func(end date.Date) *contract.Portfolio, fault func() error) {
	commits := map[date.Date]history.Commit{}
	ended := a.Today.AsOf.AddDays(1).QuartersBefore(quarters)
	walked, first := a.Walk(ctx, history.Questions{AsOf: a.Ends(ended)})
	if walked != nil {
		for i, q := range ended {
			commits[q.Last()] = walked.AsOf[i]
		}
	}
	at = func(end date.Date) *contract.Portfolio {
		c := commits[end]
		if c.Hash == "" {
			return nil
		}
		then, err := a.At(ctx, c.Hash)
		if err != nil {
			if first == nil {
				first = err
			}
			return nil
		}
		return then.Portfolio
	}
	return at, func() error { return first }
}
