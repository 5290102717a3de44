package compare

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// walker goes through two portfolios side by side.
type walker struct {
	sides   [2]Side
	renamed map[change.Type]map[string]string // kind → id before → id now
	touched map[string]bool                   // files that hold a change
	skipped map[string]bool                   // files that were not read
}

// scope is what a value needs to know of the tables around it.
type scope struct {
	path     string
	currency [2]string // of the contract; "" the portfolio's
	unit     [2]string // of the benefit or figure
	files    [2]string // in which the table stands
	top      bool      // a list of records
}

func (c scope) at(key string) scope {
	c.path = strings.TrimPrefix(c.path+"."+key, ".")
	c.top = false
	return c
}

// structs compares two structs of one type, and puts what differs into the change.
func (w *walker) structs(into *change.Change, ctx scope, ov, nv reflect.Value) {
	t := ov.Type()
	ctx = w.enter(ctx, ov, nv)
	typ := shape.TypeOf(t)
	for _, f := range shape.Fields(t) {
		a, b, at := ov.Field(f.Index), nv.Field(f.Index), ctx.at(f.Key)
		switch f.Sort {
		case shape.Table:
			w.tables(into, at, a, b)
		case shape.List:
			if t.Field(f.Index).Type == reflect.TypeFor[[]contract.CustomValue]() {
				w.custom(into, at, a, b)
				continue
			}
			into.Items = append(into.Items, w.list(at, a, b)...)
		case shape.Texts:
			w.texts(into, at, typ, f, a, b)
		case shape.Set:
			w.sets(into, at, typ, f, a, b)
		case shape.Ordered:
			if !reflect.DeepEqual(a.Interface(), b.Interface()) && a.Len()+b.Len() > 0 {
				w.put(into, at, change.Field{Type: typ, Key: f.Key, Old: w.all(at, f, a, 0), New: w.all(at, f, b, 1)})
			}
		default:
			old, now := w.value(at, f, a, 0), w.value(at, f, b, 1)
			if !w.same(old, now) {
				w.put(into, at, change.Field{Type: typ, Key: f.Key, Old: old, New: now})
			}
		}
	}
}

// enter notes what a struct says that holds for all below it.
func (w *walker) enter(ctx scope, ov, nv reflect.Value) scope {
	for i, v := range []reflect.Value{ov, nv} {
		if o := v.FieldByName("Origin"); o.IsValid() {
			if file := o.Interface().(contract.Origin).File(); file != "" {
				ctx.files[i] = file
			}
		}
		if c, ok := v.Interface().(contract.Contract); ok {
			ctx.currency[i] = c.Value.Currency
		}
		if u := v.FieldByName("Unit"); u.IsValid() && u.Kind() == reflect.String {
			ctx.unit[i] = u.String()
			if b, ok := v.Interface().(contract.Benefit); ok && ctx.unit[i] == "" && b.Class != contract.ClassShare {
				ctx.unit[i] = cmp.Or(ctx.currency[i], w.sides[i].Portfolio.Settings.Defaults.Currency, "NOK")
			}
		}
	}
	return ctx
}

func (w *walker) put(into *change.Change, ctx scope, f change.Field) {
	f.Path = ctx.path
	into.Fields = append(into.Fields, f)
	w.touch(ctx)
}

// tables compares two structs that are fields; a pointer to nothing is an empty one.
func (w *walker) tables(into *change.Change, ctx scope, a, b reflect.Value) {
	if a.Kind() == reflect.Pointer {
		if a.Pointer() == b.Pointer() { // one and the same, or nothing on both sides
			return
		}
		empty := reflect.New(a.Type().Elem())
		if a.IsNil() {
			a = empty
		}
		if b.IsNil() {
			b = empty
		}
		a, b = a.Elem(), b.Elem()
	}
	w.structs(into, ctx, a, b)
}

