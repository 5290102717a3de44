package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/plain"
)

// style is how a terminal shows a part of the text.
type style string

const (
	bold   style = "1"
	red    style = "1;31"
	yellow style = "1;33"
	blue   style = "1;34"
	dim    style = "2"
)

var severityStyles = [...]style{Note: blue, Warning: yellow, Error: red}

// maxRelated is how many related places people are shown of each finding.
const maxRelated = 5

// many is how many findings may be without any being folded.
const many = 20

// text writes findings for people, first their sum where there are many: place, severity, code and message on one line, then
// the source line with a caret under the place, the hint, and related places.
func (r *report) text() error {
	fold := r.opt.Fold > 0 && len(r.fs) > many
	if fold {
		fmt.Fprintf(r.w, "%s\n\n", r.paint(bold, visible(r.summary())))
	}
	total, met := map[string]int{}, map[string]int{} // by rule
	for _, f := range r.fs {
		total[f.Code]++
	}
	for _, f := range r.fs {
		if met[f.Code]++; fold && met[f.Code] > r.opt.Fold {
			if met[f.Code] == total[f.Code] {
				fmt.Fprintf(r.w, "%s\n\n", r.paint(severityStyles[f.Severity], visible(r.d.Folded(f.Code, total[f.Code]-r.opt.Fold))))
			}
			continue
		}
		color := severityStyles[f.Severity]
		if at := at(f.Pos); at != "" {
			fmt.Fprintf(r.w, "%s ", r.paint(bold, at+":"))
		}
		fmt.Fprintf(r.w, "%s %s\n", r.paint(color, f.Severity.String()+" "+visible(f.Code)+":"), visible(r.d.Message(f)))
		r.source(f.Pos, f.Source, f.Width, color)
		if hint := r.d.Hint(f); hint != "" {
			fmt.Fprintf(r.w, "  → %s\n", visible(hint))
		}
		for i, rel := range f.Related {
			if i == maxRelated {
				fmt.Fprintf(r.w, "  %s\n", r.paint(dim, fmt.Sprintf("… +%d", len(f.Related)-i)))
				break
			}
			fmt.Fprintf(r.w, "  %s\n", r.paint(dim, at(rel.Pos)))
			r.source(rel.Pos, rel.Source, 1, dim)
		}
		fmt.Fprintln(r.w)
	}
	fmt.Fprintln(r.w, visible(r.summary()))
	return nil
}

// at is a place as editors and terminals understand it.
func at(p Pos) string {
	switch {
	case p.Line == 0:
		return visible(p.File)
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", visible(p.File), p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", visible(p.File), p.Line, p.Col)
}

func (r *report) paint(s style, text string) string {
	if !r.opt.Color {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (r *report) source(p Pos, source string, width int, color style) {
	if p.Line == 0 || source == "" {
		return
	}
	limit := r.opt.Width
	if limit <= 0 {
		limit = 100
	}
	line, pad, carets := excerpt(source, p.Col, width, limit)
	fmt.Fprintf(r.w, "    %s\n    %s%s\n", line, pad, r.paint(color, carets))
}

// tabCells is what a tab counts for when a long line is cut. It is kept as a tab.
const tabCells = 8

// excerpt is the part of a line around a column (1-based, in runes), at most limit cells
// wide, with what goes below it: a pad that ends under the column, and carets.
func excerpt(source string, col, width, limit int) (line, pad, carets string) {
	signs, at, before, after := around(source, max(col-1, 0), limit)
	lo, hi := window(signs, at, before || after, limit)
	before, after = before || lo > 0, after || hi < len(signs)

	var top, below strings.Builder
	if before {
		top.WriteString("…")
		below.WriteString(" ")
	}
	n := 0
	for i, s := range signs[lo:hi] {
		top.WriteString(s)
		switch i += lo; {
		case i >= at && i < at+max(width, 1):
			n += plain.Width(s)
		case i < at && s == "\t":
			below.WriteString(s)
		case i < at:
			below.WriteString(strings.Repeat(" ", plain.Width(s)))
		}
	}
	if after {
		top.WriteString("…")
	}
	return top.String(), below.String(), strings.Repeat("^", max(n, 1))
}

// around gives the runes near index at as signs, the index among them, and whether
// there are more on either side. It does not look at the whole of a very long line.
func around(source string, at, limit int) (signs []string, index int, before, after bool) {
	at = min(at, utf8.RuneCountInString(source))
	from := max(at-limit, 0)
	i := 0
	for _, r := range source {
		if i > at+limit {
			after = true
			break
		}
		if i >= from {
			if r == '\t' {
				signs = append(signs, "\t")
			} else {
				signs = append(signs, sign(r))
			}
		}
		i++
	}
	return signs, at - from, from > 0, after
}

// window chooses the signs to show: all if they fit, else a third of the room before
// the column and the rest after it, and what then is left before it.
func window(signs []string, at int, cut bool, limit int) (lo, hi int) {
	size := func(i int) int {
		if signs[i] == "\t" {
			return tabCells
		}
		return plain.Width(signs[i])
	}
	total := 0
	for i := range signs {
		total += size(i)
	}
	if !cut && total <= limit {
		return 0, len(signs)
	}
	room := max(limit-2, 1) // for the dots
	lo, hi = at, at
	used := 0
	left := func(room int) {
		for lo > 0 && used+size(lo-1) <= room {
			lo--
			used += size(lo)
		}
	}
	left(room / 3)
	for hi < len(signs) && used+size(hi) <= room {
		used += size(hi)
		hi++
	}
	left(room)
	return lo, hi
}
