package summary

import (
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// KeyFigures draws the figures that the overview of some contracts opens with.
func KeyFigures(s *kit.Site, at string, of kit.Subject, list []*measure.ContractFigures, scope string) []templates.KPI {
	return append(MoneyFigures(s, of, list), inspections.KPI(s, at, of, list, scope), benefits.KPI(s, of, list)) // these count ended contracts too, as the page of benefits does
}

// MoneyFigures draws those of them that are about what was bought. Spend facts belong to the
// whole portfolio, and are shown only there.
func MoneyFigures(s *kit.Site, of kit.Subject, list []*measure.ContractFigures) []templates.KPI {
	last, _ := turnover.TwoYears(list)
	out := []templates.KPI{{Label: s.Say("usage.turnover-year", nil), Value: s.Large(s.Kroner(definitions.Year, of, last), last), Change: strings.Join(words.Present([]string{LikeForLike(s, list), block.InSums(s, list)}), "; ")}}
	t := s.F.Totals
	if of == kit.Portfolio && s.Shows(contract.PortfolioSpend) {
		out[0].Spark = turnoverSpark(s)
		out = append(out, shareKPI(s, "loyalty", definitions.Loyalty, t.Loyalty))
		if t.Leakage != nil {
			leaked := s.ValueIn(t.SpendQuarter, definitions.Leakage, kit.Portfolio, t.Leakage, s.Pr.MoneyShort)
			out = append(out, templates.KPI{Label: s.Say("leakage.kpi.leakage", nil), Value: s.Large(leaked, t.Leakage), Change: s.Say("leakage.kpi.four-quarters", nil)})
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
func shareKPI(s *kit.Site, key string, id definitions.ID, share *big.Rat) templates.KPI {
	k := templates.KPI{Label: s.Say("leakage.kpi."+key, nil)}
	if share == nil {
		k.Missing = s.Say("leakage.kpi.no-spend", nil)
		return k
	}
	q := s.F.Totals.SpendQuarter
	k.Value, k.Change = s.Large(s.ShareIn(q, id, kit.Portfolio, share), share), s.Pr.Quarter(q)
	return k
}

// Ceilings draws the n contracts of some that are followed up whose forecast is highest against the
// ceiling, on the page at an address, and says how many pass theirs. The link to the rest
// keeps to a scope (see Of).
func Ceilings(s *kit.Site, at string, followed []*measure.ContractFigures, n int, scope string) templates.CeilingList {
	out := templates.CeilingList{
		Conclusion: s.Say("overview.ceiling-holds", nil),
		More:       templates.Link{Text: s.Say("overview.all-by-forecast", nil), Href: s.Rows(at, "contracts", s.Filter("sort", "forecast"), scope)},
		Empty:      s.Say("overview.no-ceiling", nil),
	}
	count := ceilings.Count(followed)
	if pass := count.Passed + count.WillPass; pass > 0 {
		out.Conclusion = s.Say("overview.ceiling-conclusion", message.Args{"n": pass, "past": count.Passed})
	}
	out.Conclusion = words.Join([]string{out.Conclusion, s.Counted("usage.withheld", count.Withheld)})
	for _, c := range kit.Shorter(ceilings.Nearest(followed), n) {
		out.Items = append(out.Items, templates.CeilingItem{
			Contract: templates.Link{Text: c.Contract.Title, Href: s.Href(at, s.Address("contracts", c.Contract.ID))},
			Amounts:  s.Say("usage.amounts", message.Args{"used": s.Money(c, c.Money.Spent), "ceiling": s.Money(c, c.Money.Ceiling)}),
			Usage:    block.Usage(s, c),
		})
	}
	return out
}
