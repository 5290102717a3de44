package risk

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Relief is what one factor would take off the score if it fell to a lower number
// of points.
type Relief struct {
	Factor *measure.FactorScore
	To     int      // points
	Score  *big.Rat // the score then
	Level  measure.Reason
}

// Reliefs says what would lower the score most: every factor that has points, each at one
// point less (an unknown one at 0, the best it could turn out to be). The model is the one
// that gave the score.
func Reliefs(m *contract.RiskModel, r *measure.Risk) []Relief {
	var out []Relief
	axes, points := axesOf(m), pointsOf(r)
	for i := range r.Factors {
		s := &r.Factors[i]
		if s.Points == 0 || s.Factor.Weight <= 0 {
			continue
		}
		to := s.Points - 1
		if !s.Known {
			to = 0
		}
		points[i] = to
		_, _, score := combined(axes, points)
		points[i] = s.Points
		out = append(out, Relief{s, to, score, levelAt(m, r, score)})
	}
	slices.SortStableFunc(out, func(a, b Relief) int { return a.Score.Cmp(b.Score) })
	return out
}

// levelAt is the level that a risk would have with another score, for its floors hold all the same.
func levelAt(m *contract.RiskModel, r *measure.Risk, score *big.Rat) measure.Reason {
	band := bandOf(m, score)
	var by *contract.Floor
	for i := range r.Floors {
		if f := r.Floors[i].Floor; measure.BandRank(f.Band) > measure.BandRank(band) {
			band, by = f.Band, f
		}
	}
	return measure.Level(band, score, by)
}

// bandOf is the band of a score alone.
func bandOf(m *contract.RiskModel, score *big.Rat) (band contract.BandID) {
	for i := range m.Bands {
		if i == 0 || score.Cmp(m.Bands[i].From.V.Rat()) >= 0 {
			band = m.Bands[i].ID
		}
	}
	return band
}
