// Package message turns keys and facts into the words that people read, in Norwegian
// bokmål, nynorsk and English.
//
// In go a folder of TOML catalogues (<language>/<area>.toml) and, for each text, a key
// and named arguments; out come sentences, with plurals, numbers, dates and sorting as
// the language wants them. Arguments may be typed (amounts, fractions, dates): they are
// written in the printer's language. It holds no text itself, and knows no rule or page.
package message

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

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

// Catalogue holds every text in every language. It never changes after Load.
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

// Load reads the catalogues; fsys holds a folder for each language.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{printers: map[string]*Printer{}}
	for _, lang := range Languages {
		files, err := fs.Glob(fsys, lang+"/*.toml")
		if err != nil {
			return nil, err
		}
		p := newPrinter(lang)
		for _, f := range files {
			data, err := fs.ReadFile(fsys, f)
			if err != nil {
				return nil, fmt.Errorf("reading catalogue %s: %w", f, err)
			}
			table, err := toml.Decode(data)
			if err != nil {
				return nil, fmt.Errorf("reading catalogue %s: %w", f, err)
			}
			if err := p.add(strings.TrimSuffix(path.Base(f), ".toml"), table); err != nil {
				return nil, fmt.Errorf("reading catalogue %s: %w", f, err)
			}
		}
		c.printers[lang] = p
	}
	return c, nil
}

// Printer speaks a language; one that is not known gets bokmål.
func (c *Catalogue) Printer(lang string) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Source]
}

// Check lists where a language's keys, plural forms or arguments differ from the source's.
func (c *Catalogue) Check() []error {
	var out []error
	source := c.printers[Source]
	for _, lang := range Languages {
		p := c.printers[lang]
		for _, key := range slices.Sorted(maps.Keys(source.texts)) {
			t, ok := p.texts[key]
			switch {
			case !ok:
				out = append(out, fmt.Errorf("%s: %s is missing", lang, key))
			case !slices.Equal(t.args(), source.texts[key].args()):
				out = append(out, fmt.Errorf("%s: %s has the arguments %v, %s has %v", lang, key, t.args(), Source, source.texts[key].args()))
			case len(t.forms) != len(source.texts[key].forms):
				out = append(out, fmt.Errorf("%s: %s has other plural forms than %s", lang, key, Source))
			}
		}
		for _, key := range slices.Sorted(maps.Keys(p.texts)) {
			if _, ok := source.texts[key]; !ok {
				out = append(out, fmt.Errorf("%s: %s is not in %s", lang, key, Source))
			}
		}
	}
	return out
}

// Printer writes in one language. It is safe for use by several goroutines.
type Printer struct {
	lang  string
	tag   language.Tag
	texts map[string]text
}

func newPrinter(lang string) *Printer {
	return &Printer{lang: lang, tag: language.MustParse(lang), texts: map[string]text{}}
}

// Lang is the language's code.
func (p *Printer) Lang() string { return p.lang }

// Has tells whether there is a text for the key.
func (p *Printer) Has(key string) bool { _, ok := p.texts[key]; return ok }

// Keys are all keys that begin with prefix, sorted.
func (p *Printer) Keys(prefix string) []string {
	var out []string
	for k := range p.texts {
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
	t, ok := p.texts[key]
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

// add takes in the texts of a table; a table of plural forms is one text.
func (p *Printer) add(prefix string, table map[string]any) error {
	for key, v := range table {
		full := prefix + "." + key
		switch v := v.(type) {
		case string:
			segments, err := parse(v)
			if err != nil {
				return fmt.Errorf("%s: %w", full, err)
			}
			p.texts[full] = text{map[plural.Form][]segment{plural.Other: segments}}
		case map[string]any:
			if !isPlural(v) {
				if err := p.add(full, v); err != nil {
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
			p.texts[full] = t
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

func (t text) args() []string {
	seen := map[string]bool{}
	for _, segments := range t.forms {
		for _, s := range segments {
			if s.arg != "" {
				seen[s.arg] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
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
