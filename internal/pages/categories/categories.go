// Package categories draws the list of categories and the page of each: its contracts, its
// place in Kraljic's matrix, and what is bought in it against its targets.
//
// In goes a kit.Site; out come pages and their JSON twins. What its contracts ask for is
// drawn by summary, and what leaks from it by leakage.
package categories

import (
	"cmp"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/categories"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/leakage"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/templates"
)

// spendSection draws a category's loyalty, coverage and electronic orders against its targets, and
// over time.
func spendSection(s *kit.Site, f templates.Frame, at string, k *contract.Category) []templates.Section {
	sec := templates.Section{ID: s.Name("spend"), Title: s.Say("categories.spend", nil), More: templates.Link{Text: s.Say("economy.to-leakage", nil), Href: s.Href(at, s.Address("leakage"))}}
	quarters := spend.ByQuarter(s.P, s.F.AsOf, k.ID, kit.Quarters)
	if len(quarters) == 0 {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.Say("categories.no-spend", nil))}
		return []templates.Section{sec}
	}
	last, before := quarters[len(quarters)-1], spend.YearBefore(quarters)
	table := templates.Table{Caption: s.Say("categories.targets", nil), Cards: true, Columns: s.Heads("categories", "share", "now#", "target#", "state", "year#")}
	reached, targets := 0, 0
	for _, share := range spend.Shares {
		now := share.Against(last.Sum, k)
		state := templates.Cell{Text: s.Say("categories.no-target", nil)}
		switch now.Reached() {
		case measure.Yes:
			reached, targets = reached+1, targets+1
			state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("categories.reached", nil), Tone: templates.OK}}}
		case measure.No:
			targets++
			state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("leakage.under", nil), Tone: templates.Warning}}}
		}
		change := ""
		if before != nil {
			change = s.Points(now.Value, share.Of(before.Sum))
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Say("leakage."+string(share), nil)}, {Text: s.Pr.Percent(now.Value, 1)}, {Text: s.Pr.Percent(now.Target, 0)}, state, {Text: cmp.Or(change, "–")}})
	}
	sec.Conclusion = s.Say("categories.spend-conclusion", message.Args{"loyalty": s.Pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "reached": reached, "n": targets})
	sec.Blocks = []templates.Block{templates.TableBlock(f, table)}
	if len(quarters) < 2 {
		return []templates.Section{sec}
	}
	shares, amounts := leakage.SharesOverTime(s, f, quarters), leakage.LeakedOverTime(s, f, quarters)
	return []templates.Section{sec, shares, amounts}
}

// overviewTable draws all categories with what is bought in them; of are the contracts of each.
func overviewTable(s *kit.Site, at string, of map[string][]*measure.ContractFigures) templates.Table {
	keys := []string{"category", "active#", "turnover#"}
	known := s.Shows(contract.PortfolioSpend, contract.CategoryKraljic, contract.CategoryOwner)
	if known {
		keys = append(keys, "loyalty#", "coverage#", "position", "owner")
	}
	t := templates.Table{Caption: s.Say("frame.menu.categories", nil), Cards: true, Empty: s.Say("categories.no-categories", nil), Columns: s.Heads("categories", keys...)}
	sums := map[string]spend.Sum{}
	all, _ := spend.ByCategory(s.P, s.F.AsOf)
	for _, k := range all {
		sums[k.Category] = k.Sum
	}
	sorter := s.Pr.Sorter()
	list := slices.Clone(s.P.Categories)
	slices.SortStableFunc(list, func(a, b *contract.Category) int { return sorter(a.Title, b.Title) })
	for _, k := range list {
		last, _ := turnover.TwoYears(of[k.ID])
		row := []templates.Cell{{Text: k.Title, Href: s.Href(at, s.Address("categories", k.ID)), Note: prefixed("CPV ", strings.Join(k.CPV, ", "))}, {Count: s.Count(len(measure.Active(of[k.ID])), at, "contracts", s.Filter("category", k.ID), s.Filter("status", string(contract.Active)))}, {Text: s.Pr.MoneyShort(last)}}
		if known {
			position := templates.Cell{Text: s.Say("values.unknown", nil)}
			if p := categories.KraljicOf(k); p != "" {
				position.Text = positionName(s, p)
			}
			sum := sums[k.ID]
			owner := s.PersonLink(at, k.Owner)
			row = append(row, leakage.ShareCell(s, spend.LoyaltyShare.Against(sum, k)), leakage.ShareCell(s, spend.CoverageShare.Against(sum, k)), position, templates.Cell{Text: owner.Text, Href: owner.Href})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// prefixed is a text after a prefix; "" where there is no text.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// Pages are the list of categories and the page of each.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("categories")
	h := kit.Head{At: at, Title: s.Say("frame.menu.categories", nil), Crumbs: s.Crumbs(at)}
	of := map[string][]*measure.ContractFigures{}
	for _, c := range s.F.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "categories", Filter: true, Table: overviewTable(s, at, of)}
		if !s.Shows(contract.PortfolioSpend) {
			v.Lead = s.Say("categories.lead-public", nil)
		}
		if s.Shows(contract.CategoryKraljic) {
			v.Sections = []templates.Section{kraljicSection(s, at, nil)}
		}
		return templates.DrawRecordList(f, v)
	})}
	for _, k := range s.P.Categories {
		at := s.Address("categories", k.ID)
		h := kit.Head{At: at, Title: k.Title, Crumbs: s.Crumbs(at, "categories"), Source: k.Origin, Feeds: calendar.Feed(s, at)}
		out = append(out, s.HTML(h, func(f templates.Frame) kit.Component { return templates.DrawArea(f, record(s, f, at, k, of[k.ID])) }),
			s.Twin(at, func() any {
				return map[string]any{"id": k.ID, "title": k.Title, "cpv": append([]string{}, k.CPV...), "contracts": measure.IDs(of[k.ID])}
			}))
	}
	return out
}

// record draws the page of a category with its contracts.
func record(s *kit.Site, f templates.Frame, at string, k *contract.Category, list []*measure.ContractFigures) templates.Area {
	v := templates.Area{Kicker: s.Say("facts.category", nil), Title: k.Title, Calendar: calendar.Subscribe(s, at, at), Overview: summary.Of(s, at, list, s.Filter("category", k.ID)), Contracts: block.ContractTable(s, at, s.Say("frame.menu.contracts", nil), list)}
	v.Contracts.HideCategory = true
	if l := s.PersonLink(at, k.Owner); l.Text != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.owner", nil), Value: l.Text, Href: l.Href})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.cpv", nil), Value: strings.Join(k.CPV, ", ")})
	v.Overview.Lead = s.Say("categories.category-lead", message.Args{"n": len(measure.Active(list))})
	if !s.Shows(contract.PortfolioSpend, contract.CategoryKraljic, contract.CategoryIndustry) {
		return v
	}
	if p := categories.KraljicOf(k); p != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.kraljic", nil), Value: positionName(s, p)})
	}
	if k.IndustryRisk.Set {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("categories.industry-risk", nil), Value: s.Say("categories.of-four", message.Args{"n": k.IndustryRisk.V})})
	}
	v.Sections = append([]templates.Section{kraljicSection(s, at, k)}, spendSection(s, f, at, k)...)
	v.Charts = len(v.Sections) > 2
	return v
}
