package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"time"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
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
		out[i] = endOf(q.Last(), zone)
	}
	return out
}

// endOf is the last moment of a day in a time zone.
func endOf(d date.Date, zone *time.Location) time.Time {
	year, month, day := d.AddDays(1).Time().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone).Add(-time.Nanosecond)
}

// points measures the portfolio as it was at the end of each quarter, with the catalogue
// and the model of its time. Quarters from before the first commit (or before a shallow
// clone's cut) are left out. A tree with errors counts what loads, and names the rest.
// Trees are loaded from the oldest on, so that a file that did not change is parsed once;
// reach is called before each one, by its place. With an error come the points after it.
//
// A quarter's end is the same every time it is measured by the same program: points are
// kept in the repository under stamp (see programStamp); "" keeps none.
func (a *app) points(ctx context.Context, repo *history.Repo, l *loaded, quarters []date.Quarter, commits []history.Commit, stamp string, reach func(i int) error) ([]trend.Point, error) {
	var out []trend.Point
	var failed error
	var p *contract.Portfolio
	var skipped []string
	var at history.Commit
	for i, q := range quarters {
		c := commits[i]
		if c.Hash == "" {
			continue
		}
		if err := reach(i); err != nil {
			return nil, err
		}
		reasons := i >= len(quarters)-1 // movements are told from the last quarter on
		name := keptName(stamp, a.prefix(), c.Hash, q, reasons)
		if kept, ok := keptPoint(repo, stamp, name, q, c.Hash); ok {
			out = append(out, kept)
			continue
		}
		if c.Hash != at.Hash {
			fsys, _, err := repo.FS(c.Hash)
			if err != nil {
				out, failed = nil, err
				continue
			}
			past, findings := store.Load(ctx, fsys, store.Options{Prefix: a.prefix(), Cache: l.Cache})
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := history.Fault(fsys); err != nil {
				out, failed = nil, err
				continue
			}
			p, at, skipped = past, c, unread(findings)
		}
		point := trend.Of(figures.Of(p, q.Last()), reasons)
		point.Revision, point.Skipped = c.Hash, skipped
		if data, err := point.Encode(); err == nil && stamp != "" {
			_ = repo.Keep(name, data) // a repository that cannot be written to is read again next time
		}
		out = append(out, point)
	}
	return out, failed
}

// keptPoint gives a point that an earlier run made.
func keptPoint(repo *history.Repo, stamp, name string, q date.Quarter, revision string) (trend.Point, bool) {
	if stamp == "" {
		return trend.Point{}, false
	}
	data, ok := repo.Kept(name)
	if !ok {
		return trend.Point{}, false
	}
	p, err := trend.Decode(data)
	return p, err == nil && p.Quarter == q && p.Revision == revision
}

// keptName names a point by all that it depends on.
func keptName(stamp, prefix, revision string, q date.Quarter, reasons bool) string {
	return fmt.Sprintf("point-%x", sha256.Sum256(fmt.Appendf(nil, "%q %q %q %s %v", stamp, prefix, revision, q, reasons)))
}

// programStamp tells this build of the program from every other; "" where it cannot.
func programStamp() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(version(), " ", info.Size(), " ", info.ModTime().UnixNano())
}
