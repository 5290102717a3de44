// Package why gives the reasons for what an expression came to.
//
// In go an expression and the facts of a contract; out come reasons: for "and", the sides
// that decided; for an unknown one, what is missing; for a comparison, the fact, its value,
// the limit and the dated figure that it rests on. The sentences are made elsewhere, from
// these keys and arguments.
package why

import (
	"math/big"
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/expr"
	"github.com/forvalt/forvalt/internal/measure/facts"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
)

// Of gives the reasons for what an expression came to: for "and", the sides that decided;
// for an unknown one, what is missing.
func Of(e *expr.Expression, f *facts.Facts) []measure.Reason {
	ex := explainer{f: f, src: e.Source}
	ex.explain(e.Root)
	if len(ex.out) == 0 {
		ex.fallback(e.Root)
	}
	return ex.out
}

type explainer struct {
	f   *facts.Facts
	src string
	out []measure.Reason
}

func (ex *explainer) add(key string, a message.Args) {
	ex.put(measure.Reason{Key: "why." + key, Args: a})
}

func (ex *explainer) put(r measure.Reason) {
	if !slices.ContainsFunc(ex.out, func(o measure.Reason) bool { return reflect.DeepEqual(o, r) }) {
		ex.out = append(ex.out, r)
	}
}

func (ex *explainer) fallback(n expr.Node) {
	switch n.Eval(ex.f).Tri() {
	case measure.Yes:
		ex.add("expression-holds", message.Args{"expression": ex.src})
	case measure.No:
		ex.add("expression-fails", message.Args{"expression": ex.src})
	default:
		ex.add("expression-unknown", message.Args{"expression": ex.src})
	}
}

func (ex *explainer) explain(n expr.Node) {
	switch n := n.(type) {
	case *expr.Logic:
		ex.logic(n)
	case *expr.Negation:
		ex.explain(n.Of)
	case *expr.Choice:
		ex.explain(n.Cond)
		switch n.Cond.Eval(ex.f).Tri() {
		case measure.Yes:
			ex.explain(n.Yes)
		case measure.No:
			ex.explain(n.No)
		}
	case *expr.Comparison:
		ex.comparison(n)
	case *expr.Membership:
		ex.membership(n)
	case *expr.Call:
		ex.call(n)
	case expr.Named:
		ex.flag(n.Name)
	}
}

// logic explains by the sides that settled the answer.
func (ex *explainer) logic(l *expr.Logic) {
	whole := l.Eval(ex.f).Tri()
	sides := []expr.Node{l.Left, l.Right}
	settling := measure.Yes
	if l.And {
		settling = measure.No
	}
	for _, side := range sides {
		switch t := side.Eval(ex.f).Tri(); {
		case whole == settling && t == settling: // one side is enough
			ex.explain(side)
			return
		case whole != settling && t == whole:
			ex.explain(side)
		}
	}
}

// flag explains a name that is itself an answer.
func (ex *explainer) flag(n *facts.Name) {
	switch n.Eval(ex.f).Tri() {
	case measure.Yes:
		ex.put(measure.Reason{Key: "flag." + n.Name + "-yes"})
	case measure.No:
		ex.put(measure.Reason{Key: "flag." + n.Name + "-no"})
	default:
		ex.lacks(n)
	}
}

// lacks tells that a fact is missing, or withheld.
func (ex *explainer) lacks(n *facts.Name) {
	key := "missing"
	if n.Withheld(ex.f) {
		key = "withheld"
	}
	ex.add(key, message.Args{"what": subject(n)})
}

// subject names a fact at the start of a sentence.
func subject(n *facts.Name) measure.Reason { return measure.Reason{Key: "subject." + n.Name} }

// comparison explains one fact: what it is about, its value, and the limit.
func (ex *explainer) comparison(c *expr.Comparison) {
	left, right, op := c.Left, c.Right, c.Op
	if _, ok := left.(expr.Named); !ok {
		if _, ok := right.(expr.Named); ok {
			left, right, op = right, left, mirrored[op]
		}
	}
	a, b := left.Eval(ex.f), right.Eval(ex.f)
	if a.Kind == facts.KindUnknown || b.Kind == facts.KindUnknown {
		ex.missing(c)
		return
	}
	what, ok := ex.what(left)
	order, comparable := facts.Compare(a, b)
	if !ok || !comparable {
		ex.fallback(c)
		return
	}
	unit := unitOf(left, right)
	ex.add(relation(a.Kind, op, order), message.Args{"what": what, "value": Shown(ex.f, a, unit), "limit": Shown(ex.f, b, unit)})
	ex.regulations(c)
}

