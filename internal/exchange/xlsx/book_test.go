package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/date"
)

func book() Book {
	return Book{Title: "Kvartalsrapport 2026 k3", Creator: "Prøve kommune", Language: "nb", Date: date.Of(2026, 9, 30), Sheets: []Sheet{
		{Name: "Økonomi", Title: "Økonomi", Notes: []string{"Beløp i kroner uten merverdiavgift."}, Tables: []Table{{
			Columns: []Column{{Head: "Kontrakt"}, {Head: "Forbruk", Kind: Money}, {Head: "Andel", Kind: Share}, {Head: "Antall", Kind: Integer}, {Head: "Slutt", Kind: Date}, {Head: "Timer", Kind: Number, Decimals: 1}},
			Rows: [][]string{
				{"Renhold", "1234.50", "0.125", "12", "2026-12-31", "7.5"},
				{"=SUM(A1:A9)", "999999999999999.99", "1", "0", "2027-02-28", "0"},
				{"Vekter <&> «æøå»", "ukjent", "", "-3", "1899-01-01", "-0.05"},
				{"@x", "-100", "0.3333333333333333333", "", "2024-02-29", "1234567.25"},
			},
		}}, After: []string{"Tall er per 30. september 2026."}, Chart: &Chart{Values: []int{1, 3}, Title: "Forbruk", YTitle: "Kroner", Alt: "Forbruk og antall per kontrakt"}},
		{Name: "Risiko: høy/lav [utkast]", Title: "Risiko", Tables: []Table{
			{Caption: "Høy", Columns: []Column{{Head: "Id"}, {Head: "id"}, {Head: ""}}, Rows: [][]string{{"a", "00123", "+47 22 22 22 22"}}},
			{Caption: "Tom", Columns: []Column{{Head: "Kvartal"}, {Head: "Poeng", Kind: Number}}},
		}},
		{Name: "risiko- høy lav utkast og mer enn plass", Tables: []Table{{Columns: []Column{{Head: "Kvartal"}, {Head: "Poeng", Kind: Number}}, Rows: [][]string{{"2026-q1", "3"}, {"2026-q2", "5"}}}}, Chart: &Chart{Values: []int{1}, Title: "Utvikling", Alt: "Fra 3 til 5"}},
		{Name: "ØKONOMI", Notes: []string{strings.Repeat("Et langt avsnitt om metoden. ", 20)}},
		{Name: "Liggende", Tables: []Table{{Columns: []Column{{Head: "Avdeling"}, {Head: "Timer", Kind: Number}}, Rows: [][]string{{"IKT", "10"}, {"Helse", "20"}}}}, Chart: &Chart{Values: []int{1}, Title: "Timer", YTitle: "Timer", Alt: "Helse har mest"}},
	}}
}

