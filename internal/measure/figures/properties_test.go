package figures_test

import (
	"math/big"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/money"
	"pgregory.net/rapid"
)

func TestMoreTurnoverNeverLowersUse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(4, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		before := figures.Of(p, measuretest.AsOf)
		more := money.Amount(rapid.Int64Range(1, 1e9).Draw(rt, "more"))
		which := rapid.IntRange(0, 60).Draw(rt, "month")
		for _, c := range p.Contracts {
			if c.Turnover != nil && len(c.Turnover.Months) > 0 {
				c.Turnover.Months[which%len(c.Turnover.Months)].Total += more
			}
		}
		after := figures.Of(p, measuretest.AsOf)
		for i, b := range before.Contracts {
			a := after.Contracts[i]
			for what, pair := range map[string][2]*big.Rat{
				"use": {b.Money.Use, a.Money.Use}, "projected use": {b.Money.ProjectedUse, a.Money.ProjectedUse}, "spent": {b.Money.Spent, a.Money.Spent},
			} {
				if pair[0] != nil && pair[1].Cmp(pair[0]) < 0 {
					rt.Fatalf("%s: %s fell from %s to %s", b.Contract.ID, what, pair[0], pair[1])
				}
			}
			// A date before the as-of date comes from turnover that lags behind; "already over" is dated as-of.
			if !b.Money.Exhaustion.Before(measuretest.AsOf) && a.Money.Exhaustion.After(b.Money.Exhaustion) {
				rt.Fatalf("%s: exhausted later", b.Contract.ID)
			}
		}
	})
}

func TestClosingNeverRaisesRisk(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := measuretest.Random(4, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
		before := figures.Of(p, measuretest.AsOf)
		for _, c := range p.Contracts {
			for i := range c.Deviations {
				if rapid.Bool().Draw(rt, "close") {
					c.Deviations[i].Closed = measuretest.AsOf
				}
			}
			for i := range c.Inspections {
				for j := range c.Inspections[i].Findings {
					if rapid.Bool().Draw(rt, "close") {
						c.Inspections[i].Findings[j].Closed = measuretest.AsOf
					}
				}
			}
		}
		for i, a := range figures.Of(p, measuretest.AsOf).Contracts {
			b := before.Contracts[i]
			if b.Risk == nil {
				continue
			}
			if a.Risk.Score.Cmp(b.Risk.Score) > 0 || measure.BandRank(a.Risk.Band) > measure.BandRank(b.Risk.Band) {
				rt.Fatalf("%s: from %s %s to %s %s", a.Contract.ID, b.Risk.Score, b.Risk.Band, a.Risk.Score, a.Risk.Band)
			}
		}
	})
}

// Bands and hours are of the contracts that are followed up, of which the active are a part.
func TestBandsAddUpToTheContractsFollowedUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := figures.Of(measuretest.Random(12, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed"))), measuretest.AsOf)
		bands, statuses, people := 0, 0, 0
		for _, n := range f.Totals.Bands {
			bands += n
		}
		for _, n := range f.Totals.Status {
			statuses += n
		}
		for _, w := range f.Workload {
			people += w.Contracts
		}
		followed := f.Totals.Followed.V
		if bands != followed || people != followed || f.Totals.Status["active"] > followed || statuses != len(f.Contracts) {
			rt.Fatalf("%d in bands, %d with people, %d followed up, %d active, %d in all of %d", bands, people, followed, f.Totals.Status["active"], statuses, len(f.Contracts))
		}
	})
}

// shuffle puts the files' contents in another order; Index sorts what has an order.
func shuffle(p *contract.Portfolio, r measuretest.Chance) *contract.Portfolio {
	q := *p
	q.Contracts = slices.Clone(p.Contracts)
	for i := range q.Contracts {
		c := *q.Contracts[i]
		c.Options, c.Amendments, c.Deviations = mix(c.Options, r), mix(c.Amendments, r), mix(c.Deviations, r)
		if c.Turnover != nil {
			t := *c.Turnover
			t.Months = mix(t.Months, r)
			c.Turnover = &t
		}
		q.Contracts[i] = &c
	}
	q.Contracts, q.Suppliers, q.People = mix(q.Contracts, r), mix(p.Suppliers, r), mix(p.People, r)
	q.Requirements, q.Regulations, q.Categories = mix(p.Requirements, r), mix(p.Regulations, r), mix(p.Categories, r)
	return q.Index()
}

