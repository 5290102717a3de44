package render

import (
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// QuarterReport is the report of a quarter as Markdown, its first line the title; the
// shell fills it. The page and `forvalt report` say the same, word for word.
type QuarterReport struct {
	Quarter  date.Quarter
	Markdown string
}

// reportPages are the reports, and the list of them.
func reportPages(s *site) []page {
	if s.public || len(s.opt.Reports) == 0 {
		return nil
	}
	at := s.address("reports")
	index := head{at: at, title: s.say("report.index", nil), crumbs: s.crumbs(at)}
	out := []page{s.html(index, func(f templates.Frame) component {
		v := templates.GuidanceIndex{Lead: s.say("report.index-lead", nil)}
		group := templates.GuidanceGroup{Title: s.say("report.index", nil)}
		for _, r := range s.opt.Reports {
			group.Items = append(group.Items, templates.GuidanceItem{Page: templates.Link{Text: upperFirst(s.pr.Quarter(r.Quarter)), Href: s.href(at, s.address("reports", r.Quarter.String()))}})
		}
		v.Groups = append(v.Groups, group)
		return templates.DrawGuidanceIndex(f, v)
	})}
	for _, r := range s.opt.Reports {
		at := s.address("reports", r.Quarter.String())
		h := head{at: at, title: s.say("report.page", message.Args{"quarter": r.Quarter}), crumbs: append(s.crumbs(at), templates.Link{Text: index.title, Href: s.href(at, s.address("reports"))})}
		out = append(out, s.html(h, func(f templates.Frame) component {
			_, body, _ := strings.Cut(r.Markdown, "\n") // the page has its own title
			html, heads := s.md.HTML(body, at)
			v := templates.Guidance{Title: h.title, Body: templates.HTML(html)}
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
