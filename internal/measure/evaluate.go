package measure

import (
	"math/big"
	"slices"
	"strings"
)

// node is one part of an expression.
type node interface {
	eval(f *facts) value
	parts() []node
}

// constant stands in the expression itself.
type constant struct{ v value }

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

func (c constant) eval(*facts) value { return c.v }

func (n *Name) eval(f *facts) value {
	if n.withheld(f) {
		return value{}
	}
	return n.get(f)
}

func (n *negation) eval(f *facts) value {
	v := n.of.eval(f)
	if v.sort != truth {
		return value{}
	}
	return boolValue(!v.b)
}

func (l *logic) eval(f *facts) value {
	left := l.left.eval(f)
	if left.sort == truth && left.b != l.and {
		return left
	}
	right := l.right.eval(f)
	if right.sort == truth && right.b != l.and {
		return right
	}
	if left.sort != truth || right.sort != truth {
		return value{}
	}
	return boolValue(l.and)
}

func (c *comparison) eval(f *facts) value {
	order, ok := compare(c.left.eval(f), c.right.eval(f))
	if !ok {
		return value{}
	}
	switch c.op {
	case "==":
		return boolValue(order == 0)
	case "!=":
		return boolValue(order != 0)
	case "<":
		return boolValue(order < 0)
	case "<=":
		return boolValue(order <= 0)
	case ">":
		return boolValue(order > 0)
	}
	return boolValue(order >= 0)
}

func (m *membership) eval(f *facts) value {
	a, b := m.left.eval(f), m.right.eval(f)
	switch {
	case a.sort == text && b.sort == list && m.op == "in":
		return boolValue(slices.Contains(b.l, a.s))
	case a.sort == list && b.sort == text && m.op == "contains":
		return boolValue(slices.Contains(a.l, b.s))
	case a.sort != text || b.sort != text:
		return value{}
	}
	switch m.op {
	case "contains":
		return boolValue(strings.Contains(a.s, b.s))
	case "startsWith":
		return boolValue(strings.HasPrefix(a.s, b.s))
	case "endsWith":
		return boolValue(strings.HasSuffix(a.s, b.s))
	}
	return value{}
}

func (a *arithmetic) eval(f *facts) value {
	x, y := a.left.eval(f), a.right.eval(f)
	if x.sort != number || y.sort != number {
		return value{}
	}
	r := new(big.Rat)
	switch a.op {
	case "+":
		r.Add(x.r, y.r)
	case "-":
		r.Sub(x.r, y.r)
	case "*":
		r.Mul(x.r, y.r)
	case "/":
		if y.r.Sign() == 0 {
			return value{}
		}
		r.Quo(x.r, y.r)
	}
	return numberValue(r)
}

func (c *choice) eval(f *facts) value {
	switch c.cond.eval(f).tri() {
	case Yes:
		return c.yes.eval(f)
	case No:
		return c.no.eval(f)
	}
	return value{}
}

func (c *call) eval(f *facts) value {
	args := make([]value, len(c.args))
	for i, a := range c.args {
		if args[i] = a.eval(f); args[i].sort == unknown {
			return value{}
		}
	}
	return c.f.call(f, args)
}
