package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// World is a portfolio on a day, with what the figures of every contract look up in it.
// It is made once and then only read.
type World struct {
	Portfolio *contract.Portfolio
	AsOf      date.Date
	Home      string // the portfolio's currency

	callOffs    map[string][]*contract.Contract
	regulations map[string][]*contract.Regulation
	values      map[*contract.Regulation]*big.Rat
}

// NewWorld makes the look-ups.
func NewWorld(p *contract.Portfolio, asOf date.Date) *World {
	w := &World{
		Portfolio: p, AsOf: asOf, Home: cmp.Or(p.Settings.Defaults.Currency, "NOK"),
		callOffs:    map[string][]*contract.Contract{},
		regulations: map[string][]*contract.Regulation{},
		values:      map[*contract.Regulation]*big.Rat{},
	}
	for _, c := range p.Contracts {
		if c.Parent != "" && c.Parent != c.ID {
			w.callOffs[c.Parent] = append(w.callOffs[c.Parent], c)
		}
	}
	for i := range p.Regulations {
		r := &p.Regulations[i]
		w.regulations[r.ID] = append(w.regulations[r.ID], r)
		if r.Value.Set {
			w.values[r] = r.Value.V.Rat()
		}
	}
	return w
}

// CallOffs are the contracts right under one.
func (w *World) CallOffs(id string) []*contract.Contract { return w.callOffs[id] }

// Currency of a contract's amounts.
func (w *World) Currency(c *contract.Contract) string { return cmp.Or(c.Value.Currency, w.Home) }

// Person by id; nil for none, one that is not known, and one who has left.
func (w *World) Person(id string) *contract.Person {
	n := w.Portfolio.Person(id)
	if n == nil || HasLeft(n, w.AsOf) {
		return nil
	}
	return n
}

// HasLeft reports whether a person's last working day has passed.
func HasLeft(n *contract.Person, asOf date.Date) bool {
	return !n.Left.IsZero() && n.Left.Before(asOf)
}

// Regulation is the figure in force on a date; nil where there is none. Where figures
// for several kinds of buyer are in force, that for municipalities is taken, then
// that for all; among several of one kind the latest.
func (w *World) Regulation(id string, on date.Date) (found *contract.Regulation) {
	rank := func(r *contract.Regulation) int {
		return slices.Index([]contract.RegulationScope{"state", "all", "", "municipal"}, r.Scope)
	}
	if on.IsZero() {
		return nil
	}
	for _, r := range w.regulations[id] {
		if r.From.After(on) || !r.To.IsZero() && r.To.Before(on) {
			continue
		}
		if found == nil || rank(r) > rank(found) || rank(r) == rank(found) && !r.From.Before(found.From) {
			found = r
		}
	}
	return found
}

// Value of a regulation's figure; nil where it, or its value, is missing.
func (w *World) Value(r *contract.Regulation) *big.Rat { return w.values[r] }

// Procured is the date whose rules a contract is judged by: the publication of its
// competition, else the award, else the signature. Zero where none is known.
func Procured(c *contract.Contract) date.Date {
	for _, d := range []date.Date{c.Procurement.Published, c.Procurement.Awarded, c.Procurement.Signed} {
		if !d.IsZero() {
			return d
		}
	}
	return date.Date{}
}
