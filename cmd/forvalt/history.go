package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/store"
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
			t, err := a.tale(c.Context(), args[0])
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return writeJSON(a.stdout, t.json())
			case "md":
				return t.markdown(a.stdout)
			}
			return t.text(a.stdout, a.color(a.stdout))
		},
	}
	textMarkdownOrJSON.flag(c, &format)
	return c
}

// tale is a contract's whole story.
type tale struct {
	ID, Title string
	Entries   []entry // newest first
	Cut       bool
	Managers  []since[change.Ref]
	Values    []since[contract.Value]
	Amended   []contract.Amendment       // as they stand now, oldest first
	Risk      []quarterRisk              // oldest first
	Signed    map[string]contract.Signed // amendments of today by their place in the file, where the portfolio has signers

	p   *message.Printer
	say change.Speaker
}

// since is a value from a day on.
type since[T any] struct {
	Day   date.Date
	Value T
}

// quarterRisk is how a contract stood at the end of a quarter, by the data and the model
// of that time.
type quarterRisk struct {
	Quarter date.Quarter
	Score   *big.Rat
	Band    string
}

// tale reads a contract's story. A contract that is gone is told of while Git knows it.
func (a *app) tale(ctx context.Context, id string) (*tale, error) {
	l, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	repo, err := history.Open(a.data)
	if err == nil {
		_, err = repo.Head()
	}
	if errors.Is(err, history.ErrNone) {
		return nil, refuse("no-git-history", nil)
	}
	if err != nil {
		return nil, gitFailure(err, "HEAD")
	}
	if now, ok := formerIDs(l.Portfolio)[id]; ok {
		id = now
	}
	log, err := repo.Walk(ctx, history.Questions{Recent: -1})
	if err != nil {
		return nil, gitFailure(err, "HEAD")
	}
	told, err := tell(ctx, a.storyteller(repo, l, log, func(of string) bool { return of == id }), 0, func(e *entry) entry { return *e })
	if err != nil {
		return nil, gitFailure(err, "HEAD")
	}
	slices.Reverse(told[id])
	t := &tale{ID: id, Title: id, Entries: told[id], Cut: log.Cut, p: l.Printer, say: change.In(l.Printer)}
	c := l.Contract(id)
	if c == nil && len(t.Entries) == 0 {
		return nil, misuse("no-history", message.Args{"id": id})
	}
	for _, e := range slices.Backward(t.Entries) {
		if e.After != nil {
			t.take(e, l.Portfolio)
			if c == nil {
				t.Title, t.Amended = e.After.Title, e.After.Amendments
			}
		}
	}
	if c != nil {
		t.Title, t.Amended = c.Title, slices.Clone(c.Amendments)
	}
	slices.SortStableFunc(t.Amended, func(a, b contract.Amendment) int { return a.Date.Compare(b.Date) })
	signed, err := a.fromGit(ctx, l, id)
	if err != nil {
		return nil, err
	}
	t.Signed = map[string]contract.Signed{}
	for _, s := range signed.Signed {
		t.Signed[s.Path] = s
	}
	t.Risk, err = a.riskByQuarter(ctx, repo, l, log.Recent, id)
	return t, err
}

// take notes who managed the contract, and what it was worth, from a commit on.
func (t *tale) take(e entry, p *contract.Portfolio) {
	if n := len(t.Managers); n == 0 || t.Managers[n-1].Value.ID != e.Manager {
		r := change.Ref{Kind: "person", ID: e.Manager}
		if person := p.Person(e.Manager); person != nil {
			r.Name = contract.Text{"": person.Name}
		}
		t.Managers = append(t.Managers, since[change.Ref]{e.Day, r})
	}
	v := e.Value
	if n := len(t.Values); n == 0 || t.Values[n-1].Value.Estimated != v.Estimated || t.Values[n-1].Value.Maximum != v.Maximum {
		if v.Estimated.Set || v.Maximum.Set {
			t.Values = append(t.Values, since[contract.Value]{e.Day, v})
		}
	}
}

