// Package change says how one portfolio became another: which records came, went, got
// another id or another value, and what that does to the figures.
//
// In go two portfolios with their figures, measured on one date; out come Changes, as
// typed values (an amount, a day, a person), without a word of any language. Say makes
// the words, with a printer that the caller brings. The model's structs are walked by
// their tags, so that a new field of the model needs no code here, only its label in
// the catalogue "changes". Items of lists are matched by what identifies them, never by
// their place. It reads no file and no history, and judges nothing.
package change

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/money"
)

// Side is one of the two portfolios that are compared.
type Side struct {
	Portfolio *contract.Portfolio
	Figures   *measure.Figures // nil: changes have no effects
	Unread    []string         // files that could not be read, as positions name them: their records are not compared

	Names *contract.Portfolio // knows the names of records that Portfolio does not hold; nil: nobody does
}

// Diff is all that differs between two portfolios.
type Diff struct {
	Changes    []Change // contracts first, then the other kinds; each in the order of ids, what is gone last
	Formatting []string // files whose bytes differ although they say the same, or that came, went or were split without a change of what they say
	Skipped    []string // files that one side could not read: not compared
	Totals     []Effect // on the portfolio as a whole
}

// Verb is what happened to a record or an item.
type Verb string

// What can happen. Affected: nothing in the record itself changed, but its figures did.
// Moved: an item left one contract's folder for another's.
const (
	Added    Verb = "added"
	Removed  Verb = "removed"
	Changed  Verb = "changed"
	Renamed  Verb = "renamed"
	Affected Verb = "affected"
	MovedIn  Verb = "moved-in"
	MovedOut Verb = "moved-out"
)

// Change of a record, or of an item in one.
type Change struct {
	Verb    Verb
	Type    string // the model's name of it: contract, supplier, option, applied-requirement
	ID      string // its id, or what identifies it, as machines write it
	Was     string // id before, of a renamed record
	Other   Ref    // the other contract, of an item that moved
	Name    []any  // what people call it, most telling first
	Fields  []Field
	Items   []Change // of its lists
	Effects []Effect // of contracts
}

// Field that has another value, or of a list other values, than before.
type Field struct {
	Path     string // from the record: "period.end", "options[ett].status"
	Type     string // the struct of the model that has it: "period"
	Key      string // its key in the file: "end"
	Lang     string // of a text by language
	Label    contract.Text
	Old, New any   // nil: not there
	Out, In  []any // values that left and joined a list whose order does not matter
}

// Ref names another record.
type Ref struct {
	Kind, ID string
	Name     contract.Text // nil where there is no such record
}

// Word is one of a closed set; Group is where the catalogue "values" has it, "" nowhere.
type Word struct{ Group, Value string }

// Money is an amount in a currency; "" is the portfolio's own.
type Money struct {
	Amount   money.Amount
	Currency string
}

// Quantity is a number with its unit.
type Quantity struct {
	Number money.Decimal
	Unit   string
}

// Compare tells how base became head. Either may have faults: what loads is compared.
func Compare(base, head Side) *Diff {
	all := func(string) bool { return true }
	d, w := compare(base, head, all)
	d.Formatting = w.formatting(reflect.ValueOf(base.Portfolio).Elem(), reflect.ValueOf(head.Portfolio).Elem(), all)
	return d
}

// Contracts is Compare of contracts alone: all other records count as the same, and
// lend their names only. It does not look for files that differ and say the same.
func Contracts(base, head Side) *Diff {
	d, _ := compare(base, head, func(list string) bool { return list == "Contracts" })
	return d
}

func compare(base, head Side, wanted func(list string) bool) (*Diff, *walker) {
	w := &walker{sides: [2]Side{base, head}, renamed: map[string]map[string]string{}, touched: map[string]bool{}}
	d := &Diff{}
	w.skip(d)
	ov, nv := reflect.ValueOf(base.Portfolio).Elem(), reflect.ValueOf(head.Portfolio).Elem()
	w.findRenames(ov, nv)
	for i := range ov.NumField() {
		if f := ov.Type().Field(i); !f.IsExported() || !wanted(f.Name) || notRecords(f.Type) {
			continue
		}
		if ov.Field(i).Kind() == reflect.Struct {
			c := Change{Verb: Changed, Type: kebab(ov.Field(i).Type().Name())}
			w.structs(&c, scope{}, ov.Field(i), nv.Field(i))
			d.add(c)
			continue
		}
		for _, c := range w.list(scope{top: true}, ov.Field(i), nv.Field(i)) {
			d.add(c)
		}
	}
	moved(d.Changes)
	w.effects(d)
	slices.SortStableFunc(d.Changes, func(a, b Change) int { return order(a) - order(b) })
	return d, w
}

// order of records: contracts, settings last.
func order(c Change) int {
	switch {
	case c.Type == "contract" && c.Verb == Affected:
		return 1
	case c.Type == "contract":
		return 0
	case c.Type == "settings":
		return 3
	}
	return 2
}

func (d *Diff) add(c Change) {
	if c.Verb != Changed || len(c.Fields)+len(c.Items) > 0 {
		d.Changes = append(d.Changes, c)
	}
}

