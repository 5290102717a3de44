// Package format writes a TOML file in one layout. In go the bytes of a file and the shape of
// what it holds; out come bytes that say the same, with every comment where it was. It knows
// TOML and its comments, nothing of contracts.
//
// What stays as it is written: texts, numbers but their grouping, the choice of inline tables,
// headers and dotted keys, the space before a comment behind a value. A comment above a key
// or a table moves with it; one at the head of the file, or the end of a table, stays there.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/toml"
)

// Shape is the layout of a value. The nil Shape leaves order and lines as they are.
type Shape struct {
	Keys    []string          // of a table, in their order; others come after them
	Of      map[string]*Shape // what the keys hold
	Each    *Shape            // what the items of a list are, and what keys hold that Of does not name
	ByName  bool              // of a table: keys that are not in Keys stand in the order of their names
	Lines   bool              // of a list: an item a line
	Sorted  bool              // of a list: its items in the order of what identifies them
	By      [][]string        // of an item: the keys that identify it; of several, the first that it has
	Grouped bool              // of a number: digits in groups of three

	// ID makes an id of what an item says, and of what the table around its list says; nil for
	// items that have none, or whose id people must know.
	ID func(own, around Values) string
}

func (s *Shape) of(key string) *Shape {
	if s == nil {
		return nil
	}
	if of, named := s.Of[key]; named {
		return of
	}
	return s.Each
}

// Item is the shape of a list's items.
func (s *Shape) Item() *Shape {
	if s == nil {
		return nil
	}
	return s.Each
}

// errChanged guards against a fault of this package: what was written says something else.
var errChanged = errors.New("the layout would change what the file says")

var errNoText = errors.New("the file is not text in UTF-8")

const mark = "\uFEFF"

// Bytes gives the file in the layout of its shape; the error of a file that is no TOML is that of
// toml.Decode.
func Bytes(data []byte, s *Shape) ([]byte, error) { return lay(data, s, false) }

// WithIDs is Bytes, with an id for each item that lacks one.
func WithIDs(data []byte, s *Shape) ([]byte, error) { return lay(data, s, true) }

func lay(data []byte, s *Shape, ids bool) ([]byte, error) {
	if !utf8.Valid(data) {
		return nil, errNoText
	}
	body, marked := bytes.CutPrefix(data, []byte(mark))
	said, err := toml.Decode(body)
	if err != nil {
		return nil, err
	}
	p := &parser{data: body}
	w := writer{eol: "\n"}
	if i := bytes.IndexByte(body, '\n'); i > 0 && body[i-1] == '\r' {
		w.eol = "\r\n"
	}
	f := p.file()
	var added []string
	if ids {
		added = identify(f.root.values, f.root.tables, s)
	}
	w.file(f, s)
	out := []byte(w.b.String())
	if bytes.Equal(out, body) {
		return data, nil
	}
	says, err := toml.Decode(out)
	if err != nil || !Same(without(said, s, added), without(says, s, added), s) {
		return nil, errChanged
	}
	if marked {
		out = append([]byte(mark), out...)
	}
	return out, nil
}

// Value gives one value in the layout of its shape, as it stands behind a key at the beginning of a
// line. What is no value stays as it is.
func Value(text string, s *Shape, eol string) string {
	const key = "v = "
	body := key + text + eol
	out, err := Bytes([]byte(body), &Shape{Of: map[string]*Shape{"v": s}})
	laid, plain := strings.CutPrefix(string(out), key) // not where a comment of it had to go above
	if err != nil || !plain {
		return text
	}
	return strings.TrimSuffix(laid, eol)
}

// Same reports whether decoded values say the same, whatever the order of lists whose order is free.
func Same(a, b any, s *Shape) bool { return reflect.DeepEqual(sorted(a, s), sorted(b, s)) }

// sorted gives decoded values with the lists whose order is free in one order.
func sorted(v any, s *Shape) any {
	switch x := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(x))
		for k, e := range x {
			out[k] = sorted(e, s.of(k))
		}
		return out
	case []map[string]any:
		list := make([]any, len(x))
		for i, e := range x {
			list[i] = e
		}
		return sorted(list, s)
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = sorted(e, s.Item())
		}
		if s != nil && s.Sorted {
			texts := make([]string, len(out))
			order := make([]int, len(out))
			for i, e := range out {
				texts[i], order[i] = fmt.Sprint(e), i
			}
			slices.SortFunc(order, func(i, j int) int { return strings.Compare(texts[i], texts[j]) })
			ordered := make([]any, len(out))
			for i, j := range order {
				ordered[i] = out[j]
			}
			return ordered
		}
		return out
	}
	return v
}
