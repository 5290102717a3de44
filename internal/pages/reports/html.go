package reports

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/report/wording"
	"github.com/forvalt/forvalt/templates"
)

// view is a report's document as HTML shows it; link gives the address of a contract's page.
func view(pr *message.Printer, md *prose.Markdown, r *report.Report, d *document.Document, at string, link func(id string) string) templates.Report {
	v := templates.Report{Title: d.Title, Owner: d.Owner, Lead: d.Lead}
	for _, p := range d.Parts {
		part := templates.ReportPart{ID: p.ID, Title: p.Title, Text: p.Text}
		if p.Body != "" {
			html, _ := md.HTML(p.Body, at)
			part.Body = templates.HTML(html)
		}
		for i := range p.Tables {
			t := &p.Tables[i]
			if t.ID == wording.PurchasesTable {
				part.Figure = purchases(pr, r, t)
				continue
			}
			table := templates.ReportTable{Table: tableView(t, link)}
			_, table.Rest = t.Visible()
			if len(p.Tables) > 1 && t.Caption != p.Title {
				table.Heading = t.Caption
			}
			part.Tables = append(part.Tables, table)
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

// tableView is a table of a report as HTML shows it.
func tableView(t *document.Table, link func(id string) string) templates.Table {
	out := templates.Table{Caption: t.Caption, Cards: true}
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, templates.Column{Head: c.Head, Numeric: t.Numeric(i), Wide: c.Key == wording.ReasonsColumn || c.Key == wording.ProposalColumn})
	}
	rows, _ := t.Visible()
	for _, r := range rows {
		cells := make([]templates.Cell, len(r))
		for i, c := range r {
			cells[i] = templates.Cell{Text: c.Text}
			switch {
			case c.Band != "":
				cells[i] = templates.Cell{Risk: &templates.RiskBadge{Band: string(c.Band), Label: c.Text}}
			case c.Link != "":
				cells[i].Href = link(c.Link)
			case c.Figure != "":
				mark := kit.MarkOf(c.Figure, kit.Subject(c.Of), c.At, report.Number(c.Value).Rat())
				cells[i] = templates.Cell{Value: templates.Value{Text: c.Text, Mark: mark}}
			case c.Kind == document.Date:
				cells[i].ISO = c.Value
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// purchases are drawn as columns by quarter, in millions.
func purchases(pr *message.Printer, r *report.Report, t *document.Table) templates.Figure {
	c := chart.Chart{Title: t.Caption, Kind: chart.Stacked, Series: []chart.Series{{Name: t.Columns[1].Head, Tone: chart.ToneAccent}}}
	for _, q := range r.Purchases {
		label := chart.Label{Text: pr.Text("report.quarter", message.Args{"q": q.Quarter.Q})}
		if q.Quarter.Q == 1 || len(c.Labels) == 0 {
			label.Group = strconv.Itoa(q.Quarter.Year)
		}
		millions := kit.Float(q.Amount.Rat()) / 1_000_000
		digits := 0
		if millions < 10 {
			digits = 1
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: millions, Text: pr.Millions(q.Amount.Rat(), digits)})
	}
	return templates.Figure{ID: "purchases", Title: t.Caption, Conclusion: pr.Text("report.text.purchases", nil), Drawing: templates.SVG(c.SVG()), Table: tableView(t, nil)}
}

// File is a document as one HTML file that needs nothing beside it; css is its
// style sheet.
func File(pr *message.Printer, r *report.Report, d *document.Document, css string) ([]byte, error) {
	f := templates.Frame{T: func(key string, args map[string]any) string { return pr.Text(key, args) }, Lang: d.Lang}
	v := view(pr, prose.New(outward), r, d, "", func(string) string { return "" })
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
