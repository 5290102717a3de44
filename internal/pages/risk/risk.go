// Package risk draws the risk of the portfolio: the matrix, the contracts at highest risk,
// what moved between bands, and the model in words.
//
// In go a kit.Site, scores of measure and movements of trend; out come the page about risk,
// its summary for other pages, a matrix with one contract's place, and the model. It scores
// nothing and decides no band. A contract's own factors are drawn on its page.
package risk

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// How many contracts are shown: on the page about risk, and in its summary.
const (
	highestShown = 25
	summaryShown = 3
)

// Pages are the page about risk.
func Pages(s *kit.Site) []kit.Page {
	at := s.Address("risk")
	h := kit.Head{At: at, Title: s.Say("frame.menu.risk", nil), Nav: "risk", Crumbs: s.Crumbs(at)}
	if s.F.Model != nil {
		h.Source = s.F.Model.Origin
	}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		scored := measure.Scored(s.F.Contracts)
		m := risk.MatrixOf(s.F.Model, scored)
		v := templates.RiskPage{
			Lead:       s.Say("risk.lead", nil),
			Conclusion: conclusion(s, m),
			Matrix:     countMatrix(s, at, kit.Portfolio, m, ""),
			Highest:    block.ContractTable(s, at, s.Say("risk.highest", nil), kit.Shorter(scored, highestShown)),
			Trends:     trends(s, at),
			Model:      Model(s),
			Moved:      moved(s),
		}
		v.Movements, v.MovesMore, v.MovesEmpty = movements(s, at)
		return templates.DrawRisk(f, v)
	})}
}

// Summary is the risk of the contracts of a subject that are followed up, in short; nil where none has a score. Scope is
// the filter that keeps the list of contracts to them, as "kategori=mat"; "" for all.
func Summary(s *kit.Site, at string, of kit.Subject, followed []*measure.ContractFigures, scope string) *templates.RiskSummary {
	scored := measure.Scored(followed)
	if len(scored) == 0 {
		return nil
	}
	m := risk.MatrixOf(s.F.Model, scored)
	r := &templates.RiskSummary{
		More:       templates.Link{Text: s.Say("risk.how", nil), Href: s.Href(at, s.Address("risk"))},
		Conclusion: conclusion(s, m),
		Matrix:     countMatrix(s, at, of, m, scope),
	}
	if of == kit.Portfolio {
		r.Moved = moved(s)
	}
	for _, c := range kit.Shorter(scored, summaryShown) {
		r.Highest = append(r.Highest, templates.RiskItem{Contract: s.ContractLink(at, c.Contract.ID), Risk: *block.RiskBadge(s, c)})
	}
	return r
}

// conclusion says how many contracts are critical, and how many contracts floors have
// raised.
func conclusion(s *kit.Site, m risk.Matrix) string {
	return words.Join([]string{s.Say("risk.conclusion", message.Args{"n": m.Bands[contract.BandCritical], "total": m.Contracts}), s.Counted("risk.raised", m.Raised)})
}

// trends draws how many contracts each band has had; unknown where there was no model.
func trends(s *kit.Site, at string) templates.Trends {
	var lines []block.Line
	for _, b := range measure.Bands {
		lines = append(lines, block.Line{Key: "band-" + string(b), Figure: definitions.InBand(b), Values: block.Over(s, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return measure.Count(p.Totals.Bands[b])
		}), Write: s.WholeNumber, Rows: s.Rows(at, "contracts", s.Filter("risk", string(b)))})
	}
	return block.WithBreaks(s, block.Trends(s, lines...))
}
