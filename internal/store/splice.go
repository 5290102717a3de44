package store

import (
	"bytes"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// splicer edits the bytes of a file at the places of its keys.
type splicer struct {
	data  []byte
	spans map[string]diag.Spans
	eol   string
	shape *format.Shape
}

// header reports whether a place is that of a table's header line.
func header(s diag.Spans) bool { return s.Value.Start < s.Key.Start && s.Value.End >= s.Key.End }

// dotted reports whether a place is that of a table made by a dotted key.
func dotted(s diag.Spans) bool { return s.Value == s.Key }

func (s *splicer) set(path, value string) ([]byte, error) {
	value = s.likeOthers(path, value)
	if at, there := s.at(path); there {
		if header(at) || dotted(at) {
			return nil, ErrEdit
		}
		return s.splice(at.Value.Start, at.Value.End, value), nil
	}
	parent, key := cutPath(path)
	line := key + " = " + value
	own := key + " = " + format.Value(value, shapeAt(s.shape, path), s.eol)
	at, there := s.at(parent)
	switch {
	case parent == "":
		return s.key(path, own, s.rootEnd()), nil
	case !there && s.canStand(parent):
		return s.block(parent, "["+parent+"]"+s.eol+own+s.eol), nil
	case !there:
		return s.set(parent, "{ "+line+" }")
	case header(at):
		return s.key(path, own, s.sectionEnd(parent, at)), nil
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
		before, _ := s.neighbours(path)
		for _, p := range before {
			if near, there := s.spans[p]; there && !dotted(near) {
				return s.splice(near.Value.End, near.Value.End, ", "+line), nil
			}
		}
		return s.inside(at.Value, line, " "), nil
	}
	return nil, ErrEdit
}

// likeOthers groups the digits of a whole number where the same key does so elsewhere in the file. Amounts
// come grouped; years do not.
func (s *splicer) likeOthers(path, value string) string {
	if len(value) < 4 || strings.Trim(value, "0123456789") != "" {
		return value
	}
	like := anyItem.ReplaceAllString(path, "")
	for p, at := range s.spans {
		if !header(at) && bytes.IndexByte(s.data[at.Value.Start:at.Value.End], '_') >= 0 && anyItem.ReplaceAllString(p, "") == like {
			return format.Grouped(value)
		}
	}
	return value
}

func (s *splicer) extend(path string, items []string) ([]byte, error) {
	at, there := s.at(path)
	if !there || header(at) || dotted(at) || s.data[at.Value.Start] != '[' {
		return nil, ErrEdit
	}
	old := string(s.data[at.Value.Start:at.Value.End])
	last := s.lastIn(at.Value)
	below := bytes.IndexByte(s.data[last:at.Value.End], '\n')
	if below < 0 {
		return s.inside(at.Value, strings.Join(items, ", "), ""), nil
	}
	// An item a line, below the comment of the last one, or in their order where they have one.
	comma := ","
	if c := s.data[last]; c == ',' || c == '[' {
		comma = ""
	}
	new := string(s.data[at.Value.Start:last+1]) + comma + string(s.data[last+1:last+below+1]) +
		strings.Join(items, ","+s.eol) + "," + s.eol + string(s.data[last+below+1:at.Value.End])
	return s.splice(at.Value.Start, at.Value.End, format.Value(new, s.asItStands(path, old), s.eol)), nil
}

// asItStands is the shape of a list, which sorts its items only if they are in that order.
func (s *splicer) asItStands(path, list string) *format.Shape {
	shape := format.Shape{}
	if known := shapeAt(s.shape, path); known != nil {
		shape = *known
	}
	loose := shape
	loose.Sorted = false
	if format.Value(list, &shape, s.eol) != format.Value(list, &loose, s.eol) {
		return &loose
	}
	return &shape
}

// shapeAt is the shape of what stands at the path of an edit.
func shapeAt(s *format.Shape, path string) *format.Shape {
	for part := range strings.SplitSeq(path, ".") {
		name, _, item := strings.Cut(part, "[")
		if s = s.At([]string{name}); item {
			s = s.Item()
		}
	}
	return s
}

// table puts an item into a list of tables: where its id comes, or last.
func (s *splicer) table(e Edit) ([]byte, error) {
	path, lines := e.Path, e.lines
	if _, there := s.spans[path]; there {
		if e.nth > 0 && s.ordered(path) {
			return s.insert(path, e.nth-1, e.New)
		}
		return s.extend(path, []string{e.New})
	}
	lines = strings.ReplaceAll(lines, "\n", s.eol)
	block := "[[" + anyItem.ReplaceAllString(path, "") + "]]" + s.eol + lines
	n := 0
	for header(s.spans[toml.At(path, n)]) {
		n++
	}
	switch {
	case n == 0 && strings.Contains(path, "]"):
		return s.set(path, "["+e.New+"]")
	case n == 0 && !s.canStand(path):
		return nil, ErrEdit
	case n == 0:
		return s.block(path, block), nil
	}
	i := s.comesBefore(path, e.New, n)
	if e.nth > 0 && s.ordered(path) {
		i = e.nth - 1
	}
	if i < n {
		return s.above(s.spans[toml.At(path, i)].Value.Start, strings.TrimRight(block, "\r\n")+s.eol), nil
	}
	item := toml.At(path, n-1)
	return s.line(s.past(max(s.last(item), s.spans[item].Value.End)), s.eol+strings.TrimRight(block, "\r\n")), nil
}

// key puts the line of a new key after that of the key before it in the model, or before that of
// the key after it; without either, after the offset end.
func (s *splicer) key(path, line string, end int) []byte {
	before, after := s.neighbours(path)
	for _, p := range before {
		switch at, there := s.spans[p]; {
		case there && dotted(at):
			return s.line(s.last(p), line)
		case there && !header(at):
			return s.line(at.Value.End, line)
		}
	}
	for _, p := range after {
		if at, there := s.spans[p]; there && !header(at) && !dotted(at) {
			return s.above(at.Key.Start, line)
		}
	}
	return s.line(end, line)
}

// block puts a new table after the one before it in the model, or at the end of the file.
func (s *splicer) block(path, text string) []byte {
	name, _, _ := strings.Cut(path, ".")
	before, _ := s.neighbours(name)
	for _, p := range before {
		end := 0
		for q, at := range s.spans {
			if header(at) && (q == p || strings.HasPrefix(q, p+".") || strings.HasPrefix(q, p+"[")) {
				end = max(end, at.Value.End, s.last(q))
			}
		}
		if end > 0 {
			return s.line(s.past(end), s.eol+strings.TrimRight(text, "\r\n"))
		}
	}
	return s.end(text)
}

// neighbours are the paths of the keys before one in the model, the nearest first, and of those
// after it.
func (s *splicer) neighbours(path string) (before, after []string) {
	parent, key := cutPath(path)
	shape := s.shape
	if parent != "" {
		shape = shapeAt(shape, parent)
	}
	if shape == nil {
		return nil, nil
	}
	if shape.ByName && len(shape.Keys) == 0 {
		return s.named(parent, key)
	}
	i := slices.Index(shape.Keys, key)
	if i < 0 {
		return nil, nil
	}
	for j, k := range shape.Keys {
		switch {
		case j < i:
			before = append(before, toml.Join(parent, k))
		case j > i:
			after = append(after, toml.Join(parent, k))
		}
	}
	slices.Reverse(before)
	return before, after
}

// named are the neighbours in a table whose keys stand in the order of their names.
func (s *splicer) named(parent, key string) (before, after []string) {
	for p := range s.spans {
		switch around, k := cutPath(p); {
		case around != parent || strings.HasSuffix(p, "]"):
		case k < key:
			before = append(before, p)
		case k > key:
			after = append(after, p)
		}
	}
	slices.Sort(before)
	slices.Sort(after)
	slices.Reverse(before)
	return before, after
}

// past is the end of the comments that stand right below the line of an offset and belong to it:
// a blank line, or the end of the file, follows them.
func (s *splicer) past(at int) int {
	end := at
	for {
		i := bytes.IndexByte(s.data[end:], '\n')
		if i < 0 {
			return end
		}
		line, _, _ := bytes.Cut(s.data[end+i+1:], []byte("\n"))
		switch text := bytes.TrimSpace(line); {
		case len(text) == 0:
			return end
		case text[0] != '#':
			return at
		}
		end += i + 1 + len(line)
	}
}

// above puts a line before the one in which offset at lies, and before the comments right above that.
func (s *splicer) above(at int, text string) []byte {
	from := s.top(at)
	return s.splice(from, from, text+s.eol)
}

// top is the beginning of the line in which an offset lies, or of the comments right above it.
func (s *splicer) top(at int) int {
	from := bytes.LastIndexByte(s.data[:at], '\n') + 1
	for from > 0 {
		up := bytes.LastIndexByte(s.data[:from-1], '\n') + 1
		if line := bytes.TrimSpace(s.data[up:from]); len(line) == 0 || line[0] != '#' {
			break
		}
		from = up
	}
	return from
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
	last := s.lastIn(sp)
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

// lastIn is the offset of the last byte of the list or inline table at sp that is no space and no
// comment: sp.Start where it is empty.
func (s *splicer) lastIn(sp diag.Span) int {
	last := sp.Start
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
	return last
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
