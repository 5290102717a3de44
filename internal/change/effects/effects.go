// Package effects says what changes do to figures.
//
// In go the figures of one contract or portfolio, before and after; out come effects, as
// typed values. What a change says itself is not said again as an effect of it.
package effects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	score "github.com/forvalt/forvalt/internal/measure/risk"
)

type args = map[string]any

// New are the effects of a contract that is new.
func New(c *measure.ContractFigures) []change.Effect {
	if c.Risk == nil {
		return nil
	}
	return []change.Effect{{Kind: change.RiskNew, New: c.Risk.Score, Args: args{"level": c.Risk.Level()}}}
}

// Between are the effects on one contract.
func Between(a, b *measure.ContractFigures, m, n *contract.RiskModel, asOf date.Date, own *change.Change) []change.Effect {
	var out []change.Effect
	if a.Status != b.Status && !says(own, "status", shape.WordOf(a.Status), shape.WordOf(b.Status)) {
		out = append(out, change.Effect{Kind: change.StatusChanged, Old: shape.WordOf(a.Status), New: shape.WordOf(b.Status)})
	}
	out = append(out, terms(a, b, own)...)
	out = append(out, risk(a.Risk, b.Risk, m, n)...)
	out = append(out, ceiling(a, b, asOf, own)...)
	out = append(out, requirements(a, b)...)
	return append(out, deadlines(a.Deadlines, b.Deadlines)...)
}

// terms: when the contract ends, where that is not what was written.
func terms(a, b *measure.ContractFigures, own *change.Change) []change.Effect {
	var out []change.Effect
	if x, y := a.Terms.CurrentEnd, b.Terms.CurrentEnd; x != y && !says(own, "period.end", x, y) {
		out = append(out, change.Effect{Kind: change.EndChanged, Old: x, New: y})
	}
	if x, y := a.Terms.LastEnd, b.Terms.LastEnd; x != y && !says(own, "period.end", x, y) && (x != a.Terms.CurrentEnd || y != b.Terms.CurrentEnd) {
		out = append(out, change.Effect{Kind: change.LastEndChanged, Old: x, New: y})
	}
	return out
}

// says tells whether a change of a field says the same as an effect would.
func says(c *change.Change, path string, old, now any) bool {
	if c == nil {
		return false
	}
	return slices.ContainsFunc(c.Fields, func(f change.Field) bool { return f.Path == path && f.Old == old && f.New == now })
}

func hasField(c *change.Change, paths ...string) bool {
	return c != nil && slices.ContainsFunc(c.Fields, func(f change.Field) bool { return slices.Contains(paths, f.Path) })
}

// risk: score and band, and the factors and floors that did it, the weightiest first.
func risk(a, b *measure.Risk, m, n *contract.RiskModel) []change.Effect {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		return []change.Effect{{Kind: change.RiskNew, New: b.Score, Args: args{"level": b.Level()}}}
	case b == nil:
		return []change.Effect{{Kind: change.RiskGone, Old: a.Score, Args: args{"level": a.Level()}}}
	case a.Score.Cmp(b.Score) == 0 && a.Band == b.Band:
		return nil
	}
	e := change.Effect{Kind: change.RiskChanged, Old: a.Score, New: b.Score, Args: args{"from": a.Level(), "to": b.Level(), "band": shape.WordOf(b.Band)}}
	if a.Band == b.Band {
		e.Kind = change.RiskSameBand
	} else if a.Score.Cmp(b.Score) == 0 {
		e.Kind = change.BandChanged
	}
	var model *contract.RiskModel // of both scores, if they are of one
	if m != nil && n != nil && m.ID != n.ID {
		e.Because = append(e.Because, change.Effect{Kind: change.ModelReplaced, Old: m.ID, New: n.ID})
	} else if reweighed(a, b) || m != nil && n != nil && !m.Axes.Alike(&n.Axes) {
		e.Because = append(e.Because, change.Effect{Kind: change.ModelReweighed})
	} else {
		model = n
	}
	e.Because = append(append(e.Because, factors(a, b, model)...), floors(a, b)...)
	return []change.Effect{e}
}