func mustBook(t testing.TB, b Book) []byte {
	t.Helper()
	data, err := WriteBook(b)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// parts are the files of the archive.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func TestBookSameBytes(t *testing.T) {
	first := mustBook(t, book())
	for range 50 {
		if !bytes.Equal(first, mustBook(t, book())) {
			t.Fatal("two writings differ")
		}
	}
	year := strconv.Itoa(2026)
	for name, text := range parts(t, first) {
		dec := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
		for _, stamp := range regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z`).FindAllString(text, -1) {
			if stamp != year+"-09-30T00:00:00Z" {
				t.Errorf("%s has the time %s", name, stamp)
			}
		}
	}
}

// What is stored is worked by hand: days since 30 December 1899, decimals as given.
func TestBookCells(t *testing.T) {
	data := mustBook(t, book())
	sheet := parts(t, data)["xl/worksheets/sheet1.xml"]
	for cell, want := range map[string]string{
		"B5": "1234.50", "C5": "0.125", "D5": "12", "E5": "46387", "F5": "7.5",
		"B6": "999999999999999.99", "E6": "46446", "F7": "-0.05", "C8": "0.3333333333333333333", "E8": "45351", "F8": "1234567.25",
	} {
		if m := regexp.MustCompile(`<c r="` + cell + `" s="[0-9]+"><v>([^<]*)</v></c>`).FindStringSubmatch(sheet); m == nil || m[1] != want {
			t.Errorf("%s: %q, want %q", cell, m, want)
		}
	}
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, `r="C7"`) && regexp.MustCompile(`r="C7"[^>]*><v>`).MatchString(sheet) {
		t.Error("a formula, or a value in an empty cell")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := fmt.Sprintf("%q", f.GetSheetList()); got != `["Økonomi" "Risiko høy lav utkast" "risiko- høy lav utkast og mer e" "ØKONOMI (2)" "Liggende"]` {
		t.Errorf("sheets: %s", got)
	}
	for cell, want := range map[string]string{"A1": "Økonomi", "A2": "Beløp i kroner uten merverdiavgift.", "A4": "Kontrakt", "B5": "1,234.50", "E5": "31.12.2026", "A6": "=SUM(A1:A9)", "B7": "ukjent", "E7": "1899-01-01", "A8": "@x", "D7": "-3", "F5": "7.5"} {
		if got, err := f.GetCellValue("Økonomi", cell); err != nil || got != want {
			t.Errorf("%s shows %q (%v), want %q", cell, got, err, want)
		}
	}
	for _, cell := range []string{"A6", "B7", "E7", "A8"} {
		if k, err := f.GetCellType("Økonomi", cell); err != nil || k != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v (%v), not a text", cell, k, err)
		}
	}
	p, err := f.GetPanes("Økonomi")
	if err != nil || !p.Freeze || p.YSplit != 4 {
		t.Errorf("panes: %+v, %v", p, err)
	}
	if p, _ := f.GetPanes("Risiko høy lav utkast"); p.Freeze {
		t.Error("a sheet with two tables is frozen")
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != "Kvartalsrapport 2026 k3" || props.Created != "2026-09-30T00:00:00Z" || props.Modified != props.Created || props.Language != "nb" {
		t.Errorf("properties: %+v, %v", props, err)
	}
	tables, err := f.GetTables("Risiko høy lav utkast")
	if err != nil || len(tables) != 2 || tables[0].Range != "A4:C5" || tables[1].Range != "A8:B9" {
		t.Errorf("tables: %+v, %v", tables, err)
	}
	if got, _ := f.GetRows("Risiko høy lav utkast"); len(got) < 5 || fmt.Sprint(got[3]) != "[Id id 2 3]" || fmt.Sprint(got[4]) != "[a 00123 +47 22 22 22 22]" {
		t.Errorf("rows: %q", got)
	}
	all := parts(t, data)
	if !strings.Contains(all["xl/drawings/drawing1.xml"], `descr="Forbruk og antall per kontrakt"`) || !strings.Contains(all["xl/charts/chart1.xml"], `&#39;Økonomi&#39;!$B$5:$B$8`) {
		t.Errorf("chart: %s", all["xl/charts/chart1.xml"])
	}
	if !strings.Contains(all["xl/workbook.xml"], "$4:$4") || !strings.Contains(sheet, `fitToPage="true"`) || !strings.Contains(sheet, `orientation="landscape"`) || !strings.Contains(sheet, `fitToHeight="1"`) {
		t.Error("print set-up is missing")
	}
}

// A long table is printed on as many pages as it takes, its chart on the last.
func TestBookPages(t *testing.T) {
	table := Table{Columns: []Column{{Head: "Id"}, {Head: "Poeng", Kind: Integer}}}
	for i := range 200 {
		table.Rows = append(table.Rows, []string{"k" + strconv.Itoa(i), strconv.Itoa(i)})
	}
	sheet := parts(t, mustBook(t, Book{Date: date.Of(2026, 9, 30), Sheets: []Sheet{{Tables: []Table{table}, Chart: &Chart{Values: []int{1}}}}}))["xl/worksheets/sheet1.xml"]
	if !strings.Contains(sheet, `fitToHeight="0"`) || !strings.Contains(sheet, `<brk id="202"`) {
		t.Error(sheet[len(sheet)-900:])
	}
}