var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// relation is the key of what holds between a value and its limit.
func relation(k facts.Kind, op string, order int) string {
	suffix := ""
	if k == facts.KindDay {
		suffix = "-date"
	}
	switch {
	case op == "==" || op == "!=":
		if order == 0 {
			return "equal" + suffix
		}
		return "differs" + suffix
	case op == ">=" && order >= 0 || op == "<" && order >= 0:
		return "at-least" + suffix
	case op == ">=" || op == "<":
		return "below" + suffix
	case order > 0:
		return "above" + suffix
	}
	return "at-most" + suffix
}

// what names the left side of a fact.
func (ex *explainer) what(n expr.Node) (measure.Reason, bool) {
	switch n := n.(type) {
	case expr.Named:
		return subject(n.Name), true
	case *expr.Call:
		switch n.Name {
		case facts.Len:
			return ex.what(n.Args[0])
		case facts.MonthsBetween, facts.DaysBetween:
			from, ok1 := n.Args[0].(expr.Named)
			to, ok2 := n.Args[1].(expr.Named)
			if ok1 && ok2 {
				return measure.Reason{Key: "subject." + string(n.Name), Args: message.Args{
					"from": measure.Reason{Key: "name." + from.Name.Name}, "to": measure.Reason{Key: "name." + to.Name.Name},
				}}, true
			}
		case facts.Custom:
			if key, ok := n.Args[0].(expr.Constant); ok {
				return measure.Reason{Key: "subject.custom", Args: message.Args{"field": ex.fieldLabel(key.Value.Text)}}, true
			}
		}
	}
	return measure.Reason{}, false
}

func (ex *explainer) fieldLabel(key string) any {
	for i := range ex.f.Portfolio.Settings.Fields {
		if f := &ex.f.Portfolio.Settings.Fields[i]; f.Key == key && len(f.Label) > 0 {
			return f.Label
		}
	}
	return key
}

// unitOf is the unit to write a number in: that of the first name on either side.
func unitOf(sides ...expr.Node) facts.Unit {
	var first *facts.Name
	for _, side := range sides {
		expr.Walk(side, func(n expr.Node) {
			if name, ok := n.(expr.Named); ok && first == nil {
				first = name.Name
			}
		})
	}
	if first == nil {
		return ""
	}
	return first.Unit
}

// valueWords are the words of the model that have a text of their own.
var valueWords = []string{
	"goods", "services", "works", "framework", "contract", "call-off", "dps",
	"planned", "active", "ended", "terminated", "none", "nuisance", "delay", "affects-users", "critical",
}

// Shown gives a value as an argument of a reason: a number in its unit, a word of the model
// or a record by its name.
func Shown(f *facts.Facts, v facts.Value, unit facts.Unit) any {
	switch v.Kind {
	case facts.KindNumber:
		return numberShown(v.Number, unit)
	case facts.KindText:
		return word(f, v.Text)
	case facts.KindDay:
		return v.Day
	case facts.KindTruth:
		return measure.Reason{Key: map[bool]string{true: "value.yes", false: "value.no"}[v.Truth]}
	case facts.KindList:
		return v.List
	}
	return nil
}

func word(f *facts.Facts, s string) any {
	if slices.Contains(valueWords, s) {
		return measure.Reason{Key: "value." + s}
	}
	if k := f.Portfolio.Category(s); k != nil {
		return k.Title
	}
	if d := f.Portfolio.Department(s); d != nil {
		return d.Name
	}
	return s
}

// percent is how the regulations write a share.
const percent facts.Unit = "%"

func numberShown(r *big.Rat, unit facts.Unit) any {
	switch {
	case unit == facts.Kroner:
		return kroner(r)
	case unit == facts.Share || unit == percent:
		return message.Share{Rat: r, Digits: 1}
	case r.IsInt() && r.Num().IsInt64():
		return int(r.Num().Int64())
	}
	hundredths := new(big.Int).Mul(r.Num(), big.NewInt(100))
	if hundredths.Quo(hundredths, r.Denom()); !hundredths.IsInt64() {
		return r.FloatString(2)
	}
	return money.NewDecimal(hundredths.Int64(), 2)
}

// kroner gives an exact amount of kroner and øre as one; others are rounded.
func kroner(r *big.Rat) any {
	num, den := r.Num(), r.Denom()
	if !num.IsInt64() || !den.IsInt64() || 100%den.Int64() != 0 || num.Int64() > int64(money.Max) || num.Int64() < -int64(money.Max) {
		return r
	}
	return money.Amount(num.Int64() * (100 / den.Int64()))
}

