package pages

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/kit/kittest"
	"github.com/forvalt/forvalt/internal/store"
)

// ofActive are the texts that speak of active contracts: what they count is begun and not ended.
// All other counts and lists are of what is followed up, or say of what.
var ofActive = []string{
	"categories.category-lead", "categories.column.active", "contracts.active-n", "definitions.name.active-contracts", "definitions.population.active",
	"definitions.population.active-free", "economy.column.active", "economy.no-ceiling", "economy.no-turnover", "economy.sum-ceiling", "economy.totals-conclusion",
	"economy.totals-unknown", "facts.active-contracts", "overview.lead-public", "people.department-lead", "report.key.active",
	"report.key.turnover", "report.lead.portfolio", "report.lead.portfolio-none", "suppliers.column.active", "suppliers.population", "table.column.active",
	"cli.flags.init.demo",
}

var speaksOfActive = regexp.MustCompile(`(?i)\baktive?\s+kontrakt|kontrakt\S* er aktive?\b|\bactive contract|contracts? (is|are) active`)

// A text that says active counts active contracts, and no other: where what is followed up is
// counted, the text says so.
func TestTextsSayTheirPopulation(t *testing.T) {
	cat, err := message.Load(os.DirFS("../../site/messages"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range message.Languages {
		p, said := cat.Printer(lang), map[string]bool{}
		for _, name := range p.Keys("") {
			for _, n := range []int{1, 2} {
				text := p.Text(name, message.Args{"n": n})
				if !speaksOfActive.MatchString(text) {
					continue
				}
				said[name] = true
				if !slices.Contains(ofActive, name) {
					t.Errorf("%s: %s speaks of active contracts: %s", lang, name, text)
				}
			}
		}
		for _, name := range ofActive {
			if !said[name] {
				t.Errorf("%s: %s does not speak of active contracts", lang, name)
			}
		}
	}
}

var populationMark = regexp.MustCompile(`data-figure="(active-contracts|followed-contracts)" data-of="(\w+):?([^"]*)" data-at="[^"]*" data-value="(\d+)`)

// Every number that is marked as active contracts, or as followed up, counts these of its subject.
func TestCountsAreOfTheirPopulation(t *testing.T) {
	p, _ := store.Load(context.Background(), os.DirFS("../../contracts"), store.Options{})
	f := figures.Of(p, date.Of(2026, 11, 1))
	if len(measure.Active(f.Contracts)) == len(measure.Followed(f.Contracts)) {
		t.Fatal("the sample tells the two populations not apart")
	}
	count := func(figure, kind, id string) (n int) {
		list := measure.Active(f.Contracts)
		if figure == string(definitions.Following) {
			list = measure.Followed(f.Contracts)
		}
		for _, c := range list {
			if of(c, kind, id) {
				n++
			}
		}
		return n
	}
	met := map[string]int{}
	for file := range Site(context.Background(), p, f, nil, kit.Options{Printer: kittest.Printer(t, "nb"), Profile: contract.Internal}) {
		if !strings.HasSuffix(file.Path, ".html") {
			continue
		}
		for _, m := range populationMark.FindAllStringSubmatch(string(file.Data), -1) {
			met[m[1]+" of "+m[2]]++
			if want := count(m[1], m[2], m[3]); m[4] != strconv.Itoa(want) {
				t.Errorf("%s: %s of %s %s is %s, not %d", file.Path, m[1], m[2], m[3], m[4], want)
			}
		}
	}
	for _, want := range []string{"followed-contracts of person", "active-contracts of supplier", "active-contracts of department", "active-contracts of category", "active-contracts of portfolio"} {
		if met[want] == 0 {
			t.Errorf("no page shows %s", want)
		}
	}
}

// of tells whether a contract is a subject's.
func of(c *measure.ContractFigures, kind, id string) bool {
	switch kind {
	case "person":
		return c.Manager != nil && c.Manager.ID == id
	case "supplier":
		return slices.Contains(c.Contract.Suppliers, id)
	case "department":
		return c.Contract.Department == id
	case "category":
		return c.Contract.Category == id
	}
	return kind == "portfolio"
}

// One count has one word: what is forecast to pass its ceiling, and has not, is called the same
// wherever it is counted.
func TestForecastHasOneName(t *testing.T) {
	for _, lang := range message.Languages {
		p := kittest.Printer(t, lang)
		name := strings.ToLower(p.Text("definitions.name.ceilings-forecast", nil))
		for _, key := range []string{"trend.line.passing", "changes.effect.total-will-pass", "report.key.will-pass", "selection.facet.asks-over-forecast", "selection.facet.use-over-forecast"} {
			if text := p.Text(key, nil); !strings.Contains(strings.ToLower(text), name) {
				t.Errorf("%s: %s is %q, where the figure is called %q", lang, key, text, name)
			}
		}
	}
}
