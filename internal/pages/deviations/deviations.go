// Package deviations draws what must be put right on contracts: deviations, and findings of
// inspections.
//
// In go a kit.Site and matters of measure; out come the page about all of them, a page with
// its JSON twin for each deviation, and rows that the pages of contracts and suppliers show.
// Measure decides which are open or late, and how old they are. Findings have no page here:
// they are on that of their inspection.
package deviations

import (
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/matters"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Pages are the page about deviations and findings, and one for each deviation.
func Pages(s *kit.Site) []kit.Page { return append(overview(s), records(s)...) }

func overview(s *kit.Site) []kit.Page {
	at := s.Address("deviations")
	h := kit.Head{At: at, Title: s.Say("frame.menu.deviations", nil), Nav: "deviations", Crumbs: s.Crumbs(at)}
	all := describe(s)
	return all.Pages(s, h, func(f templates.Frame, v templates.List) kit.Component {
		var open []matters.Matter
		late := 0
		for _, m := range all.Items {
			if m.Open {
				open = append(open, m)
			}
			if m.Late {
				late++
			}
		}
		conclusion := s.Say("deviations.conclusion", message.Args{"n": len(open), "late": late})
		if n := matters.Unstated(slices.Values(open)); n > 0 {
			conclusion += " " + s.Say("deviations.unstated", message.Args{"n": n})
		}
		return templates.DrawDeviations(f, templates.Deviations{Lead: s.Say("deviations.lead", nil), List: v, Ages: ageChart(s, at, open), Conclusion: conclusion})
	})
}

// Shown tells whether deviations and findings may be shown.
func Shown(s *kit.Site) bool {
	return s.Shows(contract.ContractDeviations, contract.InspectionFindings)
}

// Rows are a contract's deviations and inspection findings, in the order of the files.
func Rows(s *kit.Site, at string, c *measure.ContractFigures) []templates.DeviationRow {
	var out []templates.DeviationRow
	for m := range matters.Of(c.Contract, s.F.AsOf) {
		out = append(out, row(s, at, &m))
	}
	return out
}

// RowsOf are deviations and findings of several contracts, with the contract of each.
func RowsOf(s *kit.Site, at string, list []matters.Matter) []templates.DeviationRow {
	var out []templates.DeviationRow
	for i := range list {
		r := row(s, at, &list[i])
		r.Contract = s.ContractLink(at, list[i].Contract.ID)
		out = append(out, r)
	}
	return out
}

// lateBy says how long ago the deadline of a matter passed; "" where it has not.
func lateBy(s *kit.Site, m *matters.Matter) string {
	if !m.Late {
		return ""
	}
	return s.Say("deviations.late-by", message.Args{"n": m.Overdue(s.F.AsOf)})
}

// row draws a deviation or a finding, without its contract.
func row(s *kit.Site, at string, m *matters.Matter) templates.DeviationRow {
	r := templates.DeviationRow{Reported: s.Date(m.Reported), Due: s.Date(m.Deadline), Late: lateBy(s, m)}
	if m.Supplier != "" && m.Contract.SoleSupplier() == "" {
		r.Supplier = s.SupplierLink(at, m.Supplier)
	}
	r.Status, r.Severity = block.MatterBadges(s, m.Severity, m.Closed)
	if m.Open && m.Age >= 0 {
		r.Age = s.Pr.Text("values.days", message.Args{"n": m.Age})
	}
	if d := m.Deviation; d != nil {
		r.ID, r.Title, r.Owner = s.Name("deviation")+"-"+d.ID, d.Title, s.Responsible(d.Owner)
		r.Href = s.Href(at, s.Address("deviations", m.Contract.ID, d.ID))
		if n := len(d.Actions); n > 0 {
			r.Action = d.Actions[n-1].What
		}
		return r
	}
	responsible := m.Finding.VerifiedBy
	if responsible == "" && len(m.Inspection.Inspectors) > 0 {
		responsible = m.Inspection.Inspectors[0]
	}
	r.ID, r.Title, r.Owner, r.Action = s.Name("finding")+"-"+m.Inspection.ID+"-"+m.Finding.ID, m.Finding.Description, s.Responsible(responsible), m.Finding.Action
	r.Href = s.Href(at, block.InspectionAddress(s, m.Contract, m.Inspection)) + "#" + s.Name("findings")
	return r
}

// ageChart draws how much is open, by age and severity.
func ageChart(s *kit.Site, at string, open []matters.Matter) templates.Figure {
	if len(open) == 0 {
		return templates.Figure{}
	}
	tones := map[contract.FindingSeverity]string{contract.SeverityMinor: chart.ToneAccent, contract.SeverityMajor: chart.ToneSecond, contract.SeverityCritical: chart.ToneDanger}
	title := s.Say("deviations.ages", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("deviations.column.age", nil)}}}
	ages := matters.CountOpen(slices.Values(open))
	slices.Reverse(ages) // the gravest is drawn on top
	for _, a := range ages {
		name := s.Word("finding-severity", string(a.Severity))
		series := chart.Series{Name: name, Tone: tones[a.Severity]}
		for _, n := range a.Count {
			series.Values = append(series.Values, chart.Value{Number: float64(n), Text: strconv.Itoa(n)})
		}
		c.Series = append(c.Series, series)
		table.Columns = append(table.Columns, templates.Column{Head: name, Numeric: true})
	}
	for band := range matters.AgeBands {
		label := s.Say("deviations.age-"+strconv.Itoa(band), nil)
		c.Labels = append(c.Labels, chart.Label{Text: label})
		row, sum := []templates.Cell{{Text: label}}, 0
		for _, a := range ages {
			row = append(row, templates.Cell{Count: s.Count(a.Count[band], at, "deviations", s.Filter("age", strconv.Itoa(band)), s.Filter("severity", string(a.Severity)))})
			sum += a.Count[band]
		}
		c.Totals = append(c.Totals, strconv.Itoa(sum))
		table.Rows = append(table.Rows, row)
	}
	return s.Figure(s.Name("age"), title, "", c, table)
}
