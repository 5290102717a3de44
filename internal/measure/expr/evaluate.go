package expr

import (
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/measure"
)

// node is one part of an expression.
type node interface {
	eval(f *Facts) Value
	parts() []node
}

// constant stands in the expression itself.
type constant struct{ v Value }

// negation is yes for no.
type negation struct{ of node }

// logic joins two answers with "and" or "or".
type logic struct {
	and         bool
	left, right node
}

// comparison of two values of one sort.
type comparison struct {
	op          string
	left, right node
}

// membership: in a list, or a text in a text.
type membership struct {
	op          string
	left, right node
}

// arithmetic on numbers.
type arithmetic struct {
	op          string
	left, right node
}

// choice is a condition and its two outcomes.
type choice struct{ cond, yes, no node }

// call of one of the functions.
type call struct {
	f    *function
	args []node
}

func (c constant) parts() []node    { return nil }
func (n *Name) parts() []node       { return nil }
func (n *negation) parts() []node   { return []node{n.of} }
func (l *logic) parts() []node      { return []node{l.left, l.right} }
func (c *comparison) parts() []node { return []node{c.left, c.right} }
func (m *membership) parts() []node { return []node{m.left, m.right} }
func (a *arithmetic) parts() []node { return []node{a.left, a.right} }
func (c *choice) parts() []node     { return []node{c.cond, c.yes, c.no} }
func (c *call) parts() []node       { return c.args }

// walk visits a part and all parts in it.
func walk(n node, visit func(node)) {
	visit(n)
	for _, p := range n.parts() {
		walk(p, visit)
	}
}

func (c constant) eval(*Facts) Value { return c.v }

func (n *Name) eval(f *Facts) Value { return n.Get(f) }

func (n *negation) eval(f *Facts) Value {
	v := n.of.eval(f)
	if v.Kind != KindTruth {
		return Value{}
	}
	return Bool(!v.Truth)
}

func (l *logic) eval(f *Facts) Value {
	left := l.left.eval(f)
	if left.Kind == KindTruth && left.Truth != l.and {
		return left
	}
	right := l.right.eval(f)
	if right.Kind == KindTruth && right.Truth != l.and {
		return right
	}
	if left.Kind != KindTruth || right.Kind != KindTruth {
		return Value{}
	}
	return Bool(l.and)
}

func (c *comparison) eval(f *Facts) Value {
	order, ok := compare(c.left.eval(f), c.right.eval(f))
	if !ok {
		return Value{}
	}
	switch c.op {
	case "==":
		return Bool(order == 0)
	case "!=":
		return Bool(order != 0)
	case "<":
		return Bool(order < 0)
	case "<=":
		return Bool(order <= 0)
	case ">":
		return Bool(order > 0)
	}
	return Bool(order >= 0)
}

func (m *membership) eval(f *Facts) Value {
	a, b := m.left.eval(f), m.right.eval(f)
	switch {
	case a.Kind == KindText && b.Kind == KindList && m.op == "in":
		return Bool(slices.Contains(b.List, a.Text))
	case a.Kind == KindList && b.Kind == KindText && m.op == "contains":
		return Bool(slices.Contains(a.List, b.Text))
	case a.Kind != KindText || b.Kind != KindText:
		return Value{}
	}
	switch m.op {
	case "contains":
		return Bool(strings.Contains(a.Text, b.Text))
	case "startsWith":
		return Bool(strings.HasPrefix(a.Text, b.Text))
	case "endsWith":
		return Bool(strings.HasSuffix(a.Text, b.Text))
	}
	return Value{}
}

func (a *arithmetic) eval(f *Facts) Value {
	x, y := a.left.eval(f), a.right.eval(f)
	if x.Kind != KindNumber || y.Kind != KindNumber {
		return Value{}
	}
	r := new(big.Rat)
	switch a.op {
	case "+":
		r.Add(x.Number, y.Number)
	case "-":
		r.Sub(x.Number, y.Number)
	case "*":
		r.Mul(x.Number, y.Number)
	case "/":
		if y.Number.Sign() == 0 {
			return Value{}
		}
		r.Quo(x.Number, y.Number)
	}
	return Number(r)
}

func (c *choice) eval(f *Facts) Value {
	switch c.cond.eval(f).Tri() {
	case measure.Yes:
		return c.yes.eval(f)
	case measure.No:
		return c.no.eval(f)
	}
	return Value{}
}

func (c *call) eval(f *Facts) Value {
	args := make([]Value, len(c.args))
	for i, a := range c.args {
		if args[i] = a.eval(f); args[i].Kind == KindUnknown {
			return Value{}
		}
	}
	return c.f.call(f, args)
}
