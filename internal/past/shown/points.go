package shown

import (
	"context"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/trend"
)

// points are those of some quarters, oldest first, without the quarters of which Git has no
// data. Trees are loaded from the oldest on, so that a file that did not change is parsed
// once; reach is called before each is measured. An error comes with the points after it.
func points(ctx context.Context, a *past.Archive, quarters []date.Quarter, public bool, reach func(past.Cut) error) ([]trend.Point, error) {
	var out []trend.Point
	var failed error
	for _, q := range quarters {
		cut, err := a.Cut(ctx, q)
		if err == nil && cut.Why != "" {
			continue
		}
		if err == nil {
			err = reach(cut)
		}
		var p *trend.Point
		if err == nil {
			p, err = a.Point(ctx, q, public)
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			out, failed = nil, err
		default:
			out = append(out, *p)
		}
	}
	return out, failed
}
