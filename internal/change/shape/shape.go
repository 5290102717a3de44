// Package shape says how the structs of the model are compared.
//
// In goes a type of package contract, or a value of one; out come its fields with the sort
// of each, what identifies and what names an item of a list, and the files that made it.
// It reads the structs' tags, so that a new field of the model needs no code here. What
// differs between two values is found by package compare.
package shape

import (
	"reflect"
	"slices"
	"sync"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/model"
	"github.com/forvalt/forvalt/internal/money"
)

// Sort of a field: how it is compared.
type Sort uint8

// The sorts of fields.
const (
	Scalar  Sort = iota
	Texts        // text by language
	Set          // values whose order does not matter
	Ordered      // values whose order does
	Table        // a struct, or a pointer to one
	List         // structs that something identifies
)

// Field of a struct of the model.
type Field struct {
	Name, Key string // in Go, and in the file
	Index     int
	Sort      Sort
	Maybe     bool        // its value may be absent
	Words     string      // the group of its words in the catalogue; "" where it is no closed set
	Ref       change.Type // its text is the id of a record of this type
	MayRef    change.Type // or it may be: else the text stands for itself
}

// inOrder are lists whose order means something.
var inOrder = map[string]bool{"factor.choices": true, "factor.thresholds": true, "factor.thresholds_works": true, "field.choices": true}

// notCompared are fields of the model that are not facts: places.
var notCompared = map[string]bool{"BodyLine": true}

// known are the fields of the types met so far: the model's types do not change.
var known sync.Map // reflect.Type → []Field

// Fields are what is compared in a struct of the model.
func Fields(t reflect.Type) []Field {
	if fs, ok := known.Load(t); ok {
		return fs.([]Field)
	}
	fs, _ := known.LoadOrStore(t, fieldsOf(t))
	return fs.([]Field)
}

func fieldsOf(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Type == reflect.TypeFor[contract.Origin]() || !sf.IsExported() || notCompared[sf.Name] {
			continue
		}
		if sf.Tag.Get("toml") == "-" && slices.Contains(Keys(t), sf.Name) {
			continue // its identity, not a fact in it
		}
		f := Field{Name: sf.Name, Key: model.KeyOf(sf), Index: i, Ref: change.Type(sf.Tag.Get("ref"))}
		record := model.RecordOf(t)
		f.MayRef = change.Type(model.MayRefer(record, f.Key))
		typ := sf.Type
		if contract.IsMaybe(typ) {
			f.Maybe, typ = true, typ.Field(0).Type
		}
		f.Sort, f.Words = sortOf(typ), model.WordsOf(record, f.Key, typ)
		if inOrder[record+"."+f.Key] {
			f.Sort = Ordered
		}
		out = append(out, f)
	}
	return out
}

func sortOf(t reflect.Type) Sort {
	switch {
	case IsScalar(t):
		return Scalar
	case t == reflect.TypeFor[contract.Text]():
		return Texts
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Pointer:
		return Table
	case t.Kind() == reflect.Slice && HoldsTables(t):
		return List
	case t.Kind() == reflect.Slice:
		return Set
	}
	return Scalar
}

// IsScalar tells of a type that is one value, although Go has it as a struct.
func IsScalar(t reflect.Type) bool { return scalars[t] }

var scalars = map[reflect.Type]bool{
	reflect.TypeFor[date.Date](): true, reflect.TypeFor[date.Month](): true, reflect.TypeFor[date.Quarter](): true,
	reflect.TypeFor[money.Amount](): true, reflect.TypeFor[money.Decimal](): true,
}

// HoldsTables tells whether the elements of a list are structs, or pointers to them.
func HoldsTables(list reflect.Type) bool {
	t := list.Elem()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && !IsScalar(t)
}

// IsRecords tells of a field of the portfolio that holds records.
func IsRecords(sf reflect.StructField) bool {
	return sf.IsExported() && (sf.Type.Kind() == reflect.Struct || sf.Type.Kind() == reflect.Slice)
}

// Sources visits the files that made a value.
func Sources(v reflect.Value, visit func(*diag.Source)) {
	switch v.Kind() {
	case reflect.Struct:
		if o, ok := v.Interface().(contract.Origin); ok {
			if o.Src != nil {
				visit(o.Src)
			}
			return
		}
		if IsScalar(v.Type()) {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				Sources(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		if HoldsTables(v.Type()) {
			for i := range v.Len() {
				Sources(v.Index(i), visit)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			Sources(v.Elem(), visit)
		}
	}
}

// Alike tells whether two values of one type say the same, wherever they stand.
func Alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[contract.Origin]() {
			return true
		}
		for i := range a.NumField() {
			if !Alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return a.Elem().Type() == b.Elem().Type() && Alike(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !Alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() {
			return false
		}
		for _, k := range a.MapKeys() {
			if v := b.MapIndex(k); !v.IsValid() || !Alike(a.MapIndex(k), v) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// TypeOf is the model's name of a struct.
func TypeOf(t reflect.Type) change.Type { return change.Type(model.RecordOf(t)) }

// WordOf is a word of a closed set.
func WordOf[T ~string](w T) change.Word {
	return change.Word{Group: model.GroupOf(reflect.TypeFor[T]()), Value: string(w)}
}
