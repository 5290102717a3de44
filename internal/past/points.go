package past

import (
	"context"
	"fmt"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/store"
	"github.com/forvalt/forvalt/internal/trend"
)

// pointOf is what a point is of.
type pointOf struct {
	quarter date.Quarter
	public  bool
}

// Point measures the portfolio, or its public part, at the end of a quarter, from the data
// of its cut and with the model of its time; nil where Git does not have those data. Of a
// tree with errors, the point counts what loads and names the rest. Movements are shown since
// the quarter before today's only, so that quarter's point alone has reasons.
//
// The same program measures a past tree the same every time, so such points are kept in the
// repository under the program's stamp.
func (a *Archive) Point(ctx context.Context, q date.Quarter, public bool) (*trend.Point, error) {
	if p, known := a.points[pointOf{q, public}]; known {
		return p, nil
	}
	cut, err := a.Cut(ctx, q)
	if err != nil {
		return nil, err
	}
	var p *trend.Point
	if cut.Why == "" {
		if p, err = a.point(ctx, cut, public); err != nil {
			return nil, err
		}
	}
	if a.points == nil {
		a.points = map[pointOf]*trend.Point{}
	}
	a.points[pointOf{q, public}] = p
	return p, nil
}

func (a *Archive) point(ctx context.Context, cut Cut, public bool) (*trend.Point, error) {
	q := cut.Quarter
	reasons := q == a.Today.AsOf.QuarterOf().Add(-1)
	name := "" // today's data, and what a name stands for, may change
	if cut.Revision != "" && !cut.Named {
		name = a.KeptName("point", a.Today.Prefix, cut.Revision, q.String(), fmt.Sprint(reasons, public))
	}
	if data, ok := a.Kept(name); ok {
		if p, err := trend.Decode(data); err == nil && p.Quarter == q && p.Revision == cut.Revision {
			return &p, nil
		}
	}
	then, err := a.Take(ctx, cut)
	if err != nil {
		return nil, err
	}
	portfolio := then.Portfolio
	if public {
		portfolio = portfolio.PublicPart(q.Last())
	}
	p := trend.Of(figures.Of(portfolio, q.Last()), reasons)
	p.Revision, p.Preliminary = cut.Revision, cut.Preliminary
	if cut.Revision != "" {
		p.Skipped = store.Unread(then.Findings)
	}
	if data, err := p.Encode(); err == nil {
		a.Keep(name, data)
	}
	return &p, ctx.Err()
}
