// Package selection draws the list of contracts: its facets and sorts, the selection as a
// file, and the pages of a long list.
//
// In goes a kit.Site; out come the page and the scripts and pages that hold its rows. The
// choosing is done in the reader's browser; a contract's own page is in contracts.
package selection

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/stages"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/risk"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// facet is one group of filters of the contract list: a new one is one row in facets.
type facet struct {
	key   string              // of its name in the address, and of its words
	rests contract.ModelField // it is shown where that is
	value func(*kit.Site, *measure.ContractFigures) string
	label func(*kit.Site, string) string
	order []string // of its values; nil: by label
}

// always is what no field keeps from being shown.
var always contract.ModelField

// facets are the filters, in the order in which they stand; the first three stand open.
var facets = []facet{
	{"risk", contract.PortfolioModels, func(_ *kit.Site, c *measure.ContractFigures) string {
		if c.Risk == nil {
			return ""
		}
		return string(c.Risk.Band)
	}, func(s *kit.Site, v string) string { return s.Word("band", v) }, []string{"critical", "high", "moderate", "low"}},
	{"end", always, func(s *kit.Site, c *measure.ContractFigures) string {
		return string(stages.EndBandOf(&c.Terms, s.F.AsOf))
	}, func(s *kit.Site, v string) string { return s.Say("selection.facet.end-"+v, nil) }, texts(stages.EndBands)},
	{"use", always, func(_ *kit.Site, c *measure.ContractFigures) string { return string(ceilings.UseBandOf(&c.Money)) }, func(s *kit.Site, v string) string { return s.Say("selection.facet.use-"+v, nil) }, texts(ceilings.UseBands)},
	{"department", always, func(_ *kit.Site, c *measure.ContractFigures) string { return c.Contract.Department }, func(s *kit.Site, v string) string { return s.DepartmentLink("", v).Text }, nil},
	{"category", always, func(_ *kit.Site, c *measure.ContractFigures) string { return c.Contract.Category }, func(s *kit.Site, v string) string { return s.CategoryLink("", v).Text }, nil},
	{"kind", always, func(_ *kit.Site, c *measure.ContractFigures) string { return string(c.Contract.Kind) }, func(s *kit.Site, v string) string { return s.Word("kind", v) }, nil},
	{"status", always, func(_ *kit.Site, c *measure.ContractFigures) string { return string(c.Status) }, func(s *kit.Site, v string) string { return s.Word("status", v) }, []string{"active", "planned", "ended", "terminated"}},
	{"manager", contract.ContractManager, func(_ *kit.Site, c *measure.ContractFigures) string {
		if c.Manager == nil {
			return "none"
		}
		return c.Manager.ID
	}, func(s *kit.Site, v string) string {
		return cmp.Or(s.PersonName(v), s.Say("selection.facet.no-manager", nil))
	}, nil},
	{"matrix", contract.PortfolioModels, func(_ *kit.Site, c *measure.ContractFigures) string {
		if c.Risk == nil {
			return ""
		}
		return risk.CellKey(c.Risk)
	}, func(s *kit.Site, v string) string {
		likelihood, consequence, _ := strings.Cut(v, "-")
		return s.Say("selection.facet.cell", message.Args{"likelihood": message.Verbatim(likelihood), "consequence": message.Verbatim(consequence)})
	}, nil},
}

// texts are the values of a type of words.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// percent is a share as a number of hundredths; "" where it is not known.
func percent(r *big.Rat, decimals int) string {
	return decimal(measure.Percent(r), decimals)
}

// decimal is a number as machines write it, without zeros at its end; "" where it is not known.
func decimal(r *big.Rat, decimals int) string {
	if r == nil {
		return ""
	}
	s := r.FloatString(decimals)
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Of a list past kit.LongList the page has the first rows; all rows come as scripts, each row
// the same HTML that a page has, so that no row is drawn a second time in JavaScript. The
// sizes let a script be read, and a page be opened, without holding up the reader.
const (
	atFirst = 50  // rows of a long list that its page has
	perPart = 500 // rows in a script, and on a page for those without scripts
)

// Pages are the list, and where it is long the scripts and pages that hold its rows.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("contracts")
	h := kit.Head{At: at, Title: s.Say("frame.menu.contracts", nil), Nav: "contracts", Crumbs: s.Crumbs(at)}
	if len(s.F.Contracts) <= kit.LongList {
		return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawContractList(f, list(s, at)) })}
	}
	whole := sync.OnceValue(func() templates.ContractList { return list(s, at) })
	parts, out := parts(s, at)
	scripts := (len(s.F.Contracts) + perPart - 1) / perPart
	var names []string
	for i := range scripts {
		name := fmt.Sprintf("rows-%02d.js", i+1)
		names = append(names, name)
		out = append(out, kit.Page{Path: at + name, Draw: func(b *bytes.Buffer) error {
			v := whole()
			js, err := templates.ListScript(s.Frame(h), v, v.Rows[i*perPart:min((i+1)*perPart, len(v.Rows))])
			b.Write(js)
			return err
		}})
	}
	return append(out, s.HTML(h, func(f templates.Frame) kit.Component {
		v := whole()
		v.Total, v.Data, v.Parts, v.Rows = len(v.Rows), names, parts, v.Rows[:min(atFirst, len(v.Rows))]
		return templates.DrawContractList(f, v)
	}))
}

