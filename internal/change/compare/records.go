package compare

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/change/shape"
	"github.com/forvalt/forvalt/internal/contract"
)

// findRenames pairs records by id_was.
func (w *walker) findRenames(ov, nv reflect.Value) {
	for i := range ov.NumField() {
		a, b := ov.Field(i), nv.Field(i)
		if a.Kind() != reflect.Slice || a.Type().Elem().Kind() != reflect.Pointer {
			continue
		}
		t := a.Type().Elem().Elem()
		if _, has := t.FieldByName("IDWas"); !has {
			continue
		}
		old, now := map[string]bool{}, map[string]bool{}
		for j := range a.Len() {
			old[a.Index(j).Elem().FieldByName("ID").String()] = true
		}
		for j := range b.Len() {
			now[b.Index(j).Elem().FieldByName("ID").String()] = true
		}
		names := map[string]string{}
		for j := range b.Len() {
			n := b.Index(j).Elem()
			id := n.FieldByName("ID").String()
			if old[id] {
				continue
			}
			for _, was := range slices.Backward(n.FieldByName("IDWas").Interface().([]string)) {
				if old[was] && !now[was] && names[was] == "" {
					names[was] = id
					break
				}
			}
		}
		w.renamed[shape.TypeOf(t)] = names
	}
}

// idNow is the id that a record has now.
func (w *walker) idNow(kind change.Type, id string) string { return cmp.Or(w.renamed[kind][id], id) }

// ref resolves the name of another record in the portfolio of its side.
func (w *walker) ref(kind change.Type, id string, side int) change.Ref {
	r := named(w.sides[side].Portfolio, kind, id)
	if r.Name == nil && w.sides[side].Names != nil {
		r = named(w.sides[side].Names, kind, id)
	}
	return r
}

func named(p *contract.Portfolio, kind change.Type, id string) change.Ref {
	r := change.Ref{Kind: kind, ID: id}
	switch kind {
	case change.Person:
		if v := p.Person(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case change.Supplier:
		if v := p.Supplier(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case change.Contract:
		if v := p.Contract(id); v != nil {
			r.Name = contract.Text{"": v.Title}
		}
	case change.Category:
		if v := p.Category(id); v != nil {
			r.Name = contract.Text{"": v.Title}
		}
	case change.Department:
		if v := p.Department(id); v != nil {
			r.Name = contract.Text{"": v.Name}
		}
	case change.Requirement:
		if v := p.Requirement(id); v != nil {
			r.Name = v.Title
		}
	case change.Buyer:
		for _, b := range append([]contract.Organisation{p.Settings.Organisation}, p.Settings.Buyers...) {
			if b.ID == id {
				r.Name = contract.Text{"": b.Name}
			}
		}
	}
	return r
}
