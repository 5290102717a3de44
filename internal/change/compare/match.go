package compare

import (
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
)

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
		for _, name := range shape.Keys(t) {
			parts = append(parts, w.keyText(t, name, v, side))
		}
		if it.key = strings.Join(parts, " "); strings.TrimSpace(it.key) == "" {
			it.key = ""
		}
		if shape.TypeOf(t) != change.Regulation { // their ids are shared by the dates
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
	text := change.Written(x)
	if side == 0 {
		kind := shape.Refers(t, name)
		if kind == "" && name == "ID" {
			kind = shape.TypeOf(t)
		}
		text = w.idNow(kind, text)
	}
	return text
}

// list compares two lists of structs: by id; then, where one of the two has no id, by
// what else identifies them; never by place.
func (w *walker) list(ctx scope, a, b reflect.Value) []change.Change {
	if a.Len()+b.Len() == 0 || a.Len() == b.Len() && a.Pointer() == b.Pointer() { // one and the same list
		return nil
	}
	a, b = unlike(a, b)
	old, now := w.items(a, 0), w.items(b, 1)
	pairs := map[*item]*item{} // by the new one
	w.pair(old, now, pairs, func(i *item) string { return i.id })
	w.pair(old, now, pairs, func(i *item) string { return i.key })
	var out []change.Change
	for _, n := range now {
		if o := pairs[n]; o != nil {
			if c := w.compared(ctx, o, n); c.Verb != change.Changed || len(c.Fields)+len(c.Items) > 0 {
				out = append(out, c)
			}
			continue
		}
		if c, ok := w.one(ctx, change.Added, n); ok {
			out = append(out, c)
		}
	}
	for _, o := range old {
		if !o.taken {
			if c, ok := w.one(ctx, change.Removed, o); ok {
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
	var c change.Change
	silent.structs(&c, scope{}, o.v, n.v)
	return len(c.Fields)+len(c.Items) == 0
}

func (w *walker) compared(ctx scope, o, n *item) change.Change {
	c := w.described(ctx, change.Changed, n, 1)
	if ctx.top {
		if was := o.v.FieldByName("ID"); was.IsValid() && was.Kind() == reflect.String && was.String() != c.ID && c.Type != change.Regulation && c.Type != change.RiskModel {
			c.Verb, c.Was = change.Renamed, was.String()
			w.touchAll(o.v)
			w.touchAll(n.v)
		}
		if w.unread(c.Type, c.ID) || w.unread(c.Type, c.Was) {
			return change.Change{Verb: change.Changed}
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
func (w *walker) one(ctx scope, verb change.Verb, it *item) (change.Change, bool) {
	side := 0
	if verb == change.Added {
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
	if folder := w.misnamed(verb, it); folder != "" {
		c.Verb, c.Folder = change.Misnamed, folder
		return c, true
	}
	empty := reflect.New(it.v.Type()).Elem()
	if verb == change.Added {
		w.structs(&c, ctx, empty, it.v)
	} else {
		w.structs(&c, ctx, it.v, empty)
	}
	said := map[string]bool{"id": true}
	for _, name := range shape.NamedBy(it.v) {
		said[shape.KeyOf(it.v.Type(), name)] = true
	}
	c.Fields = slices.DeleteFunc(c.Fields, func(f change.Field) bool { return f.Path == ctx.at(f.Key).path && said[f.Key] && f.Type == c.Type })
	return c, true
}

// described names an item.
func (w *walker) described(ctx scope, verb change.Verb, it *item, side int) change.Change {
	t := it.v.Type()
	c := change.Change{Verb: verb, Type: shape.TypeOf(t), ID: it.id}
	if c.ID == "" {
		c.ID = it.key
	}
	for _, name := range shape.NamedBy(it.v) {
		if v := w.nameValue(t, name, it.v, side); v != nil {
			c.Name = append(c.Name, v)
		}
	}
	return c
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
	switch x := x.Interface().(type) {
	case contract.Text:
		return x
	case contract.Procedure:
		return shape.WordOf(x)
	}
	return w.value(scope{}, shape.Field{Ref: shape.Refers(t, name)}, x, side)
}

// unlike leaves out what two lists begin with in common: most of a long list is as it was,
// and to name and pair its items costs far more than to see that they are the same.
func unlike(a, b reflect.Value) (x, y reflect.Value) {
	n := 0
	for n < min(a.Len(), b.Len()) && shape.Alike(a.Index(n), b.Index(n)) {
		n++
	}
	return a.Slice(n, a.Len()), b.Slice(n, b.Len())
}
