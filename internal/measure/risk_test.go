package measure

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/money"
)

// The worked examples of the method: K and S of 2, of 3, of 4 and 3.
func TestWorkedExamples(t *testing.T) {
	m := defaultModel()
	for _, tc := range []struct {
		k, s        int
		score, band string
	}{{2, 2, "25.00", "moderate"}, {3, 3, "56.25", "high"}, {4, 3, "75.00", "critical"}, {0, 4, "0.00", "low"}, {4, 4, "100.00", "critical"}} {
		words := fmt.Sprintf("%d", tc.k)
		model := &contract.RiskModel{Bands: m.Bands, Factors: []contract.Factor{
			{ID: "k", Axis: "consequence", Weight: 7, Expression: words},
			{ID: "s", Axis: "likelihood", Weight: 3, Expression: fmt.Sprintf("%d", tc.s)},
		}}
		c := &contract.Contract{ID: "a", Status: "active", Kind: "contract", Period: contract.Period{Start: d("2026-01-01")}}
		p := &contract.Portfolio{Contracts: []*contract.Contract{c}, Models: []*contract.RiskModel{model}}
		r := Measure(p.Index(), testAsOf).Of("a").Risk
		if got := r.Score.FloatString(2); got != tc.score || r.Band != tc.band {
			t.Errorf("K=%d, S=%d: %s %s, want %s %s", tc.k, tc.s, got, r.Band, tc.score, tc.band)
		}
	}
}

func TestScales(t *testing.T) {
	byID := map[string]*scale{}
	m := defaultModel()
	for i := range m.Factors {
		sc := newScale(&m.Factors[i])
		byID[m.Factors[i].ID] = &sc
	}
	for _, tc := range []struct {
		factor, value string
		works         bool
		want          int
	}{
		{"value", "0", false, 0}, {"value", "499999.99", false, 0}, {"value", "500000", false, 1}, {"value", "2499999.99", false, 1},
		{"value", "2500000", false, 2}, {"value", "10000000", false, 3}, {"value", "49999999.99", false, 3}, {"value", "50000000", false, 4},
		{"bids", "9", false, 0}, {"bids", "6", false, 0}, {"bids", "5", false, 1}, {"bids", "4", false, 1}, {"bids", "3", false, 2}, {"bids", "2", false, 3}, {"bids", "1", false, 4}, {"bids", "0", false, 4},
		{"exposure", "0", false, 0}, {"exposure", "1", false, 1}, {"exposure", "3", false, 1}, {"exposure", "4", false, 2}, {"exposure", "6", false, 2},
		{"exposure", "7", false, 3}, {"exposure", "9", false, 3}, {"exposure", "10", false, 4},
		{"ceiling", "0.6999", false, 0}, {"ceiling", "0.70", false, 1}, {"ceiling", "0.85", false, 2}, {"ceiling", "0.95", false, 3}, {"ceiling", "1.0499", false, 3}, {"ceiling", "1.05", false, 4},
		{"debt", "0", false, 0}, {"debt", "0.0001", false, 1}, {"debt", "0.10", false, 2}, {"debt", "0.25", false, 3}, {"debt", "0.4999", false, 3}, {"debt", "0.50", false, 4}, {"debt", "1", false, 4},
		{"deviations", "0", false, 0}, {"deviations", "1", false, 1}, {"deviations", "2", false, 1}, {"deviations", "3", false, 2}, {"deviations", "8", false, 2},
		{"deviations", "9", false, 3}, {"deviations", "17", false, 3}, {"deviations", "18", false, 4},
		{"labour", "0", false, 0}, {"labour", "3", false, 3}, {"labour", "4", false, 4},
		{"amendments", "0", false, 0}, {"amendments", "0.029", false, 1}, {"amendments", "0.03", false, 2}, {"amendments", "0.07", false, 3}, {"amendments", "0.0999", false, 3}, {"amendments", "0.10", false, 4},
		{"amendments", "0.10", true, 3}, {"amendments", "0.1499", true, 3}, {"amendments", "0.15", true, 4},
		{"signs", "0", false, 0}, {"signs", "3", false, 3}, {"signs", "4", false, 4}, {"signs", "5", false, 4},
		{"follow-up", "0", false, 0}, {"follow-up", "1", false, 1}, {"follow-up", "29", false, 1}, {"follow-up", "30", false, 2}, {"follow-up", "60", false, 3}, {"follow-up", "89", false, 3}, {"follow-up", "90", false, 4},
		{"data", "0", false, 0}, {"data", "4", false, 4}, {"data", "10", false, 4},
	} {
		if got := byID[tc.factor].points(numberValue(dec(tc.value).Rat()), tc.works); got != tc.want {
			t.Errorf("%s %s (works %t): %d points, want %d", tc.factor, tc.value, tc.works, got, tc.want)
		}
	}
	for i, w := range []string{"none", "nuisance", "delay", "affects-users", "critical"} {
		if got := byID["criticality"].points(textValue(w), false); got != i {
			t.Errorf("%s: %d points, want %d", w, got, i)
		}
	}
	if got := byID["criticality"].points(textValue("grave"), false); got != -1 {
		t.Errorf("an unknown word has %d points", got)
	}
}

