package risk

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Model puts the risk model in force into words.
func Model(s *kit.Site) templates.RiskModel {
	m := s.F.Model
	if m == nil {
		return templates.RiskModel{Words: s.Say("risk.no-model", nil)}
	}
	out := templates.RiskModel{Name: s.Say("risk.model", message.Args{"title": m.Title.In(s.Pr.Lang()), "date": m.From}), Words: s.Say("risk.words", message.Args{"unknown": m.Unknown}),
		Method: method(s), Example: example(s), Source: templates.Link{Text: m.File(), Href: s.Forge("file", m.File())}}
	for _, f := range m.Factors {
		mf := templates.ModelFactor{Name: f.Title.In(s.Pr.Lang()), Weight: strconv.Itoa(f.Weight), Steps: Steps(s, f)}
		if f.Axis == contract.AxisConsequence {
			out.Consequence = append(out.Consequence, mf)
		} else {
			out.Likelihood = append(out.Likelihood, mf)
		}
	}
	for i, b := range m.Bands {
		to := "100"
		if i+1 < len(m.Bands) {
			to = s.Say("risk.below", message.Args{"score": m.Bands[i+1].From.V})
		}
		out.Bands = append(out.Bands, templates.ModelBand{Risk: templates.RiskBadge{Band: string(b.ID), Label: s.Word("band", string(b.ID))},
			Range: s.Say("risk.range", message.Args{"from": b.From.V, "to": to}), FollowUp: FollowUp(s, b), Hours: s.Pr.Text("values.unit.hours", message.Args{"n": b.Hours})})
	}
	for _, fl := range m.Floors {
		out.Floors = append(out.Floors, templates.ModelFloor{When: fl.Title.In(s.Pr.Lang()), Band: templates.RiskBadge{Band: string(fl.Band), Label: s.Word("band", string(fl.Band))}})
	}
	return out
}

// FollowUp says what follow-up a band asks for: our own kinds by their words, those of the
// portfolio as they are.
func FollowUp(s *kit.Site, b contract.Band) string {
	var out []string
	for _, f := range b.FollowUp {
		if key := "risk.follow-up." + f; s.Pr.Has(key) {
			f = s.Pr.Text(key, nil)
		}
		out = append(out, f)
	}
	return s.Pr.List(out)
}

// Steps says in words what gives a factor 0 to 4 points; empty where the points are what is
// measured, or not of a scale.
func Steps(s *kit.Site, f contract.Factor) [5]string {
	var out [5]string
	for i, c := range f.Choices {
		if i < len(out) {
			out[i] = s.Word("criticality", c)
		}
	}
	if len(f.Choices) > 0 {
		return out
	}
	text := func(i int) string { return threshold(s, f, i) }
	n := len(f.Thresholds)
	switch {
	case f.Zero && n == 3:
		out[0] = "0"
		for i := range 3 {
			out[i+1] = s.Say("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.Say("risk.at-least", message.Args{"value": text(2)})
	case n == 4 && f.Descending:
		for i := range 4 {
			out[i] = s.Say("risk.at-least", message.Args{"value": text(i)})
		}
		out[4] = s.Say("risk.under", message.Args{"value": text(3)})
	case n == 4:
		for i := range 4 {
			out[i] = s.Say("risk.under", message.Args{"value": text(i)})
		}
		out[4] = s.Say("risk.at-least", message.Args{"value": text(3)})
	}
	return out
}

// threshold writes a threshold as its measure is read: a share as percent, kroner in short.
func threshold(s *kit.Site, f contract.Factor, i int) string {
	r := f.Thresholds[i].Rat()
	switch f.Measure {
	case "projected_ceiling_use", "requirement_debt", "amendments_share":
		return s.Pr.Percent(r, 0)
	case "annual_value":
		return s.Pr.MoneyShort(r)
	}
	return s.Pr.Decimal(f.Thresholds[i])
}
