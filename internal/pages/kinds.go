package pages

import (
	"github.com/forvalt/forvalt/internal/pages/about"
	"github.com/forvalt/forvalt/internal/pages/address"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/categories"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/contracts"
	"github.com/forvalt/forvalt/internal/pages/data"
	"github.com/forvalt/forvalt/internal/pages/definitions"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/economy"
	"github.com/forvalt/forvalt/internal/pages/feeds"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/keys"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/leakage"
	"github.com/forvalt/forvalt/internal/pages/overview"
	"github.com/forvalt/forvalt/internal/pages/people"
	"github.com/forvalt/forvalt/internal/pages/reports"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/internal/pages/selection"
	"github.com/forvalt/forvalt/internal/pages/suppliers"
)

// kinds is the table of kinds of pages, in the order of the menu and of the foot. A new
// kind is a package that draws it and a row here.
var kinds = []kit.Kind{
	{Key: "overview", Menu: true, Pages: overview.Pages},
	{Key: "contracts", Slugs: address.Slugs{NB: "kontrakter", NN: "kontraktar", EN: "contracts"}, Menu: true, Pages: contractPages,
		Sub: map[string]address.Slugs{"contract-parts": {NB: "kontraktsliste", NN: "kontraktsliste", EN: "contract-list"}}},
	{Key: "changes", Slugs: address.Slugs{NB: "endringer", NN: "endringar", EN: "changes"}, Internal: true, Pages: changes.Pages},
	{Key: "suppliers", Slugs: address.Slugs{NB: "leverandorer", NN: "leverandorar", EN: "suppliers"}, Menu: true, Pages: suppliers.Pages},
	{Key: "risk", Slugs: address.Slugs{NB: "risiko", NN: "risiko", EN: "risk"}, Menu: true, Internal: true, Pages: risk.Pages},
	{Key: "economy", Slugs: address.Slugs{NB: "okonomi", NN: "okonomi", EN: "economy"}, Menu: true, Pages: economy.Pages},
	{Key: "calendar", Slugs: address.Slugs{NB: "kalender", NN: "kalender", EN: "calendar"}, Menu: true, Pages: calendar.Pages},
	{Key: "deadlines", Slugs: address.Slugs{NB: "frister", NN: "fristar", EN: "deadlines"}, Pages: calendar.ListPages,
		Sub: map[string]address.Slugs{"deadline-parts": {NB: "fristliste", NN: "fristliste", EN: "deadline-list"}}},
	{Key: "requirements", Slugs: address.Slugs{NB: "krav", NN: "krav", EN: "requirements"}, Menu: true, Pages: requirements.Pages},
	{Key: "evidence", Slugs: address.Slugs{NB: "dokumentasjon", NN: "dokumentasjon", EN: "evidence"}, Pages: requirements.ListPages,
		Sub: map[string]address.Slugs{"evidence-parts": {NB: "dokumentasjonsliste", NN: "dokumentasjonsliste", EN: "evidence-list"}}},
	{Key: "inspections", Slugs: address.Slugs{NB: "kontroller", NN: "kontrollar", EN: "inspections"}, Menu: true, Pages: inspections.Pages, List: "all",
		Sub: map[string]address.Slugs{"inspection-parts": {NB: "kontrolliste", NN: "kontrolliste", EN: "inspection-list"}}},
	{Key: "deviations", Slugs: address.Slugs{NB: "avvik", NN: "avvik", EN: "deviations"}, Menu: true, Internal: true, Pages: deviations.Pages, List: "all",
		Sub: map[string]address.Slugs{"deviation-parts": {NB: "avviksliste", NN: "avviksliste", EN: "deviation-list"}}},
	{Key: "benefits", Slugs: address.Slugs{NB: "gevinster", NN: "gevinstar", EN: "benefits"}, Menu: true, Pages: benefits.Pages},
	{Key: "guidance", Slugs: address.Slugs{NB: "veiledning", NN: "rettleiing", EN: "guidance"}, Menu: true, Pages: guidance.Pages},
	{Key: "departments", Slugs: address.Slugs{NB: "avdelinger", NN: "avdelingar", EN: "departments"}, Foot: kit.FootPages, Pages: people.DepartmentPages},
	{Key: "categories", Slugs: address.Slugs{NB: "kategorier", NN: "kategoriar", EN: "categories"}, Foot: kit.FootPages, Pages: categories.Pages},
	{Key: "people", Slugs: address.Slugs{NB: "forvaltere", NN: "forvaltarar", EN: "managers"}, Foot: kit.FootPages, Internal: true, Pages: people.Pages},
	{Key: "leakage", Slugs: address.Slugs{NB: "lekkasje", NN: "lekkasje", EN: "leakage"}, Name: "leakage.title", Foot: kit.FootPages, Internal: true, Pages: leakage.Pages},
	{Key: "about", Slugs: address.Slugs{NB: "om", NN: "om", EN: "about"}, Name: "frame.foot.method", Foot: kit.FootHelp, Pages: about.Pages},
	{Key: "definitions", Slugs: address.Slugs{NB: "definisjoner", NN: "definisjonar", EN: "definitions"}, Name: "definitions.title", Foot: kit.FootHelp, Pages: definitions.Pages},
	{Key: "keys", Slugs: address.Slugs{NB: "nokler", NN: "noklar", EN: "keys"}, Name: "keys.title", Foot: kit.FootHelp, Internal: true, Pages: keys.Pages},
	{Key: "accessibility", Slugs: address.Slugs{NB: "tilgjengelighet", NN: "tilgjenge", EN: "accessibility"}, Name: "frame.foot.accessibility", Foot: kit.FootHelp, Pages: about.AccessibilityPages},
	{Key: "rules", Slugs: address.Slugs{NB: "regler", NN: "reglar", EN: "rules"}, Name: "frame.foot.rules", Foot: kit.FootHelp, Pages: guidance.RulePages},
	{Key: "reports", Slugs: address.Slugs{NB: "rapporter", NN: "rapportar", EN: "reports"}, Name: "report.page.index", Foot: kit.FootHelp, Pages: reports.Pages,
		Sub: map[string]address.Slugs{"brief": {NB: "kort", NN: "kort", EN: "brief"}}},
	{Key: "data", Slugs: address.Slugs{NB: "data", NN: "data", EN: "data"}, Name: "frame.foot.fields", Foot: kit.FootData, Pages: data.Pages,
		Files: []kit.FootFile{{Name: "frame.foot.csv", File: "contracts.csv"}, {Name: "feeds.xlsx", File: "contracts.xlsx"}, {Name: "frame.foot.json", File: "portfolio.json"}}},
	{Key: "search", Slugs: address.Slugs{NB: "sok", NN: "sok", EN: "search"}, Pages: data.SearchPages},
	{Key: "feeds", Pages: feeds.Pages},
}

// contractPages are the list of contracts and the page of each.
func contractPages(s *kit.Site) []kit.Page { return append(selection.Pages(s), contracts.Pages(s)...) }
