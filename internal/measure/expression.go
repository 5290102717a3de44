package measure

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// The expressions of requirements, factors and floors are parsed and type-checked
// by expr-lang/expr, and evaluated here, because they must be exact (fractions, no
// floats) and know three answers:
//
//   - A missing input is unknown, and so is every comparison, sum or call that uses it.
//   - "and" is no when one side is no; "or" is yes when one side is yes; otherwise
//     an unknown side makes the whole unknown. "not unknown" is unknown.
//   - A requirement whose expression is unknown counts as applying; a floor does
//     not raise a band on what is unknown; a factor scores the points for unknown.
//
// There are no loops, variables or calls out, so that a parsed expression cannot
// run away.

// Use tells what an expression is for: it decides which names it may use and what
// it must come to.
type Use uint8

// The three places where expressions stand.
const (
	ForRequirement Use = iota // yes or no, over the facts of the contract
	ForFloor                  // yes or no, over facts and figures
	ForFactor                 // a number, yes or no, or a word
)

// The reasons for which an expression is refused.
const (
	BadSyntax   = "syntax"
	UnknownName = "unknown-name"
	BadType     = "type"
	NotAllowed  = "not-allowed" // valid in the expression language, but not here
	TooLong     = "too-long"
	BadResult   = "result" // yes or no is wanted
)

const (
	maxExpression = 2000 // bytes
	maxNodes      = 300
)

// ExpressionError tells what is wrong with an expression, and where.
type ExpressionError struct {
	Kind   string
	Name   string // of the unknown name or the part that is not allowed
	Detail string // in English, from the type checker
	Offset int    // runes before the place
	Width  int    // runes, at least 1
	Line   int    // 1-based, in the expression
	Col    int    // 1-based, in runes
}

// Error makes the sentence.
func (e *ExpressionError) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Kind)
	if e.Name != "" {
		s += " " + strconv.Quote(e.Name)
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// CompileExpression checks an expression; the error is an *ExpressionError.
func CompileExpression(src string, use Use) error {
	_, err := compile(src, use)
	return err
}

// expression is one that has been checked.
type expression struct {
	src  string
	root node
}

func compile(src string, use Use) (*expression, error) {
	if len(src) > maxExpression {
		return nil, place(src, &ExpressionError{Kind: TooLong}, 0, 1)
	}
	program, err := expr.Compile(src, options(use)...)
	if err != nil {
		return nil, syntaxError(src, err)
	}
	tree := program.Node()
	if use != ForFactor && tree.Type() != nil && tree.Type().Kind() != reflect.Bool && tree.Type().Kind() != reflect.Interface {
		return nil, place(src, &ExpressionError{Kind: BadResult, Detail: "yes or no is wanted"}, 0, len([]rune(src)))
	}
	b := builder{src: src}
	root := b.build(tree)
	if b.err != nil {
		return nil, b.err
	}
	return &expression{src, root}, nil
}

// options are the names, functions and limits of the expression language.
func options(use Use) []expr.Option {
	env := map[string]any{}
	for i := range names {
		if n := &names[i]; n.allowed(use) {
			env[n.Name] = sample(n.sort)
		}
	}
	opts := []expr.Option{
		expr.Env(env), expr.Optimize(false), expr.DisableAllBuiltins(), expr.MaxNodes(maxNodes),
	}
	never := func(...any) (any, error) { return nil, errors.ErrUnsupported } // only types are asked for
	for i := range functions {
		f := &functions[i]
		opts = append(opts, expr.Function(f.Name, never, f.types...))
	}
	return opts
}

func sample(s sort) any {
	return map[sort]any{truth: false, number: 0.0, text: "", day: time.Time{}, list: []string{}}[s]
}

func syntaxError(src string, err error) error {
	var fe *file.Error
	if !errors.As(err, &fe) {
		return place(src, &ExpressionError{Kind: BadSyntax, Detail: err.Error()}, 0, 1)
	}
	e := &ExpressionError{Kind: BadSyntax, Detail: fe.Message}
	switch name, unknown := strings.CutPrefix(fe.Message, "unknown name "); {
	case unknown:
		e.Kind = UnknownName
		e.Name, _, _ = strings.Cut(name, " ")
	case strings.Contains(fe.Message, "exceeds maximum allowed nodes"):
		e.Kind = TooLong
	case strings.Contains(fe.Message, "invalid operation"), strings.Contains(fe.Message, "mismatched types"),
		strings.Contains(fe.Message, "cannot use"), strings.Contains(fe.Message, "arguments to call"),
		strings.Contains(fe.Message, "not callable"), strings.Contains(fe.Message, "is not a function"):
		e.Kind = BadType
	}
	width := fe.To - fe.From
	if e.Kind == UnknownName {
		width = len([]rune(e.Name))
	}
	return place(src, e, fe.From, width)
}

// place fills in where in the source the error stands.
func place(src string, e *ExpressionError, offset, width int) *ExpressionError {
	e.Offset, e.Width, e.Line, e.Col = offset, max(1, width), 1, 1
	for i, r := range []rune(src) {
		if i == offset {
			break
		}
		if e.Col++; r == '\n' {
			e.Line, e.Col = e.Line+1, 1
		}
	}
	return e
}

// builder turns the checked tree into one that evaluates exactly.
type builder struct {
	src string
	err *ExpressionError
}

func (b *builder) refuse(n ast.Node, what string) node {
	if b.err == nil {
		at := n.Location()
		b.err = place(b.src, &ExpressionError{Kind: NotAllowed, Name: what}, at.From, at.To-at.From)
	}
	return constant{}
}

func (b *builder) build(n ast.Node) node {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if name := nameOf(n.Value); name != nil {
			return name
		}
		return b.refuse(n, n.Value)
	case *ast.BoolNode:
		return constant{boolValue(n.Value)}
	case *ast.IntegerNode:
		return constant{intValue(n.Value)}
	case *ast.FloatNode: // the shortest decimal that reads as this float is what was written
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Value, 'g', -1, 64))
		return constant{numberValue(r)}
	case *ast.StringNode:
		return constant{value{sort: text, s: n.Value}}
	case *ast.ArrayNode:
		return b.array(n)
	case *ast.UnaryNode:
		return b.unary(n)
	case *ast.BinaryNode:
		return b.binary(n)
	case *ast.ConditionalNode:
		return &choice{b.build(n.Cond), b.build(n.Exp1), b.build(n.Exp2)}
	case *ast.CallNode:
		return b.call(n)
	}
	return b.refuse(n, strings.TrimSpace(n.String()))
}

