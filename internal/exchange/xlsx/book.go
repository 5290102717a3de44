package xlsx

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/date"
)

// Book is a workbook of several sheets.
type Book struct {
	Title    string
	Creator  string
	Language string    // nb, nn or en: how dates and shares are shown
	Date     date.Date // the book's as-of; it is given as created and modified
	Sheets   []Sheet
}

// Sheet is one subject of a book. Its tables are true ones (ListObjects, ISO/IEC 29500-1,
// 18.5): with a header row, a filter and bands, that grow when a row is added under them.
type Sheet struct {
	Name   string
	Title  string   // a heading at the top; "": none
	Notes  []string // paragraphs above the tables
	Tables []Table  // below each other
	After  []string // paragraphs below the tables
	Chart  *Chart   // below all else
}

// Chart is drawn by the program, as standing bars, from columns of one of the sheet's
// tables, so that it follows when a cell is changed.
type Chart struct {
	Table    int   // which of the sheet's tables, from 0
	Category int   // the column along the axis, from 0
	Values   []int // one series for each of these columns
	Title    string
	YTitle   string // of the axis of the values
	Alt      string // what the chart shows, for those who do not see it
}

// Limits of the format, and of what is pleasant to read.
const (
	maxColumns   = 16_384
	maxSheetName = 31
	maxHead      = 255
	minWidth     = 9   // characters
	maxWidth     = 60  // characters; longer texts are wrapped
	noteWidth    = 100 // characters that a note is as wide as, at least
	frozenLimit  = 150 // points above a table that may stay in view when it is scrolled
	lineHeight   = 15  // points
	chartWidth   = 760 // pixels
	chartHeight  = 340 // pixels
	onePage      = 700 // points that are shrunk to a page rather than broken over two
)

// fontName is the font of the format's own default style.
const fontName = "Calibri"

