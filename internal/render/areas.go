package render

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/leakage"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/templates"
)

// Kraljic's positions by whether importance and supply risk are high (over 2 of 4).
var kraljicWords = map[[2]bool]string{{false, false}: "routine", {true, false}: "leverage", {false, true}: "bottleneck", {true, true}: "strategic"}

func kraljicOf(k *contract.Category) (position [2]bool, known bool) {
	return [2]bool{k.Kraljic.Impact.V > 2, k.Kraljic.SupplyRisk.V > 2}, k.Kraljic.Impact.Set && k.Kraljic.SupplyRisk.Set
}

// kraljic is the matrix: with all categories, or with the one at hand marked.
func (s *site) kraljic(at string, here *contract.Category) templates.Kraljic {
	m := templates.Kraljic{Caption: s.Say("areas.kraljic", nil), Impact: s.Say("areas.impact", nil), Risk: s.Say("areas.supply-risk", nil), Columns: []string{s.Say("areas.low", nil), s.Say("areas.high", nil)}}
	for _, impact := range []bool{true, false} {
		row := templates.KraljicRow{Head: s.Say(map[bool]string{true: "areas.high", false: "areas.low"}[impact], nil)}
		for _, risk := range []bool{false, true} {
			position := [2]bool{impact, risk}
			word := kraljicWords[position]
			cell := templates.KraljicCell{Name: s.T("kraljic."+word, nil), Strategy: s.Say("areas.strategy-"+word, nil)}
			for _, k := range s.P.Categories {
				if p, known := kraljicOf(k); known && p == position {
					if here == nil {
						cell.Items = append(cell.Items, s.CategoryLink(at, k.ID))
					} else if k == here {
						cell.Here = s.Say("areas.here", nil)
					}
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// kraljicSection is a category's position, or all of them.
func (s *site) kraljicSection(at string, here *contract.Category) templates.Section {
	sec := templates.Section{ID: "posisjon", Title: s.Say("areas.kraljic", nil)}
	if here == nil {
		unplaced := 0
		for _, k := range s.P.Categories {
			if _, known := kraljicOf(k); !known {
				unplaced++
			}
		}
		sec.Conclusion = kit.Join([]string{s.Say("areas.kraljic-all", nil), s.Counted("areas.unplaced", unplaced)})
	} else if p, known := kraljicOf(here); known {
		word := kraljicWords[p]
		sec.Conclusion = kit.Join([]string{s.T("kraljic."+word, nil) + ".", s.T("kraljic.position", message.Args{"impact": here.Kraljic.Impact.V, "risk": here.Kraljic.SupplyRisk.V}) + ".", s.Say("areas.strategy-"+word, nil)})
	} else {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.Say("areas.no-kraljic", nil))}
		return sec
	}
	sec.Blocks = []templates.Block{templates.KraljicBlock(s.kraljic(at, here))}
	return sec
}

// spendSections are a category's loyalty, coverage and electronic orders against targets, and
// over time.
func (s *site) spendSections(f templates.Frame, at string, k *contract.Category) []templates.Section {
	sec := templates.Section{ID: "innkjop", Title: s.T("category.spend", nil), More: templates.Link{Text: s.Say("economy.to-leakage", nil), Href: s.Href(at, s.Address("leakage"))}}
	quarters := measure.SpendByQuarter(s.P, s.F.AsOf, k.ID, kit.Quarters)
	if len(quarters) == 0 {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.T("category.no-spend", nil))}
		return []templates.Section{sec}
	}
	last := quarters[len(quarters)-1]
	table := templates.Table{Caption: s.Say("areas.targets", nil), Cards: true, Columns: s.Heads("areas", "share", "now#", "target#", "state", "year#")}
	reached, set := 0, 0
	for _, row := range []struct {
		key  string
		of   func(measure.SpendSum) *big.Rat
		goal *big.Rat
	}{{"loyalty", measure.SpendSum.Loyalty, leakage.Target(k, leakage.LoyaltyTarget)}, {"coverage", measure.SpendSum.Coverage, leakage.Target(k, leakage.CoverageTarget)}, {"ehandel", measure.SpendSum.EHandelShare, leakage.Target(k, leakage.EHandelTarget)}} {
		now := row.of(last.SpendSum)
		state := templates.Cell{Text: s.Say("areas.no-target", nil)}
		if row.goal != nil && now != nil {
			set++
			if now.Cmp(row.goal) >= 0 {
				reached++
				state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("areas.reached", nil), Tone: templates.OK}}}
			} else {
				state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("leakage.under", nil), Tone: templates.Warning}}}
			}
		}
		change := "–"
		if before := leakage.YearBefore(quarters, last.Quarter); before != nil {
			change = cmp.Or(s.Points(now, row.of(before.SpendSum)), "–")
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Say("leakage."+row.key, nil)}, {Text: s.Pr.Percent(now, 1)}, {Text: s.Pr.Percent(row.goal, 0)}, state, {Text: change}})
	}
	sec.Conclusion = s.Say("areas.spend-conclusion", message.Args{"loyalty": s.Pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "reached": reached, "n": set})
	sec.Blocks = []templates.Block{templates.TableBlock(f, table)}
	if len(quarters) < 2 {
		return []templates.Section{sec}
	}
	shares, amounts := leakage.SharesOverTime(s.Site, f, quarters), leakage.LeakedOverTime(s.Site, f, quarters)
	return []templates.Section{sec, shares, amounts}
}

