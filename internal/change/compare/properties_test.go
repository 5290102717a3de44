package compare

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/change/shape/shapetest"
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
		if v.Type() == reflect.TypeFor[contract.Origin]() || shape.IsScalar(v.Type()) {
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

// filled is a portfolio in which every field of the model has a value, and every list two
// elements that differ in what identifies them.
func filled() *contract.Portfolio {
	p := &contract.Portfolio{}
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); shape.IsRecords(f) {
			fill(v.Field(i), "a")
		}
	}
	return p.Index()
}

// fill sets a value and all that is in it; name is what it is called where it has a name.
func fill(v reflect.Value, name string) {
	switch v.Interface().(type) {
	case contract.Origin:
	case contract.CustomValue:
		v.Set(reflect.ValueOf(contract.CustomValue{Key: name, Value: "x"}))
	case contract.Text:
		v.Set(reflect.ValueOf(contract.Text{"nb": name}))
	case date.Date:
		v.Set(reflect.ValueOf(dayOf(name)))
	case date.Month:
		v.Set(reflect.ValueOf(dayOf(name).MonthOf()))
	case date.Quarter:
		v.Set(reflect.ValueOf(dayOf(name).QuarterOf()))
	case money.Decimal:
		v.Set(reflect.ValueOf(money.NewDecimal(int64(name[0]), 0)))
	default:
		switch v.Kind() {
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), name)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fill(v.Index(0), "a")
			fill(v.Index(1), "b")
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					fill(v.Field(i), name)
				}
			}
		case reflect.String:
			v.SetString(name)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Int, reflect.Int64:
			v.SetInt(int64(name[0]))
		}
	}
}

// dayOf a name: the tenth of a month of its own.
func dayOf(name string) date.Date { return date.Of(2020, 1, 10).AddMonths(3 * int(name[0]-'a')) }

// places lists every field of a value that has a value of its own.
func places(v reflect.Value, path string, out *[]place) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			places(v.Elem(), path, out)
		}
	case reflect.Slice:
		if shape.HoldsTables(v.Type()) {
			for i := range v.Len() {
				places(v.Index(i), fmt.Sprintf("%s[%d]", path, i), out)
			}
		}
	case reflect.Struct:
		t := v.Type()
		if t == reflect.TypeFor[contract.CustomValue]() {
			return
		}
		known := map[int]shape.Field{}
		for _, f := range shape.Fields(t) {
			known[f.Index] = f
		}
		for i := range t.NumField() {
			sf := t.Field(i)
			if !sf.IsExported() || sf.Type == reflect.TypeFor[contract.Origin]() || sf.Name == "BodyLine" || t == reflect.TypeFor[contract.RiskModel]() && sf.Name == "From" {
				continue // where it stands is no fact, and a model's day is the name of its file
			}
			f, ok := known[i]
			if ok && (f.Sort == shape.Table || f.Sort == shape.List) {
				places(v.Field(i), path+"."+f.Key, out)
			} else {
				*out = append(*out, place{v.Field(i), string(shape.TypeOf(t)), f.Key, path + "." + sf.Name, !ok || identifies(t, sf.Name)})
			}
		}
	}
}

// identifies tells of a field that says what its record is, or how others in it are read:
// changed, it changes more than itself.
func identifies(t reflect.Type, name string) bool {
	return slices.Contains(shape.Keys(t), name) || slices.Contains([]string{"ID", "IDWas", "Unit", "Currency", "Class"}, name)
}

// placesOf are those of all records of a portfolio.
func placesOf(p *contract.Portfolio) (all []place) {
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			places(v.Field(i), v.Type().Field(i).Name, &all)
		}
	}
	return all
}

