// Package model is the model of package contract as data: the sorts of files, the tables in each, and
// the keys of each table with all that their tags and types say.
//
// In go the structs of contract, by reflection; out come values that schemas, references, forms and
// labels are made of, so that a new field of the model needs no code here. What the keys are called,
// and what they are for, is in the area "model" of the catalogue (see In). An example of each key
// stands in the files of example/, which are a portfolio that loads.
//
// Files are read by package store; there is no disk here.
package model

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
	"github.com/forvalt/forvalt/internal/store"
)

// File is one sort of file.
type File struct {
	Kind    string  // the record that the file is
	Pattern string  // below the data folder; "*" stands for one id
	Example string  // a whole one
	Tables  []Table // the file itself first, then in the order of the model
}

// FrontMatter tells of a Markdown file, whose keys stand between two lines of +++.
func (f *File) FrontMatter() bool { return strings.HasSuffix(f.Pattern, ".md") }

// Table is one table of a sort of file.
type Table struct {
	Path   string // "" is the file itself; "requirements.evidence", "lead_times.*"
	Record string
	Shape  Shape // how it stands in its file
	Fields []Field
}

// Header is how the table begins in its file; "" of the file itself.
func (t *Table) Header() string {
	path := strings.ReplaceAll(t.Path, "*", "…")
	switch {
	case t.Path == "":
		return ""
	case t.Shape == Many:
		return "[[" + path + "]]"
	}
	return "[" + path + "]"
}

// Shape is how often, and how, a table or value stands in a file.
type Shape string

// The shapes.
const (
	One   Shape = ""
	Many  Shape = "list"
	Keyed Shape = "keyed" // a table whose keys name the items
)

// Field is one key of a table.
type Field struct {
	Record, Key string
	Path        string // in its file
	Type        Type
	Shape       Shape
	Holds       string // the record of its tables
	Required    bool
	Ref         string   // the sort of record that its text names
	MayRef      string   // or may name
	Visibility  string   // the tag vis, its own or that of what it is in: "", "internal" or "some"
	Group       string   // the group of its words in the catalogue
	Choices     []string // the words that it may hold; nil where any text will do
	Keys        []string // of a keyed table, the keys that it may have; nil where any will do
	Example     string   // a line or more of TOML; "" of a table
}

// Line is the example where it is one line, "" where it is a table.
func (f *Field) Line() string {
	if f.Type == Tables || strings.Contains(f.Example, "\n") {
		return ""
	}
	return f.Example
}

// Name is what the field is found by: "option.status".
func (f *Field) Name() string { return f.Record + "." + f.Key }

// Type is what one value of a key is.
type Type string

// The types.
const (
	Text    Type = "text"
	Texts   Type = "texts" // text, or a table of texts by language
	Word    Type = "word"  // one of the field's choices
	Bool    Type = "bool"
	Count   Type = "count" // a whole number, not negative
	Number  Type = "number"
	Amount  Type = "amount" // at most two decimals
	Date    Type = "date"
	Quarter Type = "quarter"
	Tables  Type = "tables"
	Months  Type = "months" // amounts by month, or by month and supplier
	Custom  Type = "custom" // the portfolio's own fields
)

// sorts are the sorts of files that have keys of their own, in the order in which people meet
// them. Turnover by year says the same as turnover.toml, what is written to a report the same as a
// page of guidance.
var sorts = []struct{ pattern, example string }{ // example is below example/
	{"portfolio.toml", "portfolio.toml"},
	{"agreements/*/contract.toml", "agreements/renhold-skoler/contract.toml"},
	{"agreements/*/turnover.toml", "agreements/renhold-skoler/turnover.toml"},
	{"agreements/*/inspections/*.toml", "agreements/renhold-skoler/inspections/2026-02-14-pay.toml"},
	{"agreements/*/deviations/*.toml", "agreements/renhold-skoler/deviations/2026-01-uteblitt-renhold.toml"},
	{"agreements/*/supply-chain.toml", "agreements/renhold-skoler/supply-chain.toml"},
	{"agreements/*/log.toml", "agreements/renhold-skoler/log.toml"},
	{"agreements/*/log/*.toml", "agreements/renhold-skoler/log/2026-03-04-avklaring.toml"},
	{"suppliers/*.toml", "suppliers/313000028.toml"},
	{"people/*.toml", "people/kari-lie.toml"},
	{"categories/*.toml", "categories/renhold.toml"},
	{"requirements/*.toml", "requirements/pay.toml"},
	{"regulations.toml", "regulations.toml"},
	{"risk/*.toml", "risk/2026-01-01.toml"},
	{"catalogues/*.toml", "catalogues/renhold-2026.toml"},
	{"spend/*.toml", "spend/2026-q3.toml"},
	{"reports/*.toml", "reports/2026-q3.toml"},
	{"guidance/**.md", "guidance/rutiner/kontroll.md"},
}

