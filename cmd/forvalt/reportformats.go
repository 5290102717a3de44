package main

import (
	"context"

	"github.com/forvalt/forvalt/internal/pages/reports"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// reportFormat writes a report as a file. A new format is one row.
type reportFormat struct {
	binary bool // never to standard output
	write  func(ctx context.Context, a *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error)
}

var reportFormats = map[string]reportFormat{
	"md": {write: func(_ context.Context, _ *app, _ *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return []byte(d.Markdown()), nil
	}},
	"csv": {write: func(_ context.Context, _ *app, _ *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return d.CSV()
	}},
	"json": {write: func(_ context.Context, _ *app, _ *loaded, r *report.Report, _ *document.Document) ([]byte, error) {
		return report.Indented(r)
	}},
	"html": {write: reportHTML},
	"pdf": {binary: true, write: func(ctx context.Context, a *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error) {
		html, err := reportHTML(ctx, a, l, r, d)
		if err != nil {
			return nil, err
		}
		return a.makePDF(ctx, html, d.AsOf, d.Title, d.Lang)
	}},
	"xlsx": {binary: true, write: func(_ context.Context, _ *app, l *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return reportBook(l.Printer, d)
	}},
}

// reportHTML is one file that needs nothing beside it.
func reportHTML(_ context.Context, _ *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error) {
	css, err := reportCSS()
	if err != nil {
		return nil, err
	}
	return reports.File(l.Printer, r, d, css)
}
