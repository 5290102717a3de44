package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

func Summary(s *kit.Site, at string, active []*measure.ContractFigures, scope string) *templates.RiskSummary {
	scored := measure.Scored(active)
	if len(scored) == 0 {
		return nil
	}
	r := &templates.RiskSummary{
		More:       templates.Link{Text: s.T("risk.how", nil), Href: s.Href(at, s.Address("risk"))},
		Conclusion: conclusion(s, scored),
		Matrix:     Matrix(s, at, scored, nil, scope),
	}
	if len(active) == s.F.Totals.Status["active"] {
		r.Moved = moved(s)
	}
	for _, c := range kit.Shorter(scored, 3) {
		r.Highest = append(r.Highest, templates.RiskItem{Contract: s.ContractLink(at, c.Contract.ID), Risk: *block.RiskBadge(s, c.Risk)})
	}
	return r
}

func conclusion(s *kit.Site, scored []*measure.ContractFigures) string {
	critical, raised := 0, 0
	for _, c := range scored {
		if measure.BandRank(c.Risk.Band) > measure.BandRank(c.Risk.ScoreBand) {
			raised++
		}
		if c.Risk.Band == "critical" {
			critical++
		}
	}
	return kit.Join([]string{s.T("risk.conclusion", message.Args{"n": critical, "total": len(scored)}), s.Counted("site.risk.raised", raised)})
}

func Pages(s *kit.Site) []kit.Page {
	at := s.Address("risk")
	h := kit.Head{At: at, Title: s.T("menu.risk", nil), Nav: "risk", Crumbs: s.Crumbs(at)}
	if s.F.Model != nil {
		h.Source = s.F.Model.Origin
	}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		scored := measure.Scored(s.F.Contracts)
		v := templates.RiskPage{
			Lead:       s.T("risk.lead", nil),
			Conclusion: conclusion(s, scored),
			Matrix:     Matrix(s, at, scored, nil, ""),
			Highest:    block.ContractTable(s, at, s.T("risk.highest", nil), kit.Shorter(scored, 25)),
			Trends:     trends(s),
			Model:      Model(s),
		}
		v.Moved = moved(s)
		v.Movements, v.MovesMore, v.MovesEmpty = movements(s, at)
		return templates.DrawRisk(f, v)
	})}
}

func trends(s *kit.Site) templates.Trends {
	var lines []block.Line
	for _, b := range measure.Bands {
		lines = append(lines, block.Line{Key: "band-" + b, Values: block.Over(s, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return measure.Count(p.Totals.Bands[b])
		}), Write: s.WholeNumber, Money: false})
	}
	return block.Trends(s, lines...)
}