// Files are the sorts of files with all their keys.
func Files() []File {
	var out []File
	elsewhere := map[string]string{} // an example of a key that other tables have too
	for _, s := range sorts {
		of := store.ModelOf(s.pattern)
		f := File{Kind: RecordOf(of), Pattern: s.pattern, Example: example(s.example)}
		f.Tables = tables(of, Table{}, visibilityOf(of))
		if of == reflect.TypeFor[contract.LogEntry]() { // the name of such a file is its id
			f.Tables[0].Fields = slices.DeleteFunc(f.Tables[0].Fields, func(k Field) bool { return k.Key == "id" })
		}
		lines := excerptsOf(f.Example)
		f.each(func(k *Field) {
			k.Example = lines.of(k.Path)
			elsewhere[k.Name()] = cmp.Or(elsewhere[k.Name()], k.Example)
		})
		out = append(out, f)
	}
	for i := range out {
		out[i].each(func(k *Field) { k.Example = cmp.Or(k.Example, elsewhere[k.Name()]) })
	}
	return out
}

func (f *File) each(visit func(*Field)) {
	for i := range f.Tables {
		for k := range f.Tables[i].Fields {
			visit(&f.Tables[i].Fields[k])
		}
	}
}

// Fields are the keys of all files by their names, each as it stands in the first.
func Fields() map[string]Field {
	out := map[string]Field{}
	for _, file := range Files() {
		file.each(func(k *Field) {
			if _, ok := out[k.Name()]; !ok {
				out[k.Name()] = *k
			}
		})
	}
	return out
}

// visibilityOf is the tag vis of what the portfolio or a contract keeps of a sort of file.
func visibilityOf(t reflect.Type) string {
	if t.NumField() == 1 { // a file that is a list
		t = t.Field(0).Type
	}
	for _, holder := range []reflect.Type{reflect.TypeFor[contract.Portfolio](), reflect.TypeFor[contract.Contract]()} {
		for _, f := range reflect.VisibleFields(holder) {
			if elem(f.Type) == elem(t) {
				return f.Tag.Get("vis")
			}
		}
	}
	return ""
}

func elem(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// tables are a table and those within it; vis is the tag of what it is in.
func tables(t reflect.Type, at Table, vis string) []Table {
	at.Record = RecordOf(t)
	var inner []Table
	for i := range t.NumField() {
		sf := t.Field(i)
		if key := sf.Tag.Get("toml"); key == "" || key == "-" || key == "." {
			continue
		}
		f, of := fieldOf(at, sf)
		if vis == string(contract.Internal) {
			f.Visibility = vis
		}
		at.Fields = append(at.Fields, f)
		if f.Type != Tables {
			continue
		}
		below := Table{Path: f.Path, Shape: f.Shape}
		if f.Shape == Keyed {
			below.Path += ".*"
		}
		inner = append(inner, tables(of, below, f.Visibility)...)
	}
	return append([]Table{at}, inner...)
}

// fieldOf is a field of the model as a key of the table at; of is the type of one of its values.
func fieldOf(at Table, sf reflect.StructField) (f Field, of reflect.Type) {
	f = Field{Record: at.Record, Key: KeyOf(sf), Required: sf.Tag.Get("required") == "true", Ref: sf.Tag.Get("ref"), Visibility: sf.Tag.Get("vis")}
	f.Path = strings.TrimPrefix(at.Path+"."+f.Key, ".")
	f.MayRef = MayRefer(f.Record, f.Key)
	f.Group, f.Choices = WordsOf(f.Record, f.Key, sf.Type), contract.Choices(sf.Type)
	of = sf.Type
	if contract.IsMaybe(of) {
		of = of.Field(0).Type
	}
	if f.Type = special[of]; f.Type != "" {
		return f, of
	}
	if of.Kind() == reflect.Slice {
		of, f.Shape = of.Elem(), Many
	}
	if keyed := sf.Tag.Get("keyed"); keyed != "" {
		f.Shape = Keyed
		key, _ := of.FieldByName(keyed)
		f.Keys = contract.Choices(key.Type)
		if only, ok := onlyValue(of); ok { // the value of the key is the item's one field
			of, f.Choices, f.Group = only, contract.Choices(only), GroupOf(only)
		}
	}
	f.Type = typeOf(of)
	if f.Type == Tables {
		f.Holds = RecordOf(of)
	}
	return f, of
}

// special are types that do not stand in files as Go has them.
var special = map[reflect.Type]Type{
	reflect.TypeFor[contract.Text]():            Texts,
	reflect.TypeFor[[]contract.CustomValue]():   Custom,
	reflect.TypeFor[[]contract.MonthTurnover](): Months,
}

func typeOf(t reflect.Type) Type {
	switch t {
	case reflect.TypeFor[date.Date]():
		return Date
	case reflect.TypeFor[date.Quarter]():
		return Quarter
	case reflect.TypeFor[money.Amount]():
		return Amount
	case reflect.TypeFor[money.Decimal]():
		return Number
	}
	switch {
	case contract.Choices(t) != nil:
		return Word
	case t.Kind() == reflect.String:
		return Text
	case t.Kind() == reflect.Bool:
		return Bool
	case t.Kind() == reflect.Int:
		return Count
	}
	return Tables
}

// onlyValue is the type of the field that is all that an item of a keyed list holds.
func onlyValue(t reflect.Type) (reflect.Type, bool) {
	i := slices.IndexFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("toml") == "." })
	if i < 0 {
		return nil, false
	}
	return reflect.VisibleFields(t)[i].Type, true
}