// riskByQuarter measures the contract at the end of each of the last twelve quarters, in
// the tree of the last commit by then. Only its own folder, those it had before, and its
// call-offs are read: twelve small trees.
func (a *app) riskByQuarter(ctx context.Context, repo *history.Repo, l *loaded, commits []history.Change, id string) ([]quarterRisk, error) {
	ids := map[string]bool{id: true}
	for _, c := range l.Contracts {
		if c.ID == id {
			for _, was := range c.IDWas {
				ids[was] = true
			}
		}
		if c.Parent == id {
			ids[c.ID] = true
		}
	}
	zone := zoneOf(l.Portfolio)
	var out []quarterRisk
	for n := -12; n < 0; n++ {
		q := l.AsOf.QuarterOf().Add(n)
		i := slices.IndexFunc(commits, func(c history.Change) bool { return !date.FromTime(c.When.In(zone)).After(q.Last()) })
		if i < 0 {
			continue
		}
		fsys, _, err := repo.FS(commits[i].Hash)
		if err != nil {
			return nil, gitFailure(err, commits[i].Hash)
		}
		p, _ := store.Load(ctx, family(fsys, ids), store.Options{})
		if err := cmp.Or(ctx.Err(), history.Fault(fsys)); err != nil {
			return nil, gitFailure(err, commits[i].Hash)
		}
		f := figures.Of(p, q.Last())
		for _, c := range f.Contracts {
			if of := c.Contract.ID; c.Risk != nil && (of == id || l.Contract(of) == nil && ids[of]) {
				out = append(out, quarterRisk{q, c.Risk.Score, c.Risk.Band})
				break
			}
		}
	}
	return out, nil
}

func (t *tale) t(key string, args message.Args) string { return t.p.Text("changes.history."+key, args) }

// entry says what one commit did.
func (t *tale) entry(e *entry) []change.Line {
	switch e.What {
	case "changed":
		said := t.say.Change(e.Change)
		if e.Change.Verb == change.Renamed {
			return append([]change.Line{{Text: said.Head}}, said.Lines...)
		}
		return said.Lines
	case "created":
		return append([]change.Line{{Text: t.t("created", nil)}}, t.say.Change(e.Change).Lines...)
	}
	return []change.Line{{Text: t.t(e.What, nil)}}
}

// part of the story beside the commits.
type part struct {
	title string
	lines []change.Line
}

func (t *tale) parts() []part {
	managers := part{title: t.t("managers", nil)}
	for _, m := range t.Managers {
		name := m.Value.Name.In(t.p.Lang())
		if name == "" {
			name = m.Value.ID
		}
		if name == "" {
			name = t.t("nobody", nil)
		}
		managers.lines = append(managers.lines, change.Line{Label: t.t("from", message.Args{"date": m.Day}), Text: name})
	}
	values := part{title: t.t("values", nil)}
	for _, v := range t.Values {
		var words []string
		for _, m := range []contract.Maybe[money.Amount]{v.Value.Estimated, v.Value.Maximum} {
			if m.Set {
				words = append(words, t.p.InCurrency(m.V.Rat(), v.Value.Currency))
			} else {
				words = append(words, "–")
			}
		}
		values.lines = append(values.lines, change.Line{Label: t.t("from", message.Args{"date": v.Day}), Text: strings.Join(words, " / ")})
	}
	amended := part{title: t.t("amendments", nil)}
	for _, m := range t.Amended {
		l := change.Line{Label: t.p.Date(m.Date), Text: printable(m.Title)}
		if m.Value.Set {
			l.Text += ", " + t.p.Money(m.Value.V)
		}
		if s, ok := t.Signed[m.Path]; ok {
			l.Text += ". " + printable(t.p.Text("signing."+s.State, message.Args{"by": s.By}))
		}
		amended.lines = append(amended.lines, l)
	}
	risk := part{title: t.t("risk", nil)}
	for _, r := range t.Risk {
		risk.lines = append(risk.lines, change.Line{Label: t.p.Quarter(r.Quarter), Text: t.p.Rat(r.Score, 1) + ", " + strings.ToLower(t.p.Text("common.band."+r.Band, nil))})
	}
	return slices.DeleteFunc([]part{managers, values, amended, risk}, func(p part) bool { return len(p.lines) == 0 })
}

