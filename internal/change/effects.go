package change

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
)

// Effect is what a change does to a figure: a sentence to be, as measure.Reason is. Its
// words are in the catalogue under "changes.effect.<Kind>". Old and New are of the
// figure's own type; Args are arguments as those of a measure.Reason, or Words.
type Effect struct {
	Kind     string
	Old, New any // string words, *big.Rat, date.Date or int; nil: not there
	Args     map[string]any
	Because  []Effect // the reasons: factors and floors
}

type args = map[string]any

// effects adds what the changes do to the figures: to contracts that changed, to those
// that did not but whose figures did, and to the whole.
func (w *walker) effects(d *Diff) {
	f, g := w.sides[0].Figures, w.sides[1].Figures
	if f == nil || g == nil {
		return
	}
	at := map[string]int{}
	for i := range d.Changes {
		if d.Changes[i].Type == "contract" {
			at[d.Changes[i].ID] = i
		}
	}
	before := map[string]string{} // id now → id before
	for old, now := range w.renamed["contract"] {
		before[now] = old
	}
	for _, c := range g.Contracts {
		id := c.Contract.ID
		if w.unread("contract", id) {
			continue
		}
		was := f.Of(cmp.Or(before[id], id))
		i, changed := at[id]
		var es []Effect
		switch {
		case was == nil && changed:
			es = begun(c)
		case was != nil:
			var own *Change
			if changed {
				own = &d.Changes[i]
			}
			es = between(was, c, f.Model, g.Model, g.AsOf, own)
		}
		if changed {
			d.Changes[i].Effects = es
		} else if len(es) > 0 {
			d.Changes = append(d.Changes, Change{Verb: Affected, Type: "contract", ID: id, Name: []any{c.Contract.Title}, Effects: es})
		}
	}
	d.Totals = totals(f, g)
}

// begun are the figures of a contract that is new.
func begun(c *measure.ContractFigures) []Effect {
	if c.Risk == nil {
		return nil
	}
	return []Effect{{Kind: "risk-new", New: c.Risk.Score, Args: args{"band": Word{"band", string(c.Risk.Band)}}}}
}

// between are the effects on one contract.
func between(a, b *measure.ContractFigures, m, n *contract.RiskModel, asOf date.Date, own *Change) []Effect {
	var out []Effect
	if a.Status != b.Status && !own.says("status", Word{"status", string(a.Status)}, Word{"status", string(b.Status)}) {
		out = append(out, Effect{Kind: "status", Old: Word{"status", string(a.Status)}, New: Word{"status", string(b.Status)}})
	}
	out = append(out, terms(a, b, own)...)
	out = append(out, risk(a.Risk, b.Risk, m, n)...)
	out = append(out, ceiling(a, b, asOf, own)...)
	out = append(out, requirements(a, b)...)
	return append(out, deadlines(a.Deadlines, b.Deadlines)...)
}

// terms: when the contract ends, where that is not what was written.
func terms(a, b *measure.ContractFigures, own *Change) []Effect {
	var out []Effect
	if x, y := a.Terms.CurrentEnd, b.Terms.CurrentEnd; x != y && !own.says("period.end", x, y) {
		out = append(out, Effect{Kind: "end", Old: x, New: y})
	}
	if x, y := a.Terms.LastEnd, b.Terms.LastEnd; x != y && !own.says("period.end", x, y) && (x != a.Terms.CurrentEnd || y != b.Terms.CurrentEnd) {
		out = append(out, Effect{Kind: "last-end", Old: x, New: y})
	}
	return out
}

// says tells whether a change of a field says the same as an effect would.
func (c *Change) says(path string, old, now any) bool {
	if c == nil {
		return false
	}
	return slices.ContainsFunc(c.Fields, func(f Field) bool { return f.Path == path && f.Old == old && f.New == now })
}

func (c *Change) hasField(paths ...string) bool {
	return c != nil && slices.ContainsFunc(c.Fields, func(f Field) bool { return slices.Contains(paths, f.Path) })
}

