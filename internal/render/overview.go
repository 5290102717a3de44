package render

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) overviewPages() []kit.Page {
	h := kit.Head{Title: cmp.Or(s.P.Settings.Site.Title, s.T("name", nil)), Nav: "overview", Source: s.P.Settings.Origin, Description: s.T("overview.description", nil)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := summary.Of(s.Site, "", s.F.Contracts, "")
		v.Lead, v.Changes = s.overviewLead(), nil
		for i, c := range s.Opt.Log.Recent {
			if i == 5 {
				break
			}
			v.Changes = append(v.Changes, changes.Row(s.Site, "", c))
		}
		v.Trends = s.overviewTrends()
		return templates.DrawOverview(f, v)
	})}
}

func (s *site) overviewLead() string {
	t := s.F.Totals
	if s.Public {
		return s.T("overview.lead-public", message.Args{"n": t.Status["active"]})
	}
	return s.T("overview.lead", message.Args{"n": t.Status["active"], "managers": t.Managers})
}
