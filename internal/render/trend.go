package render

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) overviewTrends() templates.Trends {
	if t := &s.Opt.Trend; len(t.Points) == 1 && (t.Cut || t.Missing != "") && !s.Public {
		return templates.Trends{ID: "utvikling", Title: block.Said(s.Site, "title", nil), Notes: block.TrendNotes(s.Site)}
	}
	return block.Trends(s.Site,
		block.Line{Key: "spent", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "use", Values: block.Over(s.Site, (*trend.Point).CeilingUse), Write: s.Share, Money: false},
		block.Line{Key: "high", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return block.Count(p.Totals.Bands["high"] + p.Totals.Bands["critical"])
		}), Write: s.WholeNumber, Money: false},
		block.Line{Key: "loyalty", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share, Money: false},
		block.Line{Key: "realised", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Realised }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "workload", Values: block.Over(s.Site, (*trend.Point).Workload), Write: s.Share, Money: false},
	)
}

func (s *site) economyTrends() templates.Trends {
	return block.Trends(s.Site,
		block.Line{Key: "spent", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "ceilings", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Maximum }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "use", Values: block.Over(s.Site, (*trend.Point).CeilingUse), Write: s.Share, Money: false},
		block.Line{Key: "passing", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return block.Count(p.Totals.WillPass) }), Write: s.WholeNumber, Money: false},
		block.Line{Key: "coverage", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Coverage }), Write: s.Share, Money: false},
		block.Line{Key: "loyalty", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share, Money: false},
	)
}

// contractTrends is one contract's path.
func (s *site) contractTrends(c *contract.Contract) templates.Trends {
	path := trend.Path(s.Opt.Trend.Points, c)
	at := func(value func(*trend.Contract) *big.Rat) []*big.Rat {
		out := make([]*big.Rat, len(path))
		for i, v := range path {
			if v != nil {
				out[i] = value(v)
			}
		}
		return out
	}
	v := block.Trends(s.Site,
		block.Line{Key: "score", Values: at(func(c *trend.Contract) *big.Rat { return c.Score }), Write: s.OneDecimal, Money: false},
		block.Line{Key: "bought", Values: at(func(c *trend.Contract) *big.Rat { return c.Spent }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "of-ceiling", Values: at(func(c *trend.Contract) *big.Rat { return c.Use }), Write: s.Share, Money: false},
	)
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	kept := v.Table.Rows[:0] // quarters in which there was no such contract say nothing
	for i, row := range v.Table.Rows {
		if path[i] != nil {
			kept = append(kept, row)
		}
	}
	v.Table.Rows = kept
	return v
}
