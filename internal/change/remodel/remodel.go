// Package remodel says what another risk model would change: figures measured again, and what moves
// the score of each contract.
package remodel

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
)

// Outcome is what another risk model would change.
type Outcome struct {
	Before, After *measure.Figures
	Moves         []Move // contracts whose score or band would be another, by id
}

// Move is a contract under two models.
type Move struct {
	*change.Change
	Contract      *contract.Contract
	Before, After *measure.Risk // nil: not scored
}

// Under measures a portfolio with another risk model, on the day of its figures.
func Under(p *contract.Portfolio, f *measure.Figures, m *contract.RiskModel) *Outcome {
	other := *p
	other.Models = []*contract.RiskModel{m}
	out := &Outcome{Before: f, After: figures.Of(&other, f.AsOf)}
	d := compare.Contracts(compare.Side{Portfolio: p, Figures: f}, compare.Side{Portfolio: &other, Figures: out.After})
	for i := range d.Changes {
		c := &d.Changes[i]
		was, is := f.Of(c.ID), out.After.Of(c.ID)
		out.Moves = append(out.Moves, Move{c, was.Contract, was.Risk, is.Risk})
	}
	return out
}

// Bands are the bands under the two models; "" where it is not scored.
func (m *Move) Bands() (before, after contract.BandID) {
	band := func(r *measure.Risk) contract.BandID {
		if r == nil {
			return ""
		}
		return r.Band
	}
	return band(m.Before), band(m.After)
}

// Shift is what one factor adds to its axis under two models.
type Shift struct {
	Before, After *measure.FactorScore // nil: the model has no such factor
	By            *big.Rat             // points on the axis of 0–4, without sign
}

// Factor is that of the later model that has it.
func (s *Shift) Factor() *contract.Factor {
	if s.After != nil {
		return s.After.Factor
	}
	return s.Before.Factor
}

// Shifts are the factors that move the score, the weightiest first; none where one of the
// models does not score the contract.
func (m *Move) Shifts() []Shift {
	if m.Before == nil || m.After == nil {
		return nil
	}
	byID := map[string]*Shift{}
	var ids []string
	of := func(id string) *Shift {
		if byID[id] == nil {
			byID[id] = &Shift{By: new(big.Rat)}
			ids = append(ids, id)
		}
		return byID[id]
	}
	for i := range m.After.Factors {
		f := &m.After.Factors[i]
		s := of(f.Factor.ID)
		s.After = f
		s.By.Add(s.By, weighed(m.After, f))
	}
	for i := range m.Before.Factors {
		f := &m.Before.Factors[i]
		s := of(f.Factor.ID)
		s.Before = f
		s.By.Sub(s.By, weighed(m.Before, f))
	}
	var out []Shift
	for _, id := range ids {
		if s := byID[id]; s.By.Sign() != 0 {
			s.By.Abs(s.By)
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(x, y Shift) int { return y.By.Cmp(x.By) })
	return out
}

// weighed is a factor's share of its axis: weight × points ÷ all weight.
func weighed(r *measure.Risk, s *measure.FactorScore) *big.Rat {
	weight := 0
	for i := range r.Factors {
		if r.Factors[i].Factor.Axis == s.Factor.Axis {
			weight += r.Factors[i].Factor.Weight
		}
	}
	if weight == 0 {
		return new(big.Rat)
	}
	return big.NewRat(int64(s.Points*s.Factor.Weight), int64(weight))
}