// categoryTable is all categories with what is bought in them.
func (s *site) categoryTable(at string, of map[string][]*measure.ContractFigures) templates.Table {
	keys := []string{"category", "active#", "turnover#"}
	if !s.Public {
		keys = append(keys, "loyalty#", "coverage#", "position", "owner")
	}
	t := templates.Table{Caption: s.T("menu.categories", nil), Cards: true, Empty: s.Say("areas.no-categories", nil), Columns: s.Heads("areas", keys...)}
	sums := map[string]measure.SpendSum{}
	all, _ := measure.SpendByCategory(s.P, s.F.AsOf)
	for _, k := range all {
		sums[k.Category] = k.SpendSum
	}
	sorter := s.Pr.Sorter()
	list := slices.Clone(s.P.Categories)
	slices.SortStableFunc(list, func(a, b *contract.Category) int { return sorter(a.Title, b.Title) })
	for _, k := range list {
		last, _ := measure.TurnoverSums(of[k.ID])
		row := []templates.Cell{{Text: k.Title, Href: s.Href(at, s.Address("categories", k.ID)), Note: prefixed("CPV ", strings.Join(k.CPV, ", "))}, {Text: strconv.Itoa(len(measure.Active(of[k.ID])))}, {Text: s.Pr.MoneyShort(last)}}
		if !s.Public {
			position := templates.Cell{Text: s.T("unknown", nil)}
			if p, known := kraljicOf(k); known {
				position.Text = s.T("kraljic."+kraljicWords[p], nil)
			}
			sum := sums[k.ID]
			owner := s.PersonLink(at, k.Owner)
			row = append(row, leakage.ShareCell(s.Site, sum.Loyalty(), leakage.Target(k, leakage.LoyaltyTarget)), leakage.ShareCell(s.Site, sum.Coverage(), leakage.Target(k, leakage.CoverageTarget)), position, templates.Cell{Text: owner.Text, Href: owner.Href})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// workloadTable is hours needed against hours there are, for some people.
func (s *site) workloadTable(at string, people []*contract.Person) templates.Table {
	t := templates.Table{Caption: s.Say("areas.workload", nil), Cards: true, Empty: s.T("no-people", nil), Columns: s.Heads("areas", "person", "contracts#", "critical#", "need#", "capacity#", "bar", "state")}
	scale := 1
	rows := map[string]measure.Workload{}
	for _, w := range s.F.Workload {
		rows[w.Person] = w
	}
	for _, n := range people {
		w := rows[n.ID]
		scale = max(scale, w.Follow+w.Plan, w.Capacity.V)
	}
	for _, n := range people {
		w := rows[n.ID]
		part := func(hours int) float64 { return float64(hours) / float64(scale) }
		need := w.Follow + w.Plan
		bar := &templates.StackBar{Parts: []templates.BarPart{{Share: part(w.Follow), Tone: "accent"}, {Share: part(w.Plan), Tone: "second"}}}
		capacity, state := templates.Cell{Text: s.T("unknown", nil)}, templates.Cell{Text: "–"}
		if w.Capacity.Set {
			capacity.Text, bar.Mark = s.Pr.Number(int64(w.Capacity.V)), part(w.Capacity.V)
			state = templates.Cell{Text: s.Say("areas.spare", message.Args{"n": w.Capacity.V - need})}
		}
		if w.Over {
			state = templates.Cell{Badge: []templates.Badge{{Text: s.Say("areas.lacks", message.Args{"n": need - w.Capacity.V}), Tone: templates.Warning}}}
		}
		name := templates.Cell{Text: n.Name, Href: s.Href(at, s.Address("people", n.ID)), Note: s.DepartmentLink("", n.Department).Text}
		if s.gone(n) {
			capacity.Text, bar.Mark, state.Text = "–", 0, "–"
			name.Badge = []templates.Badge{{Text: s.T("person.left", message.Args{"date": n.Left}), Tone: templates.Warning}}
		}
		t.Rows = append(t.Rows, []templates.Cell{name, {Text: strconv.Itoa(w.Contracts)}, {Text: strconv.Itoa(w.ByBand["critical"] + w.ByBand["high"])}, {Text: s.Pr.Number(int64(need))}, capacity, {Bar: bar}, state})
	}
	return t
}

// gone tells whether a person has left.
func (s *site) gone(n *contract.Person) bool { return !n.Left.IsZero() && n.Left.Before(s.F.AsOf) }

func (s *site) workloadKeys() []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.T("person.follow", nil)}, {Tone: "second", Text: s.T("person.plan", nil)}}
}

