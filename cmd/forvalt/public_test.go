package main

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/demo"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/store"
)

// What the public site consists of, written by hand: what is not here must not be there.
var (
	publicTop = strings.Fields(`404.html assets avdelinger data definisjoner dokumentasjon frister gevinster index.html kalender kategorier kontrakter kontroller krav
		leverandorer okonomi om opensearch.xml rapporter regler robots.txt sitemap.xml sok tilgjengelighet veiledning`)
	publicMenu  = []string{"Oversikt", "Kontrakter", "Leverandører", "Økonomi", "Kalender", "Krav", "Kontroller", "Gevinster", "Veiledning"}
	publicFoot  = []string{"Avdelinger", "Kategorier", "Alle kontrakter (CSV)", "Alle kontrakter (Excel)", "Alle kontrakter (JSON)", "Beskrivelse av feltene", "Om tallene og metoden", "Definisjoner", "Tilgjengelighetserklæring", "Regler for dataene", "Kvartalsrapporter"}
	publicFiles = strings.Fields(`amendments.csv benefits-costs.csv benefits-planned.csv benefits-realised.csv benefits.csv categories.csv contracts.csv contracts.xlsx datapackage.json
		deadlines.csv deadlines.xlsx documents.csv index.html inspections.csv inspections.xlsx months.csv options.csv portfolio.json requirements.csv suppliers.csv
		tables/amendments.csv tables/benefits-costs.csv tables/benefits-planned.csv tables/benefits-realised.csv tables/benefits.csv tables/categories.csv tables/contracts.csv
		tables/deadlines.csv tables/documents.csv tables/inspections.csv tables/months.csv tables/options.csv tables/requirements.csv tables/suppliers.csv`)  // of data/
	publicOwn = strings.Fields("index.html index.json") // of a contract
)

