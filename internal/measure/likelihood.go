package measure

import "math/big"

// Likelihood is a probability as one of the five steps that Norwegian public threat
// assessments use.
type Likelihood string

// The steps; each begins where the one before it ends, at 10, 40, 60 and 90 %.
const (
	VeryUnlikely Likelihood = "very-unlikely"
	Unlikely     Likelihood = "unlikely"
	EvenChance   Likelihood = "possible"
	Likely       Likelihood = "likely"
	VeryLikely   Likelihood = "very-likely"
)

// LikelihoodOf gives the step of a probability, 0–1.
func LikelihoodOf(p *big.Rat) Likelihood {
	for _, step := range []struct {
		below int64 // percent
		word  Likelihood
	}{{10, VeryUnlikely}, {40, Unlikely}, {60, EvenChance}, {90, Likely}} {
		if p.Cmp(big.NewRat(step.below, 100)) < 0 {
			return step.word
		}
	}
	return VeryLikely
}

// Reaching says when the ceiling is reached, by a forecast.
type Reaching string

// When; "" where there is no ceiling, or no forecast.
const (
	ReachedBefore  Reaching = "passed"          // turnover has passed it
	ReachedNow     Reaching = "reached-now"     // both ends reach it on one day: turnover stands at it
	ReachedBetween Reaching = "reached-between" // Forecast.Earliest and Forecast.Latest
	ReachedFrom    Reaching = "reached-from"    // Forecast.Earliest, or not within the period
	ReachedNot     Reaching = "reached-not"     // within the period
)

// Reaching gives when the ceiling is reached.
func (fc *Forecast) Reaching() Reaching {
	switch {
	case fc.Passing == nil:
		return ""
	case fc.Passing.Cmp(One) == 0:
		return ReachedBefore
	case fc.Earliest.IsZero():
		return ReachedNot
	case fc.Latest.IsZero():
		return ReachedFrom
	case fc.Latest == fc.Earliest:
		return ReachedNow
	}
	return ReachedBetween
}

// Outside says on which side of the range the projection at the present rate lies: 1 above
// it, −1 below it; 0 within it, and where the two are not of one day.
func (fc *Forecast) Outside(m *Money) int {
	switch {
	case fc.Missing != "" || m.Projected == nil || m.Horizon != fc.Horizon:
		return 0
	case m.Projected.Cmp(fc.High) > 0:
		return 1
	case m.Projected.Cmp(fc.Low) < 0:
		return -1
	}
	return 0
}
