package contract

import "reflect"

// PublicPart projects the portfolio to what anyone may see: contracts whose
// visibility is public, with every field marked vis:"internal" emptied, documents
// and custom fields that are not declared public left out, and no positions. It
// makes a new portfolio and never changes p. It runs before any figure is
// computed, so that totals are totals of what is shown.
//
// Declared visibility can be stricter than the tags, never looser: nothing in the data
// opens a field that a tag closes. TestPublicSiteHoldsNothingInternal plants a mark in
// every internal text and looks for it on the site.
func (p *Portfolio) PublicPart() *Portfolio {
	q := &Portfolio{
		public:       true,
		above:        map[string]bool{},
		Settings:     strip(p.Settings),
		Suppliers:    nil,
		Categories:   stripAll(p.Categories),
		Requirements: stripAll(p.Requirements),
		Guidance:     stripAll(p.Guidance),
	}
	for _, r := range p.Regulations {
		q.Regulations = append(q.Regulations, strip(r))
	}
	shown := map[string]bool{} // ids of suppliers of public contracts
	for _, c := range p.Contracts {
		if c.Visibility != Public {
			continue
		}
		pub := strip(*c)
		pub.Documents = publicDocuments(c.Documents)
		pub.Custom = publicFields(c.Custom, p.Settings.Fields)
		q.Contracts = append(q.Contracts, &pub)
		for _, id := range c.Suppliers {
			shown[id] = true
		}
	}
	q.Settings.Fields = nil
	for _, f := range p.Settings.Fields {
		if f.Visibility == Public {
			q.Settings.Fields = append(q.Settings.Fields, strip(f))
		}
	}
	for _, s := range p.Suppliers {
		if shown[s.ID] {
			pub := strip(*s)
			if !shown[pub.Parent] {
				pub.Parent = ""
			}
			q.Suppliers = append(q.Suppliers, &pub)
		}
	}
	for _, k := range p.Catalogues {
		if c := p.Contract(k.Contract); c != nil && c.Visibility == Public {
			pub := strip(*k)
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

func publicDocuments(ds []Document) []Document {
	var out []Document
	for _, d := range ds {
		if d.Visibility == Public {
			out = append(out, strip(d))
		}
	}
	return out
}

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

func stripAll[T any](list []*T) []*T {
	out := make([]*T, len(list))
	for i, v := range list {
		s := strip(*v)
		out[i] = &s
	}
	return out
}

// strip gives a deep copy of a record without its internal fields and positions.
func strip[T any](v T) T {
	return stripValue(reflect.ValueOf(v)).Interface().(T)
}

var originType = reflect.TypeFor[Origin]()

func stripValue(v reflect.Value) reflect.Value {
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
				out.Field(i).Set(stripValue(v.Field(i)))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		out = reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(stripValue(v.Index(i)))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = reflect.New(v.Type().Elem())
			out.Elem().Set(stripValue(v.Elem()))
		}
	default:
		return v
	}
	return out
}
