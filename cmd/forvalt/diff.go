package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/change/wording"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
)

func diffCommand(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "diff BASE [HEAD]",
		Args:    arguments(1, 2),
		Example: "  forvalt diff HEAD\n  forvalt diff HEAD~1 HEAD\n  forvalt diff origin/main --format md",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textMarkdownOrJSON.check(format); err != nil {
				return err
			}
			d, err := a.diff(c.Context(), args)
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return writeJSON(a.stdout, d.json())
			case "md":
				return d.markdown(a.stdout, maxMarkdown)
			}
			return d.text(a.stdout, a.color(a.stdout))
		},
	}
	textMarkdownOrJSON.flag(c, &format)
	return c
}

// comparison is a diff with what it was made from.
type comparison struct {
	*change.Diff
	Base, Head revision
	AsOf       date.Date
	say        wording.Speaker
	p          *message.Printer
}

// revision is one side; its commit is empty for the working tree.
type revision struct {
	Name   string
	Commit history.Commit
}

// diff compares a revision with another, or with the working tree. Both are measured on
// one date: the later side's.
func (a *app) diff(ctx context.Context, revs []string) (*comparison, error) {
	l, err := a.load(ctx) // also judges the flags
	if err != nil {
		return nil, err
	}
	archive := a.archive(l)
	defer archive.Close()
	if _, err := archive.Head(); err != nil { // fails with the reason if the repository is empty
		return nil, gitFailure(&past.RevisionError{Revision: revs[0], Err: err})
	}
	d := &comparison{AsOf: l.AsOf, p: l.Printer}
	base, err := archive.At(ctx, revs[0])
	if err != nil {
		return nil, gitFailure(err)
	}
	d.Base = revision{revs[0], base.Commit}
	head := &l.Snapshot
	if len(revs) == 2 {
		if head, err = archive.At(ctx, revs[1]); err != nil {
			return nil, gitFailure(err)
		}
		d.Head = revision{revs[1], head.Commit}
		if d.AsOf, err = a.date(head.Portfolio); err != nil {
			return nil, err
		}
		d.p = a.printer(head.Portfolio)
	}
	if err := noConflictAt(d.Base.Name, base.Findings); err != nil {
		return nil, err
	}
	if err := noConflictAt(d.Head.Name, head.Findings); err != nil {
		return nil, err
	}
	d.say = wording.In(d.p)
	d.Diff = compare.Portfolios(base.Side(d.AsOf), head.Side(d.AsOf))
	return d, nil
}

// noConflict refuses a portfolio with merge conflicts: what it says is undecided.
func noConflict(findings []diag.Finding) error { return noConflictAt("", findings) }

// noConflictAt is noConflict for a revision, in which conflicts can no longer be resolved;
// "" is the working tree.
func noConflictAt(revision string, findings []diag.Finding) error {
	for _, f := range findings {
		if f.Code == "FV005" {
			key := "conflict"
			if revision != "" {
				key = "conflict-at"
			}
			return refuse(key, message.Args{"path": f.File, "line": message.Verbatim(itoa(f.Line)), "revision": revision})
		}
	}
	return nil
}

// The shapes of `diff --format json`; docs/diff.md describes them.
type (
	diffOut struct {
		Schema     int         `json:"schema"`
		Base       revisionOut `json:"base"`
		Head       revisionOut `json:"head"`
		AsOf       date.Date   `json:"as_of"`
		Changes    []changeOut `json:"changes"`
		Formatting []string    `json:"formatting"`
		Skipped    []string    `json:"skipped"`
		Totals     []effectOut `json:"totals"`
	}
	revisionOut struct {
		Revision string  `json:"revision"` // "" for the working tree
		Commit   *string `json:"commit"`
	}
	changeOut struct {
		Kind    change.Type `json:"kind"`
		ID      string      `json:"id"`
		Was     string      `json:"was,omitempty"`   // id before
		Other   string      `json:"other,omitempty"` // contract that an item moved to or from
		Name    string      `json:"name"`
		Change  change.Verb `json:"change"`
		Fields  []fieldOut  `json:"fields"`
		Items   []changeOut `json:"items"`
		Effects []effectOut `json:"effects"`
	}
	fieldOut struct {
		Path    string `json:"path"`
		Label   string `json:"label"`
		Lang    string `json:"lang,omitempty"`
		Old     any    `json:"old"`
		New     any    `json:"new"`
		Removed []any  `json:"removed,omitempty"`
		Added   []any  `json:"added,omitempty"`
	}
	effectOut struct {
		Kind    change.EffectKind `json:"kind"`
		Old     any               `json:"old"`
		New     any               `json:"new"`
		Text    string            `json:"text"`
		Because []effectOut       `json:"because,omitempty"`
	}
)

func (d *comparison) json() diffOut {
	return diffOut{Schema: 1, Base: d.Base.out(), Head: d.Head.out(), AsOf: d.AsOf, Changes: d.changesOut(d.Changes),
		Formatting: list(d.Formatting), Skipped: list(d.Skipped), Totals: effectsOut(d.say, d.Totals)}
}

func (r revision) out() revisionOut {
	o := revisionOut{Revision: r.Name}
	if r.Commit.Hash != "" {
		o.Commit = &r.Commit.Hash
	}
	return o
}

// list is never null.
func list(s []string) []string { return append([]string{}, s...) }

func (d *comparison) changesOut(cs []change.Change) []changeOut { return changesOut(d.say, cs) }

func changesOut(say wording.Speaker, cs []change.Change) []changeOut {
	out := []changeOut{}
	for i := range cs {
		c := &cs[i]
		o := changeOut{Kind: c.Type, ID: c.ID, Was: c.Was, Other: c.Other.ID, Name: say.Name(c), Change: c.Verb,
			Fields: []fieldOut{}, Items: changesOut(say, c.Items), Effects: effectsOut(say, c.Effects)}
		for _, f := range c.Fields {
			fo := fieldOut{Path: f.Path, Label: say.Label(f), Lang: f.Lang, Old: change.Machine(f.Old), New: change.Machine(f.New)}
			for _, v := range f.Out {
				fo.Removed = append(fo.Removed, change.Machine(v))
			}
			for _, v := range f.In {
				fo.Added = append(fo.Added, change.Machine(v))
			}
			o.Fields = append(o.Fields, fo)
		}
		out = append(out, o)
	}
	return out
}

func effectsOut(say wording.Speaker, es []change.Effect) []effectOut {
	out := []effectOut{}
	for _, e := range es {
		o := effectOut{Kind: e.Kind, Old: change.Machine(e.Old), New: change.Machine(e.New), Text: say.Effect(e).Text}
		if len(e.Because) > 0 {
			o.Because = effectsOut(say, e.Because)
		}
		out = append(out, o)
	}
	return out
}
