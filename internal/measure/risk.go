package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// maxPoints of a factor.
const maxPoints = 4

// scoreWith scores an active contract under a model. All is exact: K and S are
// weighted means of points, risk = K × S ÷ 16 × 100.
func scoreWith(m *contract.RiskModel, f *facts) *Risk {
	r := &Risk{Model: m.ID, Factors: make([]FactorScore, len(m.Factors))}
	var sum, weight [2]int64 // consequence, likelihood
	var known int64
	for i := range m.Factors {
		factor := &m.Factors[i]
		r.Factors[i] = scoreFactor(m, factor, f)
		axis := 0
		if factor.Axis == "likelihood" {
			axis = 1
		}
		sum[axis] += int64(factor.Weight) * int64(r.Factors[i].Points)
		weight[axis] += int64(factor.Weight)
		if r.Factors[i].Known {
			known += int64(factor.Weight)
		}
	}
	r.Consequence = ratio(sum[0], weight[0])
	r.Likelihood = ratio(sum[1], weight[1])
	r.Confidence = ratio(known, weight[0]+weight[1])
	r.Score = Score(r.Consequence, r.Likelihood)
	r.setBands(m, f)
	return r
}

// Score is consequence × likelihood ÷ 16 × 100.
func Score(k, s *big.Rat) *big.Rat {
	score := new(big.Rat).Mul(k, s)
	return score.Mul(score, big.NewRat(100, maxPoints*maxPoints))
}

func ratio(a, b int64) *big.Rat {
	if b == 0 {
		return new(big.Rat)
	}
	return big.NewRat(a, b)
}

// setBands takes the band from the exact score, then raises it by the floors that hold.
func (r *Risk) setBands(m *contract.RiskModel, f *facts) {
	bands := slices.Clone(m.Bands)
	slices.SortStableFunc(bands, func(a, b contract.Band) int { return a.From.V.Cmp(b.From.V) })
	at := -1
	for i := range bands {
		if i == 0 || r.Score.Cmp(bands[i].From.V.Rat()) >= 0 {
			at = i
		}
	}
	if at < 0 {
		return
	}
	r.ScoreBand = bands[at].ID
	for i := range m.Floors {
		floor := &m.Floors[i]
		hit := FloorHit{Floor: floor, Known: Unknown}
		if e := f.w.expressions[expressionKey(floor.When, ForFloor)]; e != nil {
			if hit.Known = e.root.eval(f).tri(); hit.Known != No {
				hit.Why = e.why(f)
			}
		}
		switch hit.Known {
		case Unknown:
			r.Unsure = append(r.Unsure, hit)
		case Yes:
			to := slices.IndexFunc(bands, func(b contract.Band) bool { return b.ID == floor.Band })
			if hit.Raised = to > at; hit.Raised {
				at = to
			}
			r.Floors = append(r.Floors, hit)
		}
	}
	r.Band = bands[at].ID
}

// scoreFactor measures one factor and gives it points.
func scoreFactor(m *contract.RiskModel, factor *contract.Factor, f *facts) FactorScore {
	s := FactorScore{Factor: factor}
	v, points, reason := measured(factor, f)
	if points < 0 && v.sort != unknown {
		points = pointsOf(factor, v, f.c.Nature == "works")
	}
	if points < 0 {
		s.Points = m.Unknown
		s.Reason = Reason{"factor.unknown", args{"what": reason.what(factor), "points": m.Unknown}}
		return s
	}
	s.Known, s.Points, s.Input = true, points, v.String()
	s.Reason = reason.of(factor, f, v)
	return s
}

// pointsOf reads a factor's scale; −1 where the value does not fit it.
func pointsOf(factor *contract.Factor, v value, works bool) int {
	switch v.sort {
	case truth:
		if v.b {
			return maxPoints
		}
		return 0
	case text:
		choices := factor.Choices
		if len(choices) == 0 && factor.Measure == "criticality" {
			choices = criticalities
		}
		return min(slices.Index(choices, v.s), maxPoints)
	case number:
		t := factor.Thresholds
		if works && len(factor.ThresholdsWorks) > 0 {
			t = factor.ThresholdsWorks
		}
		return scale(t, factor, v.r)
	}
	return -1
}

// criticalities in the order of their points.
var criticalities = []string{"none", "nuisance", "delay", "affects-users", "critical"}

// scale counts the thresholds that a value has reached. Descending thresholds are
// those of safety: what reaches the first scores 0. With zero, exactly 0 scores 0
// and everything above it at least 1. Without thresholds the value is the points.
func scale(t []money.Decimal, factor *contract.Factor, r *big.Rat) int {
	reached := 0
	for _, limit := range t {
		if r.Cmp(limit.Rat()) >= 0 {
			reached++
		}
	}
	points := reached
	switch {
	case len(t) == 0 && !factor.Zero:
		n := new(big.Int).Quo(r.Num(), r.Denom())
		if !n.IsInt64() || n.Int64() > maxPoints {
			return maxPoints
		}
		points = int(n.Int64())
	case factor.Descending:
		points = len(t) - reached
	case factor.Zero && r.Sign() <= 0:
		points = 0
	case factor.Zero:
		points = 1 + reached
	}
	return max(0, min(points, maxPoints))
}

// Relief is what one factor would take off the score if it fell to a lower number
// of points.
type Relief struct {
	Factor *FactorScore
	To     int      // points
	Score  *big.Rat // the score then
}

// Reliefs tell what would lower the score most: every factor that has points, each
// at one point less (an unknown one at 0, the best it could turn out to be).
func (r *Risk) Reliefs() []Relief {
	var out []Relief
	for i := range r.Factors {
		s := &r.Factors[i]
		if s.Points == 0 || s.Factor.Weight <= 0 {
			continue
		}
		to := s.Points - 1
		if !s.Known {
			to = 0
		}
		out = append(out, Relief{s, to, r.with(i, to)})
	}
	slices.SortStableFunc(out, func(a, b Relief) int { return a.Score.Cmp(b.Score) })
	return out
}

// with is the score if factor i had other points.
func (r *Risk) with(i, points int) *big.Rat {
	k, s, weight := r.Consequence, r.Likelihood, int64(0)
	axis := cmp.Or(r.Factors[i].Factor.Axis, "consequence")
	for j := range r.Factors {
		if cmp.Or(r.Factors[j].Factor.Axis, "consequence") == axis {
			weight += int64(r.Factors[j].Factor.Weight)
		}
	}
	change := ratio(int64(points-r.Factors[i].Points)*int64(r.Factors[i].Factor.Weight), weight)
	if axis == "likelihood" {
		return Score(k, change.Add(change, s))
	}
	return Score(change.Add(change, k), s)
}
