package format

import (
	"cmp"
	"slices"
	"strings"
)

// writer writes what the parser took apart.
type writer struct {
	b   strings.Builder
	eol string
}

func (w *writer) lines(all []string) {
	for _, l := range all {
		w.b.WriteString(l + w.eol)
	}
}

func (w *writer) file(f *file, s *Shape) {
	w.lines(f.head)
	if len(f.head) > 0 && len(f.root.values)+len(f.root.below) > 0 {
		w.lines([]string{""})
	}
	w.table(&f.root, s)
}

func (w *writer) table(t *table, s *Shape) {
	if t.header != "" {
		if w.b.Len() > 0 {
			w.lines([]string{""})
		}
		w.lines(t.above)
		w.lines([]string{t.header + t.behind})
	}
	slices.SortStableFunc(t.values, func(a, b *entry) int { return s.compare(a.path, b.path) })
	for _, e := range t.values {
		w.lines(e.above)
		w.lines([]string{e.key + " = " + w.value(e.value, s.At(e.path), "", false) + e.behind})
		w.lines(e.below)
	}
	w.lines(t.below)
	slices.SortStableFunc(t.tables, func(a, b *table) int {
		order := s.compare(a.path, b.path)
		if order == 0 && a.list && slices.Equal(a.path, b.path) {
			order = s.At(a.path).items(a.values, b.values)
		}
		return order
	})
	for _, inner := range t.tables {
		of := s.At(inner.path)
		if inner.list {
			of = of.Item()
		}
		w.table(inner, of)
	}
}

// value writes a value; its further lines begin with indent. In an inline table a list stays on
// the line if no comment keeps it from it.
func (w *writer) value(v value, s *Shape, indent string, within bool) string {
	switch v.kind {
	case list:
		return w.list(v, s, indent, within)
	case inline:
		return w.inline(v, s, indent)
	}
	if s != nil && s.Grouped {
		return Grouped(v.raw)
	}
	return v.raw
}

func (w *writer) list(v value, s *Shape, indent string, within bool) string {
	if s != nil && s.Sorted {
		slices.SortStableFunc(v.items, func(a, b *item) int { return s.values(a.value, b.value) })
	}
	over := v.commented() || !within && len(v.items) > 0 && (v.spread || s != nil && s.Lines)
	if !over {
		items := make([]string, len(v.items))
		for i, it := range v.items {
			items[i] = w.value(it.value, s.Item(), indent, within)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	var b strings.Builder
	line := func(text string) { b.WriteString(w.eol + text) }
	b.WriteString("[" + v.open)
	more := indent + "  "
	for _, it := range v.items {
		for _, l := range it.above {
			line(more + l)
		}
		line(more + w.value(it.value, s.Item(), more, within) + "," + it.behind)
	}
	for _, l := range v.end {
		line(more + l)
	}
	line(indent + "]")
	return b.String()
}

func (v *value) commented() bool {
	return v.open != "" || len(v.end) > 0 ||
		slices.ContainsFunc(v.items, func(it *item) bool { return len(it.above) > 0 || it.behind != "" })
}

func (w *writer) inline(v value, s *Shape, indent string) string {
	if len(v.keys) == 0 {
		return "{}"
	}
	slices.SortStableFunc(v.keys, func(a, b *entry) int { return s.compare(a.path, b.path) })
	keys := make([]string, len(v.keys))
	for i, e := range v.keys {
		keys[i] = e.key + " = " + w.value(e.value, s.At(e.path), indent, true)
	}
	return "{ " + strings.Join(keys, ", ") + " }"
}

// At is the shape of what a path leads to.
func (s *Shape) At(path []string) *Shape {
	for _, key := range path {
		s = s.of(key)
	}
	return s
}

// compare orders two paths in a table: 0 leaves them as they stand.
func (s *Shape) compare(a, b []string) int {
	if s == nil {
		return 0
	}
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(a), len(b))
	}
	if a[0] == b[0] {
		return s.of(a[0]).compare(a[1:], b[1:])
	}
	if order := cmp.Compare(s.place(a[0]), s.place(b[0])); order != 0 || !s.ByName {
		return order
	}
	return strings.Compare(a[0], b[0])
}

// place is the position of a key; those that are not named come last.
func (s *Shape) place(key string) int {
	if i := slices.Index(s.Keys, key); i >= 0 {
		return i
	}
	return len(s.Keys)
}

// items orders two tables of a list.
func (s *Shape) items(a, b []*entry) int {
	if s == nil || !s.Sorted {
		return 0
	}
	return strings.Compare(s.Each.identity(a), s.Each.identity(b))
}

// values orders two values of a list.
func (s *Shape) values(a, b value) int {
	if a.kind == inline && b.kind == inline {
		return s.items(a.keys, b.keys)
	}
	return strings.Compare(name(a.raw), name(b.raw))
}

// identity is what tells an item from the others of its list; empty where it says none of it.
func (s *Shape) identity(values []*entry) string {
	if s == nil {
		return ""
	}
	said := valuesOf(values)
	for _, keys := range s.By {
		var parts []string
		for _, key := range keys {
			if v := said(key); v != "" {
				parts = append(parts, v)
			}
		}
		if len(parts) == len(keys) {
			return strings.Join(parts, "\x00")
		}
	}
	return ""
}

// Grouped writes the digits of a whole or decimal number in groups of three: 21_000_000. What is
// no such number stays as it is.
func Grouped(number string) string {
	sign := ""
	if number != "" && strings.IndexByte("+-", number[0]) >= 0 {
		sign, number = number[:1], number[1:]
	}
	whole, rest := number, ""
	if i := strings.IndexByte(number, '.'); i >= 0 {
		whole, rest = number[:i], number[i:]
	}
	digits := strings.ReplaceAll(whole, "_", "")
	if strings.Trim(digits, "0123456789") != "" || strings.Trim(rest, ".0123456789_") != "" || digits == "" {
		return sign + number
	}
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('_')
		}
		b.WriteRune(c)
	}
	return sign + b.String() + rest
}
