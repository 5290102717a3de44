package book

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/report/document"
)

// Hostile words are words in the workbook: no formula, no broken sheet.
func TestBookEscapes(t *testing.T) {
	hostile := "=HYPERLINK(\"http://x\")</t>&\x00]]>"
	d := document.Document{Title: hostile, Owner: hostile, Lang: "nb", AsOf: date.MustParse("2026-09-30"), Lead: []string{hostile}, Parts: []document.Part{{ID: "a", Title: "[a]/b*?:" + strings.Repeat("lang", 20), Text: []string{hostile},
		Tables: []document.Table{{ID: "t", Caption: hostile, Columns: []document.Column{{Key: "a", Head: hostile}, {Key: "b", Head: "Sum"}},
			Rows: [][]document.Cell{{{Value: hostile, Text: hostile}, {Kind: document.Money, Value: "12.50", Text: "12"}}, {{Value: "+1", Text: "+1"}, {Kind: document.Money, Text: "20 EUR"}}}}}}}}
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := Write(cat.Printer("nb"), &d)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	words := 0
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			for j, v := range r {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if f, err := book.GetCellFormula(sheet, cell); err != nil || f != "" {
					t.Errorf("%s %s is a formula: %s (%v)", sheet, cell, f, err)
				}
				if strings.HasPrefix(v, "=HYPERLINK") || v == "+1" || v == "20 EUR" {
					words++
				}
			}
		}
	}
	if words < 6 {
		t.Errorf("%d hostile words came through", words)
	}
}
