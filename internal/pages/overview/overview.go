// Package overview draws the first page: what the whole portfolio asks for, and how it has
// developed.
//
// In goes a kit.Site; out comes the page. It draws little itself: what contracts ask for is
// drawn by summary, and lines over time by block.
package overview

import (
	"cmp"
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/summary"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// Pages is the first page.
func Pages(s *kit.Site) []kit.Page {
	h := kit.Head{Title: cmp.Or(s.P.Settings.Site.Title, s.Say("frame.name", nil)), Nav: "overview", Source: s.P.Settings.Origin, Description: s.Say("overview.description", nil)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := summary.Of(s, "", kit.Portfolio, s.F.Contracts, "")
		v.Lead, v.Changes = lead(s), nil
		for i, c := range s.Opt.Log.Recent {
			if i == 5 {
				break
			}
			v.Changes = append(v.Changes, changes.Row(s, "", c))
		}
		v.Trends = trends(s)
		return templates.DrawOverview(f, v)
	})}
}

// lead says how many contracts there are.
func lead(s *kit.Site) string {
	t := s.F.Totals
	if !t.Managers.Set {
		return s.Say("overview.lead-public", message.Args{"n": t.Status[contract.Active]})
	}
	return s.Say("overview.lead", message.Args{"n": t.Followed.V, "active": t.Status[contract.Active], "managers": t.Managers.V})
}

// trends draws the portfolio at the end of each quarter, or why there is no more of it.
func trends(s *kit.Site) templates.Trends {
	if t := &s.Opt.Trend; len(t.Points) == 1 && (t.Cut || t.Missing != "") {
		return templates.Trends{ID: s.Name("trends"), Title: block.Said(s, "title", nil), Notes: block.TrendNotes(s)}
	}
	return block.WithBreaks(s, block.Trends(s,
		block.Line{Key: "spent", Figure: definitions.Year, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort},
		block.Line{Key: "use", Figure: definitions.TotalUse, Values: block.Over(s, (*trend.Point).CeilingUse), Write: s.Share},
		block.Line{Key: "high", Figure: definitions.HighRisk, Values: block.Over(s, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return measure.Count(p.Totals.Bands[contract.BandHigh] + p.Totals.Bands[contract.BandCritical])
		}), Write: s.WholeNumber, Rows: s.Rows("", "contracts", s.Filter("risk", string(contract.BandHigh), string(contract.BandCritical)))},
		block.Line{Key: "loyalty", Figure: definitions.Loyalty, Values: block.Over(s, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share},
		block.NetLine(s),
		block.Line{Key: "workload", Figure: definitions.Load, Values: block.Over(s, (*trend.Point).Workload), Write: s.Share},
	))
}