// parts are the pages of a long list by department, and the links to them from the list.
func parts(s *kit.Site, list string) ([]templates.ListPart, []kit.Page) {
	sorter := s.Pr.Sorter()
	by := map[string][]*measure.ContractFigures{}
	for _, c := range s.F.Contracts {
		by[c.Contract.Department] = append(by[c.Contract.Department], c)
	}
	name := func(id string) string {
		return cmp.Or(s.DepartmentLink("", id).Text, s.Say("selection.no-department", nil))
	}
	ids := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a) // those without come last
		}
		return cmp.Or(sorter(name(a), name(b)), cmp.Compare(a, b))
	})
	var parts []templates.ListPart
	var out []kit.Page
	for _, id := range ids {
		of := by[id]
		slices.SortStableFunc(of, func(a, b *measure.ContractFigures) int {
			return cmp.Or(sorter(a.Contract.Title, b.Contract.Title), cmp.Compare(a.Contract.ID, b.Contract.ID))
		})
		part := templates.ListPart{Name: name(id), Count: len(of)}
		var addresses, ranges []string
		for from := 0; from < len(of); from += perPart {
			at := s.Address("contract-parts", cmp.Or(id, "-"))
			if from > 0 {
				at = s.Address("contract-parts", cmp.Or(id, "-"), strconv.Itoa(from/perPart+1))
			}
			addresses = append(addresses, at)
			ranges = append(ranges, s.Say("selection.range", message.Args{"from": from + 1, "to": min(from+perPart, len(of))}))
			part.Pages = append(part.Pages, templates.Link{Text: ranges[len(ranges)-1], Href: s.Href(list, at)})
		}
		parts = append(parts, part)
		for i, at := range addresses {
			out = append(out, partPage(s, at, part.Name, of[i*perPart:min((i+1)*perPart, len(of))], i, addresses, ranges))
		}
	}
	return parts, out
}

// partPage is one page of a long list: contracts of a department, for those without scripts.
func partPage(s *kit.Site, at, department string, list []*measure.ContractFigures, i int, addresses, ranges []string) kit.Page {
	title := s.Say("selection.part", message.Args{"name": department})
	if len(addresses) > 1 {
		title = s.Say("selection.part-range", message.Args{"name": department, "range": message.Verbatim(ranges[i])})
	}
	h := kit.Head{At: at, Title: title, Nav: "contracts", Crumbs: s.Crumbs(at, "contracts")}
	return s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.ContractPart{Lead: s.Say("selection.part-lead", message.Args{"n": len(list)}), Page: i, HideManager: !s.Shows(contract.ContractManager), HideRisk: !s.Shows(contract.PortfolioModels),
			Back: templates.Link{Text: s.Say("selection.back", nil), Href: s.Href(at, s.Address("contracts"))}}
		for k, to := range addresses {
			v.Pages = append(v.Pages, templates.Link{Text: ranges[k], Href: s.Href(at, to)})
		}
		for _, c := range list {
			v.Rows = append(v.Rows, listRow(s, at, c))
		}
		return templates.DrawContractPart(f, v)
	})
}

// listRow is a contract's row with the columns that only the list has.
func listRow(s *kit.Site, at string, c *measure.ContractFigures) templates.ContractRow {
	r := block.ContractRow(s, at, c)
	r.Department, r.Ceiling, r.Last = s.DepartmentLink("", c.Contract.Department).Text, s.Amount(definitions.Ceiling, c, c.Money.Ceiling), s.Date(c.Terms.LastEnd)
	return r
}

