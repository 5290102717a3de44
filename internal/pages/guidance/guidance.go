// Package guidance draws the guidance that the portfolio has in Markdown, and the rules of the
// check with what they found.
//
// In go a kit.Site with its pages of guidance, rules and findings; out come a page for each,
// lists of them, and a finding as a row for other pages. It judges nothing.
package guidance

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// kinds of guidance, in the order in which they are listed: what to do comes before what to
// fill in.
var kinds = []contract.GuidanceKind{"routine", "procedure", "guide", "template", "regulation"}

// Pages are the list of guidance and a page for each.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("guidance")
	h := kit.Head{At: at, Title: s.Say("frame.menu.guidance", nil), Nav: "guidance", Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.GuidanceIndex{Lead: s.Say("guidance.lead", nil)}
		of := map[contract.GuidanceKind][]templates.GuidanceItem{} // by kind
		for _, g := range s.P.Guidance {
			kind := cmp.Or(g.Kind, "guide")
			of[kind] = append(of[kind], templates.GuidanceItem{Page: templates.Link{Text: g.Title, Href: s.Href(at, Address(s, g))}, Summary: g.Summary})
		}
		for _, kind := range kinds {
			if items := of[kind]; len(items) > 0 {
				v.Groups = append(v.Groups, templates.GuidanceGroup{Title: s.Word("guidance-kinds", string(kind)), Items: items})
			}
		}
		return templates.DrawGuidanceIndex(f, v)
	})}
	for _, g := range s.P.Guidance {
		at := Address(s, g)
		h := kit.Head{At: at, Title: g.Title, Nav: "guidance", Crumbs: s.Crumbs(at, "guidance"), Source: g.Origin, Description: g.Summary}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			html, heads := s.MD.HTML(g.Body, at)
			v := templates.Guidance{Title: g.Title, Summary: g.Summary, Body: templates.HTML(html)}
			if g.Kind != "" {
				v.Kind = templates.Badge{Text: s.Word("guidance-kind", string(g.Kind))}
			}
			if l := s.PersonLink(at, g.Owner); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.owner", nil), Value: l.Text, Href: l.Href})
			}
			if !g.Updated.IsZero() {
				v.Facts = append(v.Facts, templates.Fact{Label: s.Say("guidance.updated", nil), Value: s.Pr.DateLong(g.Updated)})
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

// Address is the folder of a page of guidance.
func Address(s *kit.Site, g *contract.Page) string {
	return s.Address("guidance", strings.Split(g.ID, "/")...)
}
