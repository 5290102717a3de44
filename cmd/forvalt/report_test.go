package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/forvalt/forvalt/internal/chromium"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// reported is `report --format json` of a quarter.
func reported(t *testing.T, args ...string) *report.Report {
	t.Helper()
	code, out, errs := forvalt(t, append([]string{"report", "--format", "json"}, args...)...)
	var r report.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitOK {
		t.Fatalf("exit %d %s %v", code, errs, err)
	}
	return &r
}

// The report says the same as JSON and in words, twice the same bytes, in each language.
func TestReport(t *testing.T) {
	r := reported(t, "--data", sample, "--quarter", "2026-q3")
	sum := 0
	for _, n := range r.Bands {
		sum += n
	}
	if sum != r.Contracts["active"] || sum == 0 || len(r.Decisions) == 0 {
		t.Errorf("bands %v of %v, %d decisions", r.Bands, r.Contracts, len(r.Decisions))
	}
	for lang, first := range map[string]string{"nb": "# Kvartalsrapport for kontraktsporteføljen, 3. kvartal 2026\n", "nn": "# Kvartalsrapport for kontraktsporteføljen, 3. kvartal 2026", "en": "# Quarterly report on the contract portfolio, "} {
		for _, more := range [][]string{nil, {"--brief"}, {"--profile", "public"}} {
			args := append([]string{"report", "--data", sample, "--quarter", "2026-q3", "--lang", lang}, more...)
			code, text, errs := forvalt(t, args...)
			if code != exitOK || len(more) == 0 && !strings.HasPrefix(text, first) || strings.Contains(text, "⟦") {
				t.Errorf("%s %v: exit %d %s\n%.900s", lang, more, code, errs, text)
			}
			if _, again, _ := forvalt(t, args...); again != text {
				t.Errorf("%s %v: the second report differs", lang, more)
			}
		}
	}
}

// reportCSV reads a report for Norwegian spreadsheets, with values as machines write them.
func reportCSV(s string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s, "\uFEFF")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	for _, l := range lines {
		if machine := strings.Replace(l[4], ",", ".", 1); report.Number(machine).Rat() != nil {
			l[4] = machine
		}
	}
	return lines, err
}

// Every format has the same cells: what CSV says in full, HTML and Markdown show the
// beginning of.
func TestReportFormatsAgree(t *testing.T) {
	text := func(format string) string {
		code, out, errs := forvalt(t, "report", "--data", sample, "--quarter", "2026-q3", "--format", format)
		if code != exitOK {
			t.Fatalf("%s: exit %d %s", format, code, errs)
		}
		return out
	}
	lines, err := reportCSV(text("csv"))
	if err != nil {
		t.Fatal(err)
	}
	full := map[string][]string{} // by the row's table and number: its texts
	var order []string
	for _, l := range lines[1:] {
		key := l[0] + " " + l[1]
		if full[key] == nil {
			order = append(order, key)
			full[key] = []string{l[2]}
		}
		full[key] = append(full[key], l[5])
	}
	md := markdownRows(text("md"))
	page := htmlRows(t, text("html"))
	if len(md) < 60 || len(page) < 60 {
		t.Fatalf("%d rows in Markdown, %d in HTML", len(md), len(page))
	}
	for name, rows := range map[string][][]string{"Markdown": md, "HTML": page} {
		found := 0
		for _, key := range order {
			if slices.ContainsFunc(rows, func(r []string) bool { return slices.Equal(r, full[key]) }) {
				found++
			} else if n := strings.Fields(key); len(n[1]) == 1 {
				t.Errorf("%s lacks %v of %s", name, full[key], key)
			}
		}
		for _, r := range rows {
			if !slices.ContainsFunc(order, func(key string) bool { return slices.Equal(full[key], r) }) {
				t.Errorf("%s has %v, which CSV has not", name, r)
			}
		}
		if found < 60 {
			t.Errorf("%s has %d rows of %d", name, found, len(order))
		}
	}
	r := reported(t, "--data", sample, "--quarter", "2026-q3")
	for _, l := range lines {
		if l[0] == "key" && l[2] == "Samlet øvre avtaleverdi" && l[3] == "value" && l[4] != string(r.Maximum) {
			t.Errorf("CSV says %s, JSON %s", l[4], r.Maximum)
		}
	}
}