// edit gives a value another one of its type.
func edit(v reflect.Value) {
	switch x := v.Interface().(type) {
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
	case date.Month:
		v.Set(reflect.ValueOf(date.MustParse("2031-01-01").MonthOf()))
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
		case v.Kind() == reflect.String:
			v.SetString(v.String() + "x")
		case contract.IsMaybe(v.Type()):
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

// Whichever field of the model is edited, the diff names that field and no other; where it
// tells what its record is, the diff is not empty.
func TestEachFieldIsSeen(t *testing.T) {
	t.Parallel()
	was, p := filled(), filled()
	if d := Portfolios(Side{Portfolio: was}, Side{Portfolio: p}); !d.Empty() {
		t.Fatalf("the same twice: %+v", d.Changes)
	}
	seen := map[string]bool{}
	for _, at := range placesOf(p) {
		if strings.Contains(at.path, "[1]") { // as [0]
			continue
		}
		seen[at.typ+"."+at.key] = true
		back := at.edit()
		d := Portfolios(Side{Portfolio: was}, Side{Portfolio: p.Index()})
		if at.identifies && len(d.Changes) == 0 {
			t.Errorf("%s: nothing is seen", at.path)
		} else if !at.identifies {
			onlyFields(t, d, at)
		}
		back()
		p.Index()
	}
	fields, _ := shapetest.Model()
	for _, f := range fields {
		if !seen[string(f.Type)+"."+f.Key] {
			t.Errorf("%s.%s was not tried", f.Type, f.Key)
		}
	}
}

// The same among many records: each sort of field that the sample has, at one place. Some
// are edited together, far from each other.
func TestEachSortOfFieldIsSeenInTheSample(t *testing.T) {
	t.Parallel()
	was := sample(t)
	p := clone(was)
	var once []place
	seen := map[string]bool{}
	for _, at := range placesOf(p) {
		if sort := at.typ + "." + at.key; !at.identifies && !seen[sort] {
			seen[sort] = true
			once = append(once, at)
		}
	}
	if len(once) < 150 {
		t.Errorf("only %d sorts of fields were tried", len(once))
	}
	const rounds = 20
	for round := range rounds {
		var edited []place
		var back []func()
		for i := round; i < len(once); i += rounds {
			edited, back = append(edited, once[i]), append(back, once[i].edit())
		}
		onlyFields(t, Portfolios(Side{Portfolio: was}, Side{Portfolio: p}), edited...)
		for _, undo := range back {
			undo()
		}
	}
}

// edit changes what stands at a place, and gives the way back.
func (at place) edit() (back func()) {
	kept := reflect.New(at.v.Type()).Elem()
	kept.Set(at.v)
	edit(at.v)
	return func() { at.v.Set(kept) }
}

// onlyFields demands that a diff holds the fields at some places, and no other.
func onlyFields(t *testing.T, d *change.Diff, at ...place) {
	t.Helper()
	var got, want []string
	for _, a := range at {
		want = append(want, a.typ+"."+a.key)
	}
	for i := range d.Changes {
		if d.Changes[i].Verb != change.Changed {
			t.Errorf("%s: %+v", want, d.Changes[i])
		}
		for _, f := range fieldsIn(t, &d.Changes[i]) {
			got = append(got, string(f.Type)+"."+f.Key)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(d.Formatting) > 0 {
		t.Errorf("edits of %s give %s, formatting %v", want, got, d.Formatting)
	}
}

func fieldsIn(t *testing.T, c *change.Change) []change.Field {
	t.Helper()
	out := slices.Clone(c.Fields)
	for i := range c.Items {
		if c.Items[i].Verb != change.Changed {
			t.Errorf("%+v", c.Items[i])
		}
		out = append(out, fieldsIn(t, &c.Items[i])...)
	}
	return out
}

// Lists may stand in any order: each element one place on, and by chance.
func TestOrderIsNoChange(t *testing.T) {
	t.Parallel()
	was := sample(t)
	r := rand.New(rand.NewPCG(1, 2))
	for _, to := range []func(i int) int{func(int) int { return 0 }, r.IntN, r.IntN} {
		p := clone(was)
		mixAll(reflect.ValueOf(p).Elem(), false, to)
		if d := Portfolios(Side{Portfolio: was}, Side{Portfolio: p}); len(d.Changes) > 0 {
			t.Fatalf("%+v", d.Changes)
		}
	}
}

// mixAll puts every list whose order means nothing in another one: its element i changes
// places with element to(i+1), from the last on.
func mixAll(v reflect.Value, ordered bool, to func(n int) int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			mixAll(v.Elem(), false, to)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if shape.HoldsTables(v.Type()) {
				mixAll(v.Index(i), false, to)
			}
		}
		if v.Len() > 1 && !ordered {
			swap := reflect.Swapper(v.Interface())
			for i := v.Len() - 1; i > 0; i-- {
				swap(i, to(i+1))
			}
		}
	case reflect.Struct:
		if shape.IsScalar(v.Type()) || contract.IsMaybe(v.Type()) || v.Type() == reflect.TypeFor[contract.Origin]() {
			return
		}
		for _, f := range shape.Fields(v.Type()) {
			if v.Type() != reflect.TypeFor[contract.CustomValue]() {
				mixAll(v.Field(f.Index), f.Sort == shape.Ordered, to)
			}
		}
		if p, ok := v.Addr().Interface().(*contract.Portfolio); ok {
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() && v.Field(i).Kind() == reflect.Slice {
					mixAll(v.Field(i), false, to)
				}
			}
			p.Index()
		}
	}
}
