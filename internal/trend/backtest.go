package trend

import (
	"math"
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/inspections"
)

// The back-test of a risk model: how well its scores at past quarter ends foretold what
// came after. Scores and shares are exact; areas and their intervals are statistics,
// computed in floating point and rounded to four decimals where they leave the package.

// Limits of a back-test.
const (
	Following    = 4  // quarters after a score in which an event counts as foretold
	MaxQuarters  = 12 // scored at most
	FewestEvents = 10 // contracts with the event, and contracts without: below that no area is given
)

// Outcomes that a score is to foretell.
//
//	deviation   a new deviation, major or critical (without severity: major)
//	ceiling     turnover passes the ceiling that holds on the day
//	inspection  an inspection fails: its result is major, or a finding is major or critical
//	any         one of these
var Outcomes = []string{"deviation", "ceiling", "inspection", "any"}

const (
	deviation = iota
	ceiling
	inspection
	anything
	outcomes
)

// BackTest is how well risk models foretold a portfolio's outcomes.
type BackTest struct {
	Quarters     []date.Quarter // whose scores were followed by four whole quarters
	Recorded     int            // of those quarters, how many were scored from the portfolio as it was then
	Observations int            // scores of contracts at those quarters' ends
	Contracts    int            // different ones
	Models       []ModelTest
	Differences  []Difference // between the second model and the first, in the order of Outcomes; empty for one model
	Undated      Undated
}

// ModelTest is how one model fared.
type ModelTest struct {
	Model    *contract.RiskModel
	Outcomes []OutcomeTest // in the order of Outcomes
	Bands    []BandTest    // from the lowest
	Lead     Lead
}

// OutcomeTest is how well a model foretold one outcome.
type OutcomeTest struct {
	Outcome           string
	Events, NonEvents int // observations followed by the event within four quarters, and not
	Hit, Spared       int // contracts with at least one of each
	Area              *big.Rat
	Low, High         *big.Rat // 95 % interval of the area; nil where it cannot be computed
	TooFew            bool     // fewer than FewestEvents contracts hit or spared: Area is nil
}

// Verdict compares with guessing: better or worse where the whole interval lies on that
// side of a half, else unsure; "" without an interval.
func (o *OutcomeTest) Verdict() string {
	half := big.NewRat(1, 2)
	switch {
	case o.Low == nil:
		return ""
	case o.Low.Cmp(half) > 0:
		return "better"
	case o.High.Cmp(half) < 0:
		return "worse"
	}
	return "unsure"
}

// BandTest is one row of the calibration table.
type BandTest struct {
	Band         contract.BandID
	Observations int
	Events       [4]int // in the order of Outcomes
	Eligible     [4]int // observations that the outcome could come to: for a ceiling those below it, for an inspection those inspected
}

// Share is the part of those that an outcome could come to that it came to; nil where it
// could come to none.
func (b *BandTest) Share(outcome int) *big.Rat {
	if b.Eligible[outcome] == 0 {
		return nil
	}
	return big.NewRat(int64(b.Events[outcome]), int64(b.Eligible[outcome]))
}

// Lead tells how long before an event the contract was in one of the two highest bands,
// without a break. Each contract counts with its first event.
type Lead struct {
	Events int   // contracts with an event that had been scored before it
	Warned int   // of those, high or critical at the last quarter end before it
	Median int   // quarters from the first high score to the event, of those warned; 0 without any
	Leads  []int // of those warned, sorted
}

// Difference between the areas of two models over the same observations.
type Difference struct {
	Outcome         string
	Area, Low, High *big.Rat // nil where there is no area, or no interval
}

// Verdict is improved or worsened where the whole interval lies on that side of zero, else
// same; "" without an interval.
func (d *Difference) Verdict() string {
	switch {
	case d.Low == nil:
		return ""
	case d.Low.Sign() > 0:
		return "improved"
	case d.High.Sign() < 0:
		return "worsened"
	}
	return "same"
}

