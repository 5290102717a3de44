package categories

import (
	"github.com/forvalt/forvalt/internal/contract"
	"github.com/forvalt/forvalt/internal/measure/categories"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/internal/pages/words"
	"github.com/forvalt/forvalt/templates"
)

// positionName is what a position is called.
func positionName(s *kit.Site, p categories.KraljicPosition) string {
	return s.Say("categories.position."+string(p), nil)
}

// strategy says what to do in a position.
func strategy(s *kit.Site, p categories.KraljicPosition) string {
	return s.Say("categories.strategy-"+string(p), nil)
}

// matrix draws the positions: with all categories, or with the one at hand marked.
func matrix(s *kit.Site, at string, here *contract.Category) templates.Kraljic {
	m := templates.Kraljic{Caption: s.Say("categories.kraljic", nil), Impact: s.Say("categories.impact", nil), Risk: s.Say("categories.supply-risk", nil), Columns: []string{s.Say("categories.low", nil), s.Say("categories.high", nil)}}
	for _, impact := range []bool{true, false} {
		row := templates.KraljicRow{Head: s.Say(map[bool]string{true: "categories.high", false: "categories.low"}[impact], nil)}
		for _, risk := range []bool{false, true} {
			position := categories.KraljicAt(impact, risk)
			cell := templates.KraljicCell{Name: positionName(s, position), Strategy: strategy(s, position)}
			for _, k := range s.P.Categories {
				switch {
				case categories.KraljicOf(k) != position:
				case here == nil:
					cell.Items = append(cell.Items, s.CategoryLink(at, k.ID))
				case here == k:
					cell.Here = s.Say("categories.here", nil)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// kraljicSection draws a category's position, or those of all where here is nil.
func kraljicSection(s *kit.Site, at string, here *contract.Category) templates.Section {
	sec := templates.Section{ID: s.Name("position"), Title: s.Say("categories.kraljic", nil)}
	if here == nil {
		unplaced := 0
		for _, k := range s.P.Categories {
			if categories.KraljicOf(k) == "" {
				unplaced++
			}
		}
		sec.Conclusion = words.Join([]string{s.Say("categories.kraljic-all", nil), s.Counted("categories.unplaced", unplaced)})
	} else if p := categories.KraljicOf(here); p != "" {
		sec.Conclusion = words.Join([]string{positionName(s, p) + ".", s.Say("categories.position-of", message.Args{"impact": here.Kraljic.Impact.V, "risk": here.Kraljic.SupplyRisk.V}) + ".", strategy(s, p)})
	} else {
		sec.Blocks = []templates.Block{templates.EmptyBlock(s.Say("categories.no-kraljic", nil))}
		return sec
	}
	sec.Blocks = []templates.Block{templates.KraljicBlock(matrix(s, at, here))}
	return sec
}
