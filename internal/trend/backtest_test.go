package trend

import (
	"fmt"
	"math/big"
	"reflect"
	"runtime"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/money"
)

var asOf = date.MustParse("2026-10-15") // the last quarter that has ended: 2026-q3

// model gives 0 to 100 by criticality alone, in the order of its choices.
func model(id string, choices ...string) *contract.RiskModel {
	m := &contract.RiskModel{ID: id, Unknown: 2}
	for i, b := range []string{"low", "moderate", "high", "critical"} {
		m.Bands = append(m.Bands, contract.Band{ID: contract.BandID(b), From: contract.Some(money.NewDecimal(int64(20*i), 0))})
	}
	for _, axis := range []string{"consequence", "likelihood"} {
		m.Factors = append(m.Factors, contract.Factor{ID: axis, Axis: contract.Axis(axis), Weight: 1, Measure: "criticality", Choices: choices})
	}
	return m
}

var (
	rising  = model("rising", "none", "nuisance", "delay", "affects-users", "critical")
	falling = model("falling", "critical", "affects-users", "delay", "nuisance", "none")
	level   = model("level", "x", "y", "none", "z", "w")
)

// exposed is a portfolio of contracts that run from 2025: those before hit are critical and had a
// major deviation in 2025-q4, the others are not and had none.
func exposed(n, hit int) *contract.Portfolio {
	p := &contract.Portfolio{}
	for i := range n {
		c := &contract.Contract{ID: fmt.Sprintf("c%03d", i), Status: "active", Kind: "contract", Criticality: "none",
			Period: contract.Period{Start: date.MustParse("2025-01-01"), End: date.MustParse("2028-12-31")}}
		if i < hit {
			c.Criticality = "critical"
			c.Deviations = []contract.Deviation{{ID: "a", Severity: "major", Reported: date.MustParse("2025-11-15")}, {ID: "b", Severity: "minor", Reported: date.MustParse("2025-02-15")}}
		}
		p.Contracts = append(p.Contracts, c)
	}
	return p.Index()
}

func TestBackTest(t *testing.T) {
	b := Test(exposed(40, 15), asOf, nil, rising, falling)
	if len(b.Quarters) != 3 || b.Quarters[0].String() != "2025-q1" || b.Quarters[2].String() != "2025-q3" || b.Observations != 120 || b.Contracts != 40 {
		t.Errorf("%+v", b)
	}
	for i, want := range []*big.Rat{big.NewRat(1, 1), new(big.Rat)} {
		o := b.Models[i].Outcomes[0]
		if o.Outcome != "deviation" || o.Events != 45 || o.NonEvents != 75 || o.Hit != 15 || o.Spared != 25 || o.TooFew || o.Area.Cmp(want) != 0 || o.Low != nil {
			t.Errorf("model %d: %+v", i, o)
		}
		for _, o := range b.Models[i].Outcomes[1:3] {
			if !o.TooFew || o.Area != nil || o.Events != 0 {
				t.Errorf("nothing of %s happened: %+v", o.Outcome, o)
			}
		}
	}
	if d := b.Differences[0]; d.Area.Cmp(big.NewRat(-1, 1)) != 0 || len(b.Differences) != 4 || b.Differences[1].Area != nil {
		t.Errorf("%+v", b.Differences)
	}
	bands := b.Models[0].Bands
	if len(bands) != 4 || bands[3].Band != "critical" || bands[3].Observations != 45 || bands[3].Events[0] != 45 || bands[0].Observations != 75 || bands[0].Events[3] != 0 || bands[0].Eligible[1] != 0 {
		t.Errorf("%+v", bands)
	}
	if l := b.Models[0].Lead; l.Events != 15 || l.Warned != 15 || l.Median != 3 {
		t.Errorf("%+v", l)
	}
	if l := b.Models[1].Lead; l.Events != 15 || l.Warned != 0 || l.Median != 0 {
		t.Errorf("%+v", l)
	}
}

func TestBackTestWithoutSkill(t *testing.T) {
	p := exposed(60, 30)
	for i, c := range p.Contracts { // events fall on every other contract, whatever its criticality
		c.Deviations = nil
		if i%2 == 0 {
			c.Deviations = []contract.Deviation{{ID: "a", Reported: date.MustParse("2025-11-15")}} // without severity: major
		}
	}
	o := Test(p, asOf, nil, rising, level)
	if a := o.Models[0].Outcomes[0].Area; a.Cmp(big.NewRat(1, 2)) != 0 {
		t.Errorf("by chance: %s", a)
	}
	if x := o.Models[0].Outcomes[0]; x.Low.Cmp(x.Area) >= 0 || x.High.Cmp(x.Area) <= 0 {
		t.Errorf("interval %s to %s", x.Low, x.High)
	}
	if a := o.Models[1].Outcomes[0].Area; a.Cmp(big.NewRat(1, 2)) != 0 {
		t.Errorf("all equal: %s", a)
	}
}

func TestTooFewEvents(t *testing.T) {
	for _, x := range []struct {
		n, hit int
		few    bool
	}{{40, 9, true}, {40, 10, false}, {40, 30, false}, {40, 31, true}, {40, 0, true}, {0, 0, true}} {
		o := Test(exposed(x.n, x.hit), asOf, nil, rising).Models[0].Outcomes[0]
		if o.TooFew != x.few || (o.Area == nil) != x.few {
			t.Errorf("%d of %d: %+v", x.hit, x.n, o)
		}
	}
}

