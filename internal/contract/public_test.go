package contract

import (
	"reflect"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
)

var today = date.Of(2026, 11, 1)

// What is marked internal is empty in the public part; what is not marked is there as it was.
func TestPublicPartFollowsTheTags(t *testing.T) {
	p := &Portfolio{}
	fill(reflect.ValueOf(p).Elem(), "a")
	checkStripped(t, "Portfolio", reflect.ValueOf(p.Index()).Elem(), reflect.ValueOf(p.PublicPart(today)).Elem())
}

// fill gives every field a value; texts are the id, so that references lead to a record.
func fill(v reflect.Value, id string) {
	switch v.Kind() {
	case reflect.Struct:
		switch v.Type() {
		case originType:
			v.FieldByName("Path").SetString(id)
			return
		case reflect.TypeFor[date.Date]():
			v.Set(reflect.ValueOf(today))
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fill(v.Field(i), id)
				if f.Name == "Visibility" {
					v.Field(i).SetString(string(Public))
				}
				if f.Type == reflect.TypeFor[InspectionStatus]() {
					v.Field(i).SetString(string(InspectionPerformed))
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
			case !f.IsExported(), name == "Portfolio.Contracts.Inspections.ID": // see TestPublicInspections
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

// Of what has not happened the public knows nothing: an inspection that is to come, or whose day is,
// a change that is not signed.
func TestPublicKnowsWhatHasHappened(t *testing.T) {
	tomorrow := today.AddDays(1)
	for name, tc := range map[string]struct {
		record reserved
		public bool
	}{
		"planned":                {Inspection{Status: InspectionPlanned, Date: tomorrow}, false},
		"planned for a past day": {Inspection{Status: InspectionPlanned, Date: today.AddDays(-1)}, false},
		"performed":              {Inspection{Status: InspectionPerformed, Date: today}, true},
		"performed, undated":     {Inspection{Status: InspectionPerformed}, true},
		"dated too late":         {Inspection{Status: InspectionPerformed, Date: tomorrow}, false},
		"closed":                 {Inspection{Status: InspectionClosed, Date: today}, true},
		"no status":              {Inspection{Date: today}, false},
		"no status, a result":    {Inspection{Date: today, Result: ResultMinor}, true},
		"signed":                 {Amendment{Signed: today}, true},
		"signed later":           {Amendment{Signed: tomorrow}, false},
		"not signed":             {Amendment{Date: today}, false},
	} {
		if tc.record.Withheld(today) == tc.public {
			t.Errorf("%s: public is to be %v", name, tc.public)
		}
	}
}

// To the public an inspection is its date and theme, not the place that its id names; the second of
// the same has a number, and a planned one takes none. A firm that is not shown is not named.
func TestPublicInspections(t *testing.T) {
	held := Inspection{Date: today, Status: InspectionPerformed, Supplier: "1"}
	with := func(id, theme, supplier string) Inspection {
		i := held
		i.ID, i.Themes, i.Supplier = id, []string{theme}, supplier
		return i
	}
	planned := with("aa-skolen", "pay", "1")
	planned.Status = InspectionPlanned
	p := &Portfolio{Requirements: []*Requirement{{ID: "pay"}}, Suppliers: []*Supplier{{ID: "1"}, {ID: "2"}}, Contracts: []*Contract{{ID: "a", Visibility: Public, Suppliers: []string{"1"},
		Inspections: []Inspection{planned, with("b-skolen", "pay", "1"), with("c-skolen", "pay", "2"), with("d-skolen", "skolen", "1")}}}}
	got := p.Index().PublicPart(today).Contracts[0].Inspections
	for n, want := range []struct{ id, supplier string }{{"2026-11-01-pay", "1"}, {"2026-11-01-pay-2", ""}, {"2026-11-01-kontroll", "1"}} {
		if n >= len(got) || got[n].ID != want.id || got[n].Supplier != want.supplier {
			t.Errorf("%d: %+v, want %v", n, got, want)
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
	q := p.PublicPart(today)
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