// The workbook has every number of the report as a number, with all its decimals; the PDF
// says the same words; both are the same bytes when made again.
func TestReportFilesAgree(t *testing.T) {
	made := func(dir string, args ...string) {
		t.Helper()
		if code, _, errs := forvalt(t, append([]string{"report", "--data", sample, "--quarter", "2026-q3", "--lang", "nb", "--out", dir}, args...)...); code != exitOK {
			t.Fatal(errs)
		}
	}
	formats := "xlsx,csv"
	if _, err := chromium.Find(); err != nil {
		t.Log("no Chromium: the PDF is not tried")
	} else {
		formats += ",pdf"
	}
	dir, again := t.TempDir(), t.TempDir()
	made(dir, "--format", formats)
	made(again, "--format", formats)
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range files {
		a, err1 := os.ReadFile(filepath.Join(dir, f.Name()))
		b, err2 := os.ReadFile(filepath.Join(again, f.Name()))
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs when it is made again", f.Name())
		}
		content[filepath.Ext(f.Name())] = a
	}
	lines, err := reportCSV(string(content[".csv"]))
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content[".xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	numbers := map[string]bool{} // of the workbook, with the name of their row
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for i := 1; i < len(r); i++ {
				numbers[r[0]+" "+r[i]] = true
			}
		}
	}
	told := 0
	for _, l := range lines[1:] {
		if _, err := strconv.ParseFloat(l[4], 64); err != nil {
			continue
		}
		if told++; !numbers[l[2]+" "+l[4]] {
			t.Errorf("the workbook lacks %v", l)
		}
	}
	if told < 150 {
		t.Errorf("%d numbers only", told)
	}
	if content[".pdf"] == nil {
		return
	}
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed: the text of the PDF is not read")
	}
	out, err := exec.Command(pdftotext, "-layout", filepath.Join(dir, "kvartalsrapport-2026-q3.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, l := range lines[1:] {
		if l[0] == "key" && !strings.Contains(text, strings.Join(strings.Fields(l[5]), " ")) {
			t.Errorf("the PDF lacks %v", l)
		}
	}
}

