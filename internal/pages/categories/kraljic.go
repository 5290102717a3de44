package categories

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// Kraljic's positions by whether importance and supply risk are high (over 2 of 4).
var kraljicWords = map[[2]bool]string{{false, false}: "routine", {true, false}: "leverage", {false, true}: "bottleneck", {true, true}: "strategic"}

func kraljicOf(k *contract.Category) (position [2]bool, known bool) {
	return [2]bool{k.Kraljic.Impact.V > 2, k.Kraljic.SupplyRisk.V > 2}, k.Kraljic.Impact.Set && k.Kraljic.SupplyRisk.Set
}

// kraljic is the matrix: with all categories, or with the one at hand marked.
func kraljic(s *kit.Site, at string, here *contract.Category) templates.Kraljic {
	m := templates.Kraljic{Caption: s.Say("areas.kraljic", nil), Impact: s.Say("areas.impact", nil), Risk: s.Say("areas.supply-risk", nil), Columns: []string{s.Say("areas.low", nil), s.Say("areas.high", nil)}}
	for _, impact := range []bool{true, false} {
		row := templates.KraljicRow{Head: s.Say(map[bool]string{true: "areas.high", false: "areas.low"}[impact], nil)}
		for _, risk := range []bool{false, true} {
			position := [2]bool{impact, risk}
			word := kraljicWords[position]
			cell := templates.KraljicCell{Name: s.T("kraljic."+word, nil), Strategy: s.Say("areas.strategy-"+word, nil)}
			for _, k := range s.P.Categories {
				if p, known := kraljicOf(k); known && p == position {
					if here == nil {
						cell.Items = append(cell.Items, s.CategoryLink(at, k.ID))
					} else if k == here {
						cell.Here = s.Say("areas.here", nil)
					}
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// kraljicSection is a category's position, or all of them.
func kraljicSection(s *kit.Site, at string, here *contract.Category) templates.Section {
	sec := templates.Section{ID: "posisjon", Title: s.Say("areas.kraljic", nil)}
	if here == nil {
		unplaced := 0
		for _, k := range s.P.Categories {
			if _, known := kraljicOf(k); !known {
				unplaced++
			}
		}
		sec.Conclusion = kit.Join([]string{s.Say("areas.kraljic-all", nil), s.Counted("areas.unplaced", unplaced)})
	} else if p, known := kraljicOf(here); known {
		word := kraljicWords[p]
		sec.Conclusion = kit.Join([]string{s.T("kraljic."+word, nil) + ".", s.T("kraljic.position", message.Args{"impact": here.Kraljic.Impact.V, "risk": here.Kraljic.SupplyRisk.V}) + ".", s.Say("areas.strategy-"+word, nil)})
	} else {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.Say("areas.no-kraljic", nil))}
		return sec
	}
	sec.Blocks = []templates.Block{templates.KraljicBlock(kraljic(s, at, here))}
	return sec
}
