package change

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

// clone is a portfolio of its own, from the same files.
func clone(p *contract.Portfolio) *contract.Portfolio {
	return deep(reflect.ValueOf(p)).Interface().(*contract.Portfolio).Index()
}

func deep(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(deep(v.Elem()))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			out.Index(i).Set(deep(v.Index(i)))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[contract.Origin]() || scalarTypes[v.Type()] {
			return v
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(deep(v.Field(i)))
			}
		}
	default:
		return v
	}
	return out
}

// places lists every field of a value that has a value of its own and identifies nothing.
func places(v reflect.Value, path string, out *[]place) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			places(v.Elem(), path, out)
		}
	case reflect.Slice:
		if holdsRecords(v.Type().Elem()) {
			for i := range v.Len() {
				places(v.Index(i), fmt.Sprintf("%s[%d]", path, i), out)
			}
		}
	case reflect.Struct:
		t := v.Type()
		if t == reflect.TypeFor[contract.CustomValue]() {
			return
		}
		for _, f := range comparedFields(t) {
			field := v.Field(f.index)
			switch f.sort {
			case table, list:
				places(field, path+"."+f.key, out)
			default:
				name := t.Field(f.index).Name
				if slices.Contains(keysOf(t), name) || name == "ID" || name == "IDWas" || name == "Unit" || name == "Currency" || name == "Class" {
					continue // these say how others are to be read, too
				}
				*out = append(*out, place{field, kebab(t.Name()), f.key, path + "." + f.key})
			}
		}
	}
}

// edit gives a value another one of its type.
func edit(v reflect.Value) {
	switch x := v.Interface().(type) {
	case string:
		v.SetString(x + "x")
	case bool:
		v.SetBool(!x)
	case int:
		v.SetInt(int64(x) + 1)
	case money.Amount:
		v.SetInt(int64(x) + 1)
	case money.Decimal:
		d, _ := money.ParseDecimal(x.String() + "1")
		if !strings.Contains(x.String(), ".") {
			d, _ = money.ParseDecimal(x.String() + ".5")
		}
		v.Set(reflect.ValueOf(d))
	case date.Date:
		if x.IsZero() {
			x = date.MustParse("2020-02-02")
		}
		v.Set(reflect.ValueOf(x.AddDays(1)))
	case date.Quarter:
		v.Set(reflect.ValueOf(date.MustParse("2031-01-01").QuarterOf()))
	case contract.Text:
		n := contract.Text{"fi": "x"}
		for k, s := range x {
			n[k] = s
		}
		v.Set(reflect.ValueOf(n))
	default:
		switch {
		case isMaybe(v.Type()):
			v.Field(1).SetBool(true)
			edit(v.Field(0))
		case v.Kind() == reflect.Slice:
			e := reflect.New(v.Type().Elem()).Elem()
			edit(e)
			n := reflect.MakeSlice(v.Type(), 0, v.Len()+1)
			v.Set(reflect.Append(reflect.AppendSlice(n, v), e))
		default:
			panic(fmt.Sprintf("no edit of %s", v.Type()))
		}
	}
}

// Whichever field of the sample is edited, the diff names that field and no other.
func TestOneEditIsOneField(t *testing.T) {
	was := sample(t)
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		p := clone(was)
		var all []place
		v := reflect.ValueOf(p).Elem()
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				places(v.Field(i), v.Type().Field(i).Name, &all)
			}
		}
		at := all[rapid.IntRange(0, len(all)-1).Draw(t, "field")]
		edit(at.v)
		d := Compare(Side{Portfolio: was}, Side{Portfolio: p})
		var fields []Field
		for i := range d.Changes {
			if d.Changes[i].Verb != Changed {
				t.Fatalf("%s: %+v", at.path, d.Changes[i])
			}
			fields = append(fields, fieldsIn(t, &d.Changes[i])...)
		}
		if len(fields) != 1 || fields[0].Type != at.typ || fields[0].Key != at.key || len(d.Formatting) > 0 {
			t.Fatalf("%s (%s.%s) gives %+v, formatting %v", at.path, at.typ, at.key, fields, d.Formatting)
		}
		seen[at.typ+"."+at.key] = true
	})
	if len(seen) < 20 {
		t.Errorf("only %d sorts of fields were tried", len(seen))
	}
}

func fieldsIn(t *rapid.T, c *Change) []Field {
	out := slices.Clone(c.Fields)
	for i := range c.Items {
		if c.Items[i].Verb != Changed {
			t.Fatalf("%+v", c.Items[i])
		}
		out = append(out, fieldsIn(t, &c.Items[i])...)
	}
	return out
}

// Lists may stand in any order.
func TestOrderIsNoChange(t *testing.T) {
	was := sample(t)
	rapid.Check(t, func(t *rapid.T) {
		p := clone(was)
		shuffleAll(t, reflect.ValueOf(p).Elem(), "")
		if d := Compare(Side{Portfolio: was}, Side{Portfolio: p}); len(d.Changes) > 0 {
			t.Fatalf("%+v", d.Changes)
		}
	})
}

func shuffleAll(t *rapid.T, v reflect.Value, of string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			shuffleAll(t, v.Elem(), "")
		}
	case reflect.Slice:
		for i := range v.Len() {
			if holdsRecords(v.Type().Elem()) {
				shuffleAll(t, v.Index(i), "")
			}
		}
		if v.Len() > 1 && !inOrder[of] {
			swap := reflect.Swapper(v.Interface())
			for i := v.Len() - 1; i > 0; i-- {
				swap(i, rapid.IntRange(0, i).Draw(t, "i"))
			}
		}
	case reflect.Struct:
		if scalarTypes[v.Type()] || isMaybe(v.Type()) || v.Type() == reflect.TypeFor[contract.Origin]() {
			return
		}
		for _, f := range comparedFields(v.Type()) {
			if v.Type() != reflect.TypeFor[contract.CustomValue]() {
				shuffleAll(t, v.Field(f.index), kebab(v.Type().Name())+"."+f.key)
			}
		}
		if p, ok := v.Addr().Interface().(*contract.Portfolio); ok {
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() && v.Field(i).Kind() == reflect.Slice {
					shuffleAll(t, v.Field(i), "")
				}
			}
			p.Index()
		}
	}
}