// workloadConclusion tells how many have too little time.
func (s *site) workloadConclusion(people []*contract.Person) string {
	short, need, capacity, unknown := 0, 0, 0, 0
	for _, w := range s.F.Workload {
		if !slices.ContainsFunc(people, func(n *contract.Person) bool { return n.ID == w.Person }) {
			continue
		}
		if n := s.P.Person(w.Person); n == nil || s.gone(n) {
			continue
		}
		if w.Over {
			short++
		}
		if !w.Capacity.Set {
			unknown++
			continue
		}
		need, capacity = need+w.Follow+w.Plan, capacity+w.Capacity.V
	}
	text := s.Say("areas.workload-conclusion", message.Args{"n": short, "need": need, "capacity": capacity})
	if unknown > 0 {
		text = kit.Join([]string{text, s.Say("areas.capacity-unknown", message.Args{"n": unknown})})
	}
	return text
}

// peopleOf are the people of a department, in the order of the alphabet; of all where it is "".
func (s *site) peopleOf(department string) []*contract.Person {
	var out []*contract.Person
	for _, n := range s.P.People {
		if department == "" || n.Department == department {
			out = append(out, n)
		}
	}
	sorter := s.Pr.Sorter()
	slices.SortStableFunc(out, func(a, b *contract.Person) int { return sorter(a.Name, b.Name) })
	return out
}

// workloadSection is the people's capacity against need.
func (s *site) workloadSection(f templates.Frame, at string, people []*contract.Person) templates.Section {
	return templates.Section{ID: "kapasitet", Title: s.Say("areas.workload", nil), Conclusion: s.workloadConclusion(people),
		Blocks: []templates.Block{templates.LegendBlock(s.workloadKeys()), templates.ParagraphsBlock(s.Say("areas.workload-how", nil)), templates.TableBlock(f, s.workloadTable(at, people))}}
}

// supplierTurnover is what was bought from a supplier, by quarter.
func (s *site) supplierTurnover(id string) (templates.Figure, string) {
	quarters, shared := s.F.SupplierTurnover(s.BySupplier[id], id, kit.Quarters)
	sum := new(big.Rat)
	for _, q := range quarters {
		sum.Add(sum, q.Amount.Rat())
	}
	if sum.Sign() == 0 {
		return templates.Figure{}, ""
	}
	fig := block.QuarterFigure(s.Site, "omsetning-leverandor", "", quarters, "")
	if shared {
		fig.Conclusion = kit.Join([]string{fig.Conclusion, s.Say("areas.shared", nil)})
	}
	return fig, s.Say("areas.supplier-turnover", message.Args{"amount": s.Pr.MoneyShort(sum)})
}

