// Package risk scores contracts by a risk model: the points that each factor gives, the band,
// the floors that raise it, and the reasons. What factors measure is package factors'.
//
// In go a model and the facts of an active contract, with all figures but its risk; out
// comes a measure.Risk. Which model is in force, and whether a risk is too high, it does
// not say.
package risk

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/measure/why"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
)

// Scorer is a risk model made ready: limits as fractions, expressions compiled, bands
// in order.
type Scorer struct {
	model   *contract.RiskModel
	axes    [2]axis // consequence, likelihood
	factors []scale
	floors  []*expr.Expression // nil where one does not compile
	bands   []contract.Band
	from    []*big.Rat
}

// scale is how a factor turns what is measured into points.
type scale struct {
	*contract.Factor
	measure    *factors.Measure
	name       *facts.Name // of a measure that is a name
	expression *expr.Expression
	limits     []*big.Rat
	works      []*big.Rat // for works, where they differ
}

// NewScorer makes a model ready. What does not compile in it counts as unknown.
func NewScorer(m *contract.RiskModel) *Scorer {
	s := &Scorer{model: m, axes: axesOf(m), bands: slices.Clone(m.Bands)}
	for i := range m.Factors {
		s.factors = append(s.factors, newScale(&m.Factors[i]))
	}
	for i := range m.Floors {
		e, _ := expr.Compile(m.Floors[i].When, &factors.Floors)
		s.floors = append(s.floors, e)
	}
	slices.SortStableFunc(s.bands, func(a, b contract.Band) int { return a.From.V.Cmp(b.From.V) })
	for i := range s.bands {
		s.from = append(s.from, s.bands[i].From.V.Rat())
	}
	return s
}

func newScale(f *contract.Factor) scale {
	s := scale{Factor: f, limits: rats(f.Thresholds), works: rats(f.Thresholds)}
	if len(f.ThresholdsWorks) > 0 {
		s.works = rats(f.ThresholdsWorks)
	}
	if f.Expression != "" {
		s.expression, _ = expr.Compile(f.Expression, &factors.Factors)
		return s
	}
	s.measure, s.name = factors.Named(f.Measure), factors.Factors.Name(f.Measure)
	return s
}

func rats(ds []money.Decimal) (out []*big.Rat) {
	for _, d := range ds {
		out = append(out, d.Rat())
	}
	return out
}

// Score scores an active contract. All is exact, but for square roots, which have nine
// decimals (FIGURES.md H): risk = K × S ÷ 16 × 100.
func (sc *Scorer) Score(f *facts.Facts) *measure.Risk {
	m := sc.model
	r := &measure.Risk{Model: m.ID, Factors: make([]measure.FactorScore, len(m.Factors))}
	var known, weight int64
	for i := range m.Factors {
		r.Factors[i] = sc.factors[i].score(m, f)
		weight += int64(m.Factors[i].Weight)
		if r.Factors[i].Known {
			known += int64(m.Factors[i].Weight)
		}
	}
	r.Confidence = new(big.Rat)
	if weight != 0 {
		r.Confidence.SetFrac64(known, weight)
	}
	r.Consequence, r.Likelihood, r.Score = combined(sc.axes, pointsOf(r))
	sc.setBands(r, f)
	return r
}

// setBands takes the band from the exact score, then raises it by the floors that hold.
func (sc *Scorer) setBands(r *measure.Risk, f *facts.Facts) {
	m, bands, at := sc.model, sc.bands, -1
	for i := range bands {
		if i == 0 || r.Score.Cmp(sc.from[i]) >= 0 {
			at = i
		}
	}
	if at < 0 {
		return
	}
	r.ScoreBand = bands[at].ID
	for i := range m.Floors {
		floor := &m.Floors[i]
		hit := measure.FloorHit{Floor: floor, Known: measure.Unknown}
		if e := sc.floors[i]; e != nil {
			if hit.Known = e.Eval(f).Tri(); hit.Known != measure.No {
				hit.Why = why.Of(e, f)
			}
		}
		switch hit.Known {
		case measure.Unknown:
			r.Unsure = append(r.Unsure, hit)
		case measure.Yes:
			to := slices.IndexFunc(bands, func(b contract.Band) bool { return b.ID == floor.Band })
			if hit.Raised = to > at; hit.Raised {
				at = to
			}
			r.Floors = append(r.Floors, hit)
		}
	}
	r.Band = bands[at].ID
}

