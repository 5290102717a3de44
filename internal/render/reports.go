package render

import (
	"bytes"
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/templates"
)

// QuarterReport is what the site shows of a quarter; the shell fills it. The pages and
// `forvalt report` draw the same documents.
type QuarterReport struct {
	Quarter    date.Quarter
	Report     *report.Report // nil where it cannot be made
	Missing    string         // why
	Frozen     bool
	Commentary string // Markdown
}

// reportPages are the reports with their data, and the list of them.
func reportPages(s *site) []page {
	if len(s.opt.Reports) == 0 {
		return nil
	}
	out := []page{s.reportIndex()}
	for _, r := range s.opt.Reports {
		if r.Report == nil {
			continue
		}
		at := s.address("reports", r.Quarter.String())
		full := ReportDocument(s.pr, r.Report, r.Commentary, r.Frozen)
		brief := BriefDocument(s.pr, r.Report, r.Frozen)
		briefAt := at + s.slugs["brief"] + "/"
		files := []templates.Link{
			{Text: s.pr.Text("report.page.brief", nil), Href: s.href(at, briefAt)},
			{Text: "CSV", Href: r.Quarter.String() + ".csv"},
			{Text: "JSON", Href: "index.json"},
			{Text: "Markdown", Href: r.Quarter.String() + ".md"},
		}
		if s.opt.Book != nil {
			files = slices.Insert(files, 1, templates.Link{Text: "Excel", Href: r.Quarter.String() + ".xlsx"})
			out = append(out, page{at + r.Quarter.String() + ".xlsx", func(b *bytes.Buffer) error { return write(b)(s.opt.Book(full)) }})
		}
		out = append(out, s.reportPage(at, r.Report, &full, files, s.crumbs(at)), s.reportPage(briefAt, r.Report, &brief, nil, s.crumbs(briefAt)),
			page{at + "index.json", func(b *bytes.Buffer) error { return indented(b, r.Report) }},
			page{at + r.Quarter.String() + ".csv", func(b *bytes.Buffer) error { return write(b)(full.CSV()) }},
			page{at + r.Quarter.String() + ".md", func(b *bytes.Buffer) error { return write(b)([]byte(full.Markdown()), nil) }})
	}
	return out
}

func indented(b *bytes.Buffer, v any) error { return write(b)(report.Indented(v)) }

// write puts what a function gave into a buffer.
func write(b *bytes.Buffer) func([]byte, error) error {
	return func(data []byte, err error) error {
		b.Write(data)
		return err
	}
}

func (s *site) reportIndex() page {
	at := s.address("reports")
	h := head{at: at, title: s.pr.Text("report.page.index", nil), crumbs: s.crumbs(at)}
	return s.html(h, func(f templates.Frame) component {
		say := func(key string) string { return s.pr.Text("report."+key, nil) }
		v := templates.ReportIndex{Title: h.title, Lead: say("page.index-lead"), Table: templates.Table{Caption: h.title,
			Columns: []templates.Column{{Head: say("column.quarter")}, {Head: say("key.active"), Numeric: true}, {Head: say("key.use"), Numeric: true}, {Head: say("page.state")}}}}
		for _, r := range s.opt.Reports {
			name := upperFirst(s.pr.Quarter(r.Quarter))
			if r.Report == nil {
				v.Notes = append(v.Notes, s.pr.Text("report.page.failed", message.Args{"quarter": name, "reason": message.Verbatim(r.Missing)}))
				continue
			}
			w := wording{pr: s.pr, r: r.Report}
			state := say("page.state-" + r.Report.Source.Kind)
			if r.Frozen {
				state = say("page.frozen")
			}
			v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: name, Href: s.href(at, s.address("reports", r.Quarter.String()))},
				{Text: s.pr.Number(int64(r.Report.Contracts["active"]))}, {Text: w.share(r.Report.Use).Text}, {Text: state}})
		}
		return templates.DrawReportIndex(f, v)
	})
}