// risk: score and band, and the factors and floors that did it, the weightiest first.
func risk(a, b *measure.Risk, m, n *contract.RiskModel) []Effect {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		return []Effect{{Kind: "risk-new", New: b.Score, Args: args{"band": Word{"band", string(b.Band)}}}}
	case b == nil:
		return []Effect{{Kind: "risk-gone", Old: a.Score, Args: args{"band": Word{"band", string(a.Band)}}}}
	case a.Score.Cmp(b.Score) == 0 && a.Band == b.Band:
		return nil
	}
	e := Effect{Kind: "risk", Old: a.Score, New: b.Score, Args: args{"from": Word{"band", string(a.Band)}, "to": Word{"band", string(b.Band)}}}
	if a.Band == b.Band {
		e.Kind = "risk-same-band"
	} else if a.Score.Cmp(b.Score) == 0 {
		e.Kind = "band"
	}
	if m != nil && n != nil && m.ID != n.ID {
		e.Because = append(e.Because, Effect{Kind: "model", Old: m.ID, New: n.ID})
	} else if reweighed(a, b) {
		e.Because = append(e.Because, Effect{Kind: "model-changed"})
	}
	e.Because = append(append(e.Because, factors(a, b)...), floors(a, b)...)
	return []Effect{e}
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

func factors(a, b *measure.Risk) []Effect {
	type moved struct {
		Effect
		weight int
	}
	before := map[string]*measure.FactorScore{}
	for i := range a.Factors {
		before[a.Factors[i].Factor.ID] = &a.Factors[i]
	}
	var all []moved
	for i := range b.Factors {
		s := &b.Factors[i]
		was := before[s.Factor.ID]
		delete(before, s.Factor.ID)
		switch {
		case was == nil:
			if s.Points > 0 {
				all = append(all, moved{factorEffect(s, nil, s.Points), s.Points * s.Factor.Weight})
			}
		case was.Points != s.Points:
			all = append(all, moved{factorEffect(s, was.Points, s.Points), abs(s.Points-was.Points) * s.Factor.Weight})
		}
	}
	for i := range a.Factors {
		if s := &a.Factors[i]; before[s.Factor.ID] == s && s.Points > 0 {
			all = append(all, moved{factorEffect(s, s.Points, nil), s.Points * s.Factor.Weight})
		}
	}
	slices.SortStableFunc(all, func(x, y moved) int { return y.weight - x.weight })
	out := make([]Effect, len(all))
	for i := range all {
		out[i] = all[i].Effect
	}
	return out
}

func factorEffect(s *measure.FactorScore, old, now any) Effect {
	e := Effect{Kind: "factor", Old: old, New: now, Args: args{"factor": titled(s.Factor.Title, s.Factor.ID), "reason": s.Reason, "id": s.Factor.ID}}
	if now == nil {
		e.Kind = "factor-gone"
	} else if old == nil {
		e.Kind = "factor-new"
	}
	return e
}

