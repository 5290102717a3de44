package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/history"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// reportFlags are what is asked of the report.
type reportFlags struct {
	quarter, format, out, profile string
	brief, freeze, force          bool
}

func reportCommand(a *app) *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:     "report",
		Args:    arguments(0, 0),
		Example: "  forvalt report --quarter 2026-q3 > rapport.md\n  forvalt report --quarter 2026-q3 --format pdf,xlsx --out rapporter\n  forvalt report --quarter 2026-q3 --freeze",
		RunE:    func(c *cobra.Command, _ []string) error { return a.report(c.Context(), f) },
	}
	c.Flags().StringVar(&f.quarter, "quarter", "", "")
	reportFormatNames().flag(c, &f.format)
	c.Flags().StringVar(&f.out, "out", "", "")
	c.Flags().StringVar(&f.profile, "profile", contract.Internal, "")
	c.Flags().BoolVar(&f.brief, "brief", false, "")
	c.Flags().BoolVar(&f.freeze, "freeze", false, "")
	c.Flags().BoolVar(&f.force, "force", false, "")
	return c
}

// report writes the report of a quarter: to standard output where it is one text, else
// as files.
func (a *app) report(ctx context.Context, f reportFlags) error {
	formats, err := reportFormatsOf(f.format)
	if err != nil {
		return err
	}
	if f.profile != contract.Internal && f.profile != contract.Public {
		return misuse("bad-profile", message.Args{"value": f.profile})
	}
	l, err := a.load(ctx)
	if err != nil {
		return err
	}
	if err := noConflict(l.Findings); err != nil {
		return err
	}
	q, err := a.reportQuarter(f.quarter, l)
	if err != nil {
		return err
	}
	if f.freeze {
		return a.freeze(ctx, l, q)
	}
	t, err := a.quartersOf(ctx, l, f.profile == contract.Public, q)
	if err != nil {
		return err
	}
	defer t.close()
	r, frozen, err := t.report(ctx, q)
	if err != nil {
		return err
	}
	d := documentOf(l, r, frozen, f.brief)
	write := func(format string) ([]byte, error) { return reportFormatNamed(format).write(ctx, a, l, r, &d) }
	if f.out == "" && len(formats) == 1 && !reportFormatNamed(formats[0]).binary {
		data, err := write(formats[0])
		if err == nil {
			_, err = a.stdout.Write(data)
		}
		return err
	}
	for _, format := range formats {
		data, err := write(format)
		if err != nil {
			return err
		}
		if err := a.save(l.Printer, reportPath(f.out, &d, format), data, f.force); err != nil {
			return err
		}
	}
	return nil
}

func documentOf(l *loaded, r *report.Report, frozen, brief bool) document.Document {
	if brief {
		return document.Brief(l.Printer, r, frozen)
	}
	commentary := ""
	if !r.Public {
		commentary = report.Commentary(l.Portfolio, r.Quarter)
	}
	return document.Of(l.Printer, r, commentary, frozen)
}

// reportPath is where a format is written: --out is a folder, or a file where it ends in
// a format; other formats than that stand beside it.
func reportPath(out string, d *document.Document, format string) string {
	if ending := filepath.Ext(out); strings.EqualFold(ending, "."+format) {
		return out
	} else if reportFormatNamed(strings.ToLower(strings.TrimPrefix(ending, "."))) != nil {
		return strings.TrimSuffix(out, ending) + "." + format
	}
	return filepath.Join(out, d.Name+"."+format)
}

