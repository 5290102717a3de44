package contract

import (
	"cmp"
	"slices"
	"strings"
)

// Index sorts every list and makes the look-ups by id. Whoever fills a Portfolio
// calls it once, before anything reads it.
func (p *Portfolio) Index() *Portfolio {
	byID(p.Contracts, func(c *Contract) string { return c.ID })
	byID(p.Suppliers, func(s *Supplier) string { return s.ID })
	byID(p.People, func(n *Person) string { return n.ID })
	byID(p.Categories, func(c *Category) string { return c.ID })
	byID(p.Requirements, func(r *Requirement) string { return r.ID })
	byID(p.Catalogues, func(c *Catalogue) string { return c.ID })
	byID(p.Guidance, func(g *Page) string { return g.ID })
	byID(p.Commentary, func(g *Page) string { return g.ID })
	slices.SortStableFunc(p.Regulations, func(a, b Regulation) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), a.From.Compare(b.From))
	})
	slices.SortStableFunc(p.Models, func(a, b *RiskModel) int { return a.From.Compare(b.From) })
	slices.SortStableFunc(p.Spend, func(a, b *Spend) int { return a.Quarter.Compare(b.Quarter) })
	slices.SortStableFunc(p.Reports, func(a, b *ReportFreeze) int { return a.Quarter.Compare(b.Quarter) })
	for _, c := range p.Contracts {
		slices.SortStableFunc(c.Inspections, func(a, b Inspection) int {
			return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.ID, b.ID))
		})
		slices.SortStableFunc(c.Deviations, func(a, b Deviation) int { return strings.Compare(a.ID, b.ID) })
		slices.SortStableFunc(c.Log, func(a, b LogEntry) int { return a.Date.Compare(b.Date) })
	}
	p.contracts = lookup(p.Contracts, func(c *Contract) string { return c.ID })
	p.suppliers = lookup(p.Suppliers, func(s *Supplier) string { return s.ID })
	p.people = lookup(p.People, func(n *Person) string { return n.ID })
	p.categories = lookup(p.Categories, func(c *Category) string { return c.ID })
	p.requirements = lookup(p.Requirements, func(r *Requirement) string { return r.ID })
	p.departments = make(map[string]*Department, len(p.Settings.Departments))
	for i := range p.Settings.Departments {
		d := &p.Settings.Departments[i]
		p.departments[d.ID] = d
	}
	return p
}

func byID[T any](list []*T, id func(*T) string) {
	slices.SortStableFunc(list, func(a, b *T) int { return strings.Compare(id(a), id(b)) })
}

func lookup[T any](list []*T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for _, v := range list {
		if _, taken := m[id(v)]; !taken {
			m[id(v)] = v
		}
	}
	return m
}

// Contract by id; nil where there is none.
func (p *Portfolio) Contract(id string) *Contract { return p.contracts[id] }

// Supplier by id; nil where there is none.
func (p *Portfolio) Supplier(id string) *Supplier { return p.suppliers[id] }

// Person by id; nil where there is none.
func (p *Portfolio) Person(id string) *Person { return p.people[id] }

// Category by id; nil where there is none.
func (p *Portfolio) Category(id string) *Category { return p.categories[id] }

// Requirement by id; nil where there is none.
func (p *Portfolio) Requirement(id string) *Requirement { return p.requirements[id] }

// Department by id; nil where there is none.
func (p *Portfolio) Department(id string) *Department { return p.departments[id] }
