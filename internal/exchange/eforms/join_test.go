package eforms

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/money"
)

// known is a contract of a portfolio, as an earlier import or a person has made it.
func known(id, noticeID string, change func(c *contract.Contract)) *contract.Contract {
	c := &contract.Contract{ID: id, Title: "T", Status: "active", Kind: "contract", Suppliers: []string{"313000028"}, Buyers: []string{"313000001"},
		Value:  contract.Value{Estimated: contract.Some(money.NOK(1000))},
		Period: contract.Period{Start: date.MustParse("2023-01-01"), End: date.MustParse("2026-12-31")},
		Notice: contract.SourceNotice{Notice: noticeID, Lot: "LOT-0001"}}
	if change != nil {
		change(c)
	}
	return c
}

func portfolio(contracts ...*contract.Contract) *contract.Portfolio {
	p := &contract.Portfolio{Contracts: contracts, Suppliers: []*contract.Supplier{{ID: "313000028", Name: "Firma AS"}}}
	p.Settings.Organisation.ID = "313000001"
	return p.Index()
}

func join(t *testing.T, p *contract.Portfolio, notices ...notice) (Plan, []diag.Finding) {
	t.Helper()
	var results []Result
	for _, n := range notices {
		results = append(results, n.read(t))
	}
	return Join(p, results)
}

// All that a modification notice says, as an amendment worked out by hand.
func TestModificationOfAKnownContract(t *testing.T) {
	p := portfolio(known("avtale", "111111-2023", func(c *contract.Contract) {
		c.Kind = "framework"
		c.Value.Maximum = contract.Some(money.NOK(2000))
		c.Amendments = []contract.Amendment{
			{ID: "min", Date: date.MustParse("2023-06-01"), Value: contract.Some(money.NOK(50))},
			{ID: "senere", Date: date.MustParse("2025-06-01"), Value: contract.Some(money.NOK(7))}}
	}))
	m := notice{id: "b-1", publication: "222222-2024", modification: true, changes: "00111111-2023", reason: "mod-cir", what: "Flere enheter.", issued: "2024-05-02+02:00",
		title: "T", amount: "1300", maximum: "2500", lotTerms: technique("framework-agreement", "fa-wo-rc"), period: "<cbc:EndDate>2027-12-31</cbc:EndDate>"}
	plan, findings := join(t, p, m)
	if len(plan.New) != 0 || len(plan.Suppliers) != 0 || len(plan.Buyers) != 0 || len(plan.News) != 1 || plan.News[0].Known.ID != "avtale" {
		t.Fatalf("%+v", plan)
	}
	want := []contract.Amendment{{ID: "b-1", Date: date.MustParse("2024-05-02"), Title: "Flere enheter.", Ground: "foa-28-1-d",
		Value:        contract.Some(money.NOK(250)), // 1300 − (1000 + 50): what came later is not before
		MaximumAfter: contract.Some(money.NOK(2500)), EndAfter: date.MustParse("2027-12-31")}}
	if d := cmp.Diff(want, plan.News[0].Says.Amendments, cmp.AllowUnexported(date.Date{}, money.Decimal{})); d != "" {
		t.Error(d)
	}
	if codes(findings) != "FV825 FV824" {
		t.Errorf("%v", findings)
	}
	// With the amendment on the contract, and signed, the same notice says the same and no more.
	a := want[0]
	a.Signed, a.Date = date.MustParse("2024-04-01"), date.MustParse("2024-04-01") // a person knows better
	p.Contracts[0].Amendments = append(p.Contracts[0].Amendments, a)
	plan, findings = join(t, p, m)
	if d := cmp.Diff(want, plan.News[0].Says.Amendments, cmp.AllowUnexported(date.Date{}, money.Decimal{})); d != "" || codes(findings) != "FV825" {
		t.Errorf("the second time: %s %v", d, findings)
	}
}

