package render

import (
	"cmp"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

func (s *site) overviewTrends() templates.Trends {
	if t := &s.Opt.Trend; len(t.Points) == 1 && (t.Cut || t.Missing != "") && !s.Public {
		return templates.Trends{ID: "utvikling", Title: block.Said(s.Site, "title", nil), Notes: block.TrendNotes(s.Site)}
	}
	return block.Trends(s.Site,
		block.Line{Key: "spent", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "use", Values: block.Over(s.Site, (*trend.Point).CeilingUse), Write: s.Share, Money: false},
		block.Line{Key: "high", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return block.Count(p.Totals.Bands["high"] + p.Totals.Bands["critical"])
		}), Write: s.WholeNumber, Money: false},
		block.Line{Key: "loyalty", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share, Money: false},
		block.Line{Key: "realised", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Realised }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "workload", Values: block.Over(s.Site, (*trend.Point).Workload), Write: s.Share, Money: false},
	)
}

func (s *site) riskTrends() templates.Trends {
	var lines []block.Line
	for _, b := range measure.Bands {
		lines = append(lines, block.Line{Key: "band-" + b, Values: block.Over(s.Site, func(p *trend.Point) *big.Rat {
			if p.Model == "" {
				return nil
			}
			return block.Count(p.Totals.Bands[b])
		}), Write: s.WholeNumber, Money: false})
	}
	return block.Trends(s.Site, lines...)
}

func (s *site) economyTrends() templates.Trends {
	return block.Trends(s.Site,
		block.Line{Key: "spent", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.LastYear }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "ceilings", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Maximum }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "use", Values: block.Over(s.Site, (*trend.Point).CeilingUse), Write: s.Share, Money: false},
		block.Line{Key: "passing", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return block.Count(p.Totals.WillPass) }), Write: s.WholeNumber, Money: false},
		block.Line{Key: "coverage", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Coverage }), Write: s.Share, Money: false},
		block.Line{Key: "loyalty", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Totals.Loyalty }), Write: s.Share, Money: false},
	)
}

func (s *site) benefitTrends() templates.Trends {
	return block.Trends(s.Site,
		block.Line{Key: "planned", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Planned }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "realised", Values: block.Over(s.Site, func(p *trend.Point) *big.Rat { return p.Realised }), Write: s.Pr.MoneyShort, Money: true},
	)
}

// contractTrends is one contract's path.
func (s *site) contractTrends(c *contract.Contract) templates.Trends {
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
	v := block.Trends(s.Site,
		block.Line{Key: "score", Values: at(func(c *trend.Contract) *big.Rat { return c.Score }), Write: s.OneDecimal, Money: false},
		block.Line{Key: "bought", Values: at(func(c *trend.Contract) *big.Rat { return c.Spent }), Write: s.Pr.MoneyShort, Money: true},
		block.Line{Key: "of-ceiling", Values: at(func(c *trend.Contract) *big.Rat { return c.Use }), Write: s.Share, Money: false},
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
		if t := &s.Opt.Trend; t.Cut && t.Missing == "" && len(t.Points) == 1 {
			return nil, "", block.TrendNotes(s.Site)[0]
		}
		return nil, "", cmp.Or(s.Opt.Trend.Missing, block.Said(s.Site, "no-quarter-before", nil))
	}
	moves := trend.Movements(before, after, s.P.Contracts)
	for _, m := range kit.Shorter(moves, movesShown) {
		list = append(list, templates.Movement{
			Contract: s.ContractLink(at, m.Contract.ID),
			From:     templates.RiskBadge{Band: m.From, Label: s.Word("band", m.From), Score: s.Pr.Rat(m.Before, 1)},
			To:       templates.RiskBadge{Band: m.To, Label: s.Word("band", m.To), Score: s.Pr.Rat(m.Score, 1)},
			Why:      s.because(m),
		})
	}
	if n := len(moves) - movesShown; n > 0 {
		more = block.Said(s.Site, "more-moved", message.Args{"n": n})
	}
	return list, more, block.Said(s.Site, "none-moved", message.Args{"quarter": before.Quarter})
}

// moved sums up the movements in one sentence; "" where nothing can be said.
func (s *site) moved() string {
	before, after, ok := s.lastTwo()
	if !ok {
		return ""
	}
	up, down := 0, 0
	for _, m := range trend.Movements(before, after, s.P.Contracts) {
		if m.Up {
			up++
		} else {
			down++
		}
	}
	return block.Said(s.Site, "moved", message.Args{"quarter": before.Quarter, "up": block.Said(s.Site, "up", message.Args{"n": up}), "down": block.Said(s.Site, "down", message.Args{"n": down})})
}

// lastTwo are today and the end of the quarter before.
func (s *site) lastTwo() (before, after *trend.Point, ok bool) {
	p := s.Opt.Trend.Points
	if len(p) < 2 || s.Public || p[len(p)-2].Quarter != p[len(p)-1].Quarter.Add(-1) {
		return nil, nil, false
	}
	return &p[len(p)-2], &p[len(p)-1], true
}

// because is the reasons of a movement in one sentence.
func (s *site) because(m trend.Movement) string {
	return prose.UpperFirst(strings.Join(Because(s.Pr, s.F.Model, m), "; "))
}

// Because puts the causes of a movement into words, the three weightiest; model is the
// one that knows the floors' names.
func Because(pr *message.Printer, model *contract.RiskModel, m trend.Movement) []string {
	var out []string
	say := func(key string, args message.Args) { out = append(out, pr.Text("trend."+key, args)) }
	if m.Model {
		say("new-model", nil)
	}
	for _, c := range kit.Shorter(m.Causes, 3) {
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
