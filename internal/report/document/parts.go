package document

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/report"
)

// lead tells the report in sentences.
func (w wording) lead() []string {
	r := w.r
	first := []string{w.count("lead.portfolio", r.Contracts["active"], nil),
		w.t("lead.comings", message.Args{"started": w.count("lead.started", len(r.Started), nil), "ended": w.count("lead.ended", len(r.Ended), nil)})}
	if n := r.LastYear.Rat(); n != nil {
		first = append(first, w.t("lead.year", message.Args{"amount": w.pr.MoneyShort(n)}))
	}
	var ceilings []string
	if r.Use != "" {
		ceilings = append(ceilings, w.t("lead.use", message.Args{"use": w.share(r.Use).Text}))
	}
	ceilings = append(ceilings, w.count("lead.passed", r.Passed, nil))
	if r.WillPass > 0 {
		ceilings = append(ceilings, w.count("lead.forecast", r.WillPass, nil))
	}
	out := []string{strings.Join(first, " "), strings.Join(ceilings, " ")}
	if !r.Public && len(r.Bands) > 0 {
		risk := []string{w.t("lead.risk", message.Args{"critical": w.count("lead.critical", r.Bands["critical"], nil), "high": w.count("lead.high", r.Bands["high"], nil)})}
		if r.Before != nil {
			up := 0
			for _, m := range r.Movements {
				if m.Up {
					up++
				}
			}
			down := len(r.Movements) - up
			if up+down == 0 {
				risk = append(risk, w.t("lead.moved-none", nil))
			} else {
				risk = append(risk, w.t("lead.moved", message.Args{"up": w.count("lead.moved-up", up, nil), "down": w.count("lead.moved-down", down, nil)}))
			}
		}
		out = append(out, strings.Join(risk, " "))
	}
	if b, ok := r.Benefits["cash"]; ok && b.Realised != "" {
		switch planned := b.Planned.Rat(); {
		case planned != nil && planned.Sign() > 0:
			out = append(out, w.t("lead.benefits", message.Args{"planned": w.money(b.Planned).Text, "realised": w.money(b.Realised).Text, "share": w.pr.Percent(measure.Ratio(b.Realised.Rat(), planned), 0)}))
		case b.Realised.Rat().Sign() > 0:
			out = append(out, w.t("lead.benefits-early", message.Args{"realised": w.money(b.Realised).Text}))
		}
	}
	if !r.Public {
		out = append(out, w.count("lead.asked", len(r.Decisions), nil))
	}
	return out
}

