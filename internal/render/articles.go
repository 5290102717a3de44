package render

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

func lastPart(id string) string { return path.Base(id) }

func guidancePages(s *site) []page {
	at := s.address("guidance")
	h := head{at: at, title: s.t("menu.guidance", nil), nav: "guidance", crumbs: s.crumbs(at)}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.GuidanceIndex{Lead: s.t("guidance.lead", nil)}
		var kinds []string
		for _, k := range []string{"routine", "procedure", "guide", "template", "regulation"} {
			kinds = append(kinds, s.word("guidance-kinds", k))
		}
		for _, g := range s.p.Guidance {
			kind := cmp.Or(g.Kind, "guide")
			i := slices.IndexFunc(v.Groups, func(x templates.GuidanceGroup) bool { return x.Title == s.word("guidance-kinds", kind) })
			if i < 0 {
				v.Groups, i = append(v.Groups, templates.GuidanceGroup{Title: s.word("guidance-kinds", kind)}), len(v.Groups)
			}
			v.Groups[i].Items = append(v.Groups[i].Items, templates.GuidanceItem{Page: templates.Link{Text: g.Title, Href: s.href(at, s.guidanceAt(g))}, Summary: g.Summary})
		}
		slices.SortStableFunc(v.Groups, func(a, b templates.GuidanceGroup) int { // what to do comes before what to fill in
			return cmp.Compare(slices.Index(kinds, a.Title), slices.Index(kinds, b.Title))
		})
		return templates.DrawGuidanceIndex(f, v)
	})}
	for _, g := range s.p.Guidance {
		at := s.guidanceAt(g)
		h := head{at: at, title: g.Title, nav: "guidance", crumbs: s.crumbs(at, "guidance"), source: g.Origin, description: g.Summary}
		out = append(out, s.html(h, func(f templates.Frame) component {
			html, heads := s.md.HTML(g.Body, at)
			v := templates.Guidance{Title: g.Title, Summary: g.Summary, Body: templates.HTML(html)}
			if g.Kind != "" {
				v.Kind = templates.Badge{Text: s.word("guidance-kind", g.Kind)}
			}
			if l := s.personLink(at, g.Owner); l.Text != "" {
				v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.owner", nil), Value: l.Text, Href: l.Href})
			}
			if !g.Updated.IsZero() {
				v.Facts = append(v.Facts, templates.Fact{Label: s.t("fact.updated", nil), Value: s.pr.DateLong(g.Updated)})
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
	return s.address("guidance", strings.Split(g.ID, "/")...)
}

func (s *site) severityBadge(sev string) templates.Badge {
	b := templates.Badge{Text: prose.UpperFirst(s.word("severity", sev))}
	if sev != "note" {
		b.Tone = templates.Warning
	}
	return b
}

// findingArgs are a finding's facts, with the reason in words where it is one of ours.
func (s *site) findingArgs(f diag.Finding) message.Args {
	args := message.Args(f.Args)
	if why, _ := args["reason"].(string); s.pr.Has("findings.reason." + why) {
		args = maps.Clone(args)
		args["reason"] = s.pr.Text("findings.reason."+why, nil)
	}
	return args
}

// findingRow shows a finding of the check.
func (s *site) findingRow(at string, f diag.Finding) templates.FindingRow {
	row := templates.FindingRow{Rule: templates.Link{Text: f.Code, Href: s.href(at, s.address("rules", strings.ToLower(f.Code)))}, Severity: s.severityBadge(f.Severity.String()),
		Text: prose.UpperFirst(s.pr.Text("findings."+f.Code+".message", s.findingArgs(f))), Hint: s.pr.Text("findings."+f.Code+".mend", nil)}
	place := f.File
	if f.Line > 0 {
		place += ":" + strconv.Itoa(f.Line)
	}
	row.Place = templates.Link{Text: place, Href: s.forgeLine(f.File, f.Line)}
	return row
}

func rulePages(s *site) []page {
	at := s.address("rules")
	h := head{at: at, title: s.t("menu.rules", nil), crumbs: s.crumbs(at)}
	out := []page{s.html(h, func(f templates.Frame) component {
		v := templates.RuleList{Lead: s.t("rules.lead", message.Args{"n": len(s.opt.Rules)})}
		for _, r := range s.opt.Rules {
			title := s.t("rules.group-"+r.Group, nil)
			k := slices.IndexFunc(v.Groups, func(g templates.RuleGroup) bool { return g.Title == title })
			if k < 0 {
				k, v.Groups = len(v.Groups), append(v.Groups, templates.RuleGroup{Title: title})
			}
			item := templates.RuleItem{Code: templates.Link{Text: r.Code, Href: s.href(at, s.address("rules", strings.ToLower(r.Code)))}, Title: s.pr.Text(r.Key+".title", nil), Severity: s.severityBadge(r.Severity)}
			if n := len(s.byRule[r.Code]); n > 0 && !s.public {
				item.Count = strconv.Itoa(n)
			}
			v.Groups[k].Rules = append(v.Groups[k].Rules, item)
		}
		return templates.DrawRuleList(f, v)
	})}
	for _, r := range s.opt.Rules {
		at := s.address("rules", strings.ToLower(r.Code))
		h := head{at: at, title: r.Code + ": " + s.pr.Text(r.Key+".title", nil), crumbs: s.crumbs(at, "rules")}
		out = append(out, s.html(h, func(f templates.Frame) component {
			v := templates.Rule{Code: r.Code, Title: s.pr.Text(r.Key+".title", nil), Severity: s.severityBadge(r.Severity), Why: s.pr.Text(r.Key+".why", nil), How: s.pr.Text(r.Key+".mend", nil), Wrong: r.Bad, Right: r.Good, Public: s.public}
			for _, fd := range s.byRule[r.Code] {
				v.Findings = append(v.Findings, s.findingRow(at, fd))
			}
			return templates.DrawRule(f, v)
		}))
	}
	return out
}

// articlePages are what the site says of itself.
func articlePages(s *site) []page {
	h := head{at: "", title: s.t("article.missing-title", nil)}
	missing := s.html(h, func(f templates.Frame) component {
		return templates.DrawArticle(f, templates.Article{Title: h.title, Lead: s.t("article.missing-lead", nil)})
	})
	missing.path = "404.html"
	return []page{s.composed("about", s.aboutSections), s.composed("accessibility", s.accessibilitySections), s.composed("data", s.dataSections), missing}
}

// composed is an article of sections, with links to them.
func (s *site) composed(key string, sections func(templates.Frame, string) []templates.Section) page {
	at := s.address(key)
	h := head{at: at, title: s.say("about."+key+"-title", nil), crumbs: s.crumbs(at), source: s.p.Settings.Origin, description: s.say("about."+key+"-lead", nil)}
	return s.html(h, func(f templates.Frame) component {
		v := templates.Article{Title: h.title, Lead: h.description, Sections: sections(f, at)}
		for _, sec := range v.Sections {
			v.Headings = append(v.Headings, templates.Link{Text: sec.Title, Href: "#" + sec.ID})
		}
		return templates.DrawArticle(f, v)
	})
}
