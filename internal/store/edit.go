package store

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/toml"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// ErrEdit says that an edit cannot be made in a file as it is written; the file is left
// alone.
var ErrEdit = errors.New("the file cannot be edited here")

// Edit is one change of a record's file.
type Edit struct {
	Path string // "procurement.number", "options[0].title", "amendments"
	Old  string // the value before, as TOML; "" where none stood
	New  string // the value after, as TOML; for a list of tables, the table that is added

	do    operation
	more  []string // items added to a list
	lines string   // an item of a list of tables, as lines
	at    int      // of insertItem
	nth   int      // of addTable: see add
}

type operation uint8

const (
	setValue operation = iota
	extendList
	addTable
	insertItem // into a list, before the item at index at
	cutAway    // a value, a table or an item, with its comment
)

// Diff gives the edits after which old says all that news says; both point to structs of one
// type. What is empty in news stays as it is. Lists gain what they lack and lose nothing;
// tables in lists are matched by id. A value whose key is in keep is set only if old has
// none.
func Diff(old, news any, keep ...string) []Edit {
	d := differ{keep: keep}
	d.record(reflect.ValueOf(old).Elem(), reflect.ValueOf(news).Elem(), "")
	return d.edits
}

type differ struct {
	keep  []string
	whole bool // what is empty in news goes, and lists lose what it lacks (see Rewrite)
	edits []Edit
}

func (d *differ) record(old, news reflect.Value, path string) {
	for _, f := range layoutOf(news.Type()).fields {
		o, n := old.Field(f.index), news.Field(f.index)
		p, kind := toml.Join(path, f.key), n.Kind()
		if d.whole && d.exact(o, n, p, f) {
			continue
		}
		if empty(n) || n.Type() == customType || n.Type() == turnoverType || f.keyed != "" {
			continue
		}
		switch {
		case kind == reflect.Struct && !scalar(n.Type()):
			d.record(o, n, p)
		case kind == reflect.Slice && n.Type().Elem().Kind() == reflect.Struct && !scalar(n.Type().Elem()):
			d.tables(o, n, p)
		case kind == reflect.Slice:
			d.list(o, n, p)
		case shown(o) == inline(n), !empty(o) && slices.Contains(d.keep, f.key):
		default:
			d.edits = append(d.edits, Edit{Path: p, Old: shown(o), New: inline(n)})
		}
	}
}

func (d *differ) list(old, news reflect.Value, path string) {
	var all, more []string
	for i := range old.Len() {
		all = append(all, inline(old.Index(i)))
	}
	for i := range news.Len() {
		if s := inline(news.Index(i)); !slices.Contains(all, s) {
			all, more = append(all, s), append(more, s)
		}
	}
	if len(more) == 0 {
		return
	}
	e := Edit{Path: path, Old: shown(old), New: "[" + strings.Join(all, ", ") + "]"}
	if old.Len() > 0 {
		e.do, e.more = extendList, more
	}
	d.edits = append(d.edits, e)
}

func (d *differ) tables(old, news reflect.Value, path string) {
	var added []reflect.Value
	for i := range news.Len() {
		n := news.Index(i)
		at := -1
		for j := range old.Len() {
			if sameTable(old.Index(j), n) {
				at = j
				break
			}
		}
		if at < 0 {
			added = append(added, n)
			continue
		}
		d.record(old.Index(at), n, toml.At(path, at))
	}
	for _, n := range added { // last: they may come before others
		d.add(n, path, 0)
	}
}

// add adds an item to a list; nth is its place there, from 1, where the list has an order of its
// own, and 0 if it may stand anywhere.
func (d *differ) add(item reflect.Value, path string, nth int) {
	var b bytes.Buffer
	encoder{&b}.item(item)
	d.edits = append(d.edits, Edit{Path: path, New: inline(item), do: addTable, lines: b.String(), nth: nth})
}

// sameTable reports whether two tables are the same item: by id or, without one, by all that
// they say.
func sameTable(a, b reflect.Value) bool {
	if id := a.FieldByName("ID"); id.IsValid() && id.Kind() == reflect.String {
		return id.String() == b.FieldByName("ID").String()
	}
	return inline(a) == inline(b)
}

func shown(v reflect.Value) string {
	if empty(v) {
		return ""
	}
	return inline(v)
}

// Apply writes edits into the bytes of the file with this name below the data folder. Nothing but
// the edited values and the new lines changes: comments, order and layout stay. What is new
// stands where Format puts it, and a file that has that layout keeps it. The result is read again
// and must say what was there with the edits, and nothing else; otherwise ErrEdit is returned.
func Apply(name string, data []byte, edits []Edit) ([]byte, error) {
	want, err := toml.Decode(bytes.TrimPrefix(data, []byte("\uFEFF")))
	if err != nil {
		return nil, err
	}
	plain(want)
	for _, e := range edits {
		if err := expect(want, e); err != nil {
			return nil, err
		}
	}
	return apply(name, data, edits, func(out []byte) bool {
		got, err := toml.Decode(out)
		return err == nil && format.Same(want, plain(got), shapeOfFile(name))
	})
}

