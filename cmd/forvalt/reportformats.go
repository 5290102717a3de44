package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/forvalt/forvalt/internal/chromium"
	"github.com/forvalt/forvalt/internal/exchange/pdf"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/reports"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/book"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/site"
)

// written is a report as the formats take it.
type written struct {
	report   *report.Report
	document document.Document
	printer  *message.Printer
}

// reportFormat writes a report as a file. A new format is one row.
type reportFormat struct {
	name   string
	binary bool // never to standard output
	write  func(context.Context, *written) ([]byte, error)
}

var reportFormats = []reportFormat{
	{name: "md", write: func(_ context.Context, r *written) ([]byte, error) { return []byte(r.document.Markdown()), nil }},
	{name: "html", write: func(_ context.Context, r *written) ([]byte, error) { return r.html() }},
	{name: "pdf", binary: true, write: func(ctx context.Context, r *written) ([]byte, error) { return r.pdf(ctx) }},
	{name: "xlsx", binary: true, write: func(_ context.Context, r *written) ([]byte, error) { return book.Write(r.printer, &r.document) }},
	{name: "csv", write: func(_ context.Context, r *written) ([]byte, error) { return r.document.CSV(), nil }},
	{name: "json", write: func(_ context.Context, r *written) ([]byte, error) { return report.Indented(r.report) }},
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

// html is one file that needs nothing beside it.
func (r *written) html() ([]byte, error) {
	if !site.Built() {
		return nil, refuse("no-assets", nil)
	}
	style, err := site.Style()
	if err != nil {
		return nil, err
	}
	return reports.File(r.printer, r.report, &r.document, style)
}

// pdf is the HTML, printed and stamped: the same bytes for the same report, as long as
// browser and fonts are the same.
func (r *written) pdf(ctx context.Context) ([]byte, error) {
	html, err := r.html()
	if err != nil {
		return nil, err
	}
	printed, err := chromium.PDF(ctx, html)
	var fault *chromium.Error
	if errors.As(err, &fault) {
		return nil, refuse("pdf-"+string(fault.Why), message.Args{"browser": fault.Browser, "path": fault.Browser, "variable": chromium.Variable,
			"reason": fault.Reason, "seconds": int(chromium.Limit / time.Second)})
	} else if err != nil {
		return nil, err
	}
	stamped, err := pdf.Stamp(printed, r.document.AsOf, r.document.Title, r.document.Lang)
	if err != nil {
		return nil, refuse("pdf-unfit", message.Args{"reason": err.Error()})
	}
	return stamped, nil
}
