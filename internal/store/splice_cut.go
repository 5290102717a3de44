package store

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/toml"
)

// anyItem is the number of an item in a path.
var anyItem = regexp.MustCompile(`\[\d+\]`)

// piece is what stands between two commas of a list or an inline table.
type piece struct {
	diag.Span
	comma int // the offset of the comma after it; -1 for none
}

// pieces scans the list or inline table at a place: the tokenizer tells no place of tables in lists.
func (s *splicer) pieces(sp diag.Span) []piece {
	var out []piece
	from, end, depth := -1, 0, 0
	for i := sp.Start + 1; i < sp.End-1; i++ {
		begin := i
		switch c := s.data[i]; c {
		case ' ', '\t', '\r', '\n':
			continue
		case '#':
			for i+1 < sp.End && s.data[i+1] != '\n' {
				i++
			}
			continue
		case ',':
			if depth == 0 {
				out = append(out, piece{diag.Span{Start: from, End: end}, i})
				from = -1
				continue
			}
		case '"', '\'':
			i = toml.SkipString(s.data, i)
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if from < 0 {
			from = begin
		}
		end = i + 1
	}
	if from >= 0 {
		out = append(out, piece{diag.Span{Start: from, End: end}, -1})
	}
	return out
}

// at is the place of what a path leads to.
func (s *splicer) at(path string) (diag.Spans, bool) {
	at, there := s.spans[path]
	if !there || header(at) || !strings.HasSuffix(path, "]") {
		return at, there
	}
	list := around(path)
	in, there := s.at(list)
	i, err := strconv.Atoi(path[len(list)+1 : len(path)-1])
	if pieces := s.pieces(in.Value); there && err == nil && i < len(pieces) {
		at := pieces[i].Span
		return diag.Spans{Key: diag.Span{Start: at.Start, End: at.Start}, Value: at}, true
	}
	return diag.Spans{}, false
}

// around is the path of the list or table in which another path lies.
func around(path string) string {
	if strings.HasSuffix(path, "]") {
		return path[:strings.LastIndexByte(path, '[')]
	}
	parent, _ := cutPath(path)
	return parent
}

// container is the place of the list or inline table in which a path lies, the nearest one.
func (s *splicer) container(path string) (diag.Span, bool) {
	for p := around(path); p != ""; p = around(p) {
		if at, there := s.at(p); there && !header(at) && !dotted(at) {
			return at.Value, true
		}
		if at, there := s.spans[p]; there && strings.HasSuffix(p, "]") && header(at) {
			return diag.Span{}, false
		}
	}
	return diag.Span{}, false
}

// insert puts an item into a list, before the one that stands at an index.
func (s *splicer) insert(path string, index int, item string) ([]byte, error) {
	at, there := s.at(path)
	if !there || header(at) || dotted(at) || s.data[at.Value.Start] != '[' {
		return nil, ErrEdit
	}
	pieces := s.pieces(at.Value)
	if index >= len(pieces) {
		return s.extend(path, []string{item})
	}
	next := pieces[index].Start
	if from := s.top(next); s.startsLine(next) && from > at.Value.Start {
		line := bytes.LastIndexByte(s.data[:next], '\n') + 1
		return s.splice(from, from, string(s.data[line:next])+item+","+s.eol), nil
	}
	return s.splice(next, next, item+", "), nil
}

// startsLine reports whether only space stands before an offset on its line.
func (s *splicer) startsLine(at int) bool {
	return len(bytes.TrimSpace(s.data[bytes.LastIndexByte(s.data[:at], '\n')+1:at])) == 0
}

// cut takes away what a path leads to, with the comments right above and behind it.
func (s *splicer) cut(path string) ([]byte, error) {
	var gone []diag.Span
	if in, within := s.container(path); within {
		gone = s.piecesOf(path, in)
	} else {
		gone = s.linesOf(path)
	}
	if len(gone) == 0 {
		return nil, ErrEdit
	}
	slices.SortFunc(gone, func(a, b diag.Span) int { return cmp.Compare(a.Start, b.Start) })
	var out []byte
	kept := 0
	for _, g := range gone { // those of a table's keys lie within the table's
		if g.Start > kept {
			out = append(out, s.data[kept:g.Start]...)
		}
		kept = max(kept, g.End)
	}
	return append(out, s.data[kept:]...), nil
}

// piecesOf are what goes with a path in a list or inline table.
func (s *splicer) piecesOf(path string, in diag.Span) []diag.Span {
	pieces := s.pieces(in)
	var gone []diag.Span
	for i, p := range pieces {
		if !s.leadsInto(path, p.Span) {
			continue
		}
		gone = append(gone, s.withComma(pieces, i, in))
	}
	return gone
}

func (s *splicer) leadsInto(path string, p diag.Span) bool {
	if strings.HasSuffix(path, "]") {
		at, _ := s.at(path)
		return at.Value == p
	}
	for q, at := range s.spans {
		if below(q, path) && !dotted(at) && at.Value.Start >= p.Start && at.Value.End <= p.End {
			return true
		}
	}
	return false
}

// below reports whether a path is another one, or lies below it.
func below(path, base string) bool {
	rest, is := strings.CutPrefix(path, base)
	return is && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// withComma is a piece with its comma, and its lines where it has lines of its own.
func (s *splicer) withComma(pieces []piece, i int, in diag.Span) diag.Span {
	p := pieces[i]
	end := max(p.End, p.comma+1)
	rest, _, more := bytes.Cut(s.data[end:], []byte("\n"))
	text := bytes.TrimSpace(rest)
	if own := s.startsLine(p.Start) && more && end+len(rest) < in.End; own && (len(text) == 0 || text[0] == '#') {
		return diag.Span{Start: max(s.top(p.Start), in.Start+1), End: end + len(rest) + 1}
	}
	switch {
	case p.comma >= 0:
		for end < in.End && (s.data[end] == ' ' || s.data[end] == '\t') {
			end++
		}
		if i > 0 && s.data[end] == ']' || s.data[end] == '}' { // the space before a bracket stays
			end = p.comma + 1
		}
		return diag.Span{Start: p.Start, End: end}
	case i > 0 && bytes.IndexByte(s.data[pieces[i-1].comma:p.Start], '\n') < 0:
		return diag.Span{Start: pieces[i-1].comma, End: p.End}
	}
	return p.Span
}

// linesOf are the lines of a key, or of all headers and keys of a table or an item.
func (s *splicer) linesOf(path string) []diag.Span {
	var gone []diag.Span
	for q, at := range s.spans {
		if !below(q, path) || dotted(at) {
			continue
		}
		if header(at) {
			gone = append(gone, s.blankless(s.top(at.Value.Start), s.lineEnd(s.past(s.sectionEnd(q, at)))))
		} else if _, within := s.container(q); !within {
			gone = append(gone, s.blankless(s.top(at.Key.Start), s.lineEnd(at.Value.End)))
		}
	}
	return gone
}

func (s *splicer) lineEnd(at int) int {
	if i := bytes.IndexByte(s.data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(s.data)
}

// blankless takes the blank lines before whole lines too, where others stand behind them or nothing does.
func (s *splicer) blankless(from, to int) diag.Span {
	next, _, _ := bytes.Cut(s.data[to:], []byte("\n"))
	if len(bytes.TrimSpace(next)) > 0 {
		return diag.Span{Start: from, End: to}
	}
	for from > 0 {
		up := bytes.LastIndexByte(s.data[:from-1], '\n') + 1
		if len(bytes.TrimSpace(s.data[up:from])) > 0 {
			break
		}
		from = up
	}
	return diag.Span{Start: from, End: to}
}

// comesBefore is the index of the first of n tables before which a new one stands: by what identifies
// them, if they are in that order; else n.
func (s *splicer) comesBefore(path, item string, n int) int {
	shape := shapeAt(s.shape, path)
	if shape == nil || !shape.Sorted || strings.Contains(path, "]") {
		return n
	}
	m, err1 := toml.Decode(s.data)
	new, err2 := toml.Decode([]byte("v = " + item))
	if err1 != nil || err2 != nil {
		return n
	}
	var list any = m
	for part := range strings.SplitSeq(path, ".") {
		table, _ := list.(map[string]any)
		list = table[part]
	}
	items, _ := list.([]map[string]any)
	var ids []string
	for _, it := range items {
		ids = append(ids, identity(it, shape.Item().By))
	}
	own, _ := new["v"].(map[string]any)
	if len(ids) != n || !slices.IsSorted(ids) {
		return n
	}
	id := identity(own, shape.Item().By)
	if i := slices.IndexFunc(ids, func(other string) bool { return other > id }); i >= 0 {
		return i
	}
	return n
}

// ordered reports whether the order of a list of tables says something.
func (s *splicer) ordered(path string) bool {
	shape := shapeAt(s.shape, path)
	return shape != nil && !shape.Sorted
}

// identity is what tells a decoded item from the others of its list.
func identity(item map[string]any, by [][]string) string {
	for _, keys := range by {
		var parts []string
		for _, key := range keys {
			if v, said := item[key]; said {
				parts = append(parts, fmt.Sprint(v))
			}
		}
		if len(parts) == len(keys) {
			return strings.Join(parts, "\x00")
		}
	}
	return ""
}
