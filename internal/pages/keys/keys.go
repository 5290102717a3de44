// Package keys draws the reference of the files: which sorts there are, and for each sort every key,
// with what to write, how it is written and an example.
//
// In goes a kit.Site, of which only the language matters; out come pages. What they say is the
// model's (package model), as in the schemas that editors use.
package keys

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the list of sorts of files and a page for each.
func Pages(s *kit.Site) []kit.Page {
	words, files := model.In(s.Pr), model.Files()
	out := []kit.Page{list(s, words, files)}
	for i := range files {
		out = append(out, page(s, words, &files[i]))
	}
	return out
}

func list(s *kit.Site, words model.Words, files []model.File) kit.Page {
	at := s.Address("keys")
	h := kit.Head{At: at, Title: s.Say("keys.title", nil), Crumbs: s.Crumbs(at), Description: s.Say("keys.lead", nil)}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		table := templates.Table{Caption: h.Title, Cards: true, Columns: s.Heads("keys", "sort", "file", "what")}
		table.Columns[2].Wide = true
		for i := range files {
			label, help := words.Record(files[i].Kind)
			table.Rows = append(table.Rows, []templates.Cell{{Text: label, Href: s.Href(at, s.Address("keys", files[i].Kind))}, {Text: files[i].Pattern, Code: true}, {Text: help}})
		}
		return templates.DrawArticle(f, templates.Article{Title: h.Title, Lead: h.Description,
			Sections: []templates.Section{{ID: s.Name("files"), Title: s.Say("keys.files", nil), Conclusion: s.Say("keys.schema", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}}})
	})
}

// page is all keys of one sort of file, a section for each of its tables.
func page(s *kit.Site, words model.Words, file *model.File) kit.Page {
	at := s.Address("keys", file.Kind)
	label, help := words.Record(file.Kind)
	h := kit.Head{At: at, Title: label, Crumbs: append(s.Crumbs(at), templates.Link{Text: s.Say("keys.title", nil), Href: s.Href(at, s.Address("keys"))}), Description: help}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Article{Title: h.Title, Lead: h.Description}
		add := func(name string, sec templates.Section) {
			v.Sections = append(v.Sections, sec)
			v.Headings = append(v.Headings, templates.Link{Text: name, Href: "#" + sec.ID})
		}
		for i := range file.Tables {
			t := &file.Tables[i]
			name, _ := words.Record(t.Record)
			add(name, section(s, f, words, file, t))
		}
		whole, _ := s.MD.HTML("```toml\n"+file.Example+"```\n", at)
		add(s.Say("keys.example", nil), templates.Section{ID: s.Name("example"), Title: s.Say("keys.example", nil), Blocks: []templates.Block{templates.ProseBlock(templates.HTML(whole))}})
		return templates.DrawArticle(f, v)
	})
}

func section(s *kit.Site, f templates.Frame, words model.Words, file *model.File, t *model.Table) templates.Section {
	label, help := words.Record(t.Record)
	title := file.Pattern
	if t.Path != "" {
		title = label + " " + t.Header()
	}
	table := templates.Table{Caption: title, Cards: true, Columns: s.Heads("keys", "key", "what", "type", "example")}
	table.Columns[1].Wide, table.Columns[3].Wide = true, true
	for i := range t.Fields {
		k := &t.Fields[i]
		table.Rows = append(table.Rows, []templates.Cell{{Text: k.Key, Code: true, Note: words.Label(k.Record, k.Key)}, {Text: words.Describe(k)}, {Text: words.Type(k)}, {Text: k.Line(), Code: true}})
	}
	sec := templates.Section{ID: anchor(t.Path), Title: title, Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if t.Path != "" {
		sec.Conclusion = help
	}
	return sec
}

// anchor is a table's path as a fragment.
func anchor(path string) string {
	return "toml-" + strings.Trim(strings.NewReplacer(".", "-", "_", "-", "*", "").Replace(cmp.Or(path, "file")), "-")
}
