package risk

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/block"
	"github.com/forvalt/forvalt/internal/pages/kit"
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
		score := func(p *trend.Point, r *big.Rat) templates.Value {
			return s.ValueOn(p.AsOf, definitions.Score, kit.About("contract", m.Contract.ID), r, s.OneDecimal)
		}
		list = append(list, templates.Movement{
			Contract: s.ContractLink(at, m.Contract.ID),
			From:     templates.RiskBadge{Band: string(m.From), Label: s.Word("band", string(m.From)), Score: score(before, m.Before)},
			To:       templates.RiskBadge{Band: string(m.To), Label: s.Word("band", string(m.To)), Score: score(after, m.Score)},
			Why:      because(s, m),
		})
	}
	if n := len(moves) - movesShown; n > 0 {
		more = block.Said(s, "more-moved", message.Args{"n": n})
	}
	return list, more, block.Said(s, "none-moved", message.Args{"quarter": before.Quarter})
}

// moved sums up the movements in one sentence; "" where nothing can be said.
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
	return block.Said(s, "moved", message.Args{"quarter": before.Quarter, "up": block.Said(s, "up", message.Args{"n": up}), "down": block.Said(s, "down", message.Args{"n": down})})
}

// lastTwo are today and the end of the quarter before.
func lastTwo(s *kit.Site) (before, after *trend.Point, ok bool) {
	return trend.LastTwo(s.Opt.Trend.Points)
}

// because gives the reasons for a movement in one sentence.
func because(s *kit.Site, m trend.Movement) string {
	return prose.UpperFirst(strings.Join(trend.Because(s.Pr, s.F.Model, m), "; "))
}
