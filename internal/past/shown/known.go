package shown

import (
	"context"
	"time"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/trend"
)

const (
	recent        = 20 // latest commits in the log
	trendQuarters = 12 // ended quarters in the trend
)

// Past is all that the site shows.
type Past struct {
	Log
	Trend   Trend   // internal profile only
	Stories Stories // likewise
	Fault   error   // the first reason why some of it, or all, is missing
}

// Of gives the log and, with today's figures, the trend and the stories, from one walk;
// without figures (nil) the log alone. The stories go forward to a quarter's end before its
// tree is loaded, so that the contracts' files that they have parsed serve both. If
// something cannot be read, what there is comes with a Fault, and the pages say why. The
// only error is that of the context.
func Of(ctx context.Context, a *past.Archive, now *measure.Figures) (Past, error) {
	ask := history.Questions{Last: true, Recent: recent}
	var ends []date.Quarter
	if now != nil {
		ends = a.Today.AsOf.QuartersBefore(trendQuarters)
		ask.Recent, ask.AsOf = -1, a.Ends(ends)
	}
	walked, err := a.Walk(ctx, ask)
	if walked == nil {
		why := a.Why(err)
		return Past{Log: Log{Missing: why}, Trend: Trend{Missing: why}, Fault: err}, ctx.Err()
	}
	out := Past{Log: logOf(a, walked)}
	fault := func(err error) {
		if err != nil && ctx.Err() == nil && out.Fault == nil {
			out.Fault = err
			out.Trend.Missing = a.Why(err)
		}
	}
	fault(err)
	if now == nil {
		out.Trend = Trend{}
		return out, nil
	}
	stories := storiesOf(a, walked)
	measured, err := points(ctx, a, ends, walked.AsOf, func(i int) error {
		fault(stories.upTo(ctx, walked.Since[i])) // points do without stories
		stories.Hold()
		return ctx.Err()
	})
	fault(err)
	today := trend.Of(now, true)
	today.Now = true
	out.Trend.Points, out.Trend.Cut, out.Trend.Oldest = append(measured, today), walked.Cut, commitOf(walked.Oldest)
	if err := stories.upTo(ctx, 0); err != nil {
		fault(err)
		return out, ctx.Err()
	}
	out.Stories = stories.newestFirst(walked.Cut)
	return out, nil
}

func logOf(a *past.Archive, walked *history.Log) Log {
	prefix := a.Today.Prefix + "/"
	out := Log{Head: commitOf(walked.Head), Cut: walked.Cut, Last: map[string]Commit{}}
	for p, c := range walked.Last {
		out.Last[prefix+p] = commitOf(c)
	}
	for _, c := range walked.Recent[:min(len(walked.Recent), recent)] {
		change := Change{Commit: commitOf(c.Commit)}
		for _, p := range c.Paths() {
			change.Paths = append(change.Paths, prefix+p)
		}
		out.Recent = append(out.Recent, change)
	}
	out.Dirty, _ = a.Differing("HEAD") // the head has just been read
	return out
}

func commitOf(c history.Commit) Commit {
	return Commit{Hash: c.Hash, Author: c.Author, Subject: c.Subject, Day: c.When.Format(time.DateOnly)}
}
