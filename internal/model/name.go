package model

import (
	"cmp"
	"reflect"
	"strings"
	"unicode"

	"github.com/forvalt/forvalt/internal/contract"
)

// RecordOf is the model's name of a struct: that of AppliedRequirement is applied-requirement.
func RecordOf(t reflect.Type) string { return kebab(t.Name()) }

// KeyOf is a field's key in the file; of one that has none there, its name in that manner.
func KeyOf(sf reflect.StructField) string {
	switch key := sf.Tag.Get("toml"); key {
	case "", "-", ".":
		return snake(sf.Name)
	default:
		return key
	}
}

// untagged are texts that name a record, or may, although their field has no tag that says so:
// what they name need not be in the portfolio.
var untagged = map[string]string{
	"inspection.themes": "requirement", "supplier.parent": "supplier", "firm.parent": "supplier", "supplier-turnover.supplier": "supplier",
}

// MayRefer is the sort of record that a key's text may name without having to; "" where there is none.
func MayRefer(record, key string) string { return untagged[record+"."+key] }

// openWords are texts that may say anything; the catalogue has words for what is usual.
var openWords = map[string]string{"document.type": "document-type"}

// WordsOf is the group of words of the catalogue from which a key of type t takes its text; "" where
// it has none.
func WordsOf(record, key string, t reflect.Type) string {
	return cmp.Or(GroupOf(t), openWords[record+"."+key])
}

// GroupOf is the group of the words of a closed set, or of a list of such words: that of BandID is
// "band". It is "" of any other type.
func GroupOf(t reflect.Type) string {
	if contract.Choices(t) == nil {
		return ""
	}
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return strings.TrimSuffix(kebab(t.Name()), "-id")
}

// kebab writes a name of Go as the catalogue has it.
func kebab(name string) string { return strings.ReplaceAll(snake(name), "_", "-") }

func snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
