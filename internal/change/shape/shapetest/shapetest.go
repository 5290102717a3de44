// Package shapetest lists the model for tests that must reach all of it.
package shapetest

import (
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
)

// Field of the model that needs a label.
type Field struct {
	Type  change.Type
	Key   string
	Group string   // where "values" has the words of its closed set
	Words []string // of a closed set
}

// Model lists every field of the portfolio's records that can change, and every
// sort of item that has them.
func Model() (fields []Field, types []change.Type) {
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || shape.IsScalar(t) || seen[t] || t == reflect.TypeFor[contract.CustomValue]() {
			return
		}
		seen[t] = true
		for _, f := range shape.Fields(t) {
			switch typ := t.Field(f.Index).Type; f.Sort {
			case shape.Table:
				walk(typ)
			case shape.List:
				elem := typ.Elem()
				if elem.Kind() == reflect.Pointer {
					elem = elem.Elem()
				}
				if name := shape.TypeOf(elem); name != "custom-value" && !slices.Contains(types, name) {
					types = append(types, name)
				}
				walk(typ)
			default:
				fields = append(fields, Field{Type: shape.TypeOf(t), Key: f.Key, Group: f.Words, Words: contract.Choices(typ)})
			}
		}
	}
	p := reflect.TypeFor[contract.Portfolio]()
	for i := range p.NumField() {
		if f := p.Field(i); shape.IsRecords(f) {
			elem := f.Type
			for elem.Kind() == reflect.Pointer || elem.Kind() == reflect.Slice {
				elem = elem.Elem()
			}
			if name := shape.TypeOf(elem); !slices.Contains(types, name) {
				types = append(types, name)
			}
			walk(f.Type)
		}
	}
	return fields, types
}
