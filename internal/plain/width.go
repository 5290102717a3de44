package plain

import (
	"strings"
	"unicode"
)

// Width is how many columns a terminal draws a line in.
func Width(line string) int {
	n := 0
	for _, r := range line {
		n += width(r)
	}
	return n
}

func width(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// Cut is the start of a line, at most n columns wide; "…" is the last where something is left
// out. It looks no further than that.
func Cut(line string, n int) string {
	used, end := 0, 0 // end is where the line is cut if it is too long
	for i, r := range line {
		if used+width(r) > n {
			return strings.TrimRight(line[:end], " ") + "…"
		}
		if used += width(r); used < n {
			end = i + len(string(r))
		}
	}
	return line
}

// wide are the blocks whose runes take two columns: East Asian scripts and most emoji.
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