// Empty tells whether nothing differs, not even in form.
func (d *Diff) Empty() bool { return len(d.Changes)+len(d.Formatting)+len(d.Skipped) == 0 }

// skip lists the files that a side could not read.
func (w *walker) skip(d *Diff) {
	w.skipped = map[string]bool{}
	for _, s := range w.sides {
		for _, p := range s.Unread {
			w.skipped[p] = true
		}
	}
	d.Skipped = slices.Sorted(maps.Keys(w.skipped))
}

// unread tells whether one of a record's files could not be read on one of the sides.
func (w *walker) unread(kind, id string) bool {
	for p := range w.skipped {
		p = "/" + p
		switch {
		case kind == "contract" && strings.Contains(p, "/agreements/"+id+"/"):
			return true
		case strings.HasSuffix(p, "/"+folders[kind]+"/"+id+".toml") && folders[kind] != "":
			return true
		}
	}
	return false
}

// folders of records that are a file each.
var folders = map[string]string{
	"supplier": "suppliers", "person": "people", "category": "categories", "requirement": "requirements",
	"risk-model": "risk", "catalogue": "catalogues", "spend": "spend", "report-freeze": "reports",
}

// formatting lists the files that differ and hold no change.
func (w *walker) formatting(ov, nv reflect.Value, wanted func(string) bool) []string {
	old, now := map[string]*diag.Source{}, map[string]*diag.Source{}
	for i := range ov.NumField() {
		if f := ov.Type().Field(i); f.IsExported() && wanted(f.Name) {
			eachSource(ov.Field(i), func(s *diag.Source) { old[s.Path] = s })
			eachSource(nv.Field(i), func(s *diag.Source) { now[s.Path] = s })
		}
	}
	var out []string
	for p, s := range now {
		if o := old[p]; (o == nil || string(o.Data) != string(s.Data)) && !w.touched[p] && !w.skipped[p] {
			out = append(out, p)
		}
	}
	for p := range old {
		if now[p] == nil && !w.touched[p] && !w.skipped[p] {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// eachSource visits the files that made a value.
func eachSource(v reflect.Value, visit func(*diag.Source)) {
	switch v.Kind() {
	case reflect.Struct:
		if o, ok := v.Interface().(contract.Origin); ok {
			if o.Src != nil {
				visit(o.Src)
			}
			return
		}
		if scalarTypes[v.Type()] {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachSource(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		if holdsRecords(v.Type().Elem()) {
			for i := range v.Len() {
				eachSource(v.Index(i), visit)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachSource(v.Elem(), visit)
		}
	}
}

// moved finds items that left one contract and came, the same, to another.
func moved(changes []Change) {
	type place struct{ record, item int }
	gone := map[string][]place{}
	each := func(verb Verb, visit func(key string, at place)) {
		for i := range changes {
			for j := range changes[i].Items {
				it := &changes[i].Items[j]
				if changes[i].Type == "contract" && it.Verb == verb && movable[it.Type] {
					visit(it.Type+"\x00"+it.ID+"\x00"+content(it), place{i, j})
				}
			}
		}
	}
	each(Removed, func(key string, at place) { gone[key] = append(gone[key], at) })
	each(Added, func(key string, at place) {
		from := gone[key]
		if len(from) != 1 {
			return
		}
		delete(gone, key)
		there, here := &changes[from[0].record], &changes[at.record]
		a, b := &there.Items[from[0].item], &here.Items[at.item]
		a.Verb, a.Other = MovedOut, Ref{"contract", here.ID, nameText(here.Name)}
		b.Verb, b.Other = MovedIn, Ref{"contract", there.ID, nameText(there.Name)}
		a.Fields, a.Items, b.Fields, b.Items = nil, nil, nil, nil
	})
}

var movable = map[string]bool{"inspection": true, "deviation": true, "log-entry": true}

// content is all that an added or removed item says, as a text to compare.
func content(c *Change) string {
	var b strings.Builder
	for _, f := range c.Fields {
		v := f.Old
		if v == nil {
			v = f.New
		}
		b.WriteString(f.Type + "." + f.Key + f.Lang + "=" + written(v))
		for _, v := range append(slices.Clone(f.Out), f.In...) {
			b.WriteString("," + written(v))
		}
		b.WriteString("\x00")
	}
	for i := range c.Items {
		b.WriteString("(" + content(&c.Items[i]) + ")")
	}
	return b.String()
}

func nameText(name []any) contract.Text {
	for _, n := range name {
		switch n := n.(type) {
		case string:
			return contract.Text{"": n}
		case contract.Text:
			return n
		}
	}
	return nil
}

var scalarTypes = map[reflect.Type]bool{
	reflect.TypeFor[date.Date](): true, reflect.TypeFor[date.Month](): true, reflect.TypeFor[date.Quarter](): true,
	reflect.TypeFor[money.Amount](): true, reflect.TypeFor[money.Decimal](): true,
}

// notRecords tells of a field of the portfolio that holds no records.
func notRecords(t reflect.Type) bool { return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice }
