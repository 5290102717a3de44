package render

import (
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
)

// addresses are the folders of the site in each language. They never change: what is
// published stays where it is.
var addresses = map[string]map[string]string{
	"nb": {"contracts": "kontrakter", "contract-parts": "kontraktsliste", "suppliers": "leverandorer", "people": "forvaltere", "departments": "avdelinger", "categories": "kategorier",
		"risk": "risiko", "economy": "okonomi", "calendar": "kalender", "requirements": "krav", "inspections": "kontroller", "deviations": "avvik",
		"benefits": "gevinster", "guidance": "veiledning", "rules": "regler", "data": "data", "about": "om", "accessibility": "tilgjengelighet", "search": "sok", "leakage": "lekkasje", "changes": "endringer", "reports": "rapporter", "brief": "kort"},
	"nn": {"contracts": "kontraktar", "contract-parts": "kontraktsliste", "suppliers": "leverandorar", "people": "forvaltarar", "departments": "avdelingar", "categories": "kategoriar",
		"risk": "risiko", "economy": "okonomi", "calendar": "kalender", "requirements": "krav", "inspections": "kontrollar", "deviations": "avvik",
		"benefits": "gevinstar", "guidance": "rettleiing", "rules": "reglar", "data": "data", "about": "om", "accessibility": "tilgjenge", "search": "sok", "leakage": "lekkasje", "changes": "endringar", "reports": "rapportar", "brief": "kort"},
	"en": {"contracts": "contracts", "contract-parts": "contract-list", "suppliers": "suppliers", "people": "managers", "departments": "departments", "categories": "categories",
		"risk": "risk", "economy": "economy", "calendar": "calendar", "requirements": "requirements", "inspections": "inspections", "deviations": "deviations",
		"benefits": "benefits", "guidance": "guidance", "rules": "rules", "data": "data", "about": "about", "accessibility": "accessibility", "search": "search", "leakage": "leakage", "changes": "changes", "reports": "reports", "brief": "brief"},
}

// address is the folder of a page below the root: "kontrakter/vekter-2021/"; "" is the
// overview. Records keep their ids.
func (s *base) address(kind string, ids ...string) string {
	if kind == "overview" {
		return ""
	}
	a := s.slugs[kind] + "/"
	for _, id := range ids {
		a += id + "/"
	}
	return a
}

// href is the relative link from a page to an address, both folders below the root.
func (s *base) href(from, to string) string {
	up := strings.Count(from, "/")
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	common := 0
	for common < len(a)-1 && common < len(b)-1 && a[common] == b[common] {
		common++
	}
	out := strings.Repeat("../", up-common) + strings.Join(b[common:], "/")
	if out == "" {
		out = "./"
	}
	if s.opt.FileLinks && (strings.HasSuffix(out, "/") || out == ".") {
		out += "index.html"
	}
	return out
}

// slugs are the site's addresses: the portfolio's language decides, never the printer's.
func slugs(p *contract.Portfolio) map[string]string {
	if m, ok := addresses[p.Settings.Site.Language]; ok {
		return m
	}
	return addresses["nb"]
}
