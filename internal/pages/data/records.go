package data

import (
	"cmp"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/definitions"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/search"
)

// sought is a kind of record that the search finds.
type sought struct {
	kind  string
	rests contract.ModelField // it is found where that is shown
	docs  func(*kit.Site) []search.Doc
}

// kindsSought is the table of them. The kinds' words are in the catalogue, in search.toml.
var kindsSought = []sought{
	{kind: "contract", docs: ofContracts(aContract)},
	{kind: "supplier", docs: suppliers},
	{kind: "person", rests: contract.PortfolioPeople, docs: people},
	{kind: "category", docs: categories},
	{kind: "department", docs: departments},
	{kind: "requirement", docs: requirements},
	{kind: "inspection", docs: ofContracts(inspectionsOf)},
	{kind: "finding", rests: contract.InspectionFindings, docs: ofContracts(findingsOf)},
	{kind: "deviation", rests: contract.ContractDeviations, docs: ofContracts(deviationsOf)},
	{kind: "benefit", docs: ofContracts(benefitsOf)},
	{kind: "amendment", docs: ofContracts(amendmentsOf)},
	{kind: "document", docs: ofContracts(documentsOf)},
	{kind: "log", rests: contract.ContractLog, docs: ofContracts(logOf)},
	{kind: "report", docs: reports},
	{kind: "guidance", docs: advice},
	{kind: "rule", docs: rules},
	{kind: "definition", docs: definitions.Docs},
	{kind: "page", docs: mainPages},
}

// docs are all that can be found. What a profile does not show is not here: a kind that rests on
// what is withheld is left out as a whole, and of the others the portfolio has only what is shown.
func docs(s *kit.Site) []search.Doc {
	var out []search.Doc
	for _, k := range kindsSought {
		if !s.Shows(k.rests) {
			continue
		}
		word := s.Say("search."+k.kind, nil)
		for _, d := range k.docs(s) {
			d.ID, d.Kind, d.Text = k.kind+":"+d.ID, k.kind, words.Join([]string{d.Text, word})
			out = append(out, d)
		}
	}
	return out
}

func ofContracts(docs func(*kit.Site, *measure.ContractFigures) []search.Doc) func(*kit.Site) []search.Doc {
	return func(s *kit.Site) []search.Doc {
		var out []search.Doc
		for _, c := range s.F.Contracts {
			out = append(out, docs(s, c)...)
		}
		return out
	}
}

func aContract(s *kit.Site, c *measure.ContractFigures) []search.Doc {
	k := c.Contract
	texts := []string{k.Description, s.CategoryLink("", k.Category).Text, s.DepartmentLink("", k.Department).Text, strings.Join(k.Tags, " "),
		s.Word("kind", string(k.Kind)), s.Say("search.contract-also", nil), k.Note, s.MD.Plain(k.Notes)}
	for _, id := range k.Suppliers {
		texts = append(texts, s.SupplierLink("", id).Text)
	}
	if c.Manager != nil {
		texts = append(texts, c.Manager.Name)
	}
	numbers := append([]string{k.ID, k.Procurement.Reference, k.Procurement.Doffin, k.Procurement.TED, k.Procurement.Number, k.Procurement.Archive, k.Notice.Notice}, k.Suppliers...)
	numbers = append(append(numbers, k.IDWas...), k.CPV...)
	for _, r := range k.Requirements {
		for _, e := range r.Evidence {
			numbers = append(numbers, e.Document)
		}
	}
	return []search.Doc{{ID: k.ID, Title: k.Title, Sub: s.SupplierNames(k.Suppliers), Href: s.Address("contracts", k.ID), Past: c.Over(), Text: words.Join(texts), IDs: words.Present(numbers)}}
}

// within is a record of a contract that stands in a section of the contract's page.
func within(s *kit.Site, k *contract.Contract, section, id, title, text string, day date.Date, numbers ...string) search.Doc {
	return search.Doc{ID: k.ID + "/" + section + "/" + id, Title: title, Sub: dated(s, k, day), Href: s.Address("contracts", k.ID) + "#" + s.Name(section), Text: words.Join([]string{text, k.Title}), IDs: words.Present(numbers)}
}

// dated tells which contract a record is of, and of which day it is.
func dated(s *kit.Site, k *contract.Contract, day date.Date) string {
	if day.IsZero() {
		return k.Title
	}
	return k.Title + ", " + s.Pr.Date(day)
}

func inspectionsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	k := c.Contract
	for n := range k.Inspections {
		i := &k.Inspections[n]
		if i.ID == "" {
			continue
		}
		themes := s.Themes(i.Themes)
		out = append(out, search.Doc{ID: k.ID + "/" + i.ID, Title: cmp.Or(i.Title, themes, i.ID), Sub: dated(s, k, i.Date), Href: block.InspectionAddress(s, k, i),
			Text: words.Join([]string{i.Summary, themes, i.Area, i.Place, i.Note, s.SupplierLink("", i.Supplier).Text, k.Title}), IDs: words.Present([]string{i.Document})})
	}
	return out
}

func findingsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for m := range matters.Of(c.Contract, s.F.AsOf) {
		if x := m.Finding; x != nil && m.Inspection.ID != "" {
			out = append(out, search.Doc{ID: c.Contract.ID + "/" + m.Inspection.ID + "/" + x.ID, Title: cmp.Or(x.Description, x.ID), Sub: dated(s, c.Contract, m.Reported), Href: block.InspectionAddress(s, c.Contract, m.Inspection),
				Text: words.Join([]string{x.Action, x.Note, s.RequirementLink("", x.Requirement).Text, s.SupplierLink("", m.Supplier).Text, c.Contract.Title})})
		}
	}
	return out
}

func deviationsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for m := range matters.Of(c.Contract, s.F.AsOf) {
		d := m.Deviation
		if d == nil || d.ID == "" {
			continue
		}
		texts := []string{d.Description, s.MD.Plain(d.Note), s.RequirementLink("", d.Requirement).Text, s.SupplierLink("", m.Supplier).Text, c.Contract.Title}
		for _, a := range d.Actions {
			texts = append(texts, a.What)
		}
		out = append(out, search.Doc{ID: c.Contract.ID + "/" + d.ID, Title: cmp.Or(d.Title, d.ID), Sub: dated(s, c.Contract, d.Reported), Href: s.Address("deviations", c.Contract.ID, d.ID), Text: words.Join(texts)})
	}
	return out
}

func benefitsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for _, f := range c.Benefits {
		b, kind := f.Benefit, s.Word("benefit-kind", string(f.Benefit.Kind))
		var numbers []string
		for _, r := range b.Realised {
			numbers = append(numbers, r.Document)
		}
		out = append(out, within(s, c.Contract, "benefits", b.ID, cmp.Or(b.Title, kind), words.Join([]string{kind, b.Basis, b.Note}), date.Date{}, numbers...))
	}
	return out
}

func amendmentsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for _, a := range c.Contract.Amendments {
		ground := s.Word("ground", string(a.Ground))
		out = append(out, within(s, c.Contract, "amendments", a.ID, cmp.Or(a.Title, ground, a.ID), words.Join([]string{ground, a.Note}), a.Date, a.Document))
	}
	return out
}

func documentsOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for _, d := range c.Contract.Documents {
		kind := s.Word("document-type", d.Type)
		out = append(out, within(s, c.Contract, "documents", d.ID, cmp.Or(d.Title, kind, d.ID), kind, d.Date, d.Archive))
	}
	return out
}

func logOf(s *kit.Site, c *measure.ContractFigures) (out []search.Doc) {
	for _, e := range c.Contract.Log {
		texts := []string{s.Word("log-kind", string(e.Kind)), e.Note, s.SupplierLink("", e.With).Text}
		for _, p := range e.Promises {
			texts = append(texts, p.What)
		}
		out = append(out, within(s, c.Contract, "log", e.ID, cmp.Or(e.Title, e.ID), words.Join(texts), e.Date, e.Document))
	}
	return out
}

func suppliers(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.Suppliers {
		out = append(out, search.Doc{ID: v.ID, Title: v.Name, Sub: words.OrgNumber(v.ID), Href: s.Address("suppliers", v.ID), IDs: append([]string{v.ID}, v.IDWas...)})
	}
	return out
}

func people(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.People {
		out = append(out, search.Doc{ID: v.ID, Title: v.Name, Sub: s.DepartmentLink("", v.Department).Text, Href: s.Address("people", v.ID)})
	}
	return out
}

func categories(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.Categories {
		out = append(out, search.Doc{ID: v.ID, Title: v.Title, Href: s.Address("categories", v.ID), IDs: v.CPV})
	}
	return out
}

func departments(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.Settings.Departments {
		out = append(out, search.Doc{ID: v.ID, Title: v.Name, Href: s.Address("departments", v.ID)})
	}
	return out
}

func requirements(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.Requirements {
		out = append(out, search.Doc{ID: v.ID, Title: v.Title.In(s.Pr.Lang()), Sub: v.Basis, Href: s.Address("requirements", v.ID), Text: words.Join([]string{v.Evidence.In(s.Pr.Lang()), v.Basis})})
	}
	return out
}

// reports are those that could be made.
func reports(s *kit.Site) (out []search.Doc) {
	for _, r := range s.Opt.Reports {
		if r.Report != nil {
			id := r.Quarter.String()
			out = append(out, search.Doc{ID: id, Title: s.Say("search.report-of", message.Args{"quarter": s.Pr.Quarter(r.Quarter)}), Href: s.Address("reports", id), IDs: []string{id}})
		}
	}
	return out
}

func advice(s *kit.Site) (out []search.Doc) {
	for _, v := range s.P.Guidance {
		out = append(out, search.Doc{ID: v.ID, Title: v.Title, Sub: s.Word("guidance-kind", string(v.Kind)), Href: guidance.Address(s, v), Text: words.Join(append([]string{v.Summary, s.MD.Plain(v.Body)}, v.Keywords...))})
	}
	return out
}

func rules(s *kit.Site) (out []search.Doc) {
	for _, r := range s.Opt.Rules {
		out = append(out, search.Doc{ID: r.Code, Title: r.Code + " " + s.Pr.Text(r.Key+".title", nil), Href: s.Address("rules", strings.ToLower(r.Code)), IDs: []string{r.Code}})
	}
	return out
}

func mainPages(s *kit.Site) (out []search.Doc) {
	for _, p := range s.Main() {
		out = append(out, search.Doc{ID: p.Href, Title: prose.UpperFirst(p.Text), Href: p.Href})
	}
	return out
}
