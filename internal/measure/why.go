package measure

import (
	"math/big"
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
)

// why tells in words what an expression came to: of "and", the sides that decided;
// of an unknown one, what is missing.
func (e *expression) why(f *facts) []Reason {
	ex := explainer{f: f, src: e.src}
	ex.explain(e.root)
	if len(ex.out) == 0 {
		ex.fallback(e.root)
	}
	return ex.out
}

type explainer struct {
	f   *facts
	src string
	out []Reason
}

func (ex *explainer) add(key string, a message.Args) { ex.put(Reason{"why." + key, a}) }

func (ex *explainer) put(r Reason) {
	if !slices.ContainsFunc(ex.out, func(o Reason) bool { return reflect.DeepEqual(o, r) }) {
		ex.out = append(ex.out, r)
	}
}

func (ex *explainer) fallback(n node) {
	switch n.eval(ex.f).tri() {
	case Yes:
		ex.add("expression-holds", message.Args{"expression": ex.src})
	case No:
		ex.add("expression-fails", message.Args{"expression": ex.src})
	default:
		ex.add("expression-unknown", message.Args{"expression": ex.src})
	}
}

func (ex *explainer) explain(n node) {
	switch n := n.(type) {
	case *logic:
		ex.logic(n)
	case *negation:
		ex.explain(n.of)
	case *choice:
		ex.explain(n.cond)
		switch n.cond.eval(ex.f).tri() {
		case Yes:
			ex.explain(n.yes)
		case No:
			ex.explain(n.no)
		}
	case *comparison:
		ex.comparison(n)
	case *membership:
		ex.membership(n)
	case *call:
		ex.call(n)
	case *Name:
		ex.flag(n)
	}
}

// logic explains by the sides that settled the answer.
func (ex *explainer) logic(l *logic) {
	whole := l.eval(ex.f).tri()
	sides := []node{l.left, l.right}
	settling := Yes
	if l.and {
		settling = No
	}
	for _, side := range sides {
		switch t := side.eval(ex.f).tri(); {
		case whole == settling && t == settling: // one side is enough
			ex.explain(side)
			return
		case whole != settling && t == whole:
			ex.explain(side)
		}
	}
}

// flag explains a name that is itself an answer.
func (ex *explainer) flag(n *Name) {
	switch n.eval(ex.f).tri() {
	case Yes:
		ex.put(Reason{Key: "flag." + n.Name + "-yes"})
	case No:
		ex.put(Reason{Key: "flag." + n.Name + "-no"})
	default:
		ex.lacks(n)
	}
}

// lacks tells that a fact is missing, or withheld.
func (ex *explainer) lacks(n *Name) {
	key := "missing"
	if n.withheld(ex.f) {
		key = "withheld"
	}
	ex.add(key, message.Args{"what": subject(n)})
}

// subject names a fact at the start of a sentence.
func subject(n *Name) Reason { return Reason{Key: "subject." + n.Name} }

// comparison explains one fact: what it is about, its value, and the limit.
func (ex *explainer) comparison(c *comparison) {
	left, right, op := c.left, c.right, c.op
	if _, ok := left.(*Name); !ok {
		if _, ok := right.(*Name); ok {
			left, right, op = right, left, mirrored[op]
		}
	}
	a, b := left.eval(ex.f), right.eval(ex.f)
	if a.sort == unknown || b.sort == unknown {
		ex.missing(c)
		return
	}
	what, ok := ex.what(left)
	order, comparable := compare(a, b)
	if !ok || !comparable {
		ex.fallback(c)
		return
	}
	unit := unitOf(left, right)
	ex.add(relation(a.sort, op, order), message.Args{"what": what, "value": ex.shown(a, unit), "limit": ex.shown(b, unit)})
	ex.regulations(c)
}

