// Package fit learns the weights of a risk model from what became of a portfolio's contracts.
//
// In go observations of past quarters' ends, scored by the model in force; out come weights of
// its likelihood factors with their uncertainty, how well they foretell what they were not
// learnt from, and the model as it would be with them. Nothing is applied: a proposal is for
// people to judge. What an event would cost cannot be learnt from whether it comes, so the
// weights of consequence stay as they are; their factors take part in the learning, so that no
// other factor is credited with what they tell.
package fit

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/factors"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/trend"
)

const (
	// PerFactor is how many events are needed for each factor of the model: the common rule
	// for logistic regression. An event is a contract's quarter with at least one.
	PerFactor = 10

	// Folds are the parts of the cross-validation; all quarters of a contract are in one.
	Folds = 5

	resamps = 200 // portfolios drawn from the contracts, for the intervals
	seed    = 0x6C656172
)

// penalties are the strengths of regularisation that are tried, from the weakest.
var penalties = []float64{0.3, 1, 3, 10, 30, 100}

// Fit is what was learnt.
type Fit struct {
	Base         *contract.RiskModel
	Observations int                 // contracts at quarters' ends that a whole quarter followed
	Contracts    int                 // different ones
	Events       int                 // observations with an event in the quarter after
	Hit          int                 // contracts with an event
	Needed       int                 // events
	Weights      []Weight            // of the likelihood factors, in the model's order
	Proposal     *contract.RiskModel // Base with the learnt weights; nil where Short says why

	Before     trend.OutcomeTest // how well Base foretold
	After      trend.OutcomeTest // the learnt weights, each contract by those learnt from others
	Difference trend.Difference
}

// Shortage is what there is too little of to learn from.
type Shortage int

// The shortages.
const (
	Enough    Shortage = iota
	Events             // fewer than PerFactor for each factor
	Contracts          // fewer than trend.FewestEvents with an event, or without
	Telling            // no likelihood factor tells anything of what came
)

// Short is why nothing was learnt.
func (f *Fit) Short() Shortage {
	switch {
	case f.Missing() > 0:
		return Events
	case min(f.Hit, f.Contracts-f.Hit) < trend.FewestEvents:
		return Contracts
	case f.Proposal == nil:
		return Telling
	}
	return Enough
}

// Missing is how many events there are too few.
func (f *Fit) Missing() int { return max(0, f.Needed-f.Events) }

// Weight of a likelihood factor.
type Weight struct {
	Factor    *contract.Factor
	LogOdds   *big.Rat // what a point adds to the log-odds of an event in the quarter after, to four decimals
	New       int
	Low, High int // between which the new weight lies with 95 % certainty
}

// Of learns from observations scored by a model.
func Of(base *contract.RiskModel, seen []trend.Observation) *Fit {
	f := &Fit{Base: base, Observations: len(seen), Needed: PerFactor * len(base.Factors)}
	rows, contracts := rowsOf(seen)
	f.Contracts = len(contracts)
	for _, own := range contracts {
		hit := 0
		for _, i := range own {
			if seen[i].Next {
				hit++
			}
		}
		f.Events += hit
		f.Hit += min(hit, 1)
	}
	if short := f.Short(); short == Events || short == Contracts {
		return f
	}
	fold := make([]int, len(seen))
	for i := range seen {
		fold[i] = foldOf(seen[i].Contract.ID)
	}
	penalty, parts := validated(rows, fold)
	whole := learn(rows, nil, penalty, nil)
	weights := weightsOf(base, whole)
	if weights == nil {
		return f
	}
	f.Proposal = with(base, weights)
	f.Weights = intervals(base, rows, contracts, penalty, whole, weights)
	f.compare(seen, fold, parts)
	return f
}

// rowsOf makes ready what is learnt from, and lists the observations of each contract.
func rowsOf(seen []trend.Observation) (rows []row, contracts [][]int) {
	at := map[*contract.Contract]int{}
	for i := range seen {
		o := &seen[i]
		r := row{x: make([]float64, len(o.Risk.Factors)), event: o.Next}
		for j := range o.Risk.Factors {
			r.x[j] = float64(o.Risk.Factors[j].Points) / factors.MaxPoints
		}
		rows = append(rows, r)
		n, ok := at[o.Contract]
		if !ok {
			n = len(contracts)
			at[o.Contract] = n
			contracts = append(contracts, nil)
		}
		contracts[n] = append(contracts[n], i)
	}
	return rows, contracts
}

// foldOf is the part of the cross-validation that a contract is in, by its id alone.
func foldOf(id string) int {
	h := fnv.New64a()
	h.Write([]byte(id))
	return int(h.Sum64() >> 7 % Folds)
}