// What only looks like an escape is written so that it reads as it stands. (The library's
// reader takes two that follow each other for one.)
func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"_x0041_":        "_x005F_x0041_",
		"_x005F_x0041_":  "_x005F_x005F_x005F_x0041_",
		"a_x00_, _xyzw_": "a_x00_, _xyzw_",
	} {
		if got := literal(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

// Every value comes back as it was given: numbers digit by digit as numbers, dates as
// days, all else as text.
func TestBookRoundTrip(t *testing.T) {
	cell := rapid.OneOf(
		rapid.StringMatching(`-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?`),
		rapid.StringMatching(`(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`),
		rapid.StringMatching(`[=+@-][A-Z0-9()!"]{1,8}`),
		rapid.StringMatching(`0[0-9]{1,8}|1e[0-9]|0x1F|1_0|NaN|Inf|TRUE|_x0041_|a_x000D_x000d_|#N/A`),
		rapid.String(), rapid.Just(""),
	)
	column := rapid.Custom(func(t *rapid.T) Column {
		return Column{Head: rapid.String().Draw(t, "head"), Kind: Kind(rapid.IntRange(0, 5).Draw(t, "kind")), Decimals: rapid.IntRange(0, 3).Draw(t, "decimals")}
	})
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SliceOfN(column, 1, 4).Draw(t, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, len(columns), len(columns)), 0, 4).Draw(t, "rows")
		data, err := WriteBook(Book{Date: date.Of(2026, 9, 30), Language: rapid.SampledFrom([]string{"nb", "en"}).Draw(t, "language"),
			Sheets: []Sheet{{Name: rapid.String().Draw(t, "name"), Tables: []Table{{Columns: columns, Rows: rows}}}}})
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		name := f.GetSheetName(0)
		if n := len(utf16.Encode([]rune(name))); n == 0 || n > 31 || strings.ContainsAny(name, `:\/?*[]`) {
			t.Fatalf("the sheet is called %q", name)
		}
		for r, row := range rows {
			for c, given := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+2)
				got, err := f.GetCellValue(name, at, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				kind, _ := f.GetCellType(name, at)
				want, number := clean(given), false
				if d, err := date.Parse(given); columns[c].Kind == Date && err == nil && !d.Before(firstDay) {
					want, number = strconv.Itoa(d.Days(date.Of(1899, 12, 30))), true
				} else if columns[c].Kind != Text && columns[c].Kind != Date && decimalForm.MatchString(given) {
					number = true
				}
				if got != want || given != "" && number == (kind == excelize.CellTypeSharedString) {
					t.Fatalf("%s (%v): %q as type %v, given %q", at, columns[c].Kind, got, kind, given)
				}
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					t.Fatalf("%s became the formula %q", at, formula)
				}
			}
		}
		tables, err := f.GetTables(name)
		if err != nil || len(tables) != 1 {
			t.Fatalf("tables: %v, %v", tables, err)
		}
		seen := map[string]bool{}
		for c := range columns {
			at, _ := excelize.CoordinatesToCellName(c+1, 1)
			head, _ := f.GetCellValue(name, at)
			if head == "" || seen[strings.ToLower(head)] {
				t.Fatalf("the head %q is empty or there twice", head)
			}
			seen[strings.ToLower(head)] = true
		}
	})
}

func TestBookBadInput(t *testing.T) {
	day := date.Of(2026, 9, 30)
	one := func(s Sheet) Book { return Book{Date: day, Sheets: []Sheet{s}} }
	table := Table{Columns: []Column{{Head: "a"}}}
	for name, b := range map[string]Book{
		"no sheets":           {Date: day},
		"no date":             {Sheets: []Sheet{{Name: "a"}}},
		"no columns":          one(Sheet{Tables: []Table{{}}}),
		"too many columns":    one(Sheet{Tables: []Table{{Columns: make([]Column, 16_385)}}}),
		"too many rows":       one(Sheet{Tables: []Table{{Columns: table.Columns, Rows: make([][]string, 1_048_576)}}}),
		"chart of no table":   one(Sheet{Chart: &Chart{Values: []int{0}}}),
		"chart of no column":  one(Sheet{Tables: []Table{table}, Chart: &Chart{Values: []int{1}}}),
		"chart of no values":  one(Sheet{Tables: []Table{table}, Chart: &Chart{}}),
		"chart of below zero": one(Sheet{Tables: []Table{table}, Chart: &Chart{Category: -1, Values: []int{0}}}),
	} {
		if _, err := WriteBook(b); err == nil {
			t.Errorf("%s gave no error", name)
		}
	}
	long := Sheet{Title: strings.Repeat("x", 40_000), Notes: []string{strings.Repeat("😀", 40_000), "", "a\r\nb\x00"}, Tables: []Table{{Columns: []Column{{Head: strings.Repeat("h", 300)}, {Head: strings.Repeat("h", 300)}}, Rows: [][]string{{strings.Repeat("æ", 40_000)}, {}, {"1", "2", "3"}}}}}
	mustBook(t, one(long))
}

