package model

import (
	"embed"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/toml"
)

//go:embed example
var examples embed.FS

// Example is a small portfolio in which every key of the model is used.
func Example() fs.FS {
	sub, err := fs.Sub(examples, "example")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

// example is one of its files, without what follows the front matter.
func example(name string) string {
	data, err := fs.ReadFile(Example(), name)
	if err != nil {
		panic(err)
	}
	text := string(data)
	if strings.HasSuffix(name, ".md") {
		text, _, _ = strings.Cut(strings.TrimPrefix(text, "+++\n"), "+++\n")
	}
	return text
}

// excerpts are the lines of a file that set each key, by the key's path in it: of a table, all of it
// up to the next blank line.
type excerpts map[string]string

var index = regexp.MustCompile(`\[\d+\]`)

func excerptsOf(text string) excerpts {
	out, from := excerpts{}, map[string]int{}
	for at, spans := range toml.Locate([]byte(text)) {
		if strings.HasSuffix(at, "]") && spans.Key == spans.Value {
			continue // an element of a list
		}
		at = index.ReplaceAllString(at, "")
		if first, ok := from[at]; ok && first <= spans.Key.Start {
			continue
		}
		from[at] = spans.Key.Start
		if spans.Value.Start < spans.Key.Start { // a header
			out[at], _, _ = strings.Cut(text[spans.Value.Start:], "\n\n")
		} else {
			out[at] = text[spans.Key.Start:spans.Value.End]
		}
		out[at] = strings.TrimSpace(out[at])
	}
	return out
}

// of finds the lines of a key; "*" in its path is any name.
func (e excerpts) of(at string) string {
	if lines, ok := e[at]; ok || !strings.Contains(at, "*") {
		return lines
	}
	for _, have := range slices.Sorted(maps.Keys(e)) {
		if ok, err := path.Match(strings.ReplaceAll(at, ".", "/"), strings.ReplaceAll(have, ".", "/")); ok && err == nil {
			return e[have]
		}
	}
	return ""
}
