package guidance

import (
	"cmp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

func Pages(s *kit.Site) []kit.Page {
	at := s.Address("guidance")
	h := kit.Head{At: at, Title: s.T("menu.guidance", nil), Nav: "guidance", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.GuidanceIndex{Lead: s.T("guidance.lead", nil)}
		var kinds []string
		for _, k := range []string{"routine", "procedure", "guide", "template", "regulation"} {
			kinds = append(kinds, s.Word("guidance-kinds", k))
		}
		for _, g := range s.P.Guidance {
			kind := cmp.Or(g.Kind, "guide")
			i := slices.IndexFunc(v.Groups, func(x templates.GuidanceGroup) bool { return x.Title == s.Word("guidance-kinds", kind) })
			if i < 0 {
				v.Groups, i = append(v.Groups, templates.GuidanceGroup{Title: s.Word("guidance-kinds", kind)}), len(v.Groups)
			}
			v.Groups[i].Items = append(v.Groups[i].Items, templates.GuidanceItem{Page: templates.Link{Text: g.Title, Href: s.Href(at, Address(s, g))}, Summary: g.Summary})
		}
		slices.SortStableFunc(v.Groups, func(a, b templates.GuidanceGroup) int { // what to do comes before what to fill in
			return cmp.Compare(slices.Index(kinds, a.Title), slices.Index(kinds, b.Title))
		})
		return templates.DrawGuidanceIndex(f, v)
	})}
	for _, g := range s.P.Guidance {
		at := Address(s, g)
		h := kit.Head{At: at, Title: g.Title, Nav: "guidance", Crumbs: s.Crumbs(at, "guidance"), Source: g.Origin, Description: g.Summary}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			html, heads := s.MD.HTML(g.Body, at)
			v := templates.Guidance{Title: g.Title, Summary: g.Summary, Body: templates.HTML(html)}
			if g.Kind != "" {
				v.Kind = templates.Badge{Text: s.Word("guidance-kind", g.Kind)}
			}
			if l := s.PersonLink(at, g.Owner); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.owner", nil), Value: l.Text, Href: l.Href})
			}
			if !g.Updated.IsZero() {
				v.Facts = append(v.Facts, templates.Fact{Label: s.T("fact.updated", nil), Value: s.Pr.DateLong(g.Updated)})
			}
			for _, hd := range heads {
				if hd.Level == 2 {
					v.Headings = append(v.Headings, templates.Link{Text: hd.Text, Href: "#" + hd.ID})
				}
			}
			return templates.DrawGuidance(f, v)
		}))
	}
	return out
}

func Address(s *kit.Site, g *contract.Page) string {
	return s.Address("guidance", strings.Split(g.ID, "/")...)
}
