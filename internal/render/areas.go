package render

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/templates"
)

// Kraljic's positions by whether importance and supply risk are high (over 2 of 4).
var kraljicWords = map[[2]bool]string{{false, false}: "routine", {true, false}: "leverage", {false, true}: "bottleneck", {true, true}: "strategic"}

func kraljicOf(k *contract.Category) (position [2]bool, known bool) {
	return [2]bool{k.Kraljic.Impact.V > 2, k.Kraljic.SupplyRisk.V > 2}, k.Kraljic.Impact.Set && k.Kraljic.SupplyRisk.Set
}

// kraljic is the matrix: with all categories, or with the one at hand marked.
func (s *site) kraljic(at string, here *contract.Category) templates.Kraljic {
	m := templates.Kraljic{Caption: s.say("areas.kraljic", nil), Impact: s.say("areas.impact", nil), Risk: s.say("areas.supply-risk", nil), Columns: []string{s.say("areas.low", nil), s.say("areas.high", nil)}}
	for _, impact := range []bool{true, false} {
		row := templates.KraljicRow{Head: s.say(map[bool]string{true: "areas.high", false: "areas.low"}[impact], nil)}
		for _, risk := range []bool{false, true} {
			position := [2]bool{impact, risk}
			word := kraljicWords[position]
			cell := templates.KraljicCell{Name: s.t("kraljic."+word, nil), Strategy: s.say("areas.strategy-"+word, nil)}
			for _, k := range s.p.Categories {
				if p, known := kraljicOf(k); known && p == position {
					if here == nil {
						cell.Items = append(cell.Items, s.categoryLink(at, k.ID))
					} else if k == here {
						cell.Here = s.say("areas.here", nil)
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
	sec := templates.Section{ID: "posisjon", Title: s.say("areas.kraljic", nil)}
	if here == nil {
		unplaced := 0
		for _, k := range s.p.Categories {
			if _, known := kraljicOf(k); !known {
				unplaced++
			}
		}
		sec.Conclusion = join([]string{s.say("areas.kraljic-all", nil), s.counted("areas.unplaced", unplaced)})
	} else if p, known := kraljicOf(here); known {
		word := kraljicWords[p]
		sec.Conclusion = join([]string{s.t("kraljic."+word, nil) + ".", s.t("kraljic.position", message.Args{"impact": here.Kraljic.Impact.V, "risk": here.Kraljic.SupplyRisk.V}) + ".", s.say("areas.strategy-"+word, nil)})
	} else {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.say("areas.no-kraljic", nil))}
		return sec
	}
	sec.Blocks = []templates.Block{templates.KraljicBlock(s.kraljic(at, here))}
	return sec
}

// spendSections are a category's loyalty, coverage and electronic orders against targets, and
// over time.
func (s *site) spendSections(f templates.Frame, at string, k *contract.Category) []templates.Section {
	sec := templates.Section{ID: "innkjop", Title: s.t("category.spend", nil), More: templates.Link{Text: s.say("economy.to-leakage", nil), Href: s.href(at, s.address("leakage"))}}
	quarters := turnover.SpendByQuarter(s.p, s.f.AsOf, k.ID, quartersOfSpend)
	if len(quarters) == 0 {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.t("category.no-spend", nil))}
		return []templates.Section{sec}
	}
	last := quarters[len(quarters)-1]
	table := templates.Table{Caption: s.say("areas.targets", nil), Cards: true, Columns: s.heads("areas", "share", "now#", "target#", "state", "year#")}
	reached, set := 0, 0
	for _, row := range []struct {
		key  string
		of   func(measure.SpendSum) *big.Rat
		goal *big.Rat
	}{{"loyalty", measure.SpendSum.Loyalty, target(k, loyaltyTarget)}, {"coverage", measure.SpendSum.Coverage, target(k, coverageTarget)}, {"ehandel", measure.SpendSum.EHandelShare, target(k, ehandelTarget)}} {
		now := row.of(last.SpendSum)
		state := templates.Cell{Text: s.say("areas.no-target", nil)}
		if row.goal != nil && now != nil {
			set++
			if now.Cmp(row.goal) >= 0 {
				reached++
				state = templates.Cell{Badge: []templates.Badge{{Text: s.say("areas.reached", nil), Tone: templates.OK}}}
			} else {
				state = templates.Cell{Badge: []templates.Badge{{Text: s.say("leakage.under", nil), Tone: templates.Warning}}}
			}
		}
		change := "–"
		if before := yearBefore(quarters, last.Quarter); before != nil {
			change = or(s.points(now, row.of(before.SpendSum)), "–")
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.say("leakage."+row.key, nil)}, {Text: s.pr.Percent(now, 1)}, {Text: s.pr.Percent(row.goal, 0)}, state, {Text: change}})
	}
	sec.Conclusion = s.say("areas.spend-conclusion", message.Args{"loyalty": s.pr.Percent(last.Loyalty(), 1), "quarter": last.Quarter, "reached": reached, "n": set})
	sec.Blocks = []templates.Block{templates.TableBlock(f, table)}
	if len(quarters) < 2 {
		return []templates.Section{sec}
	}
	shares, amounts := s.sharesOverTime(f, quarters), s.leakedOverTime(f, quarters)
	return []templates.Section{sec, shares, amounts}
}

