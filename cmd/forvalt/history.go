package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/replay"
	"github.com/forvalt/forvalt/internal/past/signature"
)

func historyCommand(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "history ID",
		Args:    arguments(1, 1),
		Example: "  forvalt history vektertjenester-2023\n  forvalt history vektertjenester-2023 --format md",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textMarkdownOrJSON.check(format); err != nil {
				return err
			}
			h, err := a.contractHistory(c.Context(), args[0])
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return writeJSON(a.stdout, h.json())
			case "md":
				return h.markdown(a.stdout)
			}
			return h.text(a.stdout, a.color(a.stdout))
		},
	}
	textMarkdownOrJSON.flag(c, &format)
	return c
}

// contractHistory is a contract's history, with what puts it into words.
type contractHistory struct {
	*past.History
	Signed map[string]contract.Signed // amendments of today by their place in the file, where the portfolio has signers

	p   *message.Printer
	say change.Speaker
}

func (a *app) contractHistory(ctx context.Context, id string) (*contractHistory, error) {
	l, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	archive := a.archive(l)
	defer archive.Close()
	h := &contractHistory{Signed: map[string]contract.Signed{}, p: l.Printer, say: change.In(l.Printer)}
	h.History, err = archive.History(ctx, id)
	switch {
	case errors.Is(err, past.ErrNoContract):
		return nil, misuse("no-history", message.Args{"id": id})
	case errors.Is(err, history.ErrNone):
		return nil, refuse("no-git-history", nil)
	case err != nil:
		return nil, gitFailure(err)
	}
	found, err := signature.Find(ctx, archive, h.ID)
	for _, s := range found.Signed {
		h.Signed[s.Path] = s
	}
	return h, err
}

func (h *contractHistory) t(key string, args message.Args) string {
	return h.p.Text("changes.history."+key, args)
}

// step says what one commit did.
func (h *contractHistory) step(s *replay.Step) []change.Line {
	switch s.What {
	case "changed":
		said := h.say.Change(s.Change)
		if s.Change.Verb == change.Renamed {
			return append([]change.Line{{Text: said.Head}}, said.Lines...)
		}
		return said.Lines
	case "created":
		return append([]change.Line{{Text: h.t("created", nil)}}, h.say.Change(s.Change).Lines...)
	}
	return []change.Line{{Text: h.t(s.What, nil)}}
}

// part is a part of the story beside the commits.
type part struct {
	title string
	lines []change.Line
}

func (h *contractHistory) parts() []part {
	managers := part{title: h.t("managers", nil)}
	for _, m := range h.Managers {
		name := m.Value.Name.In(h.p.Lang())
		if name == "" {
			name = m.Value.ID
		}
		if name == "" {
			name = h.t("nobody", nil)
		}
		managers.lines = append(managers.lines, change.Line{Label: h.t("from", message.Args{"date": m.Day}), Text: name})
	}
	values := part{title: h.t("values", nil)}
	for _, v := range h.Values {
		var words []string
		for _, m := range []contract.Maybe[money.Amount]{v.Value.Estimated, v.Value.Maximum} {
			if m.Set {
				words = append(words, h.p.InCurrency(m.V.Rat(), v.Value.Currency))
			} else {
				words = append(words, "–")
			}
		}
		values.lines = append(values.lines, change.Line{Label: h.t("from", message.Args{"date": v.Day}), Text: strings.Join(words, " / ")})
	}
	amended := part{title: h.t("amendments", nil)}
	for _, m := range h.Amendments {
		l := change.Line{Label: h.p.Date(m.Date), Text: printable(m.Title)}
		if m.Value.Set {
			l.Text += ", " + h.p.Money(m.Value.V)
		}
		if s, ok := h.Signed[m.Path]; ok {
			l.Text += ". " + printable(h.p.Text("signing."+s.State, message.Args{"by": s.By}))
		}
		amended.lines = append(amended.lines, l)
	}
	risk := part{title: h.t("risk", nil)}
	for _, r := range h.Risk {
		risk.lines = append(risk.lines, change.Line{Label: h.p.Quarter(r.Quarter), Text: h.p.Rat(r.Score, 1) + ", " + strings.ToLower(h.p.Text("values.band."+string(r.Band), nil))})
	}
	return slices.DeleteFunc([]part{managers, values, amended, risk}, func(p part) bool { return len(p.lines) == 0 })
}

func (h *contractHistory) lead() string {
	lead := h.t("count", message.Args{"n": len(h.Steps)}) + "."
	if len(h.Steps) == 0 {
		lead = h.t("none", nil)
	}
	if h.Cut {
		lead += " " + h.t("cut", nil)
	}
	return lead
}

