// Package print holds what every output of a command is made of: JSON, numbers that keep
// their digits, columns, and text that a terminal or Markdown shows and does not obey.
//
// The packages below it take figures, comparisons, findings and write them as text, as
// Markdown or as JSON: into a writer, without a flag, a clock or a disk.
package print

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"strings"
	"text/tabwriter"
)

// JSON writes a value for programs, indented for those who look at it.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Number is a number of JSON that is already written, or null.
type Number string

// MarshalJSON writes the number as it stands.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(n), nil }

// Rounded is a fraction with so many decimals, half away from zero; null where there is
// none.
func Rounded(r *big.Rat, digits int) Number {
	if r == nil {
		return "null"
	}
	return Number(r.FloatString(digits))
}

// Columns writes rows below each other; lines that are too long for the last column are
// left to the terminal.
func Columns(w io.Writer, indent string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(t, indent+strings.Join(r, "\t"))
	}
	return t.Flush()
}

// Paint is a terminal's colours; in a pipe all are "".
type Paint struct{ Bold, Dim, Red, Green, Off string }

// Colours are those of a terminal, where they are wanted.
func Colours(wanted bool) Paint {
	if !wanted {
		return Paint{}
	}
	return Paint{"\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"}
}
