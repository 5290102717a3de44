package past

import (
	"context"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
)

// Recorded gives the portfolio as Git has it at the end of each of the latest quarters that
// have ended: nil for quarters that no commit is older than, for those that cannot be read,
// and for all of them where there is no history.
func (a *Archive) Recorded(ctx context.Context, quarters int) func(end date.Date) *contract.Portfolio {
	commits := map[date.Date]history.Commit{}
	ended := a.Today.AsOf.AddDays(1).QuartersBefore(quarters)
	if walked, err := a.Walk(ctx, history.Questions{AsOf: a.endsOf(ended)}); err == nil {
		for i, q := range ended {
			commits[q.Last()] = walked.AsOf[i]
		}
	}
	return func(end date.Date) *contract.Portfolio {
		c := commits[end]
		if c.Hash == "" {
			return nil
		}
		then, err := a.At(ctx, c.Hash)
		if err != nil {
			return nil
		}
		return then.Portfolio
	}
}
