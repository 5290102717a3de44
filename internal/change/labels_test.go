package change

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
)

func speaker(t testing.TB, lang string) (*message.Printer, Speaker) {
	t.Helper()
	c, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(lang)
	return p, In(p)
}

// Every field of the model has a label in every language, every word of a closed set is
// in the catalogue, and every sort of record and item has its sentence: whoever adds a
// field is told what to write.
func TestEveryFieldHasWords(t *testing.T) {
	fields, types := modelFields()
	if len(fields) < 250 || len(types) < 40 {
		t.Fatalf("only %d fields of %d types", len(fields), len(types))
	}
	for _, lang := range message.Languages {
		p, _ := speaker(t, lang)
		for _, f := range fields {
			if labelKey(p.Has, f.Type, f.Key) == "" {
				t.Errorf("%s: %s.%s has no label: add it to changes.toml under [any] or [of.%s]", lang, f.Type, f.Key, f.Type)
			}
			for _, w := range f.Words {
				if !p.Has("values."+f.Group+"."+w) && !p.Has("changes.word."+w) {
					t.Errorf("%s: %s.%s may be %q, which has no words (group %q)", lang, f.Type, f.Key, w, f.Group)
				}
			}
		}
		for _, typ := range types {
			for _, form := range []string{"item", "new"} {
				if !p.Has("changes." + form + "." + typ) {
					t.Errorf("%s: changes.%s.%s is missing", lang, form, typ)
				}
			}
		}
	}
}

// modelFields reaches every struct that holds data.
func TestModelReachesEverything(t *testing.T) {
	fields, _ := modelFields()
	has := map[string]bool{}
	for _, f := range fields {
		has[f.Type+"."+f.Key] = true
	}
	for _, want := range []string{"contract.title", "contract.notes", "tacit.months", "realised-benefit.amount", "finding.back_pay",
		"month-turnover.total", "promise.done", "kraljic.impact", "factor.thresholds", "supplier-spend.on_contract", "page.body", "forge.url"} {
		if !has[want] {
			t.Errorf("%s is not walked", want)
		}
	}
	for i := range reflect.TypeFor[contract.Portfolio]().NumField() {
		f := reflect.TypeFor[contract.Portfolio]().Field(i)
		if k := f.Type.Kind(); f.IsExported() && f.Name != "Unread" && k != reflect.Slice && k != reflect.Struct {
			t.Errorf("Portfolio.%s is neither a record nor a list of records: Compare does not see it", f.Name)
		}
	}
}

// labelled is a field of the model that needs a label.
type labelled struct {
	Type, Key string
	Group     string   // where "values" has the words of its closed set
	Words     []string // of a closed set
}

// modelFields lists every field of the portfolio's records that can change, and every
// sort of item that has them.
func modelFields() (fields []labelled, types []string) {
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
		for _, f := range comparedFields(t) {
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
				l := labelled{Type: kebab(t.Name()), Key: f.key, Words: wordsOf(t, f)}
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
	return contract.Choices(t.Field(f.index).Type)
}
