package risk

import (
	"cmp"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
)

var axes = []contract.Axis{contract.AxisConsequence, contract.AxisLikelihood}

// method says how the model in force makes a level of points, a paragraph a step.
func method(s *kit.Site) []string {
	m := s.F.Model
	var out []string
	for _, axis := range axes {
		c := m.Axes.Of(axis)
		a := message.Args{"axis": s.Say("risk.the."+string(axis), nil)}
		if c.Share.Set {
			a["share"] = s.Pr.Percent(c.Share.V.Rat(), 0)
		}
		out = append(out, s.Say("risk.combine."+combined(c), a))
	}
	out = append(out, s.Say("risk.product", nil))
	if len(m.Floors) > 0 {
		out = append(out, s.Say("risk.raising", nil))
	}
	if was := measure.ModelBefore(s.P, m); was != nil && !was.Axes.Alike(&m.Axes) {
		out = append(out, s.Say("risk.before", message.Args{"date": m.From, "title": was.Title.In(s.Pr.Lang())}))
	}
	return out
}

// example works the score of one contract out, in words; nil where none has a score.
func example(s *kit.Site) []string {
	c := risk.Example(s.F.Contracts)
	if c == nil {
		return nil
	}
	m, r := s.F.Model, c.Risk
	out := []string{s.Say("risk.example-head", message.Args{"contract": c.Contract.Title})}
	for _, axis := range axes {
		value := r.Consequence
		if axis == contract.AxisLikelihood {
			value = r.Likelihood
		}
		var parts []string
		for _, p := range risk.Parts(m, r, axis) {
			a := message.Args{"factor": p.Factor.Title.In(s.Pr.Lang()), "points": p.Points, "weight": p.Factor.Weight}
			key := "risk.example-part"
			if p.Chance != nil {
				key, a["chance"] = key+"-any", s.Pr.Percent(p.Chance, 0)
			}
			parts = append(parts, s.Say(key, a))
		}
		if len(parts) == 0 {
			parts = []string{s.Say("risk.example-none", nil)}
		}
		out = append(out, s.Say("risk.example."+combined(m.Axes.Of(axis)), message.Args{"axis": s.Say("risk.axis."+string(axis), nil), "parts": s.Pr.List(parts),
			"value": s.Pr.Rat(value, 2), "share": s.Pr.Percent(risk.OfOne(value), 0)}))
	}
	return append(out, s.Say("risk.example-score", message.Args{"consequence": s.Pr.Rat(r.Consequence, 2), "likelihood": s.Pr.Rat(r.Likelihood, 2), "score": s.Score(r.Score), "level": s.Reason(r.Level())}))
}

func combined(c *contract.Combination) string {
	return string(cmp.Or(c.Combine, contract.CombineMean))
}
