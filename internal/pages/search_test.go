package pages

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/check"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/past/shown"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/gather"
	"github.com/forvalt/forvalt/internal/search/searchtest"
	"github.com/forvalt/forvalt/internal/store"
)

// searches are what people type on the sample's internal site, and what must come first: an address,
// or its start; "" where nothing is to be found.
var searches = []struct{ query, first string }{
	// Contracts, by their words, parts of words, forms and faults.
	{"vekter", "kontrakter/vektertjenester-2023/"},
	{"vektertjenester", "kontrakter/vektertjenester-"},
	{"vekter tjeneste", "kontrakter/vektertjenester-"},
	{"vekterne", "kontrakter/vektertjenester-"},
	{"vektetjenester", "kontrakter/vektertjenester-"},
	{"alarm utrykning", "kontrakter/vektertjenester-2023/"},
	{"skolemøbel", "kontrakter/skolemobler-2025/"},
	{"skolemøbler", "kontrakter/skolemobler-2025/"},
	{"kontor møbler", "kontrakter/kontormobler-"},
	{"brukte kontormøbler", "kontrakter/kontormobler-"},
	{"rørlegger", "kontrakter/rorleggertjenester-2023/"},
	{"rørlegger tjenester", "kontrakter/rorleggertjenester-2023/"},
	{"renhold skole", "kontrakter/renhold-skoler-2024/"},
	{"renhold av barnehager", "kontrakter/renhold-barnehager-2022/"},
	{"renold", "kontrakter/renhold-"},
	{"vaktmester", "kontrakter/vaktmester-2023/"},
	{"tolk", "kontrakter/tolketjenester-2022/"},
	{"tolke tjeneste", "kontrakter/tolketjenester-2022/"},
	{"brøyting", "kontrakter/vinterdrift-2022/"},
	{"strøing av veier", "kontrakter/vinterdrift-2022/"},
	{"skoleskyss", "kontrakter/skolebuss-avrop/"},
	{"asfalt vedlikehold", "kontrakter/asfaltering-2024/"},
	{"elbiler", "kontrakter/elbiler-2024/"},
	{"sykepleier natt", "kontrakter/sykepleiere-natt-avrop/"},
	{"rammeavtale renhold", "kontrakter/renhold-"},
	{"dynamisk innkjøpsordning", "kontrakter/dps-"},
	{"økonomisystem", "kontrakter/okonomisystem-"},
	{"elvegata", "kontrakter/elvegata-skole/"},
	{"bo- og tjeneste", "kontrakter/bo-og-tjenestetilbud-2022/"},
	{"lekeplass utstyr", "kontrakter/lekeplassutstyr-2024/"},
	// As nynorsk writes them.
	{"kjøp av straum", "kontrakter/strom-lopende/"},
	{"reinhald i skular", "kontrakter/renhold-skoler-2024/"},
	{"tolketenester", "kontrakter/tolketjenester-2022/"},
	{"sjukepleiarar", "kontrakter/"},
	{"skulemøblar", "kontrakter/skolemobler-2025/"},
	{"vedlikehald av vegar", "kontrakter/asfaltering-2024/"},
	// Questions.
	{"hvem har kontrakten på vekter?", "kontrakter/vektertjenester-2023/"},
	{"hvilken avtale har vi for brøyting", "kontrakter/vinterdrift-2022/"},
	{"kven leverer skulemøblar?", "kontrakter/skolemobler-2025/"},
	{"hvordan følge opp avvik", "veiledning/"},
	{"når går avtalen om renhold i skoler ut", "kontrakter/renhold-skoler-2024/"},
	// Suppliers, people, departments, categories, requirements, guidance, pages.
	{"Vaktfirma Vest", "leverandorer/313001008/"},
	{"vaktfirma", "leverandorer/313001008/"},
	{"middagsbudet", "leverandorer/313008606/"},
	{"Kari Lie", "forvaltere/kari-lie/"},
	{"ingrid moe", "forvaltere/ingrid-moe/"},
	{"oppvekst og skole", "avdelinger/oppvekst/"},
	{"strøm og energi", "kategorier/energi/"},
	{"lærlinger", "krav/apprentices/"},
	{"seriøsitetskrav", "krav/seriousness/"},
	{"åpenhetsloven", "krav/human-rights/"},
	{"priskontroll", "veiledning/rutiner/priskontroll/"},
	{"mal for statusmøte", "veiledning/maler/statusmote/"},
	{"personvern", "krav/data-protection/"},
	{"kalender", "kalender/"},
	{"lekkasje", "lekkasje/"},
	// Records of contracts.
	{"overtidstillegg", "kontroller/vektertjenester-2023/2026-03-14-pay/"},
	{"overtidstillegg vekter", "kontroller/vektertjenester-2023/2026-03-14-pay/"},
	{"uanmeldt kontroll", "kontroller/"},
	{"klemfare", "kontroller/lekeplassutstyr-2024/"},
	{"reisetid ikke betalt", "kontroller/renhold-skoler-2024/"},
	{"svartid", "avvik/trygghetsalarmer-2023/2026-04-svartid/"},
	{"sen levering elevpulter", "avvik/skolemobler-2025/2026-10-levering/"},
	{"avvik vinduspuss", "avvik/renhold-skoler-2024/2026-03-vinduer/"},
	{"lavere timepris vekter", "kontrakter/vektertjenester-2023/#gevinster"},
	{"matsvinn", "kontrakter/matvarer-2023/#gevinster"},
	{"tre nye objekter", "kontrakter/vektertjenester-2023/#endringsavtaler"},
	{"geoteknisk rapport", "kontrakter/elvegata-skole/#dokumenter"},
	{"prisskjema", "kontrakter/asfaltering-2024/#dokumenter"},
	{"statusmøte bemanning helgene", "kontrakter/vektertjenester-2023/#logg"},
	{"kvartalsrapport", "rapporter/"},
	{"rapport 3. kvartal 2026", "rapporter/2026-q3/"},
	{"2026-q3", "rapporter/2026-q3/"},
	// Numbers, whole.
	{"313001008", "leverandorer/313001008/"},
	{"313 001 008", "leverandorer/313001008/"},
	{"orgnr 313 001 008", "leverandorer/313001008/"},
	{"NO 313 001 008 MVA", "leverandorer/313001008/"},
	{"2023/10482", "kontrakter/vektertjenester-2023/"},
	{"202310482", "kontrakter/vektertjenester-2023/"},
	{"sak 2023/10482", "kontrakter/vektertjenester-2023/"},
	{"2023/10482-52", "kontrakter/vektertjenester-2023/#dokumenter"},
	{"2023/10482-39", "kontrakter/vektertjenester-2023/"},
	{"2023/9510-58", "kontroller/renhold-skoler-2024/"},
	{"vektertjenester-2019", "kontrakter/vektertjenester-2019/"},
	{"79713000", "kontrakter/vektertjenester-2023/"},
	{"79713000-5", "kontrakter/vektertjenester-2023/"},
	{"FV031", "regler/fv031/"},
	{"fv021", "regler/fv021/"},
	{"FV0", "regler/fv0"},
	// Nothing, rather than something like it.
	{"313001009", ""},
	{"313 001 800", ""},
	{"Vaktfirma 999999999", ""},
	{"2023/10483", ""},
	{"2023/10482-99", ""},
	{"79713999", ""},
	{"FV999", ""},
	{"xyzzy", ""},
}