// Days are strict: more than 365 score 0.
func TestDeadlinePoints(t *testing.T) {
	for days, want := range map[int]int{366: 0, 365: 1, 181: 1, 180: 2, 91: 2, 90: 3, 31: 3, 30: 4, 0: 4} {
		p := testPortfolio()
		c := activeContract(p)
		c.Period.End = testAsOf.AddDays(days)
		if got := factorOf(t, p, "deadline"); !got.Known || got.Points != want {
			t.Errorf("%d days: %d points, want %d", days, got.Points, want)
		}
	}
	p := testPortfolio()
	c := activeContract(p)
	c.Successor = "neste"
	if got := factorOf(t, p, "deadline"); !got.Known || got.Points != 0 || got.Input != "none" {
		t.Errorf("with a successor: %+v", got)
	}
	c.Successor, c.Options = "", []contract.Option{{ExtendsTo: c.Period.End.AddYears(1), DecideBy: testAsOf.AddDays(-3), Status: "open"}}
	if got := factorOf(t, p, "deadline"); got.Points != 4 || got.Input != "-3" {
		t.Errorf("a decision that is late: %+v", got)
	}
}

// activeContract with everything known and nothing wrong.
func activeContract(p *contract.Portfolio) *contract.Contract {
	c := &contract.Contract{
		ID: "a", Title: "A", Status: "active", Kind: "contract", Nature: "services", Category: "kategori-1", CPV: []string{"79713000"},
		Department: "innkjop", Manager: "person-1", Suppliers: []string{"x-leverandor-0"}, Criticality: "none",
		Period: contract.Period{Start: d("2026-01-01"), End: d("2029-12-31")}, Plan: []contract.PlanItem{{What: "Møte", Every: "event"}},
		Requirements: []contract.AppliedRequirement{{ID: "pay"}},
	}
	c.Procurement.Bids, c.Procurement.Published = some(7), d("2025-09-01")
	c.Value.Estimated, c.Value.Maximum = some(money.NOK(1_000_000)), some(money.NOK(1_200_000))
	c.Turnover = &contract.Turnover{Months: months("2026-01", "2026-10", 10_000)}
	p.Contracts = append(p.Contracts, c)
	return c
}

func riskOf(t *testing.T, p *contract.Portfolio) *Risk {
	t.Helper()
	r := Measure(p.Index(), testAsOf).Of("a").Risk
	if r == nil {
		t.Fatal("no risk")
	}
	return r
}

func factorOf(t *testing.T, p *contract.Portfolio, id string) FactorScore {
	t.Helper()
	for _, f := range riskOf(t, p).Factors {
		if f.Factor.ID == id {
			return f
		}
	}
	t.Fatalf("no factor %s", id)
	return FactorScore{}
}

func TestFloors(t *testing.T) {
	for _, tc := range []struct {
		floor, band string
		change      func(p *contract.Portfolio, c *contract.Contract)
	}{
		{"", "low", func(*contract.Portfolio, *contract.Contract) {}},
		{"over-maximum", "critical", func(_ *contract.Portfolio, c *contract.Contract) { c.Value.Maximum = some(money.NOK(99_999)) }},
		{"after-end", "critical", func(_ *contract.Portfolio, c *contract.Contract) { c.Period.End = d("2026-09-30") }},
		{"forecast", "high", func(_ *contract.Portfolio, c *contract.Contract) { c.Value.Maximum = some(money.NOK(200_000)) }},
		{"breach", "high", func(_ *contract.Portfolio, c *contract.Contract) {
			c.Deviations = []contract.Deviation{{Severity: "major", Requirement: "pay", Reported: d("2026-10-01")}}
		}},
		{"", "low", func(_ *contract.Portfolio, c *contract.Contract) {
			c.Deviations = []contract.Deviation{{Severity: "major", Requirement: "pay", Reported: d("2026-10-01"), Closed: d("2026-11-01")}}
		}},
		{"tiers", "high", func(_ *contract.Portfolio, c *contract.Contract) {
			c.SupplyChain = &contract.SupplyChain{Firms: []contract.Firm{{ID: "a"}, {ID: "b", Parent: "a"}, {ID: "c", Parent: "b"}}}
		}},
		{"amendment", "high", func(_ *contract.Portfolio, c *contract.Contract) {
			c.Amendments = []contract.Amendment{{Ground: "foa-28-1-b", Value: some(money.NOK(100_001)), Signed: d("2026-02-01")}}
		}},
		{"vacant", "moderate", func(_ *contract.Portfolio, c *contract.Contract) { c.Manager = "" }},
		{"vacant", "moderate", func(_ *contract.Portfolio, c *contract.Contract) { c.Manager = "person-4" }}, // has left
	} {
		p := testPortfolio()
		tc.change(p, activeContract(p))
		r := riskOf(t, p)
		hit := ""
		for _, f := range r.Floors {
			if f.Raised { // what is over its maximum is forecast to be so, too
				hit += f.Floor.ID
			}
			if f.Known != Yes || len(f.Why) == 0 {
				t.Errorf("%s: %+v", tc.floor, f)
			}
		}
		if hit != tc.floor || r.Band != tc.band || r.ScoreBand != "low" {
			t.Errorf("%s: floors %q, band %s from %s (score %s)", tc.floor, hit, r.Band, r.ScoreBand, r.Score.FloatString(2))
		}
	}
}

