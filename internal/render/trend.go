package render

import (
	"math/big"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/chart"
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// Trend is the portfolio at the end of each quarter, in render's own terms: the shell
// fills it.
type Trend struct {
	Points  []trend.Point // oldest first; the last is today's
	Cut     bool          // the clone is shallow
	Oldest  Commit        // before it nothing is known
	Missing string        // why there is no history; "" when there is
}

// line is one figure over time: its name in the catalogue, its value at each point (nil
// unknown) and how it is written.
type line struct {
	key    string
	values []*big.Rat
	write  func(*big.Rat) string
	money  bool
}

func (s *site) said(key string, args message.Args) string { return s.pr.Text("trend."+key, args) }

func (s *site) wholeNumber(r *big.Rat) string { return s.pr.Rat(r, 0) }
func (s *site) oneDecimal(r *big.Rat) string  { return s.pr.Rat(r, 1) }
func (s *site) share(r *big.Rat) string       { return s.pr.Percent(r, 1) }

// over gives a figure at every point.
func (s *site) over(value func(*trend.Point) *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(s.opt.Trend.Points))
	for i := range out {
		out[i] = value(&s.opt.Trend.Points[i])
	}
	return out
}

// trends draws lines; nothing where there is only today, or where all are unknown.
func (s *site) trends(lines ...line) templates.Trends {
	t := &s.opt.Trend
	if len(t.Points) < 2 || s.public {
		return templates.Trends{}
	}
	v := templates.Trends{ID: "utvikling", Title: s.said("title", nil), Table: templates.Table{Caption: s.said("title", nil), Columns: []templates.Column{{Head: s.t("column.quarter", nil)}}}}
	for i := range t.Points {
		p := &t.Points[i]
		name := s.pr.Quarter(p.Quarter)
		if p.Now {
			name = s.said("now", message.Args{"date": p.AsOf})
		}
		v.Table.Rows = append(v.Table.Rows, []templates.Cell{{Text: name}})
	}
	for _, l := range lines {
		var spark []chart.Value
		known := 0
		for _, r := range l.values {
			spark = append(spark, chart.Value{Number: float(r), Missing: r == nil})
			if r != nil {
				known++
			}
		}
		if known < 2 {
			continue
		}
		v.Table.Columns = append(v.Table.Columns, templates.Column{Head: s.said("line."+l.key, nil), Numeric: true})
		for i, r := range l.values {
			text := s.said("unknown", nil)
			if r != nil {
				text = l.write(r)
			}
			v.Table.Rows[i] = append(v.Table.Rows[i], templates.Cell{Text: text})
		}
		k := templates.KPI{Label: s.said("line."+l.key, nil), Spark: templates.SVG(chart.Spark(spark))}
		if now := l.values[len(l.values)-1]; now == nil {
			k.Missing = s.said("unknown", nil)
		} else if k.Value = l.write(now); l.money {
			number, unit := s.pr.ShortNumber(now)
			k.Value, k.Unit = number, strings.TrimSpace(unit+"\u00A0kr")
		}
		if before := l.values[len(l.values)-2]; before != nil {
			k.Change = s.said("was", message.Args{"value": l.write(before)})
		}
		v.KPIs = append(v.KPIs, k)
	}
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	v.Conclusion = s.said("conclusion", message.Args{"quarter": t.Points[len(t.Points)-2].Quarter})
	v.Notes = s.trendNotes()
	if slices.ContainsFunc(lines, func(l line) bool { return l.key == "spent" }) {
		v.Notes = append(v.Notes, s.said("archived", nil))
	}
	return v
}

