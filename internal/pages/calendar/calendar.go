// Package calendar draws what must be decided or done: the page of deadlines, their rows and
// chart for other pages, and the calendars that a reader may subscribe to.
//
// In go a kit.Site and deadlines; out come pages, view structs of templates, and calendar
// files by way of kit.Options.Calendar. Measure decides which deadlines there are.
package calendar

import (
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/list"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/templates"
)

// Gathered are deadlines as rows; evidence that is due on one contract is one row, dated by
// the first, so that decisions are not lost among it.
func Gathered(s *kit.Site, at string, due []measure.Deadline, withContract bool) []templates.Deadline {
	type row struct {
		measure.Deadline
		names []string
	}
	var rows []*row
	of := map[*contract.Contract]*row{}
	for _, d := range due {
		if d.Kind != measure.DeadlineEvidence {
			rows = append(rows, &row{Deadline: d})
			continue
		}
		r := of[d.Contract]
		if r == nil {
			r = &row{Deadline: d}
			of[d.Contract] = r
			rows = append(rows, r)
		}
		if t, ok := d.Title.Args["requirement"].(contract.Text); ok {
			r.names = append(r.names, t.In(s.Pr.Lang()))
		}
	}
	if len(due) > 0 && due[0].Late() { // of what is overdue, decisions come first
		slices.SortStableFunc(rows, func(a, b *row) int {
			if a.Decision() == b.Decision() {
				return 0
			}
			if a.Decision() {
				return -1
			}
			return 1
		})
	}
	var out []templates.Deadline
	for _, r := range rows {
		d := deadline(s, at, r.Deadline, withContract)
		if n := len(r.names); n > 1 {
			d.Title = s.Say("calendar.evidence-due", message.Args{"n": n})
			d.Person = words.Join([]string{strings.Join(kit.Shorter(r.names, 4), ", "), s.Counted("calendar.and-more", max(0, n-4))})
		}
		out = append(out, d)
	}
	return out
}

// evidenceShown bounds the rows of evidence in a month of the calendar page; the files to
// subscribe to have all.
const evidenceShown = 40

// fewer leaves out rows of a kind past evidenceShown, and says how many.
func fewer(rows []templates.Deadline, kind string) (out []templates.Deadline, left int) {
	n := 0
	for _, r := range rows {
		if r.Kind == kind {
			if n++; n > evidenceShown {
				left++
				continue
			}
		}
		out = append(out, r)
	}
	return out, left
}

// monthsShown is how many months the chart has.
const monthsShown = 12

// Months is the chart of the ends and decisions of some contracts that are followed up in the next twelve
// months, on the page at an address. Scope is the filter that keeps the list of deadlines to
// them, as "kategori=mat"; "" for all.
func Months(s *kit.Site, at string, followed []*measure.ContractFigures, scope string) templates.Figure {
	months := deadlines.ByMonth(followed, s.F.AsOf, monthsShown)
	c := chart.Chart{Title: s.Say("calendar.months", nil), Kind: chart.Stacked, Series: []chart.Series{{Name: s.Say("calendar.expiring", nil), Tone: chart.ToneAccent}, {Name: s.Say("calendar.deciding", nil), Tone: chart.ToneSecond}}}
	table := templates.Table{Caption: c.Title, Columns: []templates.Column{{Head: s.Say("table.column.month", nil)}, {Head: c.Series[0].Name, Numeric: true}, {Head: c.Series[1].Name, Numeric: true}}}
	number := func(n int) string { return s.Pr.Number(int64(n)) }
	for i, m := range months {
		label := chart.Label{Text: s.Pr.MonthShort(m.Month)}
		if i == 0 || m.Month.Month() == 1 {
			label.Group = strconv.Itoa(m.Month.Year())
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, chart.Value{Number: float64(m.Ends), Text: number(m.Ends)})
		c.Series[1].Values = append(c.Series[1].Values, chart.Value{Number: float64(m.Decisions), Text: number(m.Decisions)})
		c.Totals = append(c.Totals, number(m.All()))
		count := func(n int, kinds []measure.DeadlineKind) templates.Cell {
			return templates.Cell{Count: s.Count(n, at, "deadlines", s.Filter("month", m.Month.String()), s.Filter("kind", list.Texts(kinds)...), s.Filter("followed", "yes"), scope)}
		}
		table.Rows = append(table.Rows, []templates.Cell{{Text: s.Pr.Month(m.Month)}, count(m.Ends, deadlines.MonthEnds), count(m.Decisions, deadlines.MonthDecisions)})
	}
	conclusion := s.Say("calendar.no-deadlines", nil)
	if fullest, all := deadlines.FullestMonth(months); all > 0 {
		conclusion = s.Say("calendar.months-conclusion", message.Args{"n": all, "month": s.Pr.Month(fullest.Month), "most": fullest.All()})
	}
	return s.Figure(s.Name("deadline-months"), "", conclusion, c, table)
}

