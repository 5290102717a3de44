// Package reports draws the quarterly reports: the list of them, each as pages with its data
// beside it, and a report as one HTML file.
//
// In goes a kit.Site with finished reports; out come pages and files. What a report says is
// gathered in report, and put into words in report/document.
package reports

import (
	"bytes"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/report/wording"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the reports with their data, and the list of them.
func Pages(s *kit.Site) []kit.Page {
	if len(s.Opt.Reports) == 0 {
		return nil
	}
	out := []kit.Page{index(s)}
	for _, r := range s.Opt.Reports {
		if r.Report == nil {
			continue
		}
		at := s.Address("reports", r.Quarter.String())
		full := wording.Of(s.Pr, r.Report, r.Commentary, r.Frozen)
		brief := wording.Brief(s.Pr, r.Report, r.Frozen)
		briefAt := at + s.Slug("brief") + "/"
		files := []templates.Link{
			{Text: s.Pr.Text("report.page.brief", nil), Href: s.Href(at, briefAt)},
			{Text: "CSV", Href: r.Quarter.String() + ".csv"},
			{Text: "JSON", Href: "index.json"},
			{Text: "Markdown", Href: r.Quarter.String() + ".md"},
		}
		if s.Opt.Book != nil {
			files = slices.Insert(files, 1, templates.Link{Text: "Excel", Href: r.Quarter.String() + ".xlsx"})
			out = append(out, kit.Page{Path: at + r.Quarter.String() + ".xlsx", Draw: func(b *bytes.Buffer) error { return write(b)(s.Opt.Book(full)) }})
		}
		out = append(out, page(s, at, r.Report, &full, files, s.Crumbs(at)), page(s, briefAt, r.Report, &brief, nil, s.Crumbs(briefAt)),
			kit.Page{Path: at + "index.json", Draw: func(b *bytes.Buffer) error { return indented(b, r.Report) }},
			kit.Page{Path: at + r.Quarter.String() + ".csv", Draw: func(b *bytes.Buffer) error { return write(b)(full.CSV(), nil) }},
			kit.Page{Path: at + r.Quarter.String() + ".md", Draw: func(b *bytes.Buffer) error { return write(b)([]byte(full.Markdown()), nil) }})
	}
	return out
}

// indented puts a value into a buffer as JSON.
func indented(b *bytes.Buffer, v any) error { return write(b)(report.Indented(v)) }

// write puts what a function gave into a buffer.
func write(b *bytes.Buffer) func([]byte, error) error {
	return func(data []byte, err error) error {
		b.Write(data)
		return err
	}
}

// index is the list of reports, with those that could not be made.
func index(s *kit.Site) kit.Page {
	at := s.Address("reports")
	h := kit.Head{At: at, Title: s.Pr.Text("report.page.index", nil), Crumbs: s.Crumbs(at)}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		say := func(key string) string { return s.Pr.Text("report."+key, nil) }
		v := templates.ReportIndex{Title: h.Title, Lead: say("page.index-lead"), Table: templates.Table{Caption: h.Title,
			Columns: []templates.Column{{Head: say("column.quarter")}, {Head: say("key.active"), Numeric: true}, {Head: say("key.use"), Numeric: true}, {Head: say("page.state")}}}}
		for _, r := range s.Opt.Reports {
			name := prose.UpperFirst(s.Pr.Quarter(r.Quarter))
			if r.Report == nil {
				v.Notes = append(v.Notes, s.Pr.Text("report.page.failed", message.Args{"quarter": name, "reason": message.Verbatim(r.Missing)}))
				continue
			}
			state := say("page.state-" + string(r.Report.Source.Kind))
			switch {
			case r.Frozen:
				state = say("page.frozen")
			case r.Report.Source.Preliminary:
				state = say("page.preliminary")
			}
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: name, Href: s.Href(at, s.Address("reports", r.Quarter.String()))},
				{Value: s.ValueOn(r.Report.AsOf, definitions.Active, kit.Portfolio, measure.Count(r.Report.Contracts[contract.Active]), s.WholeNumber)}, {Value: s.ValueOn(r.Report.AsOf, definitions.TotalUse, kit.Portfolio, r.Report.Use.Rat(), s.Share)}, {Text: state}})
		}
		return templates.DrawReportIndex(f, v)
	})
}

// page is a report, in full or in brief, with the files beside it.
func page(s *kit.Site, at string, r *report.Report, d *document.Document, files []templates.Link, crumbs []templates.Link) kit.Page {
	parent := s.Address("reports")
	h := kit.Head{At: at, Title: d.Title, Crumbs: append(crumbs, templates.Link{Text: s.Pr.Text("report.page.index", nil), Href: s.Href(at, parent)})}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := view(s.Pr, s.MD, r, d, at, func(id string) string {
			if s.P.Contract(id) == nil {
				return "" // a contract renamed since, or not for the public
			}
			return s.Href(at, s.Address("contracts", id))
		})
		v.Files = files
		return templates.DrawReportPage(f, v)
	})
}
