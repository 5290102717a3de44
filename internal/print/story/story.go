// Package story writes the history of one contract. In goes what past found in Git, with who
// signed; out comes text for a terminal, Markdown, or JSON (docs/diff.md).
package story

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/changes"
)

// Story is a contract's history, with who signed its amendments.
type Story struct {
	*past.History
	Signed  map[string]contract.Signed // amendments of today by their place in the file, where the portfolio has signers
	Printer *message.Printer
}

func (h *Story) say() wording.Speaker { return wording.In(h.Printer) }

func (h *Story) t(key string, args message.Args) string {
	return h.Printer.Text("changes.history."+key, args)
}

// step says what one commit did.
func (h *Story) step(s *replay.Step) []wording.Line {
	switch s.What {
	case replay.Changed:
		said := h.say().Change(s.Change)
		if s.Change.Verb == change.Renamed {
			return append([]wording.Line{{Text: said.Head}}, said.Lines...)
		}
		return said.Lines
	case replay.Created:
		return append([]wording.Line{{Text: h.t("created", nil)}}, h.say().Change(s.Change).Lines...)
	}
	return []wording.Line{{Text: h.t(string(s.What), nil)}}
}

// part is a part of the story beside the commits.
type part struct {
	title string
	lines []wording.Line
}

func (h *Story) parts() []part {
	managers := part{title: h.t("managers", nil)}
	for _, m := range h.Managers {
		name := m.Value.Name.In(h.Printer.Lang())
		if name == "" {
			name = m.Value.ID
		}
		if name == "" {
			name = h.t("nobody", nil)
		}
		managers.lines = append(managers.lines, wording.Line{Label: h.t("from", message.Args{"date": m.Day}), Text: name})
	}
	values := part{title: h.t("values", nil)}
	for _, v := range h.Values {
		var words []string
		for _, m := range []contract.Maybe[money.Amount]{v.Value.Estimated, v.Value.Maximum} {
			if m.Set {
				words = append(words, h.Printer.InCurrency(m.V.Rat(), v.Value.Currency))
			} else {
				words = append(words, "–")
			}
		}
		values.lines = append(values.lines, wording.Line{Label: h.t("from", message.Args{"date": v.Day}), Text: strings.Join(words, " / ")})
	}
	amended := part{title: h.t("amendments", nil)}
	for _, m := range h.Amendments {
		l := wording.Line{Label: h.Printer.Date(m.Date), Text: plain.Line(m.Title)}
		if m.Value.Set {
			l.Text += ", " + h.Printer.Money(m.Value.V)
		}
		if s, ok := h.Signed[m.Path]; ok {
			l.Text += ". " + plain.Line(h.Printer.Text("signing."+string(s.State), message.Args{"by": s.By}))
		}
		amended.lines = append(amended.lines, l)
	}
	risk := part{title: h.t("risk", nil)}
	for _, r := range h.Risk {
		risk.lines = append(risk.lines, wording.Line{Label: h.Printer.Quarter(r.Quarter), Text: h.Printer.Text("values.band."+string(r.Band), nil) + ", " + h.Printer.Rat(r.Score, measure.ScoreDigits)})
	}
	return slices.DeleteFunc([]part{managers, values, amended, risk}, func(p part) bool { return len(p.lines) == 0 })
}

func (h *Story) lead() string {
	lead := h.t("count", message.Args{"n": len(h.Steps)}) + "."
	if len(h.Steps) == 0 {
		lead = h.t("none", nil)
	}
	if h.Cut {
		lead += " " + h.t("cut", nil)
	}
	return lead
}

// Text prints for a terminal.
func (h *Story) Text(w io.Writer, color bool) error {
	c := print.Colours(color)
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s%s (%s)%s\n%s\n", c.Bold, plain.Line(h.Title), plain.Line(h.ID), c.Off, h.lead())
	for _, p := range h.parts() {
		b.WriteString("\n" + p.title + "\n")
		changes.Lines(b, p.lines, 1, c)
	}
	for i := range h.Steps {
		s := &h.Steps[i]
		fmt.Fprintf(b, "\n%s%s%s  %s  %s%s%s\n", c.Bold, h.Printer.Date(s.Day), c.Off, plain.Line(s.Author), c.Dim, s.Short(), c.Off)
		fmt.Fprintf(b, "  %s\n", plain.Line(s.Subject))
		changes.Lines(b, h.step(s), 2, c)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown prints a page.
func (h *Story) Markdown(w io.Writer) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "# %s\n\n%s\n", print.Markdown(h.t("title", message.Args{"title": h.Title})), print.Markdown(h.lead()))
	for _, p := range h.parts() {
		fmt.Fprintf(b, "\n## %s\n\n", print.Markdown(p.title))
		changes.MarkdownLines(b, p.lines, 0)
	}
	for i := range h.Steps {
		s := &h.Steps[i]
		fmt.Fprintf(b, "\n## %s, %s\n\n%s (%s)\n\n", print.Markdown(h.Printer.Date(s.Day)), print.Markdown(s.Author), print.Markdown(s.Subject), s.Short())
		changes.MarkdownLines(b, h.step(s), 0)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
