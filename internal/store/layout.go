package store

import (
	"reflect"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// layout is how a struct of the model stands in a table, from its tags.
type layout struct {
	origin int // index of the embedded Origin; -1 for none
	fields []field
	byKey  map[string]field
	keys   []string
}

// field is how one field of the model stands in a file.
type field struct {
	key       string
	index     int
	typ       reflect.Type
	enum      []string
	ref       string // kind of record that the text names
	keyed     string // a list written as a table: the item's field that takes the key
	required  bool
	maybe     bool // a contract.Maybe
	uniqueIDs bool // a list of tables whose ids must differ
}

var layouts sync.Map // reflect.Type → *layout

func layoutOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l := &layout{origin: -1, byKey: map[string]field{}}
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Type == reflect.TypeFor[contract.Origin]() {
			l.origin = i
			continue
		}
		key := sf.Tag.Get("toml")
		if key == "" || key == "-" {
			continue
		}
		f := field{
			key:      key,
			index:    i,
			typ:      sf.Type,
			enum:     contract.Choices(sf.Type),
			ref:      sf.Tag.Get("ref"),
			keyed:    sf.Tag.Get("keyed"),
			required: sf.Tag.Get("required") == "true",
			maybe:    contract.IsMaybe(sf.Type),
		}
		if sf.Type.Kind() == reflect.Slice && sf.Type.Elem().Kind() == reflect.Struct && sf.Tag.Get("unique") != "-" {
			id, ok := sf.Type.Elem().FieldByName("ID")
			f.uniqueIDs = ok && id.Tag.Get("toml") == "id"
		}
		l.fields = append(l.fields, f)
		l.byKey[key] = f
		l.keys = append(l.keys, key)
	}
	got, _ := layouts.LoadOrStore(t, l)
	return got.(*layout)
}

// table is the layout of the tables that a field holds, one or a list of them; nil for other values.
func (f field) table() *layout {
	t := f.typ
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || f.keyed != "" || f.maybe || t == dateType || t == quarterType || t == decimalType {
		return nil
	}
	if l := layoutOf(t); len(l.fields) > 0 {
		return l
	}
	return nil
}

// heading is the line above a table that a field holds, in the table at path; the key
// itself for other values.
func (f field) heading(path string) string {
	name := strings.TrimPrefix(path+"."+f.key, ".")
	switch {
	case f.typ == turnoverType || f.typ == customType || f.keyed != "":
		return "[" + name + "]"
	case f.table() == nil:
		return f.key
	case f.typ.Kind() == reflect.Slice:
		return "[[" + name + "]]"
	}
	return "[" + name + "]"
}

// headings are what may stand in a table: keys, and the headings of tables within it.
func (l *layout) headings() []string {
	var out []string
	for _, f := range l.fields {
		if f.key != "." {
			out = append(out, f.heading(""))
		}
	}
	return out
}

// holds finds the tables of a file with layout l that have a key: by their headings, "" for
// the top of the file.
func (l *layout) holds(key string) []string {
	var out []string
	if _, is := l.byKey[key]; is {
		out = append(out, "")
	}
	var below func(l *layout, path string, deep int)
	below = func(l *layout, path string, deep int) {
		for _, f := range l.fields {
			t := f.table()
			if _, err := date.ParseMonth(key); err == nil && f.typ == turnoverType {
				out = append(out, f.heading(path))
			}
			if t == nil || deep == 0 {
				continue
			}
			if _, is := t.byKey[key]; is {
				out = append(out, f.heading(path))
			}
			below(t, strings.TrimPrefix(path+"."+f.key, "."), deep-1)
		}
	}
	below(l, "", 3)
	return out
}

func layoutFor[T any]() *layout { return layoutOf(reflect.TypeFor[T]()) }