// supplierEvidence is what the supplier has handed in, for all contracts and for each; what
// expires first comes first.
func (s *site) supplierEvidence(at string, sup *contract.Supplier, list []*measure.ContractFigures) (rows []templates.EvidenceRow, conclusion string) {
	type item struct {
		e        contract.Evidence
		id       string
		contract templates.Link
	}
	var items []item
	for _, e := range sup.Evidence {
		items = append(items, item{e, e.Requirement, templates.Link{}})
	}
	for _, c := range list {
		for _, r := range c.Contract.Requirements {
			for _, e := range r.Evidence {
				if e.Supplier == sup.ID || e.Supplier == "" && len(c.Contract.Suppliers) == 1 {
					items = append(items, item{e, r.ID, s.ContractLink(at, c.Contract.ID)})
				}
			}
		}
	}
	never := date.Of(9999, 12, 31)
	key := func(i item) date.Date {
		if i.e.Expires.IsZero() {
			return never
		}
		return i.e.Expires
	}
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(key(a).Compare(key(b)), b.e.Received.Compare(a.e.Received), cmp.Compare(a.id, b.id))
	})
	expired, soon := 0, 0
	for _, i := range items {
		state := i.e.State
		row := templates.EvidenceRow{Requirement: s.RequirementLink(at, i.id), Contract: i.contract, Received: s.Date(i.e.Received), Expires: s.Date(i.e.Expires), Note: i.e.Document}
		switch days := i.e.Expires.Days(s.F.AsOf); {
		case i.e.Expires.IsZero():
		case days < 0:
			state = "expired"
			expired++
		case days <= 90:
			soon++
		}
		row.State = requirements.EvidenceBadge(s.Site, state, false)
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ""
	}
	return rows, s.Say("areas.evidence-conclusion", message.Args{"n": len(rows), "expired": expired, "soon": soon})
}

// chainTree is the firms under the suppliers, as deep as the file says; a circle ends.
func (s *site) chainTree(at string, k *contract.Contract) (tree []templates.ChainNode, conclusion string) {
	if k.SupplyChain == nil || len(k.SupplyChain.Firms) == 0 {
		return nil, ""
	}
	hours, period := map[string]contract.FirmHours{}, date.Quarter{}
	total, apprentice := 0, 0
	for _, h := range k.SupplyChain.Hours {
		if old, ok := hours[h.Firm]; !ok || old.Period.Compare(h.Period) < 0 {
			hours[h.Firm] = h
		}
		if h.Period.Compare(period) > 0 {
			period, total, apprentice = h.Period, 0, 0
		}
		if h.Period == period {
			total, apprentice = total+h.Total, apprentice+h.Apprentice
		}
	}
	seen, deepest := map[string]bool{}, 0
	var under func(parent string, depth int) []templates.ChainNode
	node := func(f contract.Firm, depth int) templates.ChainNode {
		note := []string{kit.OrgNumber(f.ID), f.Trade}
		if !f.Approved.IsZero() {
			note = append(note, s.Say("areas.approved", message.Args{"date": f.Approved}))
		}
		n := templates.ChainNode{Name: templates.Link{Text: cmp.Or(f.Name, f.ID)}, Note: strings.Join(kit.Present(note), ", ")}
		if s.P.Supplier(f.ID) != nil {
			n.Name = s.SupplierLink(at, f.ID)
		}
		if h, ok := hours[f.ID]; ok {
			n.Hours = s.Say("areas.hours", message.Args{"n": h.Total, "total": s.Pr.Number(int64(h.Total)), "quarter": h.Period, "apprentice": s.Pr.Number(int64(h.Apprentice))})
		}
		deepest = max(deepest, depth)
		n.Under = under(f.ID, depth+1)
		return n
	}
	under = func(parent string, depth int) (out []templates.ChainNode) {
		for _, f := range k.SupplyChain.Firms {
			if f.Parent == parent && !seen[f.ID] {
				seen[f.ID] = true
				out = append(out, node(f, depth))
			}
		}
		return out
	}
	for _, id := range k.Suppliers {
		root := templates.ChainNode{Name: s.SupplierLink(at, id), Note: s.Say("areas.main-supplier", nil), Under: under(id, 1)}
		if h, ok := hours[id]; ok {
			root.Hours = s.Say("areas.hours", message.Args{"n": h.Total, "total": s.Pr.Number(int64(h.Total)), "quarter": h.Period, "apprentice": s.Pr.Number(int64(h.Apprentice))})
		}
		tree = append(tree, root)
	}
	for _, f := range k.SupplyChain.Firms { // whose firm above is not known
		if !seen[f.ID] {
			seen[f.ID] = true
			tree = append(tree, node(f, 1))
		}
	}
	conclusion = s.Say("areas.chain-conclusion", message.Args{"n": len(k.SupplyChain.Firms), "tiers": deepest})
	if total > 0 {
		conclusion = kit.Join([]string{conclusion, s.Say("areas.apprentices", message.Args{"share": s.Pr.Percent(big.NewRat(int64(apprentice), int64(total)), 1), "quarter": period})})
	}
	return tree, conclusion
}
