package changes

import (
	"io"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
)

// Limits of Markdown. A forge takes 65,536 characters in a comment; bytes are never fewer.
const (
	MaxMarkdown = 60_000 // bytes
	maxSection  = 60     // lines of one record
	minRest     = 4_000  // bytes kept for naming what there was no room for
	maxRestLine = 200    // columns of each of those
)

// Markdown prints a comment for a pull request: at most limit bytes. What does not fit is counted
// and named, the gravest first.
func (d *Comparison) Markdown(w io.Writer, limit int) error {
	b := &strings.Builder{}
	b.WriteString("**" + print.Markdown(d.title()) + "**\n")
	if d.Empty() {
		b.WriteString("\n" + print.Markdown(d.t("diff.none", nil)) + "\n")
	}
	if s := d.summary(); s != "" {
		b.WriteString("\n" + print.Markdown(s) + "\n")
	}
	if len(d.Totals) > 0 {
		b.WriteString("\n**" + print.Markdown(d.t("diff.portfolio", nil)) + "**\n\n")
		MarkdownLines(b, d.say().Effects(d.Totals), 0)
	}
	files := d.markdownFiles()
	limit -= len(files)
	full := d.fitting(limit - b.Len())
	var rest []*change.Change
	for _, g := range d.groups() {
		heading := ""
		if len(g.changes) > 0 && g.key != "contracts" {
			heading = "\n## " + print.Markdown(d.t("diff."+g.key, nil)) + "\n"
		}
		for _, ch := range g.changes {
			section, fits := full[ch]
			if !fits {
				rest = append(rest, ch)
				continue
			}
			b.WriteString(heading + section)
			heading = ""
		}
	}
	if len(rest) > 0 {
		d.rest(b, byGravity(rest), limit)
	}
	b.WriteString(files)
	_, err := io.WriteString(w, b.String())
	return err
}

// fitting are the records that there is room for, the gravest first, with what is said of them. Room
// is kept for a line on each of the others that are grave.
func (d *Comparison) fitting(room int) map[*change.Change]string {
	var all []*change.Change
	for _, g := range d.groups() {
		all = append(all, g.changes...)
		room -= len(print.Markdown(d.t("diff."+g.key, nil))) + len("\n## \n")
	}
	all = byGravity(all)
	sections := make([]string, len(all))
	size := 0
	for i, ch := range all {
		sections[i] = d.section(ch)
		size += len(sections[i])
		if size > room { // the rest cannot fit either
			sections, all = sections[:i+1], all[:i+1]
			break
		}
	}
	full := map[*change.Change]string{}
	if size <= room {
		for i, ch := range all {
			full[ch] = sections[i]
		}
		return full
	}
	kept := minRest
	for _, g := range d.groups() {
		for _, ch := range g.changes {
			if ch.Gravity() >= change.Grave {
				kept += len(d.line(ch))
			}
		}
	}
	room -= min(kept, room/2)
	for i, ch := range all {
		if room -= len(sections[i]); room < 0 {
			break
		}
		full[ch] = sections[i]
	}
	return full
}

// line is a record that has no room of its own: its name, and what is gravest about it.
func (d *Comparison) line(c *change.Change) string {
	text := d.say().Name(c)
	if c.Verb == change.Removed || c.Verb == change.Misnamed {
		text = d.say().Change(c).Head
	} else if e := c.Gravest(); e != nil && c.Gravity() >= change.Grave {
		text += ": " + d.say().Effect(*e).Text
	}
	return "- " + print.Markdown(plain.Cut(text, maxRestLine)) + "\n"
}

// section is one record in Markdown.
func (d *Comparison) section(c *change.Change) string {
	said := d.say().Change(c)
	b := &strings.Builder{}
	b.WriteString("\n### " + print.Markdown(said.Head) + "\n")
	lines, cut := firstLines(said.Lines, maxSection)
	if len(lines) > 0 {
		b.WriteString("\n")
	}
	MarkdownLines(b, lines, 0)
	if cut > 0 {
		b.WriteString("- … " + print.Markdown(d.t("diff.more-lines", message.Args{"n": cut})) + "\n")
	}
	if len(said.Effects) > 0 {
		if len(lines) > 0 {
			b.WriteString("\n**" + print.Markdown(d.t("title.effects", nil)) + "**\n")
		}
		b.WriteString("\n")
		MarkdownLines(b, said.Effects, 0)
	}
	return b.String()
}

// firstLines keeps at most limit lines, counting nested ones, and gives how many were left
// out.
func firstLines(lines []wording.Line, limit int) (kept []wording.Line, cut int) {
	for _, l := range lines {
		if limit <= 0 {
			cut += 1 + countLines(l.Sub)
			continue
		}
		var left int
		l.Sub, left = firstLines(l.Sub, limit-1)
		limit -= 1 + countLines(l.Sub)
		cut += left
		kept = append(kept, l)
	}
	return kept, cut
}

func countLines(lines []wording.Line) (n int) {
	for _, l := range lines {
		n += 1 + countLines(l.Sub)
	}
	return n
}

// rest names what there was no room for, as long as there is room for names.
func (d *Comparison) rest(b *strings.Builder, rest []*change.Change, limit int) {
	b.WriteString("\n" + print.Markdown(d.t("diff.rest", message.Args{"n": len(rest)})) + "\n\n")
	for i, c := range rest {
		line := d.line(c)
		more := "- … " + print.Markdown(d.t("more", message.Args{"n": len(rest) - i})) + "\n"
		if b.Len()+len(line)+len(more) > limit {
			b.WriteString(more)
			return
		}
		b.WriteString(line)
	}
}

func (d *Comparison) markdownFiles() string {
	b := &strings.Builder{}
	for _, files := range []struct {
		key  string
		list []string
	}{{"formatting", d.Formatting}, {"skipped", d.Skipped}} {
		if n := len(files.list); n > 0 {
			b.WriteString("\n" + print.Markdown(d.t("diff."+files.key, message.Args{"n": n})) + ":\n\n")
			for i, f := range files.list {
				if i == 20 {
					b.WriteString("- … " + print.Markdown(d.t("more", message.Args{"n": n - i})) + "\n")
					break
				}
				b.WriteString("- " + print.Markdown(cutPath(f)) + "\n")
			}
		}
	}
	return b.String()
}

// cutPath keeps a file's name from filling a comment.
func cutPath(p string) string {
	if rs := []rune(p); len(rs) > 200 {
		return "…" + string(rs[len(rs)-199:])
	}
	return p
}
