package shape

import (
	"reflect"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/model"
)

// What the tables say of the model is of structs and fields that it has.
func TestTablesNameTheModel(t *testing.T) {
	structs := map[change.Type]reflect.Type{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || structs[TypeOf(t)] != nil {
			return
		}
		structs[TypeOf(t)] = t
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() {
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[contract.Portfolio]())
	has := func(typ change.Type, name string) {
		if s := structs[typ]; s == nil {
			t.Errorf("the model has no %s", typ)
		} else if _, ok := s.FieldByName(name); !ok {
			t.Errorf("%s has no %s", typ, name)
		}
	}
	for _, table := range []map[change.Type][]string{keys, names} {
		for typ, fields := range table {
			for _, name := range fields {
				has(typ, name)
			}
		}
	}
	for typ, name := range alsoNamed {
		has(typ, name)
	}
	hasKey := func(at string) {
		typ, key, _ := strings.Cut(at, ".")
		s := structs[change.Type(typ)]
		if s == nil {
			t.Errorf("the model has no %s", typ)
			return
		}
		for i := range s.NumField() {
			if model.KeyOf(s.Field(i)) == key {
				return
			}
		}
		t.Errorf("%s has no %s", typ, key)
	}
	for at := range inOrder {
		hasKey(at)
	}
}
