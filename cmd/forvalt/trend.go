package main

import (
	"context"
	"slices"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// trendQuarters is how many ended quarters the pages show.
const trendQuarters = 12

// quartersBefore are the latest n quarters that ended before a day, oldest first.
func quartersBefore(d date.Date, n int) []date.Quarter {
	out := make([]date.Quarter, n)
	for i := range out {
		out[i] = d.QuarterOf().Add(i - n)
	}
	return out
}

// endsOf are the last moments of quarters in a time zone.
func endsOf(quarters []date.Quarter, zone *time.Location) []time.Time {
	out := make([]time.Time, len(quarters))
	for i, q := range quarters {
		y, m, d := q.Last().AddDays(1).Time().Date()
		out[i] = time.Date(y, m, d, 0, 0, 0, 0, zone).Add(-time.Nanosecond)
	}
	return out
}

// points measures the portfolio as it was at the end of each quarter, with the catalogue
// and the model of its time. Quarters from before the first commit (or before a shallow
// clone's cut) are left out. A tree with errors counts what loads, and names the rest.
// Trees are loaded from the latest back, so that a file that did not change is parsed
// once.
func (a *app) points(ctx context.Context, repo *history.Repo, l *loaded, quarters []date.Quarter, commits []history.Commit) ([]trend.Point, error) {
	var out []trend.Point
	var p *contract.Portfolio
	var skipped []string
	var at history.Commit
	for i, q := range slices.Backward(quarters) {
		c := commits[i]
		if c.Hash == "" {
			break
		}
		if c.Hash != at.Hash {
			fsys, _, err := repo.FS(c.Hash)
			if err != nil {
				return nil, err
			}
			past, findings := store.Load(ctx, fsys, store.Options{Prefix: a.prefix(), Cache: l.Cache})
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			p, at, skipped = past, c, unread(findings)
		}
		point := trend.Of(measure.Measure(p, q.Last()), i >= len(quarters)-1) // movements are told from the last quarter on
		point.Revision, point.Skipped = c.Hash, skipped
		out = append(out, point)
	}
	slices.Reverse(out)
	return out, nil
}