// reportFormatsOf reads a list of formats: md,pdf.
func reportFormatsOf(list string) ([]string, error) {
	var out []string
	for _, f := range strings.Split(list, ",") {
		f = strings.TrimSpace(f)
		if err := reportFormatNames().check(f); err != nil {
			return nil, err
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// reportQuarter is the quarter that is asked for, which must have ended; without one the
// latest that has.
func (a *app) reportQuarter(s string, l *loaded) (date.Quarter, error) {
	if s == "" {
		return quartersBefore(l.AsOf.AddDays(1), 1)[0], nil
	}
	q, err := date.ParseQuarter(s)
	if err != nil {
		return q, misuse("bad-quarter", message.Args{"value": s})
	}
	if q.Last().After(l.AsOf) {
		return q, misuse("quarter-not-over", message.Args{"quarter": q, "date": q.Last()})
	}
	return q, nil
}

// save writes a file whole or not at all. One that is there already and says something
// else is only replaced when that is asked for.
func (a *app) save(p *message.Printer, path string, data []byte, force bool) error {
	failed := func(err error) error {
		return refuse("cannot-write", message.Args{"path": path, "reason": err.Error()})
	}
	switch old, err := os.ReadFile(path); {
	case err == nil && string(old) == string(data):
		fmt.Fprintln(a.stderr, p.Text("cli.report.unchanged", message.Args{"path": path}))
		return nil
	case err == nil && !force:
		return refuse("file-exists", message.Args{"path": path})
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return failed(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return failed(err)
	}
	beside, err := os.CreateTemp(filepath.Dir(path), ".forvalt-*")
	if err != nil {
		return failed(err)
	}
	_, err = beside.Write(data)
	err = errors.Join(err, beside.Chmod(0o644), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		_ = os.Remove(beside.Name())
		return failed(err)
	}
	fmt.Fprintln(a.stderr, p.Text("cli.report.written", message.Args{"path": path}))
	return nil
}

// freeze keeps the report of a quarter beside the data, so that it stands when data and
// model change. What is not committed yet is refused: a frozen report must be traceable.
func (a *app) freeze(ctx context.Context, l *loaded, q date.Quarter) error {
	name := filepath.Join(a.data, filepath.FromSlash(frozenName(q)))
	if _, err := os.Lstat(name); err == nil {
		return refuse("frozen-already", message.Args{"path": name, "quarter": q})
	}
	revision, err := a.committed(l)
	if err != nil {
		return err
	}
	var f report.Frozen
	for _, public := range []bool{false, true} {
		t, err := a.quartersOf(ctx, l, public, q)
		if err != nil {
			return err
		}
		defer t.close()
		r, _, err := t.report(ctx, q)
		if err != nil {
			return err
		}
		r.Source.Program = strings.TrimPrefix(version(), "forvalt ")
		if r.Source.Kind == "today" {
			r.Source.Revision = revision
		}
		if public {
			f.Public = r
		} else {
			f.Internal = r
		}
	}
	data, err := f.Encode()
	if err != nil {
		return err
	}
	return a.save(l.Printer, name, data, false)
}

// committed gives the commit that the data folder is like; "" where there is no Git.
func (a *app) committed(l *loaded) (string, error) {
	repo, err := history.Open(a.data)
	if errors.Is(err, history.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", gitFailure(err, "HEAD")
	}
	defer repo.Close()
	head, err := repo.Head()
	if err != nil {
		return "", gitFailure(err, "HEAD")
	}
	dirty, err := repo.Differing("HEAD", l.Files)
	if err != nil {
		return "", gitFailure(err, "HEAD")
	}
	if len(dirty) > 0 {
		return "", refuse("freeze-dirty", message.Args{"n": len(dirty), "path": a.prefix() + "/" + dirty[0]})
	}
	return head.Hash, nil
}

// siteReports are the reports for the site, newest first: of the latest four quarters
// that have ended, of those that are frozen or pinned, and of those that people wrote about.
func (a *app) siteReports(ctx context.Context, l *loaded, public bool) ([]past.QuarterReport, error) {
	list := quartersBefore(l.AsOf.AddDays(1), 4)
	add := func(q date.Quarter) {
		if !q.IsZero() && !q.Last().After(l.AsOf) && !slices.Contains(list, q) {
			list = append(list, q)
		}
	}
	for _, c := range l.Commentary {
		q, _ := date.ParseQuarter(c.ID)
		add(q)
	}
	for _, f := range l.Reports {
		add(f.Quarter)
	}
	names, err := fs.Glob(l.Files, "reports/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		q, _ := date.ParseQuarter(strings.TrimSuffix(strings.TrimPrefix(name, "reports/"), ".json"))
		add(q)
	}
	slices.SortFunc(list, func(p, q date.Quarter) int { return q.Compare(p) })
	t, err := a.quartersOf(ctx, l, public, list...)
	if err != nil {
		return nil, err
	}
	defer t.close()
	var out []past.QuarterReport
	for _, q := range list {
		r, frozen, err := t.report(ctx, q)
		delete(t.made, q) // the next is of an older quarter
		var why *failure
		switch {
		case errors.As(err, &why) && why.key == "nothing-to-report":
			continue
		case errors.As(err, &why): // the rest of the site does not need it
			reason := l.Printer.Text("cli.errors."+why.key, why.args)
			fmt.Fprintln(a.stderr, l.Printer.Text("cli.report.left-out", message.Args{"quarter": q, "reason": reason}))
			if public { // a reason may name files
				reason = l.Printer.Text("report.page.unavailable", nil)
			}
			out = append(out, past.QuarterReport{Quarter: q, Missing: reason})
			continue
		case err != nil:
			return nil, err
		}
		one := past.QuarterReport{Quarter: q, Report: r, Frozen: frozen}
		if !public {
			one.Commentary = report.Commentary(l.Portfolio, q)
		}
		out = append(out, one)
	}
	return out, nil
}