// Undated counts what cannot be placed in time, and so is left out, or known only as it
// stands today.
type Undated struct {
	Deviations  int // without the day reported
	Inspections int // without a date, though performed
	Options     int // decided without the day: seen as decided all the time
	Terminated  int // contracts terminated without the day: seen as over all the time
}

// moment is what is kept of the figures at one quarter's end.
type moment struct {
	recorded bool
	active   []bool
	over     []measure.Tri     // turnover has passed the ceiling
	scores   [][]*measure.Risk // by model, then contract
}

// Test scores the quarters before a date with each model, from dated facts, and compares
// with what came. A quarter is scored from the portfolio as it was recorded at its end,
// where recorded has one (nil for none; recorded itself may be nil), and else from p: what
// has no date there (criticality, bids, signs of suppliers, …) is used as it stands today.
// What came is read from p, which knows most; contracts are matched by id, or by the ids
// that they had. A contract that p no longer holds is left out.
func Test(p *contract.Portfolio, asOf date.Date, recorded func(end date.Date) *contract.Portfolio, models ...*contract.RiskModel) *BackTest {
	t := &BackTest{Undated: undated(p)}
	ends := lastEnds(asOf)
	moments := measured(p, ends, recorded, models)
	come := events(p, ends, moments)
	for i := range MaxQuarters {
		if slices.Contains(moments[i].active, true) {
			t.Quarters = append(t.Quarters, ends[i].QuarterOf())
			if moments[i].recorded {
				t.Recorded++
			}
		}
	}
	seen := make([]bool, len(p.Contracts))
	for i := range MaxQuarters {
		for c, active := range moments[i].active {
			if active {
				t.Observations++
				if !seen[c] {
					t.Contracts++
				}
				seen[c] = true
			}
		}
	}
	var areas [][]area
	var samples [][][]sample
	for k, m := range models {
		mt, a, s := test(m, k, moments, come)
		t.Models = append(t.Models, mt)
		areas, samples = append(areas, a), append(samples, s)
	}
	if len(models) == 2 {
		for o := range outcomes {
			t.Differences = append(t.Differences, difference(o, samples[0][o], areas[0][o], areas[1][o]))
		}
	}
	return t
}

// lastEnds are the quarters' ends that a back-test looks at, the last that has come included.
func lastEnds(asOf date.Date) []date.Date {
	last := asOf.QuarterOf()
	if last.Last().After(asOf) {
		last = last.Add(-1)
	}
	ends := make([]date.Date, MaxQuarters+Following)
	for i := range ends {
		ends[i] = last.Add(i - len(ends) + 1).Last()
	}
	return ends
}

// measured scores every quarter end. The quarters are measured one after the other:
// measuring uses all cores itself.
func measured(p *contract.Portfolio, ends []date.Date, recorded func(date.Date) *contract.Portfolio, models []*contract.RiskModel) []moment {
	out := make([]moment, len(ends))
	one := big.NewRat(1, 1)
	at := places(p)
	for i, end := range ends {
		var then *contract.Portfolio
		if recorded != nil {
			then = recorded(end)
		}
		m := moment{recorded: then != nil, active: make([]bool, len(p.Contracts)), over: make([]measure.Tri, len(p.Contracts)), scores: make([][]*measure.Risk, len(models))}
		if then == nil {
			then = p
		}
		f := figures.Of(then, end)
		for k, model := range models {
			m.scores[k] = make([]*measure.Risk, len(p.Contracts))
			for j, r := range figures.Rescored(f, model) {
				if c, ok := at[f.Contracts[j].Contract.ID]; ok {
					m.scores[k][c] = r
				}
			}
		}
		for c := range m.over {
			m.over[c] = measure.Unknown
		}
		for _, cf := range f.Contracts {
			c, ok := at[cf.Contract.ID]
			if !ok {
				continue
			}
			m.active[c] = cf.Followed()
			if use := cf.Money.Use; use != nil {
				m.over[c] = measure.No
				if use.Cmp(one) > 0 {
					m.over[c] = measure.Yes
				}
			}
		}
		out[i] = m
	}
	return out
}

