// Package book makes a workbook of a report: the summary, then one sheet a part. In goes a
// document; out comes the file, as exchange/xlsx writes it.
package book

import (
	"slices"

	"github.com/forvalt/forvalt/internal/exchange/xlsx"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report/document"
	"github.com/forvalt/forvalt/internal/report/wording"
)

// cellKinds are a document's kinds of cells as a workbook has them.
var cellKinds = map[document.Kind]xlsx.Column{
	document.Text: {Kind: xlsx.Text}, document.Count: {Kind: xlsx.Integer}, document.Money: {Kind: xlsx.Money},
	document.Share: {Kind: xlsx.Share}, document.Score: {Kind: xlsx.Number, Decimals: 2}, document.Date: {Kind: xlsx.Date},
}

// kindWords name the kinds where one table of the document is several in the workbook.
var kindWords = map[document.Kind]string{document.Count: "count", document.Money: "money", document.Share: "share", document.Score: "other"}

// Write gives the file.
func Write(p *message.Printer, d *document.Document) ([]byte, error) {
	book := xlsx.Book{Title: d.Title, Creator: d.Owner, Language: d.Lang, Date: d.AsOf}
	summary := xlsx.Sheet{Name: p.Text("report.sheet", nil), Title: d.Title, Notes: append([]string{d.Owner}, d.Lead...)}
	for _, part := range d.Parts {
		if len(part.Tables) == 0 {
			if part.ID == wording.SourcePart {
				summary.After = part.Text
			}
			continue
		}
		sheet := xlsx.Sheet{Name: part.Title, Title: part.Title, Notes: part.Text}
		for _, t := range part.Tables {
			if t.ID == wording.PurchasesTable {
				sheet.Chart = &xlsx.Chart{Table: len(sheet.Tables), Category: 0, Values: []int{1}, Title: t.Caption, YTitle: p.Text("report.kind.money", nil), Alt: t.Caption}
			}
			sheet.Tables = append(sheet.Tables, tables(p, t)...)
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	book.Sheets = slices.Insert(book.Sheets, 0, summary)
	return xlsx.WriteBook(book)
}

// tables is a table of the document: one for each kind of figures in its rows, for a
// column of a workbook holds one kind.
func tables(p *message.Printer, t document.Table) []xlsx.Table {
	var out []xlsx.Table
	var kinds []document.Kind
	for _, r := range t.Rows {
		kind := r[min(1, len(r)-1)].Kind
		at := slices.Index(kinds, kind)
		if at < 0 {
			at = len(kinds)
			kinds = append(kinds, kind)
			table := xlsx.Table{Caption: t.Caption}
			for i, c := range t.Columns {
				column := cellKinds[r[i].Kind]
				column.Head = c.Head
				table.Columns = append(table.Columns, column)
			}
			out = append(out, table)
		}
		row := make([]string, len(r))
		for i, c := range r {
			if row[i] = c.Value; c.Value == "" {
				row[i] = c.Text // why there is none
			}
		}
		out[at].Rows = append(out[at].Rows, row)
	}
	if len(out) > 1 {
		for i, k := range kinds {
			out[i].Caption += ": " + p.Text("report.kind."+kindWords[k], nil)
		}
	}
	return out
}