// What is made for one page fits on one, also for a large portfolio.
func TestBriefIsOnePage(t *testing.T) {
	if _, err := chromium.Find(); err != nil {
		t.Skip("no Chromium: the PDF is not tried")
	}
	big := filepath.Join(t.TempDir(), "p")
	if code, _, errs := forvalt(t, "init", "--demo", "400", "--as-of", "2026-11-01", big); code != exitOK {
		t.Fatal(errs)
	}
	for _, data := range []string{sample, filepath.Join(big, "contracts")} {
		name := filepath.Join(t.TempDir(), "kort.pdf")
		if code, _, errs := forvalt(t, "report", "--data", data, "--as-of", "2026-11-01", "--quarter", "2026-q3", "--brief", "--format", "pdf", "--out", name); code != exitOK {
			t.Fatal(errs)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type */Page\b`).FindAll(text, -1)); n != 1 {
			t.Errorf("%s: %d pages", data, n)
		}
	}
}

func markdownRows(text string) [][]string {
	var out [][]string
	head := true
	for _, l := range strings.Split(text, "\n") {
		cells, ok := strings.CutPrefix(l, "| ")
		switch {
		case !ok:
			head = true
		case strings.HasPrefix(cells, "---"):
			head = false
		case !head:
			cells = strings.NewReplacer("\\|", "|", "\\*", "*", "\\_", "_", "&amp;", "&").Replace(strings.TrimSuffix(cells, " |"))
			out = append(out, strings.Split(cells, " | "))
		}
	}
	return out
}

func htmlRows(t *testing.T, text string) [][]string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "tr" || n.Parent.Data != "tbody" {
			continue
		}
		var row []string
		for c := range n.ChildNodes() {
			if c.Data != "td" && c.Data != "th" {
				continue
			}
			var cell strings.Builder
			for d := range c.Descendants() {
				if d.Type == html.TextNode {
					cell.WriteString(d.Data)
				}
			}
			row = append(row, strings.TrimSpace(cell.String()))
		}
		out = append(out, row)
	}
	return out
}

func TestReportRefuses(t *testing.T) {
	for _, tc := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--quarter", "2026-q4"}, exitUsage, "ikke over"},
		{[]string{"--quarter", "2031-q1"}, exitUsage, "ikke over"},
		{[]string{"--quarter", "2026-q5"}, exitUsage, "2026-q3"},
		{[]string{"--quarter", "høst"}, exitUsage, "2026-q3"},
		{[]string{"--quarter", "1999-q1"}, exitFindings, "ingenting å rapportere"},
		{[]string{"--format", "md,doc"}, exitUsage, "doc"},
		{[]string{"--format", ""}, exitUsage, "md"},
		{[]string{"--profile", "alle"}, exitUsage, "alle"},
	} {
		code, out, errs := forvalt(t, append([]string{"report", "--data", sample, "--lang", "nb"}, tc.args...)...)
		if code != tc.code || out != "" || !strings.Contains(errs, tc.says) {
			t.Errorf("%v: exit %d %q %q", tc.args, code, out, errs)
		}
	}
}

// A file that says something else is not lost.
func TestReportFiles(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) (int, string) {
		code, out, errs := forvalt(t, append([]string{"report", "--data", sample, "--quarter", "2026-q3", "--lang", "nb"}, args...)...)
		if out != "" {
			t.Errorf("%v: %.80q on standard output", args, out)
		}
		return code, errs
	}
	name := filepath.Join(dir, "ny", "kvartalsrapport-2026-q3.html")
	if code, errs := run("--format", "html,csv", "--out", filepath.Join(dir, "ny")); code != exitOK || !strings.Contains(errs, name) {
		t.Fatalf("exit %d %s", code, errs)
	}
	if code, errs := run("--format", "html", "--out", name); code != exitOK || !strings.Contains(errs, "det samme") {
		t.Errorf("exit %d %s", code, errs)
	}
	if err := os.WriteFile(name, []byte("mitt"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, errs := run("--format", "html", "--out", name); code != exitFindings || !strings.Contains(errs, "--force") {
		t.Errorf("exit %d %s", code, errs)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "mitt" {
		t.Errorf("the file is %.40q (%v)", data, err)
	}
	if code, errs := run("--format", "html", "--out", name, "--force"); code != exitOK {
		t.Errorf("exit %d %s", code, errs)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "ny", ".forvalt-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// A file's name says its format; --out that ends in another one gives files beside it.
func TestReportPath(t *testing.T) {
	d := document.Document{Name: "kvartalsrapport"}
	for _, tc := range [][3]string{
		{"", "md", "kvartalsrapport.md"}, {"rapporter", "pdf", "rapporter/kvartalsrapport.pdf"}, {"a/b.PDF", "pdf", "a/b.PDF"},
		{"a/b.pdf", "xlsx", "a/b.xlsx"}, {"2026.q3", "pdf", "2026.q3/kvartalsrapport.pdf"}, {"a.b/", "csv", "a.b/kvartalsrapport.csv"},
	} {
		if got := filepath.ToSlash(reportPath(tc[0], &d, tc[1])); got != tc[2] {
			t.Errorf("--out %s, %s: %s, want %s", tc[0], tc[1], got, tc[2])
		}
	}
}
