package plain

import (
	"io"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Writer passes lines on to a terminal or a log so that they are read and never obeyed, whoever
// wrote what is in them. Beside what Line does to characters, no line begins with a colon, and no
// bracket stands right after "##" or "##vso": what runs workflows takes both for commands.
type Writer struct {
	w       io.Writer
	colours bool   // those of the program pass
	cut     []byte // the start of a rune or a colour, whose rest comes with the next write
	begun   bool   // the line has more than space
	last    [5]rune
}

// NewWriter gives a writer that cleans. Whoever lets it pass colours cleans texts before they are
// coloured.
func NewWriter(w io.Writer, colours bool) *Writer { return &Writer{w: w, colours: colours} }

// joiner is not seen and joins nothing: what it stands in is no longer a command.
const joiner = '\u2060'

// Write cleans and passes on.
func (w *Writer) Write(p []byte) (int, error) {
	in := append(w.cut, p...)
	out := make([]byte, 0, len(in)+8)
	for len(in) > 0 {
		n, whole := w.colour(in)
		if !whole || !utf8.FullRune(in) {
			break
		}
		if n > 0 {
			out, in = append(out, in[:n]...), in[n:]
			continue
		}
		r, size := utf8.DecodeRune(in)
		out, in = w.add(out, r), in[size:]
	}
	w.cut = slices.Clone(in)
	if _, err := w.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// colour is the length of the sequence that sets a colour, if the text begins with one; not whole
// where more is needed to tell.
func (w *Writer) colour(in []byte) (n int, whole bool) {
	if !w.colours || in[0] != '\x1b' {
		return 0, true
	}
	for i, c := range in[1:] {
		switch {
		case i == 0 && c == '[', i > 0 && (c >= '0' && c <= '9' || c == ';') && i < 8:
		case i > 0 && c == 'm':
			return i + 2, true
		default:
			return 0, true
		}
	}
	return 0, false
}

func (w *Writer) add(out []byte, r rune) []byte {
	switch {
	case r == '\n':
		w.begun = false
	case r != '\t' && r != joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		r = utf8.RuneError
	case r == ':' && !w.begun, r == '[' && (string(w.last[3:]) == "##" || string(w.last[:]) == "##vso"):
		out = utf8.AppendRune(out, joiner)
	}
	w.begun = w.begun || !unicode.IsSpace(r)
	copy(w.last[:], w.last[1:])
	w.last[4] = r
	return utf8.AppendRune(out, r)
}