// places are the contracts' places in the portfolio, by the ids that they have and had.
func places(p *contract.Portfolio) map[string]int {
	at := map[string]int{}
	for i, c := range p.Contracts {
		for _, id := range c.IDWas {
			at[id] = i
		}
	}
	for i, c := range p.Contracts {
		at[c.ID] = i
	}
	return at
}

// coming are the events of one contract: for each outcome the number of the quarter in
// which it came, −1 before the first quarter end that is looked at; inspected are the
// quarters with an inspection.
type coming struct {
	at        [outcomes][]int
	inspected []int
}

func events(p *contract.Portfolio, ends []date.Date, moments []moment) []coming {
	out := make([]coming, len(p.Contracts))
	first, last := ends[0], ends[len(ends)-1]
	quarter := func(d date.Date) (int, bool) { // the first end on or after a day
		if d.IsZero() || !d.After(first) || d.After(last) {
			return 0, false
		}
		return d.QuarterOf().Compare(first.QuarterOf()), true
	}
	for i, c := range p.Contracts {
		e := &out[i]
		for j := range c.Deviations {
			if q, ok := quarter(c.Deviations[j].Reported); ok && c.Deviations[j].Severity != contract.SeverityMinor {
				e.at[deviation] = append(e.at[deviation], q)
			}
		}
		for j := range c.Inspections {
			n := &c.Inspections[j]
			q, ok := quarter(n.Date)
			if !ok || !inspections.Held(n, last) {
				continue
			}
			e.inspected = append(e.inspected, q)
			if failed(n) {
				e.at[inspection] = append(e.at[inspection], q)
			}
		}
		for q := 1; q < len(ends); q++ {
			if moments[q].over[i] == measure.Yes && moments[q-1].over[i] == measure.No {
				e.at[ceiling] = append(e.at[ceiling], q)
			}
		}
		for o := range anything {
			e.at[anything] = append(e.at[anything], e.at[o]...)
		}
		for o := range outcomes {
			slices.Sort(e.at[o])
		}
	}
	return out
}

func failed(n *contract.Inspection) bool {
	return n.Result == contract.ResultMajor || slices.ContainsFunc(n.Findings, func(f contract.Finding) bool { return f.Severity != contract.SeverityMinor })
}

// within tells whether one of the quarters comes in the four after a quarter.
func within(quarters []int, after int) bool {
	return slices.ContainsFunc(quarters, func(q int) bool { return q > after && q <= after+Following })
}

// eligible tells whether an outcome could come to a contract after a quarter.
func (m *moment) eligible(o, contract, quarter int, e *coming) bool {
	switch o {
	case ceiling:
		return m.over[contract] == measure.No
	case inspection:
		return within(e.inspected, quarter)
	}
	return true
}

// test sees how one model fared.
func test(m *contract.RiskModel, k int, moments []moment, come []coming) (ModelTest, []area, [][]sample) {
	mt := ModelTest{Model: m}
	samples := make([][]sample, outcomes)
	bands := map[contract.BandID]*BandTest{}
	for _, b := range ordered(m) {
		mt.Bands = append(mt.Bands, BandTest{Band: b})
	}
	for i := range mt.Bands {
		bands[mt.Bands[i].Band] = &mt.Bands[i]
	}
	for q := range MaxQuarters {
		for c, r := range moments[q].scores[k] {
			if r == nil {
				continue
			}
			band := bands[r.Band]
			if band != nil {
				band.Observations++
			}
			score, _ := r.Score.Float64()
			for o := range outcomes {
				if !moments[q].eligible(o, c, q, &come[c]) {
					continue
				}
				event := within(come[c].at[o], q)
				samples[o] = append(samples[o], sample{score, event, c})
				if band != nil {
					band.Eligible[o]++
					if event {
						band.Events[o]++
					}
				}
			}
		}
	}
	areas := make([]area, outcomes)
	for o := range outcomes {
		areas[o] = areaUnder(samples[o])
		mt.Outcomes = append(mt.Outcomes, outcomeTest(o, samples[o], areas[o]))
	}
	mt.Lead = lead(k, moments, come)
	return mt, areas, samples
}

