package expr

import (
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/facts"
)

// Node is one part of an expression.
type Node interface {
	Eval(f *facts.Facts) facts.Value
	Parts() []Node
}

// The parts of expressions.
type (
	// Constant stands in the expression itself.
	Constant struct{ Value facts.Value }

	// Named is a name, which stands for a fact.
	Named struct{ *facts.Name }

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
		Name facts.FunctionName
		Args []Node
		of   *facts.Function
	}
)

// Parts of each part, in the order in which they are written.
func (c Constant) Parts() []Node    { return nil }
func (n Named) Parts() []Node       { return nil }
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
func (c Constant) Eval(*facts.Facts) facts.Value { return c.Value }

func (n *Negation) Eval(f *facts.Facts) facts.Value {
	v := n.Of.Eval(f)
	if v.Kind != facts.KindTruth {
		return facts.Value{}
	}
	return facts.Bool(!v.Truth)
}

func (l *Logic) Eval(f *facts.Facts) facts.Value {
	left := l.Left.Eval(f)
	if left.Kind == facts.KindTruth && left.Truth != l.And {
		return left
	}
	right := l.Right.Eval(f)
	if right.Kind == facts.KindTruth && right.Truth != l.And {
		return right
	}
	if left.Kind != facts.KindTruth || right.Kind != facts.KindTruth {
		return facts.Value{}
	}
	return facts.Bool(l.And)
}

func (c *Comparison) Eval(f *facts.Facts) facts.Value {
	order, ok := facts.Compare(c.Left.Eval(f), c.Right.Eval(f))
	if !ok {
		return facts.Value{}
	}
	switch c.Op {
	case "==":
		return facts.Bool(order == 0)
	case "!=":
		return facts.Bool(order != 0)
	case "<":
		return facts.Bool(order < 0)
	case "<=":
		return facts.Bool(order <= 0)
	case ">":
		return facts.Bool(order > 0)
	}
	return facts.Bool(order >= 0)
}

func (m *Membership) Eval(f *facts.Facts) facts.Value {
	a, b := m.Left.Eval(f), m.Right.Eval(f)
	switch {
	case a.Kind == facts.KindText && b.Kind == facts.KindList && m.Op == "in":
		return facts.Bool(slices.Contains(b.List, a.Text))
	case a.Kind == facts.KindList && b.Kind == facts.KindText && m.Op == "contains":
		return facts.Bool(slices.Contains(a.List, b.Text))
	case a.Kind != facts.KindText || b.Kind != facts.KindText:
		return facts.Value{}
	}
	switch m.Op {
	case "contains":
		return facts.Bool(strings.Contains(a.Text, b.Text))
	case "startsWith":
		return facts.Bool(strings.HasPrefix(a.Text, b.Text))
	case "endsWith":
		return facts.Bool(strings.HasSuffix(a.Text, b.Text))
	}
	return facts.Value{}
}

func (a *Arithmetic) Eval(f *facts.Facts) facts.Value {
	x, y := a.Left.Eval(f), a.Right.Eval(f)
	if x.Kind != facts.KindNumber || y.Kind != facts.KindNumber {
		return facts.Value{}
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
			return facts.Value{}
		}
		r.Quo(x.Number, y.Number)
	}
	return facts.Number(r)
}

func (c *Choice) Eval(f *facts.Facts) facts.Value {
	switch c.Cond.Eval(f).Tri() {
	case measure.Yes:
		return c.Yes.Eval(f)
	case measure.No:
		return c.No.Eval(f)
	}
	return facts.Value{}
}

func (c *Call) Eval(f *facts.Facts) facts.Value {
	args := make([]facts.Value, len(c.Args))
	for i, a := range c.Args {
		if args[i] = a.Eval(f); args[i].Kind == facts.KindUnknown {
			return facts.Value{}
		}
	}
	return c.of.Call(f, args)
}

// Regulation is the figure that a call of regulation asks for; nil where there is none.
func (c *Call) Regulation(f *facts.Facts) *contract.Regulation {
	args := make([]facts.Value, len(c.Args))
	for i, a := range c.Args {
		args[i] = a.Eval(f)
	}
	return facts.RegulationOf(f, args)
}
