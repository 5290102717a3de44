package trend

import (
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Observation is an active contract at a past quarter's end, as a model saw it, and what came
// after. The event is that of the outcome "any": at least one of the others.
type Observation struct {
	Contract *contract.Contract // as it stands today
	Quarter  date.Quarter
	Risk     *measure.Risk
	Next     bool // the event came in the quarter after
	Tested   bool // four whole quarters have come after
	Followed bool // the event came in them; only where Tested

	number int // of the contract
}

// Observe looks back as Test does, at every quarter's end that a whole quarter has followed.
func Observe(p *contract.Portfolio, asOf date.Date, recorded func(end date.Date) *contract.Portfolio, model *contract.RiskModel) []Observation {
	ends := lastEnds(asOf)
	moments := measured(p, ends, recorded, []*contract.RiskModel{model})
	come := events(p, ends, moments)
	var out []Observation
	for q := range len(ends) - 1 {
		for i, r := range moments[q].scores[0] {
			if r == nil {
				continue
			}
			at := come[i].at[anything]
			o := Observation{Contract: p.Contracts[i], Quarter: ends[q].QuarterOf(), Risk: r, Next: slices.Contains(at, q+1), Tested: q < MaxQuarters, number: i}
			o.Followed = o.Tested && within(at, q)
			out = append(out, o)
		}
	}
	return out
}

// Foretold is how well scores, one an observation, foretold the event within four quarters.
func Foretold(seen []Observation, scores []float64) OutcomeTest {
	s := samplesOf(seen, scores)
	return outcomeTest(anything, s, areaUnder(s))
}

// Compared is the difference between how well two lists of scores foretold the event.
func Compared(seen []Observation, before, after []float64) Difference {
	a, b := samplesOf(seen, before), samplesOf(seen, after)
	return difference(anything, a, areaUnder(a), areaUnder(b))
}

func samplesOf(seen []Observation, scores []float64) (out []sample) {
	for i := range seen {
		if o := &seen[i]; o.Tested {
			out = append(out, sample{scores[i], o.Followed, o.number})
		}
	}
	return out
}
