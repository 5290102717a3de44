package change

import (
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

// Labelled is a field of the model that needs a label.
type Labelled struct {
	Type, Key string
	Group     string   // where "common" has the words of its closed set
	Words     []string // of a closed set
}

// Model lists every field of the portfolio's records that can change, and every sort
// of item that has them, so that a test can demand words for all.
func Model() (fields []Labelled, types []string) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || scalarTypes[t] || seen[t] || t == reflect.TypeFor[contract.CustomValue]() {
			return
		}
		seen[t] = true
		for _, f := range Fields(t) {
			switch typ := t.Field(f.index).Type; f.sort {
			case table:
				walk(typ)
			case list:
				elem := typ.Elem()
				if elem.Kind() == reflect.Pointer {
					elem = elem.Elem()
				}
				if name := kebab(elem.Name()); name != "custom-value" && !slices.Contains(types, name) {
					types = append(types, name)
				}
				walk(typ)
			default:
				l := Labelled{Type: kebab(t.Name()), Key: f.key, Words: wordsOf(t, f)}
				l.Group = wordGroup(l.Type, l.Key)
				fields = append(fields, l)
			}
		}
	}
	p := reflect.TypeFor[contract.Portfolio]()
	for i := range p.NumField() {
		if f := p.Field(i); f.IsExported() && !notRecords(f.Type) {
			elem := f.Type
			for elem.Kind() == reflect.Pointer || elem.Kind() == reflect.Slice {
				elem = elem.Elem()
			}
			if name := kebab(elem.Name()); !slices.Contains(types, name) {
				types = append(types, name)
			}
			walk(f.Type)
		}
	}
	return fields, types
}

// wordsOf are the words that a field may hold.
func wordsOf(t reflect.Type, f field) []string {
	if !f.enum {
		return nil
	}
	return strings.Fields(t.Field(f.index).Tag.Get("enum"))
}
