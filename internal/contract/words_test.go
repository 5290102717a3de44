package contract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// inNoFile are words that are worked out.
var inNoFile = []string{"EvidenceExpired", "EvidenceOverdue", "EvidenceDeviation", "EvidenceWithheld"}

// The words of a closed set are told once each, and hold all its constants, but for those
// that no file may say.
func TestChoicesHoldTheConstants(t *testing.T) {
	sets := map[string][]string{} // by type
	collectSets(reflect.TypeFor[Portfolio](), sets, map[reflect.Type]bool{})
	if len(sets) < 30 {
		t.Errorf("only %d closed sets were found", len(sets))
	}
	for name, words := range sets {
		if n := len(slices.Compact(slices.Sorted(slices.Values(words)))); n != len(words) || slices.Contains(words, "") {
			t.Errorf("%s: a word stands twice, or is empty: %q", name, words)
		}
	}
	for _, file := range []string{"words.go", "signing.go"} {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.ValueSpec); ok && c.Type != nil && len(c.Values) == 1 {
				words := sets[c.Type.(*ast.Ident).Name]
				value, _ := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
				if slices.Contains(words, value) == slices.Contains(inNoFile, c.Names[0].Name) {
					t.Errorf("%s is %q; the choices are %q", c.Names[0].Name, value, words)
				}
			}
			return true
		})
	}
}

// collectSets walks through a type of the model.
func collectSets(typ reflect.Type, sets map[string][]string, seen map[reflect.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Slice, reflect.Pointer:
		collectSets(typ.Elem(), sets, seen)
	case reflect.Struct:
		for i := range typ.NumField() {
			collectSets(typ.Field(i).Type, sets, seen)
		}
	case reflect.String:
		if words := Choices(typ); words != nil {
			sets[typ.Name()] = words
		}
	}
}
