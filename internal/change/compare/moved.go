package compare

import (
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/change"
	"github.com/forvalt/forvalt/internal/contract"
)

// moved finds items that left one contract and came, the same, to another.
func moved(changes []change.Change) {
	type place struct{ record, item int }
	gone := map[string][]place{}
	each := func(verb change.Verb, visit func(key string, at place)) {
		for i := range changes {
			for j := range changes[i].Items {
				it := &changes[i].Items[j]
				if changes[i].Type == change.Contract && it.Verb == verb && movable[it.Type] {
					visit(string(it.Type)+"\x00"+it.ID+"\x00"+content(it), place{i, j})
				}
			}
		}
	}
	each(change.Removed, func(key string, at place) { gone[key] = append(gone[key], at) })
	each(change.Added, func(key string, at place) {
		from := gone[key]
		if len(from) != 1 {
			return
		}
		delete(gone, key)
		there, here := &changes[from[0].record], &changes[at.record]
		a, b := &there.Items[from[0].item], &here.Items[at.item]
		a.Verb, a.Other = change.MovedOut, change.Ref{Kind: change.Contract, ID: here.ID, Name: nameText(here.Name)}
		b.Verb, b.Other = change.MovedIn, change.Ref{Kind: change.Contract, ID: there.ID, Name: nameText(there.Name)}
		a.Fields, a.Items, b.Fields, b.Items = nil, nil, nil, nil
	})
}

var movable = map[change.Type]bool{change.Inspection: true, change.Deviation: true, change.LogEntry: true}

// content is all that an added or removed item says, as a text to compare.
func content(c *change.Change) string {
	var b strings.Builder
	for _, f := range c.Fields {
		v := f.Old
		if v == nil {
			v = f.New
		}
		b.WriteString(string(f.Type) + "." + f.Key + f.Lang + "=" + change.Written(v))
		for _, v := range append(slices.Clone(f.Out), f.In...) {
			b.WriteString("," + change.Written(v))
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
