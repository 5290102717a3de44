package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/exchange/ical"
	"github.com/forvalt/forvalt/internal/exchange/xlsx"
	"github.com/forvalt/forvalt/internal/file"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/plain"
	"github.com/forvalt/forvalt/internal/publish"
	"github.com/forvalt/forvalt/internal/report/book"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/table"
	"github.com/forvalt/forvalt/site"
)

func buildCommand(a *app) *cobra.Command {
	var out, baseURL string
	var profile contract.Visibility
	var links, strict bool
	c := &cobra.Command{
		Use:     "build",
		Args:    arguments(0, 0),
		Example: "  forvalt build\n  forvalt build --profile public --out public-site --base-url https://kontrakter.example.no/",
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("file-links") {
				links = baseURL == "" // who gives an address has a server; else what is built is opened where it lies
			}
			return a.build(c.Context(), out, strict, kit.Options{Profile: profile, BaseURL: baseURL, FileLinks: links})
		},
	}
	c.Flags().StringVar(&out, "out", "public", "")
	c.Flags().StringVar((*string)(&profile), "profile", string(contract.Internal), "")
	c.Flags().StringVar(&baseURL, "base-url", "", "")
	c.Flags().BoolVar(&links, "file-links", false, "")
	c.Flags().BoolVar(&strict, "strict", false, "")
	return c
}

// manyContracts is the number of contracts past which garbage is collected before it is as
// large as all that is in use: the figures of 10,000 contracts take 0.9 GB, which must not
// become two.
const manyContracts = 3000

// build is the route of the data, from files to a published site:
//
//	files → portfolio → figures → findings → pages → folder
//
// A strict one writes nothing where a past that should be there cannot be read.
func (a *app) build(ctx context.Context, out string, strict bool, opt kit.Options) error {
	if err := a.checkBuild(out, opt); err != nil {
		return err
	}
	l, err := a.load(ctx)
	if err != nil {
		return err
	}
	if len(l.Contracts) > manyContracts {
		defer debug.SetGCPercent(debug.SetGCPercent(40))
	}
	measured := figures.Of(l.Portfolio, l.AsOf)
	archive := a.archive(l)
	defer archive.Close()
	git, err := signatures(ctx, archive, l.Printer)
	if err != nil {
		return err
	}
	findings := a.judge(l, measured, git)
	if diag.Count(findings, diag.Error) > 0 {
		errors := slices.DeleteFunc(findings, func(f diag.Finding) bool { return f.Severity < diag.Error })
		if err := a.print(errors, "text", l, false); err != nil { // validate shows the rest
			return err
		}
		return errFindings
	}

	opt.Printer, opt.Version, opt.Rules = l.Printer, strings.TrimPrefix(version(), "forvalt "), rules()
	opt.Calendar, opt.Workbook = calendar, workbook
	opt.Book = func(d document.Document) ([]byte, error) { return book.Write(l.Printer, &d) }
	if opt.Assets, err = assets(); err != nil {
		return err
	}
	shownOf := measured
	if opt.Profile == contract.Public {
		shownOf = nil
	}
	known, err := shown.Of(ctx, archive, shownOf)
	if err != nil {
		return err
	}
	if a.warn(l.Printer, known.Fault) && strict {
		return errFindings
	}
	opt.Log, opt.Quarters, opt.Trend, opt.Stories = known.Log, known.Quarters, known.Trend, known.Stories
	if opt.Reports, err = a.siteReports(ctx, l, archive, opt.Profile); err != nil {
		return err
	}
	archive.Close() // pages do not need it, and it holds much memory
	if opt.Profile == contract.Public {
		l.Portfolio = l.PublicPart(l.AsOf)
		measured, findings, opt.Log = figures.Of(l.Portfolio, l.AsOf), nil, opt.Log.HashOnly()
	}
	if opt.Profile == contract.Internal {
		opt.Signed = git.Signed
	}
	files := pages.Site(ctx, l.Portfolio, measured, findings, opt)
	stats, err := publish.Write(ctx, out, files, publish.Options{Progress: a.progress("writing")})
	if err != nil {
		return a.publishFailure(err, out)
	}
	return a.summary(out, l, findings, stats, opt.Profile)
}

