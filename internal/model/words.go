package model

import (
	"strings"

	"github.com/forvalt/forvalt/internal/message"
)

// Words are the words of the model in one language.
type Words struct{ p *message.Printer }

// In speaks the printer's language.
func In(p *message.Printer) Words { return Words{p} }

// Record is what a table of the model is called, and what it is.
func (w Words) Record(record string) (label, help string) {
	return w.p.Text("model.record."+record+".label", nil), w.p.Text("model.record."+record+".help", nil)
}

// Label is what people call a key.
func (w Words) Label(record, key string) string { return w.part(record, key, "label") }

// Help says what to write in a key, and what it is used for.
func (w Words) Help(record, key string) string { return w.part(record, key, "help") }

// part is the word that the record itself has for its key, else the one that is alike in all.
func (w Words) part(record, key, part string) string {
	own := "model." + record + "." + key + "." + part
	if alike := "model.any." + key + "." + part; !w.p.Has(own) && w.p.Has(alike) {
		return w.p.Text(alike, nil)
	}
	return w.p.Text(own, nil)
}

// Word is a word of a closed set; ok is false where the catalogue does not have it.
func (w Words) Word(group, word string) (text string, ok bool) {
	for _, key := range []string{"values." + group + "." + word, "model.word." + word} {
		if w.p.Has(key) {
			return w.p.Text(key, nil), true
		}
	}
	return word, false
}

// Meanings are the words that a key may hold, each with what it means; nil where any text will do.
func (w Words) Meanings(f *Field) []string {
	var out []string
	for _, c := range f.Choices {
		text, _ := w.Word(f.Group, c)
		out = append(out, c+" ("+text+")")
	}
	return out
}

// Describe is the help of a key, what its words mean, and whether it stays inside.
func (w Words) Describe(f *Field) string {
	parts := []string{w.Help(f.Record, f.Key)}
	if f.Choices != nil {
		parts = append(parts, w.p.Text("keys.choices", message.Args{"list": strings.Join(w.Meanings(f), ", ")}))
	}
	if f.Visibility == "internal" {
		parts = append(parts, w.p.Text("keys.internal", nil))
	}
	return strings.Join(parts, " ")
}

// Type says how a key is written: "liste: dato".
func (w Words) Type(f *Field) string {
	text := w.p.Text("keys.type."+string(f.Type), nil)
	if to := f.Ref; to != "" && f.Type == Text {
		text = w.p.Text("keys.type.refers", message.Args{"to": w.refers(to)})
	}
	switch {
	case f.Shape != One && f.Type == Tables:
		text = w.p.Text("keys.type.tables-"+string(f.Shape), nil)
	case f.Shape != One:
		text = w.p.Text("keys.type."+string(f.Shape), message.Args{"of": text})
	}
	if f.Required {
		text += ", " + w.p.Text("keys.type.required", nil)
	}
	return text
}

// refers is what a sort of record is called within a sentence.
func (w Words) refers(record string) string {
	switch record {
	case "buyer":
		record = "organisation"
	case "guidance":
		record = "page"
	}
	label, _ := w.Record(record)
	return strings.ToLower(label)
}
