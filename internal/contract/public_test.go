package contract

import (
	"reflect"
	"testing"
)

// What is marked internal is empty in the public part; what is not marked is there as it was.
func TestPublicPartFollowsTheTags(t *testing.T) {
	p := &Portfolio{}
	fill(reflect.ValueOf(p).Elem(), "a")
	checkStripped(t, "Portfolio", reflect.ValueOf(p.Index()).Elem(), reflect.ValueOf(p.PublicPart()).Elem())
}

// fill gives every field a value; texts are the id, so that references lead to a record.
func fill(v reflect.Value, id string) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == originType {
			v.FieldByName("Path").SetString(id)
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fill(v.Field(i), id)
				if f.Name == "Visibility" {
					v.Field(i).SetString(string(Public))
				}
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), id)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), id)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("nb"), reflect.ValueOf(id))
	case reflect.Interface:
		v.Set(reflect.ValueOf(id))
	case reflect.String:
		v.SetString(id)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	}
}

func checkStripped(t *testing.T, at string, whole, part reflect.Value) {
	switch whole.Kind() {
	case reflect.Struct:
		for i := range whole.NumField() {
			f := whole.Type().Field(i)
			name := at + "." + f.Name
			switch {
			case !f.IsExported():
			case f.Type == originType || f.Tag.Get("vis") == string(Internal):
				if !part.Field(i).IsZero() {
					t.Errorf("%s is internal, and in the public part", name)
				}
			default:
				checkStripped(t, name, whole.Field(i), part.Field(i))
			}
		}
	case reflect.Slice:
		if whole.Len() != part.Len() {
			t.Errorf("%s is public, and has %d of %d in the public part", at, part.Len(), whole.Len())
			return
		}
		for i := range whole.Len() {
			checkStripped(t, at, whole.Index(i), part.Index(i))
		}
	case reflect.Pointer:
		checkStripped(t, at, whole.Elem(), part.Elem())
	default:
		if !reflect.DeepEqual(whole.Interface(), part.Interface()) {
			t.Errorf("%s is public: %v became %v", at, whole, part)
		}
	}
}

func TestOnlyThePublicPartWithholds(t *testing.T) {
	p := &Portfolio{}
	public := field[Contract]("Title")
	for _, f := range []ModelField{ContractManager, ContractDocuments, {}, public} {
		if p.Withholds(f) {
			t.Errorf("the whole portfolio withholds %s", f)
		}
	}
	q := p.PublicPart()
	if !q.Withholds(ContractManager) || !q.Withholds(ContractDocuments) || q.Withholds(public) || q.Withholds(ModelField{}) {
		t.Error("the public part withholds other fields than the tags say")
	}
	defer func() {
		if recover() == nil {
			t.Error("a field that the model does not have was found")
		}
	}()
	field[Contract]("Managers")
}