func TestPublicSiteIsWhatTheListSays(t *testing.T) {
	needAssets(t)
	out := filepath.Join(t.TempDir(), "site")
	if code, _, errs := forvalt(t, "build", "--data", sample, "--profile", "public", "--base-url", "https://example.no/", "--out", out); code != exitOK {
		t.Fatal(errs)
	}
	files := tree(t, out)
	var top, data, own []string
	for p := range files {
		first, rest, _ := strings.Cut(p, "/")
		top = append(top, first)
		switch first {
		case "data":
			data = append(data, rest)
		case "kontrakter":
			if _, file, ok := strings.Cut(rest, "/"); ok {
				own = append(own, file)
			}
		}
	}
	p, _ := store.Load(context.Background(), os.DirFS(sample), store.Options{})
	planned := 0
	for _, c := range p.Contracts {
		for _, i := range c.Inspections {
			if i.Status != contract.InspectionPlanned {
				continue
			}
			planned++
			for at, content := range files {
				if !strings.HasPrefix(at, "regler/") && (strings.Contains(at, i.Date.String()+"-") || strings.Contains(content, i.Date.String())) {
					t.Errorf("%s tells of the inspection of %s on %s, which is planned", at, c.ID, i.Date)
				}
			}
		}
	}
	if planned == 0 {
		t.Error("the sample plans no inspection")
	}
	index := files["index.html"]
	link := regexp.MustCompile(`<a [^>]*>([^<]*)</a>`)
	linked := func(from, to string) (texts []string) {
		_, part, _ := strings.Cut(index, from)
		part, _, _ = strings.Cut(part, to)
		for _, m := range link.FindAllStringSubmatch(part, -1) {
			texts = append(texts, m[1])
		}
		return texts
	}
	for _, tc := range []struct {
		what      string
		got, want []string
	}{
		{"at the top", distinct(top), publicTop},
		{"in data/", distinct(data), publicFiles},
		{"in a contract's folder", distinct(own), publicOwn},
		{"in the menu", linked(`id="menu"`, "</nav>"), publicMenu},
		{"in the foot", linked(`<footer`, "</footer>"), publicFoot},
	} {
		if !slices.Equal(tc.got, tc.want) {
			t.Errorf("%s the public site has\n%q, and may have\n%q", tc.what, tc.got, tc.want)
		}
	}
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// What the public part does not know of what is known inside, written by hand, by the
// path of the figure.
var unknownToThePublic = strings.Fields(`
	Model Workload Deadlines
	Contracts.Risk Contracts.Manager Contracts.Managed Contracts.Succeeded Contracts.Lapsed Contracts.Plan Contracts.FollowUpDebt
	Contracts.OpenDevs Contracts.OpenFindings Contracts.OpenSeverity Contracts.Debt Contracts.SureDebt Contracts.Deadlines
	Contracts.Requirements.Applies Contracts.Requirements.State Contracts.Requirements.Due Contracts.Requirements.Evidence Contracts.Requirements.Last
	Contracts.Money.Spent Contracts.Money.Through Contracts.Money.LastYear Contracts.Money.PrecedingYear Contracts.Money.Quarters
	Contracts.Money.Rate Contracts.Money.Horizon Contracts.Money.Projected Contracts.Money.Use Contracts.Money.ProjectedUse Contracts.Money.Exhaustion
	Contracts.Money.AfterEnd Contracts.SpendAfterEnd Contracts.Terms.LatestTenderStart Contracts.Terms.LastTenderStart Contracts.Deadlines.Manager Deadlines.Manager
	Totals.Followed Totals.Bands Totals.Managers Totals.Unmanaged
	Totals.SpendQuarter Totals.Coverage Totals.Loyalty Totals.Leakage Totals.EHandel`)

// What may differ and be known to both, written by hand with the reason.
var otherToThePublic = map[string]string{
	"Totals.UseSpent":         "it is of the contracts whose use is known",
	"Totals.UseCeiling":       "it is of the contracts whose use is known",
	"Totals.Over":             "it counts contracts whose use is known, and pages say of how many it is not",
	"Totals.WillPass":         "it counts contracts whose use is known, and pages say of how many it is not",
	"Totals.NoTurnover":       "what is withheld is not missing",
	"Contracts.Counted":       "which contract's amounts stand in sums is a matter of whose sums they are",
	"Contracts.Money.Part":    "it stands in sums of what is public, which say that they have only a part",
	"Contracts.Money.Gaps":    "no page shows it, and turnover that is unknown has none",
	"Contracts.Money.LeftOut": "no page shows it: it is for the check, which sees the whole",
}

// Every figure of a contract is to the public what it is inside, or it is unknown; sums are
// those over the public contracts alone.
func TestPublicFiguresAreTrueOrUnknown(t *testing.T) {
	asOf := date.Of(2026, 11, 1)
	base, _ := store.Load(context.Background(), os.DirFS(sample), store.Options{})
	for name, p := range map[string]*contract.Portfolio{
		"sample": base,
		"demo":   demo.Generate(demo.Options{Contracts: 300, Seed: 7, AsOf: asOf, Base: base}),
	} {
		t.Run(name, func(t *testing.T) {
			p.Settings.LeadTimes = []contract.LeadTime{{Procedure: "open", Preparation: 40, Tender: 35, Evaluation: 20, Standstill: 10}}
			for _, when := range []string{"vulnerable_users", "open_deviations == 0", "criticality == 'critical'", "tiers > 1"} {
				p.Requirements = append(p.Requirements, &contract.Requirement{ID: when, When: when})
			}
			p.Contracts = append(p.Contracts, &contract.Contract{ID: "gatt-ut", Title: "Gått ut", Status: contract.Active, Visibility: contract.Public,
				Period: contract.Period{Start: date.Of(2020, 1, 1), End: date.Of(2026, 9, 30)}})
			p.Contracts = append(p.Contracts, withheldCallOffs(p)...)
			p.Index()
			public := figures.Of(p.PublicPart(asOf), asOf)
			inside, sums := figures.Of(p, asOf), figures.Of(publicContracts(p), asOf)
			c := likeness{unknown: map[string]bool{}}
			for _, cf := range public.Contracts {
				c.figures(reflect.ValueOf(cf), reflect.ValueOf(inside.Of(cf.Contract.ID)), "Contracts")
			}
			all := *public
			all.Contracts, sums.Contracts = nil, nil
			c.figures(reflect.ValueOf(all), reflect.ValueOf(sums).Elem(), "")
			for _, lie := range c.lies[:min(len(c.lies), 20)] {
				t.Error(lie)
			}
			for path := range c.unknown {
				if !slices.Contains(unknownToThePublic, path) {
					t.Errorf("%s is known inside and not to the public: is it withheld?", path)
				}
			}
			for _, path := range unknownToThePublic {
				if !c.unknown[path] {
					t.Errorf("%s is never known inside and not to the public", path)
				}
			}
			if len(public.Contracts) < 20 {
				t.Errorf("only %d contracts are public", len(public.Contracts))
			}
		})
	}
}

// withheldCallOffs are internal call-offs on every third framework that is public, bought on ever since 2024.
func withheldCallOffs(p *contract.Portfolio) (out []*contract.Contract) {
	n := 0
	for _, c := range p.Contracts {
		if c.Kind != contract.KindFramework || c.Visibility != contract.Public {
			continue
		}
		if n++; n%3 == 0 {
			out = append(out, &contract.Contract{ID: c.ID + "-avrop", Title: "Avrop", Kind: "call-off", Parent: c.ID, Status: contract.Active, Visibility: contract.Internal,
				Period: c.Period, Turnover: &contract.Turnover{Months: measuretest.Months("2024-01", "2026-10", 1_000_000)}})
		}
	}
	return out
}

// publicContracts is the portfolio without what is internal as a whole record: contracts,
// what names them, and their suppliers. Of what is left nothing is taken out.
func publicContracts(p *contract.Portfolio) *contract.Portfolio {
	q := *p
	part := p.PublicPart(date.Of(2026, 11, 1))
	q.Contracts = nil
	for _, c := range p.Contracts {
		if shown := part.Contract(c.ID); shown != nil {
			whole := *c
			whole.Parent, whole.Predecessor, whole.Successor = shown.Parent, shown.Predecessor, shown.Successor
			q.Contracts = append(q.Contracts, &whole)
		}
	}
	return q.Index()
}

// likeness of the figures of the public with those of the house.
type likeness struct {
	lies    []string
	unknown map[string]bool // paths of figures that only the house knows
}

func (c *likeness) figures(public, whole reflect.Value, path string) {
	if otherToThePublic[path] != "" {
		return
	}
	differs := func() bool { return fmt.Sprint(public) != fmt.Sprint(whole) }
	switch v := public.Interface().(type) {
	case *measure.World, measure.Grounds, *contract.Contract, *contract.Requirement, *contract.AppliedRequirement, *contract.Benefit, contract.Text:
		return // not figures
	case *big.Rat:
		if whole := whole.Interface().(*big.Rat); v == nil || whole == nil || v.Cmp(whole) != 0 {
			c.judge(path, v != whole, v == nil, v, whole)
		}
		return
	case date.Date:
		c.judge(path, differs(), v.IsZero(), v, whole)
		return
	case date.Quarter:
		c.judge(path, differs(), v.IsZero(), v, whole)
		return
	case measure.Tri:
		c.judge(path, differs(), v == measure.Unknown, v, whole)
		return
	case contract.Maybe[int]:
		c.judge(path, differs(), !v.Set, v, whole)
		return
	case []measure.Deadline:
		c.deadlines(v, whole.Interface().([]measure.Deadline), path)
		return
	}
	switch public.Kind() {
	case reflect.Struct:
		for i := range public.NumField() {
			if f := public.Type().Field(i); f.IsExported() {
				c.figures(public.Field(i), whole.Field(i), strings.TrimPrefix(path+"."+f.Name, "."))
			}
		}
	case reflect.Pointer:
		if public.IsNil() || whole.IsNil() {
			c.judge(path, public.IsNil() != whole.IsNil(), public.IsNil(), public, whole)
			return
		}
		c.figures(public.Elem(), whole.Elem(), path)
	case reflect.Slice:
		if public.Len() != whole.Len() {
			c.judge(path, true, public.Len() == 0, public.Len(), whole.Len())
			return
		}
		for i := range public.Len() {
			c.figures(public.Index(i), whole.Index(i), path)
		}
	case reflect.Map:
		c.judge(path, differs(), public.Len() == 0, public, whole)
	case reflect.String:
		c.judge(path, differs(), public.String() == string(contract.EvidenceWithheld) || public.String() == "", public, whole)
	default:
		c.judge(path, differs(), false, public, whole)
	}
}

// judge notes a figure that differs: it is not known to the public, or it is a lie.
func (c *likeness) judge(path string, differs, unknown bool, public, whole any) {
	switch {
	case differs && unknown:
		c.unknown[path] = true
	case differs:
		c.lies = append(c.lies, fmt.Sprintf("%s is %v, and in truth %v", path, public, whole))
	}
}

// deadlines: of the kinds that the public has it has all, and each is true.
func (c *likeness) deadlines(public, whole []measure.Deadline, path string) {
	kinds := map[string]bool{}
	for _, d := range public {
		kinds[string(d.Kind)] = true
	}
	known := slices.DeleteFunc(slices.Clone(whole), func(d measure.Deadline) bool { return !kinds[string(d.Kind)] })
	if len(known) < len(whole) {
		c.unknown[path] = true
	}
	if len(known) != len(public) {
		c.lies = append(c.lies, fmt.Sprintf("%s has %d of %d of the kinds %v", path, len(public), len(known), slices.Sorted(maps.Keys(kinds))))
		return
	}
	for i := range public {
		c.figures(reflect.ValueOf(public[i]), reflect.ValueOf(known[i]), path)
	}
}
