// Package definitions draws the page that says what each figure is: its formula in words and in
// symbols, its unit, what it is counted from, the rule behind it, and which pages show it.
//
// In goes a kit.Site whose other pages have been drawn; out comes the page. It has the figures that
// those pages show, so that every label that leads here finds its figure, and nothing is said of
// figures that the profile withholds. The table of figures is measure's.
package definitions

import (
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/templates"
)

// Pages is the page of definitions.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("definitions")
	h := kit.Head{At: at, Title: s.Say("definitions.title", nil), Crumbs: s.Crumbs(at), Source: s.P.Settings.Origin, Description: s.Say("definitions.lead", nil)}
	page := s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Article{Title: h.Title, Lead: h.Description}
		if s.ShowsFiles() {
			v.Facts = []templates.Fact{{Label: s.Say("definitions.label.keys", nil), Links: []templates.Link{{Text: s.Say("keys.title", nil), Href: s.Href(at, s.Address("keys"))}}}}
		}
		for _, d := range shown(s) {
			v.Sections = append(v.Sections, section(s, f, at, d))
			v.Headings = append(v.Headings, templates.Link{Text: name(s, d), Href: "#" + string(d.ID)})
		}
		return templates.DrawArticle(f, v)
	})
	page.Last = true
	return []kit.Page{page}
}

// shown are the definitions of the figures that the pages show, which have been drawn.
func shown(s *kit.Site) []*definitions.Definition {
	var out []*definitions.Definition
	for i := range definitions.All {
		if d := &definitions.All[i]; len(s.ShownOn(d.ID)) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// Docs are the figures to be found by a search, each where the page says what it is. They are asked
// when the other pages have been drawn.
func Docs(s *kit.Site) []search.Doc {
	at := s.Address("definitions")
	var out []search.Doc
	for _, d := range shown(s) {
		out = append(out, search.Doc{ID: string(d.ID), Title: name(s, d), Href: at + "#" + string(d.ID), Text: s.Say("definitions.formula."+string(d.Words), nil)})
	}
	return out
}

// section says what one figure is.
func section(s *kit.Site, f templates.Frame, at string, d *definitions.Definition) templates.Section {
	var sources []string
	for _, from := range d.Sources {
		sources = append(sources, s.Say("definitions.source."+string(from), nil))
	}
	symbols := "symbols"
	if d.Letter() {
		symbols = "letter"
	}
	facts := []templates.Fact{
		fact(s, symbols, d.Symbols),
		fact(s, "unit", s.Say("definitions.unit."+string(d.Unit), nil)),
		fact(s, "population", s.Say("definitions.population."+string(d.Population), nil)),
		fact(s, "source", s.Pr.List(sources)),
	}
	if d.Law != definitions.NoLaw {
		facts = append(facts, fact(s, "law", s.Say("definitions.law."+string(d.Law), nil)))
	}
	pages := templates.Fact{Label: s.Say("definitions.label.pages", nil)}
	for _, x := range s.ShownOn(d.ID) {
		pages.Links = append(pages.Links, templates.Link{Text: s.Say("definitions.on", message.Args{"kind": x.Name, "n": x.Pages}), Href: s.Href(at, x.Address)})
	}
	facts = append(facts, pages, fact(s, "id", string(d.ID)))
	return templates.Section{ID: string(d.ID), Title: name(s, d), Conclusion: s.Say("definitions.formula."+string(d.Words), nil), Blocks: []templates.Block{templates.FactsBlock(f, facts)}}
}

func fact(s *kit.Site, label, value string) templates.Fact {
	return templates.Fact{Label: s.Say("definitions.label."+label, nil), Value: value}
}

// name is what a figure is called, with the word that tells it from its variants.
func name(s *kit.Site, d *definitions.Definition) string {
	text := s.Say("definitions.name."+string(d.Words), nil)
	if d.Group == "" {
		return text
	}
	return s.Say("definitions.variant", message.Args{"name": text, "of": s.Word(d.Group, d.Variant)})
}