// reweighed tells whether a factor has another weight than before, in a model of one id.
func reweighed(a, b *measure.Risk) bool {
	weight := map[string]int{}
	for i := range a.Factors {
		weight[a.Factors[i].Factor.ID] = a.Factors[i].Factor.Weight
	}
	return slices.ContainsFunc(b.Factors, func(s measure.FactorScore) bool {
		was, known := weight[s.Factor.ID]
		return known && was != s.Factor.Weight
	})
}

// factors are those with other points than before, what moves the score most first. Of one
// model, each has what it does alone, and the rest is said to be of all together: their
// effects do not add up (FIGURES.md H6).
func factors(a, b *measure.Risk, model *contract.RiskModel) []change.Effect {
	type moved struct {
		change.Effect
		by *big.Rat // without sign
	}
	before := map[string]int{}
	points := make([]int, len(a.Factors))
	for i := range a.Factors {
		before[a.Factors[i].Factor.ID], points[i] = i, a.Factors[i].Points
	}
	var all []moved
	rest := new(big.Rat).Sub(b.Score, a.Score)
	for i := range b.Factors {
		s := &b.Factors[i]
		at, known := before[s.Factor.ID]
		delete(before, s.Factor.ID)
		switch {
		case !known:
			if s.Points > 0 {
				all = append(all, moved{factorEffect(s, nil, s.Points), weighed(s.Points, s)})
			}
		case points[at] != s.Points:
			m := moved{factorEffect(s, points[at], s.Points), weighed(s.Points-points[at], s)}
			if model != nil {
				m.Alone = alone(model, a, points, at, s.Points)
				m.by = new(big.Rat).Abs(m.Alone)
				rest.Sub(rest, m.Alone)
			}
			all = append(all, m)
		}
	}
	for i := range a.Factors {
		s := &a.Factors[i]
		if _, gone := before[s.Factor.ID]; gone && s.Points > 0 {
			all = append(all, moved{factorEffect(s, s.Points, nil), weighed(s.Points, s)})
		}
	}
	slices.SortStableFunc(all, func(x, y moved) int { return y.by.Cmp(x.by) })
	out := make([]change.Effect, len(all))
	for i := range all {
		out[i] = all[i].Effect
	}
	switch {
	case len(out) == 1:
		out[0].Alone = nil // it is the whole change
	case model != nil && len(out) > 1 && rest.Sign() != 0:
		out = append(out, change.Effect{Kind: change.FactorTogether, Alone: rest})
	}
	return out
}

// alone is what one factor does to a score, all others as they were.
func alone(m *contract.RiskModel, a *measure.Risk, points []int, at, now int) *big.Rat {
	points = slices.Clone(points)
	points[at] = now
	_, _, then := score.Points(m, points)
	return then.Sub(then, a.Score)
}

// weighed orders the factors of two models: points by weight.
func weighed(points int, s *measure.FactorScore) *big.Rat {
	return big.NewRat(int64(max(points, -points)*s.Factor.Weight), 1)
}

func factorEffect(s *measure.FactorScore, old, now any) change.Effect {
	e := change.Effect{Kind: change.FactorChanged, Old: old, New: now, Args: args{"factor": titled(s.Factor.Title, s.Factor.ID), "reason": s.Reason, "id": s.Factor.ID}}
	if now == nil {
		e.Kind = change.FactorGone
	} else if old == nil {
		e.Kind = change.FactorNew
	}
	return e
}

func floors(a, b *measure.Risk) []change.Effect {
	var out []change.Effect
	for _, h := range b.Floors {
		if !hasFloor(a, h.Floor.ID) {
			out = append(out, change.Effect{Kind: change.FloorGained, Args: args{"floor": titled(h.Floor.Title, h.Floor.ID), "band": shape.WordOf(h.Floor.Band), "id": h.Floor.ID}})
		}
	}
	for _, h := range a.Floors {
		if !hasFloor(b, h.Floor.ID) {
			out = append(out, change.Effect{Kind: change.FloorLost, Args: args{"floor": titled(h.Floor.Title, h.Floor.ID), "band": shape.WordOf(h.Floor.Band), "id": h.Floor.ID}})
		}
	}
	return out
}

