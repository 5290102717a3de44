package store

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
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
}

type operation uint8

const (
	setValue operation = iota
	extendList
	addTable
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
	edits []Edit
}

func (d *differ) record(old, news reflect.Value, path string) {
	for _, f := range layoutOf(news.Type()).fields {
		o, n := old.Field(f.index), news.Field(f.index)
		if empty(n) || n.Type() == customType || n.Type() == turnoverType || f.keyed != "" {
			continue
		}
		p, kind := toml.Join(path, f.key), n.Kind()
		switch {
		case kind == reflect.Struct && !scalar(n.Type()):
			d.record(o, n, p)
		case kind == reflect.Slice && n.Type().Elem().Kind() == reflect.Struct && !scalar(n.Type().Elem()):
			d.tables(o, n, p)
		case kind == reflect.Slice:
			d.list(o, n, p)
		case inline(o) == inline(n), !empty(o) && slices.Contains(d.keep, f.key):
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
	for i := range news.Len() {
		n := news.Index(i)
		at := -1
		for j := range old.Len() {
			if sameTable(old.Index(j), n) {
				at = j
				break
			}
		}
		if at >= 0 {
			d.record(old.Index(at), n, toml.At(path, at))
			continue
		}
		var b bytes.Buffer
		encoder{&b}.item(n)
		d.edits = append(d.edits, Edit{Path: path, New: inline(n), do: addTable, lines: b.String()})
	}
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

// Apply writes edits into the bytes of a file. Nothing but the edited values and the new
// lines changes: comments, order and layout stay. The result is read again and must say what
// was there with the edits, and nothing else; otherwise ErrEdit is returned.
func Apply(data []byte, edits []Edit) ([]byte, error) {
	body, bom := bytes.CutPrefix(data, []byte("\uFEFF"))
	want, err := toml.Decode(body)
	if err != nil {
		return nil, err
	}
	plain(want)
	out := body
	for _, e := range edits {
		if err := expect(want, e); err != nil {
			return nil, err
		}
		if out, err = e.apply(out); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	got, err := toml.Decode(out)
	if err != nil || !reflect.DeepEqual(any(want), plain(got)) {
		return nil, ErrEdit
	}
	if bom {
		out = append([]byte("\uFEFF"), out...)
	}
	return out, nil
}

func (e Edit) apply(data []byte) ([]byte, error) {
	s := &splicer{data: data, spans: toml.Locate(data), eol: "\n"}
	if bytes.Contains(data, []byte("\r\n")) {
		s.eol = "\r\n"
	}
	switch e.do {
	case extendList:
		return s.extend(e.Path, e.more)
	case addTable:
		return s.table(e.Path, e.lines, e.New)
	}
	return s.set(e.Path, e.New)
}

// splicer edits the bytes of a file at the places of its keys.
type splicer struct {
	data  []byte
	spans map[string]diag.Spans
	eol   string
}

// header reports whether a place is that of a table's header line.
func header(s diag.Spans) bool { return s.Value.Start < s.Key.Start && s.Value.End >= s.Key.End }

// dotted reports whether a place is that of a table made by a dotted key.
func dotted(s diag.Spans) bool { return s.Value == s.Key }

func (s *splicer) set(path, value string) ([]byte, error) {
	if at, there := s.spans[path]; there {
		if header(at) || dotted(at) {
			return nil, ErrEdit
		}
		return s.splice(at.Value.Start, at.Value.End, value), nil
	}
	parent, key := cutPath(path)
	line := key + " = " + value
	if parent == "" {
		return s.line(s.rootEnd(), line), nil
	}
	at, there := s.spans[parent]
	switch {
	case !there && s.canStand(parent):
		return s.end("[" + parent + "]" + s.eol + line + s.eol), nil
	case !there:
		return s.set(parent, "{ "+line+" }")
	case header(at):
		return s.line(s.sectionEnd(parent, at), line), nil
	case dotted(at) && !strings.HasSuffix(parent, "]"):
		base := parent
		for base != "" && !header(s.spans[base]) {
			if sp, ok := s.spans[base]; ok && !dotted(sp) {
				return nil, ErrEdit // dotted keys in an inline table
			}
			base, _ = cutPath(base)
		}
		return s.line(s.last(parent), strings.TrimPrefix(path[len(base):], ".")+" = "+value), nil
	case s.data[at.Value.Start] == '{':
		return s.inside(at.Value, line, " "), nil
	}
	return nil, ErrEdit
}

func (s *splicer) extend(path string, items []string) ([]byte, error) {
	at, there := s.spans[path]
	if !there || header(at) || dotted(at) || s.data[at.Value.Start] != '[' {
		return nil, ErrEdit
	}
	return s.inside(at.Value, strings.Join(items, ", "), ""), nil
}

// table puts an item at the end of a list of tables.
func (s *splicer) table(path, lines, inline string) ([]byte, error) {
	if _, there := s.spans[path]; there {
		return s.extend(path, []string{inline})
	}
	if !strings.Contains(lines, `"""`) { // the line ends of a text are its own
		lines = strings.ReplaceAll(lines, "\n", s.eol)
	}
	block := "[[" + path + "]]" + s.eol + lines
	if strings.Contains(path, "]") {
		return nil, ErrEdit
	}
	n := 0
	for header(s.spans[toml.At(path, n)]) {
		n++
	}
	if n == 0 {
		if !s.canStand(path) {
			return nil, ErrEdit
		}
		return s.end(block), nil
	}
	item := toml.At(path, n-1)
	return s.line(max(s.last(item), s.spans[item].Value.End), s.eol+strings.TrimRight(block, "\r\n")), nil
}

// canStand reports whether a table of this path can have a header of its own at the end of the
// file: no table around it may be inline, dotted or an item of a list.
func (s *splicer) canStand(path string) bool {
	for p := path; p != ""; p, _ = cutPath(p) {
		if at, there := s.spans[p]; strings.Contains(p, "]") || there && !header(at) {
			return false
		}
	}
	return true
}

// last is the end of the last value below path, anywhere in the file.
func (s *splicer) last(path string) int {
	end := 0
	for p, at := range s.spans {
		if strings.HasPrefix(p, path+".") || strings.HasPrefix(p, path+"[") {
			end = max(end, at.Value.End)
		}
	}
	return end
}

// sectionEnd is the end of the last value between a header and the next one.
func (s *splicer) sectionEnd(path string, at diag.Spans) int {
	next, end := s.nextHeader(at.Value.End), at.Value.End
	for _, sp := range s.spans {
		if sp.Value.Start >= at.Value.End && sp.Value.End <= next && !header(sp) {
			end = max(end, sp.Value.End)
		}
	}
	return end
}

// rootEnd is the end of the last value before the first header; 0 where there is none.
func (s *splicer) rootEnd() int {
	next, end := s.nextHeader(0), 0
	for _, sp := range s.spans {
		if sp.Value.End <= next && !header(sp) {
			end = max(end, sp.Value.End)
		}
	}
	return end
}

func (s *splicer) nextHeader(from int) int {
	next := len(s.data)
	for _, sp := range s.spans {
		if header(sp) && sp.Value.Start >= from {
			next = min(next, sp.Value.Start)
		}
	}
	return next
}

// inside puts text at the end of the list or inline table at sp; pad goes around it where
// it was empty.
func (s *splicer) inside(sp diag.Span, text, pad string) []byte {
	last := sp.Start // of the bytes that are no space and no comment
	for i := sp.Start + 1; i < sp.End-1; i++ {
		switch c := s.data[i]; c {
		case ' ', '\t', '\r', '\n':
		case '#':
			for i+1 < sp.End && s.data[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			i = toml.SkipString(s.data, i)
			last = i
		default:
			last = i
		}
	}
	switch {
	case last == sp.Start:
		text = pad + text + pad
	case s.data[last] == ',':
		text = " " + text
	default:
		text = ", " + text
	}
	return s.splice(last+1, last+1, text)
}

func (s *splicer) splice(from, to int, text string) []byte {
	return slices.Concat(s.data[:from], []byte(text), s.data[to:])
}

// line puts a line after the one in which offset at lies, indented like it; at 0 it is the first.
func (s *splicer) line(at int, text string) []byte {
	if at == 0 {
		return s.splice(0, 0, text+s.eol)
	}
	from := bytes.LastIndexByte(s.data[:at], '\n') + 1
	indent := s.data[from : from+len(s.data[from:])-len(bytes.TrimLeft(s.data[from:], " \t"))]
	text = string(indent) + text
	i := bytes.IndexByte(s.data[at:], '\n')
	if i < 0 {
		return append(slices.Clone(s.data), s.eol+text+s.eol...)
	}
	return s.splice(at+i+1, at+i+1, text+s.eol)
}

// end puts a block at the end of the file, after a blank line.
func (s *splicer) end(block string) []byte {
	out := bytes.TrimRight(s.data, " \t\r\n")
	out = slices.Clone(out)
	if len(out) > 0 {
		out = append(out, s.eol+s.eol...)
	}
	return append(out, block...)
}

func cutPath(path string) (parent, key string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
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
