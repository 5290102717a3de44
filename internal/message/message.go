// Package message turns keys and facts into the words that people read, in Norwegian
// bokmål, nynorsk and English.
//
// In go a folder of TOML catalogues (<language>/<area>.toml) and, for each text, a key
// and named arguments; out come sentences, with plurals, numbers, dates and sorting as
// the language wants them. Arguments may be typed (amounts, fractions, dates): they are
// written in the printer's language. A file is read when the first of its texts is
// asked for. It holds no text itself, and knows no rule or page.
package message

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/forvalt/forvalt/internal/toml"
)

// Source is the language that the others are translated from.
const Source = "nb"

// Languages that the product speaks.
var Languages = []string{"nb", "nn", "en"}

// Args are the named arguments of a text.
type Args map[string]any

// Catalogue holds every text in every language.
type Catalogue struct {
	printers map[string]*Printer
}

// text is a message ready for use: one form, or one for each plural category.
type text struct {
	forms map[plural.Form][]segment
}

// segment is a stretch of a text: literal, or the name of an argument.
type segment struct {
	literal string
	arg     string
}

// Load finds the catalogues; fsys holds a folder for each language, and in it a file for
// each area of texts. A Printer panics that needs a file which cannot be read or understood,
// for the product brings its catalogues with it.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{printers: map[string]*Printer{}}
	for _, lang := range Languages {
		files, err := fs.Glob(fsys, lang+"/*.toml")
		if err != nil {
			return nil, err
		}
		p := &Printer{lang: lang, tag: language.MustParse(lang), areas: map[string]area{}}
		for _, f := range files {
			name := strings.TrimSuffix(path.Base(f), ".toml")
			p.areas[name] = sync.OnceValues(func() (map[string]text, error) { return read(fsys, f, name) })
		}
		c.printers[lang] = p
	}
	return c, nil
}

// read gives the texts of a file by their whole keys, which begin with the area.
func read(fsys fs.FS, file, area string) (map[string]text, error) {
	texts := map[string]text{}
	data, err := fs.ReadFile(fsys, file)
	if err == nil {
		var table map[string]any
		if table, err = toml.Decode(data); err == nil {
			err = add(texts, area, table)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading catalogue %s: %w", file, err)
	}
	return texts, nil
}

// Printer speaks a language; one that is not known gets bokmål.
func (c *Catalogue) Printer(lang string) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Source]
}

// Printer writes in one language. It is safe for use by several goroutines.
type Printer struct {
	lang  string
	tag   language.Tag
	areas map[string]area // by name, which their keys begin with
}

// area gives the texts of one file by their whole keys; it reads the file once.
type area func() (map[string]text, error)

// text finds the text of a key.
func (p *Printer) text(key string) (text, bool) {
	name, _, _ := strings.Cut(key, ".")
	area, ok := p.areas[name]
	if !ok {
		return text{}, false
	}
	texts, err := area()
	if err != nil {
		panic(err)
	}
	t, ok := texts[key]
	return t, ok
}

// all gives every text by its key.
func (p *Printer) all() (map[string]text, error) {
	out := map[string]text{}
	for _, area := range p.areas {
		texts, err := area()
		if err != nil {
			return nil, err
		}
		maps.Copy(out, texts)
	}
	return out, nil
}

// Lang is the language's code.
func (p *Printer) Lang() string { return p.lang }

// Has tells whether there is a text for the key.
func (p *Printer) Has(key string) bool { _, ok := p.text(key); return ok }

// Keys are all keys that begin with prefix, sorted.
func (p *Printer) Keys(prefix string) []string {
	texts, err := p.all()
	if err != nil {
		panic(err)
	}
	var out []string
	for k := range texts {
		if strings.HasPrefix(k, prefix) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// Text writes the text of a key. A plural text is chosen by the argument n, which must
// be an int. A key or an argument that is missing shows as ⟦key⟧: Check and the tests
// of pages find those.
func (p *Printer) Text(key string, args Args) string {
	t, ok := p.text(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	segments := t.forms[plural.Other]
	if len(t.forms) > 1 {
		if n, ok := args["n"].(int); ok {
			if s, ok := t.forms[plural.Cardinal.MatchPlural(p.tag, max(n, -n), 0, 0, 0, 0)]; ok {
				segments = s
			}
		}
	}
	if len(segments) == 1 && segments[0].arg == "" {
		return segments[0].literal
	}
	var b strings.Builder
	for _, s := range segments {
		b.WriteString(s.literal)
		if s.arg == "" {
			continue
		}
		if v, ok := args[s.arg]; ok {
			b.WriteString(p.value(v))
		} else {
			b.WriteString("⟦" + s.arg + "⟧")
		}
	}
	return b.String()
}

// add puts in the texts of a table, their keys after the prefix; a table of plural forms is one text.
func add(texts map[string]text, prefix string, table map[string]any) error {
	for key, v := range table {
		full := prefix + "." + key
		switch v := v.(type) {
		case string:
			segments, err := parse(v)
			if err != nil {
				return fmt.Errorf("%s: %w", full, err)
			}
			texts[full] = text{map[plural.Form][]segment{plural.Other: segments}}
		case map[string]any:
			if !isPlural(v) {
				if err := add(texts, full, v); err != nil {
					return err
				}
				continue
			}
			t := text{map[plural.Form][]segment{}}
			for name, form := range map[string]plural.Form{"one": plural.One, "other": plural.Other} {
				segments, err := parse(v[name].(string))
				if err != nil {
					return fmt.Errorf("%s.%s: %w", full, name, err)
				}
				t.forms[form] = segments
			}
			texts[full] = t
		default:
			return fmt.Errorf("%s is neither a text nor a table", full)
		}
	}
	return nil
}

func isPlural(t map[string]any) bool {
	one, ok1 := t["one"].(string)
	other, ok2 := t["other"].(string)
	return len(t) == 2 && ok1 && ok2 && one != "" && other != ""
}

// parse splits a text at its arguments in braces; {{ and }} stand for braces.
func parse(s string) ([]segment, error) {
	var out []segment
	literal := ""
	for s != "" {
		i := strings.IndexAny(s, "{}")
		switch {
		case i < 0:
			return append(out, segment{literal: literal + s}), nil
		case i+1 < len(s) && s[i+1] == s[i]:
			literal += s[:i+1]
			s = s[i+2:]
		case s[i] == '}':
			return nil, fmt.Errorf("a closing brace without an opening one in %q", s)
		default:
			name, rest, ok := strings.Cut(s[i+1:], "}")
			if !ok || name == "" || strings.ContainsAny(name, "{ ") {
				return nil, fmt.Errorf("an argument is not closed in %q", s)
			}
			out = append(out, segment{literal + s[:i], name})
			literal, s = "", rest
		}
	}
	if literal != "" || len(out) == 0 {
		out = append(out, segment{literal: literal})
	}
	return out, nil
}

// Sorter compares texts as the language's alphabet does. A Sorter is for one goroutine.
func (p *Printer) Sorter() func(a, b string) int {
	tag := p.tag
	if p.lang == "nb" {
		tag = language.MustParse("nn") // x/text has å first for nb; the alphabet is the same
	}
	c := collate.New(tag, collate.IgnoreCase)
	return func(a, b string) int {
		if n := c.CompareString(a, b); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	}
}
