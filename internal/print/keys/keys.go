// Package keys writes the reference of all keys of the files. In go the sorts of files (model) and a
// language; out comes Markdown, or a line for each sort of file.
package keys

import (
	"fmt"
	"io"
	"strings"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
)

// Kinds writes the name and place of every sort of file.
func Kinds(w io.Writer, files []model.File, p *message.Printer) error {
	words := model.In(p)
	for _, f := range files {
		label, _ := words.Record(f.Kind)
		if _, err := fmt.Fprintf(w, "%-14s  %-34s  %s\n", f.Kind, f.Pattern, label); err != nil {
			return err
		}
	}
	return nil
}

// Markdown writes the reference: a heading for each sort of file, and a table of keys for each of
// its tables.
func Markdown(w io.Writer, files []model.File, p *message.Printer) error {
	words := model.In(p)
	var b strings.Builder
	say := func(key string) string { return p.Text("keys."+key, nil) }
	fmt.Fprintf(&b, "<!-- %s -->\n\n# %s\n\n%s\n\n%s\n", say("generated"), say("title"), say("lead"), say("schema"))
	for _, f := range files {
		label, help := words.Record(f.Kind)
		fmt.Fprintf(&b, "\n## %s: `%s`\n\n%s\n", label, f.Pattern, help)
		for i := range f.Tables {
			t := &f.Tables[i]
			if t.Path != "" {
				_, help := words.Record(t.Record)
				fmt.Fprintf(&b, "\n### `%s`\n\n%s\n", t.Header(), help)
			}
			fmt.Fprintf(&b, "\n| %s | %s | %s | %s |\n|---|---|---|---|\n", say("column.key"), say("column.what"), say("column.type"), say("column.example"))
			for k := range t.Fields {
				b.WriteString(row(words, &t.Fields[k]))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func row(w model.Words, f *model.Field) string {
	example := ""
	if line := f.Line(); line != "" {
		example = "`` " + line + " ``"
	}
	cell := strings.NewReplacer("|", `\|`, "\n", " ").Replace
	return fmt.Sprintf("| `%s` | %s. %s | %s | %s |\n", f.Key, cell(w.Label(f.Record, f.Key)), cell(w.Describe(f)), cell(w.Type(f)), cell(example))
}