func (h *contractHistory) text(w io.Writer, color bool) error {
	var c paint
	if color {
		c = colours
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s%s (%s)%s\n%s\n", c.bold, printable(h.Title), printable(h.ID), c.off, h.lead())
	for _, p := range h.parts() {
		b.WriteString("\n" + p.title + "\n")
		c.lines(b, p.lines, 1)
	}
	for i := range h.Steps {
		s := &h.Steps[i]
		fmt.Fprintf(b, "\n%s%s%s  %s  %s%s%s\n", c.bold, h.p.Date(s.Day), c.off, printable(s.Author), c.dim, s.Short(), c.off)
		fmt.Fprintf(b, "  %s\n", printable(s.Subject))
		c.lines(b, h.step(s), 2)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (h *contractHistory) markdown(w io.Writer) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "# %s\n\n%s\n", mdText(h.t("title", message.Args{"title": h.Title})), mdText(h.lead()))
	for _, p := range h.parts() {
		fmt.Fprintf(b, "\n## %s\n\n", mdText(p.title))
		mdLines(b, p.lines, 0)
	}
	for i := range h.Steps {
		s := &h.Steps[i]
		fmt.Fprintf(b, "\n## %s, %s\n\n%s (%s)\n\n", mdText(h.p.Date(s.Day)), mdText(s.Author), mdText(s.Subject), s.Short())
		mdLines(b, h.step(s), 0)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The shapes of `history --format json`; docs/diff.md describes them.
type (
	historyOut struct {
		Schema     int            `json:"schema"`
		ID         string         `json:"id"`
		Title      string         `json:"title"`
		Cut        bool           `json:"cut"`
		Commits    []stepOut      `json:"commits"`
		Managers   []managerOut   `json:"managers"`
		Values     []valueOut     `json:"values"`
		Amendments []amendmentOut `json:"amendments"`
		Risk       []riskAtOut    `json:"risk"`
	}
	stepOut struct {
		Commit  string     `json:"commit"`
		Date    date.Date  `json:"date"`
		Author  string     `json:"author"`
		Subject string     `json:"subject"`
		What    string     `json:"what"`
		Change  *changeOut `json:"change"`
	}
	managerOut struct {
		From date.Date `json:"from"`
		ID   string    `json:"id"`
	}
	valueOut struct {
		From      date.Date `json:"from"`
		Estimated any       `json:"estimated"`
		Maximum   any       `json:"maximum"`
	}
	amendmentOut struct {
		Date   date.Date  `json:"date"`
		Title  string     `json:"title"`
		Value  any        `json:"value"`
		Ground string     `json:"ground"`
		Signed *signedOut `json:"signed,omitempty"`
	}
	signedOut struct {
		State    string `json:"state"`
		By       string `json:"by"`
		Key      string `json:"key"`
		Commit   string `json:"commit"`
		Demanded bool   `json:"demanded"`
	}
	riskAtOut struct {
		Quarter string     `json:"quarter"`
		Score   jsonNumber `json:"score"`
		Band    string     `json:"band"`
	}
)

func (h *contractHistory) json() historyOut {
	out := historyOut{Schema: 1, ID: h.ID, Title: h.Title, Cut: h.Cut, Commits: []stepOut{}, Managers: []managerOut{}, Values: []valueOut{},
		Amendments: []amendmentOut{}, Risk: []riskAtOut{}}
	for i := range h.Steps {
		s := &h.Steps[i]
		so := stepOut{Commit: s.Hash, Date: s.Day, Author: s.Author, Subject: s.Subject, What: s.What}
		if s.Change != nil {
			so.Change = &changesOut(h.say, []change.Change{*s.Change})[0]
		}
		out.Commits = append(out.Commits, so)
	}
	for _, m := range h.Managers {
		out.Managers = append(out.Managers, managerOut{m.Day, m.Value.ID})
	}
	for _, v := range h.Values {
		out.Values = append(out.Values, valueOut{v.Day, v.Value.Estimated.Any(), v.Value.Maximum.Any()})
	}
	for _, m := range h.Amendments {
		ao := amendmentOut{Date: m.Date, Title: m.Title, Value: m.Value.Any(), Ground: string(m.Ground)}
		if x, ok := h.Signed[m.Path]; ok {
			ao.Signed = &signedOut{x.State, x.By, x.Key, x.Commit, x.Demanded}
		}
		out.Amendments = append(out.Amendments, ao)
	}
	for _, r := range h.Risk {
		out.Risk = append(out.Risk, riskAtOut{r.Quarter.String(), rounded(r.Score, 2), string(r.Band)})
	}
	return out
}
