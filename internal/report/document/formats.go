package document

import (
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/table"
)

// Markdown writes the document for a text file, a pull request or a mail.
func (d *Document) Markdown() string {
	var b strings.Builder
	b.WriteString("# " + prose.Escaped(d.Title) + "\n\n")
	if d.Owner != "" {
		b.WriteString(prose.Escaped(d.Owner) + "\n\n")
	}
	for _, text := range d.Lead {
		b.WriteString(prose.Escaped(text) + "\n\n")
	}
	for _, p := range d.Parts {
		b.WriteString("## " + prose.Escaped(p.Title) + "\n\n")
		for _, text := range p.Text {
			b.WriteString(prose.Escaped(text) + "\n\n")
		}
		if p.Body != "" {
			b.WriteString(p.Body + "\n\n")
		}
		for i := range p.Tables {
			p.Tables[i].markdown(&b, len(p.Tables) > 1 && p.Tables[i].Caption != p.Title)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (t *Table) markdown(b *strings.Builder, caption bool) {
	if caption {
		b.WriteString("### " + prose.Escaped(t.Caption) + "\n\n")
	}
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	heads, rules := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i := range t.Columns {
		heads[i], rules[i] = prose.Escaped(t.Columns[i].Head), "---"
		if t.Numeric(i) {
			rules[i] = "---:"
		}
	}
	row(heads)
	row(rules)
	shown, rest := t.Visible()
	for _, r := range shown {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = prose.Escaped(c.Text)
		}
		row(cells)
	}
	b.WriteString("\n")
	if rest != "" {
		b.WriteString(prose.Escaped(rest) + "\n\n")
	}
}

// Numeric tells whether a column holds numbers: by its kind, or by its first cell's.
func (t *Table) Numeric(i int) bool {
	return t.Columns[i].Kind.Numeric() || len(t.Rows) > 0 && i > 0 && t.Rows[0][i].Kind.Numeric()
}

// CSV writes every cell of every table as a line, for a spreadsheet in the document's language: table,
// row, name of the row, column, value, and value as people read it. All rows are written; programs read
// the report's JSON.
func (d *Document) CSV() []byte {
	var out table.Table
	for _, key := range []string{"table", "row", "name", "column", "value", "text"} {
		out.Columns = append(out.Columns, table.Column{Key: key, Head: key, Kind: table.Verbatim})
	}
	for _, p := range d.Parts {
		for _, t := range p.Tables {
			for i, r := range t.Rows {
				for j := 1; j < len(r); j++ {
					value, text := table.Decimal(r[j].Value, d.Lang), r[j].Text
					if !r[j].Kind.Numeric() {
						value, text = prose.Harmless(r[j].Value), prose.Harmless(text)
					}
					out.Rows = append(out.Rows, []string{t.ID, strconv.Itoa(i + 1), prose.Harmless(r[0].Text), t.Columns[j].Key, value, text})
				}
			}
		}
	}
	return out.ForPeople(d.Lang)
}
