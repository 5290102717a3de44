package trend

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/benefits"
)

// What was bought and gained quarter by quarter is read from the points of the quarters, each
// with the contracts of its time: among today's, those that have ended are missing, and sums of
// them would seem to grow. A quarter from before the data began is not known. Only where Git
// has no quarter at all do today's contracts stand in.

// Recorded reports whether any point is from the data as Git had them.
func Recorded(points []Point) bool {
	return slices.ContainsFunc(points, func(p Point) bool { return p.Revision != "" })
}

// at is the point of a quarter; nil for none.
func at(points []Point, q date.Quarter) *Point {
	i := slices.IndexFunc(points, func(p Point) bool { return p.Quarter == q && !p.Now })
	if i < 0 {
		return nil
	}
	return &points[i]
}

// Purchases are what was bought in the latest quarters that have begun, oldest first, from the
// first in which anything was. The last is of the figures' own data.
func Purchases(points []Point, now *measure.Figures) []measure.QuarterTurnover {
	all := now.Totals.Quarters
	known := Recorded(points)
	var out []measure.QuarterTurnover
	for i, q := range all {
		switch p := at(points, q.Quarter); {
		case i == len(all)-1:
		case p != nil:
			own := p.Totals.Quarters // the last is the point's own
			q.Amount, q.Preliminary = own[len(own)-1].Amount, p.Preliminary
		case known:
			continue
		}
		if len(out) > 0 || q.Amount != 0 {
			out = append(out, q)
		}
	}
	return out
}

// Benefits are the sums of a class at the end of each of the latest n quarters that have ended,
// oldest first, from the first in which anything was planned or came in.
func Benefits(points []Point, now *measure.Figures, class contract.BenefitClass, n int) []benefits.Point {
	if !Recorded(points) {
		return benefits.Curve(now, class, n)
	}
	var out []benefits.Point
	for i := 1 - n; i <= 0; i++ {
		p := at(points, now.AsOf.LastQuarter().Add(i))
		if p == nil {
			continue
		}
		if j := slices.IndexFunc(p.Totals.Benefits, func(t measure.BenefitTotal) bool { return t.Class == class }); j >= 0 {
			out = append(out, benefits.Point{Quarter: p.Quarter, Preliminary: p.Preliminary, BenefitTotal: p.Totals.Benefits[j]})
		}
	}
	return benefits.SinceBegun(out)
}
