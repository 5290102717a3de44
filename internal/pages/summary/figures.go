package summary

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// KeyFigures of some contracts. Spend facts belong to the whole portfolio and are shown
// only there.
func KeyFigures(s *kit.Site, list []*measure.ContractFigures) []templates.KPI {
	last, _ := measure.TurnoverSums(list)
	active := measure.Active(list)
	number, unit := s.Pr.ShortNumber(last)
	k := templates.KPI{Label: s.T("kpi.turnover", nil), Value: number, Unit: strings.TrimSpace(unit + "\u00A0kr")}
	k.Change = LikeForLike(s, list)
	out := []templates.KPI{k}
	t := s.F.Totals
	if len(active) == t.Status["active"] && s.Shows(contract.PortfolioSpend) {
		out[0].Spark = turnoverSpark(s)
		out = append(out, shareKPI(s, "loyalty", t.Loyalty))
		if t.Leakage != nil {
			n, u := s.Pr.ShortNumber(t.Leakage)
			out = append(out, templates.KPI{Label: s.T("kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr"), Change: s.T("kpi.four-quarters", nil)})
		}
	}
	return append(out, inspections.KPI(s, list), benefits.KPI(s, list)) // ended contracts too: so says the page of benefits
}

// turnoverSpark is the turnover of twelve months at the end of each quarter, of the contracts
// that were in the portfolio then.
func turnoverSpark(s *kit.Site) templates.SVG {
	var line []chart.Value
	for i := range s.Opt.Trend.Points {
		r := s.Opt.Trend.Points[i].Totals.LastYear
		line = append(line, chart.Value{Number: kit.Float(r), Missing: r == nil})
	}
	if len(line) < 2 {
		return ""
	}
	return templates.SVG(chart.Spark(line))
}

// LikeForLike is how turnover changed on contracts that ran through both of the last two
// years. The portfolio holds few of those that ended, so comparing the sums of all would call
// every new contract growth. "" where no contract ran so long.
func LikeForLike(s *kit.Site, list []*measure.ContractFigures) string {
	last, before := new(big.Rat), new(big.Rat)
	for _, c := range list {
		m := c.Money
		if m.Foreign || c.Contract.Parent != "" || c.Status != "active" || m.LastYear == nil || m.PrecedingYear == nil || c.Terms.Start.IsZero() {
			continue
		}
		if c.Terms.Start.After(m.Through.AddMonths(-24)) {
			continue
		}
		last.Add(last, m.LastYear)
		before.Add(before, m.PrecedingYear)
	}
	if before.Sign() <= 0 {
		return ""
	}
	return s.T("kpi.same-contracts", message.Args{"change": s.Signed(last.Quo(last.Sub(last, before), before))})
}

func shareKPI(s *kit.Site, key string, r *big.Rat) templates.KPI {
	k := templates.KPI{Label: s.T("kpi."+key, nil)}
	if r == nil {
		k.Missing = s.T("kpi.no-spend", nil)
		return k
	}
	k.Value, k.Unit, k.Change = s.Pr.Rat(new(big.Rat).Mul(r, big.NewRat(100, 1)), 1), "%", s.Pr.Quarter(s.F.Totals.SpendQuarter)
	return k
}

// NearestCeiling are the contracts whose forecast is highest against the ceiling.
func NearestCeiling(s *kit.Site, at string, active []*measure.ContractFigures, n int, scope string) templates.CeilingList {
	var known []*measure.ContractFigures
	for _, c := range active {
		if c.Money.Use != nil && c.Money.ProjectedUse != nil {
			known = append(known, c)
		}
	}
	slices.SortStableFunc(known, func(a, b *measure.ContractFigures) int {
		return cmp.Or(b.Money.ProjectedUse.Cmp(a.Money.ProjectedUse), cmp.Compare(a.Contract.ID, b.Contract.ID))
	})
	out := templates.CeilingList{More: templates.Link{Text: s.T("overview.all-by-forecast", nil), Href: kit.Scoped(s.Href(at, s.Address("contracts"))+"?"+s.Param("sort")+"=prognose", scope)}, Empty: s.T("overview.no-ceiling", nil)}
	pass, past := 0, 0
	for _, c := range active {
		switch {
		case measure.Over(c.Money.Use):
			pass, past = pass+1, past+1
		case measure.Over(c.Money.ProjectedUse):
			pass++
		}
	}
	if out.Conclusion = s.T("overview.ceiling-holds", nil); pass > 0 {
		out.Conclusion = s.T("overview.ceiling-conclusion", message.Args{"n": pass, "past": past})
	}
	for _, c := range kit.Shorter(known, n) {
		out.Items = append(out.Items, templates.CeilingItem{
			Contract: templates.Link{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))},
			Amounts:  s.T("usage.amounts", message.Args{"used": s.Money(c, c.Money.Spent), "ceiling": s.Money(c, c.Money.Ceiling)}),
			Usage:    block.Usage(s, c),
		})
	}
	return out
}
