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

// cells is how wide a terminal draws a string of visible runes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.Is(wide, r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide are the blocks whose runes take two cells: East Asian scripts and most emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1},
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1},
		{Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97c, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff01, Hi: 0xff60, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1},
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1faff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}