func TestSheetNames(t *testing.T) {
	in := []Sheet{{Name: ""}, {Name: "'a'"}, {Name: "A"}, {Name: "a (2)"}, {Name: "History"}, {Name: strings.Repeat("å", 40)}, {Name: strings.Repeat("Å", 40)}, {Name: "[]"}}
	want := []string{"1", "a", "A (2)", "a (2) (2)", "History (2)", strings.Repeat("å", 31), strings.Repeat("Å", 27) + " (2)", "8"}
	for i, got := range sheetNames(in) {
		if got != want[i] {
			t.Errorf("%q: %q, want %q", in[i].Name, got, want[i])
		}
	}
}

// LibreOffice, another program with its own reader, gives every value back.
func TestBookInLibreOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no LibreOffice here")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "bok.xlsx")
	if err := os.WriteFile(file, mustBook(t, book()), 0o600); err != nil {
		t.Fatal(err)
	}
	// The values as it holds them, with their types: 15 digits is all that it writes.
	out, err := exec.Command(soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "fods", "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	flat, err := os.ReadFile(filepath.Join(dir, "bok.fods"))
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{
		`table:name="Økonomi"`, `table:name="Risiko høy lav utkast"`, `table:name="risiko- høy lav utkast og mer e"`, `table:name="ØKONOMI (2)"`, `table:name="Liggende"`,
		`office:value-type="float" office:value="1234.5"`, `office:value-type="percentage" office:value="0.125"`, `office:value-type="date" office:date-value="2026-12-31"`,
		`office:value-type="date" office:date-value="2024-02-29"`, `office:value="1234567.25"`, `office:value="-0.05"`,
		"<text:p>=SUM(A1:A9)</text:p>", "<text:p>Vekter &lt;&amp;&gt; «æøå»</text:p>", "<text:p>ukjent</text:p>", "<text:p>1899-01-01</text:p>", "<text:p>00123</text:p>", "<text:p>+47 22 22 22 22</text:p>",
		"<text:p>1,234.50</text:p>", "<text:p>12.5 %</text:p>", "<text:p>31.12.2026</text:p>",
		"<svg:desc>Forbruk og antall per kontrakt</svg:desc>", "Beløp i kroner uten merverdiavgift.", `table:display-filter-buttons="true"`,
	} {
		if !strings.Contains(string(flat), want) {
			t.Errorf("LibreOffice does not have %s", want)
		}
	}
	if strings.Contains(string(flat), "table:formula=") {
		t.Error("LibreOffice has a formula")
	}
}

func BenchmarkWriteBook(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		table := Table{Columns: []Column{{Head: "Id"}, {Head: "Tittel"}, {Head: "Verdi", Kind: Money}, {Head: "Andel", Kind: Share}, {Head: "Slutt", Kind: Date}, {Head: "Poeng", Kind: Integer}}}
		for i := range n {
			table.Rows = append(table.Rows, []string{"k-" + strconv.Itoa(i), "Drift av vei og bygg " + strconv.Itoa(i), strconv.Itoa(i) + ".50", "0.5", "2026-12-31", strconv.Itoa(i)})
		}
		in := Book{Date: date.Of(2026, 9, 30), Language: "nb", Sheets: []Sheet{{Name: "A", Title: "A", Tables: []Table{table}}}}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustBook(b, in)
			}
		})
	}
}
