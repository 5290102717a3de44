package toml

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/forvalt/forvalt/internal/diag"
)

// NewSource is a file whose keys and values can be placed.
func NewSource(path string, data []byte) *diag.Source {
	return &diag.Source{Path: path, Data: data, Locate: Locate}
}

// Locate gives the place of every key and value by its path: "value.maximum",
// "options[2].extends_to", "cpv[0]". A table's value is its header. For text that is not
// TOML it gives the places up to the fault. A diag.Source asks for it at the first question
// about a place, so that a file without findings or decimals is not read a second time.
func Locate(data []byte) map[string]diag.Spans {
	l := &locator{data: data, spans: map[string]diag.Spans{}, count: map[string]int{}}
	if tooDeep(data) {
		return l.spans
	}
	l.parser.Reset(data)
	base := ""
	for l.parser.NextExpression() {
		switch e := l.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			base = l.header(e)
		case unstable.KeyValue:
			l.keyValue(e, base)
		}
	}
	return l.spans
}

// Join makes the path of key in the table at base.
func Join(base, key string) string {
	if key == "" || strings.ContainsAny(key, ".[] \"") {
		key = strconv.Quote(key)
	}
	if base == "" {
		return key
	}
	return base + "." + key
}

// At makes the path of element i of the array at base.
func At(base string, i int) string { return base + "[" + strconv.Itoa(i) + "]" }

type locator struct {
	data   []byte
	parser unstable.Parser
	spans  map[string]diag.Spans
	count  map[string]int // elements so far of each array of tables
}

// header resolves a table header, going into the newest element of arrays of tables on the way.
func (l *locator) header(e *unstable.Node) string {
	parts, key := keyParts(e)
	array := e.Kind == unstable.ArrayTable
	path := ""
	for i, s := range parts {
		path = Join(path, s)
		if last := i == len(parts)-1; last && array {
			l.count[path]++
		}
		if n := l.count[path]; n > 0 {
			path = At(path, n-1)
		}
	}
	l.spans[path] = diag.Spans{Key: key, Value: l.line(key)}
	return path
}

func (l *locator) keyValue(e *unstable.Node, base string) {
	parts, key := keyParts(e)
	path := base
	for i, s := range parts {
		path = Join(path, s)
		if _, known := l.spans[path]; !known && i < len(parts)-1 {
			l.spans[path] = diag.Spans{Key: key, Value: key} // a table made by a dotted key
		}
	}
	from := key.End + bytes.IndexByte(l.data[key.End:], '=') + 1
	for from < len(l.data) && (l.data[from] == ' ' || l.data[from] == '\t') {
		from++
	}
	l.spans[path] = diag.Spans{Key: key, Value: diag.Span{Start: from, End: int(e.Raw.Offset + e.Raw.Length)}}
	l.value(e.Value(), path)
}

func (l *locator) value(v *unstable.Node, path string) {
	switch v.Kind {
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			if n := it.Node(); n.Kind == unstable.KeyValue {
				l.keyValue(n, path)
			}
		}
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); i++ {
			n, item := it.Node(), At(path, i)
			if n.Raw.Length > 0 {
				s := diag.Span{Start: int(n.Raw.Offset), End: int(n.Raw.Offset + n.Raw.Length)}
				l.spans[item] = diag.Spans{Key: s, Value: s}
			} else if sp, ok := l.spans[path]; ok {
				l.spans[item] = sp // an inline table or array has no place of its own
			}
			l.value(n, item)
		}
	}
}

// line is the whole line that a header stands on.
func (l *locator) line(s diag.Span) diag.Span {
	from := bytes.LastIndexByte(l.data[:s.Start], '\n') + 1
	if i := bytes.IndexByte(l.data[s.End:], '\n'); i >= 0 {
		return diag.Span{Start: from, End: s.End + len(bytes.TrimRight(l.data[s.End:s.End+i], " \t\r"))}
	}
	return diag.Span{Start: from, End: len(l.data)}
}

func keyParts(e *unstable.Node) (parts []string, last diag.Span) {
	for it := e.Key(); it.Next(); {
		n := it.Node()
		parts = append(parts, string(n.Data))
		last = diag.Span{Start: int(n.Raw.Offset), End: int(n.Raw.Offset + n.Raw.Length)}
	}
	return parts, last
}

// Twice finds the first key or table that is given again, and its first place; not ok
// where there is none, or where it stands in an inline table.
func Twice(data []byte) (first, again diag.Span, ok bool) {
	if tooDeep(data) {
		return first, again, false
	}
	l := &locator{data: data, spans: map[string]diag.Spans{}, count: map[string]int{}}
	l.parser.Reset(data)
	given := map[string]diag.Span{}
	base := ""
	for l.parser.NextExpression() {
		e := l.parser.Expression()
		parts, key := keyParts(e)
		path := base
		switch e.Kind {
		case unstable.ArrayTable:
			base = l.header(e)
			path = base
			if first, ok = given[base[:strings.LastIndexByte(base, '[')]]; ok { // as one table
				return first, key, true
			}
		case unstable.Table:
			base = l.header(e)
			path = base
		default:
			for _, s := range parts {
				path = Join(path, s)
			}
		}
		if first, ok = given[path]; ok {
			return first, key, true
		}
		given[path] = key
	}
	return first, again, false
}