// score measures one factor and gives it points.
func (sc *scale) score(m *contract.RiskModel, f *facts.Facts) measure.FactorScore {
	s := measure.FactorScore{Factor: sc.Factor}
	v, points, reason := sc.measured(f)
	if points < 0 && v.Kind != facts.KindUnknown {
		points = sc.points(v, f.Contract.Nature == contract.Works)
		if sc.measure != nil && sc.measure.Sure != nil && sc.points(sc.measure.Sure(f), f.Contract.Nature == contract.Works) != points {
			return sc.unknown(m, "factor.undecided")
		}
	}
	if points < 0 {
		return sc.unknown(m, "factor.unknown")
	}
	s.Known, s.Points, s.Input = true, points, v.String()
	s.Reason = sc.reason(reason, f, v)
	return s
}

// unknown is the score of a factor that nothing is known of.
func (sc *scale) unknown(m *contract.RiskModel, key string) measure.FactorScore {
	points := min(m.Unknown, factors.MaxPoints)
	return measure.FactorScore{Factor: sc.Factor, Points: points, Reason: measure.Reason{Key: key, Args: message.Args{"what": sc.what(), "points": points}}}
}

// measured gives a factor's value, from its measure or expression; points where the
// measure gives them, or else −1.
func (sc *scale) measured(f *facts.Facts) (facts.Value, int, factors.Sentence) {
	switch {
	case sc.expression != nil:
		return sc.expression.Eval(f), -1, factors.Sentence{}
	case sc.measure != nil:
		v, points, reason := sc.measure.Get(f)
		if points < 0 && sc.Measure == "days_to_deadline" {
			// The scale of days is strict ("more than 365"), and days are whole.
			points = sc.points(facts.Number(new(big.Rat).Sub(v.Number, big.NewRat(1, 1))), false)
		}
		return v, points, reason
	case sc.name != nil:
		return sc.name.Get(f), -1, factors.Sentence{}
	}
	return facts.Value{}, -1, factors.Sentence{}
}

// what names the factor: by its measure, or by its title in the model.
func (sc *scale) what() any {
	switch {
	case sc.measure != nil:
		return measure.Reason{Key: "measure." + sc.Measure}
	case len(sc.Title) > 0:
		return sc.Title
	}
	return sc.ID
}

// reason is the measure's own sentence, or else what was measured and its value.
func (sc *scale) reason(r factors.Sentence, f *facts.Facts, v facts.Value) measure.Reason {
	if r.Key != "" {
		return measure.Reason{Key: "factor." + r.Key, Args: r.Args}
	}
	var unit facts.Unit
	if sc.name != nil {
		unit = sc.name.Unit
	}
	return measure.Reason{Key: "factor.value", Args: message.Args{"what": sc.what(), "value": why.Shown(f, v, unit)}}
}

// points reads a factor's scale; −1 where the value does not fit it.
func (sc *scale) points(v facts.Value, works bool) int {
	switch v.Kind {
	case facts.KindTruth:
		if v.Truth {
			return factors.MaxPoints
		}
		return 0
	case facts.KindText:
		choices := sc.Choices
		if len(choices) == 0 && sc.Measure == "criticality" {
			choices = criticalities
		}
		return min(slices.Index(choices, v.Text), factors.MaxPoints)
	case facts.KindNumber:
		if works {
			return sc.steps(sc.works, v.Number)
		}
		return sc.steps(sc.limits, v.Number)
	}
	return -1
}

// criticalities in the order of their points.
var criticalities = []string{"none", "nuisance", "delay", "affects-users", "critical"}

// steps counts the thresholds that a value has reached. Descending thresholds are
// those of safety: what reaches the first scores 0. With zero, exactly 0 scores 0
// and everything above it at least 1. Without thresholds the value is the points.
func (sc *scale) steps(t []*big.Rat, r *big.Rat) int {
	reached := 0
	for _, limit := range t {
		if r.Cmp(limit) >= 0 {
			reached++
		}
	}
	points := reached
	switch {
	case len(t) == 0 && !sc.Zero:
		n := new(big.Int).Quo(r.Num(), r.Denom())
		if !n.IsInt64() || n.Int64() > factors.MaxPoints {
			return factors.MaxPoints
		}
		points = int(n.Int64())
	case sc.Descending:
		points = len(t) - reached
	case sc.Zero && r.Sign() <= 0:
		points = 0
	case sc.Zero:
		points = 1 + reached
	}
	return max(0, min(points, factors.MaxPoints))
}