// list is the page of all contracts, with what its script must know.
func list(s *kit.Site, at string) templates.ContractList {
	v := templates.ContractList{Lead: s.Say("selection.lead", nil), HideManager: !s.Shows(contract.ContractManager), HideRisk: !s.Shows(contract.PortfolioModels),
		File: strings.TrimSuffix(s.Address("contracts"), "/"), SheetName: s.Say("frame.menu.contracts", nil),
		CSV: templates.Link{Text: s.Say("frame.foot.csv", nil), Href: s.File(at, s.Address("data")+"contracts.csv")},
		Sorts: []templates.SortChoice{
			{Name: s.Name("end"), Label: s.Say("selection.sort.end", nil)}, {Name: s.Name("title"), Label: s.Say("selection.sort.title", nil)},
			{Name: s.Name("forecast"), Label: s.Say("selection.sort.forecast", nil), Numeric: true, Descending: true},
			{Name: s.Name("value"), Label: s.Say("selection.sort.value", nil), Numeric: true, Descending: true},
		}}
	if s.Opt.Workbook != nil {
		v.XLSX = templates.Link{Text: s.Say("feeds.xlsx", nil), Href: s.File(at, s.Address("data")+"contracts.xlsx")}
	}
	if s.Shows(contract.PortfolioModels) {
		v.Sorts = append(v.Sorts, templates.SortChoice{Name: s.Name("risk"), Label: s.Say("selection.sort.risk", nil), Numeric: true, Descending: true})
	}
	var sheet []sheetColumn
	for _, k := range sheetColumns {
		if s.Shows(k.rests...) {
			sheet = append(sheet, k)
			v.Sheet = append(v.Sheet, templates.SheetColumn{Head: s.Say("selection.columns."+k.key, nil), Kind: k.kind, Of: s.Name(k.of), From: k.source(s), Width: k.width})
		}
	}
	list := slices.Clone(s.F.Contracts)
	slices.SortStableFunc(list, func(a, b *measure.ContractFigures) int {
		return cmp.Or(cmp.Compare(endKey(a), endKey(b)), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	sorter := s.Pr.Sorter()
	titles := titleKeys(list, sorter)
	var used []facet
	for _, fc := range facets {
		if s.Shows(fc.rests) {
			used = append(used, fc)
		}
	}
	counts := make([]map[string]int, len(used))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, c := range list {
		r := listRow(s, at, c)
		for i, fc := range used {
			value := fc.value(s, c)
			r.Facets = append(r.Facets, s.Choice(fc.key, value))
			if value != "" {
				counts[i][value]++
			}
		}
		r.Sort = []string{endKey(c), titles[c.Contract.ID], percent(c.Money.ProjectedUse, 2), decimal(c.Money.Ceiling, 2)}
		if s.Shows(contract.PortfolioModels) {
			score := ""
			if c.Risk != nil {
				score = decimal(c.Risk.Score, 2)
			}
			r.Sort = append(r.Sort, score)
		}
		for _, k := range sheet {
			if k.value != nil {
				r.Sheet = append(r.Sheet, k.value(s, c, &r))
			}
		}
		r.Text = alsoFoundBy(s, c)
		v.Rows = append(v.Rows, r)
	}
	for i, fc := range used {
		v.Facets = append(v.Facets, options(s, fc, counts[i], i < 3, sorter))
	}
	return v
}

// options are a facet and its values, with how many contracts have each.
func options(s *kit.Site, fc facet, counts map[string]int, open bool, sorter func(a, b string) int) templates.Facet {
	out := templates.Facet{Name: s.Name(fc.key), Label: s.Say("selection.facet."+fc.key, nil), Open: open}
	values := slices.Clone(fc.order)
	if values == nil {
		for v := range counts {
			values = append(values, v)
		}
		slices.SortFunc(values, func(a, b string) int { return cmp.Or(sorter(fc.label(s, a), fc.label(s, b)), cmp.Compare(a, b)) })
	}
	for _, v := range values {
		out.Options = append(out.Options, templates.FacetOption{Value: s.Choice(fc.key, v), Label: fc.label(s, v), Count: counts[v]})
	}
	return out
}

// endKey sorts by current end; those without one come late, and those that are over last.
func endKey(c *measure.ContractFigures) string {
	if c.Over() {
		return "over-" + c.Terms.CurrentEnd.String()
	}
	if c.Terms.CurrentEnd.IsZero() {
		return date.Of(9999, 12, 31).String()
	}
	return c.Terms.CurrentEnd.String()
}

// titleKeys number contracts by title in the language's alphabet, as fixed-width text.
func titleKeys(list []*measure.ContractFigures, sorter func(a, b string) int) map[string]string {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b *measure.ContractFigures) int { return sorter(a.Contract.Title, b.Contract.Title) })
	out := make(map[string]string, len(sorted))
	for i, c := range sorted {
		out[c.Contract.ID] = fmt.Sprintf("%06d", i)
	}
	return out
}

// alsoFoundBy is what a contract may be found by besides what its row shows.
func alsoFoundBy(s *kit.Site, c *measure.ContractFigures) string {
	k := c.Contract
	found := append([]string{k.ID, k.Procurement.Doffin, k.Procurement.Archive, k.Procurement.Number}, k.Suppliers...)
	found = append(append(found, k.CPV...), k.Tags...)
	for n, id := range k.Suppliers {
		if n > 0 { // the row names the first
			found = append(found, s.SupplierLink("", id).Text)
		}
	}
	return words.Join(found)
}