func (b *builder) array(n *ast.ArrayNode) node {
	v := value{sort: list}
	for _, item := range n.Nodes {
		s, ok := item.(*ast.StringNode)
		if !ok {
			return b.refuse(item, item.String())
		}
		v.l = append(v.l, s.Value)
	}
	return constant{v}
}

func (b *builder) unary(n *ast.UnaryNode) node {
	inner := b.build(n.Node)
	switch n.Operator {
	case "!", "not":
		return &negation{inner}
	case "-":
		return &arithmetic{"-", constant{intValue(0)}, inner}
	case "+":
		return inner
	}
	return b.refuse(n, n.Operator)
}

func (b *builder) binary(n *ast.BinaryNode) node {
	left, right := b.build(n.Left), b.build(n.Right)
	switch n.Operator {
	case "&&", "and":
		return &logic{true, left, right}
	case "||", "or":
		return &logic{false, left, right}
	case "==", "!=", "<", "<=", ">", ">=":
		return &comparison{n.Operator, left, right}
	case "in", "contains", "startsWith", "endsWith":
		return &membership{n.Operator, left, right}
	case "+", "-", "*", "/":
		return &arithmetic{n.Operator, left, right}
	}
	return b.refuse(n, n.Operator)
}

func (b *builder) call(n *ast.CallNode) node {
	id, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return b.refuse(n, n.String())
	}
	for i := range functions {
		if f := &functions[i]; f.Name == id.Value {
			c := &call{f: f}
			for _, a := range n.Arguments {
				c.args = append(c.args, b.build(a))
			}
			return c
		}
	}
	return b.refuse(n, id.Value)
}

// Uses gives the ids of the regulation figures that an expression asks for by name,
// so that a check can tell of those that do not exist.
func Uses(src string, use Use) (regulations []string) {
	e, err := compile(src, use)
	if err != nil {
		return nil
	}
	walk(e.root, func(n node) {
		if c, ok := n.(*call); ok && c.f.Name == "regulation" && len(c.args) > 0 {
			if id, ok := c.args[0].(constant); ok {
				regulations = append(regulations, id.v.s)
			}
		}
	})
	return regulations
}