// trendNotes say what the figures of the past lack.
func (s *site) trendNotes() []string {
	t := &s.opt.Trend
	var out []string
	switch {
	case t.Missing != "":
		out = append(out, t.Missing)
	case t.Cut:
		out = append(out, s.said("cut", message.Args{"commit": t.Oldest.Hash[:min(7, len(t.Oldest.Hash))], "day": t.Oldest.Day}))
	case len(t.Points) < 13:
		out = append(out, s.said("begins", message.Args{"day": t.Oldest.Day}))
	}
	for i := range t.Points {
		if p := &t.Points[i]; len(p.Skipped) > 0 {
			out = append(out, s.said("skipped", message.Args{"n": len(p.Skipped), "quarter": p.Quarter, "files": s.pr.List(shorter(p.Skipped, 3))}))
		}
	}
	return out
}

func count(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

func (s *site) overviewTrends() templates.Trends {
	if t := &s.opt.Trend; len(t.Points) == 1 && (t.Cut || t.Missing != "") && !s.public {
		return templates.Trends{ID: "utvikling", Title: s.said("title", nil), Notes: s.trendNotes()}
	}
	return s.trends(
		line{"spent", s.over(func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), s.pr.MoneyShort, true},
		line{"use", s.over((*trend.Point).CeilingUse), s.share, false},
		line{"high", s.over(func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return count(p.Totals.Bands["high"] + p.Totals.Bands["critical"])
		}), s.wholeNumber, false},
		line{"loyalty", s.over(func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), s.share, false},
		line{"realised", s.over(func(p *trend.Point) *big.Rat { return p.Realised }), s.pr.MoneyShort, true},
		line{"workload", s.over((*trend.Point).Workload), s.share, false},
	)
}

func (s *site) riskTrends() templates.Trends {
	var lines []line
	for _, b := range measure.Bands {
		lines = append(lines, line{"band-" + b, s.over(func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return count(p.Totals.Bands[b])
		}), s.wholeNumber, false})
	}
	return s.trends(lines...)
}

func (s *site) economyTrends() templates.Trends {
	return s.trends(
		line{"spent", s.over(func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), s.pr.MoneyShort, true},
		line{"ceilings", s.over(func(p *trend.Point) *big.Rat { return p.Totals.Maximum }), s.pr.MoneyShort, true},
		line{"use", s.over((*trend.Point).CeilingUse), s.share, false},
		line{"passing", s.over(func(p *trend.Point) *big.Rat { return count(p.Totals.WillPass) }), s.wholeNumber, false},
		line{"coverage", s.over(func(p *trend.Point) *big.Rat { return p.Totals.Coverage }), s.share, false},
		line{"loyalty", s.over(func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), s.share, false},
	)
}

func (s *site) benefitTrends() templates.Trends {
	return s.trends(
		line{"planned", s.over(func(p *trend.Point) *big.Rat { return p.Planned }), s.pr.MoneyShort, true},
		line{"realised", s.over(func(p *trend.Point) *big.Rat { return p.Realised }), s.pr.MoneyShort, true},
	)
}

// contractTrends is one contract's path.
func (s *site) contractTrends(c *contract.Contract) templates.Trends {
	path := trend.Path(s.opt.Trend.Points, c)
	at := func(value func(*trend.Contract) *big.Rat) []*big.Rat {
		out := make([]*big.Rat, len(path))
		for i, v := range path {
			if v != nil {
				out[i] = value(v)
			}
		}
		return out
	}
	v := s.trends(
		line{"score", at(func(c *trend.Contract) *big.Rat { return c.Score }), s.oneDecimal, false},
		line{"bought", at(func(c *trend.Contract) *big.Rat { return c.Spent }), s.pr.MoneyShort, true},
		line{"of-ceiling", at(func(c *trend.Contract) *big.Rat { return c.Use }), s.share, false},
	)
	if len(v.KPIs) == 0 {
		return templates.Trends{}
	}
	kept := v.Table.Rows[:0] // quarters in which there was no such contract say nothing
	for i, row := range v.Table.Rows {
		if path[i] != nil {
			kept = append(kept, row)
		}
	}
	v.Table.Rows = kept
	return v
}

const movesShown = 50

