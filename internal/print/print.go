// Package print holds what every output of a command is made of: JSON, numbers that keep
// their digits, columns, and text that a terminal or Markdown shows and does not obey.
//
// The packages below it take figures, comparisons, findings and write them as text, as
// Markdown or as JSON: into a writer, without a flag, a clock or a disk.
package print

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/plain"
)

// JSON writes a value for programs, indented for those who look at it.
func JSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(plain.JSON(b.Bytes()))
	return err
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

// Columns of a table are at most so wide in a terminal, the last at most so.
const (
	maxColumn = 80
	maxLast   = 200
)

// Columns writes rows below each other, in columns that are two spaces apart. Cells may be what
// anybody wrote: each is one line, and cut where it is too wide.
func Columns(w io.Writer, indent string, rows [][]string) error {
	var widths []int
	cells := make([][]string, len(rows))
	for i, row := range rows {
		for j, cell := range row {
			limit := maxColumn
			if j == len(row)-1 {
				limit = maxLast
			}
			cell = plain.Cut(plain.Line(plain.Cut(cell, 10*limit)), limit)
			cells[i] = append(cells[i], cell)
			if j == len(widths) {
				widths = append(widths, 0)
			}
			if j < len(row)-1 {
				widths[j] = max(widths[j], plain.Width(cell))
			}
		}
	}
	var b strings.Builder
	for _, row := range cells {
		line := indent
		for j, cell := range row {
			line += cell
			if j < len(row)-1 {
				line += strings.Repeat(" ", widths[j]-plain.Width(cell)+2)
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Named is a record as a line shows it: its title and its id, which no title takes the room of.
func Named(title, id string) string {
	return plain.Cut(plain.Line(plain.Cut(title, 10*maxColumn)), max(maxColumn-plain.Width(id)-3, maxColumn/3)) + " (" + plain.Line(id) + ")"
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
