package shown

import (
	"context"
	"fmt"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// points measures the portfolio as it was at the end of each quarter, with the catalogue
// and the model of its time. Quarters from before the first commit (or before a shallow
// clone's cut) are left out. Of a tree with errors, the point counts what loads and names
// the rest. A point is measured on the quarter's last day, from what was committed by then;
// reports wait until the books close (report.Closes). Trees are loaded from the oldest on,
// so that a file that did not change is parsed once; reach is called with the index of each
// quarter before it is measured. An error comes with the points after it.
//
// The same program measures a quarter's end the same every time, so points are kept in the
// repository under the program's stamp.
func points(ctx context.Context, a *past.Archive, quarters []date.Quarter, commits []history.Commit, reach func(i int) error) ([]trend.Point, error) {
	var out []trend.Point
	var failed error
	var at *past.Snapshot
	for i, q := range quarters {
		c := commits[i]
		if c.Hash == "" {
			continue
		}
		if err := reach(i); err != nil {
			return nil, err
		}
		reasons := i >= len(quarters)-1 // movements are only shown since the last quarter
		name := a.KeptName("point", a.Today.Prefix, c.Hash, q.String(), fmt.Sprint(reasons))
		if kept, ok := keptPoint(a, name, q, c.Hash); ok {
			out = append(out, kept)
			continue
		}
		if at == nil || c.Hash != at.Commit.Hash {
			then, err := a.At(ctx, c.Hash)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err != nil {
				out, failed = nil, err
				continue
			}
			at = then
		}
		point := trend.Of(figures.Of(at.Portfolio, q.Last()), reasons)
		point.Revision, point.Skipped = c.Hash, store.Unread(at.Findings)
		if data, err := point.Encode(); err == nil {
			a.Keep(name, data)
		}
		out = append(out, point)
	}
	return out, failed
}

// keptPoint gives a point that an earlier run made.
func keptPoint(a *past.Archive, name string, q date.Quarter, revision string) (trend.Point, bool) {
	data, ok := a.Kept(name)
	if !ok {
		return trend.Point{}, false
	}
	p, err := trend.Decode(data)
	return p, err == nil && p.Quarter == q && p.Revision == revision
}
