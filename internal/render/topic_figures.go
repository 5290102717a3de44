package render

import (
	"math/big"
	"slices"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// benefitSections are what was planned and what came, added up, by class; and how sure it is.
func (s *site) benefitSections(f templates.Frame) []templates.Section {
	var out []templates.Section
	for _, t := range s.F.Totals.Benefits {
		points := s.F.BenefitCurve(t.Class, kit.Quarters)
		if len(points) < 2 {
			continue
		}
		name := s.Word("benefit-class", t.Class)
		last := points[len(points)-1]
		text := s.Say("topics.benefit-conclusion", message.Args{"quarter": last.Quarter, "realised": s.classSum(t.Class, last.Realised), "planned": s.classSum(t.Class, last.Planned), "confirmed": s.classSum(t.Class, last.Confirmed)})
		if last.Planned.Sign() > 0 {
			text = kit.Join([]string{text, s.Say("topics.benefit-share", message.Args{"share": s.Pr.Percent(new(big.Rat).Quo(last.Realised, last.Planned), 0)})})
		}
		out = append(out, templates.Section{ID: "kurve-" + t.Class, Title: s.Say("topics.benefit-curve", message.Args{"class": name}), Conclusion: text, Blocks: []templates.Block{templates.FigureBlock(f, s.benefitCurve(t.Class, points))}})
	}
	if len(s.F.Totals.Benefits) > 0 {
		out = append(out, s.evidenceSection(f))
	}
	return out
}

func (s *site) benefitCurve(class string, points []measure.BenefitPoint) templates.Figure {
	title := s.Say("topics.benefit-curve", message.Args{"class": s.Word("benefit-class", class)})
	c := chart.Chart{Title: title, Kind: chart.Grouped, Series: []chart.Series{{Name: s.T("column.planned", nil), Tone: chart.ToneMuted}, {Name: s.T("column.realised", nil), Tone: chart.ToneAccent}, {Name: s.T("column.confirmed", nil), Tone: chart.ToneOK}}}
	table := templates.Table{Caption: title, Columns: s.Columns("quarter", "planned#", "realised#", "confirmed#")}
	million := class == "cash" || class == "non-cash" || class == "workers"
	text := func(r *big.Rat) string {
		if million {
			return s.Pr.Rat(new(big.Rat).Quo(r, big.NewRat(1_000_000, 1)), 1)
		}
		return s.Pr.Rat(r, 0)
	}
	if !slices.ContainsFunc(points, func(p measure.BenefitPoint) bool { return p.Confirmed.Sign() != 0 }) {
		c.Series = c.Series[:2] // the conclusion says that nothing is confirmed
	}
	for i, p := range points {
		c.Labels = append(c.Labels, s.QuarterLabel(p.Quarter, i == 0))
		row := []templates.Cell{{Text: s.Pr.Quarter(p.Quarter)}}
		for j, r := range []*big.Rat{p.Planned, p.Realised, p.Confirmed} {
			if j < len(c.Series) {
				c.Series[j].Values = append(c.Series[j].Values, chart.Value{Number: kit.Float(r), Text: text(r)})
			}
			row = append(row, templates.Cell{Text: s.classSum(class, r)})
		}
		table.Rows = append(table.Rows, row)
	}
	note := s.Say("topics.benefit-unit", nil)
	if million {
		note = s.InMillions("")
	}
	fig := s.Figure("kurve-"+class+"-figur", "", kit.Join([]string{s.Say("topics.cumulative", nil), note}), c, table)
	fig.Options = ""
	return fig
}

// evidenceSection is what was realised, by class and by how sure it is.
func (s *site) evidenceSection(f templates.Frame) templates.Section {
	letters := []string{"A", "B", "C", "D", ""}
	table := templates.Table{Caption: s.Say("topics.evidence", nil), Cards: true, Columns: []templates.Column{{Head: s.T("column.class", nil)}}}
	for _, l := range letters {
		head := s.Say("topics.evidence-none", nil)
		if l != "" {
			head = s.Word("evidence-class", l)
		}
		table.Columns = append(table.Columns, templates.Column{Head: head, Numeric: true})
	}
	sure, all := new(big.Rat), new(big.Rat)
	for _, t := range s.F.Totals.Benefits {
		by := s.F.BenefitEvidence(t.Class)
		row := []templates.Cell{{Text: s.Word("benefit-class", t.Class)}}
		for _, l := range letters {
			row = append(row, templates.Cell{Text: s.classSum(t.Class, or0(by[l]))})
			if t.Class == "cash" && by[l] != nil {
				all.Add(all, by[l])
				if l == "A" || l == "B" {
					sure.Add(sure, by[l])
				}
			}
		}
		table.Rows = append(table.Rows, row)
	}
	sec := templates.Section{ID: "grunnlag", Title: s.Say("topics.evidence", nil), Blocks: []templates.Block{templates.TableBlock(f, table)}}
	if all.Sign() > 0 {
		sec.Conclusion = s.Say("topics.evidence-conclusion", message.Args{"share": s.Pr.Percent(new(big.Rat).Quo(sure, all), 0)})
	}
	return sec
}

func or0(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return r
}
