package deviations

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// ages is what is open, by age and severity.
func ageChart(s *kit.Site, open []templates.DeviationRow, ages []int) templates.Figure {
	if len(open) == 0 {
		return templates.Figure{}
	}
	limits := []int{30, 90, 180}
	severities := []struct{ key, tone string }{{"minor", chart.ToneAccent}, {"major", chart.ToneSecond}, {"critical", chart.ToneDanger}}
	title := s.Say("topics.ages", nil)
	c := chart.Chart{Title: title, Kind: chart.Stacked, Narrow: true}
	table := templates.Table{Caption: title, Columns: []templates.Column{{Head: s.Say("topics.column.age", nil)}}}
	var count [3][4]int
	for i, r := range open {
		band := 0
		for band < len(limits) && ages[i] >= limits[band] {
			band++
		}
		for j, sev := range severities {
			if r.Severity.Text == s.Word("finding-severity", sev.key) {
				count[j][band]++
			}
		}
	}
	for j, sev := range severities {
		name := s.Word("finding-severity", sev.key)
		series := chart.Series{Name: name, Tone: sev.tone}
		for _, n := range count[j] {
			series.Values = append(series.Values, chart.Value{Number: float64(n), Text: strconv.Itoa(n)})
		}
		c.Series = append(c.Series, series)
		table.Columns = append(table.Columns, templates.Column{Head: name, Numeric: true})
	}
	for band := range 4 {
		label := s.Say("topics.age-"+strconv.Itoa(band), nil)
		c.Labels = append(c.Labels, chart.Label{Text: label})
		row, sum := []templates.Cell{{Text: label}}, 0
		for j := range severities {
			row, sum = append(row, templates.Cell{Text: strconv.Itoa(count[j][band])}), sum+count[j][band]
		}
		c.Totals = append(c.Totals, strconv.Itoa(sum))
		table.Rows = append(table.Rows, row)
	}
	return s.Figure("alder", title, "", c, table)
}

// Shown tells whether deviations and findings may be shown.
func Shown(s *kit.Site) bool {
	return s.Shows(contract.ContractDeviations, contract.InspectionFindings)
}

// Rows are a contract's deviations and inspection findings.
func Rows(s *kit.Site, at string, c *measure.ContractFigures, withContract bool) []templates.DeviationRow {
	var out []templates.DeviationRow
	add := func(id, title, severity, owner, action string, reported, due, closed date.Date) {
		row := templates.DeviationRow{ID: id, Title: title, Href: s.Href(at, s.Address("contracts", c.Contract.ID)) + "#" + id, Severity: block.SeverityBadge(s, severity), Reported: s.Date(reported), Due: s.Date(due), Owner: s.PersonName(owner), Action: action}
		if open := closed.IsZero() || closed.After(s.F.AsOf); open {
			row.Status = templates.Badge{Text: s.T("deviation.open", nil), Tone: templates.Danger}
			row.Late = !due.IsZero() && due.Before(s.F.AsOf)
			if !reported.IsZero() {
				row.Age = s.Pr.Text("common.days", message.Args{"n": s.F.AsOf.Days(reported)})
			}
		} else {
			row.Status = templates.Badge{Text: s.T("deviation.closed", message.Args{"date": closed}), Tone: templates.OK}
			row.Severity.Tone = "" // red is for what is open
		}
		if withContract {
			row.Contract = s.ContractLink(at, c.Contract.ID)
		}
		out = append(out, row)
	}
	for _, d := range c.Contract.Deviations {
		if d.Reported.After(s.F.AsOf) {
			continue // measure does not know of it either
		}
		action := ""
		if n := len(d.Actions); n > 0 {
			action = d.Actions[n-1].What
		}
		add("avvik-"+d.ID, d.Title, d.Severity, d.Owner, action, d.Reported, d.Deadline, d.Closed)
		out[len(out)-1].Href = s.Href(at, s.Address("deviations", c.Contract.ID, d.ID))
	}
	for _, i := range c.Contract.Inspections {
		if i.Date.After(s.F.AsOf) || i.Status == "planned" {
			continue
		}
		for _, f := range i.Findings {
			responsible := f.VerifiedBy
			if responsible == "" && len(i.Inspectors) > 0 {
				responsible = i.Inspectors[0]
			}
			add("funn-"+i.ID+"-"+f.ID, f.Description, f.Severity, responsible, f.Action, i.Date, f.Deadline, f.Closed)
			out[len(out)-1].Href = s.Href(at, block.InspectionAddress(s, c.Contract, &i)) + "#funn"
		}
	}
	return out
}

// Pages are the page about deviations and one for each deviation.
func Pages(s *kit.Site) []kit.Page { return append(list(s), records(s)...) }

func list(s *kit.Site) []kit.Page {
	at := s.Address("deviations")
	h := kit.Head{At: at, Title: s.T("menu.deviations", nil), Nav: "deviations", Crumbs: s.Crumbs(at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Deviations{Lead: s.T("deviation.lead", nil)}
		late := 0
		var ages []int // of the open ones
		for _, c := range s.F.Contracts {
			for _, r := range Rows(s, at, c, true) {
				if r.Status.Tone == templates.Danger {
					v.Open = append(v.Open, r)
					if r.Late {
						late++
					}
				} else {
					v.Closed = append(v.Closed, r)
				}
			}
		}
		slices.SortStableFunc(v.Open, func(a, b templates.DeviationRow) int { return cmp.Compare(a.Reported.ISO, b.Reported.ISO) })
		slices.SortStableFunc(v.Closed, func(a, b templates.DeviationRow) int { return cmp.Compare(b.Reported.ISO, a.Reported.ISO) })
		for _, r := range v.Open {
			age := 1 << 20 // without a date it counts as old, as in the report
			if d, err := date.Parse(r.Reported.ISO); err == nil {
				age = s.F.AsOf.Days(d)
			}
			ages = append(ages, age)
		}
		v.Ages = ageChart(s, v.Open, ages)
		v.Conclusion = s.T("deviation.conclusion", message.Args{"n": len(v.Open), "late": late})
		return templates.DrawDeviations(f, v)
	})}
}
