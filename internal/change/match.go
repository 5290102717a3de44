package change

import (
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
)

// keys identify the items of a list that have no id, or have one but not yet: by these
// fields together. A type that is not here has its ID, or else what keysOf finds.
var keys = map[string][]string{
	"option": {"ExtendsTo"}, "amendment": {"Date"}, "plan-item": {"What"}, "document": {"Date"}, "evidence": {"Received"},
	"benefit": {"Title"}, "finding": {"Description"}, "log-entry": {"Date"}, "promise": {"What"}, "handover-item": {"What"},
	"benefit-cost": {"Date", "What"}, "action": {"Date"}, "firm-hours": {"Period", "Firm"}, "regulation": {"ID", "From"},
	"risk-model": {"From"}, "spend": {"Quarter"}, "report-freeze": {"Quarter"}, "waiver": {"Code", "Rule", "Contract"},
	"severity": {"Code"}, "lead-time": {"Procedure"}, "signer": {"Person", "Key"}, "price-finding": {"Contract"},
	"month-turnover": {"Month"}, "supplier-turnover": {"Supplier"},
}

// names are the fields that people know an item by, where not the first of usualNames.
var names = map[string][]string{
	"option": {"ExtendsTo", "Title"}, "evidence": {"Document", "Received"}, "firm-hours": {"Period"}, "log-entry": {"Title", "Date"},
	"applied-requirement": {"ID"}, "category-spend": {"ID"}, "supplier-spend": {"ID"}, "price-finding": {"Contract"}, "waiver": {"Code", "Rule"},
}

// alsoNamed is what tells items of one name apart.
var alsoNamed = map[string]string{"firm-hours": "Firm", "regulation": "From", "amendment": "Date", "waiver": "Contract"}

var usualNames = []string{"Title", "Name", "What", "Description", "Month", "Period", "Quarter", "Date", "Year", "Supplier", "Key", "Code", "Procedure", "Person", "From", "ID"}

// keysOf are the fields that identify an item.
func keysOf(t reflect.Type) []string {
	if k, ok := keys[kebab(t.Name())]; ok {
		return k
	}
	for _, name := range append([]string{"ID"}, usualNames...) {
		if f, ok := t.FieldByName(name); ok && f.Type != reflect.TypeFor[contract.Text]() {
			return []string{name}
		}
	}
	return nil
}

// item of one of the two lists.
type item struct {
	v       reflect.Value
	id, key string
	taken   bool
}

func (w *walker) items(list reflect.Value, side int) []*item {
	out := make([]*item, 0, list.Len())
	for i := range list.Len() {
		v := list.Index(i)
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		it := &item{v: v}
		t := v.Type()
		var parts []string
		for _, name := range keysOf(t) {
			parts = append(parts, w.keyText(t, name, v, side))
		}
		if it.key = strings.Join(parts, " "); strings.TrimSpace(it.key) == "" {
			it.key = ""
		}
		if kebab(t.Name()) != "regulation" { // their ids are shared by the dates
			if f, ok := t.FieldByName("ID"); ok && f.Type.Kind() == reflect.String {
				it.id = w.keyText(t, "ID", v, side)
			}
		}
		out = append(out, it)
	}
	return out
}

// keyText is the text of a key field; an id that was renamed is the new one.
func (w *walker) keyText(t reflect.Type, name string, v reflect.Value, side int) string {
	sf, ok := t.FieldByName(name)
	if !ok {
		return ""
	}
	x := v.FieldByIndex(sf.Index).Interface()
	if z, ok := x.(interface{ IsZero() bool }); ok && z.IsZero() {
		return ""
	}
	text := written(x)
	if side == 0 {
		kind := sf.Tag.Get("ref")
		if kind == "" && name == "ID" {
			kind = kebab(t.Name())
		}
		if kind == "" && kebab(t.Name()) == "supplier-turnover" {
			kind = "supplier"
		}
		text = w.idNow(kind, text)
	}
	return text
}