func floors(a, b *measure.Risk) []Effect {
	var out []Effect
	for _, h := range b.Floors {
		if !hasFloor(a, h.Floor.ID) {
			out = append(out, Effect{Kind: "floor-gained", Args: args{"floor": titled(h.Floor.Title, h.Floor.ID), "band": Word{"band", string(h.Floor.Band)}, "id": h.Floor.ID}})
		}
	}
	for _, h := range a.Floors {
		if !hasFloor(b, h.Floor.ID) {
			out = append(out, Effect{Kind: "floor-lost", Args: args{"floor": titled(h.Floor.Title, h.Floor.ID), "band": Word{"band", string(h.Floor.Band)}, "id": h.Floor.ID}})
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

func abs(n int) int { return max(n, -n) }

// outlook of a contract's ceiling.
type outlook struct {
	state string // unknown, holds, will-pass, passed
	on    date.Date
}

func outlookOf(m *measure.Money, asOf date.Date) outlook {
	switch {
	case m.Ceiling == nil || m.Spent == nil:
		return outlook{state: "unknown"}
	case m.Spent.Cmp(m.Ceiling) > 0, !m.Exhaustion.IsZero() && !m.Exhaustion.After(asOf):
		return outlook{"passed", m.Exhaustion}
	case m.Projected == nil:
		return outlook{state: "unknown"}
	case !m.Exhaustion.IsZero() && !m.Exhaustion.After(m.Horizon):
		return outlook{"will-pass", m.Exhaustion}
	}
	return outlook{state: "holds"}
}

// ceiling: passed or not, forecast to be passed earlier or later, and the share used.
func ceiling(a, b *measure.ContractFigures, asOf date.Date, own *Change) []Effect {
	var out []Effect
	x, y := outlookOf(&a.Money, asOf), outlookOf(&b.Money, asOf)
	if p, q := a.Money.Ceiling, b.Money.Ceiling; !equal(p, q) && p != nil && q != nil && !own.hasField("value.maximum", "value.estimated") {
		out = append(out, Effect{Kind: "ceiling", Old: p, New: q, Args: currencies(a, b)})
	}
	if p, q := a.Money.Use, b.Money.Use; p != nil && q != nil && percent(p) != percent(q) {
		out = append(out, Effect{Kind: "use", Old: p, New: q})
	}
	switch {
	case x.state == y.state && x.state == "will-pass" && x.on != y.on:
		kind := "ceiling-later"
		if y.on.Before(x.on) {
			kind = "ceiling-earlier"
		}
		out = append(out, Effect{Kind: kind, Old: x.on, New: y.on})
	case x.state == y.state, y.state == "unknown":
	case y.state == "passed":
		out = append(out, Effect{Kind: "ceiling-passed"})
	case y.state == "will-pass":
		kind := "ceiling-will-pass"
		if x.state == "passed" {
			kind = "ceiling-passed-later"
		}
		out = append(out, Effect{Kind: kind, New: y.on})
	case x.state == "passed":
		out = append(out, Effect{Kind: "ceiling-not-passed"})
	case x.state == "will-pass":
		out = append(out, Effect{Kind: "ceiling-holds", Old: x.on})
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
func requirements(a, b *measure.ContractFigures) []Effect {
	before := map[string]*measure.RequirementFigures{}
	for i := range a.Requirements {
		before[a.Requirements[i].Requirement.ID] = &a.Requirements[i]
	}
	var out []Effect
	for i := range b.Requirements {
		r := &b.Requirements[i]
		was := before[r.Requirement.ID]
		delete(before, r.Requirement.ID)
		on := args{"requirement": titled(r.Requirement.Title, r.Requirement.ID), "why": reasons(r.Why()), "id": r.Requirement.ID}
		had := was != nil && was.Applies != measure.No
		has := r.Applies != measure.No
		switch {
		case !had && has && r.Applies == measure.Unknown:
			out = append(out, Effect{Kind: "requirement-perhaps", Args: on})
		case !had && has:
			out = append(out, Effect{Kind: "requirement-begins", Args: on})
		case had && !has:
			out = append(out, Effect{Kind: "requirement-ceases", Args: on})
		case had && was.State != r.State:
			out = append(out, Effect{Kind: "evidence", Old: Word{"evidence-state", string(was.State)}, New: Word{"evidence-state", string(r.State)}, Args: on})
		}
	}
	for i := range a.Requirements {
		if r := &a.Requirements[i]; before[r.Requirement.ID] == r && r.Applies != measure.No {
			out = append(out, Effect{Kind: "requirement-ceases", Args: args{"requirement": titled(r.Requirement.Title, r.Requirement.ID), "why": []any{}, "id": r.Requirement.ID}})
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
func deadlines(a, b []measure.Deadline) []Effect {
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
	var out []Effect
	shift := func(x, y *measure.Deadline) {
		if x.Date != y.Date {
			out = append(out, Effect{Kind: "deadline-moved", Old: x.Date, New: y.Date, Args: about(y)})
		}
	}
	pair(func(x, y *measure.Deadline) bool { return subject(x) == subject(y) }, shift)
	pair(renamed, nil)
	only := map[measure.DeadlineKind]bool{measure.DeadlineNotice: true, measure.DeadlineExpiry: true, measure.DeadlineTenderStart: true} // one of each key
	pair(func(x, y *measure.Deadline) bool { return only[x.Kind] && x.Title.Key == y.Title.Key }, shift)
	for i := range now {
		out = append(out, Effect{Kind: "deadline-new", New: now[i].Date, Args: about(&now[i])})
	}
	for i := range old {
		out = append(out, Effect{Kind: "deadline-gone", Old: old[i].Date, Args: about(&old[i])})
	}
	return out
}

func about(d *measure.Deadline) args {
	return args{"kind": Word{"deadline", string(d.Kind)}, "what": d.Title}
}

// totals: how the whole portfolio stands.
func totals(f, g *measure.Figures) []Effect {
	var out []Effect
	count := func(kind string, a, b int, as args) {
		if a != b {
			out = append(out, Effect{Kind: kind, Old: a, New: b, Args: as})
		}
	}
	count("total-contracts", len(f.Contracts), len(g.Contracts), nil)
	for _, band := range []contract.BandID{contract.BandCritical, contract.BandHigh, contract.BandModerate, contract.BandLow} {
		count("total-band", f.Totals.Bands[band], g.Totals.Bands[band], args{"band": Word{"band", string(band)}})
	}
	count("total-over", f.Totals.Over, g.Totals.Over, nil)
	count("total-will-pass", f.Totals.WillPass, g.Totals.WillPass, nil)
	count("total-unmanaged", f.Totals.Unmanaged.V, g.Totals.Unmanaged.V, nil)
	return out
}
