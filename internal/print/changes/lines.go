package changes

import (
	"strings"

	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/print"
)

// Lines writes lines and those below them, each level further in.
func Lines(b *strings.Builder, lines []wording.Line, depth int, c print.Paint) {
	for _, l := range lines {
		b.WriteString(strings.Repeat("  ", depth))
		if l.Label != "" {
			b.WriteString(l.Label + ": ")
		}
		if l.Text != "" || l.Old+l.New == "" {
			b.WriteString(l.Text)
		} else {
			b.WriteString(c.Red + l.Old + c.Off + " → " + c.Green + l.New + c.Off)
		}
		b.WriteString("\n")
		Lines(b, l.Sub, depth+1, c)
	}
}

// MarkdownLines writes them as a list.
func MarkdownLines(b *strings.Builder, lines []wording.Line, depth int) {
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
		MarkdownLines(b, l.Sub, depth+1)
	}
}
