package render

import (
	"github.com/forvalt/forvalt/internal/pages/kit"
)

// site draws pages.
type site struct{ *kit.Site }

// sections of the site, in the order of its menu. A new kind of page is one file and
// one row here.
var sections = []func(*site) []kit.Page{
	overviewPages, contractListPages, contractPages, changePages, supplierPages, personPages, departmentPages, categoryPages,
	riskPages, economyPages, leakagePages, calendarPages, requirementPages, inspectionPages, inspectionRecords, deviationPages, deviationRecords, benefitPages,
	guidancePages, rulePages, articlePages, dataPages, searchPages, feedPages, reportPages,
}