func mix[T any](list []T, r measuretest.Chance) []T {
	out := slices.Clone(list)
	for i := range out {
		j := i + r(len(out)-i)
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func TestOrderChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		p := measuretest.Random(6, measuretest.Seeded(seed))
		a, b := figures.Of(p, measuretest.AsOf), figures.Of(shuffle(p, measuretest.Seeded(seed+1)), measuretest.AsOf)
		for i, x := range a.Contracts {
			y := b.Contracts[i]
			if x.Contract.ID != y.Contract.ID || x.Status != y.Status || !reflect.DeepEqual(scores(x.Risk), scores(y.Risk)) {
				rt.Fatalf("%s: %v and %v", x.Contract.ID, scores(x.Risk), scores(y.Risk))
			}
			if !reflect.DeepEqual(x.Money, y.Money) || x.Terms.LastEnd != y.Terms.LastEnd || x.Terms.CurrentEnd != y.Terms.CurrentEnd || x.Debt.Cmp(y.Debt) != 0 {
				rt.Fatalf("%s: figures differ", x.Contract.ID)
			}
		}
		if !reflect.DeepEqual(a.Totals, b.Totals) || !reflect.DeepEqual(a.Workload, b.Workload) || len(a.Deadlines) != len(b.Deadlines) {
			rt.Fatal("totals differ")
		}
		for i := range a.Deadlines {
			if x, y := a.Deadlines[i], b.Deadlines[i]; x.Date != y.Date || x.Contract.ID != y.Contract.ID || x.Kind != y.Kind {
				rt.Fatalf("deadline %d: %s %s and %s %s", i, x.Date, x.Kind, y.Date, y.Kind)
			}
		}
	})
}

func scores(r *measure.Risk) (out []string) {
	if r == nil {
		return nil
	}
	out = append(out, r.Score.RatString(), r.Confidence.RatString(), string(r.ScoreBand), string(r.Band))
	for _, f := range r.Factors {
		out = append(out, f.Factor.ID+" "+f.Input)
	}
	for _, h := range append(slices.Clone(r.Floors), r.Unsure...) {
		out = append(out, h.Floor.ID)
	}
	return out
}

func TestMeasureIsTotal(t *testing.T) {
	t.Parallel()
	for _, p := range []*contract.Portfolio{
		{}, {Contracts: []*contract.Contract{{}}}, {Contracts: []*contract.Contract{{ID: "a", Status: "active", Parent: "a"}}, Models: []*contract.RiskModel{{}}},
		{Contracts: []*contract.Contract{{ID: "a", Parent: "b", Turnover: &contract.Turnover{}}, {ID: "b", Parent: "a", Turnover: &contract.Turnover{}}}},
		{Contracts: []*contract.Contract{{ID: "a", Status: "active", Period: contract.Period{Start: measuretest.Day("2026-01-01"), End: measuretest.Day("2020-01-01"), Renewal: "tacit", Tacit: contract.Tacit{Months: 1}, NoticeMonths: contract.Some(9999)}}}},
	} {
		f := figures.Of(p.Index(), measuretest.AsOf)
		if len(f.Contracts) != len(p.Contracts) {
			t.Error("contracts are missing")
		}
	}
	if f := figures.Of(measuretest.Random(20, measuretest.Seeded(3)).PublicPart(measuretest.AsOf), measuretest.AsOf); f.Model != nil {
		t.Error("the public part has a risk model")
	}
}

func TestCoresChangeNothing(t *testing.T) {
	p := measuretest.Random(200, measuretest.Seeded(5))
	many := figures.Of(p, measuretest.AsOf)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := figures.Of(p, measuretest.AsOf)
	if !reflect.DeepEqual(many, one) {
		t.Error("figures depend on the number of cores")
	}
}
