package main

import (
	"context"
	"slices"

	"github.com/forvalt/forvalt/internal/pages/reports"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// reportFormat writes a report as a file. A new format is one row.
type reportFormat struct {
	name   string
	binary bool // never to standard output
	write  func(ctx context.Context, a *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error)
}

var reportFormats = []reportFormat{
	{name: "md", write: func(_ context.Context, _ *app, _ *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return []byte(d.Markdown()), nil
	}},
	{name: "html", write: reportHTML},
	{name: "pdf", binary: true, write: func(ctx context.Context, a *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error) {
		html, err := reportHTML(ctx, a, l, r, d)
		if err != nil {
			return nil, err
		}
		return a.makePDF(ctx, html, d.AsOf, d.Title, d.Lang)
	}},
	{name: "xlsx", binary: true, write: func(_ context.Context, _ *app, l *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return reportBook(l.Printer, d)
	}},
	{name: "csv", write: func(_ context.Context, _ *app, _ *loaded, _ *report.Report, d *document.Document) ([]byte, error) {
		return d.CSV()
	}},
	{name: "json", write: func(_ context.Context, _ *app, _ *loaded, r *report.Report, _ *document.Document) ([]byte, error) {
		return report.Indented(r)
	}},
}

func reportFormatNames() formats {
	var names formats
	for _, f := range reportFormats {
		names = append(names, f.name)
	}
	return names
}

// reportFormatNamed is the format with a name; nil if there is none.
func reportFormatNamed(name string) *reportFormat {
	i := slices.IndexFunc(reportFormats, func(f reportFormat) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return &reportFormats[i]
}

// reportHTML is one file that needs nothing beside it.
func reportHTML(_ context.Context, _ *app, l *loaded, r *report.Report, d *document.Document) ([]byte, error) {
	css, err := reportCSS()
	if err != nil {
		return nil, err
	}
	return reports.File(l.Printer, r, d, css)
}
