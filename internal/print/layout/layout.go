// Package layout tells how files differ from the layout that they should have: the first line of
// each, or all of them.
package layout

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/store"
)

// First writes the first line of a file that the layout changes.
func First(w io.Writer, prefix string, f *store.Laid) {
	before, after := lines(f.Before), lines(f.After)
	n := same(before, after)
	if n == len(before) && n > 0 {
		n-- // something is missing at the end
	}
	text := ""
	if n < len(before) {
		text = before[n]
	}
	fmt.Fprintf(w, "%s:%d: %s\n", path.Join(prefix, f.Name), n+1, plain.Line(text))
}

// Diff writes the lines of a file that the layout changes, as diff -u does.
func Diff(w io.Writer, prefix string, f *store.Laid) {
	name := path.Join(prefix, f.Name)
	fmt.Fprintf(w, "--- %s\n+++ %s\n", name, name)
	for _, h := range hunks(edits(lines(f.Before), lines(f.After))) {
		fmt.Fprintf(w, "@@ -%s +%s @@\n", span(h.before, h.removed), span(h.after, h.added))
		for _, l := range h.lines {
			fmt.Fprintf(w, "%c%s\n", l.sign, plain.Text(l.text))
		}
	}
}

func lines(data []byte) []string {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// same counts the lines that two texts begin with alike.
func same(a, b []string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// line is one that stays ' ', goes '-' or comes '+'.
type line struct {
	sign byte
	text string
}

// maxCells bounds the table of edits: texts that differ in more are told as one change.
const maxCells = 16 << 20

// edits gives the fewest lines that go and come between two texts.
func edits(a, b []string) []line {
	var out []line
	head := same(a, b)
	for _, l := range a[:head] {
		out = append(out, line{' ', l})
	}
	a, b = a[head:], b[head:]
	if len(a)*len(b) > maxCells {
		for _, l := range a {
			out = append(out, line{'-', l})
		}
		for _, l := range b {
			out = append(out, line{'+', l})
		}
		return out
	}
	kept := make([][]int, len(a)+1) // how many lines can stay from here on
	for i := range kept {
		kept[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				kept[i][j] = kept[i+1][j+1] + 1
			} else {
				kept[i][j] = max(kept[i+1][j], kept[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, line{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && kept[i+1][j] >= kept[i][j+1]:
			out = append(out, line{'-', a[i]})
			i++
		default:
			out = append(out, line{'+', b[j]})
			j++
		}
	}
	return out
}

// hunk is a run of changed lines with those around it.
type hunk struct {
	before, after  int // the first line in each text, 0-based
	removed, added int // lines of each text
	lines          []line
}

const context = 3 // lines around a change

func hunks(all []line) []hunk {
	var out []hunk
	before, after := 0, 0
	last := -1 // of the last hunk, the line that follows it
	for i, l := range all {
		if near(all, i) {
			if last != i {
				out = append(out, hunk{before: before, after: after})
			}
			h := &out[len(out)-1]
			h.lines = append(h.lines, l)
			if l.sign != '+' {
				h.removed++
			}
			if l.sign != '-' {
				h.added++
			}
			last = i + 1
		}
		if l.sign != '+' {
			before++
		}
		if l.sign != '-' {
			after++
		}
	}
	return out
}

// near reports whether a line changes, or stands near one that does.
func near(all []line, i int) bool {
	for _, l := range all[max(0, i-context):min(len(all), i+context+1)] {
		if l.sign != ' ' {
			return true
		}
	}
	return false
}

func span(from, n int) string {
	if n == 0 {
		return fmt.Sprintf("%d,0", from)
	}
	return fmt.Sprintf("%d,%d", from+1, n)
}
