package model

import "github.com/forvalt/forvalt/internal/message"

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
