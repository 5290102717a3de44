package render

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) guidancePages() []kit.Page {
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
			v.Groups[i].Items = append(v.Groups[i].Items, templates.GuidanceItem{Page: templates.Link{Text: g.Title, Href: s.Href(at, s.guidanceAt(g))}, Summary: g.Summary})
		}
		slices.SortStableFunc(v.Groups, func(a, b templates.GuidanceGroup) int { // what to do comes before what to fill in
			return cmp.Compare(slices.Index(kinds, a.Title), slices.Index(kinds, b.Title))
		})
		return templates.DrawGuidanceIndex(f, v)
	})}
	for _, g := range s.P.Guidance {
		at := s.guidanceAt(g)
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

func (s *site) guidanceAt(g *contract.Page) string {
	return s.Address("guidance", strings.Split(g.ID, "/")...)
}

func (s *site) severityBadge(sev string) templates.Badge {
	b := templates.Badge{Text: prose.UpperFirst(s.Word("severity", sev))}
	if sev != "note" {
		b.Tone = templates.Warning
	}
	return b
}

// findingArgs are a finding's facts, with the reason in words where it is one of ours.
func (s *site) findingArgs(f diag.Finding) message.Args {
	args := message.Args(f.Args)
	if why, _ := args["reason"].(string); s.Pr.Has("findings.reason." + why) {
		args = maps.Clone(args)
		args["reason"] = s.Pr.Text("findings.reason."+why, nil)
	}
	return args
}

// findingRow shows a finding of the check.
func (s *site) findingRow(at string, f diag.Finding) templates.FindingRow {
	row := templates.FindingRow{Rule: templates.Link{Text: f.Code, Href: s.Href(at, s.Address("rules", strings.ToLower(f.Code)))}, Severity: s.severityBadge(f.Severity.String()),
		Text: prose.UpperFirst(s.Pr.Text("findings."+f.Code+".message", s.findingArgs(f))), Hint: s.Pr.Text("findings."+f.Code+".mend", nil)}
	place := f.File
	if f.Line > 0 {
		place += ":" + strconv.Itoa(f.Line)
	}
	row.Place = templates.Link{Text: place, Href: s.ForgeLine(f.File, f.Line)}
	return row
}

func (s *site) rulePages() []kit.Page {
	at := s.Address("rules")
	h := kit.Head{At: at, Title: s.T("menu.rules", nil), Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RuleList{Lead: s.T("rules.lead", message.Args{"n": len(s.Opt.Rules)})}
		for _, r := range s.Opt.Rules {
			title := s.T("rules.group-"+r.Group, nil)
			k := slices.IndexFunc(v.Groups, func(g templates.RuleGroup) bool { return g.Title == title })
			if k < 0 {
				k, v.Groups = len(v.Groups), append(v.Groups, templates.RuleGroup{Title: title})
			}
			item := templates.RuleItem{Code: templates.Link{Text: r.Code, Href: s.Href(at, s.Address("rules", strings.ToLower(r.Code)))}, Title: s.Pr.Text(r.Key+".title", nil), Severity: s.severityBadge(r.Severity)}
			if n := len(s.ByRule[r.Code]); n > 0 && !s.Public {
				item.Count = strconv.Itoa(n)
			}
			v.Groups[k].Rules = append(v.Groups[k].Rules, item)
		}
		return templates.DrawRuleList(f, v)
	})}
	for _, r := range s.Opt.Rules {
		at := s.Address("rules", strings.ToLower(r.Code))
		h := kit.Head{At: at, Title: r.Code + ": " + s.Pr.Text(r.Key+".title", nil), Crumbs: s.Crumbs(at, "rules")}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component {
			v := templates.Rule{Code: r.Code, Title: s.Pr.Text(r.Key+".title", nil), Severity: s.severityBadge(r.Severity), Why: s.Pr.Text(r.Key+".why", nil), How: s.Pr.Text(r.Key+".mend", nil), Wrong: r.Bad, Right: r.Good, Public: s.Public}
			for _, fd := range s.ByRule[r.Code] {
				v.Findings = append(v.Findings, s.findingRow(at, fd))
			}
			return templates.DrawRule(f, v)
		}))
	}
	return out
}

// articlePages are what the site says of itself.
func (s *site) articlePages() []kit.Page {
	h := kit.Head{At: "", Title: s.T("article.missing-title", nil)}
	missing := s.HTML(h, func(f templates.Frame) kit.Component {
		return templates.DrawArticle(f, templates.Article{Title: h.Title, Lead: s.T("article.missing-lead", nil)})
	})
	missing.Path = "404.html"
	return []kit.Page{s.Composed("about", s.aboutSections), s.Composed("accessibility", s.accessibilitySections), s.Composed("data", s.dataSections), missing}
}
