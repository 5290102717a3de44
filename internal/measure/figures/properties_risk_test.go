package figures_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/figures"
	"github.com/forvalt/forvalt/internal/measure/measuretest"
	"github.com/forvalt/forvalt/internal/measure/risk"
)

// More points never lower a score, however the factors of an axis come together.
func TestMorePointsNeverLowerAScore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := &contract.RiskModel{}
		combination := func(label string) contract.Combination {
			return contract.Combination{
				Combine: rapid.SampledFrom([]contract.Combine{"", contract.CombineMean, contract.CombineQuadratic, contract.CombineAny}).Draw(rt, label),
				Share:   contract.Some(measuretest.Decimal(rapid.SampledFrom([]string{"0.01", "0.5", "0.8", "1"}).Draw(rt, label+" share"))),
			}
		}
		m.Axes.Consequence, m.Axes.Likelihood = combination("consequence"), combination("likelihood")
		var points []int
		for range rapid.IntRange(1, 12).Draw(rt, "factors") {
			axis := rapid.SampledFrom([]contract.Axis{contract.AxisConsequence, contract.AxisLikelihood}).Draw(rt, "axis")
			m.Factors = append(m.Factors, contract.Factor{Axis: axis, Weight: rapid.IntRange(0, 40).Draw(rt, "weight")})
			points = append(points, rapid.IntRange(0, 4).Draw(rt, "points"))
		}
		k, s, before := risk.Points(m, points)
		more := slices.Clone(points)
		for i := range more {
			more[i] = rapid.IntRange(more[i], 4).Draw(rt, "more")
		}
		k2, s2, after := risk.Points(m, more)
		if k2.Cmp(k) < 0 || s2.Cmp(s) < 0 || after.Cmp(before) < 0 {
			rt.Fatalf("%v gives %s, %v gives %s", points, before, more, after)
		}
		if after.Sign() < 0 || k2.Cmp(rat(4, 1)) > 0 || s2.Cmp(rat(4, 1)) > 0 {
			rt.Fatalf("%v gives %s and %s", more, k2, s2)
		}
	})
}

// What people do to mend things, on the as-of date, by what it is called.
var mending = map[string]func(p *contract.Portfolio, c *contract.Contract){
	"closing": func(_ *contract.Portfolio, c *contract.Contract) {
		for i := range c.Deviations {
			c.Deviations[i].Closed = measuretest.AsOf
		}
		for i := range c.Inspections {
			for j := range c.Inspections[i].Findings {
				c.Inspections[i].Findings[j].Closed = measuretest.AsOf
			}
		}
	},
	"approving": func(p *contract.Portfolio, c *contract.Contract) {
		for _, r := range p.Requirements {
			i := slices.IndexFunc(c.Requirements, func(a contract.AppliedRequirement) bool { return a.ID == r.ID })
			if i < 0 {
				continue
			}
			for _, supplier := range append(slices.Clone(c.Suppliers), "") {
				c.Requirements[i].Evidence = append(c.Requirements[i].Evidence, contract.Evidence{State: contract.EvidenceApproved, Received: measuretest.AsOf, Supplier: supplier})
			}
		}
	},
	"inspecting": func(_ *contract.Portfolio, c *contract.Contract) {
		c.Inspections = append(c.Inspections, contract.Inspection{ID: "ny", Date: measuretest.AsOf, Extensive: true, Status: contract.InspectionClosed, Result: contract.ResultConform})
	},
	"exercising": func(_ *contract.Portfolio, c *contract.Contract) {
		for i := range c.Options {
			if o := &c.Options[i]; o.Status == contract.OptionOpen {
				o.Status, o.Decided = contract.OptionExercised, measuretest.AsOf
				return // one at a time, in the order of their ends
			}
		}
	},
	"naming a successor": func(_ *contract.Portfolio, c *contract.Contract) { c.Successor = "neste" },
}

// except are the contracts, as they were, of which mending may raise the score.
var except = map[string]func(*measure.ContractFigures) bool{
	// Unknown debt counts 2 points; what is left when it becomes known may be more.
	"approving": func(b *measure.ContractFigures) bool {
		return slices.ContainsFunc(b.Requirements, func(r measure.RequirementFigures) bool { return r.Applies == measure.Unknown })
	},
	// A contract past its end has no plan after it; exercised late, its plan has been due since.
	"exercising": func(b *measure.ContractFigures) bool {
		return len(b.Plan) > 0 && b.Terms.CurrentEnd.Before(measuretest.AsOf)
	},
}

func TestMendingNeverRaisesALevel(t *testing.T) {
	t.Parallel()
	for what, mend := range mending {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				p := measuretest.Random(6, measuretest.Seeded(rapid.Uint64().Draw(rt, "seed")))
				if rapid.Bool().Draw(rt, "version 2") {
					p.Models = []*contract.RiskModel{measuretest.SecondModel()}
				}
				before := figures.Of(p, measuretest.AsOf)
				for _, c := range p.Contracts {
					mend(p, c)
				}
				for i, a := range figures.Of(p.Index(), measuretest.AsOf).Contracts {
					b := before.Contracts[i]
					if a.Risk == nil || b.Risk == nil || except[what] != nil && except[what](b) {
						continue
					}
					if measure.BandRank(a.Risk.Band) > measure.BandRank(b.Risk.Band) || a.Risk.Score.Cmp(b.Risk.Score) > 0 {
						rt.Fatalf("%s: from %v to %v", a.Contract.ID, told(b.Risk), told(a.Risk))
					}
				}
			})
		})
	}
}

// told is what a risk comes to, with what moved it.
func told(r *measure.Risk) (out []string) {
	out = append(out, r.Score.FloatString(4), string(r.Band))
	for _, f := range r.Factors {
		out = append(out, f.Factor.ID+" "+f.Input+" "+string(rune('0'+f.Points)))
	}
	for _, h := range r.Floors {
		out = append(out, h.Floor.ID)
	}
	return out
}
