// Package expr holds the expressions of requirements, factors and floors.
//
// In go the text of an expression and the names that it may use, then the facts of a
// contract; out comes a value. Package why gives the reasons for it, and the users of an
// expression know what it is for.
//
// Expressions are parsed and type-checked by expr-lang/expr, and evaluated here, because
// they must be exact (fractions, no floats) and know three answers:
//
//   - A missing input is unknown, and so is every comparison, sum or call that uses it.
//   - "and" is no when one side is no; "or" is yes when one side is yes; otherwise
//     an unknown side makes the whole unknown. "not unknown" is unknown.
//   - A requirement whose expression is unknown counts as applying; a floor does
//     not raise a band on what is unknown; a factor scores the points for unknown.
//
// There are no loops, variables or calls out, so that a parsed expression cannot
// run away.
package expr

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	lang "github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"github.com/forvalt/forvalt/internal/measure/facts"
)

// Language is what an expression may name, besides the functions, and what it must come to.
type Language struct {
	Names []facts.Name
	YesNo bool // else a number or a word will do too
}

// Words lists what expressions may name: names first, then functions.
func (l *Language) Words() []string {
	var out []string
	for i := range l.Names {
		out = append(out, l.Names[i].Name)
	}
	for i := range facts.Functions {
		out = append(out, string(facts.Functions[i].Name))
	}
	return out
}

// Name of the language; nil where it has none of that name.
func (l *Language) Name(s string) *facts.Name {
	if i := slices.IndexFunc(l.Names, func(n facts.Name) bool { return n.Name == s }); i >= 0 {
		return &l.Names[i]
	}
	return nil
}

// Fault is why an expression is refused.
type Fault string

// The faults.
const (
	BadSyntax   Fault = "syntax"
	UnknownName Fault = "unknown-name"
	BadType     Fault = "type"
	NotAllowed  Fault = "not-allowed" // valid in the expression language, but not here
	TooLong     Fault = "too-long"
	BadResult   Fault = "result" // yes or no is wanted
)

const (
	maxExpression = 2000 // bytes
	maxNodes      = 300
)

// Error says what is wrong with an expression, and where.
type Error struct {
	Kind   Fault
	Name   string // of the unknown name or the part that is not allowed
	Detail string // in English, from the type checker
	Offset int    // runes before the place
	Width  int    // runes, at least 1
	Line   int    // 1-based, in the expression
	Col    int    // 1-based, in runes
}

// Error makes the sentence.
func (e *Error) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Kind)
	if e.Name != "" {
		s += " " + strconv.Quote(e.Name)
	}
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Expression is one that has been checked.
type Expression struct {
	Source string
	Root   Node
}

// Eval gives the value of the expression.
func (e *Expression) Eval(f *facts.Facts) facts.Value { return e.Root.Eval(f) }

// Compile checks an expression; the error is an *Error.
func Compile(src string, l *Language) (*Expression, error) {
	if len(src) > maxExpression {
		return nil, place(src, &Error{Kind: TooLong}, 0, 1)
	}
	program, err := lang.Compile(src, options(l)...)
	if err != nil {
		return nil, syntaxError(src, err)
	}
	tree := program.Node()
	if l.YesNo && tree.Type() != nil && tree.Type().Kind() != reflect.Bool && tree.Type().Kind() != reflect.Interface {
		return nil, place(src, &Error{Kind: BadResult, Detail: "yes or no is wanted"}, 0, len([]rune(src)))
	}
	b := builder{src: src, l: l}
	root := b.build(tree)
	if b.err != nil {
		return nil, b.err
	}
	return &Expression{src, root}, nil
}

// options are the names, functions and limits of the expression language.
func options(l *Language) []lang.Option {
	env := map[string]any{}
	for i := range l.Names {
		env[l.Names[i].Name] = sample(l.Names[i].Kind)
	}
	opts := []lang.Option{
		lang.Env(env), lang.Optimize(false), lang.DisableAllBuiltins(), lang.MaxNodes(maxNodes),
	}
	never := func(...any) (any, error) { return nil, errors.ErrUnsupported } // only the types are used
	for i := range facts.Functions {
		f := &facts.Functions[i]
		opts = append(opts, lang.Function(string(f.Name), never, f.Types...))
	}
	return opts
}