// list compares two lists of structs: by id; then, where one of the two has no id, by
// what else identifies them; never by place.
func (w *walker) list(ctx scope, a, b reflect.Value) []Change {
	if a.Len()+b.Len() == 0 || a.Len() == b.Len() && a.Pointer() == b.Pointer() { // one and the same list
		return nil
	}
	a, b = unlike(a, b)
	old, now := w.items(a, 0), w.items(b, 1)
	pairs := map[*item]*item{} // by the new one
	w.pair(old, now, pairs, func(i *item) string { return i.id })
	w.pair(old, now, pairs, func(i *item) string { return i.key })
	var out []Change
	for _, n := range now {
		if o := pairs[n]; o != nil {
			if c := w.compared(ctx, o, n); c.Verb != Changed || len(c.Fields)+len(c.Items) > 0 {
				out = append(out, c)
			}
			continue
		}
		if c, ok := w.one(ctx, Added, n); ok {
			out = append(out, c)
		}
	}
	for _, o := range old {
		if !o.taken {
			if c, ok := w.one(ctx, Removed, o); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// pair takes what is left and has the same name; of several with one name those that
// are equal first. What has ids on both sides is never paired by anything else.
func (w *walker) pair(old, now []*item, pairs map[*item]*item, name func(*item) string) {
	left := map[string][2][]*item{}
	for side, items := range [][]*item{old, now} {
		for _, it := range items {
			if n := name(it); n != "" && !it.taken {
				l := left[n]
				l[side] = append(l[side], it)
				left[n] = l
			}
		}
	}
	match := func(o, n *item) bool {
		if o.taken || n.taken || o.id != "" && n.id != "" && o.id != n.id {
			return false
		}
		o.taken, n.taken, pairs[n] = true, true, o
		return true
	}
	for _, n := range now {
		l := left[name(n)]
		if n.taken || len(l[0]) == 0 {
			continue
		}
		if len(l[0]) == 1 && len(l[1]) == 1 {
			match(l[0][0], n)
			continue
		}
		for _, o := range l[0] { // several of one name: those that say the same
			if !o.taken && w.equal(o, n) && match(o, n) {
				break
			}
		}
	}
	for _, n := range now { // then what is left of a name, if it is one on each side
		l := left[name(n)]
		free := func(i *item) bool { return i.taken }
		rest, mine := slices.DeleteFunc(slices.Clone(l[0]), free), slices.DeleteFunc(slices.Clone(l[1]), free)
		if len(rest) == 1 && len(mine) == 1 {
			match(rest[0], mine[0])
		}
	}
}

// equal tells whether two items say the same, whatever their files look like.
func (w *walker) equal(o, n *item) bool {
	silent := *w
	silent.touched = map[string]bool{}
	var c Change
	silent.structs(&c, scope{}, o.v, n.v)
	return len(c.Fields)+len(c.Items) == 0
}

func (w *walker) compared(ctx scope, o, n *item) Change {
	c := w.described(ctx, Changed, n, 1)
	if ctx.top {
		if was := o.v.FieldByName("ID"); was.IsValid() && was.Kind() == reflect.String && was.String() != c.ID && c.Type != "regulation" && c.Type != "risk-model" {
			c.Verb, c.Was = Renamed, was.String()
			w.touchAll(o.v)
			w.touchAll(n.v)
		}
		if w.unread(c.Type, c.ID) || w.unread(c.Type, c.Was) {
			return Change{Verb: Changed}
		}
		ctx.path = ""
	} else {
		ctx.path += "[" + c.ID + "]"
	}
	ctx.top = false
	w.structs(&c, ctx, o.v, n.v)
	return c
}

// one describes an item that came or went, with all that it says.
func (w *walker) one(ctx scope, verb Verb, it *item) (Change, bool) {
	side := 0
	if verb == Added {
		side = 1
	}
	c := w.described(ctx, verb, it, side)
	if ctx.top {
		if w.unread(c.Type, c.ID) {
			return c, false
		}
		ctx.path = ""
	} else {
		ctx.path += "[" + c.ID + "]"
		w.touch(ctx)
	}
	ctx.top = false
	w.touchAll(it.v)
	empty := reflect.New(it.v.Type()).Elem()
	if verb == Added {
		w.structs(&c, ctx, empty, it.v)
	} else {
		w.structs(&c, ctx, it.v, empty)
	}
	said := map[string]bool{"id": true}
	for _, name := range namedBy(it.v) {
		said[keyOf(it.v.Type(), name)] = true
	}
	c.Fields = slices.DeleteFunc(c.Fields, func(f Field) bool { return f.Path == ctx.at(f.Key).path && said[f.Key] && f.Type == c.Type })
	return c, true
}

// keyOf is the key of a field, as Fields has it.
func keyOf(t reflect.Type, name string) string {
	sf, _ := t.FieldByName(name)
	if key := sf.Tag.Get("toml"); key != "" && key != "-" {
		return key
	}
	return snake(name)
}

func (w *walker) touchAll(v reflect.Value) {
	eachSource(v, func(s *diag.Source) { w.touched[s.Path] = true })
}

// described names an item.
func (w *walker) described(ctx scope, verb Verb, it *item, side int) Change {
	t := it.v.Type()
	c := Change{Verb: verb, Type: kebab(t.Name()), ID: it.id}
	if c.ID == "" {
		c.ID = it.key
	}
	for _, name := range namedBy(it.v) {
		if v := w.nameValue(t, name, it.v, side); v != nil {
			c.Name = append(c.Name, v)
		}
	}
	return c
}

// namedBy are the fields that name an item: the first that says something, and what
// tells it apart.
func namedBy(v reflect.Value) []string {
	typ := kebab(v.Type().Name())
	says := func(name string) bool {
		sf, ok := v.Type().FieldByName(name)
		return ok && !v.FieldByIndex(sf.Index).IsZero()
	}
	var out []string
	for _, name := range append(slices.Clone(names[typ]), usualNames...) {
		if says(name) {
			out = append(out, name)
			break
		}
	}
	if also := alsoNamed[typ]; also != "" && says(also) && !slices.Contains(out, also) {
		out = append(out, also)
	}
	return out
}

func (w *walker) nameValue(t reflect.Type, name string, v reflect.Value, side int) any {
	sf, ok := t.FieldByName(name)
	if !ok {
		return nil
	}
	x := v.FieldByIndex(sf.Index)
	if x.IsZero() {
		return nil
	}
	if text, ok := x.Interface().(contract.Text); ok {
		return text
	}
	ref := sf.Tag.Get("ref")
	switch {
	case kebab(t.Name()) == "supplier-turnover" && name == "Supplier":
		ref = "supplier"
	case kebab(t.Name()) == "lead-time" && name == "Procedure":
		return Word{"procedure", x.String()}
	case name == "Year":
		return x.Interface()
	}
	return w.value(scope{}, "", field{ref: ref}, x, side)
}

// unlike leaves out what two lists begin with in common: most of a long list is as it was,
// and to name and pair its items costs far more than to see that they are the same.
func unlike(a, b reflect.Value) (x, y reflect.Value) {
	n := 0
	for n < min(a.Len(), b.Len()) && alike(a.Index(n), b.Index(n)) {
		n++
	}
	return a.Slice(n, a.Len()), b.Slice(n, b.Len())
}

// alike tells whether two values of one type say the same, wherever they stand.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[contract.Origin]() {
			return true
		}
		for i := range a.NumField() {
			if !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return a.Elem().Type() == b.Elem().Type() && alike(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() {
			return false
		}
		for _, k := range a.MapKeys() {
			if v := b.MapIndex(k); !v.IsValid() || !alike(a.MapIndex(k), v) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
