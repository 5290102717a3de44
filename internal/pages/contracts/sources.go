package contracts

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/diag"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// sources says in which file and line each figure of a contract stands.
func sources(s *kit.Site, f templates.Frame, c *measure.ContractFigures) []templates.Section {
	k := c.Contract
	table := templates.Table{Caption: s.Say("contracts.sources", nil), Cards: true, Columns: s.Heads("contracts", "figure", "written", "place")}
	placed := map[*diag.Source]*diag.Source{} // places are found for this page, and forgotten with it
	add := func(label, value string, o contract.Origin, key string) {
		if placed[o.Src] == nil && o.Src != nil {
			placed[o.Src] = o.Src.Fresh()
		}
		o.Src = placed[o.Src]
		p := o.At(key)
		if p.Line == 0 || o.File() == "" || value == "" || value == "–" {
			return
		}
		place := o.File() + ":" + strconv.Itoa(p.Line)
		cell := templates.Cell{Text: place, Href: s.ForgeLine(o.File(), p.Line)}
		cell.Code = cell.Href == ""
		table.Rows = append(table.Rows, []templates.Cell{{Text: label}, {Text: value}, cell})
	}
	amount := s.Money(c, c.Money.Ceiling)
	switch c.Money.CeilingFrom {
	case measure.CeilingMaximum:
		add(s.Say("facts.ceiling", nil), amount, k.Value.Origin, "maximum")
	case measure.CeilingAmendment:
		for _, a := range k.Amendments {
			if a.MaximumAfter.Set {
				add(s.Say("facts.ceiling", nil), s.Money(c, a.MaximumAfter.V.Rat()), a.Origin, "maximum_after")
			}
		}
	case measure.CeilingEstimate:
		add(s.Say("facts.ceiling", nil), amount, k.Value.Origin, "estimated")
	}
	if t := k.Turnover; t != nil {
		add(s.Say("usage.turnover", nil), s.Money(c, c.Money.Spent), t.Origin, "months")
	}
	add(s.Say("contracts.start", nil), s.Pr.Date(k.Period.Start), k.Period.Origin, "start")
	add(s.Say("contracts.end", nil), s.Pr.Date(k.Period.End), k.Period.Origin, "end")
	for i, o := range k.Options {
		add(s.Word("step", "option")+" "+strconv.Itoa(i+1), s.Pr.Date(o.ExtendsTo), o.Origin, "extends_to")
	}
	for _, a := range k.Amendments {
		if a.Value.Set {
			add(a.Title, s.Money(c, a.Value.V.Rat()), a.Origin, "value")
		}
	}
	add(s.Say("facts.manager", nil), s.PersonName(k.Manager), k.Origin, "manager")
	add(s.Say("facts.criticality", nil), s.Word("criticality", string(k.Criticality)), k.Origin, "criticality")
	if k.Procurement.Bids.Set {
		add(s.Say("facts.bids", nil), strconv.Itoa(k.Procurement.Bids.V), k.Procurement.Origin, "bids")
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []templates.Section{{ID: s.Name("sources"), Title: s.Say("contracts.sources", nil), Conclusion: s.Say("contracts.sources-conclusion", nil), Blocks: []templates.Block{templates.FoldedTable(f, s.Say("contracts.sources-show", nil), table)}}}
}