// membership explains "in" and its kin.
func (ex *explainer) membership(m *expr.Membership) {
	v := m.Eval(ex.f)
	if v.Kind == facts.KindUnknown {
		ex.missing(m)
		return
	}
	what, ok := ex.what(m.Left)
	limit, isConst := m.Right.(expr.Constant)
	if !ok || !isConst || m.Op != "in" || limit.Value.Kind != facts.KindList {
		ex.fallback(m)
		return
	}
	key := "not-among"
	if v.Truth {
		key = "among"
	}
	var among []any
	for _, s := range limit.Value.List {
		among = append(among, word(ex.f, s))
	}
	ex.add(key, message.Args{"what": what, "value": Shown(ex.f, m.Left.Eval(ex.f), ""), "limit": among})
}

// call explains the functions that answer yes or no.
func (ex *explainer) call(c *expr.Call) {
	v := c.Eval(ex.f)
	arg, isConst := c.Args[0].(expr.Constant)
	if v.Kind == facts.KindUnknown || !isConst {
		ex.missing(c)
		return
	}
	suffix := "-no"
	if v.Truth {
		suffix = "-yes"
	}
	switch c.Name {
	case facts.HasRequirement:
		var title any = arg.Value.Text
		if r := ex.f.Portfolio.Requirement(arg.Value.Text); r != nil {
			title = r.Title
		}
		ex.add("has-requirement"+suffix, message.Args{"requirement": title})
	case facts.CPVStarts:
		ex.add("cpv"+suffix, message.Args{"prefix": arg.Value.Text})
	case facts.Custom:
		what, _ := ex.what(c)
		ex.add("custom"+suffix, message.Args{"what": what})
	default:
		ex.fallback(c)
	}
}

// missing gives the inputs of a part that are not known.
func (ex *explainer) missing(n expr.Node) {
	before := len(ex.out)
	expr.Walk(n, func(p expr.Node) {
		switch p := p.(type) {
		case expr.Named:
			if p.Eval(ex.f).Kind == facts.KindUnknown {
				ex.lacks(p.Name)
			}
		case *expr.Call:
			ex.missingCall(p)
		}
	})
	if len(ex.out) == before {
		ex.fallback(n)
	}
}

func (ex *explainer) missingCall(c *expr.Call) {
	if c.Eval(ex.f).Kind != facts.KindUnknown {
		return
	}
	switch id, isConst := c.Args[0].(expr.Constant); {
	case c.Name == facts.Regulation && isConst && len(c.Args) == 1 && measure.Procured(ex.f.Contract).IsZero():
		ex.add("missing", message.Args{"what": measure.Reason{Key: "subject.procured"}})
	case c.Name == facts.Regulation && isConst:
		ex.add("no-regulation", message.Args{"figure": id.Value.Text})
	case c.Name == facts.CPVStarts:
		ex.add("missing", message.Args{"what": measure.Reason{Key: "subject.cpv"}})
	case c.Name == facts.Custom:
		key := "missing"
		if isConst && withholdsField(ex.f.Portfolio, id.Value.Text) {
			key = "withheld"
		}
		if what, ok := ex.what(c); ok {
			ex.add(key, message.Args{"what": what})
		}
	}
}

// withholdsField tells whether one of the portfolio's own fields may be there and is not
// ours to know: the public part has only the public ones.
func withholdsField(p *contract.Portfolio, key string) bool {
	return p.Withholds(contract.ContractCustom) && !slices.ContainsFunc(p.Settings.Fields, func(d contract.Field) bool { return d.Key == key })
}

// regulations names the dated figures that a fact stands on.
func (ex *explainer) regulations(n expr.Node) {
	expr.Walk(n, func(p expr.Node) {
		c, ok := p.(*expr.Call)
		if !ok || c.Name != facts.Regulation {
			return
		}
		if r := c.Regulation(ex.f); r != nil && r.Value.Set {
			ex.put(regulationReason(ex.f.World, r))
		}
	})
}

// regulationReason gives a dated figure, with its source and how sure it is.
func regulationReason(w *measure.World, r *contract.Regulation) measure.Reason {
	var title any = r.ID
	if len(r.Title) > 0 {
		title = r.Title
	}
	confidence := r.Confidence
	if confidence == "" {
		confidence = contract.ConfidenceUnsure
	}
	var basis any = r.Basis
	if r.Basis == "" {
		basis = measure.Reason{Key: "confidence.no-basis"}
	}
	return measure.Reason{Key: "why.regulation", Args: message.Args{
		"figure": title, "value": numberShown(w.Value(r), facts.Unit(r.Unit)), "basis": basis,
		"from": r.From, "confidence": measure.Reason{Key: "confidence." + string(confidence)},
	}}
}
