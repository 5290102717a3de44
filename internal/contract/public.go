package contract

import (
	"reflect"
	"strconv"

	"github.com/forvalt/forvalt/internal/date"
)

// PublicPart projects the portfolio to what anyone may see on a day: contracts whose
// visibility is public, with every field marked vis:"internal" emptied, records that tell
// that they are withheld (see reserved) and custom fields that are not declared public
// left out, and no positions. It makes a new portfolio and never changes p. It runs before any figure is
// computed, so that totals are totals of what is shown.
//
// Declared visibility can be stricter than the tags, never looser: nothing in the data
// opens a field that a tag closes. TestPublicSiteHoldsNothingInternal plants a mark in
// every internal text and looks for it on the site.
func (p *Portfolio) PublicPart(asOf date.Date) *Portfolio {
	strip := stripper(asOf)
	q := &Portfolio{
		public:       true,
		above:        map[string]bool{},
		Settings:     copied(strip, p.Settings),
		Suppliers:    nil,
		Categories:   copied(strip, p.Categories),
		Requirements: copied(strip, p.Requirements),
		Regulations:  copied(strip, p.Regulations),
		Guidance:     copied(strip, p.Guidance),
	}
	shown := map[string]bool{} // ids of suppliers of public contracts
	for _, c := range p.Contracts {
		if c.Visibility != Public {
			continue
		}
		pub := copied(strip, *c)
		pub.Custom = publicFields(c.Custom, p.Settings.Fields)
		q.Contracts = append(q.Contracts, &pub)
		for _, id := range c.Suppliers {
			shown[id] = true
		}
	}
	for _, s := range p.Suppliers {
		if shown[s.ID] {
			pub := copied(strip, *s)
			if !shown[pub.Parent] {
				pub.Parent = ""
			}
			q.Suppliers = append(q.Suppliers, &pub)
		}
	}
	for _, k := range p.Catalogues {
		if c := p.Contract(k.Contract); c != nil && c.Visibility == Public {
			pub := copied(strip, *k)
			q.Catalogues = append(q.Catalogues, &pub)
		}
	}
	q.Index()
	for _, c := range p.Contracts {
		if c.Visibility == Public {
			continue
		}
		for up := p.Contract(c.Parent); up != nil && !q.above[up.ID]; up = p.Contract(up.Parent) {
			q.above[up.ID] = true
		}
	}
	for _, c := range q.Contracts {
		q.nameInspections(c, shown)
		for _, ref := range []*string{&c.Parent, &c.Predecessor, &c.Successor} {
			if q.Contract(*ref) == nil {
				*ref = "" // the other contract is internal: not even its id is shown
			}
		}
	}
	return q
}

// WithholdsCallOffs reports whether contracts under one, at any depth, are not in this part of
// the portfolio, so that what was bought on it is not known here.
func (p *Portfolio) WithholdsCallOffs(id string) bool { return p.above[id] }

// nameInspections gives those of a contract ids for the public, without the place that theirs
// name: the date and the first theme that is a requirement, and a number where there are
// several such. A supplier that is not shown is not named either.
func (p *Portfolio) nameInspections(c *Contract, shown map[string]bool) {
	used := map[string]int{}
	for n := range c.Inspections {
		i := &c.Inspections[n]
		i.ID = i.Date.String() + "-kontroll"
		if len(i.Themes) > 0 && p.Requirement(i.Themes[0]) != nil {
			i.ID = i.Date.String() + "-" + i.Themes[0]
		}
		if used[i.ID]++; used[i.ID] > 1 {
			i.ID += "-" + strconv.Itoa(used[i.ID])
		}
		if !shown[i.Supplier] {
			i.Supplier = ""
		}
	}
}

// reserved is a record that itself tells whether it is withheld from the public on a day, where
// no tag can.
type reserved interface{ Withheld(asOf date.Date) bool }

// Withheld: of an inspection nobody outside may know before it is held, be it announced to the
// supplier or not. One without a status has been held if it has a result.
func (i Inspection) Withheld(asOf date.Date) bool {
	held := i.Status == InspectionPerformed || i.Status == InspectionClosed || i.Status == "" && i.Result != ""
	return !held || i.Date.After(asOf)
}

// Withheld: an amendment that is not signed is a draft between the parties.
func (a Amendment) Withheld(asOf date.Date) bool { return a.Signed.IsZero() || a.Signed.After(asOf) }

// Withheld: a document is public where it is declared so.
func (d Document) Withheld(date.Date) bool { return d.Visibility != Public }

// Withheld: a field of the portfolio's own is public where it is declared so.
func (f Field) Withheld(date.Date) bool { return f.Visibility != Public }

func publicFields(vs []CustomValue, fields []Field) []CustomValue {
	var out []CustomValue
	for _, v := range vs {
		for _, f := range fields {
			if f.Key == v.Key && f.Visibility == Public {
				out = append(out, CustomValue{Key: v.Key, Value: v.Value})
			}
		}
	}
	return out
}

// stripper makes deep copies of records without their internal fields and positions, and
// without the records in them that are withheld on a day.
type stripper date.Date

func copied[T any](s stripper, v T) T {
	return s.copy(reflect.ValueOf(v)).Interface().(T)
}

var (
	originType   = reflect.TypeFor[Origin]()
	reservedType = reflect.TypeFor[reserved]()
)

func (s stripper) copy(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Struct:
		t := v.Type()
		for i := range t.NumField() {
			f := t.Field(i)
			switch {
			case f.Type == originType || f.Tag.Get("vis") == string(Internal):
			case !f.IsExported(): // the insides of amounts and dates
				return v
			default:
				out.Field(i).Set(s.copy(v.Field(i)))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		asks := v.Type().Elem().Implements(reservedType)
		out = reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			if e := v.Index(i); !asks || !e.Interface().(reserved).Withheld(date.Date(s)) {
				out = reflect.Append(out, s.copy(e))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = reflect.New(v.Type().Elem())
			out.Elem().Set(s.copy(v.Elem()))
		}
	default:
		return v
	}
	return out
}
