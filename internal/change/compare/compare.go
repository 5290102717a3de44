// Package compare says how one portfolio became another.
//
// In go two portfolios with their figures, measured on one date; out comes a change.Diff.
// The model's structs are walked as package shape knows them. Items of lists are matched by
// what identifies them, never by their place.
package compare

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/effects"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
)

// Side is one of the two portfolios that are compared.
type Side struct {
	Portfolio *contract.Portfolio
	Figures   *measure.Figures  // nil: changes have no effects
	Unread    []string          // files that could not be read, as positions name them: their records are not compared
	Misnamed  map[string]string // folders with a name that is refused, by the text of their contract.toml

	Names *contract.Portfolio // knows the names of records that Portfolio does not hold; nil: nobody does
}

// Portfolios tells how base became head. Either may have faults: what loads is compared.
func Portfolios(base, head Side) *change.Diff {
	d, w := compare(base, head, shape.IsRecords)
	d.Formatting = w.formatting(reflect.ValueOf(base.Portfolio).Elem(), reflect.ValueOf(head.Portfolio).Elem())
	return d
}

// Contracts is Portfolios of contracts alone: all other records count as the same, and
// lend their names only. It does not look for files that differ and say the same.
func Contracts(base, head Side) *change.Diff {
	d, _ := compare(base, head, func(list reflect.StructField) bool { return list.Type == reflect.TypeFor[[]*contract.Contract]() })
	return d
}

func compare(base, head Side, wanted func(reflect.StructField) bool) (*change.Diff, *walker) {
	w := &walker{sides: [2]Side{base, head}, renamed: map[change.Type]map[string]string{}, touched: map[string]bool{}}
	d := &change.Diff{}
	w.skip(d)
	ov, nv := reflect.ValueOf(base.Portfolio).Elem(), reflect.ValueOf(head.Portfolio).Elem()
	w.findRenames(ov, nv)
	for i := range ov.NumField() {
		if f := ov.Type().Field(i); !wanted(f) {
			continue
		}
		if ov.Field(i).Kind() == reflect.Struct {
			c := change.Change{Verb: change.Changed, Type: shape.TypeOf(ov.Field(i).Type())}
			w.structs(&c, scope{}, ov.Field(i), nv.Field(i))
			add(d, c)
			continue
		}
		for _, c := range w.list(scope{top: true}, ov.Field(i), nv.Field(i)) {
			add(d, c)
		}
	}
	moved(d.Changes)
	w.effects(d)
	slices.SortStableFunc(d.Changes, func(a, b change.Change) int { return order(a) - order(b) })
	return d, w
}

// order of records: contracts, settings last.
func order(c change.Change) int {
	switch {
	case c.Type == change.Contract && c.Verb == change.Affected:
		return 1
	case c.Type == change.Contract:
		return 0
	case c.Type == change.Settings:
		return 3
	}
	return 2
}

func add(d *change.Diff, c change.Change) {
	if c.Verb != change.Changed || len(c.Fields)+len(c.Items) > 0 {
		d.Changes = append(d.Changes, c)
	}
}

// effects adds what the changes do to the figures: to contracts that changed, to those
// that did not but whose figures did, and to the whole.
func (w *walker) effects(d *change.Diff) {
	f, g := w.sides[0].Figures, w.sides[1].Figures
	if f == nil || g == nil {
		return
	}
	at := map[string]int{}
	for i := range d.Changes {
		if d.Changes[i].Type == change.Contract {
			at[d.Changes[i].ID] = i
		}
	}
	before := map[string]string{} // id now → id before
	for old, now := range w.renamed[change.Contract] {
		before[now] = old
	}
	for _, c := range g.Contracts {
		id := c.Contract.ID
		if w.unread(change.Contract, id) {
			continue
		}
		was := f.Of(cmp.Or(before[id], id))
		i, changed := at[id]
		var es []change.Effect
		switch {
		case was == nil && changed:
			es = effects.New(c)
		case was != nil:
			var own *change.Change
			if changed {
				own = &d.Changes[i]
			}
			es = effects.Between(was, c, f.Model, g.Model, g.AsOf, own)
		}
		if changed {
			d.Changes[i].Effects = es
		} else if len(es) > 0 {
			d.Changes = append(d.Changes, change.Change{Verb: change.Affected, Type: change.Contract, ID: id, Name: []any{c.Contract.Title}, Effects: es})
		}
	}
	d.Totals = effects.Totals(f, g)
}
