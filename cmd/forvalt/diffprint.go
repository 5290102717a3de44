package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/plain"
)

func itoa(n int) string { return strconv.Itoa(n) }

// t is a text about comparing.
func (d *comparison) t(key string, args message.Args) string { return d.p.Text("changes."+key, args) }

// name is a revision as people read it: its name, commit and day.
func (d *comparison) name(r revision) string {
	if r.Commit.Hash == "" {
		return d.t("diff.working-tree", nil)
	}
	in := r.Commit.Short()
	if strings.HasPrefix(r.Commit.Hash, r.Name) {
		return in
	}
	return r.Name + " (" + in + ")"
}

func (d *comparison) title() string {
	return d.t("diff.from-to", message.Args{"base": d.name(d.Base), "head": d.name(d.Head), "date": d.AsOf})
}

// summary counts what happened: "1 kontrakt lagt til, 3 kontrakter endret, 2 kontrakter påvirket".
func (d *comparison) summary() string {
	n, others := d.Count()
	var parts []string
	for _, v := range []change.Verb{change.Added, change.Removed, change.Renamed, change.Changed, change.Affected} {
		if n[v] > 0 {
			parts = append(parts, d.t("diff.contracts-"+string(v), message.Args{"n": n[v]}))
		}
	}
	if others > 0 {
		parts = append(parts, d.t("diff.others-changed", message.Args{"n": others}))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

// group of changes that stand under one heading.
type group struct {
	key     string
	changes []*change.Change
}

func (d *comparison) groups() []group {
	contracts, affected, others := d.Apart()
	return []group{{"contracts", contracts}, {"affected", affected}, {"others", others}}
}

// paint is a terminal's colours; in a pipe all are "".
type paint struct{ bold, dim, red, green, off string }

var colours = paint{"\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"}

// text prints for a terminal.
func (d *comparison) text(w io.Writer, color bool) error {
	var c paint
	if color {
		c = colours
	}
	b := &strings.Builder{}
	b.WriteString(d.title() + "\n")
	if d.Empty() {
		b.WriteString(d.t("diff.none", nil) + "\n")
	}
	if s := d.summary(); s != "" {
		b.WriteString(s + "\n")
	}
	if len(d.Totals) > 0 {
		b.WriteString("\n" + c.bold + d.t("diff.portfolio", nil) + c.off + "\n")
		c.lines(b, d.say.Effects(d.Totals), 1)
	}
	for _, g := range d.groups() {
		if len(g.changes) > 0 && g.key != "contracts" {
			b.WriteString("\n" + c.dim + d.t("diff."+g.key, nil) + c.off + "\n")
		}
		for _, ch := range g.changes {
			said := d.say.Change(ch)
			b.WriteString("\n" + c.bold + said.Head + c.off + "\n")
			c.lines(b, said.Lines, 1)
			if len(said.Effects) > 0 {
				if len(said.Lines) > 0 {
					b.WriteString("  " + c.dim + d.t("title.effects", nil) + c.off + "\n")
				}
				c.lines(b, said.Effects, 1+min(1, len(said.Lines)))
			}
		}
	}
	for _, files := range []struct {
		key  string
		list []string
	}{{"formatting", d.Formatting}, {"skipped", d.Skipped}} {
		if n := len(files.list); n > 0 {
			fmt.Fprintf(b, "\n%s:\n", d.t("diff."+files.key, message.Args{"n": n}))
			for _, f := range files.list {
				b.WriteString("  " + plain.Line(f) + "\n")
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c paint) lines(b *strings.Builder, lines []wording.Line, depth int) {
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

// Limits of Markdown. A forge takes 65,536 characters in a comment; bytes are never fewer.
const (
	maxMarkdown = 60_000 // bytes
	maxSection  = 60     // lines of one record
	minRest     = 4_000  // bytes kept for naming what there was no room for
)

// markdown prints a comment for a pull request: at most limit bytes. What does not fit
// is counted and named.
func (d *comparison) markdown(w io.Writer, limit int) error {
	b := &strings.Builder{}
	b.WriteString("**" + mdText(d.title()) + "**\n")
	if d.Empty() {
		b.WriteString("\n" + mdText(d.t("diff.none", nil)) + "\n")
	}
	if s := d.summary(); s != "" {
		b.WriteString("\n" + mdText(s) + "\n")
	}
	if len(d.Totals) > 0 {
		b.WriteString("\n**" + mdText(d.t("diff.portfolio", nil)) + "**\n\n")
		mdLines(b, d.say.Effects(d.Totals), 0)
	}
	files := d.markdownFiles()
	room := limit - minRest - len(files)
	var rest []*change.Change
	for _, g := range d.groups() {
		heading := ""
		if len(g.changes) > 0 && g.key != "contracts" {
			heading = "\n## " + mdText(d.t("diff."+g.key, nil)) + "\n"
		}
		for _, ch := range g.changes {
			section := heading + d.section(ch)
			if len(rest) > 0 || b.Len()+len(section) > room {
				rest = append(rest, ch)
				continue
			}
			heading = ""
			b.WriteString(section)
		}
	}
	if len(rest) > 0 {
		d.rest(b, rest, limit-len(files))
	}
	b.WriteString(files)
	_, err := io.WriteString(w, b.String())
	return err
}

// section is one record in Markdown.
func (d *comparison) section(c *change.Change) string {
	said := d.say.Change(c)
	b := &strings.Builder{}
	b.WriteString("\n### " + mdText(said.Head) + "\n")
	lines, cut := firstLines(said.Lines, maxSection)
	if len(lines) > 0 {
		b.WriteString("\n")
	}
	mdLines(b, lines, 0)
	if cut > 0 {
		b.WriteString("- … " + mdText(d.t("diff.more-lines", message.Args{"n": cut})) + "\n")
	}
	if len(said.Effects) > 0 {
		if len(lines) > 0 {
			b.WriteString("\n**" + mdText(d.t("title.effects", nil)) + "**\n")
		}
		b.WriteString("\n")
		mdLines(b, said.Effects, 0)
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
func (d *comparison) rest(b *strings.Builder, rest []*change.Change, limit int) {
	b.WriteString("\n" + mdText(d.t("diff.rest", message.Args{"n": len(rest)})) + "\n\n")
	for i, c := range rest {
		line := "- " + mdText(d.say.Name(c)) + "\n"
		more := "- … " + mdText(d.t("more", message.Args{"n": len(rest) - i})) + "\n"
		if b.Len()+len(line)+len(more) > limit {
			b.WriteString(more)
			return
		}
		b.WriteString(line)
	}
}

func (d *comparison) markdownFiles() string {
	b := &strings.Builder{}
	for _, files := range []struct {
		key  string
		list []string
	}{{"formatting", d.Formatting}, {"skipped", d.Skipped}} {
		if n := len(files.list); n > 0 {
			b.WriteString("\n" + mdText(d.t("diff."+files.key, message.Args{"n": n})) + ":\n\n")
			for i, f := range files.list {
				if i == 20 {
					b.WriteString("- … " + mdText(d.t("more", message.Args{"n": n - i})) + "\n")
					break
				}
				b.WriteString("- " + mdText(cutPath(f)) + "\n")
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

func mdLines(b *strings.Builder, lines []wording.Line, depth int) {
	for _, l := range lines {
		b.WriteString(strings.Repeat("  ", depth) + "- ")
		if l.Label != "" {
			b.WriteString(mdText(l.Label) + ": ")
		}
		switch {
		case l.Text != "" || l.Old+l.New == "":
			b.WriteString(mdText(l.Text))
		default:
			b.WriteString(mdText(l.Old) + " → **" + mdText(l.New) + "**")
		}
		b.WriteString("\n")
		mdLines(b, l.Sub, depth+1)
	}
}

// mdText writes text so that Markdown shows it and does nothing: no HTML, links,
// mentions, references, code or tables come of it, wherever it stands in a line.
func mdText(s string) string {
	var b strings.Builder
	start := true // only digits so far: "1." would begin a list
	for i, r := range s {
		switch {
		case strconv.IsPrint(r) && strings.ContainsRune("\\`*_{}[]<>()|~&!$^=\"", r):
			b.WriteString("\\" + string(r))
		case r == '@' || r == '#': // mentions and references are found after Markdown is read
			b.WriteString("\\" + string(r) + "\u2060")
		case r == ':' && (strings.HasPrefix(s[i:], "://") || i >= 6 && strings.EqualFold(s[i-6:i], "mailto")):
			b.WriteString(":\u2060")
		case r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteString(".\u2060")
		case (r == '-' || r == '+') && (i == 0 || s[i-1] != ' ' && i+1 < len(s) && rune(s[i+1]) == r): // "--" and a bullet
			b.WriteString("\\" + string(r))
		case r == '.' && start && i > 0:
			b.WriteString("\\.")
		case r == '\u00A0' || strconv.IsPrint(r):
			b.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		default:
			b.WriteRune('\uFFFD')
		}
		start = start && r >= '0' && r <= '9'
	}
	return strings.TrimSpace(b.String())
}
