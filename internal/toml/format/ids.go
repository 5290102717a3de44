package format

import (
	"slices"
	"strconv"
)

// Values gives what a table says of a key, as text; "" where it says nothing.
type Values func(key string) string

func valuesOf(entries []*entry) Values {
	return func(key string) string {
		for _, e := range entries {
			if len(e.path) == 1 && e.path[0] == key && e.value.kind == scalar {
				return name(e.value.raw)
			}
		}
		return ""
	}
}

// identify gives an id to each item of a list whose shape tells how one is made, and that has
// none. It gives the ids that are new.
func identify(values []*entry, tables []*table, s *Shape) []string {
	var added []string
	around := valuesOf(values)
	for _, e := range values {
		each := s.At(e.path).Item()
		if e.value.kind != list || each == nil {
			continue
		}
		var items []*[]*entry
		for _, it := range e.value.items {
			if it.value.kind == inline {
				items = append(items, &it.value.keys)
			}
		}
		added = append(added, each.number(items, around)...)
		for _, keys := range items {
			added = append(added, identify(*keys, nil, each)...)
		}
	}
	for i, t := range tables {
		of := s.At(t.path)
		if t.list {
			of = of.Item()
			same := func(o *table) bool { return o.list && slices.Equal(o.path, t.path) }
			if of != nil && slices.IndexFunc(tables, same) == i {
				var items []*[]*entry
				for _, o := range tables {
					if same(o) {
						items = append(items, &o.values)
					}
				}
				added = append(added, of.number(items, around)...)
			}
		}
		added = append(added, identify(t.values, t.tables, of)...)
	}
	return added
}

// number gives the items of one list the ids that they lack, no two the same.
func (s *Shape) number(items []*[]*entry, around Values) []string {
	if s.ID == nil {
		return nil
	}
	taken := map[string]bool{}
	for _, it := range items {
		taken[valuesOf(*it)("id")] = true
	}
	var added []string
	for _, it := range items {
		own := valuesOf(*it)
		if slices.ContainsFunc(*it, func(e *entry) bool { return e.path[0] == "id" }) {
			continue
		}
		base := s.ID(own, around)
		id := base
		for n := 2; taken[id]; n++ {
			id = base + "-" + strconv.Itoa(n)
		}
		taken[id] = true
		added = append(added, id)
		*it = append([]*entry{{path: []string{"id"}, key: "id", value: value{raw: strconv.Quote(id)}}}, *it...)
	}
	return added
}

// without gives decoded values without the ids that were added.
func without(v any, s *Shape, ids []string) any {
	switch x := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(x))
		for k, e := range x {
			if id, is := e.(string); is && k == "id" && s != nil && s.ID != nil && slices.Contains(ids, id) {
				continue
			}
			out[k] = without(e, s.of(k), ids)
		}
		return out
	case []map[string]any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = without(e, s.Item(), ids)
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = without(e, s.Item(), ids)
		}
		return out
	}
	return v
}
