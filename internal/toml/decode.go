// Package toml reads TOML and knows where every key and value of it stands.
//
// In go the bytes of a file; out come its values as maps (most read plainly, the rest by BurntSushi/toml,
// the decoder of record), the place of every key and value (found with go-toml's
// tokenizer), and typed errors. It knows nothing of contracts, and reads no file.
package toml

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
)

// Limits of a file that is read. They are far above what a person writes.
const (
	MaxSize  = 8 << 20 // bytes
	MaxDepth = 48      // of nested arrays, tables and dotted keys
)

// SyntaxError tells where a file stops being TOML.
type SyntaxError struct {
	Line, Col int    // 1-based; Col in bytes
	Detail    string // the parser's words
	Duplicate string // the key that is given twice, where that is the fault
	Offset    int    // of the first byte that does not fit

	// Of Salvage:
	Lost         diag.Span // what is left out for it
	First, Again diag.Span // both places of the key that is given twice; none where it stands in an inline table
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Detail) }

// ErrDepth is the fault of a file nested deeper than MaxDepth.
var ErrDepth = errors.New("nested too deep")

// Decode reads a file into maps, slices, strings, int64, float64, bool and time.Time.
// It returns a *SyntaxError or ErrDepth.
func Decode(data []byte) (map[string]any, error) {
	if tooDeep(data) {
		return nil, ErrDepth
	}
	var m map[string]any
	_, err := toml.Decode(string(data), &m)
	var pe toml.ParseError
	switch {
	case err == nil:
		return m, nil
	case errors.As(err, &pe):
		// The decoder's offset is right; the line that it counts is at times the one after.
		at := min(max(pe.Position.Start, 0), len(data))
		e := &SyntaxError{Offset: at, Line: 1 + bytes.Count(data[:at], []byte("\n")), Col: at - bytes.LastIndexByte(data[:at], '\n'), Detail: pe.Message}
		if e.Detail == "" {
			e.Detail = pe.Error()
		}
		if rest, ok := strings.CutPrefix(e.Detail, "Key '"); ok && strings.Contains(rest, "already been defined") {
			e.Duplicate, _, _ = strings.Cut(rest, "'")
		}
		return nil, e
	default:
		return nil, &SyntaxError{Line: 1, Col: 1, Detail: err.Error()}
	}
}

// Date gives the calendar date of a decoded value, and whether it is a local date
// (a point in time or a time of day is none).
func Date(v any) (date.Date, bool) {
	t, ok := v.(time.Time)
	if !ok || t.Location().String() != "date-local" {
		return date.Date{}, false
	}
	return date.FromTime(t), true
}

// tooDeep scans brackets and key dots outside strings and comments, so that no
// recursive parser meets a file made to exhaust it.
func tooDeep(data []byte) bool {
	depth, dots := 0, 0
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '\n':
			dots = 0
		case '#':
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			i = SkipString(data, i)
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '.':
			dots++
		case '=':
			dots = 0
		}
		if depth > MaxDepth || dots > MaxDepth {
			return true
		}
	}
	return false
}

// SkipString gives the offset of the last byte of the TOML string that begins at i.
func SkipString(data []byte, i int) int {
	q := data[i]
	long := i+2 < len(data) && data[i+1] == q && data[i+2] == q
	if long {
		i += 2
	}
	for i++; i < len(data); i++ {
		switch {
		case data[i] == '\\' && q == '"':
			i++
		case long && data[i] == q && i+2 < len(data) && data[i+1] == q && data[i+2] == q:
			for i += 2; i+1 < len(data) && data[i+1] == q; { // its last characters may be quotes
				i++
			}
			return i
		case !long && (data[i] == q || data[i] == '\n'):
			return i
		}
	}
	return i
}