// validated is the strongest penalty that foretells a part of the contracts, from what the
// other four parts taught, as well as the best does, within a standard error of the
// difference; and what the others of each part taught under it.
func validated(rows []row, fold []int) (penalty float64, parts [][]float64) {
	var losses [][Folds]float64
	var taught [][][]float64
	best, least := 0, math.Inf(1)
	for n, p := range penalties {
		var loss [Folds]float64
		of := make([][]float64, Folds)
		for k := range Folds {
			of[k] = learn(rows, without(fold, k), p, nil)
		}
		for i := range rows {
			loss[fold[i]] += rows[i].loss(of[fold[i]])
		}
		losses, taught = append(losses, loss), append(taught, of)
		if sum := total(loss); sum < least {
			best, least = n, sum
		}
	}
	chosen := best
	for n := best + 1; n < len(penalties); n++ {
		var worse [Folds]float64
		for k := range worse {
			worse[k] = losses[n][k] - losses[best][k]
		}
		if mean, spread := total(worse)/Folds, 0.0; mean > 0 {
			for _, v := range worse {
				spread += (v - mean) * (v - mean)
			}
			if mean > math.Sqrt(spread/(Folds-1)/Folds) {
				break
			}
		}
		chosen = n
	}
	return penalties[chosen], taught[chosen]
}

// without counts every row once but those of a part.
func without(fold []int, part int) []float64 {
	times := make([]float64, len(fold))
	for i := range fold {
		if fold[i] != part {
			times[i] = 1
		}
	}
	return times
}

func total(v [Folds]float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum
}

// weightsOf shares out what the likelihood factors of a model weigh together by what was
// learnt of each, in whole numbers; nil where all is zero. The others keep theirs.
func weightsOf(m *contract.RiskModel, learnt []float64) []int {
	out := make([]int, len(m.Factors))
	whole, sum := 0, 0.0
	for i := range m.Factors {
		if out[i] = m.Factors[i].Weight; m.Factors[i].Axis == contract.AxisLikelihood {
			whole += m.Factors[i].Weight
			sum += learnt[i]
		}
	}
	if sum <= 0 {
		return nil
	}
	type rest struct {
		factor int
		part   float64
	}
	var rests []rest
	left := whole
	for i := range m.Factors {
		if m.Factors[i].Axis == contract.AxisLikelihood {
			share := learnt[i] / sum * float64(whole)
			out[i] = int(math.Floor(share))
			left -= out[i]
			rests = append(rests, rest{i, share - math.Floor(share)})
		}
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.part, a.part) })
	for _, r := range rests[:left] {
		out[r.factor]++
	}
	return out
}

// with is a model with other weights.
func with(m *contract.RiskModel, weights []int) *contract.RiskModel {
	out := *m
	out.Factors = slices.Clone(m.Factors)
	for i := range out.Factors {
		out.Factors[i].Weight = weights[i]
	}
	return &out
}

// intervals draws portfolios of as many contracts, each with all its quarters, and learns from
// each; the middle 95 % of the weights are the interval.
func intervals(m *contract.RiskModel, rows []row, contracts [][]int, penalty float64, whole []float64, weights []int) []Weight {
	r := rand.New(rand.NewPCG(seed, 0))
	drawn := make([][]int, len(m.Factors))
	for range resamps {
		times := make([]float64, len(rows))
		for range contracts {
			for _, i := range contracts[r.IntN(len(contracts))] {
				times[i]++
			}
		}
		if w := weightsOf(m, learn(rows, times, penalty, whole)); w != nil {
			for i := range w {
				drawn[i] = append(drawn[i], w[i])
			}
		}
	}
	var out []Weight
	for i := range m.Factors {
		if m.Factors[i].Axis != contract.AxisLikelihood {
			continue
		}
		slices.Sort(drawn[i])
		n := len(drawn[i])
		out = append(out, Weight{Factor: &m.Factors[i], LogOdds: big.NewRat(int64(math.Round(whole[i]/factors.MaxPoints*10_000)), 10_000), New: weights[i], Low: min(weights[i], drawn[i][n*25/1000]), High: max(weights[i], drawn[i][n-1-n*25/1000])})
	}
	return out
}

// compare holds the learnt weights against those of the base. Each contract is scored with
// the weights that the other parts taught.
func (f *Fit) compare(seen []trend.Observation, fold []int, parts [][]float64) {
	var models [Folds]*contract.RiskModel
	for k := range Folds {
		models[k] = f.Base
		if w := weightsOf(f.Base, parts[k]); w != nil {
			models[k] = with(f.Base, w)
		}
	}
	before, after := make([]float64, len(seen)), make([]float64, len(seen))
	for i := range seen {
		before[i], _ = seen[i].Risk.Score.Float64()
		after[i], _ = risk.Reweighed(seen[i].Risk, models[fold[i]]).Float64()
	}
	f.Before, f.After, f.Difference = trend.Foretold(seen, before), trend.Foretold(seen, after), trend.Compared(seen, before, after)
}
