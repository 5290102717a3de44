// Package plain makes of a text from data one that is read and never obeyed, wherever it is
// written: in a terminal, a calendar, a workbook. A character that cannot stay is shown as
// U+FFFD, so that the reader sees that something was there. What a format must escape, the
// format escapes.
package plain

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// Text keeps lines and tabs: every sort of line end is a line feed, and there is no other
// control character, nor any that XML cannot hold.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

// Line is one line with one space between words, and without what is not seen or turns the
// direction of writing. The space that does not break stays.
func Line(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && r != '\u00A0':
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf):
			r = utf8.RuneError
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Document is a whole file that may also come to a terminal, in a format with line ends and marks
// of its own, which stay: it has no other control character, nor what turns the direction of
// writing.
func Document(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return utf8.RuneError
		}
		return r
	}, data)
}

// JSON writes the characters of an encoded text that a terminal or a log would obey as JSON
// escapes them: what is read from it is the same.
func JSON(encoded []byte) []byte {
	out := make([]byte, 0, len(encoded))
	last := rune(0)
	for _, r := range string(encoded) {
		switch {
		case r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp), r == '#' && last == '#':
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
		default:
			out = utf8.AppendRune(out, r)
		}
		last = r
	}
	return out
}
