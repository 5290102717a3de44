package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/past"
	"github.com/forvalt/forvalt/internal/past/quarter"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/place"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/report/wording"
	"github.com/forvalt/forvalt/internal/trend"
)

// reportFlags say which report is wanted, and where.
type reportFlags struct {
	quarter, format, out string
	profile              contract.Visibility
	brief, freeze, force bool
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
	c.Flags().StringVar((*string)(&f.profile), "profile", string(contract.Internal), "")
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
		return misuse("bad-profile", message.Args{"value": string(f.profile)})
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
	archive := a.archive(l)
	defer archive.Close()
	if f.freeze {
		return a.freeze(ctx, l, archive, q)
	}
	r, err := quarter.Of(archive, reportOptions(l, f.profile)).Report(ctx, q)
	if err != nil {
		return reportFailure(err)
	}
	w := &written{r.Report, documentOf(l.Printer, r, f.brief), l.Printer}
	write := func(format string) ([]byte, error) { return reportFormatNamed(format).write(ctx, w) }
	if f.out == "" && len(formats) == 1 && !reportFormatNamed(formats[0]).binary {
		data, err := write(formats[0])
		if err != nil {
			return err
		}
		switch formats[0] {
		case "md":
			_, err = a.stdout.Write(data)
		case "json":
			_, err = a.stdout.Write(plain.JSON(data))
		default:
			_, err = a.document.Write(plain.Document(data))
		}
		return err
	}
	for _, format := range formats {
		data, err := write(format)
		if err != nil {
			return err
		}
		if err := a.save(l.Printer, reportPath(f.out, &w.document, format), data, f.force); err != nil {
			return err
		}
	}
	return nil
}

func reportOptions(l *loaded, profile contract.Visibility) quarter.Options {
	return quarter.Options{Public: profile == contract.Public, Because: func(model *contract.RiskModel, m trend.Movement) []string {
		return trend.Because(l.Printer, model, m)
	}}
}

func documentOf(p *message.Printer, r *quarter.Report, brief bool) document.Document {
	if brief {
		return wording.Brief(p, r.Report, r.Frozen)
	}
	return wording.Of(p, r.Report, r.Commentary, r.Frozen)
}

// reportFailure puts into words why a report cannot be made.
func reportFailure(err error) error {
	var (
		empty  *quarter.EmptyError
		pin    *past.PinError
		model  *past.ModelError
		frozen *quarter.FrozenError
		dirty  *past.DirtyError
	)
	switch {
	case errors.As(err, &empty):
		key := "nothing-to-report"
		if empty.Public {
			key = "nothing-public"
		}
		return refuse(key, message.Args{"quarter": empty.Quarter})
	case errors.As(err, &pin):
		return refuse("pinned-no-git", message.Args{"quarter": pin.Quarter, "reason": pin.Why})
	case errors.As(err, &model):
		return refuse("pinned-no-model", message.Args{"model": model.Model, "revision": model.Revision})
	case errors.As(err, &dirty):
		return refuse("freeze-dirty", message.Args{"n": len(dirty.Files), "path": dirty.Files[0]})
	case errors.As(err, &frozen):
		key := "bad-frozen"
		if frozen.Unread {
			key = "unreadable"
		} else if errors.Is(err, report.ErrNewer) {
			key = "newer-frozen"
		}
		return refuse(key, message.Args{"path": frozen.Path, "reason": frozen.Err.Error()})
	}
	return gitFailure(err)
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
		return l.AsOf.LastQuarter(), nil
	}
	q, err := quarterNamed(s)
	if err != nil {
		return q, misuse("bad-quarter", message.Args{"value": s})
	}
	if q.Last().After(l.AsOf) {
		return q, misuse("quarter-not-over", message.Args{"quarter": q, "date": q.Last()})
	}
	return q, nil
}

// quarterNamed reads a quarter, in small or large letters.
func quarterNamed(s string) (date.Quarter, error) { return date.ParseQuarter(strings.ToLower(s)) }

// save writes a file, and says so. An existing one with other content is replaced only when
// that is asked for.
func (a *app) save(p *message.Printer, path string, data []byte, force bool) error {
	written, err := place.File(path, data, force)
	switch {
	case errors.Is(err, place.ErrThere):
		return refuse("file-exists", message.Args{"path": path})
	case err != nil:
		return cannotWrite(path, err)
	case !written:
		fmt.Fprintln(a.stderr, p.Text("cli.report.unchanged", message.Args{"path": plain.Line(path)}))
	default:
		fmt.Fprintln(a.stderr, p.Text("cli.report.written", message.Args{"path": plain.Line(path)}))
	}
	return nil
}

// freeze keeps the report of a quarter beside the data.
func (a *app) freeze(ctx context.Context, l *loaded, archive *past.Archive, q date.Quarter) error {
	name := filepath.Join(a.data, filepath.FromSlash(quarter.FrozenName(q)))
	if _, err := os.Lstat(name); err == nil {
		return refuse("frozen-already", message.Args{"path": name, "quarter": q})
	}
	place.Tidy(name)
	f, err := quarter.Freeze(ctx, archive, reportOptions(l, contract.Internal), q, strings.TrimPrefix(version(), "forvalt "))
	if err != nil {
		return reportFailure(err)
	}
	data, err := f.Encode()
	if err != nil {
		return err
	}
	return a.save(l.Printer, name, data, false)
}

// siteReports gives the reports for the site, and prints why one is left out.
func (a *app) siteReports(ctx context.Context, l *loaded, archive *past.Archive, profile contract.Visibility) ([]shown.Report, error) {
	reports, err := quarter.Site(ctx, archive, reportOptions(l, profile))
	var out []shown.Report
	for _, r := range reports {
		if r.Err == nil {
			out = append(out, shown.Report{Quarter: r.Quarter, Report: r.Report.Report, Frozen: r.Frozen, Commentary: r.Commentary})
			continue
		}
		reason := words(l.Printer, reportFailure(r.Err))
		fmt.Fprintln(a.stderr, l.Printer.Text("cli.report.left-out", message.Args{"quarter": r.Quarter, "reason": reason}))
		if profile == contract.Public { // a reason may name files
			reason = l.Printer.Text("report.page.unavailable", nil)
		}
		out = append(out, shown.Report{Quarter: r.Quarter, Missing: reason})
	}
	return out, err
}
