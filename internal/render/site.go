package render

import (
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/leakage"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/risk"
)

// site draws pages.
type site struct{ *kit.Site }

// sections of the site, in the order of its menu. A new kind of page is one file and
// one row here.
var sections = []func(*site) []kit.Page{
	func(s *site) []kit.Page { return s.overviewPages() },
	func(s *site) []kit.Page { return s.contractListPages() },
	func(s *site) []kit.Page { return s.contractPages() },
	func(s *site) []kit.Page { return changes.Pages(s.Site) },
	func(s *site) []kit.Page { return s.supplierPages() },
	func(s *site) []kit.Page { return s.personPages() },
	func(s *site) []kit.Page { return s.departmentPages() },
	func(s *site) []kit.Page { return s.categoryPages() },
	func(s *site) []kit.Page { return risk.Pages(s.Site) },
	func(s *site) []kit.Page { return s.economyPages() },
	func(s *site) []kit.Page { return leakage.Pages(s.Site) },
	func(s *site) []kit.Page { return calendar.Pages(s.Site) },
	func(s *site) []kit.Page { return requirements.Pages(s.Site) },
	func(s *site) []kit.Page { return inspections.Pages(s.Site) },
	func(s *site) []kit.Page { return inspections.Records(s.Site) },
	func(s *site) []kit.Page { return deviations.Pages(s.Site) },
	func(s *site) []kit.Page { return deviations.Records(s.Site) },
	func(s *site) []kit.Page { return benefits.Pages(s.Site) },
	func(s *site) []kit.Page { return guidance.Pages(s.Site) },
	func(s *site) []kit.Page { return guidance.RulePages(s.Site) },
	func(s *site) []kit.Page { return s.articlePages() },
	func(s *site) []kit.Page { return s.dataPages() },
	func(s *site) []kit.Page { return s.searchPages() },
	func(s *site) []kit.Page { return calendar.Files(s.Site) },
	func(s *site) []kit.Page { return feeds.Pages(s.Site) },
	func(s *site) []kit.Page { return s.reportPages() },
}
