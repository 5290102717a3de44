package risk

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/internal/prose"
	"github.com/forvalt/forvalt/internal/trend"
	"github.com/forvalt/forvalt/templates"
)

// movesShown is how many movements the page shows: the largest.
const movesShown = 50

// movements gives the contracts that changed band since the last quarter, and why; how many
// more did; and, if there are none, why not.
func movements(s *kit.Site, at string) (list []templates.Movement, more, empty string) {
	before, after, ok := lastTwo(s)
	if !ok {
		if t := &s.Opt.Trend; t.Cut && t.Missing == "" && len(t.Points) == 1 {
			return nil, "", block.TrendNotes(s)[0]
		}
		return nil, "", cmp.Or(s.Opt.Trend.Missing, block.Said(s, "no-quarter-before", nil))
	}
	moves := trend.Movements(before, after, s.P.Contracts)
	for _, m := range kit.Shorter(moves, movesShown) {
		level := func(p *trend.Point, band contract.BandID, score *big.Rat, floor string) templates.RiskBadge {
			return block.LevelBadge(s, band, score, measure.FloorOf(s.P, p.Model, floor), s.ValueOn(p.AsOf, definitions.Score, kit.About("contract", m.Contract.ID), score, s.Score))
		}
		list = append(list, templates.Movement{
			Contract: s.ContractLink(at, m.Contract.ID),
			From:     level(before, m.From, m.Before, m.FromFloor),
			To:       level(after, m.To, m.Score, m.ToFloor),
			Why:      because(s, m),
		})
	}
	if n := len(moves) - movesShown; n > 0 {
		more = block.Said(s, "more-moved", message.Args{"n": n})
	}
	return list, more, block.Said(s, "none-moved", message.Args{"quarter": before.Quarter})
}

// moved sums up the movements in one sentence, and says where another risk model came between;
// "" where nothing can be said.
func moved(s *kit.Site) string {
	before, after, ok := lastTwo(s)
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
	text := block.Said(s, "moved", message.Args{"quarter": before.Quarter, "up": block.Said(s, "up", message.Args{"n": up}), "down": block.Said(s, "down", message.Args{"n": down})})
	if points := s.Opt.Trend.Points; trend.Break(points, len(points)-1) {
		text = words.Join([]string{text, block.ModelBreak(s, after)})
	}
	return text
}

// lastTwo are today and the end of the quarter before.
func lastTwo(s *kit.Site) (before, after *trend.Point, ok bool) {
	return trend.LastTwo(s.Opt.Trend.Points)
}

// because gives the reasons for a movement in one sentence.
func because(s *kit.Site, m trend.Movement) string {
	return prose.UpperFirst(strings.Join(trend.Because(s.Pr, s.F.Model, m), "; "))
}
