package main

import (
	"context"
	"path"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/change/compare"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/print"
	"github.com/forvalt/forvalt/internal/print/changes"
)

func diffCommand(a *app) *cobra.Command {
	var format string
	var all bool
	c := &cobra.Command{
		Use:     "diff BASE [HEAD]",
		Args:    arguments(1, 2),
		Example: "  forvalt diff HEAD\n  forvalt diff HEAD~1 HEAD\n  forvalt diff 2026-q2 2026-q3\n  forvalt diff origin/main --format md",
		RunE: func(c *cobra.Command, args []string) error {
			if err := textMarkdownOrJSON.check(format); err != nil {
				return err
			}
			d, err := a.diff(c.Context(), args)
			if err != nil {
				return err
			}
			d.All = all
			switch format {
			case "json":
				return print.JSON(a.stdout, d.JSON())
			case "md":
				return d.Markdown(a.stdout, changes.MaxMarkdown)
			}
			return d.Text(a.stdout, a.color(a.colours))
		},
	}
	textMarkdownOrJSON.flag(c, &format)
	c.Flags().BoolVar(&all, "all", false, "")
	return c
}

// diff compares a revision with another, or with the working tree. Both are measured on one
// date, the later side's; but a quarter is measured as its report is.
func (a *app) diff(ctx context.Context, revs []string) (*changes.Comparison, error) {
	l, err := a.load(ctx) // also judges the flags
	if err != nil {
		return nil, err
	}
	archive := a.archive(l)
	defer archive.Close()
	if _, err := archive.Head(); err != nil { // fails with the reason if the repository is empty
		return nil, gitFailure(&past.RevisionError{Revision: revs[0], Err: err})
	}
	d := &changes.Comparison{AsOf: l.AsOf, Printer: l.Printer}
	base, baseDay, err := a.revision(ctx, archive, l, revs[0])
	if err != nil {
		return nil, err
	}
	d.Base = changes.Revision{Name: revs[0], Commit: base.Commit}
	head := &l.Snapshot
	if len(revs) == 2 {
		if head, d.AsOf, err = a.revision(ctx, archive, l, revs[1]); err != nil {
			return nil, err
		}
		d.Head = changes.Revision{Name: revs[1], Commit: head.Commit}
		if d.AsOf.IsZero() {
			if d.AsOf, err = a.date(head.Portfolio); err != nil {
				return nil, err
			}
		}
		d.Printer = a.printer(head.Portfolio)
	}
	if baseDay.IsZero() {
		baseDay = d.AsOf
	}
	if err := noConflictAt(d.Base.Name, base.Findings); err != nil {
		return nil, err
	}
	if err := noConflictAt(d.Head.Name, head.Findings); err != nil {
		return nil, err
	}
	d.Diff = compare.Portfolios(base.Side(baseDay), head.Side(d.AsOf))
	if len(revs) == 1 && base.Commit.Hash != "" && len(d.Diff.Formatting) > 0 { // line ends that git changed on the way to the disk are no change
		differing, err := archive.Differing(base.Commit.Hash)
		if err != nil {
			return nil, gitFailure(err)
		}
		d.Diff.Formatting = slices.DeleteFunc(d.Diff.Formatting, func(file string) bool {
			return !slices.ContainsFunc(differing, func(p string) bool { return path.Join(l.Prefix, p) == file })
		})
	}
	return d, nil
}

// revision gives the portfolio at a revision or, for a quarter, of its cut, with the day on
// which that is measured.
func (a *app) revision(ctx context.Context, archive *past.Archive, l *loaded, name string) (*past.Snapshot, date.Date, error) {
	if _, err := quarterNamed(name); err != nil {
		then, err := archive.At(ctx, name)
		if err != nil {
			return nil, date.Date{}, gitFailure(err)
		}
		return then, date.Date{}, nil
	}
	q, err := a.reportQuarter(name, l)
	if err != nil {
		return nil, date.Date{}, err
	}
	cut, err := archive.Cut(ctx, q)
	if err == nil && cut.Why != "" {
		return nil, date.Date{}, refuse("no-quarter", message.Args{"quarter": q, "reason": message.Verbatim(cut.Why)})
	}
	var then *past.Snapshot
	if err == nil {
		then, err = archive.Take(ctx, cut)
	}
	if err != nil {
		return nil, date.Date{}, reportFailure(err)
	}
	return then, q.Last(), nil
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
			return refuse(key, message.Args{"path": f.File, "line": message.Verbatim(strconv.Itoa(f.Line)), "revision": revision})
		}
	}
	return nil
}
