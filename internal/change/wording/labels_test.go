package wording

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/change/shape/shapetest"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/model"
)

func speaker(t testing.TB, lang string) (*message.Printer, Speaker) {
	t.Helper()
	c, err := message.Load(os.DirFS("../../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(lang)
	return p, In(p)
}

// What can change has a label in every language, and every sort of record and item its sentence:
// whoever adds a field is told what to write.
func TestEveryFieldHasWords(t *testing.T) {
	fields, types := shapetest.Model()
	if len(fields) < 250 || len(types) < 40 {
		t.Fatalf("only %d fields of %d types", len(fields), len(types))
	}
	for _, lang := range message.Languages {
		p, _ := speaker(t, lang)
		for _, f := range fields {
			if label := model.In(p).Label(string(f.Type), f.Key); strings.HasPrefix(label, "⟦") {
				t.Errorf("%s: %s.%s has no label: add it to model.toml", lang, f.Type, f.Key)
			}
		}
		for _, typ := range types {
			for _, form := range []string{"item", "new"} {
				if !p.Has("changes." + form + "." + string(typ)) {
					t.Errorf("%s: changes.%s.%s is missing", lang, form, typ)
				}
			}
		}
	}
}

// shapetest.Model reaches every struct that holds data.
func TestModelReachesEverything(t *testing.T) {
	fields, _ := shapetest.Model()
	has := map[string]bool{}
	for _, f := range fields {
		has[string(f.Type)+"."+f.Key] = true
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