// categoryTable is all categories with what is bought in them.
func (s *site) categoryTable(at string, of map[string][]*measure.ContractFigures) templates.Table {
	keys := []string{"category", "active#", "turnover#"}
	if !s.public {
		keys = append(keys, "loyalty#", "coverage#", "position", "owner")
	}
	t := templates.Table{Caption: s.t("menu.categories", nil), Cards: true, Empty: s.say("areas.no-categories", nil), Columns: s.heads("areas", keys...)}
	sums := map[string]measure.SpendSum{}
	all, _ := turnover.SpendByCategory(s.p, s.f.AsOf)
	for _, k := range all {
		sums[k.Category] = k.SpendSum
	}
	sorter := s.pr.Sorter()
	list := slices.Clone(s.p.Categories)
	slices.SortStableFunc(list, func(a, b *contract.Category) int { return sorter(a.Title, b.Title) })
	for _, k := range list {
		last, _ := turnoverSums(of[k.ID])
		row := []templates.Cell{{Text: k.Title, Href: s.href(at, s.address("categories", k.ID)), Note: prefixed("CPV ", strings.Join(k.CPV, ", "))}, {Text: itoa(len(activeOnly(of[k.ID])))}, {Text: s.pr.MoneyShort(last)}}
		if !s.public {
			position := templates.Cell{Text: s.t("unknown", nil)}
			if p, known := kraljicOf(k); known {
				position.Text = s.t("kraljic."+kraljicWords[p], nil)
			}
			sum := sums[k.ID]
			owner := s.personLink(at, k.Owner)
			row = append(row, s.shareCell(sum.Loyalty(), target(k, loyaltyTarget)), s.shareCell(sum.Coverage(), target(k, coverageTarget)), position, templates.Cell{Text: owner.Text, Href: owner.Href})
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
	t := templates.Table{Caption: s.say("areas.workload", nil), Cards: true, Empty: s.t("no-people", nil), Columns: s.heads("areas", "person", "contracts#", "critical#", "need#", "capacity#", "bar", "state")}
	scale := 1
	rows := map[string]measure.Workload{}
	for _, w := range s.f.Workload {
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
		capacity, state := templates.Cell{Text: s.t("unknown", nil)}, templates.Cell{Text: "–"}
		if w.Capacity.Set {
			capacity.Text, bar.Mark = s.pr.Number(int64(w.Capacity.V)), part(w.Capacity.V)
			state = templates.Cell{Text: s.say("areas.spare", message.Args{"n": w.Capacity.V - need})}
		}
		if w.Over {
			state = templates.Cell{Badge: []templates.Badge{{Text: s.say("areas.lacks", message.Args{"n": need - w.Capacity.V}), Tone: templates.Warning}}}
		}
		name := templates.Cell{Text: n.Name, Href: s.href(at, s.address("people", n.ID)), Note: s.departmentLink("", n.Department).Text}
		if s.gone(n) {
			capacity.Text, bar.Mark, state.Text = "–", 0, "–"
			name.Badge = []templates.Badge{{Text: s.t("person.left", message.Args{"date": n.Left}), Tone: templates.Warning}}
		}
		t.Rows = append(t.Rows, []templates.Cell{name, {Text: itoa(w.Contracts)}, {Text: itoa(w.ByBand["critical"] + w.ByBand["high"])}, {Text: s.pr.Number(int64(need))}, capacity, {Bar: bar}, state})
	}
	return t
}

// gone tells whether a person has left.
func (s *site) gone(n *contract.Person) bool { return !n.Left.IsZero() && n.Left.Before(s.f.AsOf) }

func (s *site) workloadKeys() []templates.KeyItem {
	return []templates.KeyItem{{Tone: "accent", Text: s.t("person.follow", nil)}, {Tone: "second", Text: s.t("person.plan", nil)}}
}

// workloadConclusion tells how many have too little time.
func (s *site) workloadConclusion(people []*contract.Person) string {
	short, need, capacity, unknown := 0, 0, 0, 0
	for _, w := range s.f.Workload {
		if !slices.ContainsFunc(people, func(n *contract.Person) bool { return n.ID == w.Person }) {
			continue
		}
		if n := s.p.Person(w.Person); n == nil || s.gone(n) {
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
	text := s.say("areas.workload-conclusion", message.Args{"n": short, "need": need, "capacity": capacity})
	if unknown > 0 {
		text = join([]string{text, s.say("areas.capacity-unknown", message.Args{"n": unknown})})
	}
	return text
}

// peopleOf are the people of a department, in the order of the alphabet; of all where it is "".
func (s *site) peopleOf(department string) []*contract.Person {
	var out []*contract.Person
	for _, n := range s.p.People {
		if department == "" || n.Department == department {
			out = append(out, n)
		}
	}
	sorter := s.pr.Sorter()
	slices.SortStableFunc(out, func(a, b *contract.Person) int { return sorter(a.Name, b.Name) })
	return out
}

// workloadSection is the people's capacity against need.
func (s *site) workloadSection(f templates.Frame, at string, people []*contract.Person) templates.Section {
	return templates.Section{ID: "kapasitet", Title: s.say("areas.workload", nil), Conclusion: s.workloadConclusion(people),
		Blocks: []templates.Block{templates.LegendBlock(s.workloadKeys()), templates.ParagraphsBlock(s.say("areas.workload-how", nil)), templates.TableBlock(f, s.workloadTable(at, people))}}
}

// gathered are deadlines as rows; evidence that is due on one contract is one row, dated by
// the first, so that decisions are not lost among it.
func (s *site) gathered(at string, list []measure.Deadline, withContract bool) []templates.Deadline {
	type row struct {
		measure.Deadline
		names []string
	}
	var rows []*row
	of := map[*contract.Contract]*row{}
	for _, d := range list {
		if d.Kind != "evidence" {
			rows = append(rows, &row{Deadline: d})
			continue
		}
		r := of[d.Contract]
		if r == nil {
			r = &row{Deadline: d}
			of[d.Contract] = r
			rows = append(rows, r)
		}
		if t, ok := d.Title.Args["requirement"].(contract.Text); ok {
			r.names = append(r.names, t.In(s.pr.Lang()))
		}
	}
	if len(list) > 0 && list[0].Days < 0 { // overdue: what is decided comes before what is collected
		slices.SortStableFunc(rows, func(a, b *row) int {
			return cmp.Compare(min(len(a.names), 1), min(len(b.names), 1))
		})
	}
	var out []templates.Deadline
	for _, r := range rows {
		d := s.deadline(at, r.Deadline, withContract)
		if n := len(r.names); n > 1 {
			d.Title = s.say("areas.evidence-due", message.Args{"n": n})
			d.Person = join([]string{strings.Join(shorter(r.names, 4), ", "), s.counted("areas.and-more", max(0, n-4))})
		}
		out = append(out, d)
	}
	return out
}

// evidenceShown bounds the rows of evidence in a month of the calendar page; the files to
// subscribe to have all.
const evidenceShown = 40

// fewer leaves out rows of a kind past evidenceShown, and tells how many.
func fewer(rows []templates.Deadline, kind string) (out []templates.Deadline, left int) {
	n := 0
	for _, r := range rows {
		if r.Kind == kind {
			if n++; n > evidenceShown {
				left++
				continue
			}
		}
		out = append(out, r)
	}
	return out, left
}

// supplierTurnover is what was bought from a supplier, by quarter.
func (s *site) supplierTurnover(id string) (templates.Figure, string) {
	quarters, shared := turnover.OfSupplier(s.f, s.bySupplier[id], id, quartersOfSpend)
	sum := new(big.Rat)
	for _, q := range quarters {
		sum.Add(sum, q.Amount.Rat())
	}
	if sum.Sign() == 0 {
		return templates.Figure{}, ""
	}
	fig := s.quarterFigure("omsetning-leverandor", "", quarters, "")
	if shared {
		fig.Conclusion = join([]string{fig.Conclusion, s.say("areas.shared", nil)})
	}
	return fig, s.say("areas.supplier-turnover", message.Args{"amount": s.pr.MoneyShort(sum)})
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
					items = append(items, item{e, r.ID, s.contractLink(at, c.Contract.ID)})
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
		row := templates.EvidenceRow{Requirement: s.requirementLink(at, i.id), Contract: i.contract, Received: s.date(i.e.Received), Expires: s.date(i.e.Expires), Note: i.e.Document}
		switch days := i.e.Expires.Days(s.f.AsOf); {
		case i.e.Expires.IsZero():
		case days < 0:
			state = "expired"
			expired++
		case days <= 90:
			soon++
		}
		row.State = s.evidenceBadge(state, false)
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ""
	}
	return rows, s.say("areas.evidence-conclusion", message.Args{"n": len(rows), "expired": expired, "soon": soon})
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
		note := []string{orgNumber(f.ID), f.Trade}
		if !f.Approved.IsZero() {
			note = append(note, s.say("areas.approved", message.Args{"date": f.Approved}))
		}
		n := templates.ChainNode{Name: templates.Link{Text: or(f.Name, f.ID)}, Note: strings.Join(present(note), ", ")}
		if s.p.Supplier(f.ID) != nil {
			n.Name = s.supplierLink(at, f.ID)
		}
		if h, ok := hours[f.ID]; ok {
			n.Hours = s.say("areas.hours", message.Args{"n": h.Total, "total": s.pr.Number(int64(h.Total)), "quarter": h.Period, "apprentice": s.pr.Number(int64(h.Apprentice))})
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
		root := templates.ChainNode{Name: s.supplierLink(at, id), Note: s.say("areas.main-supplier", nil), Under: under(id, 1)}
		if h, ok := hours[id]; ok {
			root.Hours = s.say("areas.hours", message.Args{"n": h.Total, "total": s.pr.Number(int64(h.Total)), "quarter": h.Period, "apprentice": s.pr.Number(int64(h.Apprentice))})
		}
		tree = append(tree, root)
	}
	for _, f := range k.SupplyChain.Firms { // whose firm above is not known
		if !seen[f.ID] {
			seen[f.ID] = true
			tree = append(tree, node(f, 1))
		}
	}
	conclusion = s.say("areas.chain-conclusion", message.Args{"n": len(k.SupplyChain.Firms), "tiers": deepest})
	if total > 0 {
		conclusion = join([]string{conclusion, s.say("areas.apprentices", message.Args{"share": s.pr.Percent(big.NewRat(int64(apprentice), int64(total)), 1), "quarter": period})})
	}
	return tree, conclusion
}

// requirementRows tell how each requirement stands where it applies.
func (s *site) requirementTable(at string) templates.Table {
	keys := []string{"requirement", "basis", "every", "applies#"}
	if !s.public {
		keys = append(keys, "approved#", "late#", "bar")
	}
	t := templates.Table{Caption: s.t("menu.requirements", nil), Cards: true, Columns: s.heads("areas", keys...)}
	for i, r := range s.p.Requirements {
		n := len(s.applying(i))
		row := []templates.Cell{{Text: r.Title.In(s.pr.Lang()), Href: s.href(at, s.address("requirements", r.ID)), Note: s.word("group", r.Group)}, {Text: r.Basis}, {Text: s.word("every", r.Every)}, {Text: itoa(n)}}
		if !s.public {
			_, count := s.requirementStates(i)
			bar := &templates.StackBar{}
			if n > 0 {
				share := func(k int) float64 { return float64(k) / float64(n) }
				bar.Parts = []templates.BarPart{{Share: share(count["approved"]), Tone: chart.ToneAccent}, {Share: share(count["overdue"]), Tone: chart.ToneSecond}, {Share: share(n - count["approved"] - count["overdue"]), Tone: chart.ToneMuted}}
			}
			row = append(row, templates.Cell{Text: itoa(count["approved"])}, templates.Cell{Text: itoa(count["overdue"])}, templates.Cell{Bar: bar})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