// key is the table of key figures, now and at the end of the quarter before.
func (w wording) key() Part {
	type line struct {
		key   string
		kind  Kind
		of    func(s *report.Status) report.Number
		house bool // not for the public
	}
	n := func(f func(s *report.Status) int) func(s *report.Status) report.Number {
		return func(s *report.Status) report.Number { return report.Number(strconv.Itoa(f(s))) }
	}
	lines := []line{
		{"active", Count, n(func(s *report.Status) int { return s.Contracts["active"] }), false},
		{"managers", Count, n(func(s *report.Status) int { return s.Managers }), true},
		{"maximum", Money, func(s *report.Status) report.Number { return s.Maximum }, false},
		{"committed", Money, func(s *report.Status) report.Number { return s.Committed }, false},
		{"turnover", Money, func(s *report.Status) report.Number { return s.Turnover }, false},
		{"use", Share, func(s *report.Status) report.Number { return s.Use }, false},
		{"year", Money, func(s *report.Status) report.Number { return s.LastYear }, false},
		{"passed", Count, n(func(s *report.Status) int { return s.Passed }), false},
		{"will-pass", Count, n(func(s *report.Status) int { return s.WillPass }), false},
		{"critical", Count, n(func(s *report.Status) int { return s.Bands["critical"] }), true},
		{"high", Count, n(func(s *report.Status) int { return s.Bands["high"] }), true},
		{"planned", Money, func(s *report.Status) report.Number { return s.Benefits["cash"].Planned }, false},
		{"realised", Money, func(s *report.Status) report.Number { return s.Benefits["cash"].Realised }, false},
		{"loyalty", Share, func(s *report.Status) report.Number { return s.Loyalty }, true},
		{"coverage", Share, func(s *report.Status) report.Number { return s.Coverage }, true},
		{"e-ordering", Share, func(s *report.Status) report.Number { return s.EHandel }, true},
		{"leakage", Money, func(s *report.Status) report.Number { return s.Leakage }, true},
		{"open", Count, n(func(s *report.Status) int { return s.Open }), true},
		{"hours", Count, n(func(s *report.Status) int { return s.Hours }), true},
		{"overload", Count, n(func(s *report.Status) int { return s.Overload }), true},
	}
	t := w.table("key", "figure", "value#", "before#", "change#")
	for _, l := range lines {
		if l.house && w.r.Public {
			continue
		}
		now := l.of(&w.r.Status)
		row := []Cell{w.text(w.t("key."+l.key, nil)), w.cell(l.kind, now), w.cell(l.kind, ""), w.cell(l.kind, "")}
		if w.r.Before != nil {
			before := l.of(w.r.Before)
			row[2] = w.cell(l.kind, before)
			if change := measure.Difference(now.Rat(), before.Rat()); change != nil {
				row[3] = w.change(l.kind, change)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	p := w.part("key")
	if of := w.r.SpendOf; !w.r.Public && !of.IsZero() && of != w.r.Quarter {
		p.Text = append(p.Text, w.t("text.spend-older", message.Args{"quarter": of}))
	}
	if w.r.Before != nil {
		p.Text = append(p.Text, w.t("text.rounding", nil))
	} else {
		p.Text = append(p.Text, w.t("text.no-before", nil))
		t.Columns = t.Columns[:2]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:2]
		}
	}
	w.add(&p, t, "")
	bought := w.table("purchases", "quarter", "amountkr")
	for _, q := range w.r.Purchases {
		bought.Rows = append(bought.Rows, []Cell{w.text(prose.UpperFirst(w.pr.Quarter(q.Quarter))), w.money(q.Amount)})
	}
	w.add(&p, bought, "")
	return p
}

// change has its sign, where anything is left of it when it is rounded.
func (w wording) change(k Kind, r *big.Rat) Cell {
	digits := map[Kind]int{Money: 2, Share: 6, Score: 4}[k]
	return Cell{Kind: k, Value: r.FloatString(digits), Text: w.pr.Signed(r, func(size *big.Rat) string {
		if k == Share {
			return w.t("points", message.Args{"points": w.pr.PercentNumber(size, 1)})
		}
		return w.spell(k, size)
	})}
}

// manyDecisions is when the decisions are summed up before they are listed, and how many
// of the list prose shows.
const manyDecisions = 20

func (w wording) decisions() Part {
	p := w.part("decisions")
	if len(w.r.Decisions) > 0 {
		p.Text = append(p.Text, w.t("text.decisions", nil))
	}
	if len(w.r.Decisions) > manyDecisions {
		w.add(&p, w.matters(), "")
	}
	t := w.table("decisions", "contract", "matter", "proposal", "by:")
	t.Shown = manyDecisions
	for _, d := range w.r.Decisions {
		key := d.Kind
		switch {
		case key == "option" && d.Note.IsZero():
			key = "option-open"
		case key == "tender" && measure.Late(d.Note, w.r.AsOf):
			key = "tender-past"
		}
		by := w.date(d.By, w.t("now", nil))
		if d.Kind == "ceiling-forecast" || measure.Late(d.By, w.r.AsOf) {
			by = w.date(date.Date{}, w.t("now", nil)) // the day that was, or the day it happens, is not a deadline
		}
		t.Rows = append(t.Rows, []Cell{w.named(d.Title, d.ID), w.text(w.t("decision."+key, message.Args{"date": d.Note})), w.text(w.t("proposal."+d.Kind, nil)), by})
	}
	w.add(&p, t, w.t("text.no-decisions", nil))
	return p
}

// matters are the decisions by what they are about, for those who will read one page.
func (w wording) matters() Table {
	t := w.table("matters", "matter", "number#", "contracts", "first:")
	for i := 0; i < len(w.r.Decisions); {
		kind, first, n := w.r.Decisions[i].Kind, date.Date{}, 0
		var names []string
		for ; i < len(w.r.Decisions) && w.r.Decisions[i].Kind == kind; i++ {
			d := &w.r.Decisions[i]
			if n++; n <= 3 {
				names = append(names, w.short(d.Title))
			}
			if first.IsZero() && !measure.Late(d.By, w.r.AsOf) && kind != "ceiling-forecast" { // they come by date
				first = d.By
			}
		}
		if n > len(names) {
			names = append(names, w.t("others", message.Args{"n": n - len(names)}))
		}
		t.Rows = append(t.Rows, []Cell{w.text(w.t("matter."+kind, nil)), w.number(n), w.text(strings.Join(names, "; ")), w.date(first, w.t("now", nil))})
	}
	return t
}

func (w wording) bands() Table {
	t := w.table("bands", "band", "contracts#", "before#", "change#")
	if len(w.r.Bands) == 0 {
		return t
	}
	for _, id := range slices.Backward(measure.Bands) {
		b := string(id)
		now := w.r.Bands[b]
		row := []Cell{w.band(b), w.number(now)}
		if w.r.Before != nil {
			row = append(row, w.number(w.r.Before.Bands[b]), w.change(Count, measure.Count(now-w.r.Before.Bands[b])))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Columns = t.Columns[:len(t.Rows[0])]
	return t
}

func (w wording) risk() Part {
	p := w.part("risk")
	w.add(&p, w.bands(), w.t("text.no-model", nil))
	moved := w.table("movements", "contract", "from", "to", "score.", "reasons")
	moved.Shown = shownRows
	for _, m := range w.r.Movements {
		moved.Rows = append(moved.Rows, []Cell{w.named(m.Title, m.ID), w.band(m.From), w.band(m.To), w.cell(Score, m.Score), w.text(prose.UpperFirst(strings.Join(m.Reasons, "; ")))})
	}
	none := w.t("text.no-movements", nil)
	if w.r.Before == nil {
		none = ""
	}
	w.add(&p, moved, none)
	return p
}

// comings are the contracts that began and those that ended.
func (w wording) comings() Part {
	p := w.part("comings")
	for _, x := range []struct {
		id, day string
		list    []report.Contract
	}{{"started", "start:", w.r.Started}, {"ended", "end:", w.r.Ended}} {
		t := w.table(x.id, "contract", "department", x.day, "ceilingkr")
		t.Shown = shownRows
		for _, c := range x.list {
			t.Rows = append(t.Rows, []Cell{w.named(c.Title, c.ID), w.text(c.Department), w.date(c.Date, w.t("undated", nil)), w.money(c.Value)})
		}
		w.add(&p, t, w.t("text.no-"+x.id, nil))
	}
	return p
}

func (w wording) ceilings(shown int) Part {
	p := w.part("ceilings")
	t := w.table("ceilings", "contract", "spentkr", "ceilingkr", "use%", "forecast%", "reached:")
	t.Shown = shown
	for _, c := range w.r.Ceilings {
		reached := w.date(c.Reached, w.t("unknown", nil))
		if c.Passed {
			reached = w.date(date.Date{}, w.t("passed", nil))
		}
		t.Rows = append(t.Rows, []Cell{w.named(c.Title, c.ID), w.in(c.Spent, c.Currency), w.in(c.Ceiling, c.Currency), w.share(c.Use), w.share(c.Projected), reached})
	}
	if w.r.Passed > 0 {
		p.Text = append(p.Text, w.t("text.ceilings-passed", nil))
	}
	if len(t.Rows) > 0 {
		p.Text = append(p.Text, w.t("text.ceilings", nil))
	}
	w.add(&p, t, w.t("text.no-ceilings", nil))
	return p
}

func (w wording) deadlines() Part {
	p := w.part("deadlines")
	t := w.table("deadlines", "date:", "kind", "contract")
	t.Shown = shownRows
	for _, d := range w.r.Deadlines {
		t.Rows = append(t.Rows, []Cell{w.date(d.Date, ""), w.text(w.pr.Text("values.deadline."+d.Kind, nil)), w.named(d.Title, d.ID)})
	}
	if len(t.Rows) > t.Shown {
		w.add(&p, w.deadlineKinds(), "")
	}
	w.add(&p, t, w.t("text.no-deadlines", nil))
	return p
}

// deadlineKinds sums the deadlines up, for those who will not read them all.
func (w wording) deadlineKinds() Table {
	t := w.table("deadline-kinds", "kind", "number#", "first:")
	count := map[string]int{}
	for _, d := range w.r.Deadlines {
		count[d.Kind]++
	}
	for _, d := range w.r.Deadlines { // by date
		if n := count[d.Kind]; n > 0 {
			t.Rows = append(t.Rows, []Cell{w.text(w.pr.Text("values.deadline."+d.Kind, nil)), w.number(n), w.date(d.Date, "")})
			count[d.Kind] = 0
		}
	}
	return t
}

func (w wording) inspections() Part {
	p := w.part("inspections")
	held, extensive, faults := 0, 0, 0
	for _, a := range w.r.Areas {
		held, extensive, faults = held+a.Held, extensive+a.Extensive, faults+a.WithFindings
	}
	if held == 0 {
		p.Text = append(p.Text, w.t("text.no-inspections", nil))
	} else {
		text := w.count("text.inspections", held, message.Args{"extensive": w.count("text.extensive", extensive, nil)})
		if !w.r.Public {
			text += " " + w.count("text.with-findings", faults, nil)
		}
		p.Text = append(p.Text, text)
	}
	p.Text = append(p.Text, w.count("text.planned", w.r.Planned, nil))
	for _, x := range []struct {
		id, head string
		list     []report.Inspected
	}{{"areas", "area", w.r.Areas}, {"themes", "theme", w.r.Themes}} {
		t := w.table(x.id, x.head, "held#", "extensive#", "with-findings#", "findings#", "open#")
		for _, a := range x.list {
			t.Rows = append(t.Rows, []Cell{w.text(cmp.Or(prose.UpperFirst(a.Name), w.t("no-area", nil))), w.number(a.Held), w.number(a.Extensive), w.number(a.WithFindings), w.number(a.Findings), w.number(a.Open)})
		}
		if w.r.Public { // what was found is internal
			t.Columns = t.Columns[:3]
			for i := range t.Rows {
				t.Rows[i] = t.Rows[i][:3]
			}
		}
		w.add(&p, t, "")
	}
	return p
}

func (w wording) deviations() Part {
	d := &w.r.Deviations
	text := w.count("text.opened", d.Opened, message.Args{"closed": w.count("text.closed", d.Closed, nil)})
	text += " " + w.count("text.open", w.r.Open, message.Args{"late": w.count("text.late", d.Late, nil)})
	p := w.part("deviations", text)
	t := w.table("deviations", "severity", "to30#", "to90#", "older#")
	for _, o := range d.Open {
		t.Rows = append(t.Rows, []Cell{w.text(w.t("severity."+o.Severity, nil)), w.number(o.To30), w.number(o.To90), w.number(o.Older)})
	}
	w.add(&p, t, "")
	return p
}

func (w wording) benefits() Part {
	p := w.part("benefits")
	t := w.table("benefits", "class", "plannedkr", "realisedkr", "confirmedkr", "costskr", "share%")
	for _, k := range report.Classes {
		b, ok := w.r.Benefits[k]
		if !ok {
			continue
		}
		share := Cell{Kind: Share, Text: w.t("not-planned", nil)}
		if a, of := b.Realised.Rat(), b.Planned.Rat(); a != nil && of != nil && of.Sign() > 0 {
			share = w.share(report.Number(measure.Ratio(a, of).FloatString(6)))
		}
		row := []Cell{w.text(w.pr.Text("values.benefit-class."+k, nil)), w.money(b.Planned), w.money(b.Realised), w.money(b.Confirmed), w.money(b.Costs), share}
		if k == "co2e" {
			for i := 1; i < 4; i++ {
				if r := report.Number(row[i].Value).Rat(); r != nil {
					row[i].Kind, row[i].Text = Score, w.t("tonnes", message.Args{"amount": w.pr.Rat(r, 0)})
				}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		p.Text = append(p.Text, w.t("text.benefits", nil))
	}
	w.add(&p, t, w.t("text.no-benefits", nil))
	return p
}

func (w wording) leakage() Part {
	p := w.part("leakage")
	if w.r.SpendOf.IsZero() {
		p.Text = append(p.Text, w.t("text.no-spend", nil))
		return p
	}
	text := w.t("text.spend", message.Args{"quarter": w.r.SpendOf, "loyalty": w.share(w.r.Loyalty).Text, "coverage": w.share(w.r.Coverage).Text})
	if w.r.EHandel != "" {
		text += " " + w.t("text.ehandel", message.Args{"share": w.share(w.r.EHandel).Text})
	}
	p.Text = append(p.Text, text, w.t("text.leakage", message.Args{"leakage": w.money(w.r.Leakage).Text}))
	t := w.table("leakage", "category", "onkr", "offkr", "uncoveredkr", "ehandel%")
	t.Shown = shownRows
	for _, s := range w.r.Spend {
		ehandel := w.share(s.EHandel)
		if on := s.On.Rat(); on != nil && on.Sign() == 0 {
			ehandel.Text = "–" // of nothing
		}
		t.Rows = append(t.Rows, []Cell{w.text(s.Name), w.money(s.On), w.money(s.Off), w.money(s.Uncovered), ehandel})
	}
	w.add(&p, t, "")
	return p
}

func (w wording) workload() Part {
	p := w.part("workload", w.t("text.workload", message.Args{"hours": w.r.Hours, "capacity": w.r.Capacity}))
	t := w.table("workload", "person", "contracts#", "hours#", "capacity#")
	t.Shown = shownRows
	for _, o := range w.r.Workload {
		t.Rows = append(t.Rows, []Cell{w.text(o.Name), w.number(o.Contracts), w.number(o.Hours), w.number(o.Capacity)})
	}
	w.add(&p, t, w.t("text.all-in-time", nil))
	return p
}

func (w wording) quality() Part {
	p := w.part("quality", w.t("text.quality", nil))
	t := w.table("quality", "missing", "n#", "of#")
	for _, q := range w.r.Quality {
		t.Rows = append(t.Rows, []Cell{w.text(w.t("quality."+q.Kind, nil)), w.number(q.N), w.number(q.Of)})
	}
	w.add(&p, t, "")
	return p
}

// source tells where the figures come from.
func (w wording) source(frozen bool) Part {
	s := &w.r.Source
	args := message.Args{"date": w.r.AsOf, "closed": report.Closes(w.r.Quarter), "revision": message.Verbatim(shorten(s.Revision, 12)), "program": message.Verbatim(s.Program), "why": message.Verbatim(s.Why)}
	first := w.t("text.source-"+s.Kind, args)
	if s.Kind == "today" && s.Revision != "" {
		first += " " + w.t("text.source-revision", args)
	}
	if s.Why != "" {
		first += " " + w.t("text.source-why", args)
	}
	p := w.part("source", first)
	if frozen {
		p.Text = append(p.Text, w.t("text.source-frozen", args))
	}
	if w.r.Model != "" {
		p.Text = append(p.Text, w.t("text.source-model", message.Args{"model": message.Verbatim(w.r.Model)}))
	}
	if n := len(s.Unread); n > 0 {
		p.Text = append(p.Text, w.t("text.source-unread", message.Args{"n": n, "files": w.pr.List(slices.Clone(s.Unread[:min(n, 3)]))}))
	}
	if w.r.Public {
		p.Text = append(p.Text, w.t("text.source-public", nil))
	}
	p.Text = append(p.Text, w.t("text.source-tax", nil))
	return p
}

func shorten(s string, n int) string {
	if len(s) > n && !strings.ContainsAny(s, "-/.") { // a hash, not a tag
		return s[:n]
	}
	return s
}
