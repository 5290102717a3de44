package trend

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// sample is one observation: a score, whether the event came, and the contract that
// it belongs to. Observations of one contract depend on each other.
type sample struct {
	score    float64
	event    bool
	contract int
}

// area is the area under the ROC curve: how often, of two observations of which one
// was followed by the event, that one had the higher score; equal scores count half.
type area struct {
	auc              *big.Rat  // exact; nil without events or without non-events
	parts            []float64 // of each sample: its share of the pairs it is in (DeLong's structural components)
	events, without  int       // samples
	hit, spared, all int       // contracts with an event; with a sample without one; all
}

// areaUnder computes the area in n log n by ranking.
func areaUnder(samples []sample) area {
	a := area{parts: make([]float64, len(samples))}
	order := make([]int, len(samples))
	hit, spared, all := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for i, s := range samples {
		order[i] = i
		all[s.contract] = true
		if s.event {
			a.events++
			hit[s.contract] = true
		} else {
			a.without++
			spared[s.contract] = true
		}
	}
	a.hit, a.spared, a.all = len(hit), len(spared), len(all)
	if a.events == 0 || a.without == 0 {
		return a
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(samples[i].score, samples[j].score) })
	var halves int64              // of won pairs, twice
	eventsBelow, below := 0, 0    // samples with a lower score
	for i := 0; i < len(order); { // groups of equal scores
		j, e := i, 0
		for ; j < len(order) && samples[order[j]].score == samples[order[i]].score; j++ {
			if samples[order[j]].event {
				e++
			}
		}
		without := j - i - e
		for _, k := range order[i:j] {
			if samples[k].event {
				a.parts[k] = float64(2*below+without) / float64(2*a.without)
			} else {
				a.parts[k] = float64(2*(a.events-eventsBelow-e)+e) / float64(2*a.events)
			}
		}
		halves += int64(e) * int64(2*below+without)
		eventsBelow, below, i = eventsBelow+e, below+without, j
	}
	a.auc = big.NewRat(halves, 2*int64(a.events)*int64(a.without))
	return a
}

// variance of a statistic that is a mean of parts over pairs: for one sample a contract
// DeLong, DeLong and Clarke-Pearson (1988, Biometrics 44:837), for several Obuchowski
// (1997, Biometrics 53:567), where the contracts are what is drawn. parts are those of
// an area, or the differences between the parts of two areas of the same samples; mean
// is the area, or the difference.
func variance(samples []sample, parts []float64, mean float64) float64 {
	type sums struct{ events, without, won, kept float64 }
	by := map[int]*sums{}
	var order []*sums // as they come, so that the sum does not depend on a map's order
	var m, n, hit, spared float64
	for i, s := range samples {
		c := by[s.contract]
		if c == nil {
			c = &sums{}
			by[s.contract] = c
			order = append(order, c)
		}
		if s.event {
			if c.events == 0 {
				hit++
			}
			c.events++
			c.won += parts[i]
			m++
		} else {
			if c.without == 0 {
				spared++
			}
			c.without++
			c.kept += parts[i]
			n++
		}
	}
	if hit < 2 || spared < 2 {
		return math.NaN()
	}
	var s10, s01, s11 float64
	for _, c := range order {
		a, b := c.won-c.events*mean, c.kept-c.without*mean
		s10 += a * a
		s01 += b * b
		s11 += a * b
	}
	all := float64(len(order))
	s10 *= hit / ((hit - 1) * m)
	s01 *= spared / ((spared - 1) * n)
	s11 *= all / (all - 1)
	return max(s10/m+s01/n+2*s11/(m*n), 0)
}

// interval95 of an area, on the logit scale, so that it stays between 0 and 1. There is
// none where the scores part the samples wholly (0 or 1) or the variance is not known.
func interval95(auc, variance float64) (low, high float64, ok bool) {
	if !(variance > 0) || auc <= 0 || auc >= 1 {
		return 0, 0, false
	}
	logit := math.Log(auc / (1 - auc))
	d := normal95 * math.Sqrt(variance) / (auc * (1 - auc))
	back := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	return back(logit - d), back(logit + d), true
}

const normal95 = 1.959963984540054 // 97.5 % of a normal distribution lie below
