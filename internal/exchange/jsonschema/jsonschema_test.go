package jsonschema_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/forvalt/forvalt/internal/exchange/jsonschema"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/scaffold"
	"github.com/forvalt/forvalt/internal/toml"
)

// compiled are the schemas of all sorts of files, held against the metaschema.
func compiled(t *testing.T, lang string) map[string]*validator.Schema {
	t.Helper()
	cat, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*validator.Schema{}
	for _, f := range model.Files() {
		data, err := jsonschema.Of(&f, model.In(cat.Printer(lang)))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("⟦")) {
			t.Errorf("%s %s lacks words", lang, f.Kind)
		}
		doc, err := validator.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := validator.NewCompiler()
		c.AssertFormat()
		if err := c.AddResource(jsonschema.Name(&f), doc); err != nil {
			t.Fatal(err)
		}
		if out[f.Kind], err = c.Compile(jsonschema.Name(&f)); err != nil {
			t.Fatalf("%s: %v", f.Kind, err)
		}
	}
	return out
}

func TestSchemasInEveryLanguage(t *testing.T) {
	for _, lang := range message.Languages {
		if n := len(compiled(t, lang)); n != len(model.Files()) {
			t.Errorf("%s: %d schemas", lang, n)
		}
	}
}

// kindOf is the sort of a file by its place.
func kindOf(name string) *model.File {
	for _, f := range model.Files() {
		pattern := strings.Replace(f.Pattern, "**", "*", 1)
		if ok, _ := path.Match(pattern, name); ok || strings.HasPrefix(name, "guidance/") && f.Kind == "page" {
			return &f
		}
	}
	switch {
	case strings.Contains(name, "/turnover/"):
		return kindOf("agreements/x/turnover.toml")
	case strings.HasPrefix(name, "reports/") && strings.HasSuffix(name, ".md"):
		return kindOf("guidance/x.md")
	}
	return nil
}

// decoded is a file, or the front matter of a page.
func decoded(t *testing.T, name string, data []byte) map[string]any {
	t.Helper()
	text := string(data)
	if strings.HasSuffix(name, ".md") {
		if !strings.HasPrefix(text, "+++\n") {
			return map[string]any{}
		}
		text, _, _ = strings.Cut(strings.TrimPrefix(text, "+++\n"), "+++\n")
	}
	table, err := toml.Decode([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return table
}

// Every file of the sample, of a new portfolio, and of the examples satisfies its schema.
func TestFilesSatisfyTheirSchemas(t *testing.T) {
	fresh := fstest.MapFS{}
	for name, data := range scaffold.Empty() {
		fresh[name] = &fstest.MapFile{Data: data}
	}
	schemas := compiled(t, "nb")
	for what, fsys := range map[string]fs.FS{"sample": os.DirFS("../../../contracts"), "new": fresh, "example": model.Example()} {
		n := 0
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".toml") && !strings.HasSuffix(name, ".md") || strings.HasSuffix(name, "notes.md") || path.Base(name) == "README.md" {
				return err
			}
			kind := kindOf(name)
			if kind == nil {
				t.Errorf("%s: no schema for %s", what, name)
				return nil
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			n++
			if err := schemas[kind.Kind].Validate(jsonschema.Value(decoded(t, name, data))); err != nil {
				t.Errorf("%s: %s: %v", what, name, err)
			}
			return nil
		})
		if err != nil || n < 5 {
			t.Errorf("%s: %d files, %v", what, n, err)
		}
	}
}

// Every key of every sort of file is held: with another type, another word or another name it does not satisfy.
func TestWrongKeysDoNotSatisfy(t *testing.T) {
	schemas, tried := compiled(t, "en"), 0
	for _, file := range model.Files() {
		fields := map[string]model.Field{}
		for _, table := range file.Tables {
			for _, f := range table.Fields {
				fields[f.Path] = f
			}
		}
		right := jsonschema.Value(decoded(t, "x.toml", []byte(file.Example)))
		refused := func(what string, change func(map[string]any)) {
			t.Helper()
			whole := jsonschema.Value(right).(map[string]any) // a copy
			change(whole)
			tried++
			if schemas[file.Kind].Validate(whole) == nil {
				t.Errorf("%s: %s satisfies the schema", file.Kind, what)
			}
		}
		for _, at := range places(right, nil) {
			key := at[len(at)-1].(string)
			f, ok := fields[modelPath(at)]
			if !ok {
				continue // a month, or an own field
			}
			refused(fmt.Sprint(at, " under another name"), func(whole map[string]any) {
				table := tableAt(whole, at)
				table[key+"_"] = table[key]
			})
			wrong := any(true)
			if f.Type == model.Bool {
				wrong = "true"
			}
			refused(fmt.Sprint(at, " of another type"), func(whole map[string]any) { tableAt(whole, at)[key] = wrong })
			switch f.Type {
			case model.Word:
				wrong = "zz"
			case model.Date:
				wrong = "31.12.2026"
			case model.Quarter:
				wrong = "Q3 2026"
			case model.Count:
				wrong = -1
			case model.Tables:
				wrong = map[string]any{"zz": 1}
			default:
				continue
			}
			if f.Shape == model.Many {
				wrong = []any{wrong}
			}
			refused(fmt.Sprint(at, " = ", wrong), func(whole map[string]any) { tableAt(whole, at)[key] = wrong })
		}
		for _, f := range file.Tables[0].Fields {
			if f.Required {
				refused("without "+f.Key, func(whole map[string]any) { delete(whole, f.Key) })
			}
		}
	}
	if tried < 800 {
		t.Errorf("only %d tried", tried)
	}
}

// places are the paths of all keys of a value.
func places(v any, at []any) (out [][]any) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			here := append(slices.Clone(at), k)
			out = append(append(out, here), places(v[k], here)...)
		}
	case []any:
		for i, e := range v {
			out = append(out, places(e, append(slices.Clone(at), i))...)
		}
	}
	return out
}

// modelPath is a place as the model writes it.
func modelPath(at []any) string {
	var parts []string
	for i, p := range at {
		if s, ok := p.(string); ok {
			if i > 0 && at[i-1] == "lead_times" {
				s = "*"
			}
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ".")
}

// tableAt is the table that holds the key at a place.
func tableAt(whole map[string]any, at []any) map[string]any {
	v := any(whole)
	for _, p := range at[:len(at)-1] {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v.(map[string]any)
}
