package summary

import (
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// KeyFigures draws the figures that the overview of some contracts opens with.
func KeyFigures(s *kit.Site, at string, list []*measure.ContractFigures, scope string) []templates.KPI {
	return append(MoneyFigures(s, list), inspections.KPI(s, at, list, scope), benefits.KPI(s, list)) // these count ended contracts too, as the page of benefits does
}

// MoneyFigures draws those of them that are about what was bought. Spend facts belong to the
// whole portfolio, and are shown only there.
func MoneyFigures(s *kit.Site, list []*measure.ContractFigures) []templates.KPI {
	last, _ := turnover.TwoYears(list)
	active := measure.Active(list)
	number, unit := s.Pr.ShortNumber(last)
	out := []templates.KPI{{Label: s.Say("usage.turnover-year", nil), Value: number, Unit: strings.TrimSpace(unit + "\u00A0kr"), Change: LikeForLike(s, list)}}
	t := s.F.Totals
	if len(active) == t.Status[contract.Active] && s.Shows(contract.PortfolioSpend) {
		out[0].Spark = turnoverSpark(s)
		out = append(out, shareKPI(s, "loyalty", t.Loyalty))
		if t.Leakage != nil {
			n, u := s.Pr.ShortNumber(t.Leakage)
			out = append(out, templates.KPI{Label: s.Say("leakage.kpi.leakage", nil), Value: n, Unit: strings.TrimSpace(u + "\u00A0kr"), Change: s.Say("leakage.kpi.four-quarters", nil)})
		}
	}
	return out
}

// turnoverSpark draws the turnover of twelve months at the end of each quarter, of the contracts
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

// LikeForLike says how turnover changed on the contracts that ran through both of the last
// two years; "" where none did.
func LikeForLike(s *kit.Site, list []*measure.ContractFigures) string {
	change := turnover.LikeForLike(list)
	if change == nil {
		return ""
	}
	return s.Say("overview.same-contracts", message.Args{"change": s.Signed(change)})
}

// shareKPI draws a share of the latest quarter that has spend facts; key names it.
func shareKPI(s *kit.Site, key string, share *big.Rat) templates.KPI {
	k := templates.KPI{Label: s.Say("leakage.kpi."+key, nil)}
	if share == nil {
		k.Missing = s.Say("leakage.kpi.no-spend", nil)
		return k
	}
	k.Value, k.Unit, k.Change = s.PercentNumber(share), "%", s.Pr.Quarter(s.F.Totals.SpendQuarter)
	return k
}

// Ceilings draws the n contracts of some active ones whose forecast is highest against the
// ceiling, on the page at an address, and says how many pass theirs. The link to the rest
// keeps to a scope (see Of).
func Ceilings(s *kit.Site, at string, active []*measure.ContractFigures, n int, scope string) templates.CeilingList {
	out := templates.CeilingList{
		Conclusion: s.Say("overview.ceiling-holds", nil),
		More:       templates.Link{Text: s.Say("overview.all-by-forecast", nil), Href: s.Rows(at, "contracts", s.Filter("sort", "forecast"), scope)},
		Empty:      s.Say("overview.no-ceiling", nil),
	}
	count := ceilings.Count(active)
	if pass := count.Passed + count.WillPass; pass > 0 {
		out.Conclusion = s.Say("overview.ceiling-conclusion", message.Args{"n": pass, "past": count.Passed})
	}
	for _, c := range kit.Shorter(ceilings.Nearest(active), n) {
		out.Items = append(out.Items, templates.CeilingItem{
			Contract: templates.Link{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))},
			Amounts:  s.Say("usage.amounts", message.Args{"used": s.Money(c, c.Money.Spent), "ceiling": s.Money(c, c.Money.Ceiling)}),
			Usage:    block.Usage(s, c),
		})
	}
	return out
}
