package toml

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/diag"
)

// Limits of reading on after a fault: each costs a reading of the whole file.
const (
	maxFaults  = 25
	maxSalvage = 16 << 20 // bytes read in all
)

// Salvage reads a file and goes on after what is not TOML. It gives the values that could be
// read, the file with spaces for what could not (so that what stands where is unchanged), and
// a fault for each such place. Without faults, rest is data. The values are nil where there
// are more faults than are looked for, or the error is ErrDepth.
func Salvage(data []byte) (m map[string]any, rest []byte, faults []*SyntaxError, err error) {
	rest = data
	for read := 0; len(faults) < maxFaults && read <= maxSalvage; read += len(data) {
		m, err := Decode(rest)
		var se *SyntaxError
		switch {
		case err == nil:
			return m, rest, faults, nil
		case !errors.As(err, &se):
			return nil, rest, faults, err
		}
		se.Lost = extent(rest, se)
		faults = append(faults, se)
		if len(bytes.TrimSpace(rest[se.Lost.Start:se.Lost.End])) == 0 {
			break // nothing is left to leave out
		}
		if len(faults) == 1 {
			rest = slices.Clone(data)
		}
		for i := se.Lost.Start; i < se.Lost.End; i++ {
			if rest[i] != '\n' {
				rest[i] = ' '
			}
		}
	}
	return nil, rest, faults, nil
}

var (
	headerLine    = regexp.MustCompile(`^[ \t]*\[\[?[ \t]*[\pL\pN_."' -]+\]?\]?[ \t]*\r?(?:#.*)?$`)
	statementLine = regexp.MustCompile(`^[ \t]*["']?[\pL\pN_.-]+["']?[ \t]*=`)
)

// extent is what cannot be read because of a fault: the statement that it stands in, or all
// of a table whose heading it is.
func extent(data []byte, se *SyntaxError) diag.Span {
	at := se.Offset
	if se.Duplicate != "" {
		if first, again, ok := Twice(data); ok {
			se.First, se.Again, at = first, again, again.Start
		}
	}
	from := Statement(data, at)
	text := bytes.TrimLeft(data[from:], " \t")
	if bytes.HasPrefix(text, []byte("[")) {
		return diag.Span{Start: from, End: nextLine(data, from, headerLine)}
	}
	if strings.Contains(se.Detail, "cannot contain newlines") { // the rest of the text stands on the lines below
		return diag.Span{Start: from, End: nextLine(data, from, headerLine, statementLine)}
	}
	if end, closed := statementEnd(data, from); closed && end > at {
		return diag.Span{Start: from, End: end}
	}
	return diag.Span{Start: from, End: nextLine(data, from, headerLine, statementLine)}
}

// Statement is the offset of the line on which the statement at an offset begins, in a
// file that is TOML up to there.
func Statement(data []byte, at int) int {
	for from := 0; ; {
		end, closed := statementEnd(data, from)
		if !closed || end > at || end == len(data) {
			return from
		}
		from = end
	}
}

// statementEnd is the offset after the line on which the statement that begins at from ends;
// not closed where the file ends within a list, table or text.
func statementEnd(data []byte, from int) (end int, closed bool) {
	depth := 0
	for i := from; i < len(data); i++ {
		switch c := data[i]; c {
		case '\n':
			if depth <= 0 {
				return i + 1, true
			}
		case '#':
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			j := SkipString(data, i)
			if j >= len(data) && bytes.HasPrefix(data[i:], []byte{c, c, c}) {
				return len(data), false
			}
			if i = j; i < len(data) && data[i] == '\n' {
				i-- // a text that its line ends: the line end is yet to be seen
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
	}
	return len(data), depth <= 0
}

// nextLine is the offset of the first line below the one at from that has one of the forms.
func nextLine(data []byte, from int, forms ...*regexp.Regexp) int {
	for {
		i := bytes.IndexByte(data[from:], '\n')
		if i < 0 {
			return len(data)
		}
		from += i + 1
		line, _, _ := bytes.Cut(data[from:], []byte("\n"))
		if bytes.ContainsAny(line, "=[") && slices.ContainsFunc(forms, func(form *regexp.Regexp) bool { return form.Match(line) }) {
			return from
		}
	}
}