func TestSearch(t *testing.T) {
	var queries []string
	for _, s := range searches {
		queries = append(queries, s.query)
	}
	for i, a := range searchtest.Find(t, searchIndex(t, contract.Internal), queries...) {
		want, got := searches[i].first, ""
		if len(a.Hits) > 0 && !a.Partial {
			got = a.Hits[0].Href
		}
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: first is %q, of %d (partial %v); want %q\n%v", searches[i].query, got, len(a.Hits), a.Partial, want, a.Hits[:min(4, len(a.Hits))])
		}
	}
}

// Every record that can be found leads to a page that there is, and to a part of it that there is.
func TestSearchLeadsSomewhere(t *testing.T) {
	for _, profile := range []contract.Visibility{contract.Internal, contract.Public} {
		site, pages := samplePages(t, profile), map[string]kit.Page{}
		for _, page := range site {
			pages[page.Path] = page
		}
		parts := map[string]string{} // of pages with parts that are found
		for _, found := range regexp.MustCompile(`"href":"([^"#]*)#?([^"]*)"`).FindAllSubmatch(indexOf(t, site)[0], -1) {
			at, part := string(found[1])+"index.html", string(found[2])
			page, ok := pages[at]
			if !ok {
				t.Errorf("%s: %s is found, and no page", profile, at)
				continue
			}
			if part != "" && parts[at] == "" {
				parts[at] = string(drawnPage(t, page))
			}
			if part != "" && !strings.Contains(parts[at], `id="`+part+`"`) {
				t.Errorf("%s: %s has no %s", profile, at, part)
			}
		}
		if len(parts) < 10 {
			t.Errorf("%s: parts of only %d pages are found", profile, len(parts))
		}
	}
}