func hasFloor(r *measure.Risk, id string) bool {
	return slices.ContainsFunc(r.Floors, func(h measure.FloorHit) bool { return h.Floor.ID == id })
}

func titled(t contract.Text, id string) contract.Text {
	if t.In("") == "" {
		return contract.Text{"": id}
	}
	return t
}

// outlook of a contract's ceiling.
type outlook struct {
	state ceilingState
	on    date.Date
}

type ceilingState uint8

const (
	unknown ceilingState = iota
	holds
	willPass
	passed
)

func outlookOf(m *measure.Money, asOf date.Date) outlook {
	switch {
	case m.Ceiling == nil || m.Spent == nil:
		return outlook{}
	case m.Spent.Cmp(m.Ceiling) > 0, !m.Exhaustion.IsZero() && !m.Exhaustion.After(asOf):
		return outlook{passed, m.Exhaustion}
	case m.Projected == nil:
		return outlook{}
	case !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon):
		return outlook{willPass, m.Exhaustion}
	}
	return outlook{state: holds}
}

// ceiling: passed or not, forecast to be passed earlier or later, and the share used.
func ceiling(a, b *measure.ContractFigures, asOf date.Date, own *change.Change) []change.Effect {
	var out []change.Effect
	x, y := outlookOf(&a.Money, asOf), outlookOf(&b.Money, asOf)
	if p, q := a.Money.Ceiling, b.Money.Ceiling; !equal(p, q) && p != nil && q != nil && !hasField(own, "value.maximum", "value.estimated") {
		out = append(out, change.Effect{Kind: change.CeilingChanged, Old: p, New: q, Args: currencies(a, b)})
	}
	if p, q := a.Money.Use, b.Money.Use; p != nil && q != nil && percent(p) != percent(q) {
		out = append(out, change.Effect{Kind: change.UseChanged, Old: p, New: q})
	}
	switch {
	case x.state == y.state && x.state == willPass && x.on != y.on:
		kind := change.CeilingLater
		if y.on.Before(x.on) {
			kind = change.CeilingEarlier
		}
		out = append(out, change.Effect{Kind: kind, Old: x.on, New: y.on})
	case x.state == y.state, y.state == unknown:
	case y.state == passed:
		out = append(out, change.Effect{Kind: change.CeilingPassed})
	case y.state == willPass:
		kind := change.CeilingWillPass
		if x.state == passed {
			kind = change.CeilingPassedLater
		}
		out = append(out, change.Effect{Kind: kind, New: y.on})
	case x.state == passed:
		out = append(out, change.Effect{Kind: change.CeilingNotPassed})
	case x.state == willPass:
		out = append(out, change.Effect{Kind: change.CeilingHolds, Old: x.on})
	}
	return out
}

func equal(p, q *big.Rat) bool {
	if p == nil || q == nil {
		return p == q
	}
	return p.Cmp(q) == 0
}

func percent(r *big.Rat) string { return new(big.Rat).Mul(r, big.NewRat(100, 1)).FloatString(0) }

func currencies(a, b *measure.ContractFigures) args {
	return args{"old_currency": currency(a), "new_currency": currency(b)}
}

func currency(c *measure.ContractFigures) string {
	if c.Money.Foreign {
		return c.Money.Currency
	}
	return ""
}

// requirements that began or ceased to apply, and evidence that stands otherwise.
func requirements(a, b *measure.ContractFigures) []change.Effect {
	before := map[string]*measure.RequirementFigures{}
	for i := range a.Requirements {
		before[a.Requirements[i].Requirement.ID] = &a.Requirements[i]
	}
	var out []change.Effect
	for i := range b.Requirements {
		r := &b.Requirements[i]
		was := before[r.Requirement.ID]
		delete(before, r.Requirement.ID)
		on := args{"requirement": titled(r.Requirement.Title, r.Requirement.ID), "why": reasons(r.Why()), "id": r.Requirement.ID}
		had := was != nil && was.Applies != measure.No
		has := r.Applies != measure.No
		switch {
		case !had && has && r.Applies == measure.Unknown:
			out = append(out, change.Effect{Kind: change.RequirementPerhaps, Args: on})
		case !had && has:
			out = append(out, change.Effect{Kind: change.RequirementBegins, Args: on})
		case had && !has:
			out = append(out, change.Effect{Kind: change.RequirementCeases, Args: on})
		case had && was.State != r.State:
			out = append(out, change.Effect{Kind: change.EvidenceChanged, Old: shape.WordOf(was.State), New: shape.WordOf(r.State), Args: on})
		}
	}
	for i := range a.Requirements {
		if r := &a.Requirements[i]; before[r.Requirement.ID] == r && r.Applies != measure.No {
			out = append(out, change.Effect{Kind: change.RequirementCeases, Args: args{"requirement": titled(r.Requirement.Title, r.Requirement.ID), "why": []any{}, "id": r.Requirement.ID}})
		}
	}
	return out
}

