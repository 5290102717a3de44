package risk

import (
	"strconv"

	"github.com/forvalt/forvalt/internal/measure"
	"github.com/forvalt/forvalt/internal/measure/definitions"
	"github.com/forvalt/forvalt/internal/measure/risk"
	"github.com/forvalt/forvalt/internal/message"
	"github.com/forvalt/forvalt/internal/pages/kit"
	"github.com/forvalt/forvalt/templates"
)

// CellKey names a contract's cell in addresses: likelihood and consequence, 1–5.
func CellKey(s *kit.Site, r *measure.Risk) string { return cellKey(risk.CellOf(s.F.Model, r)) }

func cellKey(c risk.Cell) string {
	return strconv.Itoa(c.Likelihood+1) + "-" + strconv.Itoa(c.Consequence+1)
}

// countMatrix draws how many of a subject's contracts are in each cell; each leads to them in the list,
// within the scope of the page.
func countMatrix(s *kit.Site, at string, of kit.Subject, m risk.Matrix, scope string) templates.Matrix {
	out := matrix(s, func(c risk.Cell, likelihood, consequence string) templates.MatrixCell {
		n := m.Cells[c]
		return templates.MatrixCell{Count: s.Count(n, at, "contracts", s.Filter("matrix", cellKey(c)), scope), Label: s.Say("risk.cell", message.Args{"n": n, "likelihood": likelihood, "consequence": consequence})}
	})
	for _, b := range measure.Bands {
		n := s.Marked(definitions.InBand(b), of, s.Count(m.Bands[b], at, "contracts", s.Filter("risk", string(b)), scope))
		n.Text = s.Say("risk.legend", message.Args{"band": s.Word("band", string(b)), "n": m.Bands[b]})
		out.Legend = append(out.Legend, templates.LegendItem{Band: string(b), Count: n})
	}
	return out
}

// PlaceMatrix draws where in the matrix one contract is.
func PlaceMatrix(s *kit.Site, r *measure.Risk) templates.Matrix {
	here := risk.CellOf(s.F.Model, r)
	return matrix(s, func(c risk.Cell, _, _ string) templates.MatrixCell {
		return templates.MatrixCell{Here: c == here}
	})
}

// matrix draws likelihood, the highest first, by consequence. What is in a cell besides its
// band, draw says of the cell and the words of its row and column.
func matrix(s *kit.Site, draw func(c risk.Cell, likelihood, consequence string) templates.MatrixCell) templates.Matrix {
	m := templates.Matrix{Caption: s.Say("risk.matrix", nil)}
	head := func(axis string, i int) templates.MatrixHead {
		n := strconv.Itoa(i + 1)
		return templates.MatrixHead{Number: n, Name: s.Say("risk."+axis+"."+n, nil)}
	}
	for k := range risk.MatrixCells {
		m.Columns = append(m.Columns, head("consequence", k))
	}
	for l := risk.MatrixCells - 1; l >= 0; l-- {
		row := templates.MatrixRow{Head: head("likelihood", l)}
		for k, column := range m.Columns {
			place := risk.Cell{Likelihood: l, Consequence: k}
			cell := draw(place, row.Head.Name, column.Name)
			cell.Band = string(place.Band(s.F.Model))
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}
