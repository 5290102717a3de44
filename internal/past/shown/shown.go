// Package shown is what the site shows of the past.
//
// In go an archive and today's figures; out come the log of commits, the figures at the ends
// of quarters, and in words what commits did to each contract. It draws nothing.
package shown

import (
	"context"
	"slices"
	"time"

	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/trend"
)

const (
	recent        = 20 // latest commits in the log
	trendQuarters = 12 // ended quarters in the trend
)

// Past is all that the site shows of it.
type Past struct {
	Log
	Quarters []trend.Point // of those that have ended, oldest first: for what was bought and what benefits came
	Trend    Trend         // internal profile only
	Stories  Stories       // likewise
	Fault    error         // the first reason why some of it, or all, is missing
}

// Stories are the commits that touched each contract's folder, newest first; Cut says that
// there are older ones, not known.
type Stories struct {
	Of  map[string][]Story // by contract id
	Cut bool
}

// Story is what one commit did to a contract.
type Story struct {
	Commit
	What    replay.Effect
	Said    *wording.Said // the change in words, if created or changed
	Renamed bool
}

// Log is what Git knows of the data, for pages.
type Log struct {
	Head    Commit
	Last    map[string]Commit // last change by file path, as positions name files
	Recent  []Change          // newest first
	Cut     bool              // older history is not here
	Dirty   []string          // files that differ from Head
	Missing string            // why there is no history; "" when there is
}

// Commit as pages show it.
type Commit struct {
	Hash, Author, Subject string
	Day                   string // 2026-10-31
}

// Change is a commit and the files it changed.
type Change struct {
	Commit
	Paths []string
}

// HashOnly is what the public profile may know: the commit's hash, nobody's name.
func (l Log) HashOnly() Log {
	return Log{Head: Commit{Hash: l.Head.Hash, Day: l.Head.Day}, Missing: l.Missing}
}

// Trend is the portfolio at the end of each quarter, for pages.
type Trend struct {
	Points  []trend.Point // oldest first; the last is today's
	Cut     bool          // the clone is shallow
	Oldest  Commit        // before it nothing is known
	Missing string        // why there is no history; "" when there is
}

// Report is what the site shows of the report of a quarter.
type Report struct {
	Quarter    date.Quarter
	Report     *report.Report // nil where it cannot be made
	Missing    string         // why
	Frozen     bool
	Commentary string // Markdown
}

// Of gives the log, the quarters and, with today's figures, the trend and the stories, from
// one walk; without figures (nil) what the public site may show. The stories go forward to a
// quarter's cut before its tree is loaded, so that the contracts' files that they have parsed
// serve both. If something cannot be read, what there is comes with a Fault, and the pages say
// why. The only error is that of the context.
func Of(ctx context.Context, a *past.Archive, now *measure.Figures) (Past, error) {
	public := now == nil
	walked, err := a.Log(ctx)
	out := Past{}
	fault := func(err error) {
		if err != nil && ctx.Err() == nil && out.Fault == nil {
			out.Fault = err
			out.Trend.Missing = a.Why(err)
		}
	}
	fault(err)
	var told *stories // nil: nothing is told
	if walked == nil {
		out.Log.Missing = a.Why(err)
	} else if out.Log = logOf(a, walked); !public {
		told = storiesOf(a, walked)
	}
	out.Quarters, err = points(ctx, a, a.Today.AsOf.AddDays(1).QuartersBefore(trendQuarters), public, func(cut past.Cut) error {
		if told != nil {
			fault(told.upTo(ctx, cut.Since)) // points do without stories
			told.Hold()
		}
		return ctx.Err()
	})
	fault(err)
	if public {
		out.Trend = Trend{}
	}
	if told == nil {
		return out, ctx.Err()
	}
	out.Trend.Points = slices.Clone(out.Quarters)
	if n := len(out.Quarters); n > 0 && out.Quarters[n-1].AsOf == a.Today.AsOf {
		out.Trend.Points = out.Trend.Points[:n-1] // today is the last
	}
	today := trend.Of(now, true)
	today.Now = true
	out.Trend.Points = append(out.Trend.Points, today)
	out.Trend.Cut, out.Trend.Oldest = walked.Cut, commitOf(walked.Oldest)
	if err := told.upTo(ctx, 0); err != nil {
		fault(err)
		return out, ctx.Err()
	}
	out.Stories = told.newestFirst(walked.Cut)
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
