package eforms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
)

// procedure translates BT-105.
func procedure(code string) contract.Procedure {
	return map[string]contract.Procedure{"open": contract.ProcedureOpen, "restricted": contract.ProcedureRestricted, "neg-w-call": contract.ProcedureNegotiated, "neg-wo-call": contract.ProcedureDirect, "comp-dial": contract.ProcedureCompetitiveDialogue,
		"innovation": contract.ProcedureInnovation, "oth-single": contract.ProcedureOther, "oth-mult": contract.ProcedureOther, "comp-tend": contract.ProcedureOther, "exp-int-rail": contract.ProcedureOther}[code]
}

// nature translates BT-23.
func nature(code string) contract.Nature {
	return map[string]contract.Nature{"supplies": contract.Goods, "services": contract.Services, "works": contract.Works}[code]
}

// countries translates the three letters of the notices to two, for suppliers that occur.
var countries = map[string]string{"NOR": "NO", "SWE": "SE", "DNK": "DK", "FIN": "FI", "ISL": "IS", "DEU": "DE", "NLD": "NL", "BEL": "BE", "FRA": "FR", "GBR": "GB",
	"IRL": "IE", "POL": "PL", "EST": "EE", "LVA": "LV", "LTU": "LT", "ESP": "ES", "PRT": "PT", "ITA": "IT", "AUT": "AT", "CHE": "CH", "CZE": "CZ", "USA": "US", "LUX": "LU"}

// ground translates the reason of a modification (BT-200) to the letter of FOA § 28-1 that it
// is: directive 2014/24 article 72 (1) in the order of the Norwegian regulation.
func ground(code string) contract.Ground {
	return map[string]contract.Ground{"mod-rev": contract.Ground28a, "mod-minv": contract.Ground28b, "add-wss": contract.Ground28c, "mod-cir": contract.Ground28d, "mod-repl": contract.Ground28e, "mod-nons": contract.Ground28f}[code]
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

var eightDigits = regexp.MustCompile(`^\d{8}$`)

// cpv are the codes of a contract's projects, else those of the whole procurement.
func cpv(projects []*node, whole *node) []string {
	var out []string
	for _, p := range append(slices.Clone(projects), whole) {
		if p == whole && len(out) > 0 {
			break
		}
		for _, path := range []string{"MainCommodityClassification/ItemClassificationCode", "AdditionalCommodityClassification/ItemClassificationCode"} {
			for _, c := range p.all(path) {
				if eightDigits.MatchString(c.text) && len(out) < maxCodes && !slices.Contains(out, c.text) {
					out = append(out, c.text)
				}
			}
		}
	}
	return out
}

// day reads an XML date, whose zone is that of the buyer: the calendar day is what it says.
func day(s string) date.Date {
	d, err := date.Parse(s[:min(10, len(s))])
	if err != nil {
		return date.Date{}
	}
	return d
}

func yearOf(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(d.Year())
}

// number is an identifier; "-" and the like are none.
func number(s string) string {
	if s = line(s); strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return s
	}
	return ""
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Lengths of what is kept of a text.
const (
	maxLine = 300
	maxText = 20_000
)

// line is a short text on one line, bounded.
func line(s string) string { return shortened(spaces.ReplaceAllString(s, " "), maxLine) }

// bounded is a long text, bounded.
func bounded(s string) string { return shortened(s, maxText) }

// shortened cuts a text to n letters, at a space where there is one near, and marks the cut.
func shortened(s string, n int) string {
	s = strings.TrimSpace(s)
	if len(s) <= n {
		return s
	}
	letters := []rune(s)
	if len(letters) <= n {
		return s
	}
	s = string(letters[:n-1])
	if i := strings.LastIndexAny(s, " \n"); i > len(s)*3/4 {
		s = s[:i]
	}
	return strings.TrimRight(s, " \n.,;:") + "…"
}
