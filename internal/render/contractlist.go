package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// facet is one group of filters of the contract list: a new one is one row in facets.
type facet struct {
	name     string // in the address
	key      string // of its words
	internal bool
	value    func(*site, *measure.ContractFigures) string
	label    func(*site, string) string
	order    []string // of its values; nil: by label
}

var facets = []facet{
	{"risiko", "risk", true, func(_ *site, c *measure.ContractFigures) string {
		if c.Risk == nil {
			return ""
		}
		return c.Risk.Band
	}, func(s *site, v string) string { return s.word("band", v) }, []string{"critical", "high", "moderate", "low"}},
	{"utloper", "end", false, endFacet, func(s *site, v string) string { return s.t("facet.end-"+v, nil) }, []string{"6", "12", "24", "senere", "over"}},
	{"forbruk", "use", false, useFacet, func(s *site, v string) string { return s.t("facet.use-"+v, nil) }, []string{"over", "over-prognose", "70", "under", "ukjent"}},
	{"avdeling", "department", false, func(_ *site, c *measure.ContractFigures) string { return c.Contract.Department }, func(s *site, v string) string { return s.departmentLink("", v).Text }, nil},
	{"kategori", "category", false, func(_ *site, c *measure.ContractFigures) string { return c.Contract.Category }, func(s *site, v string) string { return s.categoryLink("", v).Text }, nil},
	{"type", "kind", false, func(_ *site, c *measure.ContractFigures) string { return c.Contract.Kind }, func(s *site, v string) string { return s.word("kind", v) }, nil},
	{"status", "status", false, func(_ *site, c *measure.ContractFigures) string { return c.Status }, func(s *site, v string) string { return s.word("status", v) }, []string{"active", "planned", "ended", "terminated"}},
	{"forvalter", "manager", true, func(_ *site, c *measure.ContractFigures) string {
		if c.Manager == nil {
			return "ingen"
		}
		return c.Manager.ID
	}, func(s *site, v string) string { return or(s.personName(v), s.t("facet.no-manager", nil)) }, nil},
	{"matrise", "matrix", true, func(_ *site, c *measure.ContractFigures) string {
		if c.Risk == nil {
			return ""
		}
		return matrixCell(cellOf(c.Risk.Likelihood), cellOf(c.Risk.Consequence))
	}, func(s *site, v string) string {
		likelihood, consequence, _ := strings.Cut(v, "-")
		return s.t("facet.cell", message.Args{"likelihood": message.Verbatim(likelihood), "consequence": message.Verbatim(consequence)})
	}, nil},
}

func endFacet(s *site, c *measure.ContractFigures) string {
	e := c.Terms.LastEnd
	switch days := e.Days(s.f.AsOf); {
	case e.IsZero():
		return "senere"
	case days < 0:
		return "over"
	case days <= 183:
		return "6"
	case days <= 365:
		return "12"
	case days <= 730:
		return "24"
	}
	return "senere"
}

func useFacet(_ *site, c *measure.ContractFigures) string {
	m := c.Money
	switch {
	case m.Use == nil:
		return "ukjent"
	case over(m.Use):
		return "over"
	case over(m.ProjectedUse):
		return "over-prognose"
	case float(m.Use) >= 0.7:
		return "70"
	}
	return "under"
}

func contractListPages(s *site) []page {
	at := s.address("contracts")
	h := head{at: at, title: s.t("menu.contracts", nil), nav: "contracts", crumbs: s.crumbs(at)}
	return []page{s.html(h, func(f templates.Frame) component { return templates.DrawContractList(f, s.contractList(at)) })}
}