// apply makes edits one after the other. What comes out must be right, before it is laid out too.
func apply(name string, data []byte, edits []Edit, right func([]byte) bool) ([]byte, error) {
	body, bom := bytes.CutPrefix(data, []byte("\uFEFF"))
	shape, out, eol := shapeOfFile(name), body, "\n"
	if bytes.Contains(body, []byte("\r\n")) {
		eol = "\r\n"
	}
	for _, e := range edits {
		var err error
		if out, err = e.apply(out, shape, eol); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	if !right(out) {
		return nil, ErrEdit
	}
	if laid, err := Format(name, body); err == nil && bytes.Equal(laid, body) && len(bytes.TrimSpace(out)) > 0 {
		if out, err = Format(name, out); err != nil {
			return nil, ErrEdit
		}
	}
	if bom {
		out = append([]byte("\uFEFF"), out...)
	}
	return out, nil
}

func (e Edit) apply(data []byte, shape *format.Shape, eol string) ([]byte, error) {
	s := &splicer{data: data, spans: toml.Locate(data), eol: eol, shape: shape}
	for p, at := range s.spans { // the last value of an inline table comes with the space behind it
		if !header(at) && !dotted(at) {
			at.Value.End = at.Value.Start + len(bytes.TrimRight(data[at.Value.Start:at.Value.End], " \t\r\n"))
			s.spans[p] = at
		}
	}
	if eol != "\n" {
		e.New, e.lines, e.more = oneLine(e.New), oneLine(e.lines), slices.Clone(e.more)
		for i, item := range e.more {
			e.more[i] = oneLine(item)
		}
	}
	switch e.do {
	case extendList:
		return s.extend(e.Path, e.more)
	case addTable:
		return s.table(e)
	case insertItem:
		return s.insert(e.Path, e.at, e.New)
	case cutAway:
		return s.cut(e.Path)
	}
	return s.set(e.Path, e.New)
}

// oneLine writes the texts in TOML that stand over several lines on one each: in a file whose lines end
// in two signs, a text over lines would say both.
func oneLine(text string) string {
	var b strings.Builder
	data := []byte(text)
	for i := 0; i < len(data); i++ {
		if data[i] != '"' && data[i] != '\'' {
			b.WriteByte(data[i])
			continue
		}
		end := toml.SkipString(data, i) + 1
		token := text[i:min(end, len(text))]
		if m, err := toml.Decode([]byte("v = " + token)); err == nil && strings.Contains(token, "\n") {
			token = quoteLine(m["v"].(string))
		}
		b.WriteString(token)
		i = end - 1
	}
	return b.String()
}

// cutPath parts a path at its last key, which may be quoted.
func cutPath(path string) (parent, key string) {
	at := -1
	for i := 0; i < len(path); i++ {
		switch path[i] {
		case '"':
			i = toml.SkipString([]byte(path), i)
		case '.':
			at = i
		}
	}
	if at < 0 {
		return "", path
	}
	return path[:at], path[at+1:]
}

// expect makes an edit in decoded values.
func expect(m map[string]any, e Edit) error {
	text := e.New
	if e.do == addTable {
		text = "[" + text + "]"
	}
	v, err := toml.Decode([]byte("v = " + text))
	if err != nil {
		return err
	}
	parts := strings.Split(e.Path, ".")
	var at any = m
	for i, part := range parts {
		table, ok := at.(map[string]any)
		if !ok {
			return ErrEdit
		}
		name, index, isItem := strings.Cut(part, "[")
		if i == len(parts)-1 {
			value := plain(v["v"])
			if e.do == addTable {
				list, _ := table[name].([]any)
				value = append(slices.Clip(list), value.([]any)...)
			}
			table[name] = value
			return nil
		}
		next, there := table[name]
		if !there {
			next = map[string]any{}
			table[name] = next
		}
		if isItem {
			n, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || n < 0 {
				return ErrEdit
			}
			list, _ := next.([]any)
			if n >= len(list) {
				return ErrEdit
			}
			next = list[n]
		}
		at = next
	}
	return nil
}

// plain gives lists of tables the one form []any: the decoder's depends on how they are written.
func plain(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			x[k] = plain(e)
		}
	case []map[string]any:
		list := make([]any, len(x))
		for i, e := range x {
			list[i] = plain(e)
		}
		return list
	case []any:
		for i, e := range x {
			x[i] = plain(e)
		}
	}
	return v
}
