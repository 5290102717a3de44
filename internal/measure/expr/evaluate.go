package expr

import (
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/measure"
)

// Node is one part of an expression.
type Node interface {
	Eval(f *Facts) Value
	Parts() []Node
}

// The parts of expressions, beside Name.
type (
	// Constant stands in the expression itself.
	Constant struct{ Value Value }

	// Negation is yes for no, and no for yes.
	Negation struct{ Of Node }

	// Logic joins two answers with "and" or "or".
	Logic struct {
		And         bool
		Left, Right Node
	}

	// Comparison of two values of one sort.
	Comparison struct {
		Op          string
		Left, Right Node
	}

	// Membership: in a list, or a text in a text.
	Membership struct {
		Op          string
		Left, Right Node
	}

	// Arithmetic on numbers.
	Arithmetic struct {
		Op          string
		Left, Right Node
	}

	// Choice is a condition and its two outcomes.
	Choice struct{ Cond, Yes, No Node }

	// Call of one of the functions.
	Call struct {
		Name Function
		Args []Node
		of   *function
	}
)

// Parts of each part, in the order in which they are written.
func (c Constant) Parts() []Node    { return nil }
func (n *Name) Parts() []Node       { return nil }
func (n *Negation) Parts() []Node   { return []Node{n.Of} }
func (l *Logic) Parts() []Node      { return []Node{l.Left, l.Right} }
func (c *Comparison) Parts() []Node { return []Node{c.Left, c.Right} }
func (m *Membership) Parts() []Node { return []Node{m.Left, m.Right} }
func (a *Arithmetic) Parts() []Node { return []Node{a.Left, a.Right} }
func (c *Choice) Parts() []Node     { return []Node{c.Cond, c.Yes, c.No} }
func (c *Call) Parts() []Node       { return c.Args }

// Walk visits a part and all parts in it.
func Walk(n Node, visit func(Node)) {
	visit(n)
	for _, p := range n.Parts() {
		Walk(p, visit)
	}
}

// Eval of each part.
func (c Constant) Eval(*Facts) Value { return c.Value }

func (n *Name) Eval(f *Facts) Value {
	if n.Withheld(f) {
		return Value{}
	}
	return n.Get(f)
}

func (n *Negation) Eval(f *Facts) Value {
	v := n.Of.Eval(f)
	if v.Kind != KindTruth {
		return Value{}
	}
	return Bool(!v.Truth)
}

func (l *Logic) Eval(f *Facts) Value {
	left := l.Left.Eval(f)
	if left.Kind == KindTruth && left.Truth != l.And {
		return left
	}
	right := l.Right.Eval(f)
	if right.Kind == KindTruth && right.Truth != l.And {
		return right
	}
	if left.Kind != KindTruth || right.Kind != KindTruth {
		return Value{}
	}
	return Bool(l.And)
}

func (c *Comparison) Eval(f *Facts) Value {
	order, ok := Compare(c.Left.Eval(f), c.Right.Eval(f))
	if !ok {
		return Value{}
	}
	switch c.Op {
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

func (m *Membership) Eval(f *Facts) Value {
	a, b := m.Left.Eval(f), m.Right.Eval(f)
	switch {
	case a.Kind == KindText && b.Kind == KindList && m.Op == "in":
		return Bool(slices.Contains(b.List, a.Text))
	case a.Kind == KindList && b.Kind == KindText && m.Op == "contains":
		return Bool(slices.Contains(a.List, b.Text))
	case a.Kind != KindText || b.Kind != KindText:
		return Value{}
	}
	switch m.Op {
	case "contains":
		return Bool(strings.Contains(a.Text, b.Text))
	case "startsWith":
		return Bool(strings.HasPrefix(a.Text, b.Text))
	case "endsWith":
		return Bool(strings.HasSuffix(a.Text, b.Text))
	}
	return Value{}
}

func (a *Arithmetic) Eval(f *Facts) Value {
	x, y := a.Left.Eval(f), a.Right.Eval(f)
	if x.Kind != KindNumber || y.Kind != KindNumber {
		return Value{}
	}
	r := new(big.Rat)
	switch a.Op {
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

func (c *Choice) Eval(f *Facts) Value {
	switch c.Cond.Eval(f).Tri() {
	case measure.Yes:
		return c.Yes.Eval(f)
	case measure.No:
		return c.No.Eval(f)
	}
	return Value{}
}

func (c *Call) Eval(f *Facts) Value {
	args := make([]Value, len(c.Args))
	for i, a := range c.Args {
		if args[i] = a.Eval(f); args[i].Kind == KindUnknown {
			return Value{}
		}
	}
	return c.of.call(f, args)
}