// movements tell which contracts changed their band since the quarter before, and why.
func (s *site) movements(at string) (list []templates.Movement, more, none string) {
	before, after, ok := s.lastTwo()
	if !ok {
		if t := &s.opt.Trend; t.Cut && t.Missing == "" && len(t.Points) == 1 {
			return nil, "", s.trendNotes()[0]
		}
		return nil, "", or(s.opt.Trend.Missing, s.said("no-quarter-before", nil))
	}
	moves := trend.Movements(before, after, s.p.Contracts)
	for _, m := range shorter(moves, movesShown) {
		list = append(list, templates.Movement{
			Contract: s.contractLink(at, m.Contract.ID),
			From:     templates.RiskBadge{Band: m.From, Label: s.word("band", m.From), Score: s.pr.Rat(m.Before, 1)},
			To:       templates.RiskBadge{Band: m.To, Label: s.word("band", m.To), Score: s.pr.Rat(m.Score, 1)},
			Why:      s.because(m),
		})
	}
	if n := len(moves) - movesShown; n > 0 {
		more = s.said("more-moved", message.Args{"n": n})
	}
	return list, more, s.said("none-moved", message.Args{"quarter": before.Quarter})
}

// moved sums up the movements in one sentence; "" where nothing can be said.
func (s *site) moved() string {
	before, after, ok := s.lastTwo()
	if !ok {
		return ""
	}
	up, down := 0, 0
	for _, m := range trend.Movements(before, after, s.p.Contracts) {
		if m.Up {
			up++
		} else {
			down++
		}
	}
	return s.said("moved", message.Args{"quarter": before.Quarter, "up": s.said("up", message.Args{"n": up}), "down": s.said("down", message.Args{"n": down})})
}

// lastTwo are today and the end of the quarter before.
func (s *site) lastTwo() (before, after *trend.Point, ok bool) {
	p := s.opt.Trend.Points
	if len(p) < 2 || s.public || p[len(p)-2].Quarter != p[len(p)-1].Quarter.Add(-1) {
		return nil, nil, false
	}
	return &p[len(p)-2], &p[len(p)-1], true
}

// because is the reasons of a movement in one sentence.
func (s *site) because(m trend.Movement) string {
	return upperFirst(strings.Join(Because(s.pr, s.f.Model, m), "; "))
}

// Because puts the causes of a movement into words, the three weightiest; model is the
// one that knows the floors' names.
func Because(pr *message.Printer, model *contract.RiskModel, m trend.Movement) []string {
	var out []string
	say := func(key string, args message.Args) { out = append(out, pr.Text("trend."+key, args)) }
	if m.Model {
		say("new-model", nil)
	}
	for _, c := range shorter(m.Causes, 3) {
		switch {
		case c.Holds:
			say("floor-holds", message.Args{"floor": c.Title.In(pr.Lang())})
		case c.Floor != "":
			say("floor-gone", message.Args{"floor": floorTitle(pr, model, c.Floor)})
		default:
			say("factor", message.Args{"factor": c.Factor.Title.In(pr.Lang()), "reason": firstSentence(measure.Sentence(pr, c.Reason)), "was": c.Was, "points": c.Points})
		}
	}
	if len(out) == 0 {
		say("over-the-edge", nil)
	}
	return out
}

// floorTitle is what a model calls a floor; its id where it has it no more.
func floorTitle(pr *message.Printer, model *contract.RiskModel, id string) string {
	if model != nil {
		for _, fl := range model.Floors {
			if fl.ID == id {
				return fl.Title.In(pr.Lang())
			}
		}
	}
	return id
}

// firstSentence is what stands before the first full stop that another sentence follows.
func firstSentence(text string) string {
	for i := 0; ; {
		n := strings.Index(text[i:], ". ")
		if n < 0 {
			return strings.TrimSuffix(text, ".")
		}
		i += n + 2
		if r, _ := utf8.DecodeRuneInString(text[i:]); unicode.IsUpper(r) {
			return text[:i-2]
		}
	}
}
