package data

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/forvalt/forvalt/internal/pages/definitions"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/search"
	"github.com/forvalt/forvalt/templates"
)

// SearchPages are the page to search on and the index that it reads, in shards where the
// portfolio is large.
func SearchPages(s *kit.Site) []kit.Page {
	at := s.Address("search")
	h := kit.Head{At: at, Title: s.Say("frame.menu.search", nil), Crumbs: s.Crumbs(at)}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		return templates.DrawSearch(f, templates.SearchPage{List: templates.Link{Text: s.Say("frame.menu.contracts", nil), Href: s.Href(at, s.Address("contracts"))}})
	})}
	n := 1
	if len(s.F.Contracts) > kit.LongList {
		n = (len(s.F.Contracts) + perShard - 1) / perShard
	}
	shards := sync.OnceValue(func() [][]search.Doc { return search.Split(docs(s), n) })
	var more []string
	for i := 1; i < n; i++ {
		name := fmt.Sprintf("search-index-%02d.js", i+1)
		more = append(more, name)
		out = append(out, kit.Page{Path: "assets/" + name, Draw: func(b *bytes.Buffer) error {
			js, err := search.Shard(s.Pr.Lang(), shards()[i])
			b.Write(js)
			return err
		}})
	}
	more = append(more, definitionsShard)
	out = append(out, kit.Page{Path: "assets/" + definitionsShard, Last: true, Draw: func(b *bytes.Buffer) error {
		js, err := search.Shard(s.Pr.Lang(), definitions.Docs(s))
		b.Write(js)
		return err
	}})
	return append(out, kit.Page{Path: "assets/search-index.js", Draw: func(b *bytes.Buffer) error {
		js, err := search.Index(s.Pr.Lang(), shards()[0], more...)
		b.Write(js)
		return err
	}})
}

// definitionsShard has the figures: which the site shows is known when its other pages are drawn.
const definitionsShard = "search-definitions.js"

// perShard is about how many contracts a shard of a large search index has: few enough for the
// browser to read it without holding up the reader.
const perShard = 1000

// docs are the pages to be found. What a profile does not show is not here.
func docs(s *kit.Site) []search.Doc {
	var out []search.Doc
	for _, c := range s.F.Contracts {
		k := c.Contract
		texts := []string{k.Description, s.CategoryLink("", k.Category).Text, s.DepartmentLink("", k.Department).Text, strings.Join(k.Tags, " ")}
		for _, id := range k.Suppliers {
			texts = append(texts, s.SupplierLink("", id).Text)
		}
		if c.Manager != nil {
			texts = append(texts, c.Manager.Name)
		}
		numbers := append(append([]string{k.ID, k.Procurement.Reference, k.Procurement.Doffin, k.Procurement.Archive}, k.Suppliers...), k.CPV...)
		out = append(out, search.Doc{ID: "c:" + k.ID, Kind: "contract", Title: k.Title, Sub: s.SupplierNames(k.Suppliers), Href: s.Address("contracts", k.ID), Text: words.Join(texts), IDs: words.Present(numbers)})
	}
	for _, v := range s.P.Suppliers {
		out = append(out, search.Doc{ID: "s:" + v.ID, Kind: "supplier", Title: v.Name, Sub: words.OrgNumber(v.ID), Href: s.Address("suppliers", v.ID), IDs: []string{v.ID}})
	}
	for _, v := range s.P.People {
		out = append(out, search.Doc{ID: "p:" + v.ID, Kind: "person", Title: v.Name, Sub: s.DepartmentLink("", v.Department).Text, Href: s.Address("people", v.ID)})
	}
	for _, v := range s.P.Categories {
		out = append(out, search.Doc{ID: "k:" + v.ID, Kind: "category", Title: v.Title, Href: s.Address("categories", v.ID), IDs: v.CPV})
	}
	for _, v := range s.P.Settings.Departments {
		out = append(out, search.Doc{ID: "d:" + v.ID, Kind: "department", Title: v.Name, Href: s.Address("departments", v.ID)})
	}
	for _, v := range s.P.Requirements {
		out = append(out, search.Doc{ID: "r:" + v.ID, Kind: "requirement", Title: v.Title.In(s.Pr.Lang()), Sub: v.Basis, Href: s.Address("requirements", v.ID), Text: v.Evidence.In(s.Pr.Lang())})
	}
	for _, v := range s.P.Guidance {
		out = append(out, search.Doc{ID: "g:" + v.ID, Kind: "guidance", Title: v.Title, Sub: s.Word("guidance-kind", string(v.Kind)), Href: guidance.Address(s, v), Text: words.Join(append([]string{v.Summary, s.MD.Plain(v.Body)}, v.Keywords...))})
	}
	for _, r := range s.Opt.Rules {
		out = append(out, search.Doc{ID: "f:" + r.Code, Kind: "rule", Title: r.Code + " " + s.Pr.Text(r.Key+".title", nil), Href: s.Address("rules", strings.ToLower(r.Code)), IDs: []string{r.Code}})
	}
	return out
}