func sample(k facts.Kind) any {
	return map[facts.Kind]any{facts.KindTruth: false, facts.KindNumber: 0.0, facts.KindText: "", facts.KindDay: time.Time{}, facts.KindList: []string{}}[k]
}

func syntaxError(src string, err error) error {
	var fe *file.Error
	if !errors.As(err, &fe) {
		return place(src, &Error{Kind: BadSyntax, Detail: err.Error()}, 0, 1)
	}
	e := &Error{Kind: BadSyntax, Detail: fe.Message}
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
func place(src string, e *Error, offset, width int) *Error {
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
	l   *Language
	err *Error
}

func (b *builder) refuse(n ast.Node, what string) Node {
	if b.err == nil {
		at := n.Location()
		b.err = place(b.src, &Error{Kind: NotAllowed, Name: what}, at.From, at.To-at.From)
	}
	return Constant{}
}

func (b *builder) build(n ast.Node) Node {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if name := b.l.Name(n.Value); name != nil {
			return Named{name}
		}
		return b.refuse(n, n.Value)
	case *ast.BoolNode:
		return Constant{facts.Bool(n.Value)}
	case *ast.IntegerNode:
		return Constant{facts.Int(n.Value)}
	case *ast.FloatNode: // the shortest decimal that reads as this float is what was written
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Value, 'g', -1, 64))
		return Constant{facts.Number(r)}
	case *ast.StringNode:
		return Constant{facts.Value{Kind: facts.KindText, Text: n.Value}}
	case *ast.ArrayNode:
		return b.array(n)
	case *ast.UnaryNode:
		return b.unary(n)
	case *ast.BinaryNode:
		return b.binary(n)
	case *ast.ConditionalNode:
		return &Choice{b.build(n.Cond), b.build(n.Exp1), b.build(n.Exp2)}
	case *ast.CallNode:
		return b.call(n)
	}
	return b.refuse(n, strings.TrimSpace(n.String()))
}

func (b *builder) array(n *ast.ArrayNode) Node {
	v := facts.Value{Kind: facts.KindList}
	for _, item := range n.Nodes {
		s, ok := item.(*ast.StringNode)
		if !ok {
			return b.refuse(item, item.String())
		}
		v.List = append(v.List, s.Value)
	}
	return Constant{v}
}

func (b *builder) unary(n *ast.UnaryNode) Node {
	inner := b.build(n.Node)
	switch n.Operator {
	case "!", "not":
		return &Negation{inner}
	case "-":
		return &Arithmetic{"-", Constant{facts.Int(0)}, inner}
	case "+":
		return inner
	}
	return b.refuse(n, n.Operator)
}

func (b *builder) binary(n *ast.BinaryNode) Node {
	left, right := b.build(n.Left), b.build(n.Right)
	switch n.Operator {
	case "&&", "and":
		return &Logic{true, left, right}
	case "||", "or":
		return &Logic{false, left, right}
	case "==", "!=", "<", "<=", ">", ">=":
		return &Comparison{n.Operator, left, right}
	case "in", "contains", "startsWith", "endsWith":
		return &Membership{n.Operator, left, right}
	case "+", "-", "*", "/":
		return &Arithmetic{n.Operator, left, right}
	}
	return b.refuse(n, n.Operator)
}

func (b *builder) call(n *ast.CallNode) Node {
	id, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return b.refuse(n, n.String())
	}
	for i := range facts.Functions {
		if f := &facts.Functions[i]; string(f.Name) == id.Value {
			c := &Call{Name: f.Name, of: f}
			for _, a := range n.Arguments {
				c.Args = append(c.Args, b.build(a))
			}
			return c
		}
	}
	return b.refuse(n, id.Value)
}

// Regulations gives the ids of the regulation figures that an expression asks for by name,
// so that a check can report those that do not exist.
func Regulations(src string, l *Language) (regulations []string) {
	e, err := Compile(src, l)
	if err != nil {
		return nil
	}
	Walk(e.Root, func(n Node) {
		if c, ok := n.(*Call); ok && c.Name == facts.Regulation && len(c.Args) > 0 {
			if id, ok := c.Args[0].(Constant); ok {
				regulations = append(regulations, id.Value.Text)
			}
		}
	})
	return regulations
}
