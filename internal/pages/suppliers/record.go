package suppliers

import (
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/measure/suppliers"
	"github.com/forvalt/forvalt/internal/measure/turnover"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/deviations"
	"github.com/forvalt/forvalt/internal/pages/inspections"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/requirements"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// bought is what was bought from a supplier in the last year, and below it what is in no sum:
// what it shares with others, and other currencies.
func bought(s *kit.Site, v *supplier) templates.Cell {
	t := &v.turnover
	var foreign, notes []string
	for _, a := range t.Foreign {
		foreign = append(foreign, s.Pr.InCurrency(a.Sum, a.Currency))
	}
	c := templates.Cell{Text: s.Say("values.unknown", nil)}
	switch {
	case t.LastYear != nil:
		c = templates.Cell{Value: s.Kroner(definitions.Year, kit.About("supplier", v.ID), t.LastYear)}
		for _, f := range foreign {
			notes = append(notes, s.Say("suppliers.and-foreign", message.Args{"amount": f}))
		}
		if t.Converted {
			notes = append(notes, s.Say("values.converted", nil))
		}
	case len(foreign) > 0:
		c.Text = s.Pr.List(foreign)
		notes = append(notes, s.Say("values.no-rate", nil))
	case len(v.contracts) == 0:
		c.Text = "–"
	}
	if t.Part {
		notes = append(notes, s.Say("suppliers.part", nil))
	}
	for _, x := range t.Shared {
		notes = append(notes, s.Say("suppliers.shared-with", message.Args{"amount": amount(s, x.Amount), "n": x.Others}))
	}
	c.Note = strings.Join(notes, "; ")
	return c
}

// amount is one in its own currency.
func amount(s *kit.Site, a suppliers.Amount) string {
	if a.Currency == "" {
		return s.Pr.MoneyShort(a.Sum)
	}
	return s.Pr.InCurrency(a.Sum, a.Currency)
}

// purchases draws what was bought from a supplier by quarter, and says how much; empty if
// nothing is known.
func purchases(s *kit.Site, v *supplier) (fig templates.Figure, conclusion string) {
	sum := turnover.SumQuarters(v.turnover.Quarters)
	if sum == 0 {
		return templates.Figure{}, ""
	}
	fig = block.QuarterFigure(s, s.Name("turnover-of-supplier"), "", kit.About("supplier", v.ID), v.turnover.Quarters, "")
	if v.turnover.Low {
		fig.Conclusion = words.Join([]string{fig.Conclusion, s.Say("suppliers.shared", nil)})
	}
	return fig, s.Say("suppliers.supplier-turnover", message.Args{"amount": s.Pr.MoneyShort(sum.Rat())})
}

// evidence draws what a supplier has handed in, for all of its contracts and for each of
// some, and says what is missing, has expired or soon will.
func evidence(s *kit.Site, at string, v *supplier) (rows []templates.EvidenceRow, conclusion string) {
	for _, h := range v.evidence {
		e := h.Evidence
		row := templates.EvidenceRow{Requirement: s.RequirementLink(at, h.Requirement), Received: s.Date(e.Received), Expires: s.Date(e.Expires), Note: e.Document,
			State: requirements.EvidenceBadge(s, h.State)}
		if h.Contract != nil {
			row.Contract = s.ContractLink(at, h.Contract.ID)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ""
	}
	n := suppliers.Count(v.evidence)
	return rows, words.Join([]string{s.Say("suppliers.documents", message.Args{"n": n.Documents}), s.Counted("suppliers.missing-n", n.Missing), s.Counted("suppliers.expired-n", n.Expired), s.Counted("suppliers.soon-n", n.Soon)})
}

// record draws the page of a supplier.
func record(s *kit.Site, f templates.Frame, at string, v *supplier) templates.Supplier {
	out := templates.Supplier{Title: v.Name, Number: s.Say("facts.org-number", message.Args{"number": words.OrgNumber(v.ID)}), Facts: facts(s, at, v),
		Contracts: block.ContractTable(s, at, s.Say("frame.menu.contracts", nil), v.contracts), Under: under(s, f, at, v)}
	for i := range out.Contracts.Rows {
		if v.contracts[i].Contract.SoleSupplier() == v.ID { // the page is this supplier's
			out.Contracts.Rows[i].Suppliers = ""
		}
	}
	for _, sign := range v.Signs {
		out.Badges = append(out.Badges, templates.Badge{Text: s.Word("sign", string(sign)), Tone: templates.Warning})
	}
	out.Deviations, out.SharedDeviations = deviations.RowsOf(s, at, v.own), deviations.RowsOf(s, at, v.unnamed)
	out.Inspections, out.SharedInspections = inspections.OfSupplier(s, at, v.ID, v.contracts)
	out.Turnover, out.Conclusion = purchases(s, v)
	out.Evidence, out.Due = evidence(s, at, v)
	out.HideEvidence, out.HideDeviations = !requirements.Shown(s), !deviations.Shown(s)
	return out
}

// facts are those about a supplier: what it sells, what is wrong, and what it is.
func facts(s *kit.Site, at string, v *supplier) []templates.Fact {
	sum := bought(s, v)
	out := []templates.Fact{
		{Label: s.Say("facts.active-contracts", nil), Count: activeOf(s, at, v)},
		{Label: s.Say("usage.turnover-year", nil), Value: sum.Text, Figure: sum.Value, Note: sum.Note},
	}
	if deviations.Shown(s) {
		out = append(out, templates.Fact{Label: s.Say("suppliers.column.open", nil), Count: s.Count(suppliers.Open(v.own), at, "deviations", s.Filter("state", string(matters.StateOpen)), s.Filter("supplier", v.ID)), Note: s.Counted("suppliers.open-shared", suppliers.Open(v.unnamed))})
	}
	if requirements.Shown(s) {
		out = append(out, templates.Fact{Label: s.Say("suppliers.column.expired", nil), Value: strconv.Itoa(suppliers.Count(v.evidence).Expired)})
	}
	if v.Parent != "" {
		l := s.SupplierLink(at, v.Parent)
		out = append(out, templates.Fact{Label: s.Say("suppliers.parent-firm", nil), Value: l.Text, Href: l.Href})
	}
	if v.Employees.Set {
		out = append(out, templates.Fact{Label: s.Say("suppliers.employees", nil), Value: s.Pr.Number(int64(v.Employees.V))})
	}
	return out
}

// under are the contracts on which a firm is a subcontractor, and under whom.
func under(s *kit.Site, f templates.Frame, at string, v *supplier) []templates.Block {
	if len(v.under) == 0 {
		return nil
	}
	t := templates.Table{Caption: s.Say("suppliers.under", nil), Cards: true, Columns: s.Heads("suppliers", "contract", "above", "end")}
	for _, u := range v.under {
		c, above := s.ContractLink(at, u.Contract.Contract.ID), s.SupplierLink(at, u.Above)
		end := s.Date(u.Contract.Terms.CurrentEnd)
		t.Rows = append(t.Rows, []templates.Cell{{Text: c.Text, Href: c.Href}, {Text: above.Text, Href: above.Href}, {Text: end.Text, ISO: end.ISO}})
	}
	return []templates.Block{templates.TableBlock(f, t)}
}