func (t *tale) lead() string {
	lead := t.t("count", message.Args{"n": len(t.Entries)}) + "."
	if len(t.Entries) == 0 {
		lead = t.t("none", nil)
	}
	if t.Cut {
		lead += " " + t.t("cut", nil)
	}
	return lead
}

func (t *tale) text(w io.Writer, color bool) error {
	var c paint
	if color {
		c = colours
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s%s (%s)%s\n%s\n", c.bold, printable(t.Title), printable(t.ID), c.off, t.lead())
	for _, p := range t.parts() {
		b.WriteString("\n" + p.title + "\n")
		c.lines(b, p.lines, 1)
	}
	for i := range t.Entries {
		e := &t.Entries[i]
		fmt.Fprintf(b, "\n%s%s%s  %s  %s%s%s\n", c.bold, t.p.Date(e.Day), c.off, printable(e.Author), c.dim, e.Short(), c.off)
		fmt.Fprintf(b, "  %s\n", printable(e.Subject))
		c.lines(b, t.entry(e), 2)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *tale) markdown(w io.Writer) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "# %s\n\n%s\n", mdText(t.t("title", message.Args{"title": t.Title})), mdText(t.lead()))
	for _, p := range t.parts() {
		fmt.Fprintf(b, "\n## %s\n\n", mdText(p.title))
		mdLines(b, p.lines, 0)
	}
	for i := range t.Entries {
		e := &t.Entries[i]
		fmt.Fprintf(b, "\n## %s, %s\n\n%s (%s)\n\n", mdText(t.p.Date(e.Day)), mdText(e.Author), mdText(e.Subject), e.Short())
		mdLines(b, t.entry(e), 0)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The shapes of `history --format json`; docs/diff.md describes them.
type (
	taleOut struct {
		Schema     int            `json:"schema"`
		ID         string         `json:"id"`
		Title      string         `json:"title"`
		Cut        bool           `json:"cut"`
		Commits    []entryOut     `json:"commits"`
		Managers   []managerOut   `json:"managers"`
		Values     []valueOut     `json:"values"`
		Amendments []amendmentOut `json:"amendments"`
		Risk       []riskAtOut    `json:"risk"`
	}
	entryOut struct {
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

func (t *tale) json() taleOut {
	out := taleOut{Schema: 1, ID: t.ID, Title: t.Title, Cut: t.Cut, Commits: []entryOut{}, Managers: []managerOut{}, Values: []valueOut{},
		Amendments: []amendmentOut{}, Risk: []riskAtOut{}}
	for i := range t.Entries {
		e := &t.Entries[i]
		eo := entryOut{Commit: e.Hash, Date: e.Day, Author: e.Author, Subject: e.Subject, What: e.What}
		if e.Change != nil {
			eo.Change = &changesOut(t.say, []change.Change{*e.Change})[0]
		}
		out.Commits = append(out.Commits, eo)
	}
	for _, m := range t.Managers {
		out.Managers = append(out.Managers, managerOut{m.Day, m.Value.ID})
	}
	for _, v := range t.Values {
		out.Values = append(out.Values, valueOut{v.Day, maybe(v.Value.Estimated), maybe(v.Value.Maximum)})
	}
	for _, m := range t.Amended {
		ao := amendmentOut{Date: m.Date, Title: m.Title, Value: maybe(m.Value), Ground: m.Ground}
		if x, ok := t.Signed[m.Path]; ok {
			ao.Signed = &signedOut{x.State, x.By, x.Key, x.Commit, x.Demanded}
		}
		out.Amendments = append(out.Amendments, ao)
	}
	for _, r := range t.Risk {
		out.Risk = append(out.Risk, riskAtOut{r.Quarter.String(), rounded(r.Score, 2), r.Band})
	}
	return out
}

// maybe is a value, or null.
func maybe[T any](m contract.Maybe[T]) any {
	if !m.Set {
		return nil
	}
	return m.V
}