// Only what comes in the four quarters after a score counts, and nothing after the as-of date.
func TestWindow(t *testing.T) {
	for _, x := range []struct {
		reported string
		events   int // of the three quarters 2025-q1, q2 and q3
	}{
		{"2025-03-31", 0}, {"2025-04-01", 1}, {"2025-09-30", 2}, {"2025-10-01", 3}, {"2026-03-31", 3}, {"2026-04-01", 2}, {"2026-09-30", 1}, {"2026-10-01", 0},
	} {
		p := exposed(1, 0)
		p.Contracts[0].Deviations = []contract.Deviation{{Severity: "critical", Reported: date.MustParse(x.reported)}}
		if o := Test(p, asOf, nil, rising).Models[0].Outcomes[0]; o.Events != x.events || o.NonEvents != 3-x.events {
			t.Errorf("%s: %d events, %d without", x.reported, o.Events, o.NonEvents)
		}
	}
}

func TestCeilingsAndInspections(t *testing.T) {
	p := exposed(4, 0)
	passes, over, inspected, fails := p.Contracts[0], p.Contracts[1], p.Contracts[2], p.Contracts[3]
	for i, c := range []*contract.Contract{passes, over} {
		c.Value.Maximum = contract.Some(money.NOK(1000))
		c.Turnover = &contract.Turnover{}
		for m := range 20 {
			c.Turnover.Months = append(c.Turnover.Months, contract.MonthTurnover{Month: date.NewMonth(2025, 1).Add(m), Total: money.NOK(int64(90 + 1000*i))})
		}
	}
	inspected.Inspections = []contract.Inspection{{Date: date.MustParse("2025-12-01"), Status: "closed", Result: "conform"}, {Date: date.MustParse("2026-02-01"), Status: "planned", Result: "major"}}
	fails.Inspections = []contract.Inspection{{Date: date.MustParse("2025-12-01"), Status: "closed", Result: "minor", Findings: []contract.Finding{{Severity: "minor"}, {Severity: "critical"}}}}
	m := Test(p, asOf, nil, rising).Models[0]
	// 90 a month passes 1000 in December 2025: 2025-q4. The other is over all the time, and out.
	if o := m.Outcomes[1]; o.Events != 3 || o.NonEvents != 0 || o.Hit != 1 {
		t.Errorf("ceiling: %+v", o)
	}
	if o := m.Outcomes[2]; o.Events != 3 || o.NonEvents != 3 || o.Hit != 1 || o.Spared != 1 {
		t.Errorf("inspection: %+v", o)
	}
	if o := m.Outcomes[3]; o.Events != 6 || o.NonEvents != 6 {
		t.Errorf("any: %+v", o)
	}
}

func TestUndated(t *testing.T) {
	p := exposed(2, 0)
	p.Contracts[0].Deviations = []contract.Deviation{{Severity: "major"}}
	p.Contracts[0].Inspections = []contract.Inspection{{Status: "closed"}, {Status: "planned"}}
	p.Contracts[0].Options = []contract.Option{{Status: "exercised"}, {Status: "open"}, {Status: "declined", Decided: date.MustParse("2025-01-01")}}
	p.Contracts[1].Status = "terminated"
	b := Test(p, asOf, nil, rising)
	if b.Undated != (Undated{1, 1, 1, 1}) || b.Models[0].Outcomes[3].Events != 0 || b.Contracts != 1 {
		t.Errorf("%+v", b)
	}
}

func TestBackTestIsTheSameOnOneCore(t *testing.T) {
	p := exposed(80, 30)
	many := Test(p, asOf, nil, rising, falling)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := Test(p, asOf, nil, rising, falling); !reflect.DeepEqual(many, one) {
		t.Error("the back-test depends on the number of cores")
	}
}

// Where the portfolio of a quarter is recorded, it is what is scored; what came is read
// from today's.
func TestRecordedQuarters(t *testing.T) {
	now := exposed(40, 15)
	now.Contracts[0].IDWas = []string{"old-name"}
	then := exposed(40, 0) // nobody knew then which contracts are critical
	then.Contracts[0].ID = "old-name"
	then.Contracts = append(then.Contracts, &contract.Contract{ID: "gone", Status: "active", Criticality: "critical", Period: now.Contracts[0].Period})
	then = then.Index()
	b := Test(now, asOf, func(end date.Date) *contract.Portfolio {
		if end.QuarterOf().String() == "2025-q3" {
			return then
		}
		return nil
	}, rising)
	// In two of three quarters the scores part the events wholly; in the third all are equal.
	if len(b.Quarters) != 3 || b.Recorded != 1 || b.Observations != 120 || b.Models[0].Outcomes[0].Events != 45 {
		t.Fatalf("%+v", b)
	}
	// Of 45 × 75 pairs, 30 × 75 are won and 15 × 75 tied.
	if a := b.Models[0].Outcomes[0].Area; a.Cmp(big.NewRat(30*2+15, 45*2)) != 0 {
		t.Errorf("area %s", a)
	}
	if l := b.Models[0].Lead; l.Events != 15 || l.Warned != 0 {
		t.Errorf("at the last quarter end nobody was warned: %+v", l)
	}
}

func TestVerdicts(t *testing.T) {
	for _, x := range []struct{ low, high, area, difference string }{
		{"", "", "", ""}, {"0.51", "0.7", "better", "improved"}, {"0.5", "0.7", "unsure", "improved"}, {"-0.1", "0.1", "worse", "same"}, {"-0.2", "-0.1", "worse", "worsened"},
	} {
		low, _ := new(big.Rat).SetString(x.low)
		high, _ := new(big.Rat).SetString(x.high)
		if got := (&OutcomeTest{Low: low, High: high}).Verdict(); got != x.area {
			t.Errorf("area %s to %s: %q", x.low, x.high, got)
		}
		if got := (&Difference{Low: low, High: high}).Verdict(); got != x.difference {
			t.Errorf("difference %s to %s: %q", x.low, x.high, got)
		}
	}
}
