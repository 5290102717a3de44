package list

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Of a list past kit.LongList the page has the first rows; all rows come as scripts, each row
// the same HTML that a page has, so that no row is drawn a second time in JavaScript. The
// sizes let a script be read, and a page be opened, without holding up the reader.
const (
	atFirst = 50  // rows of a long list that its page has
	perPart = 500 // rows in a script, and on a page for those without scripts
)

// Pages are the page of a list, which draw draws, and where the list is long the scripts and
// pages that hold its rows.
func (l List[T]) Pages(s *kit.Site, h kit.Head, draw func(templates.Frame, templates.List) kit.Component) []kit.Page {
	if len(l.Items) <= kit.LongList {
		return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component { return draw(f, l.view(s, f, h.At)) })}
	}
	whole := sync.OnceValue(func() templates.List { return l.view(s, s.Frame(h), h.At) })
	parts, out := l.parts(s, h)
	var names []string
	for i := range (len(l.Items) + perPart - 1) / perPart {
		name := fmt.Sprintf("rows-%02d.js", i+1)
		names = append(names, name)
		out = append(out, kit.Page{Path: h.At + name, Draw: func(b *bytes.Buffer) error {
			rows := whole().Rows
			js, err := templates.ListScript(rows[i*perPart : min((i+1)*perPart, len(rows))])
			b.Write(js)
			return err
		}})
	}
	return append(out, s.HTML(h, func(f templates.Frame) kit.Component {
		v := whole()
		v.Total, v.Data, v.Parts, v.Rows = len(v.Rows), names, parts, v.Rows[:min(atFirst, len(v.Rows))]
		return draw(f, v)
	}))
}

// parts are the pages of a long list by department, and the links to them from the list.
func (l List[T]) parts(s *kit.Site, h kit.Head) ([]templates.ListPart, []kit.Page) {
	sorter, titles := s.Pr.Sorter(), TitleKeys(s)
	by := map[string][]T{}
	for _, item := range l.Items {
		id := l.Contract(item).Department
		by[id] = append(by[id], item)
	}
	name := func(id string) string {
		return cmp.Or(s.DepartmentLink("", id).Text, s.Say("selection.no-department", nil))
	}
	ids := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a) // those without come last
		}
		return cmp.Or(sorter(name(a), name(b)), cmp.Compare(a, b))
	})
	var parts []templates.ListPart
	var out []kit.Page
	for _, id := range ids {
		of := by[id]
		slices.SortStableFunc(of, func(a, b T) int {
			return cmp.Compare(titles[l.Contract(a).ID], titles[l.Contract(b).ID])
		})
		part := templates.ListPart{Name: name(id), Count: len(of)}
		var addresses, ranges []string
		for from := 0; from < len(of); from += perPart {
			at := s.Address(l.Key+"-parts", cmp.Or(id, "-"))
			if from > 0 {
				at = s.Address(l.Key+"-parts", cmp.Or(id, "-"), strconv.Itoa(from/perPart+1))
			}
			addresses = append(addresses, at)
			ranges = append(ranges, s.Say("selection.range", message.Args{"from": from + 1, "to": min(from+perPart, len(of))}))
			part.Pages = append(part.Pages, templates.Link{Text: ranges[len(ranges)-1], Href: s.Href(h.At, at)})
		}
		parts = append(parts, part)
		for i, at := range addresses {
			out = append(out, l.part(s, h, at, part.Name, of[i*perPart:min((i+1)*perPart, len(of))], i, addresses, ranges))
		}
	}
	return parts, out
}

// part is one page of a long list: items of a department, for those without scripts.
func (l List[T]) part(s *kit.Site, list kit.Head, at, department string, items []T, i int, addresses, ranges []string) kit.Page {
	rows := message.Verbatim(s.Say(l.Words+".rows", nil))
	title := s.Say("selection.part", message.Args{"name": department, "rows": rows})
	if len(addresses) > 1 {
		title = s.Say("selection.part-range", message.Args{"name": department, "rows": rows, "range": message.Verbatim(ranges[i])})
	}
	h := kit.Head{At: at, Title: title, Nav: list.Nav, Crumbs: append(s.Crumbs(at), templates.Link{Text: list.Title, Href: s.Href(at, list.At)})}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.PartPage{Lead: s.Say("selection.part-lead", message.Args{"n": len(items)}), Page: i, List: templates.List{Kind: l.Kind, Heads: l.Heads(f)},
			Back: templates.Link{Text: s.Say("selection.back", nil), Href: s.Href(at, list.At)}}
		if l.Columns != nil {
			v.List.Columns = l.Columns(f)
		}
		for k, to := range addresses {
			v.Pages = append(v.Pages, templates.Link{Text: ranges[k], Href: s.Href(at, to)})
		}
		for _, item := range items {
			v.List.Rows = append(v.List.Rows, templates.ListRow{Cells: l.Cells(f, at, item)})
		}
		return templates.DrawListPart(f, v)
	})
}
