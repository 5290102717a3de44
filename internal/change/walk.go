package change

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// walker goes through two portfolios side by side.
type walker struct {
	sides   [2]Side
	renamed map[string]map[string]string // kind → id before → id now
	touched map[string]bool              // files that hold a change
	skipped map[string]bool              // files that were not read
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

// sort of a field: how it is compared.
type sort uint8

const (
	scalar  sort = iota
	words        // text by language
	set          // values whose order does not matter
	ordered      // values whose order does
	table        // a struct, or a pointer to one
	list         // structs that something identifies
)

// field of a struct of the model.
type field struct {
	name, key string
	index     int
	sort      sort
	enum      bool
	ref       string
	maybe     bool
}

// inOrder are lists whose order means something.
var inOrder = map[string]bool{"factor.choices": true, "factor.thresholds": true, "factor.thresholds_works": true, "field.choices": true}

// notCompared are fields of the model that are not facts: places.
var notCompared = map[string]bool{"BodyLine": true}

// known are the fields of the types met so far: the model's types do not change.
var known sync.Map // reflect.Type → []field

func (w *walker) fieldsOf(t reflect.Type) []field {
	if fs, ok := known.Load(t); ok {
		return fs.([]field)
	}
	fs, _ := known.LoadOrStore(t, comparedFields(t))
	return fs.([]field)
}

// comparedFields lists what Compare looks at in a struct of the model.
func comparedFields(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Type == reflect.TypeFor[contract.Origin]() || !sf.IsExported() || notCompared[sf.Name] {
			continue
		}
		f := field{name: sf.Name, key: sf.Tag.Get("toml"), index: i, enum: contract.Choices(sf.Type) != nil, ref: sf.Tag.Get("ref")}
		switch f.key {
		case "-":
			if slices.Contains(keysOf(t), sf.Name) {
				continue // its identity, not a fact in it
			}
			f.key = snake(sf.Name)
		case "", ".":
			f.key = snake(sf.Name)
		}
		typ := sf.Type
		if isMaybe(typ) {
			f.maybe, typ = true, typ.Field(0).Type
		}
		f.sort = sortOf(typ)
		if inOrder[kebab(t.Name())+"."+f.key] {
			f.sort = ordered
		}
		out = append(out, f)
	}
	return out
}

func sortOf(t reflect.Type) sort {
	switch {
	case scalarTypes[t]:
		return scalar
	case t == reflect.TypeFor[contract.Text]():
		return words
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Pointer:
		return table
	case t.Kind() == reflect.Slice && holdsRecords(t.Elem()):
		return list
	case t.Kind() == reflect.Slice:
		return set
	}
	return scalar
}

// holdsRecords tells whether the elements of a list are tables.
func holdsRecords(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && !scalarTypes[t]
}

func isMaybe(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 2 && t.Field(0).Name == "V" && t.Field(1).Name == "Set"
}

// structs compares two structs of one type, and puts what differs into the change.
func (w *walker) structs(into *Change, ctx scope, ov, nv reflect.Value) {
	t := ov.Type()
	ctx = w.enter(ctx, ov, nv)
	typ := kebab(t.Name())
	for _, f := range w.fieldsOf(t) {
		a, b, at := ov.Field(f.index), nv.Field(f.index), ctx.at(f.key)
		switch f.sort {
		case table:
			w.tables(into, at, a, b)
		case list:
			if t.Field(f.index).Type == reflect.TypeFor[[]contract.CustomValue]() {
				w.custom(into, at, a, b)
				continue
			}
			into.Items = append(into.Items, w.list(at, a, b)...)
		case words:
			w.texts(into, at, typ, f, a, b)
		case set:
			w.sets(into, at, typ, f, a, b)
		case ordered:
			if !reflect.DeepEqual(a.Interface(), b.Interface()) && a.Len()+b.Len() > 0 {
				w.put(into, at, Field{Type: typ, Key: f.key, Old: w.all(at, typ, f, a, 0), New: w.all(at, typ, f, b, 1)})
			}
		default:
			old, now := w.value(at, typ, f, a, 0), w.value(at, typ, f, b, 1)
			if !w.same(old, now) {
				w.put(into, at, Field{Type: typ, Key: f.key, Old: old, New: now})
			}
		}
	}
}

// enter takes up what a struct says for all below it.
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

func (w *walker) put(into *Change, ctx scope, f Field) {
	f.Path = ctx.path
	into.Fields = append(into.Fields, f)
	w.touch(ctx)
}

func (w *walker) touch(ctx scope) {
	for _, file := range ctx.files {
		w.touched[file] = true
	}
}

