package wording

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/deadlines"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/report"
	"github.com/forvalt/forvalt/internal/report/document"
)

// shownRows of long tables in prose.
const shownRows = 15

// portfolio is whom figures of the whole are about.
const portfolio = "portfolio"

// of marks a cell as a figure of a contract at the quarter's end; one that has become internal
// since has no id, and no mark. An amount in another currency has no value here.
func (w wording) of(contract string, id definitions.ID, c document.Cell) document.Cell {
	if contract == "" || c.Value == "" {
		return c
	}
	return c.As(id, "contract:"+contract, w.r.AsOf)
}

// asOf is the day of a figure of a quarter, or for what is bought the quarter that it is about.
func asOf(id definitions.ID, q date.Quarter, s *report.Status) fmt.Stringer {
	if definitions.Of(id).Population == definitions.Purchases {
		return s.SpendOf
	}
	return q.Last()
}

// key is the table of key figures, now and at the end of the quarter before.
func (w wording) key() document.Part {
	type line struct {
		key      string
		figure   definitions.ID
		kind     document.Kind
		of       func(s *report.Status) report.Number
		internal bool
	}
	n := func(f func(s *report.Status) int) func(s *report.Status) report.Number {
		return func(s *report.Status) report.Number { return report.Number(strconv.Itoa(f(s))) }
	}
	lines := []line{
		{"active", definitions.Active, document.Count, n(func(s *report.Status) int { return s.Contracts[contract.Active] }), false},
		{"managers", definitions.Managers, document.Count, n(func(s *report.Status) int { return s.Managers }), true},
		{"maximum", definitions.Ceilings, document.Money, func(s *report.Status) report.Number { return s.Maximum }, false},
		{"committed", definitions.Estimates, document.Money, func(s *report.Status) report.Number { return s.Committed }, false},
		{"turnover", definitions.TotalSpent, document.Money, func(s *report.Status) report.Number { return s.Turnover }, false},
		{"use", definitions.TotalUse, document.Share, func(s *report.Status) report.Number { return s.Use }, false},
		{"year", definitions.Year, document.Money, func(s *report.Status) report.Number { return s.LastYear }, false},
		{"passed", definitions.Passed, document.Count, n(func(s *report.Status) int { return s.Passed }), false},
		{"will-pass", definitions.WillPass, document.Count, n(func(s *report.Status) int { return s.WillPass }), false},
		{"critical", definitions.InBand(contract.BandCritical), document.Count, n(func(s *report.Status) int { return s.Bands[contract.BandCritical] }), true},
		{"high", definitions.InBand(contract.BandHigh), document.Count, n(func(s *report.Status) int { return s.Bands[contract.BandHigh] }), true},
		{"net", definitions.OfClass(definitions.Net, contract.ClassCash), document.Money, func(s *report.Status) report.Number { return s.Benefits[contract.ClassCash].Net }, false},
		{"realised", definitions.OfClass(definitions.Realised, contract.ClassCash), document.Money, func(s *report.Status) report.Number { return s.Benefits[contract.ClassCash].Realised }, false},
		{"planned", definitions.OfClass(definitions.Planned, contract.ClassCash), document.Money, func(s *report.Status) report.Number { return s.Benefits[contract.ClassCash].Planned }, false},
		{"loyalty", definitions.Loyalty, document.Share, func(s *report.Status) report.Number { return s.Loyalty }, true},
		{"coverage", definitions.Coverage, document.Share, func(s *report.Status) report.Number { return s.Coverage }, true},
		{"e-ordering", definitions.EOrdering, document.Share, func(s *report.Status) report.Number { return s.EHandel }, true},
		{"leakage", definitions.Leakage, document.Money, func(s *report.Status) report.Number { return s.Leakage }, true},
		{"open", definitions.Open, document.Count, n(func(s *report.Status) int { return s.Open }), true},
		{"hours", definitions.Need, document.Count, n(func(s *report.Status) int { return s.Hours }), true},
		{"overload", definitions.Overloaded, document.Count, n(func(s *report.Status) int { return s.Overload }), true},
	}
	t := w.Table("key", "figure", "value#", "before#", "change#")
	for _, l := range lines {
		if l.internal && w.r.Public {
			continue
		}
		now := l.of(&w.r.Status)
		row := []document.Cell{w.Text(w.T("key."+l.key, nil)), w.Cell(l.kind, now).As(l.figure, portfolio, asOf(l.figure, w.r.Quarter, &w.r.Status)), w.Cell(l.kind, ""), w.Cell(l.kind, "")}
		if w.r.Before != nil {
			before := l.of(w.r.Before)
			row[2] = w.Cell(l.kind, before).As(l.figure, portfolio, asOf(l.figure, w.r.Quarter.Add(-1), w.r.Before))
			if change := measure.Difference(now.Rat(), before.Rat()); change != nil {
				row[3] = w.Change(l.kind, change)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	p := w.Part("key")
	if of := w.r.SpendOf; !w.r.Public && !of.IsZero() && of != w.r.Quarter {
		p.Text = append(p.Text, w.T("text.spend-older", message.Args{"quarter": of}))
	}
	if w.r.Before != nil {
		p.Text = append(p.Text, w.T("text.rounding", nil))
	} else {
		p.Text = append(p.Text, w.T("text.no-before", nil))
		t.Columns = t.Columns[:2]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:2]
		}
	}
	w.Add(&p, t, "")
	bought := w.Table(PurchasesTable, "quarter", "amountkr")
	for _, q := range w.r.Purchases {
		bought.Rows = append(bought.Rows, []document.Cell{w.Text(prose.UpperFirst(w.Printer.Quarter(q.Quarter))), w.Money(q.Amount).As(definitions.Quarter, portfolio, q.Quarter)})
	}
	w.Add(&p, bought, "")
	return p
}

// manyDecisions is how many decisions prose lists; where there are more, they are counted by
// kind above the list.
const manyDecisions = 20

func (w wording) decisions() document.Part {
	p := w.Part("decisions")
	if len(w.r.Decisions) > 0 {
		p.Text = append(p.Text, w.T("text.decisions", nil))
	}
	if len(w.r.Decisions) > manyDecisions {
		w.Add(&p, w.matters(), "")
	}
	t := w.Table("decisions", "contract", "matter", ProposalColumn, "by:")
	t.Shown = manyDecisions
	for _, d := range w.r.Decisions {
		key := string(d.Kind)
		switch {
		case d.Kind == deadlines.DecideOption && d.Note.IsZero():
			key = "option-open"
		case d.Kind == deadlines.DecideTender && measure.Late(d.Note, w.r.AsOf):
			key = "tender-past"
		}
		by := w.Date(d.By, w.T("now", nil))
		if d.Kind == deadlines.DecideCeilingForecast || measure.Late(d.By, w.r.AsOf) {
			by = w.Date(date.Date{}, w.T("now", nil)) // neither a day that has passed, nor that on which the ceiling is reached, is a deadline
		}
		t.Rows = append(t.Rows, []document.Cell{w.Contract(d.Title, d.ID), w.Text(w.T("decision."+key, message.Args{"date": d.Note})), w.Text(w.T("proposal."+string(d.Kind), nil)), by})
	}
	w.Add(&p, t, w.T("text.no-decisions", nil))
	return p
}

// matters counts the decisions by what they are about.
func (w wording) matters() document.Table {
	t := w.Table("matters", "matter", "number#", "contracts", "first:")
	for i := 0; i < len(w.r.Decisions); {
		kind, first, n := w.r.Decisions[i].Kind, date.Date{}, 0
		var names []string
		for ; i < len(w.r.Decisions) && w.r.Decisions[i].Kind == kind; i++ {
			d := &w.r.Decisions[i]
			if n++; n <= 3 {
				names = append(names, w.Short(d.Title))
			}
			if first.IsZero() && !measure.Late(d.By, w.r.AsOf) && kind != deadlines.DecideCeilingForecast { // they are sorted by date
				first = d.By
			}
		}
		if n > len(names) {
			names = append(names, w.T("others", message.Args{"n": n - len(names)}))
		}
		t.Rows = append(t.Rows, []document.Cell{w.Text(w.T("matter."+string(kind), nil)), w.Number(n), w.Text(strings.Join(names, "; ")), w.Date(first, w.T("now", nil))})
	}
	return t
}

func (w wording) bands() document.Table {
	t := w.Table("bands", "band", "contracts#", "before#", "change#")
	if len(w.r.Bands) == 0 {
		return t
	}
	for _, b := range slices.Backward(measure.Bands) {
		now := w.r.Bands[b]
		row := []document.Cell{w.Band(b), w.Number(now).As(definitions.InBand(b), portfolio, w.r.AsOf)}
		if w.r.Before != nil {
			row = append(row, w.Number(w.r.Before.Bands[b]).As(definitions.InBand(b), portfolio, w.r.Quarter.Add(-1).Last()), w.Change(document.Count, measure.Count(now-w.r.Before.Bands[b])))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Columns = t.Columns[:len(t.Rows[0])]
	return t
}

func (w wording) risk() document.Part {
	p := w.Part("risk")
	w.Add(&p, w.bands(), w.T("text.no-model", nil))
	moved := w.Table("movements", "contract", "from", "to", "score.", ReasonsColumn)
	moved.Shown = shownRows
	if w.r.ModelBefore != "" {
		p.Text = append(p.Text, w.T("text.model-break", message.Args{"old": message.Verbatim(w.r.ModelBefore), "new": message.Verbatim(w.r.Model)}))
	}
	for _, m := range w.r.Movements {
		moved.Rows = append(moved.Rows, []document.Cell{w.Contract(m.Title, m.ID), w.Level(m.From, m.FromFloor), w.Level(m.To, m.ToFloor), w.of(m.ID, definitions.Score, w.Cell(document.Score, m.Score)), w.Text(prose.UpperFirst(strings.Join(m.Reasons, "; ")))})
	}
	none := w.T("text.no-movements", nil)
	if w.r.Before == nil {
		none = ""
	}
	w.Add(&p, moved, none)
	return p
}

// comings are the contracts that began and those that ended.
func (w wording) comings() document.Part {
	p := w.Part("comings")
	for _, x := range []struct {
		id, day string
		list    []report.Contract
	}{{"started", "start:", w.r.Started}, {"ended", "end:", w.r.Ended}} {
		t := w.Table(x.id, "contract", "department", x.day, "ceilingkr")
		t.Shown = shownRows
		for _, c := range x.list {
			t.Rows = append(t.Rows, []document.Cell{w.Contract(c.Title, c.ID), w.Text(c.Department), w.Date(c.Date, w.T("undated", nil)), w.of(c.ID, definitions.Ceiling, w.Money(c.Value))})
		}
		w.Add(&p, t, w.T("text.no-"+x.id, nil))
	}
	return p
}

func (w wording) ceilings(shown int) document.Part {
	p := w.Part("ceilings")
	t := w.Table("ceilings", "contract", "spentkr", "ceilingkr", "use%", "forecast%", "reached:")
	t.Shown = shown
	for _, c := range w.r.Ceilings {
		reached := w.Date(c.Reached, w.T("unknown", nil))
		if c.Passed {
			reached = w.Date(date.Date{}, w.T("passed", nil))
		}
		t.Rows = append(t.Rows, []document.Cell{w.Contract(c.Title, c.ID), w.of(c.ID, definitions.Spent, w.in(c.Spent, c.Currency)), w.of(c.ID, definitions.Ceiling, w.in(c.Ceiling, c.Currency)), w.of(c.ID, definitions.Use, w.Share(c.Use)), w.of(c.ID, definitions.ProjectedUse, w.Share(c.Projected)), reached})
	}
	if w.r.Passed > 0 {
		p.Text = append(p.Text, w.T("text.ceilings-passed", nil))
	}
	if len(t.Rows) > 0 {
		p.Text = append(p.Text, w.T("text.ceilings", nil))
	}
	p.Text = append(p.Text, w.leftOut()...)
	w.Add(&p, t, w.T("text.no-ceilings", nil))
	return p
}

// leftOut says of which frameworks a public report does not know the use.
func (w wording) leftOut() []string {
	if !w.r.Public {
		return nil
	}
	return []string{w.T("text.ceilings-public", nil)}
}

// in is an amount. In another currency than the report's it has words and no value, because
// the values of a column are of one currency.
func (w wording) in(n report.Number, currency string) document.Cell {
	c := w.Money(n)
	if r := n.Rat(); r != nil && currency != w.r.Currency {
		c.Value, c.Text = "", w.Printer.InCurrency(r, currency)
	}
	return c
}

func (w wording) deadlines() document.Part {
	p := w.Part("deadlines")
	t := w.Table("deadlines", "date:", "kind", "contract")
	t.Shown = shownRows
	for _, d := range w.r.Deadlines {
		t.Rows = append(t.Rows, []document.Cell{w.Date(d.Date, ""), w.Text(w.Printer.Text("values.deadline."+string(d.Kind), nil)), w.Contract(d.Title, d.ID)})
	}
	if len(t.Rows) > t.Shown {
		w.Add(&p, w.deadlineKinds(), "")
	}
	w.Add(&p, t, w.T("text.no-deadlines", nil))
	return p
}

// deadlineKinds counts the deadlines by kind.
func (w wording) deadlineKinds() document.Table {
	t := w.Table("deadline-kinds", "kind", "number#", "first:")
	count := map[measure.DeadlineKind]int{}
	for _, d := range w.r.Deadlines {
		count[d.Kind]++
	}
	for _, d := range w.r.Deadlines { // sorted by date
		if n := count[d.Kind]; n > 0 {
			t.Rows = append(t.Rows, []document.Cell{w.Text(w.Printer.Text("values.deadline."+string(d.Kind), nil)), w.Number(n), w.Date(d.Date, "")})
			count[d.Kind] = 0
		}
	}
	return t
}

func (w wording) inspections() document.Part {
	p := w.Part("inspections")
	all := sum(w.r.Areas)
	if all.Held == 0 {
		p.Text = append(p.Text, w.T("text.no-inspections", nil))
	} else {
		text := w.Count("text.inspections", all.Held, message.Args{"extensive": w.Count("text.extensive", all.Extensive, nil)})
		if !w.r.Public {
			text += " " + w.Count("text.with-findings", all.WithFindings, nil)
		}
		p.Text = append(p.Text, text)
	}
	if w.r.Planned != nil {
		p.Text = append(p.Text, w.Count("text.planned", *w.r.Planned, nil))
	}
	if len(w.r.Themes) > 0 && sum(w.r.Themes) != all {
		key := "text.themes"
		if w.r.Public {
			key = "text.themes-public"
		}
		p.Text = append(p.Text, w.T(key, message.Args{"held": all.Held, "findings": all.Findings}))
	}
	for _, x := range []struct {
		id, head string
		list     []report.Inspected
	}{{"areas", "area", w.r.Areas}, {"themes", "theme", w.r.Themes}} {
		t := w.Table(x.id, x.head, "held#", "extensive#", "with-findings#", "findings#", "open#")
		for _, a := range x.list {
			t.Rows = append(t.Rows, []document.Cell{w.Text(cmp.Or(prose.UpperFirst(a.Name), w.T("no-area", nil))), w.Number(a.Held), w.Number(a.Extensive), w.Number(a.WithFindings), w.Number(a.Findings), w.Number(a.Open)})
		}
		if w.r.Public { // what was found is internal
			t.Columns = t.Columns[:3]
			for i := range t.Rows {
				t.Rows[i] = t.Rows[i][:3]
			}
		}
		w.Add(&p, t, "")
	}
	return p
}

// sum adds up inspections by area or theme.
func sum(list []report.Inspected) (all report.Inspected) {
	for _, a := range list {
		all.Held, all.Extensive, all.WithFindings = all.Held+a.Held, all.Extensive+a.Extensive, all.WithFindings+a.WithFindings
		all.Findings, all.Open = all.Findings+a.Findings, all.Open+a.Open
	}
	return all
}

func (w wording) deviations() document.Part {
	d := &w.r.Deviations
	text := w.Count("text.opened", d.Opened, message.Args{"closed": w.Count("text.closed", d.Closed, nil)})
	text += " " + w.Count("text.open", w.r.Open, message.Args{"late": w.Count("text.late", d.Late, nil)})
	if d.Unstated > 0 {
		text += " " + w.Count("text.unstated", d.Unstated, nil)
	}
	p := w.Part("deviations", text)
	t := w.Table("deviations", "severity", "to30#", "to90#", "older#")
	for _, o := range d.Open {
		t.Rows = append(t.Rows, []document.Cell{w.Text(w.T("severity."+string(o.Severity), nil)), w.Number(o.To30), w.Number(o.To90), w.Number(o.Older)})
	}
	w.Add(&p, t, "")
	return p
}

func (w wording) benefits() document.Part {
	p := w.Part("benefits")
	t := w.Table("benefits", "class", "netkr", "realisedkr", "costskr", "plannedkr", "share%", "confirmedkr", "estimated.")
	for _, k := range report.Classes {
		b, ok := w.r.Benefits[k]
		if !ok {
			continue
		}
		share := document.Cell{Kind: document.Share, Text: w.T("not-planned", nil)}
		if a, of := b.Realised.Rat(), b.Planned.Rat(); a != nil && of != nil && of.Sign() > 0 {
			share = w.Share(report.Number(measure.Ratio(a, of).FloatString(6)))
		}
		amount := w.Money
		if k == contract.ClassCO2e {
			amount = w.tonnes
		}
		row := []document.Cell{w.Text(w.Printer.Text("values.benefit-class."+string(k), nil)), amount(b.Net), amount(b.Realised), w.Money(b.Costs), amount(b.Planned), share, amount(b.Confirmed), amount(b.Estimated)}
		if k != contract.ClassCash {
			row[1].Text = "–" // not kroner of a budget
		}
		if b.Estimated == "" {
			row[7].Text = "–"
		}
		for i, id := range []definitions.ID{definitions.Net, definitions.Realised, definitions.Costs, definitions.Planned, definitions.Realisation, definitions.Confirmed, definitions.FromSpending} {
			if c := &row[i+1]; c.Value != "" {
				*c = c.As(definitions.OfClass(id, k), portfolio, w.r.AsOf)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		p.Text = append(p.Text, w.T("text.benefits", nil))
	}
	if w.r.Benefits[contract.ClassCO2e].Estimated == "" {
		t.Columns = t.Columns[:7]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:7]
		}
	} else {
		p.Text = append(p.Text, w.T("text.estimated", nil))
	}
	w.Add(&p, t, w.T("text.no-benefits", nil))
	return p
}

// tonnes is an amount of greenhouse gases.
func (w wording) tonnes(n report.Number) document.Cell {
	c := w.Money(n)
	if r := n.Rat(); r != nil {
		c.Kind, c.Text = document.Score, w.T("tonnes", message.Args{"amount": w.Printer.Rat(r, 0)})
	}
	return c
}

func (w wording) leakage() document.Part {
	p := w.Part("leakage")
	if w.r.SpendOf.IsZero() {
		p.Text = append(p.Text, w.T("text.no-spend", nil))
		return p
	}
	text := w.T("text.spend", message.Args{"quarter": w.r.SpendOf, "loyalty": w.Share(w.r.Loyalty).Text, "coverage": w.Share(w.r.Coverage).Text})
	if w.r.EHandel != "" {
		text += " " + w.T("text.ehandel", message.Args{"share": w.Share(w.r.EHandel).Text})
	}
	p.Text = append(p.Text, text, w.T("text.leakage", message.Args{"leakage": w.Money(w.r.Leakage).Text}))
	t := w.Table("leakage", "category", "onkr", "offkr", "uncoveredkr", "ehandel%")
	t.Shown = shownRows
	for _, s := range w.r.Spend {
		ehandel := w.Share(s.EHandel)
		if on := s.On.Rat(); on != nil && on.Sign() == 0 {
			ehandel.Text = "–" // a share of nothing
		}
		t.Rows = append(t.Rows, []document.Cell{w.Text(s.Name), w.Money(s.On), w.Money(s.Off), w.Money(s.Uncovered), ehandel})
	}
	w.Add(&p, t, "")
	return p
}

func (w wording) workload() document.Part {
	p := w.Part("workload", w.T("text.workload", message.Args{"hours": w.r.Hours, "capacity": w.r.Capacity}))
	t := w.Table("workload", "person", "contracts#", "hours#", "capacity#")
	t.Shown = shownRows
	for _, o := range w.r.Workload {
		t.Rows = append(t.Rows, []document.Cell{w.Text(o.Name), w.Number(o.Contracts), w.Number(o.Hours), w.Number(o.Capacity)})
	}
	w.Add(&p, t, w.T("text.all-in-time", nil))
	return p
}

func (w wording) quality() document.Part {
	p := w.Part("quality", w.T("text.quality", nil))
	t := w.Table("quality", "missing", "n#", "of#")
	for _, q := range w.r.Quality {
		t.Rows = append(t.Rows, []document.Cell{w.Text(w.T("quality."+string(q.Kind), nil)), w.Number(q.N), w.Number(q.Of)})
	}
	w.Add(&p, t, "")
	return p
}

// source is where the figures come from.
func (w wording) source(frozen bool) document.Part {
	s := &w.r.Source
	args := message.Args{"date": w.r.AsOf, "closed": measure.BooksClose(w.r.Quarter), "revision": message.Verbatim(shorten(s.Revision, 12)), "program": message.Verbatim(s.Program), "why": message.Verbatim(s.Why)}
	first := w.T("text.source-"+string(s.Kind), args)
	if s.Preliminary {
		first += " " + w.T("text.source-preliminary", args)
	}
	if s.Kind == report.SourceToday && s.Revision != "" {
		first += " " + w.T("text.source-revision", args)
	}
	if s.Why != "" {
		first += " " + w.T("text.source-why", args)
	}
	p := w.Part(SourcePart, first)
	if frozen {
		p.Text = append(p.Text, w.T("text.source-frozen", args))
	}
	if w.r.Model != "" {
		p.Text = append(p.Text, w.T("text.source-model", message.Args{"model": message.Verbatim(w.r.Model)}))
	}
	if n := len(s.Unread); n > 0 {
		p.Text = append(p.Text, w.T("text.source-unread", message.Args{"n": n, "files": w.Printer.List(slices.Clone(s.Unread[:min(n, 3)]))}))
	}
	if w.r.Public {
		p.Text = append(p.Text, w.T("text.source-public", nil))
	}
	p.Text = append(p.Text, w.T("text.source-tax", nil))
	return p
}

func shorten(s string, n int) string {
	if len(s) > n && !strings.ContainsAny(s, "-/.") { // a hash, not a tag
		return s[:n]
	}
	return s
}
