// Package diag holds positions in files and findings about them, and prints
// findings for people and machines.
//
// In go findings as values (place, code, severity, arguments) and a function
// that makes their sentences; out come text with the source line and a caret,
// JSON, SARIF, GitHub and GitLab annotations, JUnit. It knows no rule and no
// language, and reads no file.
package diag

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"
)

// Severity of a finding.
type Severity uint8

// Severities from mild to grave.
const (
	Note Severity = iota
	Warning
	Error
)

// String is the word used in files and machine-readable output.
func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// ParseSeverity reads the word of a severity.
func ParseSeverity(s string) (Severity, bool) {
	for v := Note; v <= Error; v++ {
		if v.String() == s {
			return v, true
		}
	}
	return 0, false
}

// Pos is a place in a file.
type Pos struct {
	File string `json:"path"`   // slash-separated, relative to the data folder's parent
	Line int    `json:"line"`   // 1-based; 0 where the file as a whole is meant
	Col  int    `json:"column"` // 1-based, in runes
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// Args are the facts of a finding, by the name that its message uses.
type Args map[string]any

// Related is another place that explains a finding.
type Related struct {
	Pos
	Source string // its line of text
}

// Finding is one fault, doubt or remark, without its sentence: the sentence is
// made from Code and Args by the message catalogue.
type Finding struct {
	Code     string
	Severity Severity
	Pos
	Width   int    // runes to underline, at least 1
	Source  string // the line of text at Pos, without its line end
	Args    Args
	Related []Related
	Subject string // id of the contract it concerns, if one
}

// Sort orders findings by place, then code, and removes exact repetitions.
func Sort(fs []Finding) []Finding {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.Code == b.Code && a.Pos == b.Pos && a.Line > 0
	})
}

// Count gives the number of findings of a severity.
func Count(fs []Finding, s Severity) int {
	n := 0
	for _, f := range fs {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Span is a stretch of bytes in a file.
type Span struct{ Start, End int }

// Spans are the places of a key and of its value.
type Spans struct{ Key, Value Span }

// Source is the text of one file with the places of its keys and values, which are
// found on first use. It is safe for use by several goroutines.
type Source struct {
	Path   string
	Data   []byte
	Locate func(data []byte) map[string]Spans // by path: options[2].extends_to

	once  sync.Once
	spans map[string]Spans
	lines []int // offsets of line starts
}

// Fresh is the same file with no place found yet: for few questions about many files,
// whose answers need not be kept.
func (s *Source) Fresh() *Source { return &Source{Path: s.Path, Data: s.Data, Locate: s.Locate} }

func (s *Source) index() {
	s.once.Do(func() {
		s.lines = append(s.lines, 0)
		for i, c := range s.Data {
			if c == '\n' {
				s.lines = append(s.lines, i+1)
			}
		}
		if s.Locate != nil {
			s.spans = s.Locate(s.Data)
		}
	})
}

// Place is a position together with the text that a finding shows.
type Place struct {
	Pos
	Width  int
	Source string
}

// Value is the place of the value at path, or of the nearest table around it.
func (s *Source) Value(path string) Place { return s.find(path, false) }

// Key is the place of the key at path, or of the nearest table around it.
func (s *Source) Key(path string) Place { return s.find(path, true) }

// Spans are the bytes of the key and the value at path; zero where there are none.
func (s *Source) Spans(path string) Spans {
	s.index()
	return s.spans[path]
}

// Offset is the place of the byte at offset, width runes wide.
func (s *Source) Offset(offset, width int) Place {
	s.index()
	return s.place(Span{offset, offset}, width)
}

// LineCol is the place of a 1-based line and a 1-based column in bytes.
func (s *Source) LineCol(line, byteCol int) Place {
	s.index()
	line = min(max(line, 1), len(s.lines))
	return s.place(Span{min(s.lines[line-1]+max(byteCol-1, 0), len(s.Data)), 0}, 1)
}

func (s *Source) find(path string, key bool) Place {
	if s == nil {
		return Place{}
	}
	s.index()
	for {
		sp, ok := s.spans[path]
		if !ok {
			sp, ok = s.spans[path+"[0]"] // a list of tables begins with its first
		}
		if ok {
			span := sp.Value
			if key {
				span = sp.Key
			}
			return s.place(span, 0)
		}
		i := bytes.LastIndexAny([]byte(path), ".[")
		if i < 0 {
			return s.place(Span{}, 1)
		}
		path, key = path[:i], true
	}
}

func (s *Source) place(sp Span, width int) Place {
	line := sort.SearchInts(s.lines, sp.Start+1)
	from := s.lines[line-1]
	end := len(s.Data)
	if i := bytes.IndexByte(s.Data[from:], '\n'); i >= 0 {
		end = from + i
	}
	start := min(sp.Start, end)
	for start > from && start < end && !utf8.RuneStart(s.Data[start]) { // a parser that counts bytes may stop within a letter
		start--
	}
	if width == 0 {
		width = utf8.RuneCount(s.Data[start:max(start, min(sp.End, end))])
	}
	return Place{
		Pos:    Pos{s.Path, line, utf8.RuneCount(s.Data[from:start]) + 1},
		Width:  max(width, 1),
		Source: string(bytes.TrimRight(bytes.ToValidUTF8(s.Data[from:end], []byte("\uFFFD")), "\r")),
	}
}

// At makes a finding at a place.
func (p Place) At(code string, sev Severity, args Args) Finding {
	return Finding{Code: code, Severity: sev, Pos: p.Pos, Width: p.Width, Source: p.Source, Args: args}
}

// Related names the place as one that explains another finding.
func (p Place) Related() Related { return Related{p.Pos, p.Source} }
