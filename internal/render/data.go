package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/templates"
)

// twin is the JSON beside a page.
func (s *base) twin(at string, data func() any) page {
	return page{at + "index.json", func(b *bytes.Buffer) error { return writeJSON(b, data()) }}
}

func writeJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(v)
}

// contractOut is a contract as open data; what is missing is null.
type contractOut struct {
	ID           string    `json:"id"`
	Title        string    `json:"title"`
	Status       string    `json:"status"`
	Kind         string    `json:"kind"`
	Nature       string    `json:"nature,omitempty"`
	Category     string    `json:"category,omitempty"`
	CPV          []string  `json:"cpv,omitempty"`
	Department   string    `json:"department,omitempty"`
	Suppliers    []string  `json:"suppliers"`
	Start        date.Date `json:"start"`
	CurrentEnd   date.Date `json:"current_end"`
	LastEnd      date.Date `json:"last_end"`
	Currency     string    `json:"currency"`
	Ceiling      numeral   `json:"ceiling"`
	Spent        numeral   `json:"spent"`
	Projected    numeral   `json:"projected"`
	Exhaustion   date.Date `json:"exhaustion"`
	Requirements []string  `json:"requirements"`
	Risk         *riskOut  `json:"risk,omitempty"`
	Manager      string    `json:"manager,omitempty"`
	Doffin       string    `json:"doffin,omitempty"`
	Reference    string    `json:"reference,omitempty"`
}

type riskOut struct {
	Score numeral `json:"score"`
	Band  string  `json:"band"`
	Model string  `json:"model"`
}

// numeral is a number that is already written, or null.
type numeral string

func (n numeral) MarshalJSON() ([]byte, error) { return []byte(n), nil }

// number writes a fraction with two decimals, or null.
func number(r *big.Rat) numeral {
	if r == nil {
		return "null"
	}
	return numeral(strings.TrimSuffix(r.FloatString(2), ".00"))
}

func (s *site) contractData(c *measure.ContractFigures) contractOut {
	k := c.Contract
	o := contractOut{ID: k.ID, Title: k.Title, Status: c.Status, Kind: k.Kind, Nature: k.Nature, Category: k.Category, CPV: k.CPV, Department: k.Department, Suppliers: append([]string{}, k.Suppliers...),
		Start: c.Terms.Start, CurrentEnd: c.Terms.CurrentEnd, LastEnd: c.Terms.LastEnd, Currency: c.Money.Currency, Ceiling: number(c.Money.Ceiling), Spent: number(c.Money.Spent),
		Projected: number(c.Money.Projected), Exhaustion: c.Money.Exhaustion, Requirements: []string{}, Doffin: k.Procurement.Doffin, Reference: k.Procurement.Reference}
	for _, r := range c.Requirements {
		if r.Applies != measure.No {
			o.Requirements = append(o.Requirements, r.Requirement.ID)
		}
	}
	if !s.public {
		o.Manager = k.Manager
		if c.Risk != nil {
			o.Risk = &riskOut{number(c.Risk.Score), c.Risk.Band, c.Risk.Model}
		}
	}
	return o
}

func searchPages(s *site) []page {
	at := s.address("search")
	h := head{at: at, title: s.t("menu.search", nil), crumbs: s.crumbs(at)}
	out := []page{s.html(h, func(f templates.Frame) component {
		return templates.DrawSearch(f, templates.SearchPage{List: templates.Link{Text: s.t("menu.contracts", nil), Href: s.href(at, s.address("contracts"))}})
	})}
	n := 1
	if len(s.f.Contracts) > longList {
		n = (len(s.f.Contracts) + perShard - 1) / perShard
	}
	shards := sync.OnceValue(func() [][]search.Doc { return search.Split(s.searchDocs(), n) })
	var more []string
	for i := 1; i < n; i++ {
		name := fmt.Sprintf("search-index-%02d.js", i+1)
		more = append(more, name)
		out = append(out, page{"assets/" + name, func(b *bytes.Buffer) error {
			js, err := search.Shard(s.pr.Lang(), shards()[i])
			b.Write(js)
			return err
		}})
	}
	return append(out, page{"assets/search-index.js", func(b *bytes.Buffer) error {
		js, err := search.Index(s.pr.Lang(), shards()[0], more...)
		b.Write(js)
		return err
	}})
}

// perShard is how many contracts a shard of a large search index has, about: the browser reads
// one without holding up the reader.
const perShard = 1000

// searchDocs are the pages to be found. What a profile does not show is not here.
func (s *site) searchDocs() []search.Doc {
	var out []search.Doc
	for _, c := range s.f.Contracts {
		k := c.Contract
		words := []string{k.Description, s.categoryLink("", k.Category).Text, s.departmentLink("", k.Department).Text, strings.Join(k.Tags, " ")}
		for _, id := range k.Suppliers {
			words = append(words, s.supplierLink("", id).Text)
		}
		if c.Manager != nil && !s.public {
			words = append(words, c.Manager.Name)
		}
		numbers := append(append([]string{k.ID, k.Procurement.Reference, k.Procurement.Doffin, k.Procurement.Archive}, k.Suppliers...), k.CPV...)
		out = append(out, search.Doc{ID: "c:" + k.ID, Kind: "contract", Title: k.Title, Sub: s.supplierNames(k.Suppliers), Href: s.address("contracts", k.ID), Text: join(words), IDs: present(numbers)})
	}
	for _, v := range s.p.Suppliers {
		out = append(out, search.Doc{ID: "s:" + v.ID, Kind: "supplier", Title: v.Name, Sub: orgNumber(v.ID), Href: s.address("suppliers", v.ID), IDs: []string{v.ID}})
	}
	if !s.public {
		for _, v := range s.p.People {
			out = append(out, search.Doc{ID: "p:" + v.ID, Kind: "person", Title: v.Name, Sub: s.departmentLink("", v.Department).Text, Href: s.address("people", v.ID)})
		}
	}
	for _, v := range s.p.Categories {
		out = append(out, search.Doc{ID: "k:" + v.ID, Kind: "category", Title: v.Title, Href: s.address("categories", v.ID), IDs: v.CPV})
	}
	for _, v := range s.p.Settings.Departments {
		out = append(out, search.Doc{ID: "d:" + v.ID, Kind: "department", Title: v.Name, Href: s.address("departments", v.ID)})
	}
	for _, v := range s.p.Requirements {
		out = append(out, search.Doc{ID: "r:" + v.ID, Kind: "requirement", Title: v.Title.In(s.pr.Lang()), Sub: v.Basis, Href: s.address("requirements", v.ID), Text: v.Evidence.In(s.pr.Lang())})
	}
	for _, v := range s.p.Guidance {
		out = append(out, search.Doc{ID: "g:" + v.ID, Kind: "guidance", Title: v.Title, Sub: s.word("guidance-kind", v.Kind), Href: s.guidanceAt(v), Text: join(append([]string{v.Summary, s.md.Plain(v.Body)}, v.Keywords...))})
	}
	for _, r := range s.opt.Rules {
		out = append(out, search.Doc{ID: "f:" + r.Code, Kind: "rule", Title: r.Code + " " + s.pr.Text(r.Key+".title", nil), Href: s.address("rules", strings.ToLower(r.Code)), IDs: []string{r.Code}})
	}
	return out
}

func present(list []string) []string {
	var out []string
	for _, v := range list {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}
