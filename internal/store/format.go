package store

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/slug"
	"github.com/forvalt/forvalt/internal/toml/format"
)

// Format gives a data file in the canonical layout; name is its path below the data folder. Keys
// stand in the order of the model, lists that grow have an item a line, and those of a contract's
// folder are in the order of what identifies their items: so the changes of two people seldom
// meet on one line, and nothing that is added stands in two places. All comments stay.
//
// A file that is no data, or no TOML in whole, stays as it is. The error is that of toml.Decode.
func Format(name string, data []byte) ([]byte, error) {
	s := shapeOfFile(name)
	if s == nil {
		return data, nil
	}
	return format.Bytes(data, s)
}

// FormatIDs is Format, with an id for each item that lacks one: made of its title, or what else it
// says, so that two people give it the same.
func FormatIDs(name string, data []byte) ([]byte, error) {
	s := shapeOfFile(name)
	if s == nil {
		return data, nil
	}
	return format.WithIDs(data, s)
}

func shapeOfFile(name string) *format.Shape {
	k, ids := classify(name)
	if k == nil || slices.ContainsFunc(ids, func(id string) bool { return !validID(id) }) {
		return nil
	}
	if k.model == nil || !strings.HasSuffix(k.pattern, ".toml") {
		return nil
	}
	return shapeOf(k.model, strings.HasPrefix(name, "agreements/"))
}

// shapeKey is a struct of the model, and whether it stands in a contract's folder.
type shapeKey struct {
	of     reflect.Type
	sorted bool
}

var shapes sync.Map // shapeKey → *format.Shape

func shapeOf(t reflect.Type, sorted bool) *format.Shape {
	key := shapeKey{t, sorted}
	if s, ok := shapes.Load(key); ok {
		return s.(*format.Shape)
	}
	l := layoutOf(t)
	s := &format.Shape{Keys: l.keys, Of: map[string]*format.Shape{}, By: identitiesOf(l), ID: idOf(t)}
	for _, f := range l.fields {
		s.Of[f.key] = shapeOfField(t.Field(f.index), f, sorted)
	}
	got, _ := shapes.LoadOrStore(key, s)
	return got.(*format.Shape)
}

var (
	number   = &format.Shape{Grouped: true}
	byName   = &format.Shape{ByName: true}
	months   = &format.Shape{ByName: true, Grouped: true, Each: &format.Shape{ByName: true, Grouped: true, Each: number}}
	language = &format.Shape{Keys: []string{"nb", "nn", "en"}}
)

func shapeOfField(sf reflect.StructField, f field, sorted bool) *format.Shape {
	t := sf.Type
	if f.maybe {
		t = t.Field(0).Type
	}
	switch {
	case t == amountType || t == decimalType:
		return number
	case t == textType:
		return language
	case t == customType:
		return byName
	case t == turnoverType:
		return months
	case t.Kind() == reflect.Struct && !scalar(t):
		return shapeOf(t, sorted)
	case t.Kind() != reflect.Slice:
		return nil
	}
	of := t.Elem()
	switch {
	case f.keyed != "":
		return &format.Shape{Each: shapeOf(of, sorted)}
	case of == decimalType:
		return &format.Shape{Each: number}
	case of.Kind() == reflect.Struct && !scalar(of):
		s := shapeOf(of, sorted)
		return &format.Shape{Lines: true, Sorted: sorted && len(s.By) > 0, Each: s}
	}
	grows := sf.Tag.Get("grows")
	return &format.Shape{Lines: grows != "", Sorted: sorted && grows == "sorted"}
}

// identities are keys that identify an item together; the first that an item has count. Options
// stand by the day that they lead to: one extends what the other did, and the rules read them so.
var identities = [][]string{
	{"extends_to", "id"}, {"extends_to"}, {"id"}, {"code"}, {"rule", "contract"}, {"rule"}, {"period", "firm"}, {"period"},
	{"date", "what"}, {"date"}, {"year"}, {"what"},
}

func identitiesOf(l *layout) [][]string {
	var out [][]string
	for _, keys := range identities {
		if !slices.ContainsFunc(keys, func(k string) bool { return !slices.Contains(l.keys, k) }) {
			out = append(out, keys)
		}
	}
	return out
}

// idsFrom are the keys of which the id of an item can be made; the first that says something
// counts. Items of other lists have ids that people must know.
var idsFrom = map[reflect.Type][]string{
	reflect.TypeFor[contract.Option]():       {"title", "extends_to"},
	reflect.TypeFor[contract.Amendment]():    {"title", "date"},
	reflect.TypeFor[contract.Benefit]():      {"title", "kind"},
	reflect.TypeFor[contract.PlanItem]():     {"what", "type"},
	reflect.TypeFor[contract.Document]():     {"title", "type", "archive"},
	reflect.TypeFor[contract.HandoverItem](): {"what"},
	reflect.TypeFor[contract.Finding]():      {"description", "requirement"},
	reflect.TypeFor[contract.Promise]():      {"what", "by"},
	reflect.TypeFor[contract.LogEntry]():     {"title", "date"},
	reflect.TypeFor[contract.Evidence]():     {"document", "state"},
}

// maxMadeID is the length of an id that is made, in bytes.
const maxMadeID = 40

func idOf(t reflect.Type) func(own, around format.Values) string {
	keys := idsFrom[t]
	if keys == nil {
		return nil
	}
	return func(own, around format.Values) string {
		if t == reflect.TypeFor[contract.Evidence]() { // the requirement and the year
			year, _, _ := strings.Cut(cmp.Or(own("received"), own("approved"), own("expires")), "-")
			if id := strings.Trim(cmp.Or(own("requirement"), around("id"))+"-"+year, "-"); validID(id) {
				return id
			}
		}
		for _, key := range keys {
			if id := short(slug.Of(own(key))); validID(id) {
				return id
			}
		}
		return "item"
	}
}

// short is the start of a slug, of whole words where the first is not too long itself.
func short(s string) string {
	if len(s) <= maxMadeID {
		return s
	}
	if i := strings.LastIndexByte(s[:maxMadeID+1], '-'); i > 0 {
		return s[:i]
	}
	return slug.Cut(s, maxMadeID)
}