func (s *site) contractList(at string) templates.ContractList {
	v := templates.ContractList{Lead: s.t("list.lead", nil), HideManager: s.public, HideRisk: s.public,
		CSV: templates.Link{Text: s.t("foot.csv", nil), Href: s.file(at, s.address("data")+"contracts.csv")},
		Sorts: []templates.SortChoice{
			{Name: "utloper", Label: s.t("sort.end", nil)}, {Name: "tittel", Label: s.t("sort.title", nil)},
			{Name: "prognose", Label: s.t("sort.forecast", nil), Numeric: true, Descending: true},
			{Name: "verdi", Label: s.t("sort.value", nil), Numeric: true, Descending: true},
		}}
	if s.opt.Workbook != nil {
		v.XLSX = templates.Link{Text: s.say("feeds.xlsx", nil), Href: s.file(at, s.address("data")+"contracts.xlsx")}
	}
	if !s.public {
		v.Sorts = append(v.Sorts, templates.SortChoice{Name: "risiko", Label: s.t("sort.risk", nil), Numeric: true, Descending: true})
	}
	list := slices.Clone(s.f.Contracts)
	slices.SortStableFunc(list, func(a, b *measure.ContractFigures) int {
		return cmp.Or(cmp.Compare(endKey(a), endKey(b)), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	sorter := s.pr.Sorter()
	titles := rank(list, sorter)
	var used []facet
	for _, fc := range facets {
		if !fc.internal || !s.public {
			used = append(used, fc)
		}
	}
	counts := make([]map[string]int, len(used))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, c := range list {
		r := s.contractRow(at, c)
		for i, fc := range used {
			value := fc.value(s, c)
			r.Facets = append(r.Facets, value)
			if value != "" {
				counts[i][value]++
			}
		}
		r.Sort = []string{endKey(c), titles[c.Contract.ID], ratKey(float(c.Money.ProjectedUse)), ratKey(float(c.Money.Ceiling))}
		if !s.public {
			score := 0.0
			if c.Risk != nil {
				score = float(c.Risk.Score)
			}
			r.Sort = append(r.Sort, ratKey(score))
		}
		r.Text, r.Department, r.Ceiling, r.Last = s.contractWords(c), s.departmentLink("", c.Contract.Department).Text, s.money(c, c.Money.Ceiling), s.date(c.Terms.LastEnd)
		v.Rows = append(v.Rows, r)
	}
	for i, fc := range used {
		v.Facets = append(v.Facets, s.facet(fc, counts[i], i < 3, sorter))
	}
	return v
}

func (s *site) facet(fc facet, counts map[string]int, open bool, sorter func(a, b string) int) templates.Facet {
	out := templates.Facet{Name: fc.name, Label: s.t("facet."+fc.key, nil), Open: open}
	values := slices.Clone(fc.order)
	if values == nil {
		for v := range counts {
			values = append(values, v)
		}
		slices.SortFunc(values, func(a, b string) int { return cmp.Or(sorter(fc.label(s, a), fc.label(s, b)), cmp.Compare(a, b)) })
	}
	for _, v := range values {
		out.Options = append(out.Options, templates.FacetOption{Value: v, Label: fc.label(s, v), Count: counts[v]})
	}
	return out
}

// endKey sorts by current end; those without one come late, and those that are over last.
func endKey(c *measure.ContractFigures) string {
	if c.Status == "ended" || c.Status == "terminated" {
		return "over-" + c.Terms.CurrentEnd.String()
	}
	if c.Terms.CurrentEnd.IsZero() {
		return date.Of(9999, 12, 31).String()
	}
	return c.Terms.CurrentEnd.String()
}

// rank numbers contracts by title in the language's alphabet, as fixed-width text.
func rank(list []*measure.ContractFigures, sorter func(a, b string) int) map[string]string {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b *measure.ContractFigures) int { return sorter(a.Contract.Title, b.Contract.Title) })
	out := make(map[string]string, len(sorted))
	for i, c := range sorted {
		out[c.Contract.ID] = pad(i)
	}
	return out
}

// contractWords is what a contract may be found by besides what its row shows.
func (s *site) contractWords(c *measure.ContractFigures) string {
	k := c.Contract
	words := append([]string{k.ID, k.Procurement.Doffin, k.Procurement.Archive, k.Procurement.Number}, k.Suppliers...)
	words = append(append(words, k.CPV...), k.Tags...)
	for _, id := range k.Suppliers {
		words = append(words, s.supplierLink("", id).Text)
	}
	return join(words)
}
