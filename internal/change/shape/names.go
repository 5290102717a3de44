package shape

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/model"
)

// keys identify the items of a list that have no id, or have one but not yet: by these
// fields together. A type that is not here has its ID, or else what Keys finds.
var keys = map[change.Type][]string{
	"option": {"ExtendsTo"}, "amendment": {"Date"}, "plan-item": {"What"}, "document": {"Date"}, "evidence": {"Received"},
	"benefit": {"Title"}, "finding": {"Description"}, "log-entry": {"Date"}, "promise": {"What"}, "handover-item": {"What"},
	"benefit-cost": {"Date", "What"}, "action": {"Date"}, "firm-hours": {"Period", "Firm"}, "regulation": {"ID", "From"},
	"risk-model": {"From"}, "spend": {"Quarter"}, "report-freeze": {"Quarter"}, "waiver": {"Code", "Rule", "Contract"}, "correction": {"Field", "Date"},
	"severity": {"Code"}, "lead-time": {"Procedure"}, "signer": {"Person", "Key"}, "price-finding": {"Contract"},
	"month-turnover": {"Month"}, "supplier-turnover": {"Supplier"},
}

// names are the fields that people know an item by, where not the first of usualNames.
var names = map[change.Type][]string{
	"option": {"ExtendsTo", "Title"}, "evidence": {"Document", "Received"}, "firm-hours": {"Period"}, "log-entry": {"Title", "Date"},
	"applied-requirement": {"ID"}, "category-spend": {"ID"}, "supplier-spend": {"ID"}, "price-finding": {"Contract"}, "waiver": {"Code", "Rule"},
}

// alsoNamed is what tells items of one name apart.
var alsoNamed = map[change.Type]string{"firm-hours": "Firm", "regulation": "From", "amendment": "Date", "waiver": "Contract"}

var usualNames = []string{"Title", "Name", "What", "Description", "Month", "Period", "Quarter", "Date", "Year", "Supplier", "Key", "Code", "Procedure", "Person", "From", "ID"}

// Keys are the fields that identify an item.
func Keys(t reflect.Type) []string {
	if k, ok := keys[TypeOf(t)]; ok {
		return k
	}
	for _, name := range append([]string{"ID"}, usualNames...) {
		if f, ok := t.FieldByName(name); ok && f.Type != reflect.TypeFor[contract.Text]() {
			return []string{name}
		}
	}
	return nil
}

// KeyOf is the key in the file of a field that Keys or NamedBy gave.
func KeyOf(t reflect.Type, name string) string {
	sf, _ := t.FieldByName(name)
	return model.KeyOf(sf)
}

// Refers is the type of the other record whose id a field of an item holds; "" where it holds none.
func Refers(t reflect.Type, name string) change.Type {
	sf, _ := t.FieldByName(name)
	return change.Type(cmp.Or(sf.Tag.Get("ref"), model.MayRefer(model.RecordOf(t), model.KeyOf(sf))))
}

// NamedBy are the fields that name an item: the first that says something, and what
// tells it apart.
func NamedBy(v reflect.Value) []string {
	typ := TypeOf(v.Type())
	says := func(name string) bool {
		sf, ok := v.Type().FieldByName(name)
		return ok && !v.FieldByIndex(sf.Index).IsZero()
	}
	var out []string
	for _, name := range append(slices.Clone(names[typ]), usualNames...) {
		if says(name) {
			out = append(out, name)
			break
		}
	}
	if also := alsoNamed[typ]; also != "" && says(also) && !slices.Contains(out, also) {
		out = append(out, also)
	}
	return out
}
