package changes

import (
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/print"
)

// paint is a terminal's colours; in a pipe all are "".
type paint struct{ bold, dim, red, green, off string }

var colours = paint{"\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"}

// lines writes lines and those below them, each level further in.
func (c paint) lines(b *strings.Builder, lines []change.Line, depth int) {
	for _, l := range lines {
		b.WriteString(strings.Repeat("  ", depth))
		if l.Label != "" {
			b.WriteString(l.Label + ": ")
		}
		if l.Text != "" || l.Old+l.New == "" {
			b.WriteString(l.Text)
		} else {
			b.WriteString(c.red + l.Old + c.off + " → " + c.green + l.New + c.off)
		}
		b.WriteString("\n")
		c.lines(b, l.Sub, depth+1)
	}
}

// markdownLines writes them as a list.
func markdownLines(b *strings.Builder, lines []change.Line, depth int) {
	for _, l := range lines {
		b.WriteString(strings.Repeat("  ", depth) + "- ")
		if l.Label != "" {
			b.WriteString(print.Markdown(l.Label) + ": ")
		}
		switch {
		case l.Text != "" || l.Old+l.New == "":
			b.WriteString(print.Markdown(l.Text))
		default:
			b.WriteString(print.Markdown(l.Old) + " → **" + print.Markdown(l.New) + "**")
		}
		b.WriteString("\n")
		markdownLines(b, l.Sub, depth+1)
	}
}