// WriteBook gives the workbook: the same bytes for the same book.
//
// A number is stored as the very decimals that it is given as ("1234.50"), however many
// the column shows; a program computes with 15 to 17 of its digits. What is no number in
// a column of numbers, or no date after February 1900 in a column of dates, is a text, and
// "" is an empty cell. A table alone on its sheet keeps its header in view, and repeats it
// on every printed page. Names of sheets are made valid and unique, and so are column
// heads, for a table may not have one twice. Texts longer than a cell holds are cut.
//
// It fails when the book has no sheet or no date, a table has no columns or too many, a
// sheet has too many rows, or a chart points outside its table.
func WriteBook(b Book) ([]byte, error) {
	if len(b.Sheets) == 0 || b.Date.IsZero() {
		return nil, errors.New("writing the workbook: it needs a sheet and a date")
	}
	f := excelize.NewFile()
	defer f.Close()
	w := &writer{file: f, language: b.Language, styles: map[style]int{}, tables: map[string]bool{}}
	names := sheetNames(b.Sheets)
	for i, s := range b.Sheets {
		var err error
		if i == 0 {
			err = f.SetSheetName("Sheet1", names[i])
		} else {
			_, err = f.NewSheet(names[i])
		}
		if err == nil {
			err = w.sheet(names[i], s)
		}
		if err != nil {
			return nil, fmt.Errorf("writing the workbook, sheet %q: %w", names[i], err)
		}
	}
	f.SetActiveSheet(0)
	at := b.Date.String() + "T00:00:00Z"
	err := f.SetDocProps(&excelize.DocProperties{Title: clean(b.Title), Creator: clean(b.Creator), LastModifiedBy: clean(b.Creator), Language: clean(b.Language), Created: at, Modified: at})
	if err == nil {
		err = f.SetAppProps(&excelize.AppProperties{Application: "forvalt"})
	}
	if err != nil {
		return nil, fmt.Errorf("writing the workbook: %w", err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("writing the workbook: %w", err)
	}
	return sorted(buf.Bytes())
}

// writer is a workbook under way.
type writer struct {
	file     *excelize.File
	language string
	styles   map[style]int   // their numbers
	tables   map[string]bool // names in use, in lower case
}

// placed is where a table came to stand.
type placed struct {
	header, last int // rows
	columns      int
	heads        []string
	formats      []style
}

func (w *writer) sheet(name string, s Sheet) error {
	wide, err := w.widths(name, s.Tables)
	if err != nil {
		return err
	}
	row, height := 1, 0
	if s.Title != "" {
		if err := w.line(name, row, s.Title, styleTitle); err != nil {
			return err
		}
		row, height = row+1, height+24
	}
	notes := func(texts []string) error {
		for _, text := range texts {
			h, err := w.note(name, row, text, wide)
			if err != nil {
				return err
			}
			row, height = row+1, height+h
		}
		return nil
	}
	if err := notes(s.Notes); err != nil {
		return err
	}
	if row > 1 {
		row, height = row+1, height+lineHeight
	}
	var at []placed
	tall := 0 // points of the tables
	for i, t := range s.Tables {
		if t.Caption != "" {
			if err := w.line(name, row, t.Caption, styleCaption); err != nil {
				return err
			}
			row, height = row+1, height+lineHeight
		}
		if row+len(t.Rows)+2 > maxRows {
			return fmt.Errorf("%d rows are too many", len(t.Rows))
		}
		p, err := w.table(name, row, t, i+1)
		if err != nil {
			return err
		}
		at = append(at, p)
		row = p.last + 2
		tall += (p.last - p.header + 2) * lineHeight
	}
	if len(at) == 1 {
		if err := w.keepHeader(name, at[0], height+2*lineHeight <= frozenLimit); err != nil {
			return err
		}
	}
	if err := notes(s.After); err != nil {
		return err
	}
	if len(s.After) > 0 {
		row++
	}
	tall += height
	if s.Chart != nil {
		if err := w.chart(name, row, *s.Chart, at); err != nil {
			return err
		}
		tall += chartHeight * 3 / 4
		if tall > onePage {
			if err := w.file.InsertPageBreak(name, "A"+strconv.Itoa(row)); err != nil {
				return err
			}
		}
	}
	return w.page(name, tall <= onePage)
}

// widths sets the columns of a sheet by what stands in them, and gives the sheet's width
// in characters and how many columns a note is to span.
func (w *writer) widths(name string, tables []Table) (span, error) {
	var widths []float64
	for _, t := range tables {
		if len(t.Columns) == 0 || len(t.Columns) > maxColumns {
			return span{}, fmt.Errorf("a table of %d columns", len(t.Columns))
		}
		for i, c := range t.Columns {
			if i == len(widths) {
				widths = append(widths, minWidth)
			}
			if c.Width > 0 {
				widths[i] = max(widths[i], min(c.Width, 255))
				continue
			}
			need := min(longest(c.Head)+4, 24) // the button of the filter; heads are wrapped
			for _, r := range t.Rows {
				if i < len(r) {
					need = max(need, shown(c, r[i]))
				}
			}
			widths[i] = max(widths[i], float64(min(need+4, maxWidth)))
		}
	}
	if len(widths) == 0 {
		widths = []float64{noteWidth}
	}
	out := span{}
	for i, wide := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return out, err
		}
		if err := w.file.SetColWidth(name, col, col, wide); err != nil {
			return out, err
		}
		if out.width < noteWidth {
			out.columns, out.width = i+1, out.width+int(wide)
		}
	}
	for out.width < noteWidth { // columns of the program's own width
		out.columns, out.width = out.columns+1, out.width+minWidth
	}
	return out, nil
}

func (w *writer) line(name string, row int, text string, as style) error {
	id, err := w.styleID(as)
	if err != nil {
		return err
	}
	cell := "A" + strconv.Itoa(row)
	if err := w.file.SetCellStr(name, cell, literal(text)); err != nil {
		return err
	}
	if as == styleTitle {
		if err := w.file.SetRowHeight(name, row, 24); err != nil {
			return err
		}
	}
	return w.file.SetCellStyle(name, cell, cell, id)
}

// note writes a paragraph across the tables, as high as its lines need, and gives the
// height in points.
func (w *writer) note(name string, row int, text string, wide span) (int, error) {
	text = clean(text)
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		lines += max(1, (utf8.RuneCountInString(line)*11/10+wide.width-1)/wide.width)
	}
	height := min(lines*lineHeight+3, 409) // the most that a row can be
	if err := w.line(name, row, text, styleNote); err != nil {
		return 0, err
	}
	if wide.columns > 1 {
		end, err := excelize.CoordinatesToCellName(wide.columns, row)
		if err != nil {
			return 0, err
		}
		if err := w.file.MergeCell(name, "A"+strconv.Itoa(row), end); err != nil {
			return 0, err
		}
	}
	return height, w.file.SetRowHeight(name, row, float64(height))
}