// deadline is a row of what must be decided or done.
func deadline(s *kit.Site, from string, d measure.Deadline, withContract bool) templates.Deadline {
	out := templates.Deadline{
		Date:   s.Date(d.Date),
		Days:   s.Pr.RelativeDays(d.Days),
		Kind:   s.Word("deadline", string(d.Kind)),
		Title:  s.Reason(d.Title),
		Person: s.Responsible(d.Manager),
	}
	if d.Soon() {
		out.Tone = templates.Warning
	}
	if d.Late() {
		out.Badge = templates.Badge{Text: s.Say("calendar.overdue", nil), Tone: templates.Warning}
	}
	if withContract {
		out.Contract = s.ContractLink(from, d.Contract.ID)
	}
	return out
}

// openDeadlines is how many deadlines of a month show at once: more are unfolded by the
// reader, so that the page can be gone through on a phone.
const openDeadlines = 12

// Pages are the page of deadlines and the calendars to subscribe to.
func Pages(s *kit.Site) []kit.Page { return append(overview(s), files(s)...) }

func overview(s *kit.Site) []kit.Page {
	at := s.Address("calendar")
	h := kit.Head{At: at, Title: s.Say("frame.menu.calendar", nil), Nav: "calendar", Crumbs: s.Crumbs(at), Feeds: Feed(s, at)}
	return []kit.Page{s.HTML(h, func(f templates.Frame) kit.Component {
		v := templates.Calendar{Lead: s.Say("calendar.lead", nil), Months: Months(s, at, measure.Followed(s.F.Contracts), ""), Empty: s.Say("calendar.empty", nil), Feed: Subscribe(s, at, at), All: templates.Link{Text: s.Say("calendar.to-list", nil), Href: s.Rows(at, "deadlines")}}
		within, overdue := map[string][]measure.Deadline{}, s.Name("overdue")
		for _, d := range s.F.Deadlines {
			if !d.WithinYear() {
				continue
			}
			id, title := d.Date.MonthOf().String(), prose.UpperFirst(s.Pr.Month(d.Date.MonthOf()))
			if d.Late() {
				id, title = overdue, s.Say("calendar.overdue", nil)
			}
			if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
				v.Groups = append(v.Groups, templates.DeadlineGroup{ID: id, Title: title})
			}
			within[id] = append(within[id], d)
		}
		more := 0
		for i := range v.Groups {
			items, left := fewer(Gathered(s, at, within[v.Groups[i].ID], true), s.Word("deadline", "evidence"))
			v.Groups[i].Items, more = items, more+left
			first := v.Groups[i].ID != overdue && (i == 0 || v.Groups[i-1].ID == overdue) // the nearest month stands open
			if len(items) > openDeadlines && !first {
				v.Groups[i].Fold = s.Say("calendar.unfold", message.Args{"n": len(items)})
			}
		}
		v.More = s.Counted("feeds.more-evidence", more)
		return templates.DrawCalendar(f, v)
	})}
}