// Which contract a modification is of.
func TestWhoIsModified(t *testing.T) {
	m := notice{id: "b-1", modification: true, title: "T", issued: "2024-05-02", reference: "24/00530", number: "K-2024-17"}
	with := func(change func(n *notice)) notice { n := m; change(&n); return n }
	by := func(ref string) notice { return with(func(n *notice) { n.changes, n.reason = ref, "mod-rev" }) }
	for name, tc := range map[string]struct {
		contracts []*contract.Contract
		n         notice
		want      string // ids, "+" for a new one
		codes     string
	}{
		"by the notice":                    {[]*contract.Contract{known("a", "111111-2023", nil), known("b", "111112-2023", nil)}, by("111112-2023"), "b", "FV824"},
		"by the official journal's number": {[]*contract.Contract{known("a", "111111-2023", nil)}, by("2023/S 105-111111"), "a", "FV824"},
		"by a version of the notice":       {[]*contract.Contract{known("a", "cb988d3a-79e9-4792-8739-da87831a20ef", nil)}, by("cb988d3a-79e9-4792-8739-da87831a20ef-01"), "a", "FV824"},
		"by the number on TED":             {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.TED = "111111-2023" })}, by("111111-2023"), "a", "FV824"},
		"by the number on Doffin":          {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Doffin = "2023-111111" })}, by("2023-111111"), "a", "FV824"},
		"by the notice that it follows":    {[]*contract.Contract{known("a", "111111-2023", nil)}, with(func(n *notice) { n.previous = "111111-2023" }), "a", "FV824"},
		"by a modification before it":      {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Amendments = []contract.Amendment{{ID: "111111-2023"}} })}, by("111111-2023"), "a", "FV824"},
		"by the contract's number":         {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Number = "K-2024-17" })}, m, "a", "FV824"},
		"by the procurement's":             {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Reference = "24/00530" })}, m, "a", "FV824"},
		"the organisation is the buyer":    {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Reference, c.Buyers = "24/00530", nil })}, m, "a", "FV824"},
		"another buyer's number":           {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Number, c.Buyers = "K-2024-17", []string{"313000044"} })}, m, "+", "FV814"},
		"another supplier's number":        {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Number, c.Suppliers = "K-2024-17", []string{"313000044"} })}, m, "+", "FV814"},
		"a number that tells nothing": {[]*contract.Contract{known("a", "x", func(c *contract.Contract) { c.Procurement.Number = "1" })},
			with(func(n *notice) { n.number, n.reference = "1", "00" }), "+", "FV814"},
		"unknown": {[]*contract.Contract{known("a", "111111-2023", nil)}, by("999999-2023"), "+", "FV814"},
		"of two, the one with the lot": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Notice.Lot = "LOT-0002" }), known("b", "111111-2023", nil)},
			by("111111-2023"), "b", "FV824"},
		"of two, the one with the supplier": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Suppliers = []string{"313000044"} }), known("b", "111111-2023", nil)},
			by("111111-2023"), "b", "FV824"},
		"of two, the one with the number": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Procurement.Number = "K-2024-17" }), known("b", "111111-2023", nil)},
			by("111111-2023"), "a", "FV824"},
		"another supplier's contract": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Suppliers = []string{"313000044"} })}, by("111111-2023"), "+", "FV814"},
		"the supplier is replaced": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Suppliers = []string{"313000044"} })},
			with(func(n *notice) { n.changes, n.reason = "111111-2023", "mod-repl" }), "a", "FV824"},
		"another lot":            {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Notice.Lot = "LOT-0002" })}, by("111111-2023"), "+", "FV814"},
		"no lots":                {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Notice.Lot = "LOT-0000" })}, by("111111-2023"), "a", "FV824"},
		"a supplier by its name": {[]*contract.Contract{known("a", "111111-2023", nil)}, with(func(n *notice) { n.changes, n.reason, n.supplier = "111111-2023", "mod-rev", "12" }), "a", "FV824"},
		"either of two":          {[]*contract.Contract{known("a", "111111-2023", nil), known("b", "111111-2023", nil)}, by("111111-2023"), "", "FV826"},
		"dated after the contract": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Period.End = date.MustParse("2023-12-31") })},
			by("111111-2023"), "a", "FV823 FV824"},
		"a value, the one before unknown": {[]*contract.Contract{known("a", "111111-2023", func(c *contract.Contract) { c.Value = contract.Value{} })},
			with(func(n *notice) { n.changes, n.reason, n.amount = "111111-2023", "mod-rev", "100" }), "a", "FV821 FV824"},
		"a value in another currency": {[]*contract.Contract{known("a", "111111-2023", nil)},
			with(func(n *notice) { n.changes, n.reason, n.amount, n.currency = "111111-2023", "mod-rev", "100", "EUR" }), "a", "FV821 FV824"},
		"the value that it had": {[]*contract.Contract{known("a", "111111-2023", nil)},
			with(func(n *notice) { n.changes, n.reason, n.amount = "111111-2023", "mod-rev", "1000" }), "a", "FV824"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, findings := join(t, portfolio(tc.contracts...), tc.n)
			got := strings.Repeat("+", len(plan.New))
			for _, n := range plan.News {
				got += n.Known.ID
				if len(n.Says.Amendments) != 1 || n.Says.Title != "" {
					t.Errorf("%s: says %+v", n.Known.ID, n.Says)
				} else if a := n.Says.Amendments[0]; a.Value.Set || a.Date.IsZero() != strings.Contains(tc.codes, "FV823") {
					t.Errorf("amendment %+v", a)
				}
			}
			if got != tc.want || codes(findings) != tc.codes {
				t.Errorf("modifies %q (%s), want %q (%s)", got, codes(findings), tc.want, tc.codes)
			}
		})
	}
}

