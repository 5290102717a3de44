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
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/spend"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/leakage"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/internal/pages/words"
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
		case measure.Unknown:
			if now.Target != nil {
				state.Text = s.Say("categories.nothing-bought", nil)
			}
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
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Say("leakage."+string(share), nil)}, {Value: s.ShareIn(last.Quarter, leakage.FigureOf(share), kit.About("category", k.ID), now.Value)}, {Text: s.Pr.Percent(now.Target, 0)}, state, {Text: cmp.Or(change, "–")}})
	}
	sec.Conclusion = leakage.WithoutContract(s, quarters)
	if last.Loyalty() != nil {
		sec.Conclusion = s.Say("categories.spend-conclusion", message.Args{"loyalty": s.Pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "reached": reached, "n": targets})
	}
	sec.Blocks = []templates.Block{templates.TableBlock(f, table)}
	if len(quarters) < 2 {
		return []templates.Section{sec}
	}
	amounts := leakage.LeakedOverTime(s, f, kit.About("category", k.ID), quarters)
	if !slices.ContainsFunc(quarters, func(q spend.QuarterSum) bool { return q.Loyalty() != nil }) {
		return []templates.Section{sec, amounts}
	}
	return []templates.Section{sec, leakage.SharesOverTime(s, f, kit.About("category", k.ID), quarters), amounts}
}

// overviewTable draws all categories with what is bought in them; of are the contracts of each,
// rest those of none.
func overviewTable(s *kit.Site, at string, of map[string][]*measure.ContractFigures, rest []*measure.ContractFigures) templates.Table {
	keys := []string{"category", "active#", "turnover#"}
	known := s.Shows(contract.PortfolioSpend, contract.CategoryKraljic, contract.CategoryOwner)
	if known {
		keys = append(keys, "loyalty#", "coverage#", "position", "owner")
	}
	t := templates.Table{Caption: s.Say("frame.menu.categories", nil), Cards: true, Empty: s.Say("categories.no-categories", nil), Columns: s.Heads("categories", keys...)}
	sums := map[string]spend.Sum{}
	all, since := spend.ByCategory(s.P, s.F.AsOf)
	until := since.Add(spend.LeakageQuarters - 1)
	for _, k := range all {
		sums[k.Category] = k.Sum
	}
	sorter := s.Pr.Sorter()
	list := slices.Clone(s.P.Categories)
	slices.SortStableFunc(list, func(a, b *contract.Category) int { return sorter(a.Title, b.Title) })
	for _, k := range list {
		last, _ := turnover.TwoYears(of[k.ID])
		about := kit.About("category", k.ID)
		row := []templates.Cell{{Text: k.Title, Href: s.Href(at, s.Address("categories", k.ID)), Note: prefixed("CPV ", strings.Join(k.CPV, ", "))}, {Count: s.Marked(definitions.Active, about, s.Count(len(measure.Active(of[k.ID])), at, "contracts", s.Filter("category", k.ID), s.Filter("status", string(contract.Active))))}, {Value: s.Kroner(definitions.Year, about, last)}}
		if known {
			position := templates.Cell{Text: s.Say("values.unknown", nil)}
			if p := categories.KraljicOf(k); p != "" {
				position.Text = positionName(s, p)
			}
			sum := sums[k.ID]
			owner := s.PersonLink(at, k.Owner)
			row = append(row, leakage.ShareCell(s, until, about, spend.LoyaltyShare, sum, k), leakage.ShareCell(s, until, about, spend.CoverageShare, sum, k), position, templates.Cell{Text: owner.Text, Href: owner.Href})
		}
		t.Rows = append(t.Rows, row)
	}
	none, foot := block.Sums(s, s.Say("categories.no-category", nil), rest)
	for _, sums := range []*[]templates.Cell{&none, &foot} {
		for *sums != nil && len(*sums) < len(keys) {
			*sums = append(*sums, templates.Cell{})
		}
	}
	if none != nil {
		t.Rows = append(t.Rows, none)
	}
	t.Foot = foot
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
	var rest []*measure.ContractFigures // of no category
	for _, c := range s.F.Contracts {
		of[c.Contract.Category] = append(of[c.Contract.Category], c)
		if s.P.Category(c.Contract.Category) == nil {
			rest = append(rest, c)
		}
	}
	out := []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.RecordList{Kind: "categories", Filter: true, Note: block.InSums(s, s.F.Contracts), Table: overviewTable(s, at, of, rest)}
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
	scope := s.Filter("category", k.ID)
	v := templates.Area{Kicker: s.Say("facts.category", nil), Title: k.Title, Calendar: calendar.Subscribe(s, at, at), Overview: summary.Of(s, at, kit.About("category", k.ID), list, scope)}
	v.Contracts, v.Count, v.List = block.Following(s, at, list, scope)
	v.Contracts.HideCategory = true
	if l := s.PersonLink(at, k.Owner); l.Text != "" {
		v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.owner", nil), Value: l.Text, Href: l.Href})
	}
	v.Facts = append(v.Facts, templates.Fact{Label: s.Say("facts.cpv", nil), Value: strings.Join(k.CPV, ", ")})
	v.Overview.Lead = s.Say("categories.category-lead", message.Args{"n": len(measure.Active(list))})
	if !s.Shows(contract.PortfolioSpend, contract.CategoryKraljic, contract.CategoryIndustry) {
		return v
	}
	if quarters := spend.ByQuarter(s.P, s.F.AsOf, k.ID, spend.LeakageQuarters); v.Overview.None && len(quarters) > 0 {
		v.Overview.Lead = words.Join([]string{v.Overview.Lead, leakage.WithoutContract(s, quarters)})
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