func searchIndex(t *testing.T, profile contract.Visibility) [][]byte {
	t.Helper()
	return indexOf(t, samplePages(t, profile))
}

func indexOf(t *testing.T, pages []kit.Page) (scripts [][]byte) {
	t.Helper()
	for _, page := range pages {
		if strings.HasPrefix(page.Path, "assets/search-index") {
			scripts = append(scripts, drawnPage(t, page))
		}
	}
	return scripts
}

func drawnPage(t *testing.T, page kit.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := page.Draw(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samplePages(t *testing.T, profile contract.Visibility) []kit.Page {
	t.Helper()
	asOf := date.Of(2026, 11, 1)
	p, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
	if profile == contract.Public {
		p = p.PublicPart(asOf)
	}
	f := figures.Of(p, asOf)
	opt := kit.Options{Printer: kittest.Printer(t, "nb"), Profile: profile}
	for i := range check.Rules {
		opt.Rules = append(opt.Rules, kit.Rule{Code: check.Rules[i].Code, Key: "findings." + check.Rules[i].Code})
	}
	q := asOf.LastQuarter()
	opt.Reports = []shown.Report{{Quarter: q, Report: gather.Report(gather.Input{Quarter: q, Portfolio: p, Figures: figures.Of(p, q.Last()), Lang: "nb", Source: report.Source{Kind: report.SourceToday}})}}
	return kit.New(p, f, nil, opt, kinds).Pages()
}

// What is internal by its type is not in the public index: neither the kinds of records, nor what
// they say.
func TestPublicSearch(t *testing.T) {
	scripts := searchIndex(t, contract.Public)
	open := strings.Fields("contract supplier category department requirement inspection benefit amendment document report guidance rule page")
	for _, found := range regexp.MustCompile(`"kind":"([^"]*)"`).FindAllSubmatch(scripts[0], -1) {
		if kind := string(found[1]); !slices.Contains(open, kind) {
			t.Errorf("the public index has records of kind %s", kind)
		}
	}
	for _, held := range []string{"2026-10-21", "2026-11-17"} { // the second is to come
		if got, want := bytes.Contains(scripts[0], []byte(held+"-pay")), held != "2026-11-17"; got != want {
			t.Errorf("an inspection of %s is in the public index: %v", held, got)
		}
	}
	internal := []string{"overtidstillegg", "Kari Lie", "svartid i helgene", "klemfare", "2023/10482-52", "2023/10482-39", "2023/10482-53", "fast bemanningsplan", "bo-og-tjenestetilbud-2022", "sen levering elevpulter"}
	for i, a := range searchtest.Find(t, scripts, internal...) {
		if len(a.Hits) > 0 && !a.Partial {
			t.Errorf("%s: the public finds %v", internal[i], a.Hits)
		}
	}
	for i, a := range searchtest.Find(t, scripts, "vekter", "313001008", "signert rammeavtale vektertjenester", "lavere timepris vekter", "tre nye objekter") {
		if len(a.Hits) == 0 || a.Partial {
			t.Errorf("public search %d finds nothing", i)
		}
	}
}