func TestGrounds(t *testing.T) {
	for code, want := range map[string]string{"mod-rev": "foa-28-1-a", "mod-minv": "foa-28-1-b", "add-wss": "foa-28-1-c", "mod-cir": "foa-28-1-d", "mod-repl": "foa-28-1-e", "mod-nons": "foa-28-1-f", "other": "", "": ""} {
		res := notice{id: "b-1", title: "T", modification: true, changes: "1-2023", reason: code}.read(t)
		if got := res.Modifications[0].Amendment.Ground; string(got) != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	xml := strings.Replace(string(notice{id: "b-1", title: "T", modification: true, changes: "1-2023", reason: "mod-rev"}.xml()), "32014L0024", "32014L0025", 1)
	res, _ := Read("n.xml", []byte(xml))
	if got := res.Modifications[0].Amendment.Ground; got != "" {
		t.Errorf("under another directive: %q", got)
	}
}

// The award and its modifications in one import, in whatever order; then the notices again.
func TestAwardAndModificationsTogether(t *testing.T) {
	award := notice{id: "a-1", publication: "111111-2023", title: "Avtale", amount: "1000", signed: "2023-01-10", issued: "2023-01-15"}
	one := notice{id: "b-1", publication: "222222-2024", modification: true, title: "T", changes: "111111-2023", reason: "mod-rev", what: "En", amount: "1100", issued: "2024-01-15"}
	two := notice{id: "c-1", publication: "333333-2025", modification: true, title: "T", changes: "b-1", reason: "mod-rev", what: "To", amount: "1250", issued: "2025-01-15"}
	var first Plan
	for i, order := range [][]notice{{award, one, two}, {two, one, award}, {one, award, two, one, award}} {
		plan, _ := join(t, portfolio(), order...)
		if len(plan.New) != 1 || len(plan.News) != 0 || len(plan.New[0].Amendments) != 2 {
			t.Fatalf("order %d: %+v", i, plan)
		}
		a := plan.New[0].Amendments
		if a[0].Value.V != money.NOK(100) || a[1].Value.V != money.NOK(150) || a[1].Title != "To" {
			t.Errorf("order %d: %+v", i, a)
		}
		if i == 0 {
			first = plan
		} else if d := cmp.Diff(first, plan, cmp.AllowUnexported(date.Date{}, money.Decimal{}), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Origin" }, cmp.Ignore())); d != "" {
			t.Errorf("order %d: %s", i, d)
		}
	}
	plan, _ := join(t, portfolio(first.New...), award, one, two)
	if len(plan.New) != 0 || len(plan.News) != 1 {
		t.Fatalf("again: %+v", plan)
	}
	if d := cmp.Diff(first.New[0].Amendments, plan.News[0].Says.Amendments, cmp.AllowUnexported(date.Date{}, money.Decimal{})); d != "" {
		t.Errorf("again: %s", d)
	}
}

// Without the award, the first modification makes the contract; what comes after is known by it.
func TestModificationOfAnUnknownContract(t *testing.T) {
	one := notice{id: "b-1", publication: "222222-2024", modification: true, title: "T", changes: "111111-2023", reason: "mod-rev", what: "En", amount: "1100", issued: "2024-01-15"}
	two := notice{id: "c-1", publication: "333333-2025", modification: true, title: "T", changes: "111111-2023", reason: "mod-rev", what: "To", amount: "1250", issued: "2025-01-15"}
	plan, findings := join(t, portfolio(), two, one)
	if len(plan.New) != 1 || len(plan.New[0].Amendments) != 1 || plan.New[0].Amendments[0].Value.V != money.NOK(150) || plan.New[0].Notice.Modifies != "111111-2023" {
		t.Fatalf("%+v %v", plan.New, findings)
	}
	made := plan.New[0]
	plan, _ = join(t, portfolio(made), one, two)
	if len(plan.New) != 0 || len(plan.News) != 1 || len(plan.News[0].Says.Amendments) != 1 {
		t.Errorf("again: %+v", plan)
	}
	renamed := new(*made)
	renamed.ID = "mitt-navn"
	if plan, _ = join(t, portfolio(renamed), one); len(plan.New) != 0 || len(plan.News) != 1 || len(plan.News[0].Says.Amendments) != 0 {
		t.Errorf("renamed: %+v", plan)
	}
	later, _ := join(t, portfolio(), two) // the later one alone has made it: the earlier one is in it
	if plan, findings = join(t, portfolio(later.New...), one); len(plan.New)+len(plan.News) != 0 || codes(findings) != "FV830" {
		t.Errorf("the earlier one afterwards: %+v %v", plan, findings)
	}
	plan, findings = join(t, portfolio(made), notice{id: "a-1", publication: "111111-2023", title: "Avtale"})
	if len(plan.New) != 0 || len(plan.News) != 0 || codes(findings) != "FV819" {
		t.Errorf("the award afterwards: %+v %v", plan, findings)
	}
}

func TestAwardsAreKnownAgain(t *testing.T) {
	n := notice{id: "a-1", publication: "111111-2023", title: "Avtale", number: "K1"}
	c := n.one(t)
	same := func(change func(c *contract.Contract)) *contract.Contract { d := new(*c); change(d); return d }
	for name, tc := range map[string]struct {
		known *contract.Contract
		is    bool
	}{
		"as it was":        {same(func(c *contract.Contract) {}), true},
		"another title":    {same(func(c *contract.Contract) { c.Title = "Mitt" }), true},
		"renamed, noted":   {same(func(c *contract.Contract) { c.IDWas, c.ID, c.Notice = []string{c.ID}, "ny", contract.SourceNotice{} }), true},
		"renamed":          {same(func(c *contract.Contract) { c.ID = "ny" }), true},
		"another lot":      {same(func(c *contract.Contract) { c.ID, c.Notice.Lot = "ny", "LOT-9" }), false},
		"another notice":   {same(func(c *contract.Contract) { c.ID, c.Notice.Notice = "ny", "222222-2023" }), false},
		"another number":   {same(func(c *contract.Contract) { c.ID, c.Procurement.Number = "ny", "K2" }), false},
		"made by a person": {known("min", "", nil), false},
	} {
		plan, findings := join(t, portfolio(tc.known), n)
		if is := len(plan.News) == 1 && len(plan.New) == 0; is != tc.is || !is && len(plan.New) != 1 || len(findings) > 0 {
			t.Errorf("%s: %+v %v", name, plan, findings)
		}
	}
}

func TestCallOffsFindTheirParent(t *testing.T) {
	n := notice{id: "a-1", publication: "111111-2024", title: "Avrop", lotTerms: technique("dps-usage", "dps-list"), previous: "2021/S 124-329785"}
	system := known("ordning", "329785-2021", func(c *contract.Contract) { c.Kind = "dps" })
	plan, findings := join(t, portfolio(system), n)
	if len(plan.New) != 1 || plan.New[0].Parent != "ordning" || len(findings) != 0 {
		t.Errorf("%+v %v", plan.New, findings)
	}
	system.Kind = "contract"
	plan, findings = join(t, portfolio(system), n)
	if plan.New[0].Parent != "" || codes(findings) != "FV818" || plan.New[0].Notice.Within == "" {
		t.Errorf("%+v %v", plan.New, findings)
	}
	other := known("annen", "329785-2021", func(c *contract.Contract) { c.Kind, c.Suppliers = "framework", []string{"313000044"} })
	system.Kind = "framework"
	if plan, _ = join(t, portfolio(system, other), n); plan.New[0].Parent != "ordning" {
		t.Errorf("of two frameworks: %q", plan.New[0].Parent)
	}
}

// Join changes nothing that it is given.
func TestJoinLeavesThePortfolioAlone(t *testing.T) {
	p, q := portfolio(known("a", "111111-2023", nil)), portfolio(known("a", "111111-2023", nil))
	join(t, p, notice{id: "b-1", modification: true, title: "T", changes: "111111-2023", reason: "mod-rev", amount: "5"}, notice{id: "c-1", title: "Ny", supplier: "313000044"})
	if d := cmp.Diff(q.Contracts, p.Contracts, cmp.AllowUnexported(date.Date{}, money.Decimal{})); d != "" {
		t.Error(d)
	}
}

// A corrected award is news of the contract that the first one made, in whatever order; it
// comes as a new version of the notice, or as a notice of its own that names the first.
func TestCorrections(t *testing.T) {
	one := notice{id: "cb988d3a-79e9-4792-8739-da87831a20ef", publication: "111111-2024", version: "01", title: "Avtale", amount: "100", issued: "2024-01-15"}
	version, own := one, one
	version.publication, version.version, version.amount = "222222-2024", "02", "120"
	own.id, own.publication, own.corrects, own.amount = "da4d46e9-490b-41ff-a2ae-8166d356a619", "222222-2024", one.id+"-01", "120"
	for name, two := range map[string]notice{"a version": version, "a notice": own} {
		for i, order := range [][]notice{{one, two}, {two, one}} {
			plan, findings := join(t, portfolio(), order...)
			if len(plan.New) != 1 || plan.New[0].Value.Estimated.V != money.NOK(120) || plan.New[0].Notice.Notice != two.id || len(findings) != 0 {
				t.Fatalf("%s, order %d: %+v %v", name, i, plan, findings)
			}
			again, findings := join(t, portfolio(plan.New...), order...)
			if len(again.New) != 0 || len(again.News) != 1 || again.News[0].Says.Value.Estimated.V != money.NOK(120) {
				t.Errorf("%s again: %+v %v", name, again, findings)
			}
			if old, findings := join(t, portfolio(plan.New...), one); name == "a notice" && (len(old.New) != 0 || len(old.News) != 0 || codes(findings) != "FV829") {
				t.Errorf("%s, the old one: %+v %v", name, old, findings)
			}
		}
		made, _ := join(t, portfolio(), one)
		plan, _ := join(t, portfolio(made.New...), two)
		if len(plan.New) != 0 || len(plan.News) != 1 || plan.News[0].Says.Value.Estimated.V != money.NOK(120) {
			t.Errorf("%s later: %+v", name, plan)
		}
	}
}

// The official example says in words what the difference is: from 95 to 105 million pounds.
func TestDifferenceOfTheOfficialExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared, "sdk-2.0-examples", "can-modif_24_duration.xml"))
	if err != nil {
		t.Skip("the official examples are not here: ", err)
	}
	res, _ := Read("n.xml", data)
	k := known("lab", "", func(c *contract.Contract) {
		c.Procurement.TED, c.Suppliers, c.Period = "268231-2010", nil, contract.Period{}
		c.Value = contract.Value{Estimated: contract.Some(money.NOK(95_000_000)), Currency: "GBP"}
	})
	plan, findings := Join(portfolio(k), []Result{res})
	if len(plan.New) != 0 || len(plan.News) != 1 || len(plan.News[0].Says.Amendments) != 1 {
		t.Fatalf("%+v %v", plan, findings)
	}
	a := plan.News[0].Says.Amendments[0]
	if a.Value.V != money.NOK(10_000_000) || !strings.HasPrefix(a.Title, "Extension of six (6) months and increased contract value from GBP 95 000 000") || !strings.Contains(a.Note, "COVID-19") || a.Ground != "foa-28-1-d" {
		t.Errorf("%+v", a)
	}
	if f := findings[0]; f.Code != "FV825" || f.Args["difference"] != "10000000 GBP" || f.Args["now"] != "105000000 GBP" {
		t.Errorf("%+v", f)
	}
}

