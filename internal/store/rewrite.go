package store

import (
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/toml"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// Rewrite gives the file that says news, made of the one that says old. Both point to structs of
// one type; news is a copy of old that was edited. Items keep their Origin, which tells which is
// which, so that their ids may change; one without an Origin in this file is new. What is empty in
// the copy goes, with the comment right above. Every byte that need not change stays, and what is
// new stands as Apply puts it. A file that would say anything but news is refused with ErrEdit.
func Rewrite(data []byte, name string, old, news any) ([]byte, error) {
	o, n := reflect.ValueOf(old).Elem(), reflect.ValueOf(news).Elem()
	d := differ{whole: true}
	d.record(o, n, "")
	if len(d.edits) == 0 {
		return data, nil
	}
	return apply(name, data, d.edits, func(out []byte) bool { return says(name, out, n) })
}

// says reports whether a file says all that a record does, and nothing else.
func says(name string, data []byte, record reflect.Value) bool {
	got, ok := read(name, data, record.Type())
	return ok && sameRecord(got.Elem(), record)
}

// read gives what a file says as a pointer to a struct of the model; not ok where it is no TOML.
func read(name string, data []byte, model reflect.Type) (record reflect.Value, ok bool) {
	f := &file{path: name}
	f.src, f.root = toml.NewSource(name, data), layoutOf(model)
	if !f.text() || !f.decode(f.src.Data) || len(f.faults) > 0 {
		return record, false
	}
	record = reflect.New(model)
	f.record(record.Elem(), f.table, "")
	return record, !f.more
}

// sameRecord reports whether two records say the same, whatever the order of the tables in their lists.
func sameRecord(a, b reflect.Value) bool {
	x, err1 := toml.Decode(unlaid(a))
	y, err2 := toml.Decode(unlaid(b))
	return err1 == nil && err2 == nil && format.Same(plain(x), plain(y), shapeOf(a.Type(), true))
}

// named is a value in a table whose keys are not those of a struct.
type named struct{ key, value string }

// exact finds the edits of what Diff leaves alone: values that go, lists that lose items, and tables
// whose keys are names. It reports whether it spoke for the field.
func (d *differ) exact(old, news reflect.Value, path string, f field) bool {
	t := news.Type()
	switch {
	case empty(news):
		if !empty(old) {
			d.cut(path)
		}
	case t == customType:
		d.names(customValues(old), customValues(news), path)
	case t == turnoverType:
		d.months(old.Interface().([]contract.MonthTurnover), news.Interface().([]contract.MonthTurnover), path)
	case t == textType:
		return d.languages(old.Interface().(contract.Text), news.Interface().(contract.Text), path)
	case f.keyed != "":
		d.keyed(old, news, path, f)
	case t.Kind() != reflect.Slice:
		return false
	case t.Elem().Kind() == reflect.Struct && !scalar(t.Elem()):
		d.items(old, news, path)
	default:
		d.elements(texts(old), texts(news), path)
	}
	return true
}

func (d *differ) cut(path string) { d.edits = append(d.edits, Edit{Path: path, do: cutAway}) }

func (d *differ) set(path, old, news string) {
	d.edits = append(d.edits, Edit{Path: path, Old: old, New: news})
}

func (d *differ) names(old, news []named, path string) {
	find := func(list []named, key string) int {
		return slices.IndexFunc(list, func(n named) bool { return n.key == key })
	}
	for _, n := range news {
		was := ""
		if i := find(old, n.key); i >= 0 {
			was = old[i].value
		}
		if was != n.value {
			d.set(toml.Join(path, n.key), was, n.value)
		}
	}
	for _, o := range old {
		if find(news, o.key) < 0 {
			d.cut(toml.Join(path, o.key))
		}
	}
}

func customValues(v reflect.Value) []named {
	var out []named
	for _, c := range v.Interface().([]contract.CustomValue) {
		if c.Value != "" {
			out = append(out, named{c.Key, inline(reflect.ValueOf(c.Value))})
		}
	}
	return out
}

// languages edits a text in its languages; not one that is, or becomes, a plain string.
func (d *differ) languages(old, news contract.Text, path string) bool {
	said := func(t contract.Text) (out []named) {
		for _, lang := range language.Keys {
			if t[lang] != "" {
				out = append(out, named{lang, quoteLine(t[lang])})
			}
		}
		return out
	}
	o, n := said(old), said(news)
	if old[""] != "" || news[""] != "" || len(o) == 0 {
		return false
	}
	d.names(o, n, path)
	return true
}

func (d *differ) months(old, news []contract.MonthTurnover, path string) {
	var o, n []named
	for _, m := range news {
		i := slices.IndexFunc(old, func(was contract.MonthTurnover) bool { return was.Month == m.Month })
		if i >= 0 && len(old[i].BySupplier) > 0 && len(m.BySupplier) > 0 {
			d.names(bySupplier(old[i]), bySupplier(m), toml.Join(path, m.Month.String()))
			m = old[i]
		}
		n = append(n, named{m.Month.String(), posted(m)})
	}
	for _, m := range old {
		o = append(o, named{m.Month.String(), posted(m)})
	}
	d.names(o, n, path)
}

func bySupplier(m contract.MonthTurnover) []named {
	var out []named
	for _, s := range m.BySupplier {
		out = append(out, named{s.Supplier, format.Grouped(s.Amount.String())})
	}
	return out
}

// keyed edits a list that is written as a table: its items are known by their keys.
func (d *differ) keyed(old, news reflect.Value, path string, f field) {
	id := func(item reflect.Value) string { return item.FieldByName(f.keyed).String() }
	own, single := layoutOf(f.typ.Elem()).byKey["."]
	var o, n []named
	for i := range old.Len() {
		o = append(o, named{key: id(old.Index(i))})
		if single {
			o[i].value = inline(old.Index(i).Field(own.index))
		}
	}
	for i := range news.Len() {
		item := news.Index(i)
		n = append(n, named{key: id(item)})
		if single {
			n[i].value = inline(item.Field(own.index))
			continue
		}
		was := reflect.Zero(item.Type())
		if j := slices.IndexFunc(o, func(x named) bool { return x.key == n[i].key }); j >= 0 {
			was = old.Index(j)
		}
		d.record(was, item, toml.Join(path, n[i].key))
	}
	d.names(o, n, path)
}

// items edits a list of tables: its items are known by their Origin.
func (d *differ) items(old, news reflect.Value, path string) {
	left := make([]reflect.Value, old.Len())
	for i := range left {
		left[i] = old.Index(i)
	}
	var added []int
	for i := range news.Len() {
		n := news.Index(i)
		at := slices.IndexFunc(left, func(o reflect.Value) bool { return o.IsValid() && sameOrigin(o, n) })
		if at < 0 {
			added = append(added, i)
			continue
		}
		d.record(left[at], n, toml.At(path, at))
		left[at] = reflect.Value{}
	}
	for i := len(left) - 1; i >= 0; i-- { // the places of those before stay
		if left[i].IsValid() {
			d.cut(toml.At(path, i))
		}
	}
	for _, i := range added {
		d.add(news.Index(i), path, i+1)
	}
}

func sameOrigin(a, b reflect.Value) bool {
	x, y := origin(a), origin(b)
	return x.Src != nil && x == y
}

// origin is where a record of the model stands.
func origin(v reflect.Value) contract.Origin {
	at := layoutOf(v.Type()).origin
	if at < 0 {
		return contract.Origin{}
	}
	return v.Field(at).Interface().(contract.Origin)
}

// elements edits a list of plain values; one whose values come in another order is written anew.
func (d *differ) elements(old, news []string, path string) {
	if slices.Equal(old, news) {
		return
	}
	var kept []string
	var cuts []int
	for i, s := range old {
		if count(kept, s) < count(news, s) {
			kept = append(kept, s)
		} else {
			cuts = append(cuts, i)
		}
	}
	var added []int
	k := 0
	for i, s := range news {
		if k < len(kept) && kept[k] == s {
			k++
		} else {
			added = append(added, i)
		}
	}
	if len(kept) == 0 || k < len(kept) {
		d.set(path, "["+strings.Join(old, ", ")+"]", "["+strings.Join(news, ", ")+"]")
		return
	}
	for _, i := range slices.Backward(cuts) {
		d.cut(toml.At(path, i))
	}
	for _, i := range added {
		d.edits = append(d.edits, Edit{Path: path, New: news[i], do: insertItem, at: i})
	}
}

func count(list []string, s string) (n int) {
	for _, e := range list {
		if e == s {
			n++
		}
	}
	return n
}

func texts(v reflect.Value) []string {
	out := make([]string, v.Len())
	for i := range out {
		out[i] = inline(v.Index(i))
	}
	return out
}