func outcomeTest(o int, samples []sample, a area) OutcomeTest {
	t := OutcomeTest{Outcome: Outcomes[o], Events: a.events, NonEvents: a.without, Hit: a.hit, Spared: a.spared}
	if t.TooFew = a.hit < FewestEvents || a.spared < FewestEvents; t.TooFew {
		return t
	}
	t.Area = a.auc
	auc, _ := a.auc.Float64()
	if low, high, ok := interval95(auc, variance(samples, a.parts, auc)); ok {
		t.Low, t.High = fourDecimals(low), fourDecimals(high)
	}
	return t
}

// difference compares two models over the same observations; their scores differ, their
// events do not.
func difference(o int, samples []sample, a, b area) Difference {
	d := Difference{Outcome: Outcomes[o]}
	if a.auc == nil || b.auc == nil || a.hit < FewestEvents || a.spared < FewestEvents {
		return d
	}
	d.Area = new(big.Rat).Sub(b.auc, a.auc)
	mean, _ := d.Area.Float64()
	parts := make([]float64, len(a.parts))
	for i := range parts {
		parts[i] = b.parts[i] - a.parts[i]
	}
	if v := variance(samples, parts, mean); !math.IsNaN(v) {
		half := normal95 * math.Sqrt(v)
		d.Low, d.High = fourDecimals(max(mean-half, -1)), fourDecimals(min(mean+half, 1))
	}
	return d
}

// lead looks at each contract's first event.
func lead(k int, moments []moment, come []coming) Lead {
	var l Lead
	for c := range come {
		if len(come[c].at[anything]) == 0 {
			continue
		}
		event := come[c].at[anything][0]
		high := 0
		for q := event - 1; q >= 0; q-- {
			r := moments[q].scores[k][c]
			if r == nil || r.Band != contract.BandHigh && r.Band != contract.BandCritical {
				break
			}
			high++
		}
		if moments[event-1].scores[k][c] == nil {
			continue
		}
		l.Events++
		if high > 0 {
			l.Warned++
			l.Leads = append(l.Leads, high)
		}
	}
	slices.Sort(l.Leads)
	if l.Warned > 0 {
		l.Median = l.Leads[(l.Warned-1)/2]
	}
	return l
}

// ordered are the bands of a model from the lowest.
func ordered(m *contract.RiskModel) []contract.BandID {
	bands := slices.Clone(m.Bands)
	slices.SortStableFunc(bands, func(a, b contract.Band) int { return a.From.V.Cmp(b.From.V) })
	out := make([]contract.BandID, len(bands))
	for i := range bands {
		out[i] = bands[i].ID
	}
	return out
}

func fourDecimals(x float64) *big.Rat { return big.NewRat(int64(math.Round(x*10_000)), 10_000) }

func undated(p *contract.Portfolio) (u Undated) {
	for _, c := range p.Contracts {
		for i := range c.Deviations {
			if c.Deviations[i].Reported.IsZero() {
				u.Deviations++
			}
		}
		for i := range c.Inspections {
			if n := &c.Inspections[i]; n.Date.IsZero() && n.Status != contract.InspectionPlanned {
				u.Inspections++
			}
		}
		for i := range c.Options {
			if o := &c.Options[i]; o.Decided.IsZero() && (o.Status == contract.OptionExercised || o.Status == contract.OptionDeclined) {
				u.Options++
			}
		}
		if c.Status == contract.Terminated && c.Period.Terminated.IsZero() {
			u.Terminated++
		}
	}
	return u
}
