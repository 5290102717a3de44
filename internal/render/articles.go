package render

import (
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// articlePages are what the site says of itself.
func (s *site) articlePages() []kit.Page {
	h := kit.Head{At: "", Title: s.T("article.missing-title", nil)}
	missing := s.HTML(h, func(f templates.Frame) kit.Component {
		return templates.DrawArticle(f, templates.Article{Title: h.Title, Lead: s.T("article.missing-lead", nil)})
	})
	missing.Path = "404.html"
	return []kit.Page{s.Composed("about", s.aboutSections), s.Composed("accessibility", s.accessibilitySections), s.Composed("data", s.dataSections), missing}
}