var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// relation is the key of what holds between a value and its limit.
func relation(s sort, op string, order int) string {
	suffix := ""
	if s == day {
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
func (ex *explainer) what(n node) (Reason, bool) {
	switch n := n.(type) {
	case *Name:
		return subject(n), true
	case *call:
		switch n.f.Name {
		case "len":
			return ex.what(n.args[0])
		case "months_between", "days_between":
			from, ok1 := n.args[0].(*Name)
			to, ok2 := n.args[1].(*Name)
			if ok1 && ok2 {
				return Reason{"subject." + n.f.Name, message.Args{
					"from": Reason{Key: "name." + from.Name}, "to": Reason{Key: "name." + to.Name},
				}}, true
			}
		case "custom":
			if key, ok := n.args[0].(constant); ok {
				return Reason{"subject.custom", message.Args{"field": ex.fieldLabel(key.v.s)}}, true
			}
		}
	}
	return Reason{}, false
}

func (ex *explainer) fieldLabel(key string) any {
	for i := range ex.f.w.p.Settings.Fields {
		if f := &ex.f.w.p.Settings.Fields[i]; f.Key == key && len(f.Label) > 0 {
			return f.Label
		}
	}
	return key
}

// unitOf tells how to write a number: as the name on either side is.
func unitOf(sides ...node) (unit string) {
	for _, s := range sides {
		walk(s, func(n node) {
			if name, ok := n.(*Name); ok && unit == "" {
				unit = name.Type
			}
		})
	}
	return unit
}

// valueWords are the words of the model that have a text of their own.
var valueWords = []string{
	"goods", "services", "works", "framework", "contract", "call-off", "dps",
	"planned", "active", "ended", "terminated", "none", "nuisance", "delay", "affects-users", "critical",
}

// shown gives a value as an argument.
func (ex *explainer) shown(v value, unit string) any {
	switch v.sort {
	case number:
		return numberShown(v.r, unit)
	case text:
		return ex.word(v.s)
	case day:
		return v.d
	case truth:
		return Reason{Key: map[bool]string{true: "value.yes", false: "value.no"}[v.b]}
	case list:
		return v.l
	}
	return nil
}

func (ex *explainer) word(s string) any {
	if slices.Contains(valueWords, s) {
		return Reason{Key: "value." + s}
	}
	if k := ex.f.w.p.Category(s); k != nil {
		return k.Title
	}
	if d := ex.f.w.p.Department(s); d != nil {
		return d.Name
	}
	return s
}

func numberShown(r *big.Rat, unit string) any {
	switch {
	case unit == "NOK":
		return kroner(r)
	case unit == "share" || unit == "%":
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
func (ex *explainer) membership(m *membership) {
	v := m.eval(ex.f)
	if v.sort == unknown {
		ex.missing(m)
		return
	}
	what, ok := ex.what(m.left)
	limit, isConst := m.right.(constant)
	if !ok || !isConst || m.op != "in" || limit.v.sort != list {
		ex.fallback(m)
		return
	}
	key := "not-among"
	if v.b {
		key = "among"
	}
	var among []any
	for _, s := range limit.v.l {
		among = append(among, ex.word(s))
	}
	ex.add(key, message.Args{"what": what, "value": ex.shown(m.left.eval(ex.f), ""), "limit": among})
}

// call explains the functions that answer yes or no.
func (ex *explainer) call(c *call) {
	v := c.eval(ex.f)
	arg, isConst := c.args[0].(constant)
	if v.sort == unknown || !isConst {
		ex.missing(c)
		return
	}
	suffix := "-no"
	if v.b {
		suffix = "-yes"
	}
	switch c.f.Name {
	case "has_requirement":
		var title any = arg.v.s
		if r := ex.f.w.p.Requirement(arg.v.s); r != nil {
			title = r.Title
		}
		ex.add("has-requirement"+suffix, message.Args{"requirement": title})
	case "cpv_starts":
		ex.add("cpv"+suffix, message.Args{"prefix": arg.v.s})
	case "custom":
		what, _ := ex.what(c)
		ex.add("custom"+suffix, message.Args{"what": what})
	default:
		ex.fallback(c)
	}
}

// missing tells which inputs of a part are not known.
func (ex *explainer) missing(n node) {
	before := len(ex.out)
	walk(n, func(p node) {
		switch p := p.(type) {
		case *Name:
			if p.eval(ex.f).sort == unknown {
				ex.lacks(p)
			}
		case *call:
			ex.missingCall(p)
		}
	})
	if len(ex.out) == before {
		ex.fallback(n)
	}
}

func (ex *explainer) missingCall(c *call) {
	if c.eval(ex.f).sort != unknown {
		return
	}
	switch id, isConst := c.args[0].(constant); {
	case c.f.Name == "regulation" && isConst && len(c.args) == 1 && procured(ex.f.c).IsZero():
		ex.add("missing", message.Args{"what": Reason{Key: "subject.procured"}})
	case c.f.Name == "regulation" && isConst:
		ex.add("no-regulation", message.Args{"figure": id.v.s})
	case c.f.Name == "cpv_starts":
		ex.add("missing", message.Args{"what": Reason{Key: "subject.cpv"}})
	case c.f.Name == "custom":
		key := "missing"
		if isConst && ex.f.w.withholdsField(id.v.s) {
			key = "withheld"
		}
		if what, ok := ex.what(c); ok {
			ex.add(key, message.Args{"what": what})
		}
	}
}

// withholdsField tells whether one of the portfolio's own fields may be there and is not
// ours to know: the public part has only the public ones.
func (w *world) withholdsField(key string) bool {
	return w.p.Withholds(contract.ContractCustom) && !slices.ContainsFunc(w.p.Settings.Fields, func(d contract.Field) bool { return d.Key == key })
}

// regulations names the dated figures that a fact stands on.
func (ex *explainer) regulations(n node) {
	walk(n, func(p node) {
		c, ok := p.(*call)
		if !ok || c.f.Name != "regulation" {
			return
		}
		vals := make([]value, len(c.args))
		for i, a := range c.args {
			vals[i] = a.eval(ex.f)
		}
		if r := ex.f.w.regulationOf(ex.f, vals); r != nil && r.Value.Set {
			ex.put(ex.f.w.reasons[r])
		}
	})
}

// regulationReason tells a dated figure, with its source and how sure it is.
func (w *world) regulationReason(r *contract.Regulation) Reason {
	var title any = r.ID
	if len(r.Title) > 0 {
		title = r.Title
	}
	confidence := r.Confidence
	if confidence == "" {
		confidence = "unsure"
	}
	var basis any = r.Basis
	if r.Basis == "" {
		basis = Reason{Key: "confidence.no-basis"}
	}
	return Reason{"why.regulation", message.Args{
		"figure": title, "value": numberShown(w.values[r], r.Unit), "basis": basis,
		"from": r.From, "confidence": Reason{Key: "confidence." + confidence},
	}}
}
