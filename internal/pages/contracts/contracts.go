// Package contracts draws the page of each contract.
//
// In goes a kit.Site; out come pages and their JSON twins. The packages of other subjects
// draw what they own of a contract (period, supply chain, deadlines, evidence, inspections,
// deviations, risk); the list of all contracts is in selection.
package contracts

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/benefits"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/calendar"
	"github.com/forvalt/forvalt/internal/pages/changes"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/guidance"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/supplychain"
	"github.com/forvalt/forvalt/internal/pages/term"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the page of each contract and its JSON.
func Pages(s *kit.Site) []kit.Page {
	var out []kit.Page
	for _, c := range s.F.Contracts {
		at := s.Address("contracts", c.Contract.ID)
		h := kit.Head{At: at, Title: c.Contract.Title, Nav: "contracts", Crumbs: s.Crumbs(at, "contracts"), Source: c.Contract.Origin, Description: c.Contract.Description,
			Feeds: []templates.Feed{{Type: "application/json", Title: "JSON", Href: "index.json"}}}
		out = append(out,
			s.HTML(h, func(f templates.Frame) kit.Component {
				v := view(s, at, c)
				if c.Contract.File() != "" {
					v.Sections = sources(s, f, c)
				}
				return templates.DrawContract(f, v)
			}),
			s.Twin(at, func() any { return block.ContractData(s, c) }))
	}
	return out
}

// view is what the page of a contract shows.
func view(s *kit.Site, at string, c *measure.ContractFigures) templates.Contract {
	k := c.Contract
	v := templates.Contract{
		Kicker:      strings.Trim(s.Word("kind", string(k.Kind))+", "+cmp.Or(k.Procurement.Reference, k.Procurement.Archive), ", "),
		Title:       k.Title,
		Description: k.Description,
		Badges:      append([]templates.Badge{block.StatusBadge(s, c)}, block.ContractRow(s, at, c).Alerts...),
		Risk:        block.RiskBadge(s, c),
		Facts:       facts(s, at, c),
		Use:         use(s, c),
		Term:        term.Of(s, c),
		Demands:     demands(s, at, c),
		DemandText:  demandText(s, c),
		Amendments:  term.Amendments(s, c),
		Documents:   documents(s, k),
		NoDocuments: noDocuments(s),
		Details:     details(s, at, c),
		Custom:      custom(s, k),
	}
	if b := block.EndBadge(s, c); b.Text != "" {
		v.Badges = append(v.Badges, b)
	}
	for i := range k.Inspections {
		v.Inspections = append(v.Inspections, inspections.Row(s, at, k, &k.Inspections[i], false))
	}
	for i := range c.Benefits {
		v.Benefits = append(v.Benefits, benefits.Row(s, at, c, &c.Benefits[i], false))
	}
	v.HideEvidence, v.HideFollowUp, v.HideDeviations = !requirements.Shown(s), !s.Shows(contract.ContractPlan), !deviations.Shown(s)
	v.RiskWhy = riskWhy(s, at, c)
	v.Trends = trends(s, k)
	late, ahead := deadlines.SplitLate(c.Deadlines)
	v.Plan = append(calendar.Gathered(s, at, late, false), calendar.Gathered(s, at, ahead, false)...)
	v.Deviations = deviations.Rows(s, at, c)
	v.Chain = supplychain.Rows(s, at, k)
	v.Tree, v.ChainText = supplychain.Tree(s, at, k)
	for _, e := range measure.ByDay(k.Log, func(e *contract.LogEntry) date.Date { return e.Date }) {
		item := templates.LogItem{Date: s.Date(e.Date), Kind: s.Word("log-kind", string(e.Kind)), Text: e.Title}
		for _, p := range measure.ByDay(e.Promises, func(p *contract.Promise) date.Date { return p.By }) {
			item.Text += " " + promise(s, *p)
		}
		v.Log = append(v.Log, item)
	}
	if k.Notes != "" {
		html, _ := s.MD.HTML(k.Notes, at)
		v.Notes = templates.HTML(html)
	}
	for _, fd := range s.BySubject[k.ID] {
		v.Findings = append(v.Findings, guidance.FindingRow(s, at, fd))
	}
	v.Changes, v.ChangesMore = changed(s, at, k.ID), changes.Link(s, at, k.ID)
	return v
}

func facts(s *kit.Site, at string, c *measure.ContractFigures) []templates.Fact {
	k := c.Contract
	sup := templates.Fact{Label: s.Say("facts.supplier", nil), Value: s.Say("facts.no-supplier", nil), Missing: true}
	if len(k.Suppliers) > 0 {
		l := s.SupplierLink(at, k.Suppliers[0])
		sup = templates.Fact{Label: sup.Label, Value: l.Text, Href: l.Href, Note: s.Say("facts.org-number", message.Args{"number": words.OrgNumber(k.Suppliers[0])})}
		if n := len(k.Suppliers) - 1; n > 0 {
			sup.Note = s.Say("facts.more-suppliers", message.Args{"n": n})
		}
	}
	out := []templates.Fact{sup}
	if s.Shows(contract.ContractManager) {
		m := templates.Fact{Label: s.Say("facts.manager", nil), Value: s.Say("facts.no-manager", nil), Missing: true}
		if c.Manager != nil {
			l := s.PersonLink(at, c.Manager.ID)
			m = templates.Fact{Label: m.Label, Value: l.Text, Href: l.Href, Note: s.DepartmentLink(at, k.Department).Text}
		}
		out = append(out, m)
	}
	return append(out, term.Fact(s, c), ceilingFact(s, c))
}

// trends draws a contract's score, turnover and use at the end of each quarter.
func trends(s *kit.Site, c *contract.Contract) templates.Trends {
	of := kit.About("contract", c.ID)
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
	v := block.Trends(s,
		block.Line{Key: "score", Figure: definitions.Score, Of: of, Values: at(func(c *trend.Contract) *big.Rat { return c.Score }), Write: s.Score},
		block.Line{Key: "bought", Figure: definitions.Spent, Of: of, Values: at(func(c *trend.Contract) *big.Rat { return c.Spent }), Write: s.Pr.MoneyShort},
		block.Line{Key: "of-ceiling", Figure: definitions.Use, Of: of, Values: at(func(c *trend.Contract) *big.Rat { return c.Use }), Write: s.Share},
	)
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	kept := v.Table.Rows[:0] // without the quarters in which the contract did not exist
	for i, row := range v.Table.Rows {
		if path[i] != nil {
			kept = append(kept, row)
		}
	}
	v.Table.Rows = kept
	return v
}