func (s *site) reportPage(at string, r *report.Report, d *Document, files []templates.Link, crumbs []templates.Link) page {
	parent := s.address("reports")
	h := head{at: at, title: d.Title, crumbs: append(crumbs, templates.Link{Text: s.pr.Text("report.page.index", nil), Href: s.href(at, parent)})}
	return s.html(h, func(f templates.Frame) component {
		v := reportView(s.pr, s.md, r, d, at, func(id string) string {
			if s.p.Contract(id) == nil {
				return "" // renamed since, or not for the public
			}
			return s.href(at, s.address("contracts", id))
		})
		v.Files = files
		return templates.DrawReportPage(f, v)
	})
}

// reportView is a report's document as HTML shows it; link gives the address of a contract's page.
func reportView(pr *message.Printer, md *markdown, r *report.Report, d *Document, at string, link func(id string) string) templates.Report {
	v := templates.Report{Title: d.Title, Owner: d.Owner, Lead: d.Lead}
	for _, p := range d.Parts {
		part := templates.ReportPart{ID: p.ID, Title: p.Title, Text: p.Text}
		if p.Body != "" {
			html, _ := md.HTML(p.Body, at)
			part.Body = templates.HTML(html)
		}
		for i := range p.Tables {
			t := &p.Tables[i]
			if t.ID == "purchases" {
				part.Figure = purchases(pr, r, t)
				continue
			}
			table := templates.ReportTable{Table: t.view(link)}
			_, table.Rest = t.Brief()
			if len(p.Tables) > 1 && t.Caption != p.Title {
				table.Heading = t.Caption
			}
			part.Tables = append(part.Tables, table)
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

func (t *DocumentTable) view(link func(id string) string) templates.Table {
	out := templates.Table{Caption: t.Caption, Cards: true}
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, templates.Column{Head: c.Head, Numeric: t.numeric(i), Wide: c.Key == "reasons" || c.Key == "proposal"})
	}
	rows, _ := t.Brief()
	for _, r := range rows {
		cells := make([]templates.Cell, len(r))
		for i, c := range r {
			cells[i] = templates.Cell{Text: c.Text}
			switch {
			case c.Band != "":
				cells[i] = templates.Cell{Risk: &templates.RiskBadge{Band: c.Band, Label: c.Text}}
			case c.Link != "":
				cells[i].Href = link(c.Link)
			case c.Kind == CellDate:
				cells[i].ISO = c.Value
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// purchases are drawn as columns by quarter, in millions.
func purchases(pr *message.Printer, r *report.Report, t *DocumentTable) templates.Figure {
	c := chart.Chart{Title: t.Caption, Kind: chart.Stacked, Series: []chart.Series{{Name: t.Columns[1].Head, Tone: chart.ToneAccent}}}
	for _, q := range r.Purchases {
		label := chart.Label{Text: pr.Text("report.quarter", message.Args{"q": q.Quarter.Q})}
		if q.Quarter.Q == 1 || len(c.Labels) == 0 {
			label.Group = strconv.Itoa(q.Quarter.Year)
		}
		millions := new(big.Rat).Quo(q.Amount.Rat(), big.NewRat(1_000_000, 1))
		x, _ := millions.Float64()
		digits := 0
		if x < 10 {
			digits = 1
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: x, Text: pr.Rat(millions, digits)})
	}
	return templates.Figure{ID: "purchases", Title: t.Caption, Conclusion: pr.Text("report.text.purchases", nil), Drawing: templates.SVG(c.SVG()), Table: t.view(nil)}
}

// ReportHTML is a document as one HTML file that needs nothing beside it; css is its
// style sheet.
func ReportHTML(pr *message.Printer, r *report.Report, d *Document, css string) ([]byte, error) {
	f := templates.Frame{T: func(key string, args map[string]any) string { return pr.Text(key, args) }, Lang: d.Lang}
	v := reportView(pr, newMarkdown(outward), r, d, "", func(string) string { return "" })
	v.Brief = d.Brief
	var b bytes.Buffer
	err := templates.DrawReportFile(f, templates.ReportStyle(css, strings.TrimSuffix(d.Title+" · "+d.Owner, " · ")), v).Render(context.Background(), &b)
	return b.Bytes(), err
}

// outward keeps links that lead out on the web or to a mailbox; the site's own pages do
// not lie beside a file.
func outward(_, target string) string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(target, scheme) {
			return target
		}
	}
	return ""
}
