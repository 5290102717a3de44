// Package jsonschema writes the model as JSON Schema (draft 2020-12), a schema for each sort of
// file: editors of TOML such as taplo and tombi then complete keys, show what they are for, and mark
// what does not fit.
//
// In goes a sort of file and a language; out comes the schema. It says what package store asks of a
// file, in the form that people write it: what store mends in silence (a number in quotes, a date
// as text) is marked. What rules ask, no schema can say. A date of TOML is a string of format date.
package jsonschema

import (
	"bytes"
	"encoding/json"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/toml"
)

// Draft is the draft that the schemas are written in.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// Name is the file name of the schema of a sort of file.
func Name(f *model.File) string { return f.Kind + ".schema.json" }

// schema is a JSON schema with what the model needs of it, in the order in which it is written.
type schema struct {
	Draft       string   `json:"$schema,omitempty"`
	Ref         string   `json:"$ref,omitempty"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Type        any      `json:"type,omitempty"` // a name, or several
	Format      string   `json:"format,omitempty"`
	Pattern     string   `json:"pattern,omitempty"`
	Minimum     *int     `json:"minimum,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	AnyOf       []schema `json:"anyOf,omitempty"`
	Items       *schema  `json:"items,omitempty"`
	Properties  named    `json:"properties,omitempty"`
	Patterns    named    `json:"patternProperties,omitempty"`
	Names       *schema  `json:"propertyNames,omitempty"`
	Additional  any      `json:"additionalProperties,omitempty"` // false, or a schema
	Required    []string `json:"required,omitempty"`
	Examples    []any    `json:"examples,omitempty"`
	Defs        named    `json:"$defs,omitempty"`
}

// named are schemas by name, in the order of the model.
type named []struct {
	name string
	of   schema
}

func (n *named) add(name string, s schema) {
	*n = append(*n, struct {
		name string
		of   schema
	}{name, s})
}

// MarshalJSON writes an object that keeps the order.
func (n named) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(p.name)
		if err != nil {
			return nil, err
		}
		of, err := json.Marshal(p.of)
		if err != nil {
			return nil, err
		}
		b.Write(append(append(name, ':'), of...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// writer writes schemas in one language.
type writer struct{ model.Words }

// Of is the schema of a sort of file.
func Of(f *model.File, words model.Words) ([]byte, error) {
	w := writer{words}
	whole := w.table(&f.Tables[0])
	whole.Draft = Draft
	done := map[string]bool{}
	for i := range f.Tables[1:] {
		if t := &f.Tables[1+i]; !done[t.Record] {
			done[t.Record] = true
			whole.Defs.add(t.Record, w.table(t))
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(whole)
	return b.Bytes(), err
}

func (w writer) table(t *model.Table) schema {
	s := schema{Type: "object", Additional: false}
	s.Title, s.Description = w.Record(t.Record)
	for i := range t.Fields {
		f := &t.Fields[i]
		s.Properties.add(f.Key, w.field(f))
		if f.Required {
			s.Required = append(s.Required, f.Key)
		}
	}
	return s
}

// field is the schema of a key, with its words and example.
func (w writer) field(f *model.Field) schema {
	s := w.shaped(f)
	s.Title, s.Description = w.Label(f.Record, f.Key), w.Describe(f)
	if f.Type != model.Tables {
		s.Examples = exampleOf(f)
	}
	return s
}

// shaped is the schema of all that a key may hold: a value, a list, or a table of them.
func (w writer) shaped(f *model.Field) schema {
	one := w.value(f)
	switch f.Shape {
	case model.Many:
		return schema{Type: "array", Items: &one}
	case model.Keyed:
		s := schema{Type: "object", Additional: one}
		if f.Keys != nil {
			s.Names = &schema{Enum: f.Keys}
		}
		return s
	}
	return one
}

// inFolders are the sorts of records whose id names a file or folder, which binds its form.
var inFolders = map[string]bool{"contract": true, "supplier": true, "person": true, "category": true, "requirement": true}

const (
	idPattern      = `^[a-z0-9]+(-[a-z0-9]+)*$`
	quarterPattern = `^[0-9]{4}-q[1-4]$`
	monthPattern   = `^[0-9]{4}-(0[1-9]|1[0-2])$`
)

// value is the schema of one value.
func (w writer) value(f *model.Field) schema {
	switch f.Type {
	case model.Tables:
		return schema{Ref: "#/$defs/" + f.Holds}
	case model.Word:
		return schema{Type: "string", Enum: f.Choices}
	case model.Bool:
		return schema{Type: "boolean"}
	case model.Count:
		return schema{Type: "integer", Minimum: new(int)}
	case model.Number, model.Amount:
		return schema{Type: "number"}
	case model.Date:
		return schema{Type: "string", Format: "date"}
	case model.Quarter:
		return schema{Type: "string", Pattern: quarterPattern}
	case model.Texts:
		byLanguage := schema{Type: "object", Additional: false}
		for _, lang := range message.Languages {
			byLanguage.Properties.add(lang, schema{Type: "string"})
		}
		return schema{AnyOf: []schema{{Type: "string"}, byLanguage}}
	case model.Months:
		s := schema{Type: "object", Additional: false}
		s.Patterns.add(monthPattern, schema{AnyOf: []schema{{Type: "number"}, {Type: "object", Additional: schema{Type: "number"}}}})
		return s
	case model.Custom:
		return schema{Type: "object", Additional: schema{Type: []string{"string", "number", "boolean"}}}
	}
	if inFolders[f.Ref] {
		return schema{Type: "string", Pattern: idPattern}
	}
	return schema{Type: "string"}
}

// exampleOf is the example of a key as JSON has it.
func exampleOf(f *model.Field) []any {
	table, err := toml.Decode([]byte(f.Example))
	if err != nil {
		return nil
	}
	v, ok := table[f.Key]
	if !ok {
		return nil
	}
	return []any{Value(v)}
}

// Value is a decoded value of TOML as a validator of JSON takes it.
func Value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = Value(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = Value(e)
		}
		return out
	case []map[string]any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = Value(e)
		}
		return out
	}
	if d, ok := toml.Date(v); ok {
		return d.String()
	}
	return v
}