// checkBuild refuses what cannot end well, before any work.
func (a *app) checkBuild(out string, opt kit.Options) error {
	if !site.Built() {
		return refuse("no-assets", nil)
	}
	if opt.Profile != contract.Internal && opt.Profile != contract.Public {
		return misuse("bad-profile", message.Args{"value": string(opt.Profile)})
	}
	if err := a.locate(); err != nil {
		return err
	}
	data, err1 := filepath.Abs(a.data)
	dir, err2 := filepath.Abs(out)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	sep := string(filepath.Separator)
	if strings.HasPrefix(dir+sep, data+sep) || strings.HasPrefix(data+sep, dir+sep) {
		return misuse("out-in-data", message.Args{"out": out, "data": a.data})
	}
	return nil
}

// rules are those of the check, as their pages need them.
func rules() []kit.Rule {
	var out []kit.Rule
	for i := range check.Rules {
		r := &check.Rules[i]
		ex := r.Example()
		out = append(out, kit.Rule{Code: r.Code, Severity: r.Severity, Group: r.Group, Key: "findings." + r.Code, Bad: ex.Bad, Good: ex.Good})
	}
	return out
}

// workbook writes a table as an Excel workbook, in words.
func workbook(name string, t table.Table) ([]byte, error) {
	kinds := map[table.Kind]xlsx.Column{table.ID: {Width: 26}, table.Text: {Width: 40}, table.List: {Width: 30}, table.Word: {Width: 14}, table.Bool: {Width: 14}, table.Date: {Kind: xlsx.Date, Width: 12},
		table.Amount: {Kind: xlsx.Number, Width: 16}, table.Number: {Kind: xlsx.Number, Width: 10, Decimals: 2}, table.Count: {Kind: xlsx.Number, Width: 10}}
	out := xlsx.Table{Rows: t.Rows}
	for i, c := range t.Columns {
		column := kinds[c.Kind]
		column.Head = c.Head
		out.Columns = append(out.Columns, column)
		for _, row := range t.Rows {
			if c.Word != nil && row[i] != "" {
				row[i] = c.Word(row[i])
			}
		}
	}
	return xlsx.Write(name, out)
}

// calendar writes deadlines as an iCalendar file.
func calendar(c kit.Calendar) []byte {
	out := ical.Calendar{Name: c.Name, Description: c.Description, AsOf: c.AsOf}
	for _, e := range c.Events {
		out.Events = append(out.Events, ical.Event{UID: e.UID, Date: e.Date, Summary: e.Summary, Description: e.Description, Category: e.Category, URL: e.URL, Priority: e.Priority, Alarms: e.Alarms, Cancelled: e.Cancelled})
	}
	return ical.Write(out)
}

// assets are the bundled files of the site, below assets/.
func assets() ([]file.File, error) {
	dist, err := fs.Sub(site.FS, "dist")
	if err != nil {
		return nil, err
	}
	var out []file.File
	err = fs.WalkDir(dist, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == "README.md" {
			return err
		}
		data, err := fs.ReadFile(dist, p)
		out = append(out, file.File{Path: "assets/" + p, Data: data})
		return err
	})
	return out, err
}

// publishFailure puts what publish refuses into words.
func (a *app) publishFailure(err error, out string) error {
	var foreign *publish.ForeignError
	if errors.As(err, &foreign) {
		return refuse("foreign-folder", message.Args{"path": out})
	}
	return cannotWrite(out, err)
}

// summary says where the site is, on standard error so that pipes stay clean.
func (a *app) summary(out string, l *loaded, findings []diag.Finding, stats publish.Stats, profile contract.Visibility) error {
	p := l.Printer
	fmt.Fprintln(a.stderr, p.Text("cli.build.done", message.Args{"n": stats.Files, "written": stats.Written, "out": plain.Line(out), "index": plain.Line(filepath.Join(out, "index.html"))}))
	if n := diag.Count(findings, diag.Warning); n > 0 {
		fmt.Fprintln(a.stderr, p.Text("cli.build.findings", message.Args{"n": n}))
	}
	if profile == contract.Internal {
		fmt.Fprintln(a.stderr, p.Text("cli.build.internal", nil))
	}
	return nil
}