func (w *writer) table(name string, row int, t Table, number int) (placed, error) {
	p := placed{header: row, last: row + max(len(t.Rows), 1), columns: len(t.Columns), heads: heads(t.Columns)}
	for i, c := range t.Columns {
		kind := styleHead
		if c.Kind != Text {
			kind = styleHeadNumber
		}
		if err := w.text(name, i+1, row, p.heads[i], kind); err != nil {
			return p, err
		}
		format := w.format(c)
		p.formats = append(p.formats, format)
		for n, values := range t.Rows {
			if i >= len(values) || values[i] == "" {
				continue
			}
			if err := w.value(name, i+1, row+n+1, c.Kind, values[i], format); err != nil {
				return p, err
			}
		}
	}
	end, err := excelize.CoordinatesToCellName(p.columns, p.last)
	if err != nil {
		return p, err
	}
	bands := true
	return p, w.file.AddTable(name, &excelize.Table{
		Range: "A" + strconv.Itoa(row) + ":" + end, Name: w.tableName(name, number),
		StyleName: "TableStyleMedium2", ShowRowStripes: &bands,
	})
}

// Dates are stored as days since epoch. Before March 1900 the program counts a day that
// did not exist (ISO/IEC 29500-1, 18.17.4.1).
var (
	epoch    = date.Of(1899, 12, 30)
	firstDay = date.Of(1900, 3, 1)
)

// keepHeader repeats the header of a table alone on its sheet on every page, and holds
// it in view when what stands above leaves room.
func (w *writer) keepHeader(name string, p placed, freeze bool) error {
	rows := fmt.Sprintf("%s!$%d:$%d", quoted(name), p.header, p.header)
	if err := w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: rows, Scope: name}); err != nil {
		return err
	}
	if !freeze {
		return nil
	}
	below := "A" + strconv.Itoa(p.header+1)
	return w.file.SetPanes(name, &excelize.Panes{
		Freeze: true, YSplit: p.header, TopLeftCell: below, ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: below, ActiveCell: below, Pane: "bottomLeft"}},
	})
}

// page sets a sheet up for print: A4 landscape, as wide as the paper, and on one page or
// as many as it takes.
func (w *writer) page(name string, single bool) error {
	a4, landscape, one, pages, fit, grid := 9, "landscape", 1, 0, true, false
	if single {
		pages = 1
	}
	if err := w.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &pages}); err != nil {
		return err
	}
	if err := w.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := w.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &grid}); err != nil {
		return err
	}
	return w.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"})
}

func (w *writer) chart(name string, row int, c Chart, at []placed) error {
	if c.Table < 0 || c.Table >= len(at) || len(c.Values) == 0 {
		return fmt.Errorf("the chart %q points outside the tables", c.Title)
	}
	p := at[c.Table]
	ref := func(col, from, to int) (string, error) {
		if col < 0 || col >= p.columns {
			return "", fmt.Errorf("the chart %q points to column %d of %d", c.Title, col, p.columns)
		}
		letter, err := excelize.ColumnNumberToName(col + 1)
		if from == to {
			return fmt.Sprintf("%s!$%s$%d", quoted(name), letter, from), err
		}
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(name), letter, from, letter, to), err
	}
	categories, err := ref(c.Category, p.header+1, p.last)
	if err != nil {
		return err
	}
	// Dark labels at the edge: the library's own are light grey, and lie across the bars
	// when a value is below zero.
	varied, labels := false, excelize.Font{Color: "404040", Size: 9, Family: fontName}
	out := &excelize.Chart{
		Type:       excelize.Col,
		Title:      excelize.ChartTitle{Paragraph: words(c.Title)},
		XAxis:      excelize.ChartAxis{Font: labels, TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis:      excelize.ChartAxis{Title: excelize.ChartTitle{Paragraph: words(c.YTitle)}, MajorGridLines: true, Font: labels},
		Legend:     excelize.ChartLegend{Position: "bottom"},
		VaryColors: &varied,
		Dimension:  excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Format:     excelize.GraphicOptions{AltText: clean(c.Alt), Name: clean(c.Title)},
	}
	if len(c.Values) == 1 {
		out.Legend.Position = "none"
	}
	for _, col := range c.Values {
		values, err := ref(col, p.header+1, p.last)
		if err != nil {
			return err
		}
		if out.YAxis.NumFmt.CustomNumFmt == "" {
			out.YAxis.NumFmt.CustomNumFmt = strings.TrimSuffix(string(p.formats[col]), ".00")
		}
		head, err := ref(col, p.header, p.header)
		if err != nil {
			return err
		}
		out.Series = append(out.Series, excelize.ChartSeries{Name: head, Categories: categories, Values: values})
	}
	return w.file.AddChart(name, "A"+strconv.Itoa(row), out)
}
