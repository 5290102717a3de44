package xlsx

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/plain"
)

// span is how far a note reaches.
type span struct{ columns, width int }

// shown is about how many characters a value takes.
func shown(c Column, v string) int {
	n := longest(v)
	whole, _, _ := strings.Cut(v, ".")
	switch {
	case c.Kind == Text || !decimal(v):
		return n
	case c.Kind == Share:
		return 8
	case c.Kind == Money:
		return len(whole) + len(whole)/3 + 3
	case c.Kind == Number:
		return len(whole) + len(whole)/3 + 1 + c.Decimals
	}
	return len(whole) + len(whole)/3
}

func longest(s string) int {
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		n = max(n, utf8.RuneCountInString(line))
	}
	return n
}

// value writes a cell that is not empty.
func (w *writer) value(name string, col, row int, k Kind, v string, format style) error {
	stored := ""
	switch d, err := date.Parse(v); {
	case k == Text:
	case k != Date && decimal(v):
		stored = v
	case k == Date && err == nil && !d.Before(firstDay):
		stored = strconv.Itoa(d.Days(epoch))
	}
	if stored == "" {
		kind := styleText
		if k != Text {
			kind = styleNoValue
		}
		if strings.ContainsRune("=+-@\t\r", rune(v[0])) {
			kind = styleTextOnly
		}
		return w.text(name, col, row, v, kind)
	}
	id, err := w.styleID(format)
	if err != nil {
		return err
	}
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if err := w.file.SetCellDefault(name, cell, stored); err != nil { // the only way that keeps the digits
		return err
	}
	return w.file.SetCellStyle(name, cell, cell, id)
}

var decimalForm = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,20})?$`)

// decimal tells whether a text is a number that is stored digit by digit: at most 16
// digits before the point, and no sign or zero too many, which would be an id.
func decimal(v string) bool { return decimalForm.MatchString(v) }

func (w *writer) text(name string, col, row int, v string, as style) error {
	id, err := w.styleID(as)
	if err != nil {
		return err
	}
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if err := w.file.SetCellStr(name, cell, literal(v)); err != nil {
		return err
	}
	return w.file.SetCellStyle(name, cell, cell, id)
}

// format is the style of a column's values.
func (w *writer) format(c Column) style {
	norwegian := strings.HasPrefix(w.language, "n")
	switch c.Kind {
	case Money:
		return "#,##0.00"
	case Integer:
		return "#,##0"
	case Number:
		if c.Decimals > 0 {
			return style("#,##0." + strings.Repeat("0", min(c.Decimals, 20)))
		}
		return "#,##0"
	case Share:
		if norwegian {
			return `0.0\ %`
		}
		return "0.0%"
	case Date:
		if norwegian {
			return "dd.mm.yyyy"
		}
		return "yyyy-mm-dd"
	}
	return styleText
}

// style is what a cell is for; a style that is none of these is a number format.
type style string

const (
	styleTitle      style = "title"
	styleCaption    style = "caption"
	styleNote       style = "note"
	styleText       style = "text"
	styleTextOnly   style = "text-only" // stays a text when somebody edits the cell
	styleNoValue    style = "no-value"  // a text among numbers or dates
	styleHead       style = "head"
	styleHeadNumber style = "head-number"
)

// styleID gives the number under which the workbook has a style.
func (w *writer) styleID(name style) (int, error) {
	if id, ok := w.styles[name]; ok {
		return id, nil
	}
	s := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}
	switch name {
	case styleTitle:
		s.Font = &excelize.Font{Bold: true, Size: 16, Family: fontName}
	case styleCaption:
		s.Font = &excelize.Font{Bold: true, Size: 12, Family: fontName}
	case styleNote:
		s.Alignment.WrapText = true
	case styleText:
		s.Alignment = &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}
	case styleNoValue:
		s.Alignment = &excelize.Alignment{Vertical: "top", Horizontal: "right", WrapText: true}
	case styleTextOnly:
		s.Alignment = &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}
		s.NumFmt = 49 // @
	case styleHead, styleHeadNumber:
		// Said in the cell too, for programs that do not draw the styles of tables.
		s.Font = &excelize.Font{Bold: true, Color: "FFFFFF", Size: 11, Family: fontName}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}
		s.Alignment = &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}
		if name == styleHeadNumber {
			s.Alignment = &excelize.Alignment{Vertical: "top", Horizontal: "right", WrapText: true}
		}
	default:
		format := string(name)
		s.CustomNumFmt = &format
		s.Alignment.Horizontal = "right"
	}
	id, err := w.file.NewStyle(s)
	w.styles[name] = id
	return id, err
}

func words(s string) []excelize.RichTextRun {
	if s == "" {
		return nil
	}
	return []excelize.RichTextRun{{Text: clean(s)}}
}

// quoted is a sheet's name in a reference.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// heads are the columns' heads as a table must have them: one line each, none empty, and
// no two alike but for case.
func heads(columns []Column) []string {
	out, used := make([]string, len(columns)), map[string]bool{}
	for i, c := range columns {
		base := cut(strings.Join(strings.Fields(clean(c.Head)), " "), maxHead-8)
		base = strings.ReplaceAll(base, "_x", "_X") // an escape, were it one, would differ between cell and table
		if base == "" {
			base = strconv.Itoa(i + 1)
		}
		out[i] = unique(base, used, func(n int) string { return base + " " + strconv.Itoa(n) })
	}
	return out
}

// sheetNames are the names as the format allows them: 31 characters without its seven
// signs and without quotes at the ends, and no two alike but for case.
func sheetNames(sheets []Sheet) []string {
	out, used := make([]string, len(sheets)), map[string]bool{"history": true} // the program's own
	for i, s := range sheets {
		name := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`:\/?*[]`, r) || unicode.IsControl(r) {
				return ' '
			}
			return r
		}, clean(s.Name))
		name = strings.Trim(strings.Join(strings.Fields(name), " "), "' ")
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		base := strings.TrimRight(cut(name, maxSheetName), "' ")
		out[i] = unique(base, used, func(n int) string {
			suffix := " (" + strconv.Itoa(n) + ")"
			return strings.TrimRight(cut(base, maxSheetName-len(suffix)), "' ") + suffix
		})
	}
	return out
}

// tableName is a valid name that no other table of the book has: letters, digits and
// underscores, not to be mistaken for a cell.
func (w *writer) tableName(sheet string, number int) string {
	base := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("æøåÆØÅ", r):
			return r
		}
		return '_'
	}, sheet)
	base = "T_" + base + "_" + strconv.Itoa(number)
	return unique(base, w.tables, func(n int) string { return base + "_" + strconv.Itoa(n) })
}

// unique gives base, or the first of variant(2), variant(3)… that is not in use, and
// takes it into use.
func unique(base string, used map[string]bool, variant func(int) string) string {
	name := base
	for n := 2; used[strings.ToLower(name)]; n++ {
		name = variant(n)
	}
	used[strings.ToLower(name)] = true
	return name
}

// clean is a text that a cell has room for.
func clean(s string) string { return cut(plain.Text(s), maxText) }

// escaped is how the format writes a character that XML cannot hold (ISO/IEC 29500-1,
// 22.9.2.19).
var escaped = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// literal is a text as a cell stores it: the underscore of what only looks like an escape
// is escaped itself.
func literal(s string) string {
	s = clean(s)
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && escaped.MatchString(s[i:min(i+7, len(s))]) {
			b.WriteString("_x005F_")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// cut gives the start of a text, at most n UTF-16 units, as the format counts.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}
