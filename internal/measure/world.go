package measure

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
)

// World is a portfolio on a day, with what the figures of every contract look up in it.
// It is made once and then only read.
type World struct {
	Portfolio *contract.Portfolio
	AsOf      date.Date
	Home      string // the portfolio's currency

	callOffs    map[string][]*contract.Contract
	successors  map[string][]*contract.Contract
	regulations map[string][]*contract.Regulation
	values      map[*contract.Regulation]*big.Rat
}

// NewWorld makes the look-ups.
func NewWorld(p *contract.Portfolio, asOf date.Date) *World {
	w := &World{
		Portfolio: p, AsOf: asOf, Home: cmp.Or(p.Settings.Defaults.Currency, "NOK"),
		callOffs:    map[string][]*contract.Contract{},
		successors:  map[string][]*contract.Contract{},
		regulations: map[string][]*contract.Regulation{},
		values:      map[*contract.Regulation]*big.Rat{},
	}
	for _, c := range p.Contracts {
		if c.Parent != "" && c.Parent != c.ID {
			w.callOffs[c.Parent] = append(w.callOffs[c.Parent], c)
		}
		if c.Predecessor != "" && c.Predecessor != c.ID {
			w.successors[c.Predecessor] = append(w.successors[c.Predecessor], c)
		}
		if next := p.Contract(c.Successor); next != nil && next != c && next.Predecessor != c.ID {
			w.successors[c.ID] = append(w.successors[c.ID], next)
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

// SucceededBy tells whether a contract that follows another, as either of them says, is as
// asked; a nil question asks only that there is one. Unknown where one may be withheld.
func SucceededBy(w *World, c *contract.Contract, is func(*contract.Contract) bool) Tri {
	named := c.Successor != "" && c.Successor != c.ID
	for _, next := range w.successors[c.ID] {
		if is == nil || is(next) {
			return Yes
		}
	}
	switch {
	case named && is == nil:
		return Yes
	case w.Portfolio.Withholds(contract.ContractSuccessor):
		return Unknown
	}
	return No
}

// Exchange is the portfolio's currency per unit of a contract's: 1 for its own, and for
// another the contract's rate if it says of what day it is, at every as-of date (FIGURES.md
// E2). Nil where there is none.
func (w *World) Exchange(c *contract.Contract) *big.Rat {
	v := &c.Value
	switch {
	case w.Currency(c) == w.Home:
		return One
	case v.Rate.Set && v.Rate.V.Rat().Sign() > 0 && !v.RateDate.IsZero():
		return v.Rate.V.Rat()
	}
	return nil
}

// UnderAnother reports whether a contract's turnover and value are part of another's, in
// which sums count them: it is called off under one whose currency can be converted.
func (w *World) UnderAnother(c *contract.Contract) bool {
	parent := w.Portfolio.Contract(c.Parent)
	return parent != nil && parent != c && w.Exchange(parent) != nil
}

// Conversion is what turns turnover in a contract's file into another contract's currency, by
// the rates of both; nil where it needs none, false where one is missing.
func (w *World) Conversion(from, to *contract.Contract) (rate *big.Rat, ok bool) {
	ledger := cmp.Or(from.Turnover.Currency, w.Currency(from))
	if ledger == w.Currency(to) {
		return nil, true
	}
	here, there := One, w.Exchange(to)
	if ledger != w.Home {
		here = w.Exchange(from)
		if ledger != w.Currency(from) {
			here = nil
		}
	}
	if here == nil || there == nil {
		return nil, false
	}
	return new(big.Rat).Quo(here, there), true
}

// Person by id; nil for none, one that is not known, and one who has left.
func (w *World) Person(id string) *contract.Person {
	n := w.Portfolio.Person(id)
	if n == nil || HasLeft(n, w.AsOf) {
		return nil
	}
	return n
}

// Responsible says who is to do what a person was given to do: the person, or of one who has
// left that nobody is; empty where the person is not known. All who name somebody for work ask it.
func (w *World) Responsible(id string) Reason {
	n := w.Portfolio.Person(id)
	switch {
	case n == nil:
		return Reason{}
	case HasLeft(n, w.AsOf):
		return Reason{Key: "responsible.nobody", Args: message.Args{"name": n.Name}}
	}
	return Reason{Key: "responsible.person", Args: message.Args{"name": n.Name}}
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