func reasons(rs []measure.Reason) []any {
	out := make([]any, len(rs))
	for i := range rs {
		out[i] = rs[i]
	}
	return out
}

// deadlines that are new, gone or on another day.
func deadlines(a, b []measure.Deadline) []change.Effect {
	old, now := slices.Clone(a), slices.Clone(b)
	pair := func(same func(x, y *measure.Deadline) bool, found func(x, y *measure.Deadline)) {
		for i := 0; i < len(now); i++ {
			j := slices.IndexFunc(old, func(x measure.Deadline) bool { return same(&x, &now[i]) })
			if j < 0 {
				continue
			}
			if found != nil {
				found(&old[j], &now[i])
			}
			old, now = slices.Delete(old, j, j+1), slices.Delete(now, i, i+1)
			i--
		}
	}
	subject := func(d *measure.Deadline) string { return string(d.Kind) + fmt.Sprint(d.Title) }
	pair(func(x, y *measure.Deadline) bool { return x.Date == y.Date && subject(x) == subject(y) }, nil)
	// The same day and kind, in other words: a requirement or a plan item was named anew.
	renamed := func(x, y *measure.Deadline) bool {
		return x.Date == y.Date && x.Kind == y.Kind && x.Title.Key == y.Title.Key
	}
	var out []change.Effect
	shift := func(x, y *measure.Deadline) {
		if x.Date != y.Date {
			out = append(out, change.Effect{Kind: change.DeadlineMoved, Old: x.Date, New: y.Date, Args: about(y)})
		}
	}
	pair(func(x, y *measure.Deadline) bool { return subject(x) == subject(y) }, shift)
	pair(renamed, nil)
	only := map[measure.DeadlineKind]bool{measure.DeadlineNotice: true, measure.DeadlineExpiry: true, measure.DeadlineTenderStart: true} // one of each key
	pair(func(x, y *measure.Deadline) bool { return only[x.Kind] && x.Title.Key == y.Title.Key }, shift)
	for i := range now {
		out = append(out, change.Effect{Kind: change.DeadlineNew, New: now[i].Date, Args: about(&now[i])})
	}
	for i := range old {
		out = append(out, change.Effect{Kind: change.DeadlineGone, Old: old[i].Date, Args: about(&old[i])})
	}
	return out
}

func about(d *measure.Deadline) args {
	return args{"kind": change.Word{Group: "deadline", Value: string(d.Kind)}, "what": d.Title}
}

// Totals: how the whole portfolio stands.
func Totals(f, g *measure.Figures) []change.Effect {
	var out []change.Effect
	count := func(kind change.EffectKind, a, b int, as args) {
		if a != b {
			out = append(out, change.Effect{Kind: kind, Old: a, New: b, Args: as})
		}
	}
	count(change.TotalContracts, len(f.Contracts), len(g.Contracts), nil)
	for _, band := range []contract.BandID{contract.BandCritical, contract.BandHigh, contract.BandModerate, contract.BandLow} {
		count(change.TotalBand, f.Totals.Bands[band], g.Totals.Bands[band], args{"band": shape.WordOf(band)})
	}
	count(change.TotalOver, f.Totals.Over, g.Totals.Over, nil)
	count(change.TotalWillPass, f.Totals.WillPass, g.Totals.WillPass, nil)
	count(change.TotalUnmanaged, f.Totals.Unmanaged.V, g.Totals.Unmanaged.V, nil)
	return out
}
