package block

import (
	"math/big"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/ceilings"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/stages"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// Usage is a contract's use against its ceiling.
func Usage(s *kit.Site, c *measure.ContractFigures) templates.Usage {
	m := c.Money
	if m.Use == nil {
		why := "unknown"
		if lack := ceilings.LackOf(c); lack == ceilings.LackCallOffs {
			why = string(lack)
		}
		return templates.Usage{Text: templates.Value{Text: s.Say("usage."+why, nil)}}
	}
	u := templates.Usage{Known: true, Used: kit.Float(m.Use),
		Text: s.Value(definitions.Use, kit.OfContract(c), m.Use, func(use *big.Rat) string {
			return s.Say("usage.of", message.Args{"share": s.WholePercent(use), "ceiling": s.Money(c, m.Ceiling)})
		})}
	if m.ProjectedUse != nil {
		u.HasProjected, u.Projected = true, kit.Float(m.ProjectedUse)
	}
	switch band := ceilings.UseBandOf(&m); {
	case band == ceilings.UseOver:
		u.Verdict, u.Tone = s.Say("usage.over", message.Args{"share": s.Pr.Percent(measure.Excess(m.Use), 0)}), templates.Danger
	case band == ceilings.UseOverForecast && c.Followed():
		u.Verdict, u.Tone = s.Say("usage.will-pass", message.Args{"share": s.Pr.Percent(measure.Excess(m.ProjectedUse), 0)}), templates.Danger
	}
	return u
}

// RiskBadge is a contract's band and score; nil where it has none, and for the public.
func RiskBadge(s *kit.Site, c *measure.ContractFigures) *templates.RiskBadge {
	r := c.Risk
	if r == nil {
		return nil
	}
	b := LevelBadge(s, r.Band, r.Score, r.RaisedBy(), s.Value(definitions.Score, kit.OfContract(c), r.Score, s.Score))
	return &b
}

// LevelBadge is a band with its score, or with the floor that raised it, as the site's day or
// another has them.
func LevelBadge(s *kit.Site, band contract.BandID, score *big.Rat, floor *contract.Floor, shown templates.Value) templates.RiskBadge {
	b := templates.RiskBadge{Band: string(band), Label: s.Word("band", string(band)), Score: shown}
	if floor != nil {
		b.Raised = s.Reason(measure.Reason{Key: "level.raised-by", Args: measure.Level(band, score, floor).Args})
	}
	return b
}

// StatusBadge is the state of a contract: planned, active, ended (with a decision or without) or
// terminated.
func StatusBadge(s *kit.Site, c *measure.ContractFigures) templates.Badge {
	if c.Lapsed == measure.Yes {
		return templates.Badge{Text: s.Word("deadline", string(measure.DeadlineLapsed)), Tone: templates.Warning}
	}
	tone := map[contract.Status]templates.Tone{contract.Active: templates.OK, contract.Planned: templates.Accent}[c.Status]
	return templates.Badge{Text: s.Word("status", string(c.Status)), Tone: tone}
}

// ContractRow is a contract in a table.
func ContractRow(s *kit.Site, from string, c *measure.ContractFigures) templates.ContractRow {
	k := c.Contract
	r := templates.ContractRow{
		Title:     k.Title,
		Href:      s.Href(from, s.Address("contracts", k.ID)),
		Suppliers: s.SupplierNames(k.Suppliers),
		Reference: k.Procurement.Reference,
		Category:  s.CategoryLink("", k.Category).Text,
		Usage:     Usage(s, c),
		End:       s.Date(c.Terms.CurrentEnd),
		EndBadge:  EndBadge(s, c),
		Risk:      RiskBadge(s, c),
	}
	if c.Manager != nil {
		r.Manager = c.Manager.Name
	}
	if c.Status != contract.Active {
		r.Status = StatusBadge(s, c)
	}
	if n := c.OpenMatters().V; n > 0 {
		r.Alerts = append(r.Alerts, templates.Badge{Text: s.Say("contracts.open-deviations", message.Args{"n": n}), Tone: templates.Danger})
	}
	return r
}

// EndBadge says what may come after the current end.
func EndBadge(s *kit.Site, c *measure.ContractFigures) templates.Badge {
	switch stages.AfterEndOf(c, s.F.AsOf) {
	case stages.AfterDecision:
		return templates.Badge{Text: s.Say("contracts.option-by", message.Args{"date": c.Terms.NextDecision}), Tone: templates.Warning}
	case stages.AfterOptions:
		return templates.Badge{Text: s.Say("contracts.options", message.Args{"n": c.Terms.OpenOptions()})}
	case stages.AfterRenewal:
		return templates.Badge{Text: s.Say("contracts.tacit", nil)}
	case stages.AfterNotice:
		return templates.Badge{Text: s.Say("contracts.notice-given", nil)}
	}
	return templates.Badge{}
}

// ContractTable is a table of contracts, in their order.
func ContractTable(s *kit.Site, from, caption string, list []*measure.ContractFigures) templates.ContractTable {
	t := templates.ContractTable{Caption: caption, HideManager: !s.Shows(contract.ContractManager), HideRisk: !s.Shows(contract.PortfolioModels), Empty: s.Say("contracts.no-contracts", nil)}
	for _, c := range list {
		t.Rows = append(t.Rows, ContractRow(s, from, c))
	}
	return t
}

// Following draws those of some contracts that are followed up, the nearest decision first,
// then those to come; how many they are, and a link to the list of all of them. Scope is the
// filter that keeps the list of contracts to them.
func Following(s *kit.Site, at string, list []*measure.ContractFigures, scope string) (t templates.ContractTable, count string, all templates.Link) {
	followed, active, planned := measure.Followed(list), measure.Active(list), measure.Planned(list)
	t = ContractTable(s, at, s.Say("frame.menu.contracts", nil), append(deadlines.NearestFirst(followed), planned...))
	count = words.Join([]string{s.Say("contracts.active-n", message.Args{"n": len(active)}), s.Counted("contracts.lapsed-n", len(followed)-len(active)), s.Counted("contracts.planned-n", len(planned))})
	if len(list) > 0 {
		all = templates.Link{Text: s.Say("contracts.open-as-list", message.Args{"n": len(list)}), Href: s.Href(at, s.Address("contracts")) + "?" + scope}
	}
	return t, count, all
}