// tables compares two structs that are fields; a pointer to nothing is an empty one.
func (w *walker) tables(into *Change, ctx scope, a, b reflect.Value) {
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

func (w *walker) texts(into *Change, ctx scope, typ string, f field, a, b reflect.Value) {
	old, now := a.Interface().(contract.Text), b.Interface().(contract.Text)
	langs := maps.Clone(old)
	if langs == nil {
		langs = contract.Text{}
	}
	maps.Copy(langs, now)
	for _, lang := range slices.Sorted(maps.Keys(langs)) {
		if old[lang] != now[lang] {
			w.put(into, ctx, Field{Type: typ, Key: f.key, Lang: lang, Old: textOrNil(old[lang]), New: textOrNil(now[lang])})
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
func (w *walker) sets(into *Change, ctx scope, typ string, f field, a, b reflect.Value) {
	count := map[string]int{}
	name := func(v any, side int) string {
		if r, ok := v.(Ref); ok && side == 0 {
			return w.idNow(r.Kind, r.ID)
		}
		return written(v)
	}
	news := w.all(ctx, typ, f, b, 1)
	for _, v := range news {
		count[name(v, 1)]++
	}
	out := Field{Type: typ, Key: f.key}
	for _, v := range w.all(ctx, typ, f, a, 0) {
		if k := name(v, 0); count[k] > 0 {
			count[k]--
		} else if f.key != "id_was" {
			out.Out = append(out.Out, v)
		}
	}
	for _, v := range news {
		if k := name(v, 1); count[k] > 0 {
			count[k]--
			if f.key != "id_was" || k != into.Was {
				out.In = append(out.In, v)
			}
		}
	}
	if len(out.Out)+len(out.In) > 0 {
		w.put(into, ctx, out)
	} else if f.key == "id_was" && a.Len() != b.Len() {
		w.touch(ctx)
	}
}

func (w *walker) all(ctx scope, typ string, f field, v reflect.Value, side int) []any {
	var out []any
	for i := range v.Len() {
		out = append(out, w.value(ctx, typ, f, v.Index(i), side))
	}
	return out
}

// custom compares the portfolio's own fields, which have labels of their own.
func (w *walker) custom(into *Change, ctx scope, a, b reflect.Value) {
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
			w.put(into, ctx.at(key), Field{Type: "custom-value", Key: key, Label: w.customLabel(key), Old: pair[0], New: pair[1]})
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
func (w *walker) value(ctx scope, typ string, f field, v reflect.Value, side int) any {
	if f.maybe {
		if !v.Field(1).Bool() {
			return nil
		}
		v = v.Field(0)
	}
	if v.Kind() == reflect.String {
		switch x := v.String(); {
		case x == "":
			return nil
		case f.ref != "":
			return w.ref(f.ref, x, side)
		case f.enum || wordGroups[typ+"."+f.key] != "":
			return Word{wordGroup(typ, f.key), x}
		case looseRefs[typ+"."+f.key] != "": // a record's id, or a word of the portfolio
			if r := w.ref(looseRefs[typ+"."+f.key], x, side); r.Name != nil {
				return r
			}
		}
		return v.String()
	}
	switch x := v.Interface().(type) {
	case money.Amount:
		return Money{x, ctx.currency[side]}
	case money.Decimal:
		if ctx.unit[side] != "" {
			return Quantity{x, ctx.unit[side]}
		}
		return x
	case date.Date:
		if x.IsZero() {
			return nil
		}
	case date.Month:
		if x.IsZero() {
			return nil
		}
	case date.Quarter:
		if x.IsZero() {
			return nil
		}
	}
	return v.Interface()
}

// same tells whether two values say the same; a record that was renamed is the same.
func (w *walker) same(a, b any) bool {
	if a == nil || b == nil {
		return a == b
	}
	if r, ok := a.(Ref); ok {
		if q, ok := b.(Ref); ok {
			return w.idNow(r.Kind, r.ID) == q.ID
		}
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && written(a) == written(b)
}

func (w *walker) idNow(kind, id string) string { return cmp.Or(w.renamed[kind][id], id) }

// ref resolves the name of another record in the portfolio of its side.
func (w *walker) ref(kind, id string, side int) Ref {
	r := named(w.sides[side].Portfolio, kind, id)
	if r.Name == nil && w.sides[side].Names != nil {
		r = named(w.sides[side].Names, kind, id)
	}
	return r
}

func named(p *contract.Portfolio, kind, id string) Ref {
	r := Ref{Kind: kind, ID: id}
	switch kind {
	case "person":
		if v := p.Person(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case "supplier":
		if v := p.Supplier(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case "contract":
		if v := p.Contract(id); v != nil {
			r.Name = contract.Text{"": v.Title}
		}
	case "category":
		if v := p.Category(id); v != nil {
			r.Name = contract.Text{"": v.Title}
		}
	case "department":
		if v := p.Department(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case "requirement":
		if v := p.Requirement(id); v != nil {
			r.Name = v.Title
		}
	case "buyer":
		for _, b := range append([]contract.Organisation{p.Settings.Organisation}, p.Settings.Buyers...) {
			if b.ID == id {
				r.Name = contract.Text{"": b.Name}
			}
		}
	}
	return r
}

// findRenames pairs records by id_was.
func (w *walker) findRenames(ov, nv reflect.Value) {
	for i := range ov.NumField() {
		a, b := ov.Field(i), nv.Field(i)
		if a.Kind() != reflect.Slice || a.Type().Elem().Kind() != reflect.Pointer {
			continue
		}
		t := a.Type().Elem().Elem()
		if _, has := t.FieldByName("IDWas"); !has {
			continue
		}
		old, now := map[string]bool{}, map[string]bool{}
		for j := range a.Len() {
			old[a.Index(j).Elem().FieldByName("ID").String()] = true
		}
		for j := range b.Len() {
			now[b.Index(j).Elem().FieldByName("ID").String()] = true
		}
		names := map[string]string{}
		for j := range b.Len() {
			n := b.Index(j).Elem()
			id := n.FieldByName("ID").String()
			if old[id] {
				continue
			}
			for _, was := range slices.Backward(n.FieldByName("IDWas").Interface().([]string)) {
				if old[was] && !now[was] && names[was] == "" {
					names[was] = id
					break
				}
			}
		}
		w.renamed[kebab(t.Name())] = names
	}
}

// written is a value as machines write it.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	case Word:
		return v.Value
	case Ref:
		return v.ID
	case Money:
		return v.Amount.String() + " " + v.Currency
	case Quantity:
		return v.Number.Rat().RatString() + " " + v.Unit
	case money.Decimal:
		return v.Rat().RatString()
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = written(v[i])
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprint(v)
}

// kebab writes the name of a Go type as the catalogue has it: AppliedRequirement is
// applied-requirement.
func kebab(name string) string { return strings.ReplaceAll(snake(name), "_", "-") }

func snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