func (w *walker) texts(into *change.Change, ctx scope, typ change.Type, f shape.Field, a, b reflect.Value) {
	old, now := a.Interface().(contract.Text), b.Interface().(contract.Text)
	langs := maps.Clone(old)
	if langs == nil {
		langs = contract.Text{}
	}
	maps.Copy(langs, now)
	for _, lang := range slices.Sorted(maps.Keys(langs)) {
		if old[lang] != now[lang] {
			w.put(into, ctx, change.Field{Type: typ, Key: f.Key, Lang: lang, Old: textOrNil(old[lang]), New: textOrNil(now[lang])})
		}
	}
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// sets compares lists without order, in which a value may stand twice.
func (w *walker) sets(into *change.Change, ctx scope, typ change.Type, f shape.Field, a, b reflect.Value) {
	former := f.Name == "IDWas" // that a record has another id is said once, by its change
	count := map[string]int{}
	name := func(v any, side int) string {
		if r, ok := v.(change.Ref); ok && side == 0 {
			return w.idNow(r.Kind, r.ID)
		}
		return change.Written(v)
	}
	news := w.all(ctx, f, b, 1)
	for _, v := range news {
		count[name(v, 1)]++
	}
	out := change.Field{Type: typ, Key: f.Key}
	for _, v := range w.all(ctx, f, a, 0) {
		if k := name(v, 0); count[k] > 0 {
			count[k]--
		} else if !former {
			out.Out = append(out.Out, v)
		}
	}
	for _, v := range news {
		if k := name(v, 1); count[k] > 0 {
			count[k]--
			if !former || k != into.Was {
				out.In = append(out.In, v)
			}
		}
	}
	if len(out.Out)+len(out.In) > 0 {
		w.put(into, ctx, out)
	} else if former && a.Len() != b.Len() {
		w.touch(ctx)
	}
}

func (w *walker) all(ctx scope, f shape.Field, v reflect.Value, side int) []any {
	var out []any
	for i := range v.Len() {
		out = append(out, w.value(ctx, f, v.Index(i), side))
	}
	return out
}

// custom compares the portfolio's own fields, which have labels of their own.
func (w *walker) custom(into *change.Change, ctx scope, a, b reflect.Value) {
	old, now := a.Interface().([]contract.CustomValue), b.Interface().([]contract.CustomValue)
	values := map[string][2]any{}
	for side, list := range [][]contract.CustomValue{old, now} {
		for _, v := range list {
			pair := values[v.Key]
			pair[side] = v.Value
			if n, ok := v.Value.(int64); ok {
				pair[side] = int(n)
			}
			values[v.Key] = pair
			if file := v.File(); file != "" {
				ctx.files[side] = file
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if pair := values[key]; !w.same(pair[0], pair[1]) {
			w.put(into, ctx.at(key), change.Field{Type: "custom-value", Key: key, Label: w.customLabel(key), Old: pair[0], New: pair[1]})
		}
	}
}

func (w *walker) customLabel(key string) contract.Text {
	for _, side := range []int{1, 0} {
		for _, f := range w.sides[side].Portfolio.Settings.Fields {
			if f.Key == key && len(f.Label) > 0 {
				return f.Label
			}
		}
	}
	return contract.Text{"": key}
}

// value gives a field's value as a typed one; nil where it is not there.
func (w *walker) value(ctx scope, f shape.Field, v reflect.Value, side int) any {
	if f.Maybe {
		if !v.Field(1).Bool() {
			return nil
		}
		v = v.Field(0)
	}
	if v.Kind() == reflect.String {
		return w.text(f, v.String(), side)
	}
	switch x := v.Interface().(type) {
	case money.Amount:
		return change.Money{Amount: x, Currency: ctx.currency[side]}
	case money.Decimal:
		if ctx.unit[side] != "" {
			return change.Quantity{Number: x, Unit: ctx.unit[side]}
		}
		return x
	case interface{ IsZero() bool }: // a day, a month, a quarter
		if x.IsZero() {
			return nil
		}
	}
	return v.Interface()
}

// text is a text as what it stands for: a record, a word of a closed set, or itself.
func (w *walker) text(f shape.Field, x string, side int) any {
	switch {
	case x == "":
		return nil
	case f.Ref != "":
		return w.ref(f.Ref, x, side)
	case f.Words != "":
		return change.Word{Group: f.Words, Value: x}
	case f.MayRef != "":
		if r := w.ref(f.MayRef, x, side); r.Name != nil {
			return r
		}
	}
	return x
}

// same tells whether two values say the same; a record that was renamed is the same.
func (w *walker) same(a, b any) bool {
	if a == nil || b == nil {
		return a == b
	}
	if r, ok := a.(change.Ref); ok {
		if q, ok := b.(change.Ref); ok {
			return w.idNow(r.Kind, r.ID) == q.ID
		}
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && change.Written(a) == change.Written(b)
}