// Any set of notices gives one plan, in whatever order they come; and carried out, the same
// notices have nothing new to say.
func TestNoticesSayTheSameInAnyOrderAndAgain(t *testing.T) {
	equal := cmp.Options{cmp.AllowUnexported(date.Date{}, money.Decimal{})}
	rapid.Check(t, func(r *rapid.T) {
		names := []string{"111111-2023", "222222-2023", "333333-2024", "444444-2024", "a-1", "b-1", "c-1"}
		var notices []notice
		used := map[string]bool{}
		for i := range rapid.IntRange(1, 6).Draw(r, "notices") {
			pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(r, what) }
			n := notice{id: pick("id", "a-1", "b-1", "c-1", "d-1", "e-1", "f-1"), publication: pick("publication", "", "111111-2023", "222222-2023", "333333-2024"), title: pick("title", "Vask", "Mat"),
				number: pick("number", "", "K-2024-17"), amount: pick("amount", "", "100", "250"), signed: "2023-01-01",
				issued: date.MustParse("2023-06-01").AddDays(100*i + rapid.IntRange(0, 99).Draw(r, "day")).String(), supplier: pick("supplier", "313000028", "313000044")}
			if used[n.id] || n.publication != "" && used[n.publication] {
				continue
			}
			used[n.id], used[n.publication] = true, true
			if rapid.Bool().Draw(r, "modification") {
				n.modification, n.reason, n.changes = true, "mod-rev", pick("changes", append(names, "")...)
			}
			notices = append(notices, n)
		}
		read := func(order []notice) (results []Result) {
			for _, n := range order {
				results = append(results, n.read(t))
			}
			return results
		}
		plan, _ := Join(portfolio(), read(notices))
		other, _ := Join(portfolio(), read(rapid.Permutation(notices).Draw(r, "order")))
		if d := cmp.Diff(plan.New, other.New, equal); d != "" {
			r.Fatalf("another order: %s", d)
		}
		again, _ := Join(portfolio(plan.New...), read(notices))
		if len(again.New) > 0 {
			r.Fatalf("again gives %+v", again.New)
		}
		for _, n := range again.News {
			for _, a := range n.Says.Amendments {
				i := slices.IndexFunc(n.Known.Amendments, func(b contract.Amendment) bool { return b.ID == a.ID })
				if i < 0 || !cmp.Equal(n.Known.Amendments[i], a, equal) {
					r.Fatalf("again says %+v of %+v", a, n.Known)
				}
			}
			if n.Says.Title != "" && (n.Says.Title != n.Known.Title || n.Says.Value != n.Known.Value || n.Says.Procurement.Number != n.Known.Procurement.Number) {
				r.Fatalf("again says %+v of %+v", n.Says, n.Known)
			}
		}
	})
}
