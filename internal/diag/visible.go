package diag

import (
	"fmt"
	"strings"
	"unicode"
)

// visible is text from data made safe for one line of a terminal: what would move the
// cursor, turn the direction of reading or not be seen at all is shown as a sign.
// Spaces of all kinds stay, for they belong in sentences and numbers.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.Is(unicode.Zs, r) {
			b.WriteRune(r)
		} else {
			b.WriteString(sign(r))
		}
	}
	return b.String()
}

// Shown is a short text in which every sign that would not be seen is, odd spaces too.
func Shown(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(sign(r))
	}
	return b.String()
}

// sign shows one rune of source text, where also an odd space should be seen.
func sign(r rune) string {
	switch {
	case unicode.IsPrint(r):
		return string(r)
	case r < 0x20:
		return string(0x2400 + r) // ␀ to ␟
	case r == 0x7f:
		return "␡"
	}
	return fmt.Sprintf("<U+%04X>", r)
}