func TestUnknownIsNotSafe(t *testing.T) {
	p := testPortfolio()
	c := activeContract(p)
	full := riskOf(t, p)
	if full.Confidence.Cmp(big.NewRat(1, 1)) != 0 {
		t.Errorf("confidence %s with everything known", full.Confidence)
	}
	c.Turnover, c.Criticality = nil, ""
	r := riskOf(t, p)
	if r.Confidence.Cmp(big.NewRat(150, 200)) != 0 {
		t.Errorf("confidence %s, want 3/4", r.Confidence)
	}
	for _, f := range r.Factors {
		if !f.Known && (f.Points != 2 || f.Input != "") {
			t.Errorf("%s is unknown with %d points, input %q", f.Factor.ID, f.Points, f.Input)
		}
	}
	if r.Score.Cmp(full.Score) <= 0 {
		t.Error("less is known, and the score is not higher")
	}
	if len(r.Unsure) == 0 {
		t.Error("no floor is unsure without turnover")
	}
}

func TestAnotherCurrencyIsMissing(t *testing.T) {
	p := testPortfolio()
	activeContract(p).Value.Currency = "EUR"
	unknown := ""
	for _, f := range riskOf(t, p).Factors {
		if !f.Known {
			unknown += f.Factor.ID + " "
		}
	}
	if unknown != "value ceiling amendments " {
		t.Errorf("unknown: %s", unknown)
	}
}

func TestModelsByDate(t *testing.T) {
	p := testPortfolio()
	activeContract(p)
	later := defaultModel()
	later.ID, later.From = "2026-12-01", d("2026-12-01")
	p.Models = append(p.Models, later)
	if f := Measure(p.Index(), testAsOf); f.Model.ID != "2026-01-01" {
		t.Errorf("model %s", f.Model.ID)
	}
	if f := Measure(p, d("2026-12-01")); f.Model.ID != "2026-12-01" || f.Of("a").Risk.Model != "2026-12-01" {
		t.Errorf("model %s", f.Model.ID)
	}
	if f := Measure(p, d("2019-01-01")); f.Model != nil || f.Of("a").Risk != nil {
		t.Error("a model before the first")
	}
}

func TestRescoredAndReliefs(t *testing.T) {
	p := randomPortfolio(40, seeded(7))
	f := Measure(p, testAsOf)
	other := defaultModel()
	other.Factors[1].Weight = 90
	changed := 0
	for i, r := range f.Rescored(other) {
		if was := f.Contracts[i].Risk; (r == nil) != (was == nil) {
			t.Fatal("others are scored")
		} else if r != nil && r.Score.Cmp(was.Score) != 0 {
			changed++
		}
	}
	if changed == 0 {
		t.Error("another weight changes nothing")
	}
	for i, r := range f.Rescored(f.Model) {
		was := f.Contracts[i].Risk
		if r == nil {
			continue
		}
		if r.Score.Cmp(was.Score) != 0 || r.Band != was.Band {
			t.Errorf("%s: the same model gives %s", f.Contracts[i].Contract.ID, r.Score)
		}
		for _, x := range r.Reliefs() {
			if x.Score.Cmp(r.Score) > 0 || x.To >= x.Factor.Points {
				t.Errorf("relief raises the score to %s", x.Score)
			}
		}
	}
}

func TestExpressionFactors(t *testing.T) {
	p := testPortfolio()
	activeContract(p)
	m := p.Models[0]
	m.Factors = append(m.Factors,
		contract.Factor{ID: "x1", Axis: "likelihood", Weight: 1, Expression: "spent / maximum", Thresholds: decs("0.05", "0.08", "0.09", "0.5")},
		contract.Factor{ID: "x2", Axis: "likelihood", Weight: 1, Expression: "nature == 'services'"},
		contract.Factor{ID: "x3", Axis: "likelihood", Weight: 1, Expression: "custom('nivaa')", Choices: []string{"lav", "høy"}},
		contract.Factor{ID: "x4", Axis: "likelihood", Weight: 1, Expression: "no such thing"},
		contract.Factor{ID: "x5", Axis: "likelihood", Weight: 1, Measure: "ceiling_use", Thresholds: decs("0.05")},
		contract.Factor{ID: "x6", Axis: "likelihood", Weight: 1, Measure: "nonsense"},
	)
	for id, want := range map[string]int{"x1": 2, "x2": 4, "x3": -1, "x4": -1, "x5": 1, "x6": -1} {
		got := factorOf(t, p, id)
		if got.Known != (want >= 0) || got.Known && got.Points != want {
			t.Errorf("%s: %d points (known %t), want %d", id, got.Points, got.Known, want)
		}
	}
}
